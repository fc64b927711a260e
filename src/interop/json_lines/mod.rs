//! JSON Lines: every noun of a store, one record a line, as text that every language reads.
//!
//! The first line says what the file is, each other one holds a record under the name of its noun, with the fields
//! `--json` shows; the last one says how many there are, so that a file that was cut short is known.
//!
//! ```text
//! {"callsheet":{"version":1,"store":"5e1f…","at":"2026-11-22T08:00:00Z"}}
//! {"customer":{"id":"10432","kind":"person","name":"Anna Meyer",…}}
//! {"deal":{"id":"D88","title":"Website relaunch","customer":"10432",…}}
//! {"end":{"records":2}}
//! ```
//!
//! Ids are strings, times RFC 3339 in UTC, amounts `{"amount","currency"}`. Later versions may add nouns and fields; a
//! field that is left out has its default, one nobody knows is refused with its line. `version` rises only when
//! what is there already changes its meaning. PINs and hooks are in no file.

mod read;
mod rejects;
mod write;

pub use read::{File, Line, OpenError};
pub use rejects::Rejects;
pub use write::Writer;

use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The version written; this one and those before it are read.
pub const VERSION: u32 = 1;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// How it is to be read.
    pub version: u32,
    /// The name of the store its records are of.
    #[serde(default)]
    pub store: String,
    /// When it was written.
    #[serde(default)]
    pub at: Timestamp,
}

/// How a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// Records in it.
    pub records: u64,
}

#[cfg(test)]
mod tests;
