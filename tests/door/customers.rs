//! Customers: found, edited side by side, merged and taken apart again.

use crate::support::{NOW, Store, ask, blamed, edit, session, store};
use callsheet::domain::id::CustomerId;
use callsheet::domain::import::{Row, Target};
use callsheet::domain::party::Party;
use callsheet::door::customers::{Request, Response};
use callsheet::door::jobs::{self, Rows, Start};
use callsheet::door::{Refusal, interactions, orders, tickets};
use serde_json::{Value, json};

fn merge(store: &Store, keep: CustomerId, other: CustomerId) -> Result<Response, Refusal> {
    store.ask(Request::Merge { keep, other, take: Vec::new() })
}

fn unmerge(store: &Store, keep: CustomerId, other: CustomerId) -> Result<Response, Refusal> {
    store.ask(Request::Unmerge { keep, other })
}

fn resolved(store: &Store, given: &str) -> Result<CustomerId, Refusal> {
    match store.ask(Request::Resolve(given.into()))? {
        Response::Resolved(id) => Ok(id),
        other => panic!("{other:?}"),
    }
}

fn phone(number: &str) -> (&'static str, Value) {
    let e164 = callsheet::domain::phone::Phone::read(number, "DE");
    ("phones", json!([e164]))
}

fn order(store: &Store, customer: CustomerId, number: &str) {
    let start = Start::new("orders.csv", Target::Orders);
    let jobs::Response::Started(job) = store.ask(jobs::Request::Start(start)).unwrap() else { panic!() };
    let fields = [("external_id", number), ("customer", &customer.to_string()), ("at", &NOW.to_string())];
    let draft = crate::support::draft(&fields.map(|(field, value)| (field, json!(value))));
    let rows = Rows::Drafts(vec![Row::new(2, draft)]);
    let jobs::Response::Taken(taken) = store.ask(jobs::Request::Batch { job, rows }).unwrap() else { panic!() };
    assert_eq!((taken.created, taken.refused), (1, Vec::new()));
    let _: jobs::Response = store.ask(jobs::Request::Finish(job)).unwrap();
}

/// Anna with everything on her, and Ann, who is the same person with everything on her, too.
fn twins(store: &Store) -> (CustomerId, CustomerId) {
    let anna = store.add(&[("name", json!("Anna Meyer")), phone("030 1234567")]);
    let ann = store.add(&[("name", json!("Ann Maier")), phone("0171 7654321"), ("emails", json!(["ann@example.com"]))]);
    for (number, id) in [anna, ann].into_iter().enumerate() {
        for minute in 0..3 {
            let at = NOW.plus(-(minute * 2 + number as i64) * 60);
            store.log(
                id,
                &[("text", json!(format!("minute {}", minute * 2 + number as i64))), ("at", json!(at.to_string()))],
            );
        }
        store.deal(id, &[("title", json!("Website"))]);
        store.ticket(id, &[("text", json!("late"))]);
        store.follow_up(id, NOW.plus(60), &[("text", json!("call"))]);
        order(store, id, &format!("{}", 100 + number));
    }
    (anna, ann)
}

#[test]
fn a_merged_customer_is_one_with_all_of_its_members() {
    let store = store();
    store.find("warm up");
    let (anna, ann) = twins(&store);
    merge(&store, anna, ann).unwrap();

    let card = store.card(ann);
    assert_eq!((card.customer.id, card.customer.members.as_slice()), (anna, [ann].as_slice()));
    let texts: Vec<_> = card.timeline.iter().map(|interaction| interaction.text.clone()).collect();
    assert_eq!(
        texts,
        (0..6).map(|minute| format!("minute {minute}")).collect::<Vec<_>>(),
        "one timeline, newest first"
    );
    assert_eq!((card.deals.len(), card.tickets.len(), card.follow_ups.len(), card.orders.len()), (2, 2, 2, 2));

    for given in [ann.to_string(), "0171/765 43 21".into(), "Ann Maier".into(), "ANN@example.com".into()] {
        assert_eq!(resolved(&store, &given), Ok(anna), "{given}");
    }
    for query in ["maier", "7654321", "ann@example.com", "meyer"] {
        assert_eq!(store.found(query), [anna], "{query}");
    }
}

#[test]
fn every_way_to_ask_for_a_members_things_leads_to_the_whole() {
    let store = store();
    let (anna, ann) = twins(&store);
    merge(&store, anna, ann).unwrap();
    for id in [anna, ann] {
        let request = interactions::Request::Timeline { party: Party::Customer(id), before: None, limit: 4 };
        let interactions::Response::Timeline { interactions, more } = store.ask(request).unwrap() else { panic!() };
        assert_eq!((interactions.len(), more), (4, true));
        let last = interactions.last().map(|interaction| (interaction.at, interaction.id));
        let request = interactions::Request::Timeline { party: Party::Customer(id), before: last, limit: 4 };
        let interactions::Response::Timeline { interactions, more } = store.ask(request).unwrap() else { panic!() };
        assert_eq!((interactions.len(), more), (2, false), "the second page goes on where the first ended");
        let orders::Response::Orders(orders) = store.ask(orders::Request::List { customer: id, limit: 9 }).unwrap()
        else {
            panic!()
        };
        assert_eq!(orders.len(), 2);
        let tickets::Response::List(tickets) =
            store.ask(tickets::Request::List { customer: Some(id), limit: 9 }).unwrap()
        else {
            panic!()
        };
        assert_eq!(tickets.len(), 2);
    }
}

#[test]
fn a_member_taken_out_again_is_as_it_was() {
    let store = store();
    store.find("warm up");
    let (anna, ann) = twins(&store);
    let before = [store.card(anna), store.card(ann)];
    merge(&store, anna, ann).unwrap();
    for text in ["one", "two"] {
        store.log(anna, &[("text", json!(text))]);
    }
    store.pass(365 * 86_400);
    unmerge(&store, anna, ann).unwrap();
    assert_eq!(store.card(ann), before[1], "at any time, whatever happened since");
    assert_eq!(store.card(anna).customer, before[0].customer);
    assert_eq!(store.card(anna).timeline.len(), 5);
    assert_eq!((store.found("maier"), store.found("meyer")), (vec![ann], vec![anna]));
}

#[test]
fn a_merge_that_makes_no_sense_is_refused() {
    let store = store();
    let [a, b, c] = ["A", "B", "C"].map(|name| store.add(&[("name", json!(name))]));
    assert_eq!(blamed(merge(&store, a, a)), "other");
    merge(&store, a, b).unwrap();
    assert_eq!(blamed(merge(&store, a, b)), "other", "twice");
    assert_eq!(blamed(merge(&store, c, b)), "other", "it belongs to somebody else");
    assert_eq!(blamed(merge(&store, b, c)), "other", "a member keeps nobody");
    assert_eq!(blamed(unmerge(&store, a, c)), "other");
    assert_eq!(blamed(unmerge(&store, c, b)), "other");
    assert!(matches!(merge(&store, a, CustomerId(99)), Err(Refusal::NotFound { .. })));
}

#[test]
fn a_merged_customers_own_members_come_along() {
    let store = store();
    let [a, b, c] = ["A", "B", "C"].map(|name| store.add(&[("name", json!(name))]));
    merge(&store, b, c).unwrap();
    merge(&store, a, b).unwrap();
    assert_eq!(store.card(c).customer.id, a);
    assert_eq!(store.card(a).customer.members, [b, c]);
    unmerge(&store, a, c).unwrap();
    assert_eq!((store.card(c).customer.id, store.card(b).customer.id), (c, a));
}

#[test]
fn a_keeper_is_as_recent_as_its_members_also_after_a_restart() {
    let store = store();
    let (anna, ann) = twins(&store);
    store.pass(60);
    store.log(ann, &[("text", json!("latest"))]);
    merge(&store, anna, ann).unwrap();
    let latest = store.card(anna).last_contact;
    assert_eq!(latest, Some(NOW.plus(60)));
    assert_eq!(store.find("meyer").rows[0].last_contact, latest, "in an index built afresh");
}

#[test]
fn what_is_suppressed_for_a_member_is_suppressed_for_the_keeper() {
    let store = store();
    let (anna, ann) = twins(&store);
    let add = callsheet::door::do_not_contact::Request::Add {
        address: "0171 7654321".into(),
        channel: String::new(),
        why: "asked".into(),
    };
    let _: callsheet::door::do_not_contact::Response = store.ask(add).unwrap();
    merge(&store, anna, ann).unwrap();
    assert_eq!(store.card(anna).do_not_contact.len(), 1);
}

#[test]
fn an_archived_customer_is_not_found_but_still_there() {
    let store = store();
    store.find("warm up");
    let anna = store.add(&[("name", json!("Anna"))]);
    let _: Response = store.ask(Request::Archive(anna, true)).unwrap();
    assert_eq!(store.found("anna"), []);
    assert!(store.card(anna).customer.archived);
    let _: Response = store.ask(Request::Archive(anna, false)).unwrap();
    assert_eq!(store.found("anna"), [anna]);
}

#[test]
fn a_customer_is_meant_by_id_before_external_id_before_phone_before_email_before_name() {
    let store = store();
    let external = |id: &str| ("external_ids", json!([{ "system": "shop", "id": id }]));
    let first = store.add(&[("name", json!("First"))]);
    let second = store.add(&[("name", json!("Second")), external("1"), external("1")]);
    let third = store.add(&[("name", json!("Third")), external("0301234567")]);
    let fourth = store.add(&[("name", json!("Fourth")), phone("0301234567"), ("emails", json!(["x@y.de"]))]);
    let fifth = store.add(&[("name", json!("x@y.de"))]);
    let sixth = store.add(&[("name", json!("2"))]);
    assert_eq!(resolved(&store, "1"), Ok(first), "an id before an external id");
    assert_eq!(resolved(&store, "0301234567"), Ok(third), "an external id before a number");
    assert_eq!(resolved(&store, "030 123-4567"), Ok(fourth));
    assert_eq!(resolved(&store, "X@Y.de"), Ok(fourth), "an address before a name");
    assert_eq!(resolved(&store, "2"), Ok(second));
    assert_eq!(resolved(&store, " sECOND "), Ok(second));
    assert_ne!(fifth, sixth);
    for given in ["", "nobody", "999", "nobody@example.com", "030 7777777"] {
        assert!(matches!(resolved(&store, given), Err(Refusal::NotFound { .. })), "{given}");
    }
}

#[test]
fn a_name_of_several_lists_who_could_be_meant() {
    let store = store();
    let bonn = store.add(&[("name", json!("Anna")), ("city", json!("Bonn")), ("company", json!("Acme"))]);
    let ulm = store.add(&[("name", json!("anna")), ("city", json!("Ulm"))]);
    let Err(Refusal::Ambiguous { given, candidates }) = resolved(&store, "ANNA") else { panic!() };
    assert_eq!(given, "ANNA");
    let hints: Vec<_> = candidates.iter().map(|candidate| (candidate.id, candidate.hint.as_str())).collect();
    assert_eq!(hints, [(bonn, "Acme, Bonn"), (ulm, "Ulm")]);
    merge(&store, bonn, ulm).unwrap();
    assert_eq!(resolved(&store, "anna"), Ok(bonn), "two records of one customer are one customer");
}

#[test]
fn tags_of_two_people_are_both_there() {
    let store = store();
    let other = session(&store.keeper, "root");
    let anna = store.add(&[("name", json!("Anna")), ("tags", json!(["cold", "fair"]))]);
    let seen = json!(["cold", "fair"]);
    store.edit(anna, "tags", seen.clone(), json!(["fair", "vip"])).unwrap();
    let _: Response = ask(&other, Request::Edit(edit(anna, "tags", seen, json!(["cold", "fair", "late"])))).unwrap();
    assert_eq!(store.card(anna).customer.tags, ["fair", "vip", "late"]);
}

#[test]
fn edits_of_two_fields_merge_and_of_one_show_both_values() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), ("city", json!("Bonn"))]);
    let (left, right) = (session(&store.keeper, "root"), session(&store.keeper, "root"));
    std::thread::scope(|scope| {
        scope
            .spawn(|| ask::<Response>(&left, Request::Edit(edit(anna, "name", json!("Anna"), json!("Anne")))).unwrap());
        scope
            .spawn(|| ask::<Response>(&right, Request::Edit(edit(anna, "city", json!("Bonn"), json!("Ulm")))).unwrap());
    });
    let customer = store.card(anna).customer;
    assert_eq!((customer.name.as_str(), customer.city.as_str()), ("Anne", "Ulm"));

    let answers = std::thread::scope(|scope| {
        let mine =
            scope.spawn(|| ask::<Response>(&left, Request::Edit(edit(anna, "city", json!("Ulm"), json!("Kiel")))));
        let theirs =
            scope.spawn(|| ask::<Response>(&right, Request::Edit(edit(anna, "city", json!("Ulm"), json!("Jena")))));
        [mine.join().unwrap(), theirs.join().unwrap()]
    });
    let won = store.card(anna).customer.city;
    let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
    let [Refusal::Conflict(clashes)] = &refused[..] else { panic!("{refused:?}") };
    assert_eq!((clashes[0].seen.as_str(), &clashes[0].theirs), ("Ulm", &won));
    assert!(["Kiel", "Jena"].contains(&won.as_str()));
}

#[test]
fn a_customer_needs_a_name_and_readable_addresses() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    assert_eq!(blamed(store.edit(anna, "name", json!("Anna"), json!("  "))), "name");
    assert_eq!(blamed(store.edit(anna, "emails", json!([]), json!(["not an address"]))), "emails");
    assert_eq!(blamed(store.edit(anna, "owner", json!(null), json!(["x"]))), "owner");
    assert_eq!(blamed(store.edit(anna, "nmae", json!(""), json!(""))), "nmae");
    assert_eq!(blamed(store.edit(anna, "remarks", json!(""), json!("x".repeat(20_000)))), "remarks");
    assert!(matches!(store.edit(CustomerId(9), "city", json!(""), json!("")), Err(Refusal::NotFound { .. })));
}
