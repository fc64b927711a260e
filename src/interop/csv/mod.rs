//! CSV files: read whatever their encoding and delimiter, a row at a time; and the file of refused rows.

mod encoding;
mod records;
mod rejects;

pub use rejects::Rejects;

use super::columns::{Columns, ColumnsError, Mapping};
use super::rows;
use crate::domain::field::Reading;
use crate::domain::import::{RefusedRow, Row, Target};
use crate::domain::reason::{Reason, reason};
use encoding::Text;
use records::{Fault, Record, Records};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

/// What a person says of a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the rows are; guessed from the headers when nothing is said.
    pub target: Option<Target>,
    /// What columns are which fields.
    pub mapping: Mapping,
}

/// A CSV file that is being read.
pub struct CsvFile<R> {
    name: String,
    records: Records<R>,
    columns: Columns,
    encoding: &'static str,
    delimiter: char,
    size: u64,
    after_fault: bool,
}

/// One row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its cells as they stand in the file, for the file of refused rows.
    pub cells: Vec<String>,
    /// What it says, or why it is refused.
    pub row: Result<Row, RefusedRow>,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    /// It cannot be opened or read.
    #[error("cannot read {file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// It is a directory or a device.
    #[error("{file} is {what}, not a file; name a CSV file")]
    NotAFile {
        /// The path.
        file: String,
        /// What it is.
        what: &'static str,
    },
    /// There is nothing in it.
    #[error("{file} is empty; a CSV file begins with a line of column names")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is a spreadsheet, an archive or a picture.
    #[error("{file} is not text; save it as CSV first")]
    NotText {
        /// The file.
        file: String,
    },
    /// Its first line cannot be read.
    #[error("the column names of {file} cannot be read: {fault}")]
    Header {
        /// The file.
        file: String,
        /// What is wrong.
        fault: Fault,
    },
    /// Its columns cannot be used.
    #[error("{file}: {error}")]
    Columns {
        /// The file.
        file: String,
        /// What is wrong.
        error: ColumnsError,
    },
}

impl CsvFile<File> {
    /// Opens a file and reads its column names.
    pub fn open(path: &Path, options: &Options) -> Result<Self, CsvError> {
        let name = path.display().to_string();
        let failed = |error| CsvError::Io { file: name.clone(), error };
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if !about.is_file() {
            let what = if about.is_dir() { "a directory" } else { "a device" };
            return Err(CsvError::NotAFile { file: name, what });
        }
        Self::new(&name, file, options)
    }
}

impl CsvFile<Cursor<Vec<u8>>> {
    /// Reads a file that is in memory.
    pub fn in_memory(name: &str, bytes: impl Into<Vec<u8>>, options: &Options) -> Result<Self, CsvError> {
        Self::new(name, Cursor::new(bytes.into()), options)
    }
}

impl<R: Read + Seek> CsvFile<R> {
    fn new(name: &str, mut file: R, options: &Options) -> Result<Self, CsvError> {
        let file_name = || name.to_owned();
        let failed = |error| CsvError::Io { file: file_name(), error };
        let size = file.seek(io::SeekFrom::End(0)).and_then(|size| file.rewind().map(|()| size)).map_err(failed)?;
        let encoding = encoding::detect(&mut file).map_err(failed)?;
        let mut text = Text::new(file, encoding);
        let delimiter = delimiter(&mut text).map_err(failed)?;
        let mut records = Records::new(text, delimiter as u8);
        let header = records.next().map_err(failed)?.ok_or_else(|| CsvError::Empty { file: file_name() })?;
        if header.cells.iter().any(|cell| cell.contains('\0') || cell.starts_with("PK\u{3}\u{4}")) {
            return Err(CsvError::NotText { file: file_name() });
        }
        if let Some(fault) = header.fault {
            return Err(CsvError::Header { file: file_name(), fault });
        }
        let columns = Columns::recognise(&header.cells, options.target, &options.mapping)
            .map_err(|error| CsvError::Columns { file: file_name(), error })?;
        let encoding = encoding.name();
        Ok(Self { name: file_name(), records, columns, encoding, delimiter, size, after_fault: false })
    }
}

impl<R: Read> CsvFile<R> {
    /// The next row with something in it; nothing at the end of the file.
    pub fn next(&mut self, reading: &Reading) -> Result<Option<Line>, CsvError> {
        loop {
            let record = self.records.next().map_err(|error| CsvError::Io { file: self.name.clone(), error })?;
            match record {
                Some(record) if record.fault.is_none() && record.cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Some(record) => return Ok(Some(self.line(record, reading))),
                None => return Ok(None),
            }
        }
    }

    fn line(&mut self, record: Record, reading: &Reading) -> Line {
        let line = record.line;
        let row = match self.fault(&record) {
            Some((field, why)) => Err(RefusedRow { line, field, why }),
            None => rows::read(&self.columns, line, &record.cells, reading),
        };
        Line { cells: record.cells, row }
    }

    /// What is wrong with a record before its cells are looked at: the field and why.
    ///
    /// A row may be shorter than the header, as programs leave empty cells at the end away. But what
    /// follows a broken row may be its other half: until a row fits the header exactly, none is taken.
    fn fault(&mut self, record: &Record) -> Option<(String, Reason)> {
        let field_at = |column: usize| self.columns.all().get(column).and_then(|column| column.field);
        if let Some(fault) = record.fault {
            self.after_fault = true;
            let field = match fault {
                Fault::CellTooLong { column } => field_at(column).map_or("", |field| field.name),
                Fault::TextAfterQuote | Fault::Unclosed | Fault::RowTooLong => "",
            };
            return Some((field.to_owned(), fault.into()));
        }
        let (width, count) = (self.columns.all().len(), record.cells.len());
        let beyond = record.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if beyond || (self.after_fault && count != width) {
            let why = reason("row-width").with("count", count).with("width", width);
            return Some((String::new(), why));
        }
        self.after_fault = false;
        let unreadable = |(column, cell): (usize, &String)| field_at(column).filter(|_| cell.contains('\u{fffd}'));
        let field = record.cells.iter().enumerate().find_map(unreadable).filter(|_| self.records.text().malformed());
        field.map(|field| (field.name.to_owned(), reason("not-in-encoding").with("encoding", self.encoding)))
    }

    /// The columns and what they bring.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the encoding: `UTF-8`, `GBK`.
    pub fn encoding(&self) -> &'static str {
        self.encoding
    }

    /// What stands between two cells.
    pub fn delimiter(&self) -> char {
        self.delimiter
    }

    /// Bytes read so far; 64 KB ahead of the last row at most.
    pub fn bytes_read(&self) -> u64 {
        self.records.text().read()
    }

    /// Bytes in all.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// The delimiter: what a spreadsheet program announces as `sep=;` in a first line of its own, else
/// what stands most often in the first line outside quotes.
fn delimiter<R: Read>(text: &mut Text<R>) -> io::Result<char> {
    let mut end = 0;
    while end < records::MAX_CELL && text.byte(end)?.is_some_and(|byte| end == 0 || !matches!(byte, b'\n' | b'\r')) {
        end += 1;
    }
    let first = text.window().get(..end).unwrap_or_default().trim_end();
    if let Some(announced) = first.strip_prefix("sep=").and_then(|rest| rest.chars().next()).filter(char::is_ascii) {
        text.consume(end);
        return Ok(announced);
    }
    let outside_quotes = || first.split('"').step_by(2);
    let count = |delimiter: char| outside_quotes().map(|part| part.matches(delimiter).count()).sum::<usize>();
    // Backwards, as the last of equals wins.
    Ok(['|', '\t', ';', ','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(','))
}

#[cfg(test)]
mod tests;
