//! `restore`: puts a backup in the store's place.

use super::backup::{absolute, tell};
use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::maintenance::{Request, Response};
use clap::Args;
use std::path::PathBuf;

/// Put a backup in the store's place.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet restore ~/backups/callsheet-20261122-143005.image")]
pub struct Restore {
    /// The backup
    file: PathBuf,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Restore {
    /// Does so; the present store stays until the new one is whole.
    pub fn run(self, session: &Session) -> Outcome {
        let from = absolute(&self.file)?;
        let args =
            [("file", from.display().to_string().into()), ("data", session.config.data.display().to_string().into())];
        if !self.yes && !session.confirmed(&session.words.tf("cli-restore-question", &args))? {
            return Ok(());
        }
        match session.ask_watched(Request::Restore { from, key: None })? {
            Response::Restored(backup) => tell(session, "cli-restored", &backup),
            _ => Err(unexpected()),
        }
    }
}
