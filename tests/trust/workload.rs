//! Commits that chance makes and a number repeats, and the oracle: what a store must hold that took them.
//!
//! Commit `n` is a function of `n` alone and leaves a marker that nothing overwrites. So a store tells its own history:
//! the markers in the order of their revisions. Played again into the engine in memory, that history must give the
//! very contents the store shows, and no revision may be missing.

use crate::campaign::Dice;
use crate::place::Written;
use callsheet::store::engine::{
    Batch, BatchId, Direction, Engine, EngineError, KeyRange, Outcome, Rev, Snapshot, Stored, chain::Head,
};
use callsheet::store::memory::MemoryEngine;
use callsheet::store::sled::SledEngine;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

const MARKER: u8 = b'm';
const LOG: u8 = b'l';
/// So few other keys that most are overwritten again and again.
const KEYS: u64 = 400;
const NOON: u64 = 1_700_000_000_000;

/// A commit that was answered: its number, and the revision it got.
pub type Acknowledged = (u64, Rev);

/// Everything a store shows.
#[derive(Debug, PartialEq, Eq)]
pub struct Contents {
    entries: BTreeMap<Vec<u8>, Stored>,
    head: Head,
}

pub fn id(n: u64) -> BatchId {
    BatchId(((u128::from(NOON) << 80) | u128::from(n)).to_be_bytes())
}

/// Commit `n`: mostly a handful of notes, at times many at once or a few long ones.
pub fn batch(n: u64) -> Batch {
    let mut dice = Dice::new(n);
    let (puts, longest) = match dice.below(16) {
        0 => (300, 20),
        1 => (4, 16_000),
        _ => (1 + dice.below(5), 300),
    };
    let marked = Batch::new(id(n)).absent(marker(n)).put(marker(n), n.to_be_bytes()).chain(LOG, n.to_be_bytes());
    (0..puts).fold(marked, |batch, _| {
        let key = format!("k{:03}", dice.below(KEYS));
        let len = dice.below(longest);
        if dice.once_in(8) { batch.del(key) } else { batch.put(key, dice.bytes(len)) }
    })
}

fn marker(n: u64) -> Vec<u8> {
    [&[MARKER][..], &n.to_be_bytes()].concat()
}

/// Commits `n`; an answer is a promise, an error promises nothing.
pub fn commit(engine: &dyn Engine, n: u64) -> Result<Acknowledged, EngineError> {
    match engine.commit(batch(n))? {
        Outcome::Done(rev) => Ok((n, rev)),
        Outcome::Conflict(key) => panic!("commit {n} found its marker taken: {key:02x?}"),
    }
}

impl Contents {
    pub fn of(snapshot: &dyn Snapshot) -> Result<Self, EngineError> {
        let entries = snapshot.scan(KeyRange::all(), Direction::Forward).collect::<Result<_, _>>()?;
        Ok(Self { entries, head: snapshot.head(LOG)? })
    }

    /// The numbers of the commits these contents come from, in order.
    pub fn history(&self) -> Vec<Acknowledged> {
        let markers = self.entries.range(vec![MARKER]..vec![MARKER + 1]);
        let number = |key: &[u8]| u64::from_be_bytes(key[1..].try_into().unwrap());
        let mut history: Vec<_> = markers.map(|(key, stored)| (number(key), stored.rev)).collect();
        history.sort_by_key(|(_, rev)| *rev);
        history
    }

    /// What a store holds that took these commits in this order.
    pub fn after(history: &[Acknowledged]) -> Self {
        let oracle = MemoryEngine::new();
        for (n, _) in history {
            commit(&oracle, *n).unwrap();
        }
        Self::of(&*oracle.snapshot().unwrap()).unwrap()
    }

    /// Where the log ends, followed link by link as an audit does.
    fn followed(&self) -> Head {
        let links = self.entries.range(vec![LOG]..vec![LOG + 1]);
        links.fold(Head::START, |head, (key, stored)| head.follow(LOG, key, &stored.value).unwrap())
    }

    /// The longest value.
    pub fn longest(&self) -> &[u8] {
        self.entries.values().map(|stored| &stored.value[..]).max_by_key(|value| value.len()).unwrap()
    }

    /// Whether each entry was once written by these commits, though it may not be what they left.
    pub fn is_part_of(&self, history: &[Acknowledged]) -> bool {
        let oracle = MemoryEngine::new();
        let mut unknown: BTreeMap<_, _> = self.entries.iter().collect();
        for (n, rev) in history {
            commit(&oracle, *n).unwrap();
            let then = oracle.snapshot().unwrap();
            unknown.retain(|key, stored| stored.rev != *rev || then.get(key).unwrap().as_ref() != Some(*stored));
        }
        unknown.is_empty()
    }

    /// The first key at which two contents differ, and what each holds there.
    fn difference(&self, other: &Self) -> String {
        let keys = self.entries.keys().chain(other.entries.keys());
        let differs = |key: &&Vec<u8>| self.entries.get(*key) != other.entries.get(*key);
        match keys.filter(differs).min() {
            None => format!("chain heads {:?} and {:?}", self.head, other.head),
            Some(key) => {
                let held = |contents: &Self| contents.entries.get(key).map(|stored| (stored.rev, stored.value.len()));
                format!("at {}: {:?} and {:?}", String::from_utf8_lossy(key), held(self), held(other))
            }
        }
    }
}

/// The contents of a store, once they were found to be those of some whole history.
pub fn whole(engine: &dyn Engine) -> Result<Contents, EngineError> {
    let snapshot = engine.snapshot()?;
    let contents = Contents::of(&*snapshot)?;
    let history = contents.history();
    let revs: Vec<u64> = history.iter().map(|(_, rev)| rev.0).collect();
    assert_eq!(revs, (1..=snapshot.rev().0).collect::<Vec<_>>(), "half a commit, or one lost between others");
    let oracle = Contents::after(&history);
    assert!(contents == oracle, "the store and its history differ {}", contents.difference(&oracle));
    assert_eq!(contents.followed(), contents.head, "the log does not lead to its head");
    Ok(contents)
}

/// Sees that a store is whole and holds what was acknowledged.
pub fn assert_kept(engine: &dyn Engine, acknowledged: &[Acknowledged]) -> Contents {
    let contents = whole(engine).unwrap();
    let history: BTreeMap<_, _> = contents.history().into_iter().collect();
    for (n, rev) in acknowledged {
        assert_eq!(history.get(n), Some(rev), "commit {n}, acknowledged as revision {rev}, is lost");
    }
    contents
}

/// A store with these commits, opened anew, and what it holds.
pub fn filled(dir: &Path, numbers: Range<u64>, written: Written) -> (Contents, SledEngine) {
    let (engine, _) = written.open(dir);
    for n in numbers {
        commit(&engine, n).unwrap();
    }
    engine.close().unwrap();
    drop(engine);
    let (engine, _) = written.open(dir);
    (whole(&engine).unwrap(), engine)
}
