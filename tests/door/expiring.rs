//! What is not kept for ever: the steps of an undo, which hold personal data.

use crate::support::{Store, ask, draft, session, store};
use callsheet::domain::finding::{Finding, Place, Severity};
use callsheet::domain::id::UndoId;
use callsheet::domain::role::Role;
use callsheet::domain::time::Timestamp;
use callsheet::domain::undo::UndoEntry;
use callsheet::door::system::Notice;
use callsheet::door::{CallId, Refusal, customers, maintenance, system, undo};
use callsheet::store::engine::{Batch, BatchId, Direction, Engine, KeyRange};
use callsheet::store::key::{Table, number_at};
use callsheet::store::records::undo as keys;
use serde_json::json;
use std::time::{Duration, Instant};

/// What there is to undo, newest first.
fn list(store: &Store) -> Vec<UndoId> {
    let undo::Response::List(entries) = store.ask(undo::Request::List { limit: 1_000 }).unwrap() else { panic!() };
    entries.into_iter().map(|entry| entry.id).collect()
}

/// Whose entry the keys of every table of undo belong to, where they begin with it.
fn entries_with_keys(store: &Store) -> Vec<u64> {
    let snapshot = store.engine.snapshot().unwrap();
    let keys = snapshot.scan(KeyRange::all(), Direction::Forward).map(|found| found.unwrap().0);
    let undo = keys.filter_map(|key| match Table::of_key(&key)?.0 {
        Table::Undo | Table::UndoSteps => number_at(&key, 1),
        Table::UndoBy | Table::UndoOf => number_at(&key, 9),
        _ => None,
    });
    let mut undo: Vec<u64> = undo.collect();
    undo.sort_unstable();
    undo.dedup();
    undo
}

/// Time passes, and the clock looks, as somebody comes.
fn pass(store: &Store, days: i64) {
    store.pass(days * Timestamp::DAY);
    drop(session(&store.keeper, "root"));
}

/// Waits until so many changes can be undone.
fn await_kept(store: &Store, count: usize) {
    let late = Instant::now() + Duration::from_mins(3);
    while list(store).len() != count {
        assert!(Instant::now() < late, "{} changes can be undone, not {count}", list(store).len());
        std::thread::yield_now();
    }
}

#[test]
fn a_change_is_taken_back_for_ninety_days_and_no_longer() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let first = list(&store)[0];
    pass(&store, UndoEntry::KEPT - 1);
    store.add(&[("name", json!("Bo"))]);
    let second = list(&store)[0];
    assert_eq!(list(&store), [second, first]);
    pass(&store, 2);
    await_kept(&store, 1);
    assert_eq!(entries_with_keys(&store), [second.0], "nothing is left of the first");
    let refused = store.ask::<undo::Response>(undo::Request::Undo(Some(first)));
    assert!(matches!(refused, Err(Refusal::NotFound { .. })), "{refused:?}");
    assert!(store.ask::<undo::Response>(undo::Request::Undo(None)).is_ok(), "the second still stands");
    assert_eq!(store.card(anna).customer.name, "Anna", "what was done stays done");
}

#[test]
fn more_than_one_commit_holds_expires_to_the_last_key() {
    let store = store();
    for number in 0..300 {
        store.add(&[("name", json!(format!("Customer {number}")))]);
    }
    assert!(entries_with_keys(&store).len() >= 300);
    pass(&store, UndoEntry::KEPT);
    await_kept(&store, 0);
    let late = Instant::now() + Duration::from_mins(3);
    while !entries_with_keys(&store).is_empty() {
        assert!(Instant::now() < late, "keys are left of {:?}", entries_with_keys(&store));
        std::thread::yield_now();
    }
    let maintenance::Response::Checked(findings) = store.ask(maintenance::Request::Check).unwrap() else { panic!() };
    assert!(findings.iter().all(|finding| finding.severity() == Severity::Fine), "{findings:?}");
}

#[test]
fn a_change_that_cannot_be_read_keeps_its_steps_and_holds_up_no_other() {
    let store = store();
    let bo = store.colleague("bo", Role::Agent);
    let add = |name: &str| customers::Request::Add(draft(&[("name", json!(name))]));
    let _: customers::Response = ask(&bo, add("Anna")).unwrap();
    let damaged = UndoId(*entries_with_keys(&store).last().unwrap());
    let spoilt = Batch::new(BatchId(CallId::fresh().0)).put(keys::entry(damaged).bytes(), b"spoilt".as_slice());
    store.engine.commit(spoilt).unwrap();
    store.add(&[("name", json!("Bea"))]);
    pass(&store, UndoEntry::KEPT);
    await_kept(&store, 0);
    let late = Instant::now() + Duration::from_mins(3);
    while entries_with_keys(&store) != [damaged.0] {
        assert!(Instant::now() < late, "keys are left of {:?}", entries_with_keys(&store));
        std::thread::yield_now();
    }
    let snapshot = store.engine.snapshot().unwrap();
    assert_eq!(snapshot.scan_prefix(&keys::steps(damaged, 0).bytes(), Direction::Forward).count(), 1);
    let system::Response::State(standing) = store.ask(system::Request::State).unwrap() else { panic!() };
    let is_it = |notice: &Notice| matches!(notice, Notice::Amiss(Finding::ValueDamaged { place: Place::Undo(of), .. }) if *of == damaged);
    assert!(standing.notices.iter().any(is_it), "{:?}", standing.notices);
}
