//! Tickets: requests, faults and complaints.

use super::choice::choice;
use super::id::{CustomerId, TicketId, UserId};
use super::party::Owner;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

choice! {
    /// What a ticket is about.
    TicketKind {
        /// The customer wants something.
        Request = "request",
        /// Something does not work.
        Fault = "fault",
        /// The customer is unhappy; it heads the card while it is open.
        Complaint = "complaint",
    }
}

choice! {
    /// How soon it matters.
    Urgency {
        /// When there is time.
        Low = "low",
        /// As usual.
        Normal = "normal",
        /// Before others.
        High = "high",
        /// Now.
        Critical = "critical",
    }
}

choice! {
    /// Where a ticket stands.
    TicketState {
        /// To be resolved.
        Open = "open",
        /// Resolved.
        Closed = "closed",
    }
}

/// A request, fault or complaint of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// 0 until it is stored.
    pub id: TicketId,
    /// Whose.
    pub customer: CustomerId,
    /// Request, fault or complaint.
    pub kind: TicketKind,
    /// What is the matter.
    pub text: String,
    /// How soon it matters.
    pub urgency: Urgency,
    /// Who is on it.
    pub owner: Owner,
    /// By when.
    pub due: Option<Timestamp>,
    /// Open or closed.
    pub state: TicketState,
    /// What was done.
    pub resolution: String,
    /// When it came to be.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When it was closed.
    pub closed: Option<Timestamp>,
}

impl Default for Ticket {
    fn default() -> Self {
        Self {
            id: TicketId::default(),
            customer: CustomerId::default(),
            kind: TicketKind::Request,
            text: String::new(),
            urgency: Urgency::Normal,
            owner: Owner::Anyone,
            due: None,
            state: TicketState::Open,
            resolution: String::new(),
            created: Timestamp::default(),
            created_by: None,
            closed: None,
        }
    }
}

impl Ticket {
    /// Whether it is a complaint still to be resolved.
    pub fn is_open_complaint(&self) -> bool {
        self.kind == TicketKind::Complaint && self.state == TicketState::Open
    }
}
