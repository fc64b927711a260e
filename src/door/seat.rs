//! Seats: screens that several people share. Whoever sits down at one says who they are with a PIN; whoever leaves
//! a screen for a moment locks it. Answered before anybody is known.

use super::About;
use crate::domain::role::Action;
use crate::domain::secret::Secret;
use serde::{Deserialize, Serialize};

/// What can be asked of a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// From now on it is I who sits here.
    SignOn {
        /// Who.
        login: String,
        /// What only they know.
        pin: Secret,
    },
    /// Nobody sits here any more.
    SignOff,
    /// Answer nothing here until my PIN is typed.
    Lock,
    /// It is still me.
    Unlock(Secret),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::SignOn { .. } => About::look_as(Action::Read, "seat-sign-on"),
            Self::SignOff => About::look_as(Action::Read, "seat-sign-off"),
            Self::Lock => About::look_as(Action::Read, "seat-lock"),
            Self::Unlock(_) => About::look_as(Action::Read, "seat-unlock"),
        }
    }
}

/// What a seat answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Welcome.
    SignedOn,
    /// The next one may sign on.
    SignedOff,
    /// Nothing is answered until the PIN is typed.
    Locked,
    /// Everything is answered again.
    Unlocked,
}
