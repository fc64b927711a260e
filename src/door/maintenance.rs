//! Care for the whole store: backups, restoring, compacting, checking, sealing.
//!
//! All of it reports how far it is ([`super::Part::Upkeep`]) and can be cancelled until the moment the
//! outcome is put in place; until then nothing is changed. What needs the store closed closes it for as
//! long: every session sees [`super::system::State::Recovering`] meanwhile.

use super::About;
use crate::domain::finding::Finding;
use crate::domain::role::Action;
use crate::domain::secret::Key;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What can be asked of whoever keeps the store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Write a verified backup while work goes on.
    BackUp {
        /// The file; with `keep`, the directory the backups are kept in.
        to: PathBuf,
        /// How many backups stay in that directory; the oldest beyond go.
        keep: Option<usize>,
    },
    /// Put a backup in the store's place.
    Restore {
        /// The backup.
        from: PathBuf,
        /// What opens the backup, if it is sealed and the present store's key does not.
        key: Option<Key>,
    },
    /// Copy the store to take up less of the disk.
    Compact,
    /// Look at everything, change nothing.
    Check,
    /// Take an image, then put damaged values aside and make indexes and sequences agree with the records.
    Repair,
    /// Seal the store.
    Encrypt(Key),
    /// Unseal the store.
    Decrypt(Key),
    /// Seal the store with another key.
    ChangeKey {
        /// What opens it now.
        from: Key,
        /// What shall open it.
        to: Key,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::BackUp { .. } => About::look_as(Action::Maintain, "maintenance-back-up"),
            Self::Restore { .. } => About::change(Action::Maintain, "maintenance-restore"),
            Self::Compact => About::look_as(Action::Maintain, "maintenance-compact"),
            Self::Check => About::look_as(Action::Maintain, "maintenance-check"),
            Self::Repair => About::change(Action::Maintain, "maintenance-repair"),
            Self::Encrypt(_) => About::change(Action::Maintain, "maintenance-encrypt"),
            Self::Decrypt(_) => About::change(Action::Maintain, "maintenance-decrypt"),
            Self::ChangeKey { .. } => About::change(Action::Maintain, "maintenance-change-key"),
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The backup is written, read back and verified.
    BackedUp(Backup),
    /// The store holds what the backup held.
    Restored(Backup),
    /// The store was copied.
    Compacted {
        /// Bytes on disk before.
        before: u64,
        /// Bytes on disk now.
        after: u64,
    },
    /// What was found.
    Checked(Vec<Finding>),
    /// What could be mended is mended.
    Repaired {
        /// Keys and values put right.
        steps: u64,
        /// What a check finds now.
        findings: Vec<Finding>,
        /// The backup of what was there before; nothing where nothing had to be mended.
        before: Option<PathBuf>,
    },
    /// The store is sealed, unsealed, or sealed with another key.
    Resealed,
}

/// A backup, as its manifest tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// The revision of the store it holds.
    pub revision: u64,
    /// When it was taken.
    pub at: Timestamp,
    /// Its size, bytes.
    pub bytes: u64,
    /// Entries in it, records and indexes.
    pub entries: u64,
    /// The head of the audit chain, as `audit verify --head` takes it.
    pub audit_head: String,
}
