//! Undo entries: how to take a change back.

use super::edit::Change;
use super::id::{CustomerId, UndoId, UserId};
use super::noun::RecordRef;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How to take back what happened to one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// It was created: remove it, if it is still as it was then.
    Remove {
        /// Which record.
        record: RecordRef,
        /// [`crate::domain::edit::fingerprint`] of the record as created.
        fingerprint: u64,
    },
    /// It was removed: put it back, if its place is free.
    Restore {
        /// Which record.
        record: RecordRef,
        /// The record as JSON.
        json: String,
    },
    /// It was edited: each change backwards, if the field still holds what it was set to.
    Edit {
        /// Which record.
        record: RecordRef,
        /// The changes as they were made.
        changes: Vec<Change>,
    },
}

impl Step {
    /// The record it is about.
    pub fn record(&self) -> RecordRef {
        match self {
            Self::Remove { record, .. } | Self::Restore { record, .. } | Self::Edit { record, .. } => *record,
        }
    }
}

/// A change that can be undone; its steps are kept beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UndoEntry {
    /// 0 until it is stored.
    pub id: UndoId,
    /// When it was done.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<UserId>,
    /// The request's audit name; the locale key is `did-` and this name with dashes.
    pub request: String,
    /// The first record by name: `D88 Website relaunch`.
    pub what: String,
    /// How many records it touched.
    pub count: u64,
    /// Whose personal data the steps hold.
    pub customers: Vec<CustomerId>,
    /// In how many commits it was made; a long job is made of several.
    pub batches: u32,
    /// Already taken back.
    pub undone: bool,
    /// This change itself took back that one: undoing it is a redo.
    pub undoes: Option<UndoId>,
}

impl UndoEntry {
    /// How long a change can be taken back, days: its steps hold personal data, and a quarter has been closed by then.
    pub const KEPT: i64 = 90;

    /// Whether it is still kept at this moment.
    pub fn is_kept(&self, now: Timestamp) -> bool {
        now.seconds_since(self.at) < Self::KEPT * Timestamp::DAY
    }
}
