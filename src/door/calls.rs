//! Calls: who is it, may we dial, and the wrap-up that closes a call in one commit.

use super::event::{Caller, Ring};
use super::{About, Saved};
use crate::domain::id::{CustomerId, DealId, FollowUpId, InteractionId, ListId};
use crate::domain::interaction::Interaction;
use crate::domain::party::{Owner, Party};
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Who has this number?
    CallerId(String),
    /// May this number be dialled? Every dialling path asks; the answer can be a refusal.
    Dial(ToDial),
    /// Dial it although it was refused. The reason is kept and audited; what a person asked for is passed over by those
    /// only who may lift it.
    DialNevertheless {
        /// The number.
        to_dial: ToDial,
        /// Why.
        why: String,
    },
    /// Tell the sessions that a call rings, was answered or ended.
    Ring {
        /// As announced; `callers` is filled in on the way.
        ring: Ring,
        /// The login of the user to tell; empty for everybody.
        to: String,
    },
    /// Close a call: the interaction, its next step and its deal, all or nothing.
    WrapUp(Box<WrapUp>),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::CallerId(_) => About::look("calls-caller-id"),
            Self::Dial(_) => About::look_as(Action::Write, "calls-dial"),
            Self::DialNevertheless { .. } => About::change(Action::Write, "calls-dial-nevertheless"),
            Self::Ring { .. } => About::look_as(Action::Ring, "calls-ring"),
            Self::WrapUp(_) => About::change(Action::Write, "calls-wrap-up"),
        }
    }
}

/// A number somebody wants to call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToDial {
    /// As typed, stored or shown masked.
    pub number: String,
    /// Whose it is; a masked one can be told by that only.
    pub customer: Option<CustomerId>,
    /// The call list it is called from, whose hours hold.
    pub list: Option<ListId>,
}

/// Everything that closes a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WrapUp {
    /// The contact: party, direction, times, number, note, disposition (code or slug).
    pub interaction: Interaction,
    /// The next step.
    pub next_step: Option<NextStep>,
    /// The deal to move, and the stage as typed.
    pub deal: Option<(DealId, String)>,
    /// The call list it was made from.
    pub list: Option<ListId>,
}

/// A next step agreed in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    /// When.
    pub due: Timestamp,
    /// The day counts, not the hour.
    pub all_day: bool,
    /// What to do.
    pub text: String,
    /// Whose; nothing for the agent's own.
    pub owner: Option<Owner>,
}

/// What calls answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Who it could be, exact matches first.
    Callers(Vec<Caller>),
    /// It may be dialled, in this form.
    Dial {
        /// E.164, or the digits.
        number: String,
    },
    /// The sessions were told.
    Told {
        /// How many.
        sessions: usize,
    },
    /// Closed.
    WrappedUp {
        /// The interaction.
        saved: Saved<InteractionId>,
        /// The next step made.
        follow_up: Option<FollowUpId>,
        /// The deal's stage now.
        stage: Option<String>,
        /// With whom it was.
        party: Party,
    },
}
