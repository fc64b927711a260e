//! Import and demo: files become records, once.

use crate::support::{NOW, Store, ask, draft, session, store};
use callsheet::domain::customer::{Consent, CustomField, Customer};
use callsheet::domain::edit::Side;
use callsheet::domain::field::Reading;
use callsheet::domain::id::CustomerId;
use callsheet::domain::import::{RefusedRow, Row, Target};
use callsheet::domain::role::Action;
use callsheet::door::jobs::{JobId, Request, Response, Rows, Start, Summary, Taken};
use callsheet::door::{Refusal, customers, deals, orders, system, undo, users};
use callsheet::interop::csv::CsvFile;
use callsheet::interop::demo::Demo;
use callsheet::interop::file::{Options, Table};
use callsheet::interop::sample;
use callsheet::store::engine::Engine;
use serde_json::json;

fn start(store: &Store, source: &str, target: Target, dry_run: bool) -> JobId {
    let start = Start { dry_run, ..Start::new(source, target) };
    let Response::Started(id) = store.ask(Request::Start(start)).unwrap() else { panic!() };
    id
}

fn batch(store: &Store, job: JobId, rows: Rows) -> Taken {
    let Response::Taken(taken) = store.ask(Request::Batch { job, rows }).unwrap() else { panic!() };
    taken
}

fn finish(store: &Store, job: JobId) -> Summary {
    let Response::Finished(summary) = store.ask(Request::Finish(job)).unwrap() else { panic!() };
    summary
}

fn rows(text: &[u8], target: Target) -> Vec<Row> {
    let options = Options { target: Some(target), ..Options::default() };
    let mut file = CsvFile::in_memory("x.csv", text, &options).unwrap();
    let calendar = callsheet::domain::calendar::Calendar::default();
    let currency = callsheet::domain::money::Currency::EUR;
    let reading = Reading { region: "DE", currency, calendar: &calendar, now: NOW };
    std::iter::from_fn(|| file.next_line(&reading).unwrap()).map(|line| line.row.unwrap()).collect()
}

fn import_as(store: &Store, source: &str, target: Target, text: &[u8]) -> (Summary, Vec<RefusedRow>) {
    let job = start(store, source, target, false);
    let mut refused = Vec::new();
    for rows in rows(text, target).chunks(Rows::MOST) {
        refused.extend(batch(store, job, Rows::Drafts(rows.to_vec())).refused);
    }
    (finish(store, job), refused)
}

fn import(store: &Store, target: Target, text: &str) -> (u64, u64, u64, u64) {
    counts(&import_as(store, "file.csv", target, text.as_bytes()).0)
}

fn counts(summary: &Summary) -> (u64, u64, u64, u64) {
    (summary.created, summary.updated, summary.unchanged, summary.refused)
}

fn resolved(store: &Store, given: &str) -> CustomerId {
    let customers::Response::Resolved(id) = store.ask(customers::Request::Resolve(given.into())).unwrap() else {
        panic!()
    };
    id
}

fn customer(store: &Store, given: &str) -> Customer {
    store.card(resolved(store, given)).customer
}

fn customers_in(store: &Store) -> u64 {
    let system::Response::Status(status) = store.ask(system::Request::Status).unwrap() else { panic!() };
    status.customers
}

#[test]
fn the_sample_is_taken_whole_and_the_second_time_adds_nothing() {
    let store = store();
    for file in sample::files(NOW, chrono_tz::UTC) {
        let (summary, refused) = import_as(&store, "northwind", file.target, &file.bytes);
        assert_eq!(refused, [], "{}", file.name);
        assert!(summary.created + summary.updated > 0, "{}", file.name);
    }
    for file in sample::files(NOW, chrono_tz::UTC) {
        let (summary, _) = import_as(&store, "northwind", file.target, &file.bytes);
        assert_eq!((summary.created, summary.updated, summary.undo), (0, 0, None), "{}", file.name);
    }
}

#[test]
fn a_northwind_row_becomes_an_organisation_and_its_contact() {
    let store = store();
    for file in sample::files(NOW, chrono_tz::UTC) {
        import_as(&store, "northwind", file.target, &file.bytes);
    }
    let card = store.card(resolved(&store, "ALFKI"));
    assert!(card.customer.is_organisation());
    assert_eq!((card.customer.name.as_str(), card.customer.tags.len()), ("Alfreds Futterkiste", 2));
    assert_eq!(card.customer.external_ids[0].system, "northwind");
    let person = &card.relations[0];
    assert_eq!((person.name.as_str(), person.title.as_str()), ("Maria Anders", "Sales Representative"));
    assert_eq!((card.orders.len(), card.timeline.len(), card.deals.len()), (6, 4, 1));
    assert!(card.orders.iter().all(|order| !order.lines.is_empty() && order.total().minor > 0));
    assert!(!card.orders[0].lines[0].name.is_empty());
    assert!(store.card(resolved(&store, "FRANK")).tickets[0].is_open_complaint());
    let orders::Response::Products(products) = store.ask(orders::Request::Products { limit: 100 }).unwrap() else {
        panic!()
    };
    assert_eq!(products.len(), 77);
}

#[test]
fn a_row_is_matched_by_id_then_by_address_and_name() {
    let store = store();
    import(&store, Target::Customers, "id,name,phone,city\n7,Anna Meyer,030 1234567,Berlin\n");
    let anna = resolved(&store, "7");
    for (text, expected) in [
        ("id,name,city\n7,Anna Schulz,Bonn\n", (0, 1, 0, 0)),
        ("name,phone,city\nanna schulz,+49 30 1234567,Köln\n", (0, 1, 0, 0)),
        ("name,phone\nanna schulz,(030) 123-4567\n", (0, 0, 1, 0)),
        ("name,phone\nBernd Schulz,030 1234567\n", (1, 0, 0, 0)),
        ("id,name,phone\n8,Anna Schulz,030 1234567\n", (1, 0, 0, 0)),
    ] {
        assert_eq!(import(&store, Target::Customers, text), expected, "{text}");
    }
    let anna = store.card(anna).customer;
    assert_eq!((anna.name.as_str(), anna.city.as_str(), anna.phones.len()), ("anna schulz", "Köln", 1));
    assert_eq!(customers_in(&store), 3);
}

#[test]
fn an_id_of_another_system_counts_only_with_the_name_or_an_address() {
    let store = store();
    let from = |source: &str, text: &str| counts(&import_as(&store, source, Target::Customers, text.as_bytes()).0);
    assert_eq!(from("one.csv", "id,name,phone\n7,Anna Meyer,030 1234567\n"), (1, 0, 0, 0));
    assert_eq!(from("two.csv", "id,name,phone\n7,Firma,030 7654321\n"), (1, 0, 0, 0), "somebody else's seven");
    assert_eq!(from("three.csv", "id,name,city\n7,anna meyer,Ulm\n"), (0, 1, 0, 0), "of her name");
    assert_eq!(from("four.csv", "id,name,phone\n7,Anna Schulz,030 1234567\n"), (0, 1, 0, 0), "with her number");
    assert_eq!(from("two.csv", "id,name\n7,Firma GmbH\n"), (0, 1, 0, 0), "of the same system whatever it is called");
    assert_eq!(customers_in(&store), 2);
}

#[test]
fn rows_with_a_name_only_are_matched_where_they_contradict_nothing() {
    let store = store();
    assert_eq!(import(&store, Target::Customers, "name,city\nAnna,Berlin\nAnna,Berlin\nAnna,Bonn\n"), (2, 0, 1, 0));
    assert_eq!(import(&store, Target::Customers, "name,city\nAnna,Berlin\nAnna,Bonn\n"), (0, 0, 2, 0));
}

#[test]
fn an_import_adds_and_changes_and_removes_nothing() {
    let store = store();
    import(&store, Target::Customers, "id,name,phone,tags,city\n7,Anna,030 1234567,vip,Berlin\n");
    import(&store, Target::Customers, "id,name,phone,tags,city\n7,Anna,030 7654321,VIP;fair,\n");
    let anna = customer(&store, "7");
    assert_eq!((anna.phones.len(), anna.city.as_str()), (2, "Berlin"));
    assert_eq!(anna.tags, ["vip", "fair"]);
}

#[test]
fn a_field_of_ones_own_takes_the_value_a_file_has_and_the_others_stay() {
    let store = store();
    let told = |custom: &str| {
        let counts = import(&store, Target::Customers, &format!("id,name,custom\n7,Anna,{custom}\n"));
        let said = |field: &CustomField| format!("{}={}", field.name, field.value);
        (counts, customer(&store, "7").custom.iter().map(said).collect::<Vec<_>>().join(" "))
    };
    let (new, changed, same) = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0));
    assert_eq!(told("level=gold; site=a.de; site=b.de"), (new, "level=gold site=a.de site=b.de".to_owned()));
    assert_eq!(told("level=silver"), (changed, "level=silver site=a.de site=b.de".to_owned()));
    assert_eq!(told("level=silver; size=XL"), (changed, "level=silver site=a.de site=b.de size=XL".to_owned()));
    assert_eq!(told("size=XL; level=silver"), (same, "level=silver site=a.de site=b.de size=XL".to_owned()));
    assert_eq!(told("site=b.de; site=c.de"), (changed, "level=silver site=b.de site=c.de size=XL".to_owned()));
}

#[test]
fn namesakes_of_whom_a_field_of_ones_own_says_something_else_are_two() {
    let store = store();
    assert_eq!(import(&store, Target::Customers, "name,custom\nAnna,number=1\nAnna,number=2\n"), (2, 0, 0, 0));
    assert_eq!(import(&store, Target::Customers, "name,custom\nAnna,number=2\nAnna,number=1\n"), (0, 0, 2, 0));
    assert_eq!(import(&store, Target::Customers, "name,custom\nAnna,number=1; size=XL\n"), (0, 1, 0, 0));
}

#[test]
fn a_consent_that_comes_in_again_is_the_same_and_a_file_that_says_so_ends_it() {
    let store = store();
    let told = |consents: &str| {
        let counts = import(&store, Target::Customers, &format!("id,name,consents\n7,Anna,{consents}\n"));
        let consent = |consent: &Consent| (consent.given.to_string(), consent.withdrawn.map(|day| day.to_string()));
        (counts, customer(&store, "7").consents.iter().map(consent).collect::<Vec<_>>())
    };
    let (first, second) = ("2026-01-05".to_owned(), "2026-09-01".to_owned());
    let ended = (first.clone(), Some("2026-06-30".to_owned()));
    assert_eq!(told("news: web 2026-01-05"), ((1, 0, 0, 0), vec![(first.clone(), None)]));
    assert_eq!(told("news: web"), ((0, 0, 1, 0), vec![(first, None)]), "a day it does not say is no other");
    assert_eq!(told("news: web 2026-01-05 until 2026-06-30"), ((0, 1, 0, 0), vec![ended.clone()]));
    assert_eq!(told("news: web 2026-01-05"), ((0, 0, 1, 0), vec![ended.clone()]), "an older file gives none back");
    assert_eq!(told("news: web 2026-09-01"), ((0, 1, 0, 0), vec![ended, (second, None)]));
}

#[test]
fn one_undo_takes_a_whole_job_back() {
    let store = store();
    import(&store, Target::Customers, "id,name,city\n7,Anna,Berlin\n");
    let text: String = (8..1_500).map(|id| format!("{id},Customer {id},Bonn\n")).collect::<Vec<_>>().concat();
    let (summary, _) =
        import_as(&store, "all.csv", Target::Customers, format!("id,name,city\n7,Anna,Bonn\n{text}").as_bytes());
    assert_eq!(counts(&summary), (1_492, 1, 0, 0));
    assert_eq!(customers_in(&store), 1_493);
    let undo::Response::Undone { entry, .. } = store.ask(undo::Request::Undo(summary.undo)).unwrap() else { panic!() };
    assert_eq!((entry.what.as_str(), entry.count), ("all.csv", 1_493));
    assert_eq!(customers_in(&store), 1);
    assert_eq!(customer(&store, "7").city, "Berlin");
}

#[test]
fn whoever_was_changed_since_an_import_can_stay_when_it_is_taken_back_with_what_they_rest_on() {
    let store = store();
    let text = b"id,name,contact\n8,Firma,Bernd\n9,Anna,\n";
    let (summary, _) = import_as(&store, "all.csv", Target::Customers, text);
    let bernd = store.found("bernd")[0];
    store.edit(bernd, "city", json!(""), json!("Bonn")).unwrap();
    let refused = store.ask::<undo::Response>(undo::Request::Undo(summary.undo));
    assert!(
        matches!(refused, Err(Refusal::ChangedSince { count: 2, .. })),
        "Bernd, and the firm he works at: {refused:?}"
    );
    assert_eq!(customers_in(&store), 3);
    let settling = undo::Settling { seen: Vec::new(), others: Some(Side::Theirs) };
    let _: undo::Response = store.ask(undo::Request::Settled { id: summary.undo.unwrap(), settling }).unwrap();
    assert_eq!((customers_in(&store), store.found("bernd")), (2, vec![bernd]));
    assert_eq!(customer(&store, "8").name, "Firma");
}

#[test]
fn a_dry_run_says_what_would_happen_and_does_nothing() {
    let store = store();
    import(&store, Target::Customers, "id,name\n7,Anna\n");
    let job = start(&store, "file.csv", Target::Customers, true);
    let text = "id,name,contact\n7,Anna,\n8,Firma,Bernd\n8,Firma,Bernd\n7,Anne,\n";
    batch(&store, job, Rows::Drafts(rows(text.as_bytes(), Target::Customers)));
    let summary = finish(&store, job);
    assert_eq!((counts(&summary), summary.undo), ((1, 1, 2, 0), None));
    assert_eq!(customers_in(&store), 1);
}

#[test]
fn a_row_that_cannot_be_taken_is_refused_by_itself() {
    let store = store();
    import(&store, Target::Customers, "id,name,contact\n7,Firma,Bernd\n8,Twin,\n9,Twin,\n");
    let refused = |target, text: &str| {
        let (summary, refused) = import_as(&store, "x.csv", target, text.as_bytes());
        let refused = refused.into_iter().map(|row| (row.line, row.field, row.why.to_string())).collect::<Vec<_>>();
        (summary.created, refused)
    };
    for (target, text, field, why) in [
        (Target::Deals, "customer,title\nNobody,x\n7,y\n", "customer", "not-found, given `Nobody`"),
        (Target::Deals, "customer,title\nTwin,x\n7,z\n", "customer", "ambiguous, given `Twin`, count `2`"),
        (Target::Deals, "customer,title,owner\n7,x,nobody\n7,w,\n", "owner", "not-found, given `nobody`"),
        (
            Target::Deals,
            "customer,title,stage\n7,x,nowhere\n7,v,prop\n",
            "stage",
            "no-such-stage, given `nowhere`, pipeline `sales`",
        ),
        (
            Target::Interactions,
            "customer,at,channel\n7,2026-01-01 10:00,drum\n7,2026-01-01 10:00,sms\n",
            "channel",
            "not-a-choice, given `drum`",
        ),
        (Target::OrderLines, "order,product,quantity\n99,1,2\n", "order", "not-found, given `99`"),
        (Target::Contacts, "name,organisation\nEva,Bernd\nEva,Firma\n", "organisation", "is-a-person, given `Bernd`"),
    ] {
        let (created, refused) = refused(target, text);
        assert_eq!((created, refused.len()), ((text.lines().count() - 2) as u64, 1), "{text}");
        let (line, named, reason) = &refused[0];
        assert_eq!((*line, named.as_str()), (2, field), "{text}");
        assert!(reason.starts_with(why), "{reason}");
    }
    let long = format!("name,city\nLong,{}\nShort,x\n", "x".repeat(20_000));
    let (created, refused) = refused(Target::Customers, &long);
    assert_eq!((created, refused[0].0, refused[0].1.as_str()), (1, 2, "city"));
}

#[test]
fn deals_are_brought_to_their_stage_and_closed() {
    let store = store();
    import(&store, Target::Customers, "id,name\n7,Anna\n");
    let text = "customer,title,value,stage\n7,Website,1200 EUR,方案报价\n7,Shop,100 EUR,won\n";
    assert_eq!(import(&store, Target::Deals, text), (2, 0, 0, 0));
    assert_eq!(import(&store, Target::Deals, text), (0, 0, 2, 0));
    let text = "customer,title,value,stage\n7,Website,1500 EUR,negotiation\n7,Shop,100 EUR,new\n";
    assert_eq!(import(&store, Target::Deals, text), (0, 1, 1, 0));
    let deals::Response::Board(board) =
        store.ask(deals::Request::Board { pipeline: String::new(), query: String::new(), limit: 9 }).unwrap()
    else {
        panic!()
    };
    let stages: Vec<_> = board.stages.iter().map(|column| (column.stage.as_str(), column.count)).collect();
    assert_eq!(stages, [("new", 0), ("qualified", 0), ("proposal", 0), ("negotiation", 1)]);
}

#[test]
fn colleagues_are_brought_in_with_their_teams_by_an_admin_only() {
    let store = store();
    let text = "EmployeeID,LastName,FirstName,Team\n1,Davolio,Nancy,North\n2,Davolio,Nancy,North\n";
    assert_eq!(import(&store, Target::Users, text), (2, 0, 0, 0));
    assert_eq!(import(&store, Target::Users, text), (0, 0, 2, 0));
    let users::Response::List { users, teams } = store.ask(users::Request::List).unwrap() else { panic!() };
    let logins: Vec<_> = users.iter().map(|user| user.login.as_str()).collect();
    assert_eq!((logins, teams.len()), (vec!["nancy.davolio", "nancy.davolio2", "root"], 1));

    let sue = draft(&[("login", json!("sue")), ("os_user", json!("sue")), ("role", json!("supervisor"))]);
    let _: users::Response = store.ask(users::Request::Add(sue)).unwrap();
    let sue = session(&store.keeper, "sue");
    let start = |target| Request::Start(Start::new("", target));
    assert!(ask::<Response>(&sue, start(Target::Customers)).is_ok());
    assert_eq!(ask::<Response>(&sue, start(Target::Users)), Err(Refusal::NotAllowed(Action::ManageUsers)));
}

#[test]
fn made_up_customers_are_kept_with_all_that_hangs_on_them() {
    let store = store();
    let job = start(&store, "demo", Target::Customers, false);
    let bundles: Vec<_> = Demo::new(7, 300, NOW).collect();
    batch(&store, job, Rows::Bundles(bundles.clone()));
    let summary = finish(&store, job);
    assert_eq!((summary.created, customers_in(&store)), (300, 300));
    let with_deal = bundles.iter().position(|bundle| !bundle.deals.is_empty()).unwrap();
    let card = store.card(CustomerId(with_deal as u64 + 1));
    assert_eq!(card.deals[0].title, bundles[with_deal].deals[0].title);
    assert_eq!(card.timeline.len(), bundles[with_deal].interactions.len());
    let _: undo::Response = store.ask(undo::Request::Undo(summary.undo)).unwrap();
    assert_eq!(customers_in(&store), 0);
}

#[test]
fn a_job_is_its_owners_and_ends_once() {
    let store = store();
    let job = start(&store, "x.csv", Target::Customers, false);
    finish(&store, job);
    assert!(store.ask::<Response>(Request::Finish(job)).is_err());
    assert!(store.ask::<Response>(Request::Batch { job, rows: Rows::Drafts(Vec::new()) }).is_err());
    let theirs = start(&store, "x.csv", Target::Customers, false);
    let other = session(&store.keeper, "other");
    assert!(ask::<Response>(&other, Request::Finish(theirs)).is_err());
}

/// So many customers of a file, each with an id, a number and an address of its own.
fn many(from: u32, count: u32) -> String {
    let row = |n: u32| format!("K{n},Customer {n},+49 30 {:07},k{n}@x.de\n", 1_000_000 + n);
    std::iter::once("id,name,phone,email\n".to_owned()).chain((from..from + count).map(row)).collect()
}

#[test]
fn a_row_costs_no_more_of_a_full_store_than_of_an_empty_one() {
    const ROWS: u32 = 1_000;
    let store = store();
    let costs = |from: u32, wanted: (u64, u64, u64, u64)| {
        let before = store.engine.revision();
        let text = many(from, ROWS);
        let read = store.keys_read(|| assert_eq!(import(&store, Target::Customers, &text), wanted));
        (read, store.engine.revision().0 - before.0)
    };
    // A block of numbers is a commit of its own, now and then.
    let commits = 2 * u64::from(ROWS) / Rows::MOST as u64 + 16;
    for round in 0..4 {
        let (read, committed) = costs(round * ROWS, (u64::from(ROWS), 0, 0, 0));
        assert!(read <= ROWS as usize && committed <= commits, "round {round}: {read} keys, {committed} commits");
    }
    let (read, committed) = costs(0, (0, 0, u64::from(ROWS), 0));
    assert!(read <= 4 * ROWS as usize && committed <= 16, "the same again: {read} keys, {committed} commits");
}

#[test]
fn rows_are_tried_without_a_job_and_nothing_is_kept() {
    let store = store();
    let rows = Rows::Drafts(rows(b"name,owner\nAnna,\nBen,nobody\n", Target::Customers));
    let start = Start::new("x.csv", Target::Customers);
    let Response::Taken(taken) = store.ask(Request::Try { start, rows }).unwrap() else { panic!() };
    assert_eq!((taken.created, taken.undo, taken.refused.len(), taken.refused[0].line), (1, None, 1, 3));
    assert_eq!(customers_in(&store), 0);
}
