//! What a session hears without asking. An event names records and fields, never values: whoever
//! needs them fetches them under their own role.

use crate::domain::audit::Touched;
use crate::domain::follow_up::Announcement;
use crate::domain::id::{CustomerId, FollowUpId, UserId};
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Something happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Records changed.
    Changed {
        /// The revision of the commit.
        revision: u64,
        /// Who did it.
        by: Option<UserId>,
        /// Which records, and which of their fields.
        touched: Vec<Touched>,
    },
    /// A follow-up announces itself.
    Due {
        /// Which.
        follow_up: FollowUpId,
        /// When it is due.
        at: Timestamp,
        /// Ahead of its time, at its time, or later.
        announced: Announcement,
    },
    /// A call rings, was answered or ended.
    Ring(Ring),
    /// Somebody came, went, or does something else.
    Floor(super::floor::News),
    /// The store is in another state, or further on in it.
    Store(super::system::Standing),
}

/// A call announced by a telephone system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ring {
    /// The number as announced; empty when withheld.
    pub number: String,
    /// What the telephone system calls it. Where it has no name, everybody hears one that the host has made up.
    pub call_id: String,
    /// The line or queue it came in on.
    pub line: String,
    /// Ringing, answered or ended.
    pub phase: RingPhase,
    /// Who it could be, best first.
    pub callers: Vec<Caller>,
}

/// What tells one announced call from another, and nobody its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RingName(pub String);

impl Ring {
    /// What tells this call from another.
    pub fn name(&self) -> RingName {
        RingName(self.call_id.clone())
    }
}

/// Where a ringing call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RingPhase {
    /// It rings.
    Ringing,
    /// Somebody took it.
    Answered,
    /// It is over.
    Ended,
}

/// Somebody who could be calling.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The customer.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// The firm.
    pub company: String,
    /// When we last had to do with each other.
    pub last_contact: Option<Timestamp>,
    /// A complaint is open.
    pub open_complaint: bool,
    /// The number is exactly theirs; else it only ends alike.
    pub exact: bool,
}
