//! A file that comes in, whatever its format: rows of cells under columns, a row at a time, in bounded memory.

use super::columns::{Columns, ColumnsError};
use super::csv::{CsvFile, Dialect, Fault};
use super::mapping::Mapping;
use super::rows;
use crate::domain::field::Reading;
use crate::domain::import::{RefusedRow, Row, Target};
use crate::domain::reason::Reason;
use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

/// What a person says of a file.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the rows are; guessed from the headers when nothing is said.
    pub target: Option<Target>,
    /// What columns are which fields.
    pub mapping: Mapping,
    /// Mappings that were saved, for files that have their columns.
    pub saved: Vec<Mapping>,
    /// How a CSV file is written, as far as it is not to be found out.
    pub dialect: Dialect,
}

impl Options {
    /// The columns of a file with these headers.
    pub fn columns(&self, headers: &[String]) -> Result<Columns, ColumnsError> {
        let mut said = self.mapping.clone();
        said.target = self.target.or(said.target);
        Columns::recognise(headers, self.target, &said.for_headers(headers, &self.saved))
    }
}

/// One row of cells as a format has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line it began on, from 1; of a spreadsheet the row.
    pub line: u64,
    /// Its cells as they stand in the file, for the file of refused rows.
    pub cells: Vec<String>,
    /// Why it cannot be taken: the field to blame, or empty, and what is wrong.
    pub fault: Option<(String, Reason)>,
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its cells as they stand in the file, for the file of refused rows.
    pub cells: Vec<String>,
    /// What it says, or why it is refused.
    pub row: Result<Row, RefusedRow>,
}

impl Line {
    /// The line it began on, from 1.
    pub fn number(&self) -> u64 {
        match &self.row {
            Ok(row) => row.line,
            Err(refused) => refused.line,
        }
    }
}

/// What a format is read as: rows of cells under columns.
pub trait Table: Send {
    /// The next row with something in it; nothing at the end of the file.
    fn next_record(&mut self) -> Result<Option<Record>, FileError>;

    /// The columns and what they bring.
    fn columns(&self) -> &Columns;

    /// What of the file so far is in no column and in no row, by the file's names for it.
    fn left_out(&self) -> Vec<String> {
        Vec::new()
    }

    /// How its text is encoded: `UTF-8`, `GBK`.
    fn encoding(&self) -> &'static str;

    /// How far it is read, in the units of [`Table::size`].
    fn read(&self) -> u64;

    /// How much there is to read.
    fn size(&self) -> u64;

    /// The next row, as its columns say it.
    fn next_line(&mut self, reading: &Reading) -> Result<Option<Line>, FileError> {
        let Some(Record { line, cells, fault }) = self.next_record()? else { return Ok(None) };
        let row = match fault {
            Some((field, why)) => Err(RefusedRow { line, field, why }),
            None => rows::read(self.columns(), line, &cells, reading),
        };
        Ok(Some(Line { cells, row }))
    }
}

/// A file that comes in.
pub struct ImportFile {
    table: Box<dyn Table>,
    /// How often each content stood in the file so far, by its hash, where rows may have no other name.
    seen: HashMap<u64, u32>,
}

impl ImportFile {
    /// Opens a file of any format.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let failed = |error| FileError::Io { file: name.clone(), error };
        let file = File::open(path).map_err(failed)?;
        let about = file.metadata().map_err(failed)?;
        if !about.is_file() {
            return Err(FileError::NotAFile { file: name });
        }
        Ok(Self { table: Box::new(CsvFile::new(&name, file, options)?), seen: HashMap::new() })
    }

    /// The file as a table.
    pub fn table(&self) -> &dyn Table {
        &*self.table
    }

    /// The next row with something in it; nothing at the end of the file.
    pub fn next(&mut self, reading: &Reading) -> Result<Option<Line>, FileError> {
        let mut line = self.table.next_line(reading)?;
        let target = self.table.columns().target();
        if let Some(Line { row: Ok(row), .. }) = &mut line
            && by_content(target, row)
        {
            let seen = self.seen.entry(hash(row)).or_default();
            *seen += 1;
            row.occurrence = *seen;
        }
        Ok(line)
    }
}

/// Whether nothing but its content tells a row from others.
fn by_content(target: Target, row: &Row) -> bool {
    match target {
        Target::Interactions | Target::FollowUps => true,
        Target::Orders => row.draft.get("external_id").is_none(),
        _ => false,
    }
}

fn hash(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (field, value) in row.draft.fields() {
        field.hash(&mut hasher);
        value.to_string().hash(&mut hasher);
    }
    hasher.finish()
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// It cannot be opened or read.
    #[error("cannot read {file}: {error}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        error: io::Error,
    },
    /// It is a directory or a device.
    #[error("{file} is not a file")]
    NotAFile {
        /// The path.
        file: String,
    },
    /// There is nothing in it.
    #[error("{file} is empty; a CSV file begins with a line of column names")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is an archive or a picture.
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
