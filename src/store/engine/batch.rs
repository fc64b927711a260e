//! A batch: what one commit does, and what must hold for it.

use super::{EngineError, RESERVED, Rev};

/// Longest key, bytes.
pub const MAX_KEY: usize = 1024;
/// Longest value, bytes: sled leaks blobs above about 128 KB. Long text is chunked by its record.
pub const MAX_VALUE: usize = 64 * 1024;
/// Heaviest batch, bytes of keys and values and [`OP_WEIGHT`] for each operation: a batch is one journal frame.
pub const MAX_BATCH: usize = 8 * 1024 * 1024;
/// What an operation weighs besides its key and value, bytes.
pub const OP_WEIGHT: usize = 64;

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
    /// Appends to a hash chain (see [`super::chain`]). The writer gives the sequence number and links the hash, so
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
    pub(in crate::store) fn check(&self) -> Result<(), EngineError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_id_tells_its_time() {
        let id = BatchId([0, 0, 0, 0, 1, 2, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        assert_eq!(id.unix_ms(), 258);
    }
}
