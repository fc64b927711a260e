//! Warm transfer: a colleague takes a running call over with its note, its wrap-up line and its clock. Until they do it
//! stays with whoever has it.

use super::floor::Draft;
use super::{About, CallId};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::presence::State;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked about handing a call on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Who is on duty and could take a call.
    Colleagues,
    /// Offers an open call of mine to a colleague, and to nobody else any more.
    Offer {
        /// Which.
        call: CallId,
        /// To whom.
        to: UserId,
    },
    /// What is offered to me, and what I offer.
    Open,
    /// I take a call that is offered to me. This is audited.
    Accept(CallId),
    /// I do not take it; or it is mine, and I offer it no more.
    Decline(CallId),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Colleagues => About::look_as(Action::Write, "transfer-colleagues"),
            Self::Offer { .. } => About::look_as(Action::Write, "transfer-offer"),
            Self::Open => About::look("transfer-open"),
            Self::Accept(_) => About::look_as(Action::Write, "transfer-accept"),
            Self::Decline(_) => About::look("transfer-decline"),
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Those on duty, besides oneself, by name.
    Colleagues(Vec<OnDuty>),
    /// It is offered; false if the colleague is gone, or the call is over.
    Offered(bool),
    /// Mine, and those offered to me.
    Open(Vec<Offer>),
    /// The call, which is mine now; nothing if it is offered no more.
    Accepted(Option<Box<Draft>>),
    /// It is declined, or offered no more.
    Done,
}

/// A colleague who could take a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDuty {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub state: State,
}

/// A call that is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The name of its draft.
    pub call: CallId,
    /// Whether it is one's own call, offered to a colleague.
    pub is_mine: bool,
    /// Who has it.
    pub by: String,
    /// Who is to take it.
    pub to: String,
    /// With whom the call is: a name, else a number, else empty.
    pub with: String,
    /// The customer it is with, once known.
    pub customer: Option<CustomerId>,
}
