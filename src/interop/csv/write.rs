//! Rows to a CSV file: as they are, or so that no spreadsheet program takes a text for a formula or a number.

use crate::interop::outgoing::Cell;
use std::borrow::Cow;
use std::io::{self, Write};

/// What tells spreadsheet programs that a file is UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Beginnings a spreadsheet program takes for a formula, half width and full width.
const FORMULAS: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];

/// Digits a spreadsheet program keeps of a number.
const DIGITS: usize = 15;

/// Writes a file from its header to its last row.
pub struct CsvWriter<W: Write> {
    writer: ::csv::Writer<W>,
    safe: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Begins a file; a `safe` one is for looking at in a spreadsheet program.
    pub fn begin(mut to: W, headers: impl Iterator<Item = &'static str>, safe: bool) -> io::Result<Self> {
        if safe {
            to.write_all(MARK)?;
        }
        let mut writer = ::csv::Writer::from_writer(to);
        writer.write_record(headers)?;
        Ok(Self { writer, safe })
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        for cell in cells {
            let text = cell.text();
            let text = if self.safe && matches!(cell, Cell::Text(_)) { guarded(&text) } else { Cow::Borrowed(&*text) };
            self.writer.write_field(&*text)?;
        }
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Ends the file, and hands back where it went.
    pub fn end(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
    }
}

/// The text behind a `'` where it would be taken for a formula, or for a number that loses its zeros or its last digits.
fn guarded(text: &str) -> Cow<'_, str> {
    let digits = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit());
    let shortened = digits && (text.starts_with('0') || text.len() > DIGITS);
    if text.starts_with(FORMULAS) || shortened { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(texts: &[&str], safe: bool) -> String {
        let mut file = CsvWriter::begin(Vec::new(), ["name"].into_iter(), safe).unwrap();
        for text in texts {
            file.row(&[Cell::Text((*text).to_owned())]).unwrap();
        }
        String::from_utf8(file.end().unwrap()).unwrap()
    }

    #[test]
    fn nothing_a_person_wrote_is_a_formula_in_a_safe_file() {
        for text in ["=1+2", "+4930123", "-10%", "@sum", "\tx", "＝1", "\r=1"] {
            let safe = written(&[text], true);
            let row = safe.trim_start_matches('\u{feff}').strip_prefix("name\n").unwrap().trim_start_matches('"');
            assert!(row.starts_with('\'') && row.contains(text), "{safe:?}");
            assert!(!written(&[text], false).contains('\''), "as it is");
        }
    }

    #[test]
    fn numbers_to_call_keep_their_zeros_and_their_last_digits() {
        assert_eq!(
            written(&["0301234", "8613800138000123", "42", "mobile: 030"], true).lines().skip(1).collect::<Vec<_>>(),
            ["'0301234", "'8613800138000123", "42", "mobile: 030"]
        );
    }

    #[test]
    fn quotes_marks_and_line_ends_stand_in_quotes() {
        assert_eq!(
            written(&["a,b", "say \"x\"", "two\nlines"], false),
            "name\n\"a,b\"\n\"say \"\"x\"\"\"\n\"two\nlines\"\n"
        );
    }
}
