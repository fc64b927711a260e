//! sled itself, and nothing above it: every call guarded, every value prefixed by the revision that wrote it,
//! and sealed behind it if the store is.

use super::super::engine::{Direction, EngineError, RESERVED, Rev, Stored};
use super::super::seal::{Cipher, Place};
use super::super::sum::Sum;
use super::guard::guarded;
use super::layer::after;
use crate::domain::reason::{Reason, reason};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant};

/// Operations sled is given at once at most: with 5,000 it took 10 GB of memory.
pub const CHUNK: usize = 250;
/// Entries of a page, and bytes of values after which it is full.
const PAGE_ENTRIES: usize = 256;
const PAGE_BYTES: usize = 1024 * 1024;

/// Where it is kept what was applied; the one entry that is not part of the sum.
pub const APPLIED: [u8; 2] = [RESERVED, b'r'];

/// What sled says when it was opened before, and how long that may go on after it was closed.
const HELD: &str = "could not acquire lock";
const LETTING_GO: Duration = Duration::from_mins(1);

/// An open sled database.
pub struct Tree {
    db: sled::Db,
    /// How everything of this store is written.
    pub cipher: Cipher,
}

/// What a key shall hold; `None` removes.
pub type Write<'a> = (&'a [u8], Option<Stored>);

/// What sled holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Applied {
    /// The last revision applied whole.
    pub rev: Rev,
    /// What all entries come to, also those of a group of which only the first chunks were applied.
    pub sum: Sum,
}

/// Part of a range, as sled holds it.
pub struct Page {
    /// The entries found.
    pub found: BTreeMap<Vec<u8>, Stored>,
    /// The part of the range they were looked for in.
    pub covered: Range<Vec<u8>>,
}

impl Tree {
    /// Opens the database in `dir`, made if it is not there. As the directory is locked for this process, whoever still
    /// holds sled's own lock is a thread of a sled that was just closed here, and on its way out.
    pub fn open(dir: &Path, cache_bytes: u64, cipher: Cipher) -> Result<Self, EngineError> {
        let config = sled::Config::new().path(dir).cache_capacity(cache_bytes);
        let begun = Instant::now();
        loop {
            match guarded("opening the store", || config.open()) {
                Err(EngineError::Broken { why, .. }) if is_held(&why) && begun.elapsed() < LETTING_GO => {
                    std::thread::sleep(Duration::from_millis(2));
                }
                opened => return opened.map(|db| Self { db, cipher }),
            }
        }
    }

    /// What was applied.
    pub fn applied(&self) -> Result<Applied, EngineError> {
        let Some(Stored { rev, value }) = self.get(&APPLIED)? else { return Ok(Applied::default()) };
        let unreadable = || EngineError::StoreDamaged { why: reason("applied-unreadable") };
        Sum::from_bytes(&value).map(|sum| Applied { rev, sum }).ok_or_else(unreadable)
    }

    /// Applies fewer than [`CHUNK`] writes and says what is applied now, all or nothing of which survives a crash.
    pub fn apply(&self, writes: &[Write], applied: &Applied) -> Result<(), EngineError> {
        let mut batch = sled::Batch::default();
        for (key, held) in writes {
            match held {
                Some(stored) => batch.insert(*key, self.to_bytes(key, stored.rev, &stored.value)?),
                None => batch.remove(*key),
            }
        }
        batch.insert(&APPLIED, self.to_bytes(&APPLIED, applied.rev, &applied.sum.to_bytes())?);
        guarded("applying a commit", || self.db.apply_batch(batch))
    }

    /// Lays an entry down in what is being made, and used only once it is whole: a crash may leave some of it. In the
    /// order of the keys this takes about half of what batches take.
    pub fn lay(&self, key: &[u8], stored: &Stored) -> Result<(), EngineError> {
        let bytes = self.to_bytes(key, stored.rev, &stored.value)?;
        guarded("filling the store", || self.db.insert(key, bytes)).map(drop)
    }

    /// The value at `key`.
    pub fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        let value = guarded("reading a value", || self.db.get(key))?;
        value.map(|value| self.to_stored(key, &value)).transpose()
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
            page.found.insert(key.to_vec(), self.to_stored(&key, &value)?);
            if page.found.len() == PAGE_ENTRIES || bytes >= PAGE_BYTES {
                match direction {
                    Direction::Forward => page.covered.end = after(&key),
                    Direction::Reverse => page.covered.start = key.to_vec(),
                }
                return Ok(page);
            }
        }
    }

    /// Damages an entry.
    #[cfg(test)]
    pub fn put_raw(&self, key: &[u8], bytes: &[u8]) {
        self.db.insert(key, bytes).unwrap();
    }

    /// Hands what sled holds back to the system.
    pub fn flush(&self) -> Result<(), EngineError> {
        guarded("flushing the store", || self.db.flush()).map(drop)
    }

    fn to_bytes(&self, key: &[u8], rev: Rev, value: &[u8]) -> Result<Vec<u8>, EngineError> {
        if self.cipher.is_plain() {
            return Ok([&rev.0.to_be_bytes()[..], value].concat());
        }
        let sealed = self.cipher.seal(Place::Value { key, rev }, value.to_vec())?;
        Ok([&rev.0.to_be_bytes()[..], &sealed].concat())
    }

    fn to_stored(&self, key: &[u8], bytes: &[u8]) -> Result<Stored, EngineError> {
        let damaged = |why: Reason| EngineError::StoreDamaged { why };
        let at = || format!("{key:02x?}");
        let bare = || damaged(reason("value-without-revision").with("key", at()));
        let (rev, value) = bytes.split_first_chunk().ok_or_else(bare)?;
        let rev = Rev(u64::from_be_bytes(*rev));
        let opened = self.cipher.open(Place::Value { key, rev }, value.to_vec());
        Ok(Stored { rev, value: opened.map_err(|_| damaged(reason("value-tampered").with("key", at())))? })
    }
}

fn is_held(why: &Reason) -> bool {
    why.args().any(|(_, said)| said.contains(HELD))
}
