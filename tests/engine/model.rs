//! Random batches against a plain map, with snapshots taken on the way.

use super::fixture::{all, batch, memory, sled};
use callsheet::store::engine::{Batch, Direction, Engine, Outcome, Rev, Snapshot};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, proptest};
use std::collections::BTreeMap;

type Model = BTreeMap<Vec<u8>, (Rev, Vec<u8>)>;

/// One thing that happens to the store.
#[derive(Debug, Clone)]
enum Step {
    Commit(Vec<Change>),
    Look,
    LetGo(usize),
}

#[derive(Debug, Clone)]
enum Change {
    Absent(u8),
    AtPresent(u8),
    Put(u8, u8),
    Del(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let change = (0..10u8, 0..40u8, any::<u8>()).prop_map(|(kind, key, value)| match kind {
        0 => Change::Absent(key),
        1 => Change::AtPresent(key),
        2..=6 => Change::Put(key, value),
        _ => Change::Del(key),
    });
    let step = (0..10usize, vec(change, 0..12), 0..8usize).prop_map(|(kind, changes, which)| match kind {
        0..=1 => Step::Look,
        2 => Step::LetGo(which),
        _ => Step::Commit(changes),
    });
    vec(step, 1..60)
}

fn key(n: u8) -> Vec<u8> {
    vec![b'k', n]
}

fn to_batch(n: u64, changes: &[Change], model: &Model) -> Batch {
    changes.iter().fold(batch(n), |batch, change| match change {
        Change::Absent(k) => batch.absent(key(*k)),
        Change::AtPresent(k) => batch.at(key(*k), model.get(&key(*k)).map_or(Rev(999), |(rev, _)| *rev)),
        Change::Put(k, value) => batch.put(key(*k), [*value]),
        Change::Del(k) => batch.del(key(*k)),
    })
}

/// The first key whose precondition does not hold.
fn conflict(changes: &[Change], model: &Model) -> Option<Vec<u8>> {
    changes.iter().find_map(|change| match change {
        Change::Absent(k) => model.contains_key(&key(*k)).then(|| key(*k)),
        Change::AtPresent(k) => (!model.contains_key(&key(*k))).then(|| key(*k)),
        _ => None,
    })
}

fn apply(changes: &[Change], rev: Rev, model: &mut Model) {
    for change in changes {
        match change {
            Change::Put(k, value) => drop(model.insert(key(*k), (rev, vec![*value]))),
            Change::Del(k) => drop(model.remove(&key(*k))),
            Change::Absent(_) | Change::AtPresent(_) => {}
        }
    }
}

fn check(snapshot: &dyn Snapshot, model: &Model) {
    let mut wanted: Vec<_> = model.iter().map(|(key, (_, value))| (key.clone(), value.clone())).collect();
    assert_eq!(all(snapshot, Direction::Forward), wanted);
    wanted.reverse();
    assert_eq!(all(snapshot, Direction::Reverse), wanted);
    for n in 0..40 {
        let found = snapshot.get(&key(n)).unwrap().map(|stored| (stored.rev, stored.value));
        assert_eq!(found.as_ref(), model.get(&key(n)));
    }
}

fn follow(engine: &dyn Engine, steps: &[Step]) {
    let mut model = Model::new();
    let mut looks: Vec<(Box<dyn Snapshot>, Model)> = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        match step {
            Step::Commit(changes) => {
                let outcome = engine.commit(to_batch(n as u64, changes, &model)).unwrap();
                if let Outcome::Done(rev) = outcome {
                    assert_eq!(conflict(changes, &model), None);
                    apply(changes, rev, &mut model);
                } else {
                    assert_eq!(Some(outcome), conflict(changes, &model).map(Outcome::Conflict));
                }
            }
            Step::Look => looks.push((engine.snapshot().unwrap(), model.clone())),
            Step::LetGo(which) if *which < looks.len() => drop(looks.remove(*which)),
            Step::LetGo(_) => {}
        }
    }
    looks.push((engine.snapshot().unwrap(), model));
    for (snapshot, model) in &looks {
        check(&**snapshot, model);
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn memory_behaves_like_a_map(steps in steps()) {
        follow(&*memory().engine, &steps);
    }

    #[test]
    fn sled_behaves_like_a_map(steps in steps()) {
        follow(&*sled().engine, &steps);
    }
}
