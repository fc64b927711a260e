//! Hooks: commands the host runs when something happened.

use super::About;
use crate::domain::hook::{Hook, HookEvent, HookRun};
use crate::domain::id::HookId;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of hooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Run a command at every event from now on.
    Add {
        /// The event.
        event: HookEvent,
        /// What a shell runs, as the user the host runs under.
        command: String,
        /// Seconds it may take.
        limit_s: u32,
    },
    /// No more.
    Remove(HookId),
    /// All of them, with how their last run ended.
    List,
    /// Run one now, with an event that is none.
    Try(HookId),
}

impl Request {
    /// What this request says of itself. A hook is no record: that it came or went is written down, and not undone.
    pub fn about(&self) -> About {
        match self {
            Self::Add { .. } => About::look_as(Action::ManageHooks, "hooks-add"),
            Self::Remove(_) => About::look_as(Action::ManageHooks, "hooks-remove"),
            Self::List => About::look_as(Action::ManageHooks, "hooks-list"),
            Self::Try(_) => About::look_as(Action::ManageHooks, "hooks-try"),
        }
    }
}

/// What hooks answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// It is there.
    Added(HookId),
    /// It is gone.
    Removed,
    /// All of them, by their ids.
    List(Vec<Hook>),
    /// How the try ended.
    Tried(HookRun),
}
