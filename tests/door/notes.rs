//! `note:refund`: what was said is found by its words, as it stands now, and shown.

use crate::support::{Store, edit, store};
use callsheet::domain::id::{CustomerId, InteractionId};
use callsheet::door::{customers, interactions, search};
use serde_json::json;

fn says(store: &Store, customer: CustomerId, text: &str) -> InteractionId {
    store.log(customer, &[("text", json!(text))])
}

fn named(store: &Store, name: &str) -> CustomerId {
    store.add(&[("name", json!(name))])
}

#[test]
fn words_are_found_in_any_language_alone_and_as_they_follow_each_other() {
    let store = store();
    let [anna, bea, cem] = ["Anna", "Bea", "Cem"].map(|name| named(&store, name));
    says(&store, anna, "Wants a Refund.\nWill call tomorrow");
    says(&store, bea, "客户要求退款，明天回电");
    says(&store, bea, "Rückruf erbeten");
    says(&store, cem, "call: the refund was a mistake");
    for (query, found) in [
        ("note:refund", vec![anna, cem]),
        ("note:REFUND", vec![anna, cem]),
        ("note:fund", vec![anna, cem]),
        ("note:\"a refund\"", vec![anna]),
        ("note:\"refund a\"", vec![]),
        ("note:\"call tom\"", vec![anna]),
        ("note:退款", vec![bea]),
        ("备注：要求退款", vec![bea]),
        ("note:款退", vec![]),
        ("note:rückruf", vec![bea]),
        ("note:ruckruf,mistake", vec![bea, cem]),
        ("note:refund -note:mistake", vec![anna]),
        ("cem note:refund", vec![cem]),
        ("-note:refund", vec![bea]),
    ] {
        assert_eq!(store.found(query), found, "{query}");
    }
}

#[test]
fn edits_moves_mergers_and_undo_are_followed() {
    let store = store();
    let (anna, bea) = (named(&store, "Anna"), named(&store, "Bea"));
    let note = says(&store, anna, "wants a refund");
    assert_eq!(store.found("note:refund"), [anna]);

    let _: interactions::Response = store
        .ask(interactions::Request::Edit(edit(note, "text", json!("wants a refund"), json!("wants a call"))))
        .unwrap();
    assert_eq!((store.found("note:refund"), store.found("note:call")), (vec![], vec![anna]));
    store.undo().unwrap();
    assert_eq!(store.found("note:refund"), [anna]);

    let _: interactions::Response = store.ask(interactions::Request::Move { id: note, to: bea }).unwrap();
    assert_eq!(store.found("note:refund"), [bea]);

    let _: customers::Response =
        store.ask(customers::Request::Merge { keep: anna, other: bea, take: Vec::new() }).unwrap();
    assert_eq!(store.found("note:refund"), [anna]);
    store.undo().unwrap();
    assert_eq!(store.found("note:refund"), [bea]);

    says(&store, anna, "asks for a refund too");
    assert_eq!(store.found("note:refund"), [anna, bea]);
    store.undo().unwrap();
    assert_eq!(store.found("note:refund"), [bea]);
}

#[test]
fn the_newest_line_that_holds_the_words_is_shown_with_them_marked() {
    let store = store();
    let anna = named(&store, "Anna");
    says(&store, anna, "wants a refund");
    store.pass(60);
    let newest = says(&store, anna, "first line\nrang again and again and asked for the Refund");
    store.pass(60);
    says(&store, anna, "something else");
    let row = store.find("note:refund").rows.remove(0);
    let note = row.note.unwrap();
    let marked: String = note.chars.iter().map(|at| note.text.chars().nth(*at as usize).unwrap()).collect();
    assert_eq!((note.interaction, note.text.as_str(), marked.as_str()), (newest, "…the Refund", "Refund"));
    assert_eq!(store.find("anna").rows[0].note, None);
}

#[test]
fn names_are_found_without_a_look_at_what_was_said() {
    let store = store();
    let anna = named(&store, "Anna");
    says(&store, anna, "wants a refund");
    store.find("anna");
    let by_name = store.keys_read(|| drop(store.find("anna")));
    store.find("note:refund");
    assert_eq!(store.keys_read(|| drop(store.find("anna"))), by_name);
    // One note is read, for its line; who has it is known.
    let all = store.keys_read(|| drop(store.find("note:refund")));
    says(&store, named(&store, "Bea"), "wants nothing");
    assert_eq!(store.keys_read(|| drop(store.find("note:refund"))), all);
}

/// A store with notes whose words are kept when the last session has left.
fn kept() -> (Store, Vec<CustomerId>) {
    let store = store();
    let ids: Vec<_> = (0..200).map(|number| named(&store, &format!("Anna {number}"))).collect();
    for (number, id) in ids.iter().enumerate() {
        says(&store, *id, if number % 50 == 0 { "wants a refund" } else { "all is well" });
    }
    assert_eq!(store.found("note:refund").len(), 4);
    (store.reopened_after(1), ids)
}

/// Keys read for the notes alone: the rows and their lines are not asked for.
fn keys_read(store: &Store, expected: usize) -> usize {
    store.keys_read_by_anyone(|| {
        let request = search::Request::Find { query: "note:refund".into(), offset: 0, limit: 0, around: None };
        let search::Response::Found(found) = store.ask(request).unwrap();
        assert_eq!(found.matched, expected);
    })
}

#[test]
fn words_that_are_kept_are_used_instead_of_reading_every_note() {
    let (store, _) = kept();
    let read = keys_read(&store, 4);
    assert!(read < 20, "{read} keys were read");
}

#[test]
fn words_that_are_kept_are_brought_up_to_what_changed_since() {
    let (store, ids) = kept();
    // Nobody asks for notes here, so that nothing is followed.
    let new = says(&store, ids[1], "Refund please");
    store
        .ask::<interactions::Response>(interactions::Request::Edit(edit(
            new,
            "text",
            json!("Refund please"),
            json!("nothing"),
        )))
        .unwrap();
    says(&store, ids[2], "a refund too");
    let first = store.card(ids[0]).timeline[0].id;
    store
        .ask::<interactions::Response>(interactions::Request::Edit(edit(
            first,
            "text",
            json!("wants a refund"),
            json!("no"),
        )))
        .unwrap();
    let moved = store.card(ids[50]).timeline[0].id;
    store.ask::<interactions::Response>(interactions::Request::Move { id: moved, to: ids[3] }).unwrap();
    let store = store.reopened_after(1);
    let read = keys_read(&store, 4);
    assert!(read < 120, "{read} keys were read");
    assert_eq!(store.found("note:refund"), [ids[2], ids[3], ids[100], ids[150]]);
}

#[test]
fn words_that_were_damaged_or_are_of_another_store_are_read_anew() {
    let (store, ids) = kept();
    let found = store.found("note:refund");
    let mut packed = store.engine.beside.lock().unwrap()["notes"].clone();
    packed.truncate(packed.len() / 2);
    store.engine.beside.lock().unwrap().insert("notes".into(), packed);
    let store = store.reopened_after(0);
    assert_eq!(store.found("note:refund"), found);
    let (other, _) = kept();
    says(&other, ids[9], "a refund");
    let theirs = other.reopened_after(0).engine.beside.lock().unwrap()["notes"].clone();
    store.engine.beside.lock().unwrap().insert("notes".into(), theirs);
    assert_eq!(store.reopened_after(0).found("note:refund"), found);
}
