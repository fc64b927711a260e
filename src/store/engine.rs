//! What every place to keep things can do: small and synchronous, so that the same keys and values can later
//! live on a replicated engine. Two engines stand behind it, [`super::memory`] and [`super::sled`]; one
//! conformance suite (`tests/engine.rs`) holds them to the same promises.
//!
//! Keys beginning with [`RESERVED`] are the engine's own and are never seen through a [`Snapshot`].

mod batch;
pub mod chain;
mod error;
pub(super) mod stage;

pub use batch::{Batch, BatchId, MAX_BATCH, MAX_KEY, MAX_VALUE, OP_WEIGHT, Op, Pre};
pub use error::EngineError;
pub(super) use error::{disk_refuses, library_said};

use super::progress::Watch;
use crate::domain::finding::Finding;
use crate::domain::reason::Reason;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

/// First byte of the keys an engine keeps for itself: chain heads, batch ids, the applied revision.
pub const RESERVED: u8 = 0xFF;
/// Revision of a commit: 1, 2, 3 … without gaps. `Rev(0)` is the empty store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rev(pub u64);

impl Rev {
    /// The revision after this one.
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Rev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How a commit ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Durable, at this revision.
    Done(Rev),
    /// Nothing was done: the precondition on this key does not hold.
    Conflict(Vec<u8>),
}

/// A value and the revision that wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The revision of the key's last write.
    pub rev: Rev,
    /// What was written.
    pub value: Vec<u8>,
}

/// Keys from `start` up to, not including, `end`; without an end, all that follow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyRange {
    /// The first key.
    pub start: Vec<u8>,
    /// The first key beyond.
    pub end: Option<Vec<u8>>,
}

impl KeyRange {
    /// Every key.
    pub fn all() -> Self {
        Self::default()
    }

    /// Keys from `start` up to, not including, `end`.
    pub fn new(start: impl Into<Vec<u8>>, end: impl Into<Vec<u8>>) -> Self {
        Self { start: start.into(), end: Some(end.into()) }
    }

    /// Keys that begin with `prefix`.
    pub fn prefix(prefix: &[u8]) -> Self {
        let mut end = prefix.to_vec();
        while end.pop_if(|last| *last == u8::MAX).is_some() {}
        if let Some(last) = end.last_mut() {
            *last += 1;
        }
        Self { start: prefix.to_vec(), end: (!end.is_empty()).then_some(end) }
    }

    /// The range with both ends, reserved keys included; `None` if nothing can lie in it.
    pub(super) fn whole(self) -> Option<Range<Vec<u8>>> {
        let end = self.end.unwrap_or_else(|| vec![u8::MAX; MAX_KEY + 1]);
        (self.start < end).then_some(self.start..end)
    }

    /// The part of the range that may be seen, nothing from [`RESERVED`] on; `None` if nothing can lie in it.
    pub(super) fn open_part(self) -> Option<Range<Vec<u8>>> {
        let wall = vec![RESERVED];
        let end = self.end.unwrap_or_else(|| wall.clone()).min(wall);
        (self.start < end).then_some(self.start..end)
    }
}

/// Which end of a range comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Smallest key first.
    Forward,
    /// Largest key first.
    Reverse,
}

/// Keys and values in order; after an error nothing more comes.
pub type Scan<'a> = Box<dyn Iterator<Item = Result<(Vec<u8>, Stored), EngineError>> + 'a>;

/// The store as it stood at one revision, however long one looks and whatever writers do meanwhile.
pub trait Snapshot: Send + Sync {
    /// The revision looked at.
    fn rev(&self) -> Rev;

    /// The value at `key`.
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError>;

    /// The keys of `range` with their values; pages are read inside as one goes.
    fn scan(&self, range: KeyRange, direction: Direction) -> Scan<'_>;

    /// The end of the chain under `log`; [`chain::Head::START`] if nothing was ever appended. Kept apart from the
    /// log, so that a log with its tail cut off does not verify.
    fn head(&self, log: u8) -> Result<chain::Head, EngineError>;

    /// The keys that begin with `prefix`, with their values.
    fn scan_prefix(&self, prefix: &[u8], direction: Direction) -> Scan<'_> {
        self.scan(KeyRange::prefix(prefix), direction)
    }
}

/// The keys one commit changed (written or removed), in key order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The commit.
    pub rev: Rev,
    /// What it touched.
    pub keys: Vec<Vec<u8>>,
}

/// Changes in the order of their revisions, each exactly once.
pub trait Feed: Send {
    /// The next change; `None` when everything durable has been told: ask again later on the same feed, which is
    /// much cheaper than opening another.
    fn next(&mut self) -> Result<Option<Change>, EngineError>;
}

/// How an engine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Reads and writes.
    Ready,
    /// Reads only, until reopened: the journal could not be written.
    ReadOnly {
        /// What failed.
        why: Reason,
    },
    /// Neither reads nor writes, until reopened: the store panicked or failed inside.
    Broken {
        /// What failed.
        why: Reason,
    },
    /// Closed by its owner: reads only.
    Closed,
}

/// What an engine calls when something about it has changed. It must not wait for anything of the engine's.
pub type Tell = Arc<dyn Fn() + Send + Sync>;

/// A place to keep things. See [`Batch`] for what a commit is.
pub trait Engine: Send + Sync {
    /// The store as it stands now. Nothing is seen before it is durable.
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError>;

    /// Does all of a batch or nothing, and answers when that is durable. An error says the outcome is not known:
    /// ask for it by the batch's id after reopening, or send the same batch again.
    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError>;

    /// The revision of a batch committed within the last day; `None` if it was not.
    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError>;

    /// The changes after `from`.
    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError>;

    /// The last durable revision.
    fn revision(&self) -> Rev;

    /// Puts a file beside what is kept that can be lost without harm, a cache or a draft: whole, durable, and sealed
    /// if the store is. A place that has no beside keeps nothing.
    fn write_beside(&self, _name: &str, _bytes: Vec<u8>) -> Result<(), EngineError> {
        Ok(())
    }

    /// What the file of this name beside the store holds; `None` if there is none.
    fn read_beside(&self, _name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(None)
    }

    /// Whether it reads and writes.
    fn health(&self) -> Health;

    /// What is amiss although it reads and writes: what a person should be told without asking.
    fn troubles(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// Whether it does something of its own accord that would begin anew if it was closed.
    fn is_at_work(&self) -> bool {
        false
    }

    /// From now on calls `tell` whenever its health or its troubles have changed, on whichever thread that happens.
    fn tell_of_changes(&self, _tell: Tell) {}

    /// How many entries it holds, with the engine's own, for whoever tells how far along them it is; 0 if not known.
    fn entries(&self) -> u64 {
        0
    }

    /// How many entries a table holds, by the first byte of its keys: all that is durable now, but for what a store
    /// that takes no changes could not bring in any more. Costs nothing, however many they are.
    fn entries_of(&self, table: u8) -> Result<u64, EngineError>;

    /// Looks at all it rests on: what it holds against what was written, its files, its disk. Writers go on meanwhile.
    fn check(&self, _watch: &mut Watch) -> Result<Vec<Finding>, EngineError> {
        Ok(Vec::new())
    }

    /// Writes everything to a verified backup of this name beside the store, and says where; nothing if there is no
    /// place for one. Writers go on meanwhile.
    fn back_up_beside(&self, _name: &str, _watch: &mut Watch) -> Result<Option<PathBuf>, EngineError> {
        Ok(None)
    }

    /// Finishes what was sent, then takes no more commits. Snapshots taken before stay readable.
    fn close(&self) -> Result<(), EngineError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_range_ends_where_the_prefix_ends() {
        assert_eq!(KeyRange::prefix(b"ab"), KeyRange::new(*b"ab", *b"ac"));
        assert_eq!(KeyRange::prefix(&[1, 0xFF, 0xFF]), KeyRange::new([1, 0xFF, 0xFF], [2]));
        assert_eq!(KeyRange::prefix(&[0xFF]), KeyRange { start: vec![0xFF], end: None });
        assert_eq!(KeyRange::prefix(b""), KeyRange::all());
    }

    #[test]
    fn no_range_reaches_the_reserved_keys() {
        assert_eq!(KeyRange::all().open_part(), Some(vec![]..vec![0xFF]));
        assert_eq!(KeyRange::prefix(&[0xFF, b'b']).open_part(), None);
    }
}
