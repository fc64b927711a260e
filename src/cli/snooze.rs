//! `snooze`: put a follow-up off.

use super::error::Outcome;
use super::follow_up::due;
use super::session::{Session, unexpected};
use crate::domain::id::FollowUpId;
use crate::door::follow_ups;
use clap::Args;

/// Put a follow-up off.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet snooze F7 '+2wd'")]
pub struct Snooze {
    /// Which
    id: FollowUpId,
    /// Until when
    #[arg(required = true, num_args = 1..)]
    when: Vec<String>,
}

impl Snooze {
    /// Puts it off, and says in words until when.
    pub fn run(self, session: &Session) -> Outcome {
        let when = session.when(&self.when.join(" "))?;
        let follow_ups::Response::Saved(saved) =
            session.ask(follow_ups::Request::Snooze { ids: vec![self.id], until: when.at })?
        else {
            return Err(unexpected());
        };
        session.saved("cli-snoozed", &saved)?;
        if session.out.is_json() { Ok(()) } else { session.out.line(&due(session, &when)?) }
    }
}
