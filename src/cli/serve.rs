//! `serve`: be the host.

use super::error::Outcome;
use super::session::Session;
use clap::Args;

/// Serve the store to everybody's sessions.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet serve --data /var/lib/callsheet")]
pub struct Serve {
    /// A session started this host, and it leaves after the last one
    #[arg(long, hide = true)]
    auto: bool,
}

impl Serve {
    /// Serves until it is told to end.
    pub fn run(self, session: &Session) -> Outcome {
        Ok(session.house.serve(session.config, self.auto)?)
    }
}
