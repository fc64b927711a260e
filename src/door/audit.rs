//! The audit log, which is also the change feed.

use super::About;
use crate::domain::audit::AuditEntry;
use crate::domain::reason::Reason;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Check every link of the chain.
    Verify {
        /// A head kept elsewhere, in hexadecimal, that must be part of the chain.
        head: Option<String>,
    },
    /// Entries behind `after`, in order.
    Read {
        /// The last number already seen; 0 for the beginning.
        after: u64,
        /// At most so many.
        limit: usize,
    },
    /// Changes behind a named cursor, in order: for hooks and `watch`.
    Feed {
        /// The cursor's name.
        cursor: String,
        /// At most so many.
        limit: usize,
    },
    /// Everything up to `seen` was dealt with.
    Advance {
        /// The cursor's name.
        cursor: String,
        /// The last number dealt with.
        seen: u64,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Verify { .. } => About::look_as(Action::Audit, "audit-verify"),
            Self::Read { .. } => About::look_as(Action::Audit, "audit-read"),
            Self::Feed { .. } => About::look("audit-feed"),
            Self::Advance { .. } => About::look("audit-advance"),
        }
    }
}

/// What the audit log answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Every link holds.
    Verified {
        /// Entries checked.
        entries: u64,
        /// The head, in hexadecimal.
        head: String,
    },
    /// The chain is broken at this entry.
    Broken {
        /// Its number.
        at: u64,
        /// What is wrong.
        why: Reason,
    },
    /// Entries with their numbers.
    Entries(Vec<(u64, AuditEntry)>),
    /// The cursor moved.
    Advanced,
}
