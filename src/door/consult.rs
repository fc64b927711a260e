//! Asking the supervisor during a call: those on duty see it as it goes on, and what they say stands beside it. Nothing
//! of it outlives the call: no undo, no audit.

use super::floor::OpenCall;
use super::{About, CallId};
use crate::domain::id::CustomerId;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of and by a supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Shows an open call of mine to the supervisors on duty: to those of my team, else to all.
    Ask(CallId),
    /// Which calls I ask about, and which I am asked about.
    Open,
    /// A call I am asked about, as it stands now.
    Look(CallId),
    /// Says something to whoever asked; from then on nobody else is asked.
    Reply {
        /// About which call.
        call: CallId,
        /// What.
        text: String,
    },
    /// I ask no more, or can no longer be asked.
    Close(CallId),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Ask(_) => About::look_as(Action::Write, "consult-ask"),
            Self::Open => About::look("consult-open"),
            Self::Look(_) => About::look_as(Action::Advise, "consult-look"),
            Self::Reply { .. } => About::look_as(Action::Advise, "consult-reply"),
            Self::Close(_) => About::look("consult-close"),
        }
    }
}

/// What is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Who is asked, by name; nobody where no supervisor is on duty.
    Asked(Vec<String>),
    /// Mine, and those I am asked about.
    Open(Vec<Consult>),
    /// The call; nothing once it is over, or one is asked no more.
    Call(Option<Box<Shown>>),
    /// It is said, or closed.
    Done,
}

/// A call somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consult {
    /// The name of its draft.
    pub call: CallId,
    /// Whether it is one's own call, about which others are asked.
    pub is_mine: bool,
    /// Who asks.
    pub by: String,
    /// With whom the call is: a name, else a number, else empty.
    pub with: String,
    /// The customer it is with, once known.
    pub customer: Option<CustomerId>,
    /// Who is asked.
    pub asked: Vec<String>,
    /// What was said, oldest first.
    pub said: Vec<Said>,
}

/// Something a supervisor said about a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

/// A call as it is shown to whoever is asked about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Who asks, and what was said.
    pub consult: Consult,
    /// The call, with all that is typed about it.
    pub open: OpenCall,
}
