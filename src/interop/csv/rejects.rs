//! The file of refused rows: each as it stood, with line, column and reason behind it. Mended, it can
//! be imported again: the three columns are passed over.

use crate::domain::import::RefusedRow;
use crate::interop::columns::{Columns, REJECT_HEADERS};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Writes refused rows; makes the file with the first one.
pub struct Rejects {
    path: PathBuf,
    columns: Columns,
    /// Goes on behind what the file holds already.
    more: bool,
    writer: Option<::csv::Writer<File>>,
}

impl Rejects {
    /// Refused rows of a file with these columns will go to `path`, replacing what is there.
    pub fn new(path: &Path, columns: &Columns) -> Self {
        Self { path: path.to_owned(), columns: columns.clone(), more: false, writer: None }
    }

    /// More refused rows of a file whose import was stopped.
    pub fn more(path: &Path, columns: &Columns) -> Self {
        Self { more: true, ..Self::new(path, columns) }
    }

    /// Adds a row with its cells as they stood, and why it was refused in the person's language.
    pub fn write(&mut self, cells: &[String], refused: &RefusedRow, why: &str) -> io::Result<()> {
        let column = self.columns.header_of(&refused.field).unwrap_or(&refused.field).to_owned();
        let mut record = padded(cells, self.columns.original_width());
        record.extend([refused.line.to_string(), column, why.to_owned()]);
        self.opened()?.write_record(record)?;
        Ok(())
    }

    /// Hands what was added to the system: a program that dies loses none of it.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.as_mut().map_or(Ok(()), ::csv::Writer::flush)
    }

    /// Ends the file; its path, if there was anything to write.
    pub fn finish(mut self) -> io::Result<Option<PathBuf>> {
        let Some(mut writer) = self.writer.take() else { return Ok(None) };
        writer.flush()?;
        writer.get_ref().sync_all()?;
        Ok(Some(self.path))
    }

    fn opened(&mut self) -> io::Result<&mut ::csv::Writer<File>> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.create()?,
        };
        Ok(self.writer.insert(writer))
    }

    /// Customers' data: nobody else's to read.
    fn create(&self) -> io::Result<::csv::Writer<File>> {
        let more = self.more && self.path.exists();
        let file =
            OpenOptions::new().write(true).create(true).truncate(!more).append(more).mode(0o600).open(&self.path)?;
        let mut writer = ::csv::Writer::from_writer(file);
        if more {
            return Ok(writer);
        }
        let headers = self.columns.all().iter().take(self.columns.original_width());
        writer.write_record(headers.map(|column| column.header.as_str()).chain(REJECT_HEADERS))?;
        Ok(writer)
    }
}

/// The cells as many as the header has; those beyond it share the last one.
fn padded(cells: &[String], width: usize) -> Vec<String> {
    let mut record: Vec<String> = cells.iter().take(width).cloned().collect();
    record.resize(width, String::new());
    if let Some(last) = record.last_mut() {
        for beyond in cells.iter().skip(width) {
            last.push(',');
            last.push_str(beyond);
        }
    }
    record
}
