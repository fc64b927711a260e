//! A file that comes in, whatever its format: rows of cells under columns, a row at a time, in bounded memory.

use super::columns::{Columns, ColumnsError};
use super::csv::{CsvFile, Dialect, Fault, Text, delimiter_named, detect};
use super::icalendar::CalendarFile;
use super::mail::MailFile;
use super::mapping::Mapping;
use super::rows;
use super::vcard::CardFile;
use super::xlsx::SheetFile;
use crate::domain::edit::Draft;
use crate::domain::field::Reading;
use crate::domain::import::{RefusedRow, Row, Target};
use crate::domain::reason::{Reason, reason};
use encoding_rs::{UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;

/// Bytes that tell what a file is.
const BEGINNING: u64 = 512;

/// Names of what is left out that are told, and characters of each.
const MOST_LEFT_OUT: usize = 200;
const LONGEST_LEFT_OUT: usize = 60;

/// What a person says of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Options {
    /// What the rows are; guessed from the headers when nothing is said.
    pub target: Option<Target>,
    /// What columns are which fields.
    pub mapping: Mapping,
    /// Mappings that were saved, for files that have their columns.
    #[serde(skip)]
    pub saved: Vec<Mapping>,
    /// How a CSV file is written, as far as it is not to be found out.
    pub dialect: Dialect,
    /// The sheet of a workbook, by its name or its place from 1; the first one when nothing is said.
    pub sheet: Option<String>,
    /// Columns that lack something are read all the same: a person is about to say what they are.
    #[serde(skip)]
    pub lenient: bool,
    /// Addresses that are ours: mail from them goes out.
    #[serde(skip)]
    pub own_addresses: Vec<String>,
}

impl Options {
    /// The columns of a file with these headers.
    pub fn columns(&self, headers: &[String]) -> Result<Columns, ColumnsError> {
        let mut said = self.mapping.clone();
        said.target = self.target.or(said.target);
        let mapping = said.for_headers(headers, &self.saved);
        if self.lenient {
            return Columns::as_they_are(headers, self.target, &mapping);
        }
        Columns::recognise(headers, self.target, &mapping)
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

/// What is known of a file once its columns are.
pub struct Opened {
    /// Its name, as it was given.
    pub name: String,
    /// The columns and what they bring.
    pub columns: Columns,
    /// How its text is encoded: `UTF-8`, `GBK`.
    pub encoding: &'static str,
    /// How much there is to read, in the units of [`Table::read`].
    pub size: u64,
    /// What of the file so far is in no column and in no row.
    left_out: BTreeSet<String>,
}

impl Opened {
    /// A file with these headers.
    pub fn new(
        name: &str,
        headers: &[String],
        encoding: &'static str,
        size: u64,
        options: &Options,
    ) -> Result<Self, FileError> {
        let columns = options.columns(headers);
        let columns = columns.map_err(|error| FileError::Columns { file: name.to_owned(), error })?;
        Ok(Self { name: name.to_owned(), columns, encoding, size, left_out: BTreeSet::new() })
    }

    /// Notes what is in no column and in no row, by the file's name for it.
    pub fn leave_out(&mut self, name: &str) {
        // A file may make up a name a line; those that are noted must not come to its size.
        if self.left_out.len() < MOST_LEFT_OUT {
            self.left_out.insert(name.chars().take(LONGEST_LEFT_OUT).collect());
        }
    }

    /// It cannot be read on.
    pub fn failed(&self, error: io::Error) -> FileError {
        FileError::Io { file: self.name.clone(), error }
    }
}

/// What a format is read as: rows of cells under columns.
pub trait Table: Send {
    /// The next row with something in it; nothing at the end of the file.
    fn next_record(&mut self) -> Result<Option<Record>, FileError>;

    /// What is known of the file before its first row.
    fn opened(&self) -> &Opened;

    /// How far it is read, in the units of [`Table::size`].
    fn read(&self) -> u64;

    /// What of the file so far is in no column and in no row, by the file's names for it.
    fn left_out(&self) -> Vec<String> {
        self.opened().left_out.iter().cloned().collect()
    }

    /// The sheets of a workbook, the one that is read first.
    fn sheets(&self) -> &[String] {
        &[]
    }

    /// The columns and what they bring.
    fn columns(&self) -> &Columns {
        &self.opened().columns
    }

    /// What stands between two cells, where something does.
    fn delimiter(&self) -> Option<char> {
        None
    }

    /// How its text is written, as it was told by itself: `UTF-8`, `GBK, ;`. A comma goes without saying.
    fn written(&self) -> String {
        match self.delimiter().filter(|mark| *mark != ',') {
            Some(mark) => format!("{}, {}", self.encoding(), delimiter_named(mark)),
            None => self.encoding().to_owned(),
        }
    }

    /// How its text is encoded: `UTF-8`, `GBK`.
    fn encoding(&self) -> &'static str {
        self.opened().encoding
    }

    /// How much there is to read.
    fn size(&self) -> u64 {
        self.opened().size
    }

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

/// What a file is, by how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Cells between marks, any delimiter.
    Csv,
    /// A workbook.
    Xlsx,
    /// Cards.
    VCard,
    /// Tasks and events.
    Calendar,
    /// A message or a box of them.
    Mail,
}

impl Format {
    /// What a file is: by its first letters; a message by its name too, as it may begin with anything.
    pub fn of(path: &Path) -> io::Result<Self> {
        let mut bytes = Vec::new();
        File::open(path)?.take(BEGINNING).read_to_end(&mut bytes)?;
        let encoding = detect(&mut Cursor::new(&bytes))?;
        let mut first = Text::new(bytes.as_slice(), encoding);
        first.byte(0)?;
        let first = first.window().trim_start().to_ascii_uppercase();
        let named =
            path.extension().is_some_and(|name| name.eq_ignore_ascii_case("eml") || name.eq_ignore_ascii_case("mbox"));
        Ok(match () {
            () if first.starts_with("PK\u{3}\u{4}") => Self::Xlsx,
            () if first.starts_with("BEGIN:VCARD") => Self::VCard,
            () if first.starts_with("BEGIN:VCALENDAR") => Self::Calendar,
            () if named || first.starts_with("FROM ") => Self::Mail,
            () => Self::Csv,
        })
    }
}

/// A file that comes in.
pub struct ImportFile {
    table: Box<dyn Table>,
    /// How often each content stood in the file so far, by its hash, where rows may have no other name.
    seen: HashMap<u64, u32>,
    /// It was read to its end, behind which no format is asked for more.
    ended: bool,
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
        let table: Box<dyn Table> = match Format::of(path).map_err(failed)? {
            Format::Csv => Box::new(CsvFile::new(&name, file, options)?),
            Format::Xlsx => Box::new(SheetFile::open(path, options)?),
            Format::Mail => Box::new(MailFile::new(&name, BufReader::new(file), about.len(), options)?),
            format => lines(&name, format, file, about.len(), options)?,
        };
        Ok(Self { table, seen: HashMap::new(), ended: false })
    }

    /// The file as a table.
    pub fn table(&self) -> &dyn Table {
        &*self.table
    }

    /// The next row with something in it; nothing at the end of the file.
    pub fn next(&mut self, reading: &Reading) -> Result<Option<Line>, FileError> {
        if self.ended {
            return Ok(None);
        }
        let mut line = self.table.next_line(reading)?;
        self.ended = line.is_none();
        let target = self.table.columns().target();
        if let Some(Line { row: Ok(row), .. }) = &mut line
            && let Some(content) = content(target, &row.draft)
        {
            let seen = self.seen.entry(content).or_default();
            *seen += 1;
            row.occurrence = *seen;
        }
        Ok(line)
    }
}

/// Content lines: each says its own encoding, unless all of the file is UTF-16.
fn lines(
    name: &str,
    format: Format,
    mut file: File,
    size: u64,
    options: &Options,
) -> Result<Box<dyn Table>, FileError> {
    let found = detect(&mut file).map_err(|error| FileError::Io { file: name.to_owned(), error })?;
    let encoding = options.dialect.encoding.unwrap_or(found);
    let bytes: Box<dyn BufRead + Send> = if encoding == UTF_16LE || encoding == UTF_16BE {
        Box::new(BufReader::new(Text::new(file, encoding)))
    } else {
        Box::new(BufReader::new(file))
    };
    Ok(if format == Format::VCard {
        Box::new(CardFile::new(name, bytes, encoding, size, options)?)
    } else {
        Box::new(CalendarFile::new(name, bytes, encoding, size, options)?)
    })
}

/// A hash of what tells a row from others, where that is nothing but its content: a deal's its customer and title.
fn content(target: Target, draft: &Draft) -> Option<u64> {
    let told_by: &[&str] = match target {
        Target::Interactions | Target::FollowUps => &[],
        Target::Orders if draft.get("external_id").is_none() => &[],
        Target::Deals => &["customer", "title"],
        Target::Tickets => &["customer", "text"],
        Target::OrderLines => &["order", "product"],
        _ => return None,
    };
    let mut hasher = DefaultHasher::new();
    for (field, value) in draft.fields().filter(|(field, _)| told_by.is_empty() || told_by.contains(field)) {
        field.hash(&mut hasher);
        value.to_string().hash(&mut hasher);
    }
    Some(hasher.finish())
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
    /// It is a workbook that cannot be read.
    #[error("{file}: {why}")]
    Workbook {
        /// The file.
        file: String,
        /// What is wrong.
        why: Reason,
    },
    /// Its first line cannot be read.
    #[error("the column names of {file} cannot be read: {fault}")]
    Header {
        /// The file.
        file: String,
        /// What is wrong.
        fault: Fault,
    },
    /// A later Callsheet wrote its records.
    #[error("{file} has version {found}")]
    TooNew {
        /// The file.
        file: String,
        /// The version it has.
        found: u32,
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

impl From<FileError> for Reason {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Io { file, error } => reason("file-unreadable").with("file", file).with("why", error),
            FileError::NotAFile { file } => reason("not-a-file").with("file", file),
            FileError::Empty { file } => reason("file-empty").with("file", file),
            FileError::NotText { file } => reason("not-text").with("file", file),
            FileError::Workbook { why, .. } => why,
            FileError::Header { fault, .. } => fault.into(),
            FileError::TooNew { file, found } => reason("file-too-new").with("file", file).with("found", found),
            FileError::Columns { error, .. } => error.into(),
        }
    }
}
