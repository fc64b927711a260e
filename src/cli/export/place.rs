//! Where an export goes: to stdout, or to a file that is only there once it is whole.

use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::interop::whole::WholeFile;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where an export goes.
pub enum Place<'a> {
    /// Wherever answers go.
    Stdout(&'a Output),
    /// A file.
    File(PathBuf, WholeFile),
}

impl<'a> Place<'a> {
    /// The file with this path; without one, and for `-`, stdout.
    pub fn open(out: &'a Output, path: Option<&Path>) -> Result<Self, Failure> {
        match path.filter(|path| *path != Path::new("-")) {
            None => Ok(Self::Stdout(out)),
            Some(path) => {
                let file = WholeFile::create(path).map_err(|error| unusable(path, &error))?;
                Ok(Self::File(path.to_owned(), file))
            }
        }
    }

    /// Puts the file in place; its path, if it is one.
    pub fn finish(self) -> Result<Option<PathBuf>, Failure> {
        match self {
            Self::Stdout(_) => Ok(None),
            Self::File(path, file) => {
                file.put_in_place().map_err(|error| unusable(&path, &error))?;
                Ok(Some(path))
            }
        }
    }
}

fn unusable(path: &Path, error: &io::Error) -> Failure {
    Failure::failed("file").with("file", path.display()).with("why", error)
}

impl Write for Place<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::File(_, file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::File(_, file) => file.flush(),
        }
    }
}
