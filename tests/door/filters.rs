//! Filters over deals, follow-ups, tickets, orders and suppressions: what they look at is bounded, seen while it lasts,
//! and given up at once.

use crate::support::{NOW, Store, store};
use callsheet::domain::customer::Customer;
use callsheet::domain::deal::Deal;
use callsheet::domain::follow_up::FollowUp;
use callsheet::domain::import::{Bundle, Target};
use callsheet::domain::money::{Currency, Money};
use callsheet::domain::party::Owner;
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::domain::ticket::{Ticket, TicketKind};
use callsheet::domain::time::Timestamp;
use callsheet::door::bulk::{self, BulkEdit, Whom};
use callsheet::door::search::{Found, Request, Response};
use callsheet::door::{Call, Delivery, Door, Part, Refusal, customers, deals, do_not_contact, users};
use crossbeam_channel::bounded;
use serde_json::json;
use std::thread;
use std::time::Duration;

/// Of 1,000 customers 100 are proposals, 200 new deals; 50 have something due within the week; 30 have an open ticket,
/// 10 of those a complaint.
fn floor() -> Store {
    let store = store();
    store.take((0..1_000).map(bundle).collect());
    store.find("the index is there");
    store
}

fn bundle(number: i64) -> Bundle {
    let stage = match number {
        0..100 => "proposal",
        100..300 => "new",
        _ => "",
    };
    let deal = |stage: &str| Deal {
        title: format!("Sale {number}"),
        pipeline: "sales".into(),
        stage: stage.into(),
        value: Money { minor: number * 100, currency: Currency::EUR },
        ..Deal::default()
    };
    let due = NOW.plus(if number < 50 { 1 } else { 30 } * Timestamp::DAY);
    let kind = if number < 10 { TicketKind::Complaint } else { TicketKind::Request };
    Bundle {
        customer: Customer { name: format!("Anna {number}"), ..Customer::default() },
        deals: (!stage.is_empty()).then(|| deal(stage)).into_iter().collect(),
        follow_ups: vec![FollowUp { due, owner: Owner::Anyone, text: "call".into(), ..FollowUp::default() }],
        tickets: (number < 30).then(|| Ticket { kind, text: "late".into(), ..Ticket::default() }).into_iter().collect(),
        ..Bundle::default()
    }
}

#[test]
fn a_filter_reads_the_keys_of_what_it_asks_for_and_no_more() {
    let store = floor();
    // So many keys, and a few to find the way; what was asked for before is not read again to leave it out.
    for (query, matched, keys) in [
        ("stage:proposal", 100, 100),
        ("stage:new", 200, 200),
        ("-stage:proposal", 900, 0),
        ("pipeline:sales", 300, 300),
        ("due<7d", 50, 50),
        ("due:tomorrow", 50, 50),
        ("due:overdue", 0, 0),
        ("-due<7d", 950, 0),
        ("ticket:open", 30, 30),
        ("ticket:complaint", 10, 30),
        ("ticket:none", 970, 30),
        ("ticket:none,complaint", 980, 30),
        ("-ticket:none", 30, 0),
        ("dnc:yes", 0, 0),
        ("dnc:no", 1_000, 0),
        ("order<30d", 0, 0),
        ("order>30d", 1_000, 0),
        // No index knows titles and values: the key and the record of every open deal.
        ("value>=250EUR", 50, 600),
        ("deal:\"sale 77\"", 1, 600),
        ("deal:D7", 1, 1),
    ] {
        let read = store.keys_read(|| assert_eq!(count(&store, query), matched, "{query}"));
        assert!((keys..=keys + 4).contains(&read), "{query} read {read} keys");
    }
}

#[test]
fn orders_are_found_by_when_they_were_placed() {
    let store = store();
    let placed = |name: &str, days: i64| {
        let id = store.add(&[("name", json!(name))]);
        let order = [
            ("external_id", json!(name)),
            ("customer", json!(id.to_string())),
            ("at", json!(NOW.plus(-days * Timestamp::DAY))),
        ];
        store.import(Target::Orders, &order);
        id
    };
    let (anna, bea) = (placed("Anna", 3), placed("Bea", 100));
    let never = store.add(&[("name", json!("Cem"))]);
    for (query, found) in [
        ("order<30d", vec![anna]),
        ("order<1y", vec![anna, bea]),
        ("order>30d", vec![bea, never]),
        ("-order>30d", vec![anna]),
        ("订单<30天", vec![anna]),
        ("order:today", vec![]),
    ] {
        assert_eq!(store.found(query), found, "{query}");
    }
}

#[test]
fn the_next_letter_reads_nothing_again_until_something_changes() {
    let store = floor();
    for filter in [
        "stage:proposal",
        "value>=250EUR",
        "ticket:none",
        "dnc:no",
        "due<7d",
        "due:tomorrow",
        "-due:overdue",
        "order>30d",
    ] {
        let matched = count(&store, filter);
        let read = store.keys_read(|| assert_eq!(count(&store, &format!("{filter} ann")), matched));
        assert_eq!(read, 0, "{filter}");
    }
    let anna = store.find("stage:proposal").rows[0].id;
    store.log(anna, &[("text", json!("a contact changes no deal"))]);
    assert_eq!(store.keys_read(|| assert_eq!(count(&store, "stage:proposal"), 100)), 0);
    store.deal(anna, &[("title", json!("more")), ("stage", json!("negotiation"))]);
    assert_eq!((store.find("stage:negotiation").matched, store.find("stage:proposal").matched), (1, 100));
}

#[test]
fn what_is_due_is_read_anew_only_once_it_becomes_another() {
    let store = floor();
    // 50 are due in a day, all others in a month.
    assert_eq!((count(&store, "due:overdue"), count(&store, "due<7d")), (0, 50));
    store.pass(3_600);
    let read = store.keys_read(|| assert_eq!((count(&store, "due:overdue"), count(&store, "due<7d")), (0, 50)));
    assert!(read <= 6, "{read} keys were read to see that nothing fell due");
    store.pass(24 * 3_600);
    assert_eq!((count(&store, "due:overdue"), count(&store, "due:tomorrow")), (50, 0));
    let id = store.add(&[("name", json!("Zoe"))]);
    store.follow_up(id, NOW.plus(3 * Timestamp::DAY), &[("text", json!("call"))]);
    assert_eq!((count(&store, "due:overdue"), count(&store, "due<7d")), (50, 51));
}

#[test]
fn what_is_kept_of_a_filter_follows_mergers_addresses_and_undo() {
    let store = floor();
    let ids = store.found("ticket:complaint");
    let keeper = store.add(&[("name", json!("Keeper"))]);
    let _: customers::Response =
        store.ask(customers::Request::Merge { keep: keeper, other: ids[0], take: Vec::new() }).unwrap();
    let merged: Vec<_> = ids[1..].iter().copied().chain([keeper]).collect();
    assert_eq!(store.found("ticket:complaint"), merged);
    store.undo().unwrap();
    assert_eq!(store.found("ticket:complaint"), ids);

    let number = json!([Phone::read("0221 1234567", "DE")]);
    let add =
        do_not_contact::Request::Add { address: "0221 1234567".into(), channel: String::new(), why: String::new() };
    let _: do_not_contact::Response = store.ask(add).unwrap();
    assert_eq!(store.found("dnc:yes"), []);
    store.edit(ids[3], "phones", json!([]), number).unwrap();
    assert_eq!(store.found("dnc:yes"), [ids[3]]);
}

#[test]
fn a_search_that_reads_a_whole_table_is_given_up_at_once() {
    let store = store();
    let many = |number| Bundle {
        deals: (0..40).map(|_| Deal { title: "x".into(), ..bundle(100).deals[0].clone() }).collect(),
        ..bundle(number)
    };
    store.take((1_000..1_100).map(many).collect());
    store.find("the index is there");
    let (reached, waits) = bounded(0);
    let (go_on, gone_on) = bounded::<()>(0);
    let mut read = 0;
    *store.reads().heard.lock().unwrap() = Some(Box::new(move |_| {
        read += 1;
        if read == 500 {
            reached.send(()).unwrap();
            gone_on.recv().unwrap();
        }
    }));
    let read = store.keys_read(|| {
        let ticket = store.admin.send(find("value>1"));
        waits.recv().unwrap();
        store.admin.cancel(ticket);
        go_on.send(()).unwrap();
        let answer = store.admin.inbox().iter().find_map(|delivery| match delivery {
            Delivery::Done(to, answer) if to == ticket => Some(answer),
            _ => None,
        });
        assert_eq!(answer.unwrap().unwrap_err(), Refusal::Cancelled);
    });
    assert!(read < 1_100, "{read} of 8,000 keys were read");
}

#[test]
fn what_is_found_so_far_is_seen_while_a_slow_store_is_read() {
    let store = floor();
    let mut read = 0;
    *store.reads().heard.lock().unwrap() = Some(Box::new(move |_| {
        read += 1;
        // The store is slow: this is what is simulated.
        if read == 400 {
            thread::sleep(Duration::from_millis(250));
        }
    }));
    let ticket = store.admin.send(find("value>=1EUR"));
    let mut painted: Vec<Found> = Vec::new();
    let answer = store.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Part(to, Part::Found(found)) if to == ticket => {
            painted.push(found);
            None
        }
        Delivery::Done(to, answer) if to == ticket => Some(answer),
        _ => None,
    });
    let Response::Found(found) = answer.unwrap().unwrap().try_into().unwrap();
    assert_eq!((found.matched, found.counting), (299, false));
    let growing: Vec<usize> = painted.iter().filter(|part| part.counting).map(|part| part.matched).collect();
    assert!(growing.iter().any(|matched| (1..299).contains(matched)), "{growing:?}");
}

/// How many fit; no row of them is looked at.
fn count(store: &Store, query: &str) -> usize {
    let Response::Found(found) =
        store.ask(Request::Find { query: query.into(), offset: 0, limit: 0, around: None }).unwrap();
    found.matched
}

fn find(query: &str) -> Call {
    Call::by_person(Request::Find { query: query.into(), offset: 0, limit: 10, around: None })
}

#[test]
fn an_owner_is_a_user_a_team_or_anyone() {
    let store = store();
    let _: users::Response = store.ask(users::Request::AddTeam("North Sea".into())).unwrap();
    store.colleague("ben", Role::Agent);
    let owned = |name: &str, field: &str, whose: &str| store.add(&[("name", json!(name)), (field, json!(whose))]);
    let mine = owned("Anna", "owner", "me");
    let bens = owned("Bea", "owner", "ben");
    let teams = owned("Cem", "team", "north sea");
    let nobodys = store.add(&[("name", json!("Dora"))]);
    store.deal(mine, &[("title", json!("Website")), ("owner", json!("North Sea"))]);
    for (query, found) in [
        ("owner:me", vec![mine]),
        ("owner:ben", vec![bens]),
        ("owner:\"North Sea\"", vec![teams]),
        ("owner:anyone", vec![nobodys]),
        ("负责人:任何人", vec![nobodys]),
        ("owner:ben,anyone", vec![bens, nobodys]),
        ("-owner:anyone", vec![mine, bens, teams]),
    ] {
        assert_eq!(store.found(query), found, "{query}");
    }
    let unknown: Result<Response, _> =
        store.ask(Request::Find { query: "owner:south".into(), offset: 0, limit: 9, around: None });
    let Err(Refusal::Invalid { why, .. }) = unknown else { panic!("{unknown:?}") };
    assert!(why.args().any(|(_, known)| known == "root, ben, North Sea, anyone"), "{why:?}");

    let clear = crate::support::edit(teams, "team", json!("G1"), json!(null));
    let _: customers::Response = store.ask(customers::Request::Edit(clear)).unwrap();
    assert_eq!(store.found("owner:anyone"), [teams, nobodys]);
    let board = deals::Request::Board { pipeline: String::new(), query: "owner:\"north sea\"".into(), limit: 9 };
    let deals::Response::Board(board) = store.ask(board).unwrap() else { panic!() };
    assert_eq!(board.stages.iter().map(|stage| stage.count).sum::<usize>(), 1);
}

#[test]
fn a_team_is_given_to_many_at_once_and_shown_by_its_name() {
    let store = store();
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let customers = ["Anna", "Bea"].map(|name| store.add(&[("name", json!(name))]));
    let edit = |set| BulkEdit { set, ..BulkEdit::of(Whom::Query("owner:anyone".into())) };
    let set = || crate::support::draft(&[("team", json!("north"))]);
    let bulk::Response::Outcome(preview) = store.ask(bulk::Request::Preview(edit(set()))).unwrap();
    let shown: Vec<_> = preview.rows.iter().map(|row| row.changes[0].to.clone()).collect();
    assert_eq!(shown, [json!("North"), json!("North")]);
    let _: bulk::Response = store.ask(bulk::Request::Make(edit(set()))).unwrap();
    assert_eq!(store.found("owner:North"), customers);
}
