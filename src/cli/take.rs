//! `take`: keep a piece of shared work for oneself, and give it back.

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
    /// Give it back before its time
    #[arg(long)]
    back: bool,
}

impl Take {
    /// Takes it; refused while a colleague has it.
    pub fn run(self, session: &Session) -> Outcome {
        let (request, said) = if self.back {
            (follow_ups::Request::GiveBack(self.id), "cli-given-back")
        } else {
            (follow_ups::Request::Take(self.id), "cli-taken")
        };
        match session.ask(request)? {
            follow_ups::Response::Saved(saved) => session.saved(said, &saved),
            _ => Err(unexpected()),
        }
    }
}
