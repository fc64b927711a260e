//! Where an import stands: a small file beside the one that comes in, from its first batch to its end, so that one that
//! was stopped, or whose program died, goes on behind what was taken.

use super::file::Options;
use crate::domain::id::UndoId;
use crate::domain::import::Manner;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// How far an import has come, and how it was begun.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Stopped {
    /// The line of the last row that was taken or refused; 0 before the first.
    pub after_line: u64,
    /// The undo of what came in so far; nothing came in without it.
    pub undo: Option<UndoId>,
    /// The name of the file of refused rows beside it, once there is one.
    #[serde(default)]
    pub rejects: Option<OsString>,
    /// Bytes of the file: another file is another import.
    size: u64,
    /// How the file is read.
    #[serde(default)]
    pub options: Options,
    /// How its rows are taken.
    #[serde(default)]
    pub manner: Manner,
}

impl Stopped {
    /// An import of a file that begins now.
    pub fn before(file: &Path, options: &Options, manner: Manner) -> Self {
        Self { after_line: 0, undo: None, rejects: None, size: size(file), options: options.clone(), manner }
    }

    /// Where the import of a file was stopped; nothing where none was.
    pub fn read(file: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::place(file)).ok()?).ok()
    }

    /// Whether the file is still as long as it was then.
    pub fn is_of(&self, file: &Path) -> bool {
        self.size == size(file)
    }

    /// Notes it beside the file.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let text = serde_json::to_vec(self)?;
        let path = Self::place(file);
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?.write_all(&text)
    }

    /// Forgets it: the file is in.
    pub fn forget(file: &Path) {
        // A file of which nothing came in has no note.
        let _ = fs::remove_file(Self::place(file));
    }

    /// Where the note of a file lies.
    pub fn place(file: &Path) -> PathBuf {
        file.with_extension("stopped.json")
    }
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |about| about.len())
}
