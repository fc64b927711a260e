//! Follow-ups and the queue.

use super::{About, Edit, Saved};
use crate::domain::deal::Deal;
use crate::domain::edit::Draft;
use crate::domain::follow_up::{FollowUp, Lane};
use crate::domain::id::FollowUpId;
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of follow-ups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A new one.
    Add(Draft),
    /// A changed one.
    Edit(Edit<FollowUpId>),
    /// Done, with what came of it, and perhaps the next step with the same party. All or none of them, under one undo.
    Done {
        /// Which.
        ids: Vec<FollowUpId>,
        /// What came of it.
        outcome: String,
        /// The next step of each; its party is the same unless it names another.
        next: Option<Draft>,
    },
    /// Put off: all or none of them, under one undo.
    Snooze {
        /// Which.
        ids: Vec<FollowUpId>,
        /// Until when.
        until: Timestamp,
    },
    /// Keep one of a team's or of anyone's for me, for [`FollowUp::LEASE`]; refused while a colleague has it.
    Take(FollowUpId),
    /// Give back what is kept for me before its time; changes nothing where nobody keeps it, and is refused while a
    /// colleague does.
    GiveBack(FollowUpId),
    /// One.
    Show(FollowUpId),
    /// What is to be done.
    Queue(QueueFilter),
}

/// Which part of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QueueFilter {
    /// Whose: a login, `me`, `team` or `anyone`; nothing for mine, my team's and nobody's.
    pub owner: Option<String>,
    /// Only what is overdue.
    pub overdue: bool,
    /// At most so many; 0 for [`QueueFilter::LIMIT`].
    pub limit: usize,
}

impl QueueFilter {
    /// Rows when none are named.
    pub const LIMIT: usize = 500;
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Add(_) => About::change(Action::Write, "follow-ups-add"),
            Self::Edit(_) => About::change(Action::Write, "follow-ups-edit"),
            Self::Done { .. } => About::change(Action::Write, "follow-ups-done"),
            Self::Snooze { .. } => About::change(Action::Write, "follow-ups-snooze"),
            Self::Take(_) => About::change(Action::Write, "follow-ups-take"),
            Self::GiveBack(_) => About::change(Action::Write, "follow-ups-give-back"),
            Self::Show(_) => About::look("follow-ups-show"),
            Self::Queue(_) => About::look("follow-ups-queue"),
        }
    }
}

/// What follow-ups answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored; of several, the first one.
    Saved(Saved<FollowUpId>),
    /// The one asked for.
    FollowUp(Box<FollowUp>),
    /// The queue.
    Queue(Queue),
}

/// What is to be done, in order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Queue {
    /// Callbacks by the clock, then overdue, today, later; within a lane by score.
    pub items: Vec<QueueItem>,
    /// Open deals without a next step.
    pub no_next_step: Vec<DealRow>,
    /// Whether there is more than the limit.
    pub more: bool,
}

/// A line of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueueItem {
    /// The follow-up.
    pub follow_up: FollowUp,
    /// The customer's name, or the bare number.
    pub customer_name: String,
    /// Where it stands.
    pub lane: Lane,
    /// [`FollowUp::score`].
    pub score: i64,
    /// The owner's login, or `anyone`, or the team's name.
    pub owner_name: String,
    /// The login of whoever has it open, while it is shared.
    pub leased_to: Option<String>,
}

/// A deal with the name of its customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealRow {
    /// The deal.
    pub deal: Deal,
    /// The customer's name.
    pub customer_name: String,
    /// When its next step is due.
    pub next_step: Option<Timestamp>,
}
