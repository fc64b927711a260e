//! Where answers go: lines and tables for a person, JSON for a script. Nothing from data reaches
//! either raw.

use super::error::Outcome;
use crate::domain::text::{safe, safe_lines};
use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use std::cell::RefCell;
use std::io::{self, Write};

/// Columns when the output is no terminal.
const WIDTH: u16 = 80;

/// Where answers go.
pub struct Output {
    to: RefCell<Box<dyn Write>>,
    json: bool,
    width: u16,
}

impl Output {
    /// Standard output.
    pub fn stdout(json: bool) -> Self {
        let size = rustix::termios::tcgetwinsize(std::io::stdout());
        let width = size.ok().map(|size| size.ws_col).filter(|columns| *columns > 0).unwrap_or(WIDTH);
        Self { to: RefCell::new(Box::new(std::io::stdout().lock())), json, width }
    }

    /// Anywhere else, as wide as a file.
    pub fn to(writer: impl Write + 'static, json: bool) -> Self {
        Self { to: RefCell::new(Box::new(writer)), json, width: WIDTH }
    }

    /// Whether a script reads.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// One line for a person.
    pub fn line(&self, text: &str) -> Outcome {
        Ok(writeln!(self.to.borrow_mut(), "{}", safe(text.trim_end()))?)
    }

    /// Text whose line breaks are meant.
    pub fn lines(&self, text: &str) -> Outcome {
        Ok(writeln!(self.to.borrow_mut(), "{}", safe_lines(text))?)
    }

    /// One document for a script.
    pub fn json(&self, document: &impl Serialize) -> Outcome {
        Ok(writeln!(self.to.borrow_mut(), "{}", json_text(document))?)
    }

    /// Rows under headings for a spreadsheet.
    pub fn csv(&self, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Outcome {
        let heads = heads.iter().map(|&head| head.to_owned()).collect();
        self.csv_rows(std::iter::once(heads).chain(rows))
    }

    /// More rows of the same.
    pub fn csv_rows(&self, rows: impl IntoIterator<Item = Vec<String>>) -> Outcome {
        let mut file = csv::Writer::from_writer(Vec::new());
        rows.into_iter().try_for_each(|row| file.write_record(row)).map_err(io::Error::from)?;
        let bytes = file.into_inner().map_err(csv::IntoInnerError::into_error)?;
        let text = String::from_utf8_lossy(&bytes);
        if text.is_empty() { Ok(()) } else { self.lines(text.trim_end_matches('\n')) }
    }

    /// A program for another program, as it is.
    pub fn script(&self, script: &[u8]) -> Outcome {
        Ok(self.to.borrow_mut().write_all(script)?)
    }

    /// Rows under headings, as wide as the terminal at most.
    pub fn table(&self, heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Outcome {
        let safe_row = |row: Vec<String>| row.iter().map(|cell| safe(cell).into_owned()).collect::<Vec<_>>();
        let mut table = plain_table(self.width);
        table.set_header(heads.iter().map(|head| capitalised(head))).add_rows(rows.into_iter().map(safe_row));
        self.table_lines(&table)
    }

    /// Labels with what they label; what is empty is left out.
    pub fn card<L: AsRef<str>>(&self, rows: &[(L, String)]) -> Outcome {
        let mut table = plain_table(self.width);
        for (label, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
            table.add_row([capitalised(label.as_ref()), safe_lines(value)]);
        }
        self.table_lines(&table)
    }

    fn table_lines(&self, table: &Table) -> Outcome {
        let mut to = self.to.borrow_mut();
        for line in table.lines() {
            writeln!(to, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// As it is, for files of whatever format.
impl Write for &Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.borrow_mut().flush()
    }
}

/// No lines: they cost bytes, and not every terminal has them.
fn plain_table(width: u16) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table
}

/// A document on one line. Characters that a terminal would obey or hide are escaped, so that the
/// data stays exact and the terminal unharmed.
pub(super) fn json_text(document: &impl Serialize) -> String {
    let plain = serde_json::to_string(document).unwrap_or_else(|_| "null".to_owned());
    let mut text = String::with_capacity(plain.len());
    let mut utf16 = [0; 2];
    for c in plain.chars() {
        if c.is_ascii_graphic() || c == ' ' || shows_itself(c) {
            text.push(c);
        } else {
            text.extend(c.encode_utf16(&mut utf16).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    text
}

/// A word of the trade as a heading.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn shows_itself(c: char) -> bool {
    let mut utf8 = [0; 4];
    let text: &str = c.encode_utf8(&mut utf8);
    safe(text) == text
}

#[cfg(test)]
mod tests {
    use super::super::testing::Captured;
    use super::*;

    #[test]
    fn json_keeps_hostile_text_exact_and_escaped() {
        let hostile = "a\u{202e}b\x1b[2J\u{9b}\u{e0041}张";
        let text = json_text(&hostile);
        assert_eq!(text, r#""a\u202eb\u001b[2J\u009b\udb40\udc41张""#);
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), hostile);
    }

    #[test]
    fn a_table_fits_the_width_and_breaks_at_no_escape() {
        let captured = Captured::default();
        let out = Output::to(captured.clone(), false);
        let long = "x".repeat(300);
        out.table(&["ID", "Name"], [vec!["7".to_owned(), format!("\x1b[31m{long}")], vec!["8".into(), "张伟".into()]])
            .unwrap();
        let text = captured.text();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert!(text.contains("␛[31m") && text.contains("张伟"), "{text}");
    }
}
