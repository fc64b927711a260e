//! Where an import was stopped: a small file beside the one that is imported.

use super::super::error::Failure;
use super::unusable;
use crate::domain::id::UndoId;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Where an import was stopped, and what takes back what came in before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// The line of the last row that was taken or refused.
    pub after_line: u64,
    /// The undo of what came in so far; nothing came in without it.
    pub undo: Option<UndoId>,
    /// Bytes of the file then: another file is another import.
    size: u64,
}

impl Stopped {
    /// Reads where the import of a file was stopped.
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let text = fs::read(beside(file)).map_err(|_| nothing_stopped(file))?;
        let stopped: Self = serde_json::from_slice(&text).map_err(|_| nothing_stopped(file))?;
        if stopped.size == size(file) {
            Ok(stopped)
        } else {
            Err(Failure::failed("file-changed").with("file", file.display()))
        }
    }

    /// Notes where the import of a file was stopped.
    pub fn write(file: &Path, after_line: u64, undo: Option<UndoId>) -> Result<(), Failure> {
        let path = beside(file);
        let stopped = Self { after_line, undo, size: size(file) };
        let text = serde_json::to_vec(&stopped).unwrap_or_default();
        let written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path);
        written.and_then(|mut to| to.write_all(&text)).map_err(|error| unusable(&path, error))
    }

    /// Forgets where: the file is in.
    pub fn forget(file: &Path) {
        // A file that was never stopped has no note.
        let _ = fs::remove_file(beside(file));
    }
}

fn nothing_stopped(file: &Path) -> Failure {
    Failure::failed("nothing-stopped").with("file", file.display())
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |about| about.len())
}

fn beside(file: &Path) -> PathBuf {
    file.with_extension("stopped.json")
}
