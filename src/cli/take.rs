//! `take`: keep a piece of shared work for oneself.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::domain::id::FollowUpId;
use crate::door::follow_ups;
use clap::Args;

/// Keep a follow-up of a team or of anyone for yourself for a while, so that no colleague works on it too.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet take F7")]
pub struct Take {
    /// Which
    id: FollowUpId,
}

impl Take {
    /// Takes it; refused while a colleague has it.
    pub fn run(self, session: &Session) -> Outcome {
        match session.ask(follow_ups::Request::Take(self.id))? {
            follow_ups::Response::Saved(saved) => session.saved("cli-taken", &saved),
            _ => Err(unexpected()),
        }
    }
}
