//! `backup`: the whole store in one verified file, taken while work goes on.

use super::error::Outcome;
use super::session::{Session, unexpected};
use crate::door::maintenance::{Backup, Request, Response};
use crate::i18n::size;
use clap::Args;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Write the whole store to one verified file, while work goes on.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet backup --to ~/backups --keep 7")]
pub struct BackUp {
    /// The file
    #[arg(required_unless_present = "to", conflicts_with = "to")]
    file: Option<PathBuf>,
    /// A directory; the file is named after the time
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// How many backups stay in that directory; older ones go
    #[arg(long, value_name = "N", requires = "to", default_value_t = 7)]
    keep: usize,
    /// Do not ask whether to replace a file
    #[arg(long, short)]
    yes: bool,
}

impl BackUp {
    /// Writes it.
    pub fn run(self, session: &Session) -> Outcome {
        let request = match (self.file, self.to) {
            (_, Some(dir)) => Request::BackUp { to: absolute(&dir)?, keep: Some(self.keep) },
            (Some(file), None) => {
                let file = absolute(&file)?;
                let question = [("file", file.display().to_string().into())];
                let question = || session.words.tf("cli-replace-question", &question);
                if file.exists() && !self.yes && !session.confirmed(&question())? {
                    return Ok(());
                }
                Request::BackUp { to: file, keep: None }
            }
            (None, None) => return Err(unexpected()),
        };
        let Response::BackedUp(backup) = session.ask_watched(request)? else { return Err(unexpected()) };
        tell(session, "cli-backed-up", &backup)
    }
}

/// Says what is in a backup, in the words of `key`.
pub(super) fn tell(session: &Session, key: &str, backup: &Backup) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&document(backup));
    }
    let at = session.clock()?.moment(backup.at);
    let args = [
        ("file", backup.path.display().to_string().into()),
        ("at", at.into()),
        ("revision", backup.revision.to_string().into()),
        ("entries", backup.entries.to_string().into()),
        ("size", size(backup.bytes).into()),
        ("head", backup.audit_head.clone().into()),
    ];
    session.out.lines(&session.words.tf(key, &args))
}

fn document(backup: &Backup) -> Value {
    json!({
        "file": backup.path,
        "revision": backup.revision,
        "at": backup.at,
        "bytes": backup.bytes,
        "entries": backup.entries,
        "audit_head": backup.audit_head,
    })
}

/// The path from the root: whoever keeps the store may stand elsewhere.
pub(super) fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    std::path::absolute(path)
}
