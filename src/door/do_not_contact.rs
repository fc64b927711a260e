//! Do not contact.

use super::{About, Saved};
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::id::DoNotContactId;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of suppressions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Suppress a number or address.
    Add {
        /// As typed.
        address: String,
        /// Channel slug, or empty for every channel.
        channel: String,
        /// Why.
        why: String,
    },
    /// Lift one.
    Remove(DoNotContactId),
    /// All of them.
    List {
        /// At most so many.
        limit: usize,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add { .. } => About::change(Action::Suppress, "dnc-add"),
            Self::Remove(_) => About::change(Action::Unsuppress, "dnc-remove"),
            Self::List { .. } => About::look("dnc-list"),
        }
    }
}

/// What suppressions answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<DoNotContactId>),
    /// All of them.
    List(Vec<DoNotContact>),
}
