//! Search: what is answered is found, and every filter of the query language.

use crate::support::{NOW, Store, ask, blamed, draft, session, store};
use callsheet::domain::customer::Customer;
use callsheet::domain::id::CustomerId;
use callsheet::domain::import::Bundle;
use callsheet::domain::money::{Currency, Money};
use callsheet::domain::phone::Phone;
use callsheet::door::search::{Found, Request, Response};
use callsheet::door::{Call, Part, Refusal, ask_in_parts, customers, do_not_contact};
use callsheet::interop::demo::Demo;
use serde_json::json;

/// Anna is in every filter, Bea and the firm are what she is not.
fn town() -> Store {
    let store = store();
    let anna = store.add(&[
        ("name", json!("Anna Meyer")),
        ("tags", json!(["VIP"])),
        ("city", json!("Köln")),
        ("country", json!("DE")),
        ("company", json!("Acme GmbH")),
        ("phones", json!([Phone::read("0221 1234567", "DE")])),
        ("emails", json!(["anna@acme.de"])),
        ("owner", json!("root")),
        ("source", json!("fair")),
    ]);
    let firm = store.add(&[("name", json!("Beta AG")), ("kind", json!("organisation"))]);
    store.pass(-40 * 86_400);
    let bea = store.add(&[("name", json!("Bea")), ("phones", json!([Phone::read("030 7654321", "DE")]))]);
    store.log(bea, &[("text", json!("long ago"))]);
    store.pass(40 * 86_400);
    store.log(anna, &[("text", json!("wants the Quote"))]);
    let value = Money { minor: 1_200_000, currency: Currency::EUR };
    store.deal(anna, &[("title", json!("Relaunch")), ("value", json!(value)), ("stage", json!("proposal"))]);
    store.deal(firm, &[("title", json!("Shop")), ("value", json!(Money { minor: 500_000, currency: Currency::EUR }))]);
    store.follow_up(anna, NOW.plus(3600), &[("text", json!("call"))]);
    store.follow_up(firm, NOW.plus(-3600), &[("text", json!("call"))]);
    store.ticket(anna, &[("text", json!("late")), ("kind", json!("complaint"))]);
    store.ticket(firm, &[("text", json!("please"))]);
    let add =
        do_not_contact::Request::Add { address: "0221 1234567".into(), channel: "sms".into(), why: String::new() };
    let _: do_not_contact::Response = store.ask(add).unwrap();
    store
}

fn names(store: &Store, query: &str) -> String {
    let mut names: Vec<_> = store.find(query).rows.into_iter().map(|row| row.name).collect();
    names.sort();
    names.iter().map(|name| name.split(' ').next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_filter_finds_whom_it_means() {
    let store = town();
    for (query, expected) in [
        ("name:meyer", "Anna"),
        ("tag:vip", "Anna"),
        ("-tag:vip", "Bea Beta"),
        ("tag:vip,cold", "Anna"),
        ("city:koln", "Anna"),
        ("城市:köln", "Anna"),
        ("country:de", "Anna"),
        ("country:germany", "Anna"),
        ("company:acme", "Anna"),
        ("phone:123-45", "Anna"),
        ("phone:02211234567", "Anna"),
        ("phone:none", "Beta"),
        ("email:acme.de", "Anna"),
        ("kind:organisation", "Beta"),
        ("kind:person", "Anna Bea"),
        ("owner:me", "Anna"),
        ("owner:root", "Anna"),
        ("-owner:me", "Bea Beta"),
        ("source:fair", "Anna"),
        ("last<30d", "Anna"),
        ("last>30d", "Bea Beta"),
        ("last:today", "Anna"),
        ("-last<30d", "Bea Beta"),
        ("created:today", "Anna Beta"),
        ("created>30d", "Bea"),
        ("stage:proposal", "Anna"),
        ("stage:方案", "Anna"),
        ("stage:new,prop", "Anna Beta"),
        ("pipeline:sales", "Anna Beta"),
        ("deal:relaunch", "Anna"),
        ("deal:D2", "Beta"),
        ("value>10k", "Anna"),
        ("value>=12000", "Anna"),
        ("value<12000", "Beta"),
        ("value:5k..12k", "Anna Beta"),
        ("value>1USD", ""),
        ("due:today", "Anna Beta"),
        ("due:overdue", "Beta"),
        ("due:tomorrow", ""),
        ("due<7d", "Anna Beta"),
        ("-due:overdue", "Anna Bea"),
        ("ticket:open", "Anna Beta"),
        ("ticket:complaint", "Anna"),
        ("ticket:none", "Bea"),
        ("dnc:yes", "Anna"),
        ("dnc:no", "Bea Beta"),
        ("-dnc:yes", "Bea Beta"),
        ("note:quote", "Anna"),
        ("note:\"long ago\"", "Bea"),
        ("-note:quote", "Bea Beta"),
        ("be kind:person", "Bea"),
        ("be -bea", "Beta"),
        ("tag:vip -city:köln", ""),
        ("", "Anna Bea Beta"),
    ] {
        assert_eq!(names(&store, query), expected, "{query}");
    }
}

#[test]
fn a_filter_that_cannot_be_read_is_refused() {
    let store = store();
    let find =
        |query: &str| store.ask::<Response>(Request::Find { query: query.into(), offset: 0, limit: 9, around: None });
    assert_eq!(blamed(find("nonsense:1")), "query");
    assert_eq!(blamed(find("kind:tree")), "query");
    for (query, known) in [("owner:nobody", "root"), ("stage:nowhere", "new, qualified"), ("pipeline:x", "sales")] {
        let Err(Refusal::Invalid { field, why }) = find(query) else { panic!("{query} was taken") };
        assert_eq!((field.as_str(), why.word()), ("query", query.split(':').nth(1)));
        assert!(why.args().any(|(_, said)| said.contains(known)), "{why}");
    }
}

fn named(name: String) -> Bundle {
    Bundle { customer: Customer { name, ..Customer::default() }, ..Bundle::default() }
}

#[test]
fn a_window_of_the_rows_is_one_part_of_the_whole() {
    let store = store();
    let ids: Vec<_> = (0..7).map(|n| store.add(&[("name", json!(format!("Anna {n}")))])).collect();
    let window = |offset, limit| {
        let Response::Found(found) =
            store.ask(Request::Find { query: "anna".into(), offset, limit, around: None }).unwrap();
        (found.matched, found.rows.into_iter().map(|row| row.id).collect::<Vec<_>>())
    };
    let (first, second, beyond) = (window(0, 4), window(4, 4), window(9, 4));
    assert_eq!((first.0, second.0, beyond), (7, 7, (7, Vec::new())));
    let mut all = [first.1, second.1].concat();
    all.sort_unstable();
    assert_eq!(all, ids);
}

fn page(store: &Store, offset: usize, around: Option<CustomerId>) -> Found {
    let request = Request::Find { query: "anna".into(), offset, limit: 10, around };
    let Response::Found(found) = store.ask(request).unwrap();
    found
}

fn ids(found: &Found) -> Vec<CustomerId> {
    found.rows.iter().map(|row| row.id).collect()
}

#[test]
fn a_page_further_down_is_read_from_the_answer_one_scrolls_in() {
    let store = store();
    store.take((0..200).map(|n| named(format!("Anna {n:03}"))).collect());
    let whole = store.find("anna");
    let all: Vec<_> = (0..20).flat_map(|number| ids(&page(&store, number * 10, None))).collect();
    assert_eq!(all[..100], ids(&whole));
    let middle = page(&store, 100, None);
    assert_eq!((middle.matched, middle.offset), (200, 100));
    // Contact brings one from below to the top, and one more comes: nothing moves under the cursor.
    store.log(all[150], &[("text", json!("hello"))]);
    store.add(&[("name", json!("Anna"))]);
    assert_eq!(ids(&page(&store, 100, None)), all[100..110]);
    // Who is gone leaves the page and the count.
    let _: customers::Response = store.ask(customers::Request::Archive(all[103], true)).unwrap();
    let left = page(&store, 100, None);
    let expected: Vec<_> = all[100..111].iter().copied().filter(|id| *id != all[103]).collect();
    assert_eq!((ids(&left), left.matched), (expected, 199));
    // From the top one searches anew.
    let top = page(&store, 0, None);
    assert_eq!((top.matched, top.rows.iter().any(|row| row.id == all[150])), (200, true));
}

#[test]
fn the_page_goes_where_the_row_went() {
    let store = store();
    store.take((0..100).map(|n| named(format!("Anna {n:03}"))).collect());
    let all: Vec<_> = ids(&store.find("anna"));
    for id in [all[3], all[60], all[99]] {
        let found = page(&store, 0, Some(id));
        assert_eq!(all[found.offset..found.offset + found.rows.len()], ids(&found));
        assert!(ids(&found).contains(&id));
    }
    assert_eq!(page(&store, 0, Some(CustomerId(9_999))).offset, 0);
}

#[test]
fn a_page_costs_no_more_far_down_than_further_up() {
    let store = store();
    store.take((0..2_000).map(|n| named(format!("Anna {n}"))).collect());
    store.find("anna");
    let read = |offset: usize| store.keys_read(|| assert_eq!(page(&store, offset, None).rows.len(), 10));
    let (first, last) = (read(10), read(1_990));
    assert!(last <= first, "{last} keys for the last page, {first} for the second");
}

#[test]
fn the_first_rows_are_painted_before_the_answer() {
    let store = store();
    store.add(&[("name", json!("Anna"))]);
    store.find("the index is there");
    let (found, painted) = in_parts(&store, "anna");
    assert_eq!((painted.len(), painted[0].rows.len()), (1, 1));
    assert_eq!((found.rows.len(), found.matched), (1, 1));
    assert!(found.paint_us <= found.elapsed_us);
}

#[test]
fn an_index_that_is_still_being_built_answers_with_what_it_has_and_then_with_all() {
    let store = store();
    store.take(Demo::new(7, 400, NOW).collect());
    let (found, painted) = in_parts(&store, "");
    assert_eq!(found.matched, 400);
    assert!(!painted.is_empty());
    assert!(painted.iter().all(|part| part.matched <= 400));
}

#[test]
fn what_changes_while_the_index_is_built_is_found_as_it_is_now() {
    let store = store();
    let ids: Vec<_> = (0..50).map(|n| store.add(&[("name", json!(format!("Before{n}")))])).collect();
    std::thread::scope(|scope| {
        let other = crate::support::session(&store.keeper, "root");
        scope.spawn(move || {
            let _: Response =
                crate::support::ask(&other, Request::Find { query: "x".into(), offset: 0, limit: 1, around: None })
                    .unwrap();
        });
        for (n, id) in ids.iter().enumerate() {
            store.edit(*id, "name", json!(format!("Before{n}")), json!(format!("After{n}"))).unwrap();
        }
    });
    assert_eq!((store.find("name:before").matched, store.find("name:after").matched), (0, 50));
}

#[test]
fn an_organisation_that_is_renamed_is_found_by_its_people() {
    let store = store();
    store.find("the index is there");
    let firm = store.add(&[("name", json!("Beta AG")), ("kind", json!("organisation"))]);
    let position =
        json!([{ "organisation": firm.to_string(), "title": "CTO", "role": null, "from": null, "to": null }]);
    let anna = store.add(&[("name", json!("Anna")), ("positions", position)]);
    assert_eq!(store.found("company:beta"), [anna]);
    store.edit(firm, "name", json!("Beta AG"), json!("Gamma AG")).unwrap();
    assert_eq!((store.found("company:beta"), store.found("company:gamma")), (vec![], vec![anna]));
    assert_eq!(store.card(firm).relations[0].id, anna);
}

#[test]
fn a_members_deals_tickets_and_notes_count_for_the_keeper() {
    let store = town();
    let keeper = store.add(&[("name", json!("Keeper"))]);
    let anna = store.found("name:meyer")[0];
    let _: customers::Response =
        store.ask(customers::Request::Merge { keep: keeper, other: anna, take: Vec::new() }).unwrap();
    for query in ["note:quote", "stage:proposal", "due:today -due:overdue", "ticket:complaint", "dnc:yes"] {
        assert_eq!(names(&store, query), "Keeper", "{query}");
    }
    assert_eq!(names(&store, "ticket:none"), "Bea");
}

fn in_parts(store: &Store, query: &str) -> (Found, Vec<Found>) {
    let mut painted = Vec::new();
    let call = Call::by_person(Request::Find { query: query.into(), offset: 0, limit: 10, around: None });
    let answer = ask_in_parts(&store.admin, call, &mut |part| {
        if let Part::Found(found) = part {
            painted.push(found);
        }
    });
    let Response::Found(found) = answer.unwrap().try_into().unwrap();
    (found, painted)
}

/// A search that looked into the index twice at once stood still for ever as soon as a change came in between.
#[test]
fn searches_and_changes_never_hold_each_other_up() {
    let store = store();
    let name = |number: usize| draft(&[("name", json!(format!("Anna Meyer {number}")))]);
    let writer = session(&store.keeper, "root");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..300 {
                let _: customers::Response = ask(&writer, customers::Request::Add(name(number))).unwrap();
            }
        });
        for _ in 0..300 {
            let request = Request::Find { query: "anna".into(), offset: 0, limit: 20, around: None };
            let _: Response = store.ask(request).unwrap();
        }
    });
}
