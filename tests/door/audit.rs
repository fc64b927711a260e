//! The audit log: whoever tampers with it is found out, and where.

use crate::support::{NOW, Store, ask, store};
use callsheet::domain::role::Role;
use callsheet::door::CallId;
use callsheet::door::audit::{Filter, Look, Request, Response};
use callsheet::door::deals;
use callsheet::store::engine::chain::{HASH, split};
use callsheet::store::engine::{Batch, BatchId, Direction, Engine, Outcome, Rev, Snapshot};
use callsheet::store::key::Table;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::sync::Arc;

const LOG: u8 = Table::Audit as u8;
const ENTRIES: u64 = 40;

type Entry = (Vec<u8>, Vec<u8>);

fn verify(store: &Store, head: Option<String>) -> Response {
    store.ask(Request::Verify { head }).unwrap()
}

fn log(snapshot: &dyn Snapshot) -> Vec<Entry> {
    let found = snapshot.scan_prefix(&[LOG], Direction::Forward);
    found.map(|found| found.map(|(key, stored)| (key, stored.value)).unwrap()).collect()
}

fn raw(engine: &dyn Engine, change: impl FnOnce(Batch) -> Batch) -> Rev {
    match engine.commit(change(Batch::new(BatchId(CallId::fresh().0)))).unwrap() {
        Outcome::Done(rev) => rev,
        Outcome::Conflict(key) => panic!("{key:?}"),
    }
}

/// A store whose log has [`ENTRIES`] entries.
fn written() -> Store {
    let store = store();
    while (store.audit().len() as u64) < ENTRIES {
        store.add(&[("name", json!("Anna"))]);
    }
    store
}

#[derive(Debug, Clone)]
enum Tampering {
    /// One bit of an entry or of its hash.
    Edit {
        entry: usize,
        byte: usize,
        bit: u32,
    },
    /// An entry with a new text and a hash that fits it: only the next link tells.
    Forge {
        entry: usize,
    },
    Remove {
        entry: usize,
    },
    Swap {
        entry: usize,
        with: usize,
    },
    Repeat {
        entry: usize,
    },
    Cut {
        keep: usize,
    },
}

fn tampering() -> impl Strategy<Value = Tampering> {
    let entry = || 0..ENTRIES as usize;
    prop_oneof![
        (entry(), any::<usize>(), 0_u32..8).prop_map(|(entry, byte, bit)| Tampering::Edit { entry, byte, bit }),
        (0..ENTRIES as usize - 1).prop_map(|entry| Tampering::Forge { entry }),
        entry().prop_map(|entry| Tampering::Remove { entry }),
        (entry(), 1..ENTRIES as usize)
            .prop_map(|(entry, by)| Tampering::Swap { entry, with: (entry + by) % ENTRIES as usize }),
        entry().prop_map(|entry| Tampering::Repeat { entry }),
        (1..ENTRIES as usize).prop_map(|keep| Tampering::Cut { keep }),
    ]
}

impl Tampering {
    /// The log as it is then, and the entry the chain must break at.
    fn done(&self, log: &[Entry]) -> (Vec<Entry>, u64) {
        let mut log = log.to_vec();
        let at = match *self {
            Self::Edit { entry, byte, bit } => {
                let value = &mut log[entry].1;
                let byte = byte % value.len();
                value[byte] ^= 1 << bit;
                entry + 1
            }
            Self::Forge { entry } => {
                let before = if entry == 0 { [0; HASH] } else { *split(&log[entry - 1].1).unwrap().0 };
                let mut forged = split(&log[entry].1).unwrap().1.to_vec();
                forged.push(0);
                let seq = entry as u64 + 1;
                let hash = blake3::hash(&[&before[..], &seq.to_be_bytes(), &forged].concat());
                log[entry].1 = [&hash.as_bytes()[..], &forged].concat();
                entry + 2
            }
            Self::Remove { entry } => {
                log.remove(entry);
                // Without its last entry a log only lacks what the head promises.
                if entry == log.len() { entry } else { entry + 1 }
            }
            Self::Swap { entry, with } => {
                let value = log[entry].1.clone();
                log[entry].1 = std::mem::replace(&mut log[with].1, value);
                entry.min(with) + 1
            }
            Self::Repeat { entry } => {
                let (mut key, value) = log[entry].clone();
                key.push(0);
                log.insert(entry + 1, (key, value));
                entry + 2
            }
            Self::Cut { keep } => {
                log.truncate(keep);
                keep
            }
        };
        (log, at as u64)
    }
}

#[test]
fn every_tampering_is_found_where_it_was_done() {
    let store = written();
    let whole = log(&*store.engine.snapshot().unwrap());
    let put = |log: &[Entry]| {
        let gone = self::log(&*store.engine.snapshot().unwrap());
        raw(&*store.engine, |batch| {
            let batch = gone.into_iter().fold(batch, |batch, (key, _)| batch.del(key));
            log.iter().fold(batch, |batch, (key, value)| batch.put(key.clone(), value.clone()))
        });
    };
    let mut runner = TestRunner::new(Config { cases: 100, failure_persistence: None, ..Config::default() });
    let found = runner.run(&tampering(), |tampering| {
        let (tampered, wanted) = tampering.done(&whole);
        put(&tampered);
        match verify(&store, None) {
            Response::Broken { at, .. } => prop_assert_eq!(at, wanted),
            other => prop_assert!(false, "{:?}", other),
        }
        put(&whole);
        let whole_again = matches!(verify(&store, None), Response::Verified { entries: ENTRIES, .. });
        prop_assert!(whole_again);
        Ok(())
    });
    found.unwrap();
}

/// Whoever can write the head too can cut the log without a trace inside: a head kept elsewhere still tells.
#[test]
fn a_log_cut_together_with_its_head_does_not_pass_a_head_kept_elsewhere() {
    let store = written();
    let Response::Verified { head, .. } = verify(&store, None) else { panic!() };
    let whole = log(&*store.engine.snapshot().unwrap());
    for keep in 1..whole.len() {
        let cut = self::store();
        let engine = Arc::clone(&cut.engine);
        // The same entries give the same chain, so this is the log as it was once.
        let founded = log(&*engine.snapshot().unwrap()).len();
        raw(&*engine, |batch| {
            let entries = whole[founded..keep.max(founded)].iter();
            entries.fold(batch, |batch, (_, value)| batch.chain(LOG, split(value).unwrap().1))
        });
        let length = keep.max(founded) as u64;
        assert!(matches!(verify(&cut, None), Response::Verified { entries, .. } if entries == length));
        match verify(&cut, Some(head.clone())) {
            Response::Broken { at, why } => assert_eq!((at, why.key()), (length, "head-unknown")),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(verify(&store, Some(head.to_uppercase())), Response::Verified { .. }));
}

/// The numbers of all entries that fit, page by page.
fn found(store: &Store, filter: &Filter, newest_first: bool, limit: usize) -> Vec<u64> {
    let mut numbers = Vec::new();
    let mut past = None;
    loop {
        let look = Look { filter: filter.clone(), newest_first, past, limit };
        let Response::Found { lines, past: next } = store.ask(Request::Find(look)).unwrap() else { panic!() };
        assert!(lines.len() <= limit);
        numbers.extend(lines.iter().map(|line| line.number));
        past = next;
        if past.is_none() {
            return numbers;
        }
    }
}

#[test]
fn entries_are_found_by_person_customer_and_time_in_either_order() {
    let store = store();
    let sue = store.colleague("sue", Role::Supervisor);
    let anna = store.add(&[("name", json!("Anna"))]);
    let bea = store.add(&[("name", json!("Bea"))]);
    store.pass(3600);
    let deal = store.deal(anna, &[("title", json!("Website"))]);
    let _: deals::Response = ask(&sue, deals::Request::Step { id: deal, steps: 1 }).unwrap();
    store.edit(bea, "city", json!(""), json!("Bonn")).unwrap();
    let all = found(&store, &Filter::default(), false, 3);
    assert_eq!(all, (1..=all.len() as u64).collect::<Vec<_>>());
    let back: Vec<u64> = all.iter().rev().copied().collect();
    assert_eq!(found(&store, &Filter::default(), true, 2), back);

    let last = *all.last().unwrap();
    let by_sue = Filter { by: Some("sue".into()), ..Filter::default() };
    assert_eq!(found(&store, &by_sue, true, 9), [last - 1]);
    let of_anna = Filter { customer: Some(anna), ..Filter::default() };
    assert_eq!(found(&store, &of_anna, false, 1), [last - 4, last - 2, last - 1], "her deal is hers");
    let later = Filter { since: Some(NOW.plus(1)), ..Filter::default() };
    assert_eq!(found(&store, &later, false, 9), [last - 2, last - 1, last]);
    let earlier = Filter { until: Some(NOW.plus(1)), ..Filter::default() };
    assert_eq!(found(&store, &earlier, true, 9).first(), Some(&(last - 3)));
    let both = Filter { since: Some(NOW.plus(9_000)), until: Some(NOW), ..Filter::default() };
    assert!(found(&store, &both, true, 9).is_empty());
}

#[test]
fn a_time_is_found_without_reading_the_log_from_its_beginning() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    for turn in 0..300 {
        let (from, to) = (json!(format!("{turn}")), json!(format!("{}", turn + 1)));
        let from = if turn == 0 { json!("") } else { from };
        store.edit(anna, "city", from, to).unwrap();
        store.pass(60);
    }
    let late = Filter { since: Some(NOW.plus(299 * 60)), ..Filter::default() };
    let read = store.keys_read(|| assert_eq!(found(&store, &late, false, 9).len(), 1));
    assert!(read < 60, "{read} keys");
}
