//! Assignment: whose work it is, and handing it over.

use super::About;
use crate::domain::assignment::Sharing;
use crate::domain::noun::RecordRef;
use crate::domain::party::Owner;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Give work to others: all of it or nothing, under one undo.
    ///
    /// A customer takes along what is open with it and was the former owner's. The note becomes an interaction with
    /// the customer; of a follow-up it becomes a line of its text, which is what its new owner reads.
    HandOver {
        /// Which work.
        what: Work,
        /// Whose it shall be.
        to: Heir,
        /// What the new owner has to know; may be empty.
        note: String,
    },
}

/// Which work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// These customers, follow-ups, deals, tickets, and calls nobody wrapped up.
    Records(Vec<RecordRef>),
    /// Every customer a query finds.
    Found(String),
}

/// Whose work becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heir {
    /// A login, a team's name, `me`, or `anyone`.
    Owner(String),
    /// Shared out among those of a team who are ready.
    Among {
        /// The team's id or name.
        team: String,
        /// How.
        sharing: Sharing,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::HandOver { .. } => About::change(Action::Write, "assignment-hand-over"),
        }
    }
}

/// What assignment answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Handed over.
    HandedOver {
        /// How much each got, who got most first.
        shares: Vec<Share>,
        /// The revision of the commit.
        revision: u64,
    },
}

/// What somebody got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Who.
    pub owner: Owner,
    /// The login, the team's name, or `anyone`.
    pub name: String,
    /// How many pieces of work, without what came along.
    pub count: usize,
}
