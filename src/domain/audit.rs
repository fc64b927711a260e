//! The audit log: who did what to which fields, never their values.
//!
//! It is also the change feed: one ordered log of everything that changed, read from named cursors.

use super::choice::choice;
use super::id::UserId;
use super::noun::{Noun, RecordRef};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

choice! {
    /// What kind of hand did it.
    Actor {
        /// A person.
        User = "user",
        /// Callsheet itself.
        System = "system",
        /// A rule.
        Rule = "rule",
        /// A hook.
        Hook = "hook",
    }
}

choice! {
    /// What became of a record.
    Fate {
        /// It came to be.
        Created = "created",
        /// Some fields changed.
        Edited = "edited",
        /// It is gone.
        Removed = "removed",
        /// A masked field was shown to somebody.
        Revealed = "revealed",
        /// What a caller said of a field was not what it holds.
        NotVerified = "not-verified",
        /// A call with it, or of it, was handed on.
        HandedOn = "handed-on",
        /// A call with it, begun by mistake, was thrown away.
        Discarded = "discarded",
        /// Its hour came.
        Due = "due",
    }
}

/// One record a change touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touched {
    /// Which record.
    pub record: RecordRef,
    /// What became of it.
    pub fate: Fate,
    /// The names of the fields that changed; empty when it was created or removed.
    pub fields: Vec<String>,
}

/// How many records of a noun were taken out of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Of this noun.
    pub noun: Noun,
    /// So many.
    pub count: u64,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// The user of Callsheet.
    pub user: Option<UserId>,
    /// The user of the operating system.
    pub os_user: String,
    /// From where: the terminal, or the program.
    pub origin: String,
    /// What kind of hand.
    pub actor: Actor,
    /// How many causes stand before this one: 0 for a person's own deed.
    pub depth: u8,
    /// The request's audit name: `deals.move`.
    pub request: String,
    /// The records.
    pub touched: Vec<Touched>,
    /// What was taken out.
    pub exported: Vec<Exported>,
}
