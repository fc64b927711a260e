//! What lies where in a data directory:
//!
//! ```text
//! DIR/format     `callsheet store 1`; written last at creation, so its presence says the store is whole
//! DIR/lock       locked by the process that holds the store, with its id inside
//! DIR/key        only if encrypted: the data key, wrapped in a passphrase or a key file
//! DIR/beside/    caches and drafts, which can be lost without harm
//! DIR/journal/   the truth: what was acknowledged
//! DIR/store/     sled's directory: the view of it
//! ```

use super::super::engine::EngineError;
use super::super::seal::Cipher;
use super::disk::{Disk, DiskFile, read_bytes, read_text};
use super::segment::Segment;
use crate::domain::secret::Key;
use std::path::{Path, PathBuf};

/// The newest format known here.
const FORMAT: u32 = 1;
const FORMAT_WORDS: &str = "callsheet store ";

/// A data directory.
#[derive(Clone)]
pub struct Layout {
    dir: PathBuf,
}

impl Layout {
    /// The layout of `dir`.
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the journal's segments are.
    pub fn journal(&self) -> PathBuf {
        self.dir.join("journal")
    }

    /// Where sled's files are.
    pub fn store(&self) -> PathBuf {
        self.dir.join("store")
    }

    /// Where files are that can be lost without harm.
    pub fn beside(&self) -> PathBuf {
        self.dir.join("beside")
    }

    fn key(&self) -> PathBuf {
        self.dir.join("key")
    }

    /// How this store is written: sealed if a wrapped key lies here, or if a new one is to have one.
    pub fn cipher(&self, disk: &Disk, created: bool, key: Option<&Key>) -> Result<Cipher, EngineError> {
        match (read_bytes(&self.key())?, key) {
            (Some(bytes), _) => Cipher::kept_in(&bytes, key),
            (None, Some(key)) if created => {
                let cipher = Cipher::under(key)?;
                if let Some(kept) = cipher.kept()? {
                    disk.replace(&self.key(), &kept)?;
                }
                Ok(cipher)
            }
            (None, _) => Ok(Cipher::plain()),
        }
    }

    fn format(&self) -> PathBuf {
        self.dir.join("format")
    }

    /// Locks the directory for this process until the file is dropped, and signs with its id.
    pub fn lock(&self, disk: &Disk) -> Result<DiskFile, EngineError> {
        let path = self.dir.join("lock");
        let mut file = disk.overwrite(&path)?;
        if !file.try_lock()? {
            let pid = read_text(&path)?.and_then(|text| text.trim().parse().ok());
            return Err(EngineError::InUse { pid, path: self.dir.clone() });
        }
        file.cut(0)?;
        file.write(format!("{}\n", std::process::id()).as_bytes())?;
        Ok(file)
    }

    /// Whether a whole store was created here; refuses one that is newer or not ours.
    pub fn is_whole(&self) -> Result<bool, EngineError> {
        let Some(text) = read_text(&self.format())? else {
            return Ok(false);
        };
        match text.trim().strip_prefix(FORMAT_WORDS).and_then(|number| number.parse().ok()) {
            Some(FORMAT) => Ok(true),
            Some(found) if found > FORMAT => Err(EngineError::FromTheFuture { found, known: FORMAT }),
            _ => Err(self.not_a_store("its format file is unreadable")),
        }
    }

    /// Whether sled has been here.
    pub fn has_sled(&self) -> bool {
        self.store().join("db").exists()
    }

    /// Makes the directories of a new store, or sees that an old one has its journal.
    pub fn prepare(&self, disk: &Disk, create: bool) -> Result<(), EngineError> {
        disk.create_dir(&self.store())?;
        if create {
            disk.create_dir(&self.journal())?;
        }
        match (create, self.journal_bytes()?) {
            (true, Some(1..)) => Err(self.not_a_store("its format file is missing")),
            (false, None) => Err(self.not_a_store("its journal is missing")),
            _ => Ok(()),
        }
    }

    /// How long the journal is, bytes; `None` if there is none.
    fn journal_bytes(&self) -> Result<Option<u64>, EngineError> {
        if !self.journal().is_dir() {
            return Ok(None);
        }
        let segments = Segment::list(&self.journal())?;
        segments.iter().map(Segment::len).reduce(|sum, len| Ok(sum? + len?)).transpose()
    }

    /// Signs the store as whole, after everything else is durable.
    pub fn sign(&self, disk: &Disk) -> Result<(), EngineError> {
        disk.replace(&self.format(), format!("{FORMAT_WORDS}{FORMAT}\n").as_bytes())
    }

    fn not_a_store(&self, why: &str) -> EngineError {
        EngineError::NotAStore { path: self.dir.clone(), why: why.to_owned() }
    }
}
