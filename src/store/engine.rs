//! What every place to keep things can do: small and synchronous, so that the same keys and values can later
//! live on a replicated engine. Two engines stand behind it, [`super::memory`] and [`super::sled`]; one
//! conformance suite (`tests/engine.rs`) holds them to the same promises.
//!
//! Keys beginning with [`RESERVED`] are the engine's own and are never seen through a [`Snapshot`].

pub mod chain;
mod error;
pub(super) mod stage;

pub use error::EngineError;

use std::fmt;
use std::ops::Range;

/// First byte of the keys an engine keeps for itself: chain heads, batch ids, the applied revision.
pub const RESERVED: u8 = 0xFF;
/// Longest key, bytes.
pub const MAX_KEY: usize = 1024;
/// Longest value, bytes: sled leaks blobs above about 128 KB. Long text is chunked by its record.
pub const MAX_VALUE: usize = 64 * 1024;
/// Heaviest batch, bytes of keys and values and [`OP_WEIGHT`] for each operation: a batch is one journal frame.
pub const MAX_BATCH: usize = 8 * 1024 * 1024;
/// What an operation weighs besides its key and value, bytes.
pub const OP_WEIGHT: usize = 64;

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

/// Names a batch for ever, so that a commit whose answer was lost is asked for and not repeated.
///
/// The first six bytes are milliseconds since 1970, big endian; the rest is chance. An engine remembers an id for
/// a day, measured by the ids of later batches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub [u8; 16]);

impl BatchId {
    /// When the id was made, milliseconds since 1970.
    pub const fn unix_ms(self) -> u64 {
        u128::from_be_bytes(self.0).wrapping_shr(80) as u64
    }
}

/// What must hold for a batch to be committed, checked together with its commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pre {
    /// The key holds nothing.
    Absent(Vec<u8>),
    /// The key was last written at this revision.
    At(Vec<u8>, Rev),
}

/// One change of a batch. Of several changes to one key the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// Writes a value.
    Put {
        /// Where.
        key: Vec<u8>,
        /// What, at most [`MAX_VALUE`] bytes.
        value: Vec<u8>,
    },
    /// Removes a key; one that holds nothing is left so.
    Del {
        /// Where.
        key: Vec<u8>,
    },
    /// Appends to a hash chain (see [`chain`]). The writer gives the sequence number and links the hash, so
    /// concurrent commits never conflict on the head.
    Chain {
        /// First byte of the log's keys.
        log: u8,
        /// What to append.
        value: Vec<u8>,
    },
}

/// Everything one commit does: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its name; the same id twice is committed once.
    pub id: BatchId,
    /// What must hold.
    pub pre: Vec<Pre>,
    /// What changes.
    pub ops: Vec<Op>,
}

impl Batch {
    /// A batch that does nothing yet.
    pub const fn new(id: BatchId) -> Self {
        Self { id, pre: Vec::new(), ops: Vec::new() }
    }

    /// Demands that `key` holds nothing.
    pub fn absent(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.pre.push(Pre::Absent(key.into()));
        self
    }

    /// Demands that `key` was last written at `rev`.
    pub fn at(mut self, key: impl Into<Vec<u8>>, rev: Rev) -> Self {
        self.pre.push(Pre::At(key.into(), rev));
        self
    }

    /// Writes `value` at `key`.
    pub fn put(mut self, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        self.ops.push(Op::Put { key: key.into(), value: value.into() });
        self
    }

    /// Removes `key`.
    pub fn del(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.ops.push(Op::Del { key: key.into() });
        self
    }

    /// Appends `value` to the chain under `log`.
    pub fn chain(mut self, log: u8, value: impl Into<Vec<u8>>) -> Self {
        self.ops.push(Op::Chain { log, value: value.into() });
        self
    }

    /// What the batch weighs against [`MAX_BATCH`], bytes.
    pub fn weight(&self) -> usize {
        self.ops.iter().map(Op::weight).sum()
    }

    /// Refuses what no engine takes: reserved or overlong keys, overlong values, a batch beyond one frame.
    pub(super) fn check(&self) -> Result<(), EngineError> {
        for pre in &self.pre {
            let (Pre::Absent(key) | Pre::At(key, _)) = pre;
            check_key(key)?;
        }
        self.ops.iter().try_for_each(Op::check)?;
        within("batch", self.weight(), MAX_BATCH)
    }
}

impl Op {
    fn weight(&self) -> usize {
        OP_WEIGHT
            + match self {
                Self::Put { key, value } => key.len() + value.len(),
                Self::Del { key } => key.len(),
                Self::Chain { value, .. } => value.len(),
            }
    }

    fn check(&self) -> Result<(), EngineError> {
        match self {
            Self::Put { key, value } => check_key(key).and_then(|()| within("value", value.len(), MAX_VALUE)),
            Self::Del { key } => check_key(key),
            Self::Chain { log, value } => check_key(&[*log]).and_then(|()| within("value", value.len(), MAX_VALUE)),
        }
    }
}

fn check_key(key: &[u8]) -> Result<(), EngineError> {
    match key.first() {
        None | Some(&RESERVED) => Err(EngineError::Reserved { key: key.to_vec() }),
        Some(_) => within("key", key.len(), MAX_KEY),
    }
}

const fn within(what: &'static str, size: usize, limit: usize) -> Result<(), EngineError> {
    if size > limit { Err(EngineError::TooLarge { what, size, limit }) } else { Ok(()) }
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
        why: String,
    },
    /// Neither reads nor writes, until reopened: the store panicked or failed inside.
    Broken {
        /// What failed.
        why: String,
    },
    /// Closed by its owner: reads only.
    Closed,
}

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

    /// Whether it reads and writes.
    fn health(&self) -> Health;

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

    #[test]
    fn a_batch_id_tells_its_time() {
        let id = BatchId([0, 0, 0, 0, 1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        assert_eq!(id.unix_ms(), 258);
    }
}
