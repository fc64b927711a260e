//! The file of refused records: each as it stood, behind a line that says where and why. Mended, it can be imported
//! again: those lines are passed over.

use super::Header;
use crate::domain::import::RefusedRow;
use serde_json::json;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The name of a line that says why the next one was refused.
pub(super) const REFUSED: &str = "refused";

/// Writes refused records; makes the file with the first one.
pub struct Rejects {
    path: PathBuf,
    header: Option<Header>,
    /// Goes on behind what the file holds already.
    more: bool,
    file: Option<BufWriter<File>>,
}

impl Rejects {
    /// Refused records of a file with this header will go to `path`, replacing what is there.
    pub fn new(path: &Path, header: Option<&Header>) -> Self {
        Self { path: path.to_owned(), header: header.cloned(), more: false, file: None }
    }

    /// More refused records of a file whose import was stopped.
    pub fn more(path: &Path, header: Option<&Header>) -> Self {
        Self { more: true, ..Self::new(path, header) }
    }

    /// Adds a line as it stood, and why it was refused in the person's language.
    pub fn write(&mut self, text: &str, refused: &RefusedRow, why: &str) -> io::Result<()> {
        let said = json!({ REFUSED: { "line": refused.line, "field": refused.field, "why": why } });
        let file = self.opened()?;
        writeln!(file, "{said}\n{text}")
    }

    /// Hands what was added to the system: a program that dies loses none of it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }

    /// Ends the file; its path, if there was anything to write.
    pub fn finish(mut self) -> io::Result<Option<PathBuf>> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        file.flush()?;
        file.get_ref().sync_all()?;
        Ok(Some(self.path))
    }

    fn opened(&mut self) -> io::Result<&mut BufWriter<File>> {
        let file = match self.file.take() {
            Some(file) => file,
            None => self.create()?,
        };
        Ok(self.file.insert(file))
    }

    /// Customers' data: nobody else's to read.
    fn create(&self) -> io::Result<BufWriter<File>> {
        let more = self.more && self.path.exists();
        let file =
            OpenOptions::new().write(true).create(true).truncate(!more).append(more).mode(0o600).open(&self.path)?;
        let mut file = BufWriter::new(file);
        if let Some(header) = self.header.as_ref().filter(|_| !more) {
            writeln!(file, "{}", json!({ "callsheet": header }))?;
        }
        Ok(file)
    }
}
