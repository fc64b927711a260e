//! Readers against a map, wherever what they look at lies just then: fresh, in sled, or overwritten there and kept as
//! an image. The applier is held up and let go as chance wants.

use super::super::engine::{Batch, BatchId, Direction, Engine, KeyRange, Snapshot};
use super::{Options, SledEngine, unwatched};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// More than a page of any layer.
const KEYS: u16 = 1500;

type Model = BTreeMap<Vec<u8>, Vec<u8>>;

#[derive(Debug, Clone)]
enum Step {
    /// Writes (or removes) every so many-th key of a run.
    Commit {
        from: u16,
        count: u16,
        every: u16,
        value: Option<u8>,
    },
    /// Takes a snapshot to be looked through later.
    Look,
    LetGo(usize),
    /// Nothing gets into sled any more, until
    HoldUp,
    /// everything has.
    Settle,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let commit = (0..KEYS, 1..1200u16, 1..7u16, any::<Option<u8>>())
        .prop_map(|(from, count, every, value)| Step::Commit { from, count, every, value });
    let step = prop_oneof![
        4 => commit,
        2 => Just(Step::Look),
        1 => (0..4usize).prop_map(Step::LetGo),
        2 => Just(Step::HoldUp),
        2 => Just(Step::Settle),
    ];
    vec(step, 1..24)
}

fn key(n: u16) -> Vec<u8> {
    [&b"k"[..], &n.to_be_bytes()].concat()
}

fn commit(engine: &SledEngine, model: &mut Model, id: u8, changes: impl Iterator<Item = (u16, Option<u8>)>) {
    let mut batch = Batch::new(BatchId([id; 16]));
    for (n, value) in changes {
        batch = match value {
            Some(value) => batch.put(key(n), [value]),
            None => batch.del(key(n)),
        };
        match value {
            Some(value) => model.insert(key(n), vec![value]),
            None => model.remove(&key(n)),
        };
    }
    engine.commit(batch).unwrap();
}

/// What a snapshot shows, by range in both directions, over a part of the keys, and by key.
fn check(snapshot: &dyn Snapshot, model: &Model) {
    let of = |range: KeyRange, direction| -> Vec<_> {
        snapshot.scan(range, direction).map(|entry| entry.map(|(key, stored)| (key, stored.value)).unwrap()).collect()
    };
    let mut wanted: Vec<_> = model.clone().into_iter().collect();
    assert_eq!(of(KeyRange::all(), Direction::Forward), wanted);
    wanted.reverse();
    assert_eq!(of(KeyRange::all(), Direction::Reverse), wanted);
    let part = key(KEYS / 3)..key(KEYS / 2);
    let wanted: Vec<_> = model.range(part.clone()).map(|(key, value)| (key.clone(), value.clone())).collect();
    assert_eq!(of(KeyRange::new(part.start, part.end), Direction::Forward), wanted);
    for n in (0..KEYS).step_by(17) {
        assert_eq!(snapshot.get(&key(n)).unwrap().map(|stored| stored.value).as_ref(), model.get(&key(n)));
    }
}

fn follow(steps: &[Step]) {
    let dir = TempDir::new().unwrap();
    let options = Options { cache_bytes: 4 << 20, ..Options::default() };
    let (engine, _) = SledEngine::open(dir.path(), options, &mut unwatched).unwrap();
    let mut model = Model::new();
    commit(&engine, &mut model, 0, (0..KEYS).map(|n| (n, Some(0))));
    let mut looks: Vec<(Box<dyn Snapshot>, Model)> = Vec::new();
    let mut held_up = None;
    for (step, id) in steps.iter().zip(1..) {
        match step {
            Step::Commit { from, count, every, value } => {
                let keys = (*from..KEYS).step_by(usize::from(*every)).take(usize::from(*count));
                commit(&engine, &mut model, id, keys.map(|n| (n, *value)));
            }
            Step::Look => looks.push((engine.snapshot().unwrap(), model.clone())),
            Step::LetGo(which) if *which < looks.len() => drop(looks.remove(*which)),
            Step::LetGo(_) => {}
            Step::HoldUp => held_up = held_up.or_else(|| Some(engine.shared.applied.lock())),
            Step::Settle => {
                held_up = None;
                while !engine.shared.fresh.is_empty() {
                    std::thread::yield_now();
                }
            }
        }
        if let Some((snapshot, model)) = looks.get(usize::from(id) % looks.len().max(1)) {
            check(&**snapshot, model);
        }
    }
    looks.push((engine.snapshot().unwrap(), model));
    for (snapshot, model) in &looks {
        check(&**snapshot, model);
    }
    drop(held_up);
    assert!(engine.recount(&mut unwatched).unwrap().is_right());
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 16, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_reader_sees_its_revision_wherever_that_lies(steps in steps()) {
        follow(&steps);
    }
}

/// While it stands still, in the middle of a page or between two, commits are answered and sled goes on.
#[test]
fn a_scan_holds_no_lock_between_its_steps() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = SledEngine::open(dir.path(), Options::default(), &mut unwatched).unwrap();
    let mut model = Model::new();
    commit(&engine, &mut model, 0, (0..KEYS).map(|n| (n, Some(0))));
    let snapshot = engine.snapshot().unwrap();
    let first = model.clone();
    let mut seen = Vec::new();
    for entry in snapshot.scan(KeyRange::all(), Direction::Forward) {
        let (key, stored) = entry.unwrap();
        seen.push((key, stored.value));
        if seen.len() % 300 == 1 {
            let id = 1 + (seen.len() / 300) as u8;
            commit(&engine, &mut model, id, (0..KEYS).map(|n| (n, Some(id))));
            while !engine.shared.fresh.is_empty() {
                std::thread::yield_now();
            }
        }
    }
    assert_eq!(seen, first.into_iter().collect::<Vec<_>>());
}
