//! What an import leaves beside its file: the rows that were refused, and how far it has come.

use super::stopped::Stopped;
use crate::domain::id::UndoId;
use crate::domain::import::RefusedRow;
use crate::domain::reason::{Reason, reason};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// How refused rows are written: each as it stood, with where and why, so that the file can be mended and imported
/// again.
pub trait RejectFormat {
    /// What the file's name ends in.
    fn extension(&self) -> &'static str;

    /// Writes what stands at the head of the file.
    fn begin(&self, to: &mut dyn Write) -> io::Result<()>;

    /// Writes a row by its cells, and why it was refused in the person's language.
    fn write(&self, to: &mut dyn Write, cells: &[String], refused: &RefusedRow, why: &str) -> io::Result<()>;
}

/// A file beside an import that cannot be written.
#[derive(Debug)]
pub struct Unwritable {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl From<Unwritable> for Reason {
    fn from(Unwritable { path, error }: Unwritable) -> Self {
        reason("file-unwritable").with("file", path.display()).with("why", error)
    }
}

/// What lies beside a file whose rows are on their way. A dry run leaves nothing.
pub struct Beside {
    file: PathBuf,
    format: Box<dyn RejectFormat>,
    dry_run: bool,
    reject_path: PathBuf,
    /// Made with the first row that is refused.
    rejects: Option<BufWriter<File>>,
    came_before: u64,
    stopped: Stopped,
}

impl Beside {
    /// For the rows of a file behind those that came in before it was stopped.
    pub fn new(file: &Path, format: Box<dyn RejectFormat>, dry_run: bool, stopped: Stopped) -> Self {
        let begun = stopped.rejects.as_ref().map(|name| file.with_file_name(name));
        let reject_path = begun.unwrap_or_else(|| free(file, format.extension()));
        let came_before = stopped.after_line;
        Self { file: file.to_owned(), format, dry_run, reject_path, rejects: None, came_before, stopped }
    }

    /// Lines up to this one came in before it was stopped.
    pub const fn came_before(&self) -> u64 {
        self.came_before
    }

    /// Whether anything came in, now or before.
    pub const fn has_come_in(&self) -> bool {
        self.stopped.undo.is_some()
    }

    /// Keeps a refused row.
    pub fn refuse(&mut self, cells: &[String], refused: &RefusedRow, why: &str) -> Result<(), Unwritable> {
        if self.dry_run {
            return Ok(());
        }
        let rejects = match self.rejects.take() {
            Some(rejects) => Ok(rejects),
            None => self.create(),
        };
        let written = rejects.and_then(|rejects| {
            let to = self.rejects.insert(rejects);
            self.format.write(to, cells, refused, why)
        });
        written.map_err(|error| Unwritable { path: self.reject_path.clone(), error })
    }

    /// Customers' data: nobody else's to read.
    fn create(&mut self) -> io::Result<BufWriter<File>> {
        let more = self.stopped.rejects.is_some() && self.reject_path.exists();
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(!more).append(more).mode(0o600);
        let mut to = BufWriter::new(options.open(&self.reject_path)?);
        if !more {
            self.format.begin(&mut to)?;
        }
        self.stopped.rejects = self.reject_path.file_name().map(OsStr::to_owned);
        Ok(to)
    }

    /// Notes that rows up to this line were taken or kept as refused, once anything came in: a program that dies
    /// then loses none of it. Without an undo nothing came in with these rows.
    pub fn took(&mut self, after_line: u64, undo: Option<UndoId>) -> Result<(), Unwritable> {
        self.stopped.after_line = after_line;
        self.stopped.undo = undo.or(self.stopped.undo);
        if self.dry_run || !self.has_come_in() {
            return Ok(());
        }
        let flushed = self.rejects.as_mut().map_or(Ok(()), BufWriter::flush);
        flushed.map_err(|error| Unwritable { path: self.reject_path.clone(), error })?;
        self.stopped.write(&self.file).map_err(|error| Unwritable { path: Stopped::place(&self.file), error })
    }

    /// Ends; the file of refused rows, if there are any. Of an import that is not whole the note stays.
    pub fn end(&mut self, is_whole: bool) -> Result<Option<PathBuf>, Unwritable> {
        if is_whole && !self.dry_run {
            Stopped::forget(&self.file);
        }
        let Some(mut rejects) = self.rejects.take() else { return Ok(None) };
        let kept = rejects.flush().and_then(|()| rejects.get_ref().sync_all());
        kept.map_err(|error| Unwritable { path: self.reject_path.clone(), error })?;
        Ok(Some(self.reject_path.clone()))
    }
}

/// A file for the refused rows of another, beside those that are there: somebody may be mending them.
fn free(file: &Path, extension: &str) -> PathBuf {
    let first = file.with_extension(format!("rejected.{extension}"));
    let others = (2_u32..).map(|number| file.with_extension(format!("rejected.{number}.{extension}")));
    std::iter::once(first.clone()).chain(others).find(|path| !path.is_file()).unwrap_or(first)
}
