//! The search index kept beside the store: used when it is this store's, brought up to now, and built anew when in doubt.

use crate::support::{NOW, Store, ask, store};
use callsheet::crm::{Founding, Identity, Keeper, Session};
use callsheet::domain::settings::Settings;
use callsheet::door::{Door, customers, search, system};
use callsheet::interop::demo::Demo;
use callsheet::store::sled::Options;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

const CUSTOMERS: u64 = 300;

/// A store whose index was asked for, and is kept when the last session has left.
fn kept(seed: u64) -> Store {
    let store = store();
    store.take(Demo::new(seed, CUSTOMERS, NOW).collect());
    store.find("anybody");
    store.reopened_after(1)
}

fn matched(door: &dyn Door, query: &str) -> usize {
    let request = search::Request::Find { query: query.into(), offset: 0, limit: 0, around: None };
    let search::Response::Found(found) = ask(door, request).unwrap();
    found.matched
}

const QUERIES: &[&str] = &["", "a", "anna", "zhang", "gmbh", "berlin", "tag:vip", "last<7d", "4321", "neue"];

fn answers(store: &Store) -> Vec<search::Found> {
    let found = QUERIES.iter().map(|query| store.find(query));
    found.map(|found| search::Found { paint_us: 0, elapsed_us: 0, ..found }).collect()
}

/// What the same records answer with an index built anew.
fn anew(store: Store) -> (Vec<search::Found>, Store) {
    store.engine.beside.lock().unwrap().clear();
    let store = store.reopened_after(0);
    (answers(&store), store)
}

#[test]
fn a_kept_index_is_used_instead_of_reading_every_customer() {
    let store = kept(7);
    let read = store.keys_read_by_anyone(|| assert_eq!(matched(&store.admin, ""), CUSTOMERS as usize));
    assert!(read < 20, "{read} keys");
}

#[test]
fn a_kept_index_is_brought_up_to_what_changed_since() {
    let store = kept(7);
    let ids = store.found("");
    let merge =
        |keep: usize, other: usize| customers::Request::Merge { keep: ids[keep], other: ids[other], take: Vec::new() };
    let _: customers::Response = store.ask(merge(0, 1)).unwrap();
    let _: customers::Response = store.ask(merge(2, 3)).unwrap();
    store.undo().unwrap();
    let firm = store.add(&[("name", json!("Neue Firma")), ("kind", json!("organisation"))]);
    store.log(ids[5], &[("text", json!("a contact moves a customer up"))]);
    let city = store.find("").rows.into_iter().find(|row| row.id == ids[6]).unwrap().city;
    store.edit(ids[6], "city", json!(city), json!("Neuenburg")).unwrap();
    let store = store.reopened_after(0);
    let caught_up = answers(&store);
    assert_eq!(store.found("neue firma"), [firm]);
    let (anew, _) = anew(store);
    assert_eq!(caught_up, anew);
}

#[test]
fn an_index_kept_by_another_store_is_not_used() {
    let (store, other) = (kept(7), kept(8));
    let theirs = other.engine.beside.lock().unwrap().clone();
    let expected = answers(&store);
    *store.engine.beside.lock().unwrap() = theirs;
    let store = store.reopened_after(0);
    assert_eq!(answers(&store), expected);
}

fn open(dir: &Path) -> Session {
    let founding = Founding { settings: Settings::default(), os_user: "root".into() };
    let keeper = Arc::new(Keeper::open_in(dir, Options::default(), founding));
    let session = Session::open(&keeper, Identity::in_process("root", "test")).unwrap();
    session.listen();
    let _: system::Response = ask(&session, system::Request::Settled).unwrap();
    session
}

#[test]
fn a_kept_index_that_was_damaged_is_built_anew() {
    let dir = tempfile::TempDir::new().unwrap();
    let opened = open(dir.path());
    for number in 0..20 {
        let name = json!(format!("Anna {number}"));
        let _: customers::Response =
            ask(&opened, customers::Request::Add(crate::support::draft(&[("name", name)]))).unwrap();
    }
    let asked = |opened: &Session| ["anna", "anna 7", "9"].map(|query| matched(opened, query));
    let expected = asked(&opened);
    assert_eq!(expected[0], 20);
    drop(opened);
    let file = dir.path().join("1/beside/search");
    let whole = std::fs::read(&file).unwrap();
    for round in 0..12_usize {
        let mut damaged = whole.clone();
        let at = round * 7_919 % whole.len();
        if round % 3 == 0 {
            damaged.truncate(at);
        } else {
            damaged[at] ^= 1 << (round % 8);
        }
        std::fs::write(&file, damaged).unwrap();
        let opened = open(dir.path());
        assert_eq!(asked(&opened), expected, "damaged at {at}");
        drop(opened);
    }
}
