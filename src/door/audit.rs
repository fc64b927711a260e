//! The audit log, which is also the change feed.

use super::About;
use crate::domain::audit::AuditEntry;
use crate::domain::id::CustomerId;
use crate::domain::reason::Reason;
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
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
    /// Entries that fit a filter, page by page.
    Find(Look),
    /// Changes behind a named cursor, in order: for hooks and `watch`.
    Feed {
        /// The cursor's name.
        cursor: String,
        /// At most so many.
        limit: usize,
    },
    /// The same behind any entry, for whoever remembers it themselves; without one the last entry alone.
    Follow {
        /// The last number already seen.
        after: Option<u64>,
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

/// Which entries; all that is left out fits.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filter {
    /// Of this person: a login, a name, an id or `me`.
    pub by: Option<String>,
    /// About this customer and what hangs on it.
    pub customer: Option<CustomerId>,
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// A page of the entries that fit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Look {
    /// Which.
    pub filter: Filter,
    /// From the end of the log back.
    pub newest_first: bool,
    /// The last number looked at already.
    pub past: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// An entry, with its number and who it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number.
    pub number: u64,
    /// The login of its user, or empty.
    pub login: String,
    /// What was done.
    pub entry: AuditEntry,
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Verify { .. } => About::look_as(Action::Audit, "audit-verify"),
            Self::Read { .. } => About::look_as(Action::Audit, "audit-read"),
            Self::Find(_) => About::look_as(Action::Audit, "audit-find"),
            Self::Feed { .. } => About::look("audit-feed"),
            Self::Follow { .. } => About::look("audit-follow"),
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
    /// Entries that fit.
    Found {
        /// In the order asked for.
        lines: Vec<Line>,
        /// Where to go on; nothing at the end of the log. A look is bounded: it may end before it found anything.
        past: Option<u64>,
    },
    /// Entries of the feed, without the machines they came from.
    Followed(Vec<Line>),
    /// The cursor moved.
    Advanced,
}
