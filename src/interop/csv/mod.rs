//! CSV files: read whatever their encoding and delimiter, a row at a time; and the file of refused rows.

mod encoding;
mod records;
mod rejects;
mod write;

pub use rejects::Rejects;
pub use write::CsvWriter;

pub use encoding::{Text, detect};
pub use records::Fault;

use super::file::{FileError, Opened, Options, Record as FileRecord, Table};
use crate::domain::reason::{Reason, reason};
use records::{Marks, Record, Records};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;

/// How a CSV file is written, as far as a person says it; the rest is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "Noted", from = "Noted")]
pub struct Dialect {
    /// What stands between two cells, an ASCII character; a space for any run of blanks.
    pub delimiter: Option<char>,
    /// What stands around a cell, an ASCII character.
    pub quote: Option<char>,
    /// The encoding.
    pub encoding: Option<&'static encoding_rs::Encoding>,
}

/// A dialect as it is noted, its encoding by name.
#[derive(Serialize, Deserialize)]
struct Noted {
    delimiter: Option<char>,
    quote: Option<char>,
    encoding: Option<String>,
}

impl From<Dialect> for Noted {
    fn from(Dialect { delimiter, quote, encoding }: Dialect) -> Self {
        Self { delimiter, quote, encoding: encoding.map(|encoding| encoding.name().to_owned()) }
    }
}

impl From<Noted> for Dialect {
    fn from(Noted { delimiter, quote, encoding }: Noted) -> Self {
        let encoding = encoding.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
        Self { delimiter, quote, encoding }
    }
}

/// The delimiter a person means: a character, or one by its name.
pub fn delimiter_called(given: &str) -> Result<char, Reason> {
    let named = [("tab", '\t'), ("\\t", '\t'), ("space", ' '), ("comma", ','), ("semicolon", ';'), ("pipe", '|')];
    let by_name = named.into_iter().find(|(name, _)| *name == given).map(|(_, mark)| mark);
    let mut letters = given.chars();
    let by_itself = letters.next().filter(|mark| mark.is_ascii() && letters.next().is_none());
    by_name.or(by_itself).ok_or_else(|| reason("not-a-delimiter").with("given", given))
}

/// What [`delimiter_called`] calls a delimiter.
pub fn delimiter_named(mark: char) -> String {
    match mark {
        '\t' => "tab".to_owned(),
        ' ' => "space".to_owned(),
        mark if mark.is_control() => format!("U+{:04X}", u32::from(mark)),
        mark => mark.to_string(),
    }
}

/// The encoding of this name.
pub fn encoding_called(given: &str) -> Result<&'static encoding_rs::Encoding, Reason> {
    encoding_rs::Encoding::for_label(given.as_bytes()).ok_or_else(|| reason("not-an-encoding").with("given", given))
}

/// A CSV file that is being read.
pub struct CsvFile<R> {
    opened: Opened,
    records: Records<R>,
    delimiter: char,
    after_fault: bool,
}

impl CsvFile<File> {
    /// Opens a file and reads its column names.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| FileError::Io { file: name.clone(), error })?;
        Self::new(&name, file, options)
    }
}

impl CsvFile<Cursor<Vec<u8>>> {
    /// Reads a file that is in memory.
    pub fn in_memory(name: &str, bytes: impl Into<Vec<u8>>, options: &Options) -> Result<Self, FileError> {
        Self::new(name, Cursor::new(bytes.into()), options)
    }
}

impl<R: Read + Seek> CsvFile<R> {
    /// Reads the column names of a file that is open.
    pub fn new(name: &str, mut file: R, options: &Options) -> Result<Self, FileError> {
        let file_name = || name.to_owned();
        let failed = |error| FileError::Io { file: file_name(), error };
        let size = file.seek(io::SeekFrom::End(0)).and_then(|size| file.rewind().map(|()| size)).map_err(failed)?;
        let encoding = match options.dialect.encoding {
            Some(encoding) => encoding,
            None => encoding::detect(&mut file).map_err(failed)?,
        };
        let mut text = Text::new(file, encoding);
        let marks = marks(&mut text, options.dialect).map_err(failed)?;
        let mut records = Records::new(text, marks);
        let header = records.next().map_err(failed)?.ok_or_else(|| FileError::Empty { file: file_name() })?;
        if header.cells.iter().any(|cell| cell.contains('\0') || cell.starts_with("PK\u{3}\u{4}")) {
            return Err(FileError::NotText { file: file_name() });
        }
        if let Some(fault) = header.fault {
            return Err(FileError::Header { file: file_name(), fault });
        }
        let opened = Opened::new(name, &header.cells, encoding.name(), size, options)?;
        Ok(Self { opened, records, delimiter: char::from(marks.delimiter), after_fault: false })
    }
}

impl<R: Read + Send> Table for CsvFile<R> {
    fn next_record(&mut self) -> Result<Option<FileRecord>, FileError> {
        loop {
            let record = self.records.next().map_err(|error| self.opened.failed(error))?;
            match record {
                Some(record) if record.fault.is_none() && record.cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Some(record) => {
                    let fault = self.fault(&record);
                    return Ok(Some(FileRecord { line: record.line, cells: record.cells, fault }));
                }
                None => return Ok(None),
            }
        }
    }

    fn opened(&self) -> &Opened {
        &self.opened
    }

    fn delimiter(&self) -> Option<char> {
        Some(self.delimiter)
    }

    /// Bytes; 64 KB ahead of the last row at most.
    fn read(&self) -> u64 {
        self.records.text().done()
    }
}

impl<R: Read> CsvFile<R> {
    /// What is wrong with a record before its cells are looked at: the field and why.
    ///
    /// A row may be shorter than the header, as programs leave empty cells at the end away. But what
    /// follows a broken row may be its other half: until a row fits the header exactly, none is taken.
    fn fault(&mut self, record: &Record) -> Option<(String, Reason)> {
        let field_at = |column: usize| self.opened.columns.all().get(column).and_then(|column| column.field);
        if let Some(fault) = record.fault {
            self.after_fault = true;
            let field = match fault {
                Fault::CellTooLong { column } => field_at(column).map_or("", |field| field.name),
                Fault::TextAfterQuote | Fault::Unclosed | Fault::RowTooLong => "",
            };
            return Some((field.to_owned(), fault.into()));
        }
        let (width, count) = (self.opened.columns.all().len(), record.cells.len());
        let beyond = record.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        if beyond || (self.after_fault && count != width) {
            let why = reason("row-width").with("count", count).with("width", width);
            return Some((String::new(), why));
        }
        self.after_fault = false;
        let unreadable = |(column, cell): (usize, &String)| field_at(column).filter(|_| cell.contains('\u{fffd}'));
        let field = record.cells.iter().enumerate().find_map(unreadable).filter(|_| self.records.text().malformed());
        field.map(|field| (field.name.to_owned(), reason("not-in-encoding").with("encoding", self.opened.encoding)))
    }

    /// The name of the file.
    pub fn name(&self) -> &str {
        &self.opened.name
    }
}

/// Lines looked at to tell cells between blanks from words of a text.
const LOOKED_AT: usize = 20;

/// What is told of the marks, and what is not by the first lines.
fn marks<R: Read>(text: &mut Text<R>, dialect: Dialect) -> io::Result<Marks> {
    let announced = delimiter(text)?;
    let is_ascii = |mark: &char| mark.is_ascii();
    let quote = dialect.quote.filter(is_ascii).unwrap_or_else(|| quote(first_line(text.window())));
    let delimiter = dialect.delimiter.filter(is_ascii).unwrap_or(announced);
    Ok(Marks { delimiter: delimiter as u8, quote: quote as u8 })
}

fn first_line(window: &str) -> &str {
    window.lines().next().unwrap_or_default()
}

/// The quote: a single one if that is around the first cell and around the last one.
fn quote(first: &str) -> char {
    let first = first.trim();
    if first.len() > 1 && first.starts_with('\'') && first.ends_with('\'') { '\'' } else { '"' }
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
    let likely = ['\u{1}', '\u{1f}', '~', '^', '|', '\t', ';', ',']
        .into_iter()
        .max_by_key(|delimiter| count(*delimiter))
        .unwrap_or(',');
    Ok(if count(likely) == 0 && is_aligned(text.window()) { ' ' } else { likely })
}

/// Whether lines are cells between blanks: as many in each of the first lines, with several blanks somewhere, as there
/// are where columns are aligned.
fn is_aligned(window: &str) -> bool {
    let lines: Vec<&str> = window.lines().take(LOOKED_AT).filter(|line| !line.trim().is_empty()).collect();
    let cells = |line: &str| line.split_whitespace().count();
    let width = lines.first().map_or(0, |line| cells(line));
    let whole = lines.get(..lines.len().saturating_sub(1)).unwrap_or_default();
    width > 1
        && !whole.is_empty()
        && whole.iter().all(|line| cells(line) == width)
        && lines.iter().any(|line| line.contains("  "))
}

#[cfg(test)]
mod tests;
