//! `restore`: puts a backup in the store's place.

use super::backup::{absolute, tell};
use super::error::{Failure, Outcome};
use super::passphrase;
use super::session::{Session, TRIES, unexpected};
use crate::domain::secret::{Key, KeyKind};
use crate::door::Refusal;
use crate::door::maintenance::{Backup, Request, Response};
use clap::Args;
use std::path::{Path, PathBuf};

/// Put a backup in the store's place.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet restore ~/backups/callsheet-20261122-143005.image")]
pub struct Restore {
    /// The backup
    file: PathBuf,
    /// The key file of the backup, if it is not the store's
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
    /// A file whose first line is the passphrase of the backup, for scripts
    #[arg(long, value_name = "FILE", conflicts_with = "key_file")]
    passphrase_file: Option<PathBuf>,
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
        match restored(session, &from, None) {
            Err(Failure::Refused(locked @ Refusal::BackupLocked { by })) => {
                let named = passphrase::in_files(self.key_file.as_deref(), self.passphrase_file.as_deref())?;
                let backup = match named {
                    Some(key) => restored(session, &from, Some(key))?,
                    None if by == KeyKind::Passphrase && passphrase::can_be_typed() => unlocked(session, &from)?,
                    None => return Err(locked.into()),
                };
                tell(session, "cli-restored", &backup)?;
                say_what_opens_it(session, by)
            }
            answer => tell(session, "cli-restored", &answer?),
        }
    }
}

fn restored(session: &Session, from: &Path, key: Option<Key>) -> Result<Backup, Failure> {
    match session.ask_watched(Request::Restore { from: from.to_owned(), key })? {
        Response::Restored(backup) => Ok(backup),
        _ => Err(unexpected()),
    }
}

/// The same with the passphrase of the backup, which may be mistyped.
fn unlocked(session: &Session, from: &Path) -> Result<Backup, Failure> {
    let mut tries = 0;
    loop {
        tries += 1;
        let key = Key::Passphrase(passphrase::of_backup(session.words)?);
        match restored(session, from, Some(key)) {
            Err(Failure::Refused(wrong @ Refusal::BackupWrongKey(_))) if tries < TRIES => {
                passphrase::say(&session.words.refusal(&wrong))?;
            }
            answer => return answer,
        }
    }
}

fn say_what_opens_it(session: &Session, by: KeyKind) -> Outcome {
    if session.out.is_json() {
        return Ok(());
    }
    let by = session.words.t(&format!("key-{by}")).to_owned();
    session.out.line(&session.words.tf("cli-restored-key", &[("by", by.into())]))
}
