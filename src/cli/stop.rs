//! `stop`: end the host.

use super::error::Outcome;
use super::session::Session;
use clap::Args;

/// End the host, which finishes what it does first.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet stop")]
pub struct Stop {}

impl Stop {
    /// Ends it, and waits until it is gone.
    #[expect(clippy::unused_self, reason = "every verb runs alike")]
    pub fn run(self, session: &Session) -> Outcome {
        let stopped = session.house.stop(session.config)?;
        if session.out.is_json() {
            return session.out.json(&serde_json::json!({ "stopped": stopped }));
        }
        session.out.line(session.words.t(if stopped { "cli-stopped" } else { "cli-no-host" }))
    }
}
