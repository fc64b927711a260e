//! The state of the store, its settings, and who one is. Answered in every state.

use super::{About, CallId};
use crate::domain::edit::Change;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::domain::user::User;
use serde::{Deserialize, Serialize};

/// What can be asked of the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// State, counts and who one is.
    Status,
    /// Settings.
    Settings,
    /// Changed settings.
    Configure(Vec<Change>),
    /// What became of a call whose answer was lost.
    Outcome(CallId),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Status => About::look("system-status"),
            Self::Settings => About::look("system-settings"),
            Self::Configure(_) => About::change(Action::Configure, "system-configure"),
            Self::Outcome(_) => About::look("system-outcome"),
        }
    }
}

/// What the CRM can do at the moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// A passphrase is needed.
    Locked,
    /// The store is being opened or rebuilt; so many thousandths are done.
    Recovering {
        /// 0 to 1000.
        done: u16,
    },
    /// Changes are refused.
    ReadOnly {
        /// Why.
        why: String,
    },
    /// Everything.
    Ready,
}

/// What the system answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// How things stand.
    Status(Box<Status>),
    /// The settings.
    Settings(Box<Settings>),
    /// The settings are stored.
    Configured {
        /// The revision of the commit.
        revision: u64,
    },
    /// The revision a call made, or nothing if it never took place.
    Outcome(Option<u64>),
}

/// How things stand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// What the CRM can do at the moment.
    pub state: State,
    /// Who one is.
    pub me: User,
    /// The newest revision.
    pub revision: u64,
    /// Customers there are.
    pub customers: u64,
    /// Where the store is.
    pub data: String,
}
