//! `archive`: put a customer away, or bring it back.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::customers;
use clap::Args;

/// Put a customer away.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet archive 10432")]
pub struct Archive {
    /// Whom
    #[arg(value_name = "CUSTOMER")]
    customer: String,
    /// Bring it back instead
    #[arg(long)]
    back: bool,
}

impl Archive {
    /// Does so.
    pub fn run(self, session: &Session) -> Outcome {
        let id = session.customer(&self.customer)?;
        let key = if self.back { "cli-brought-back" } else { "cli-archived" };
        match session.ask(customers::Request::Archive(id, !self.back))? {
            customers::Response::Saved(saved) => session.saved(key, &saved),
            _ => Err(unexpected()),
        }
    }
}
