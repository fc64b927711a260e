//! Where a store is kept, seen from who keeps it.

use crate::crm::audit::hex;
use crate::domain::secret::Key;
use crate::domain::time::Timestamp;
use crate::door::maintenance::Backup;
use crate::door::system::Notice;
use crate::store::engine::chain::Head;
use crate::store::engine::{Engine, EngineError};
use crate::store::key::Table;
use crate::store::sled::{self, Manifest, Options, SledEngine, Watch};
use parking_lot::Mutex;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

/// A place a store is kept in: opens it, and works on it while it is closed.
pub trait Vault: Send + Sync {
    /// Where it is, for people.
    fn place(&self) -> &Path;

    /// Opens the store, or makes an empty one if there is none. Only one may be open at a time.
    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError>;

    /// Writes a verified backup of the open store to a file; with `keep`, to a new one in a directory that keeps as many.
    fn back_up(&self, to: &Path, keep: Option<usize>, watch: &mut Watch) -> Result<Backup, EngineError>;

    /// Looks whether a file is a backup, and whether this key opens it.
    fn try_backup(&self, from: &Path, key: Option<&Key>) -> Result<(), EngineError>;

    /// Puts a backup in the place of the store, which is closed.
    fn restore(&self, from: &Path, key: Option<&Key>, watch: &mut Watch) -> Result<Backup, EngineError>;

    /// Copies the closed store to take up less; tells the bytes on disk before and after.
    fn compact(&self, key: Option<&Key>, watch: &mut Watch) -> Result<(u64, u64), EngineError>;

    /// Seals the closed store with another key, or unseals it.
    fn reseal(&self, from: Option<&Key>, to: Option<&Key>, watch: &mut Watch) -> Result<(), EngineError>;

    /// Whether something can be written and kept there at the moment.
    fn try_writing(&self) -> Result<(), EngineError>;
}

/// An open store.
pub struct Opened {
    /// The store.
    pub engine: Arc<dyn Engine>,
    /// What a person should know of its opening.
    pub notices: Vec<Notice>,
}

/// A data directory.
pub struct Directory {
    dir: PathBuf,
    options: Options,
    /// The store, while somebody has it open.
    open: Mutex<Weak<SledEngine>>,
}

impl Directory {
    /// The directory at this path, which need not be there yet.
    pub fn new(dir: &Path, options: Options) -> Self {
        Self { dir: dir.to_owned(), options, open: Mutex::default() }
    }

    fn options(&self, key: Option<&Key>) -> Options {
        Options { key: key.cloned(), ..self.options.clone() }
    }
}

impl Vault for Directory {
    fn place(&self) -> &Path {
        &self.dir
    }

    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError> {
        let (engine, opened) = SledEngine::open(&self.dir, self.options(key), watch)?;
        let engine = Arc::new(engine);
        *self.open.lock() = Arc::downgrade(&engine);
        Ok(Opened { engine, notices: notices(&opened) })
    }

    fn back_up(&self, to: &Path, keep: Option<usize>, watch: &mut Watch) -> Result<Backup, EngineError> {
        let engine = self.open.lock().upgrade().ok_or(EngineError::Closed)?;
        let (path, manifest) = match keep {
            Some(keep) => engine.back_up_in(to, keep, watch)?,
            None => (to.to_owned(), engine.back_up(to, watch)?),
        };
        backup(path, &manifest)
    }

    fn try_backup(&self, from: &Path, key: Option<&Key>) -> Result<(), EngineError> {
        sled::try_backup(from, &self.options(key))
    }

    fn restore(&self, from: &Path, key: Option<&Key>, watch: &mut Watch) -> Result<Backup, EngineError> {
        backup(from.to_owned(), &sled::restore(&self.dir, from, &self.options(key), watch)?)
    }

    fn compact(&self, key: Option<&Key>, watch: &mut Watch) -> Result<(u64, u64), EngineError> {
        let compacted = sled::compact(&self.dir, &self.options(key), watch)?;
        Ok((compacted.before, compacted.after))
    }

    fn reseal(&self, from: Option<&Key>, to: Option<&Key>, watch: &mut Watch) -> Result<(), EngineError> {
        sled::reseal(&self.dir, to, &self.options(from), watch)
    }

    fn try_writing(&self) -> Result<(), EngineError> {
        sled::try_writing(&self.dir, &self.options)
    }
}

/// What the manifest of a backup says of it.
fn backup(path: PathBuf, manifest: &Manifest) -> Result<Backup, EngineError> {
    let measured = std::fs::metadata(&path);
    let bytes = measured.map_err(|source| EngineError::Io { doing: "measuring", path: path.clone(), source })?.len();
    let head = manifest.heads.get(&(Table::Audit as u8)).copied().unwrap_or(Head::START);
    Ok(Backup {
        revision: manifest.rev.0,
        at: Timestamp(manifest.at_unix_ms as i64),
        bytes,
        entries: manifest.sum.count(),
        audit_head: hex(&head),
        path,
    })
}

/// What opening came to, where a person should know.
fn notices(opened: &sled::Opened) -> Vec<Notice> {
    let rebuilt = opened.rebuilt.as_ref().map(|rebuilt| Notice::Rebuilt {
        why: rebuilt.why.reason(),
        revision: rebuilt.to.0,
        at: rebuilt.at_unix_ms.map(|ms| Timestamp(ms as i64)),
        aside: rebuilt.aside.clone(),
    });
    let replayed = (opened.replayed > 0 && rebuilt.is_none()).then_some(Notice::Replayed { commits: opened.replayed });
    let torn = opened.torn.as_ref().map(|torn| Notice::Torn { bytes: torn.bytes });
    let renewed = opened.image_fault.as_ref().map(|_| Notice::ImageRenewed);
    rebuilt.into_iter().chain(replayed).chain(torn).chain(renewed).collect()
}
