//! The floor: who is on, and what they do. What is asked here is held in memory: no undo, no audit.

use super::About;
use crate::domain::id::UserId;
use crate::domain::presence::{Presence, State};
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Who is on.
    Present,
    /// What I do from now on, or from the end of my call on.
    SetState {
        /// What.
        presence: Presence,
        /// Why; may be empty.
        reason: String,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Present => About::look("floor-present"),
            Self::SetState { .. } => About::look("floor-set-state"),
        }
    }
}

/// What the floor answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Who is on, a screen each, the longest first.
    Present(Vec<Present>),
    /// What I do now.
    State(State),
}

/// A screen somebody sits at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// The number of the session.
    pub session: u64,
    /// Who it is, once they are known.
    pub user: Option<UserId>,
    /// The user of the operating system.
    pub os_user: String,
    /// The terminal, or the program.
    pub origin: String,
    /// The process.
    pub pid: u32,
    /// Since when.
    pub since: Timestamp,
    /// When it asked for something last.
    pub heard: Timestamp,
    /// It is locked until its user proves who they are.
    pub is_locked: bool,
    /// What they do, at whichever screen; none while they are not known.
    pub state: Option<State>,
}

/// What happened on the floor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum News {
    /// Somebody does something else, has come, or has gone.
    State {
        /// Who.
        user: UserId,
        /// What they do now; nothing once their last screen is closed.
        state: Option<State>,
    },
}
