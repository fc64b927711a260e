//! What can go wrong in an engine, said so that a person can act on it.

use super::Rev;
use crate::domain::reason::{Reason, reason};
use crate::domain::secret::KeyKind;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

/// Why an engine could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A file or directory of the store could not be used.
    #[error("{doing} {path}: {source}", path = path.display())]
    Io {
        /// What was being done, as in "writing".
        doing: &'static str,
        /// To what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another program holds the store.
    #[error(
        "the store at {path} is in use by {holder}; end that program or choose another with --data",
        path = path.display(),
        holder = pid.map_or_else(|| "another program".to_owned(), |pid| format!("process {pid}")),
    )]
    InUse {
        /// The holder, as it signed.
        pid: Option<u32>,
        /// The data directory.
        path: PathBuf,
    },
    /// The store was written by a newer Callsheet.
    #[error("the store has format {found}, this program knows up to {known}; use a newer Callsheet")]
    FromTheFuture {
        /// The store's format.
        found: u32,
        /// The newest one understood here.
        known: u32,
    },
    /// The directory holds something, but not a whole store.
    #[error("{path} is not a whole store: {why}; nothing was changed", path = path.display())]
    NotAStore {
        /// The data directory.
        path: PathBuf,
        /// What is missing or strange.
        why: Reason,
    },
    /// The journal is damaged where no interrupted write can explain it.
    #[error(
        "the journal is damaged at byte {offset} of {path}: {why}; nothing was changed, restore from a backup",
        path = path.display(),
    )]
    JournalDamaged {
        /// The segment.
        path: PathBuf,
        /// Where in it, bytes.
        offset: u64,
        /// What is wrong.
        why: Reason,
    },
    /// The view of the journal is damaged. What was acknowledged is in the journal.
    #[error(
        "the store is damaged: {why}; nothing acknowledged is lost: move `store` in the data directory aside and start \
         again, it is rebuilt from the journal"
    )]
    StoreDamaged {
        /// What was found where.
        why: Reason,
    },
    /// The image the store rests upon, or a backup, is damaged.
    #[error("the image {path} is damaged: {why}; nothing was changed, use another backup", path = path.display())]
    ImageDamaged {
        /// The image.
        path: PathBuf,
        /// What is wrong.
        why: Reason,
    },
    /// The journal does not reach back to the beginning, and the image before it is not there.
    #[error(
        "the image the journal goes on from is missing in {path} (the journal begins with revision {first}); nothing \
         was changed, restore from a backup",
        path = path.display(),
    )]
    ImageMissing {
        /// Where images lie.
        path: PathBuf,
        /// The journal's first revision.
        first: Rev,
    },
    /// A file is not an image of ours: it is neither read as one nor overwritten.
    #[error("{path} is not a backup made by Callsheet; name another file", path = path.display())]
    NotAnImage {
        /// The file.
        path: PathBuf,
    },
    /// A key, value or batch beyond its limit.
    #[error("a {what} of {size} bytes is too large, the limit is {limit}")]
    TooLarge {
        /// Key, value or batch.
        what: &'static str,
        /// Its size, bytes.
        size: usize,
        /// The limit, bytes.
        limit: usize,
    },
    /// An empty key, or one among the engine's own.
    #[error("the key {key:02x?} is empty or reserved for the engine")]
    Reserved {
        /// The key.
        key: Vec<u8>,
    },
    /// A snapshot was held while more was overwritten than the engine keeps for it.
    #[error("the view of revision {rev} is too old, too much has changed since; start again")]
    SnapshotTooOld {
        /// What it looked at.
        rev: Rev,
    },
    /// The changes asked for are no longer kept.
    #[error("the changes after revision {from} are no longer kept, the first kept is {first}; read everything afresh")]
    FeedTooOld {
        /// After which revision changes were asked for.
        from: Rev,
        /// The first revision kept.
        first: Rev,
    },
    /// The journal could not be written. What is stored can be read.
    #[error("the store is read-only: {why}; once that is mended, start again")]
    ReadOnly {
        /// What failed.
        why: Reason,
    },
    /// The store failed inside. What was acknowledged is in the journal.
    #[error("the store failed while {doing}: {why}; nothing acknowledged is lost, start again")]
    Broken {
        /// What was being done.
        doing: &'static str,
        /// What it said.
        why: Reason,
    },
    /// Whoever watched the work ended it.
    #[error("stopped; nothing was changed")]
    Stopped,
    /// The store is encrypted, and nothing that opens it was given.
    #[error("the store is encrypted and needs its key ({by})")]
    Sealed {
        /// What opens it.
        by: KeyKind,
    },
    /// What was given does not open the store.
    #[error("this key ({by}) does not open the store; nothing was changed")]
    WrongKey {
        /// What opens it.
        by: KeyKind,
    },
    /// The wrapped data key is damaged. Every image holds it as well.
    #[error("the key kept with the store is damaged: {why}; nothing was changed, restore from an image or a backup")]
    KeyDamaged {
        /// What is wrong.
        why: Reason,
    },
    /// A file beside the store is damaged. It can be removed: it holds nothing that is not elsewhere.
    #[error("{path} is damaged: {why}; remove it, it is made anew", path = path.display())]
    FileDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: Reason,
    },
    /// What was given as a key file cannot be one.
    #[error("{path} is no key file: it must hold between 32 bytes and 64 KB nobody can guess", path = path.display())]
    BadKeyFile {
        /// The file.
        path: PathBuf,
    },
    /// The system has no random numbers for keys.
    #[error("the system gives no random numbers for a key: {why}")]
    NoRandomness {
        /// What it said.
        why: String,
    },
    /// The engine was closed.
    #[error("the store is closed")]
    Closed,
}

impl EngineError {
    /// Why a store that met this takes no more changes.
    pub(in crate::store) fn standstill(&self) -> Reason {
        match self {
            Self::ReadOnly { why } => why.clone(),
            Self::Io { path, source, .. } => disk_refuses(source, &format!("{}: {source}", path.display())),
            other => reason("disk-fails").with("said", other),
        }
    }

    /// Wraps an I/O error: `.map_err(EngineError::io("writing", path))`.
    pub(in crate::store) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}

/// What a library beneath the store, or a panic in it, said: in its own words.
pub(in crate::store) fn library_said(said: impl Display) -> Reason {
    reason("library-said").with("said", said)
}

/// What ails a disk that gave this error; what was `said` stands behind.
pub(in crate::store) fn disk_refuses(error: &io::Error, said: &str) -> Reason {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => reason("disk-full").with("said", said),
        io::ErrorKind::ReadOnlyFilesystem => reason("disk-read-only").with("said", said),
        _ => reason("disk-fails").with("said", said),
    }
}
