//! Lines to records, in bounded memory: a line that is none, too long or unknown is refused by itself.

use super::{End, Header, VERSION};
use crate::domain::edit;
use crate::domain::import::{KeptRow, RefusedRow};
use crate::domain::item::Item;
use crate::domain::noun::Noun;
use crate::domain::reason::{Reason, misfit, reason};
use serde_json::{Map, Value};
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// Bytes of a line, at most: more than any record takes.
const LONGEST: usize = 1024 * 1024;

/// A file that is being read.
pub struct File<R> {
    from: BufReader<R>,
    size: u64,
    bytes_read: u64,
    line: u64,
    header: Option<Header>,
    /// The line behind the header, which was read to look for one.
    ahead: Option<Raw>,
    records: u64,
    end: Option<End>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// It, as it stands; empty where it was too long.
    pub text: String,
    /// What it says, or why it is refused.
    pub row: Result<KeptRow, RefusedRow>,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system says no.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is a directory or a device.
    #[error("it is not a file")]
    NotAFile,
    /// A later Callsheet wrote it.
    #[error("it has version {found}, and this Callsheet reads up to {VERSION}")]
    TooNew {
        /// The version it has.
        found: u32,
    },
}

/// A line before anybody looked into it.
struct Raw {
    number: u64,
    text: Result<String, Reason>,
}

impl File<fs::File> {
    /// Opens a file and reads what it says of itself.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let file = fs::File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(OpenError::NotAFile);
        }
        Self::of(file, about.len())
    }
}

impl<R: Read> File<R> {
    /// Reads what so many bytes say.
    pub fn of(from: R, size: u64) -> Result<Self, OpenError> {
        let from = BufReader::new(from);
        let mut file = Self { from, size, bytes_read: 0, line: 0, header: None, ahead: None, records: 0, end: None };
        let first = file.raw()?;
        let header = first.as_ref().and_then(|raw| header(raw.text.as_deref().ok()?));
        match header {
            Some(Header { version, .. }) if version > VERSION => return Err(OpenError::TooNew { found: version }),
            Some(header) => file.header = Some(header),
            // Lines somebody else made need not begin with one.
            None => file.ahead = first,
        }
        Ok(file)
    }

    /// What the file says of itself.
    pub fn header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// Bytes in all.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes read so far.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Once all is read: whether the file says it is whole and is not. Lines without a header need no end.
    pub fn is_cut_short(&self) -> bool {
        self.header.is_some() && self.end.is_none_or(|end| end.records > self.records)
    }

    /// The next record, or refused line; nothing at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        loop {
            let next = match self.ahead.take() {
                Some(raw) => Some(raw),
                None => self.raw()?,
            };
            let Some(Raw { number, text }) = next else { return Ok(None) };
            let said = text.as_deref().map_err(Clone::clone).and_then(read);
            let row = match said {
                Ok(Said::Nothing) => continue,
                Ok(Said::End(end)) => {
                    self.end = Some(end);
                    continue;
                }
                Ok(Said::Item(item)) => Ok(KeptRow { line: number, item }),
                Err(why) => Err(RefusedRow { line: number, field: String::new(), why }),
            };
            self.records += 1;
            return Ok(Some(Line { number, text: text.unwrap_or_default(), row }));
        }
    }

    /// The next line's text, or why it is none.
    fn raw(&mut self) -> io::Result<Option<Raw>> {
        let mut bytes = Vec::new();
        let read = (&mut self.from).take(LONGEST as u64).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.bytes_read += read as u64;
        self.line += 1;
        let is_whole = bytes.last() == Some(&b'\n') || self.from.fill_buf()?.is_empty();
        if !is_whole {
            self.pass_over()?;
            return Ok(Some(Raw { number: self.line, text: Err(reason("line-too-long").with("most", LONGEST)) }));
        }
        let text = String::from_utf8(bytes).map_err(|_| reason("not-utf-8"));
        Ok(Some(Raw {
            number: self.line,
            text: text.map(|text| text.trim_start_matches('\u{feff}').trim().to_owned()),
        }))
    }

    /// Goes on behind the end of a line, which is not kept.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let buffer = self.from.fill_buf()?;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(buffer.len(), |at| at + 1);
            self.from.consume(length);
            self.bytes_read += length as u64;
            if end.is_some() || length == 0 {
                return Ok(());
            }
        }
    }
}

/// What a line says.
enum Said {
    Item(Item),
    End(End),
    /// Empty, the header of a file that was put behind another, or why the next line was refused once.
    Nothing,
}

fn header(text: &str) -> Option<Header> {
    let mut line: Map<String, Value> = serde_json::from_str(text).ok()?;
    serde_json::from_value(line.remove("callsheet")?).ok()
}

fn read(text: &str) -> Result<Said, Reason> {
    if text.is_empty() {
        return Ok(Said::Nothing);
    }
    let line: Map<String, Value> = serde_json::from_str(text).map_err(|error| misfit(&error))?;
    let mut names = line.into_iter();
    let (Some((name, value)), None) = (names.next(), names.next()) else { return Err(reason("not-one-record")) };
    match name.as_str() {
        "callsheet" | super::rejects::REFUSED => Ok(Said::Nothing),
        "end" => serde_json::from_value(value).map(Said::End).map_err(|error| misfit(&error)),
        noun => item(noun, value).map(Said::Item),
    }
}

/// A record with what is said of it; all other fields have their defaults.
fn item(noun: &str, given: Value) -> Result<Item, Reason> {
    let noun: Noun = noun.parse()?;
    let mut whole = edit::object(&Item::empty(noun));
    match (whole.get_mut(noun.slug()), &given) {
        (Some(Value::Object(fields)), Value::Object(given)) => fields.extend(given.clone()),
        _ => return Err(reason("not-one-record")),
    }
    let item: Item = serde_json::from_value(Value::Object(whole)).map_err(|error| misfit(&error))?;
    match edit::object(&item).get(noun.slug()).and_then(|taken| not_taken(&given, taken)) {
        Some(field) => Err(reason("field-unknown").with("field", field)),
        None => Ok(item),
    }
}

/// The first field that was given and did not become part of the record.
fn not_taken(given: &Value, taken: &Value) -> Option<String> {
    match (given, taken) {
        (Value::Object(given), Value::Object(taken)) => given.iter().find_map(|(name, value)| match taken.get(name) {
            Some(taken) => not_taken(value, taken).map(|inner| format!("{name}.{inner}")),
            None => Some(name.clone()),
        }),
        (Value::Array(given), Value::Array(taken)) => given.iter().zip(taken).find_map(|(g, t)| not_taken(g, t)),
        _ => None,
    }
}
