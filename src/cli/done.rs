//! `done`: a follow-up is done.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::domain::id::FollowUpId;
use crate::door::follow_ups;
use clap::Args;

/// A follow-up is done.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet done F7 quote accepted")]
pub struct Done {
    /// Which
    id: FollowUpId,
    /// What came of it
    #[arg(num_args = 0..)]
    text: Vec<String>,
}

impl Done {
    /// Says so.
    pub fn run(self, session: &Session) -> Outcome {
        let done = follow_ups::Request::Done { ids: vec![self.id], outcome: self.text.join(" "), next: None };
        match session.ask(done)? {
            follow_ups::Response::Saved(saved) => session.saved("cli-done", &saved),
            _ => Err(unexpected()),
        }
    }
}
