//! sled itself, and nothing above it: every call guarded, every value prefixed by the revision that wrote it.

use super::super::engine::stage::View;
use super::super::engine::{Direction, EngineError, RESERVED, Rev, Stored};
use super::guard::guarded;
use super::views::after;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

/// Operations sled is given at once: with 5,000 it took 10 GB of memory.
pub const CHUNK: usize = 250;
/// Entries of a page, and bytes of values after which it is full.
const PAGE_ENTRIES: usize = 256;
const PAGE_BYTES: usize = 1024 * 1024;

/// Where the last revision applied whole is kept.
const APPLIED: [u8; 2] = [RESERVED, b'r'];

/// An open sled database.
pub struct Tree {
    db: sled::Db,
}

/// What a key shall hold, and the revision that says so; `None` removes.
pub type Write<'a> = (&'a [u8], (Rev, Option<&'a [u8]>));

/// Part of a range, as sled holds it.
pub struct Page {
    /// The entries found.
    pub found: BTreeMap<Vec<u8>, Stored>,
    /// The part of the range they were looked for in.
    pub covered: Range<Vec<u8>>,
}

impl Tree {
    /// Opens the database in `dir`, made if it is not there.
    pub fn open(dir: &Path, cache_bytes: u64) -> Result<Self, EngineError> {
        let config = sled::Config::new().path(dir).cache_capacity(cache_bytes);
        guarded("opening the store", || config.open()).map(|db| Self { db })
    }

    /// The last revision applied whole.
    pub fn applied(&self) -> Result<Rev, EngineError> {
        Ok(self.get(&APPLIED)?.map_or(Rev(0), |stored| stored.rev))
    }

    /// Applies at most [`CHUNK`] operations, all or none of which survive a crash. The last chunk of a group says
    /// which revision is now applied, which counts as one.
    pub fn apply(&self, writes: &[Write], applied: Option<Rev>) -> Result<(), EngineError> {
        let mut batch = sled::Batch::default();
        for (key, (rev, value)) in writes {
            match value {
                Some(value) => batch.insert(*key, prefixed(*rev, value)),
                None => batch.remove(*key),
            }
        }
        if let Some(rev) = applied {
            batch.insert(&APPLIED, prefixed(rev, &[]));
        }
        guarded("applying a commit", || self.db.apply_batch(batch))
    }

    /// The beginning of a range, or in reverse its end: as much as fits a page.
    pub fn page(&self, range: Range<Vec<u8>>, direction: Direction) -> Result<Page, EngineError> {
        let mut entries = self.db.range(range.clone());
        let mut page = Page { found: BTreeMap::new(), covered: range };
        let mut bytes = 0;
        loop {
            let entry = guarded("reading a range", || match direction {
                Direction::Forward => entries.next().transpose(),
                Direction::Reverse => entries.next_back().transpose(),
            })?;
            let Some((key, value)) = entry else { return Ok(page) };
            bytes += value.len();
            page.found.insert(key.to_vec(), stored(&key, &value)?);
            if page.found.len() == PAGE_ENTRIES || bytes >= PAGE_BYTES {
                match direction {
                    Direction::Forward => page.covered.end = after(&key),
                    Direction::Reverse => page.covered.start = key.to_vec(),
                }
                return Ok(page);
            }
        }
    }

    /// Hands what sled holds back to the system.
    pub fn flush(&self) -> Result<(), EngineError> {
        guarded("flushing the store", || self.db.flush()).map(drop)
    }
}

impl View for Tree {
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        let value = guarded("reading a value", || self.db.get(key))?;
        value.map(|value| stored(key, &value)).transpose()
    }

    fn first_keys(&self, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, EngineError> {
        guarded("reading a range", || {
            self.db.scan_prefix(prefix).keys().take(limit).map(|key| key.map(|key| key.to_vec())).collect()
        })
    }
}

fn prefixed(rev: Rev, value: &[u8]) -> Vec<u8> {
    [&rev.0.to_be_bytes()[..], value].concat()
}

fn stored(key: &[u8], bytes: &[u8]) -> Result<Stored, EngineError> {
    let (rev, value) = bytes
        .split_first_chunk()
        .ok_or_else(|| EngineError::StoreDamaged { why: format!("the value at {key:02x?} has no revision") })?;
    Ok(Stored { rev: Rev(u64::from_be_bytes(*rev)), value: value.to_vec() })
}
