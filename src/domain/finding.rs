//! What a look at the whole store found.

use super::choice::choice;
use super::reason::Reason;
use serde::{Deserialize, Serialize};

choice! {
    /// How much a finding matters.
    Gravity {
        /// Good to know.
        Note = "note",
        /// Nothing is lost yet; something should be done.
        Warning = "warning",
        /// Something is damaged or missing.
        Damage = "damage",
    }
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub gravity: Gravity,
    /// What it is; its words also say what to do.
    pub what: Reason,
}
