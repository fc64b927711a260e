//! Interactions: log, edit, move, and read on along a timeline.

use super::{About, Edit, Saved};
use crate::domain::edit::Draft;
use crate::domain::id::{CustomerId, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::party::Party;
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of interactions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A contact that took place.
    Log(Draft),
    /// A mended one.
    Edit(Edit<InteractionId>),
    /// It was with somebody else.
    Move {
        /// The interaction.
        id: InteractionId,
        /// The customer it was really with.
        to: CustomerId,
    },
    /// One.
    Show(InteractionId),
    /// A page of a party's timeline, newest first.
    Timeline {
        /// Whose.
        party: Party,
        /// Older than this one; nothing for the newest.
        before: Option<(Timestamp, InteractionId)>,
        /// At most so many.
        limit: usize,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Log(_) => About::change(Action::Write, "interactions-log"),
            Self::Edit(_) => About::change(Action::Write, "interactions-edit"),
            Self::Move { .. } => About::change(Action::Write, "interactions-move"),
            Self::Show(_) => About::look("interactions-show"),
            Self::Timeline { .. } => About::look("interactions-timeline"),
        }
    }
}

/// What interactions answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<InteractionId>),
    /// The one asked for.
    Interaction(Box<Interaction>),
    /// A page.
    Timeline {
        /// Newest first.
        interactions: Vec<Interaction>,
        /// Whether there are older ones.
        more: bool,
    },
}
