//! `compact`: copies the store to take up less of the disk.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::maintenance::{Request, Response};
use crate::i18n::size;
use clap::Args;

/// Copy the store to take up less of the disk.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet compact")]
pub struct Compact {}

impl Compact {
    /// Does so; the present store stays until the new one is whole.
    #[expect(clippy::unused_self, reason = "every verb runs alike")]
    pub fn run(self, session: &Session) -> Outcome {
        let Response::Compacted { before, after } = session.ask_watched(Request::Compact)? else {
            return Err(unexpected());
        };
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({ "before": before, "after": after }));
        }
        let args = [("before", size(before).into()), ("after", size(after).into())];
        session.out.line(&session.words.tf("cli-compacted", &args))
    }
}
