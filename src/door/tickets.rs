//! Tickets.

use super::{About, Edit, Saved};
use crate::domain::edit::Draft;
use crate::domain::id::{CustomerId, TicketId};
use crate::domain::role::Action;
use crate::domain::ticket::Ticket;
use serde::{Deserialize, Serialize};

/// What can be asked of tickets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A new one.
    Add(Draft),
    /// A changed one.
    Edit(Edit<TicketId>),
    /// Resolved.
    Close {
        /// Which.
        id: TicketId,
        /// What was done.
        resolution: String,
    },
    /// One.
    Show(TicketId),
    /// Open ones, complaints first, then by urgency and due time.
    List {
        /// Of this customer only.
        customer: Option<CustomerId>,
        /// At most so many.
        limit: usize,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add(_) => About::change(Action::Write, "tickets-add"),
            Self::Edit(_) => About::change(Action::Write, "tickets-edit"),
            Self::Close { .. } => About::change(Action::Write, "tickets-close"),
            Self::Show(_) => About::look("tickets-show"),
            Self::List { .. } => About::look("tickets-list"),
        }
    }
}

/// What tickets answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<TicketId>),
    /// One, with its customer's name.
    Ticket(Box<TicketRow>),
    /// Several.
    List(Vec<TicketRow>),
}

/// A ticket with the name of its customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TicketRow {
    /// The ticket.
    pub ticket: Ticket,
    /// The customer's name.
    pub customer_name: String,
}
