//! Text into records: rows of cells as RFC 4180 has them, in bounded memory, going on after a fault.
//!
//! The csv crate reads on to the end of the file for the other half of a lone quote, holds all of it
//! in memory, and reports nothing. Here a fault costs one row: reading goes on with the next line.

use super::encoding::Text;
use crate::domain::reason::{Reason, reason};
use crate::domain::text::shortened;
use std::io::{self, Read};

/// The longest cell in bytes of UTF-8. The store splits long texts, but a note of a million letters
/// is a mistake in the file.
pub const MAX_CELL: usize = 1024 * 1024;

/// The longest record in bytes of UTF-8.
pub const MAX_RECORD: usize = 4 * MAX_CELL;

/// What of an overlong cell is kept to tell it by, in characters.
const KEPT: usize = 100;

/// A row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line it began on, from 1.
    pub line: u64,
    /// Its cells, as far as they could be read.
    pub cells: Vec<String>,
    /// Why it cannot be taken.
    pub fault: Option<Fault>,
}

/// The marks of a file, ASCII each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks {
    /// Between two cells; a space for any run of blanks.
    pub delimiter: u8,
    /// Around a cell.
    pub quote: u8,
}

impl Marks {
    /// Whether cells are aligned with blanks.
    fn is_blank(self, byte: u8) -> bool {
        self.delimiter == b' ' && matches!(byte, b' ' | b'\t')
    }
}

/// What is wrong with a record as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Text behind a closing quote.
    #[error("the quotes are broken: text follows a closing quote (a quote within quotes is written twice)")]
    TextAfterQuote,
    /// No closing quote.
    #[error("the quotes are broken: a quote is opened and not closed")]
    Unclosed,
    /// A cell beyond [`MAX_CELL`].
    #[error("the cell is too long: more than 1 MB")]
    CellTooLong {
        /// Which one, from 0.
        column: usize,
    },
    /// A row beyond [`MAX_RECORD`].
    #[error("the row is too long: more than 4 MB")]
    RowTooLong,
}

impl From<Fault> for Reason {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::TextAfterQuote => reason("text-after-quote"),
            Fault::Unclosed => reason("quote-unclosed"),
            Fault::CellTooLong { .. } => reason("cell-too-long"),
            Fault::RowTooLong => reason("row-too-long"),
        }
    }
}

/// What ends a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Cell,
    Record,
}

/// A record while it is scanned; nothing is consumed before it is whole.
#[derive(Default)]
struct Scan {
    at: usize,
    cells: Vec<String>,
    cell: Vec<u8>,
    quoted: bool,
}

impl Scan {
    fn take(&mut self, byte: u8) -> Result<(), Fault> {
        if self.cell.len() == MAX_CELL {
            return Err(Fault::CellTooLong { column: self.cells.len() });
        }
        if self.at >= MAX_RECORD {
            return Err(Fault::RowTooLong);
        }
        self.cell.push(byte);
        self.at += 1;
        Ok(())
    }

    fn close_cell(&mut self) {
        self.cells.push(String::from_utf8_lossy(&self.cell).into_owned());
        self.cell.clear();
    }

    /// The cells so far, the long one cut.
    fn remains(mut self) -> Vec<String> {
        self.close_cell();
        self.cells.iter().map(|cell| told(cell)).collect()
    }
}

/// Why a scan stopped.
enum Stop {
    Fault(Fault),
    Io(io::Error),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads records one by one.
pub struct Records<R> {
    text: Text<R>,
    marks: Marks,
    line: u64,
    after_return: bool,
}

impl<R: Read> Records<R> {
    /// Reads records from here on.
    pub fn new(text: Text<R>, marks: Marks) -> Self {
        Self { text, marks, line: 1, after_return: false }
    }

    /// The text as far as it was read.
    pub fn text(&self) -> &Text<R> {
        &self.text
    }

    /// The next record that is not a blank line; nothing at the end of the file.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        while let Some(b'\n' | b'\r') = self.text.byte(0)? {
            self.consume(1);
        }
        if self.text.byte(0)?.is_none() {
            return Ok(None);
        }
        let line = self.line;
        let mut scan = Scan::default();
        match self.scan(&mut scan) {
            Ok(()) => {
                self.consume(scan.at);
                Ok(Some(Record { line, cells: scan.cells, fault: None }))
            }
            Err(Stop::Io(error)) => Err(error),
            Err(Stop::Fault(fault)) => {
                let (fault, cells) = self.step_over(fault, scan)?;
                Ok(Some(Record { line, cells, fault: Some(fault) }))
            }
        }
    }

    fn scan(&mut self, scan: &mut Scan) -> Result<(), Stop> {
        self.pass_blanks(scan)?;
        loop {
            scan.quoted = self.text.byte(scan.at)? == Some(self.marks.quote);
            let end = if scan.quoted { self.quoted(scan)? } else { self.plain(scan)? };
            scan.close_cell();
            if end == End::Record {
                return Ok(());
            }
        }
    }

    fn plain(&mut self, scan: &mut Scan) -> Result<End, Stop> {
        loop {
            if let Some(end) = self.end(scan)? {
                return Ok(end);
            }
            if let Some(byte) = self.text.byte(scan.at)? {
                scan.take(byte)?;
            }
        }
    }

    fn quoted(&mut self, scan: &mut Scan) -> Result<End, Stop> {
        scan.at += 1;
        loop {
            let byte = self.text.byte(scan.at)?.ok_or(Fault::Unclosed)?;
            if byte == self.marks.quote {
                scan.at += 1;
                if self.text.byte(scan.at)? != Some(self.marks.quote) {
                    return self.end(scan)?.ok_or(Stop::Fault(Fault::TextAfterQuote));
                }
            }
            scan.take(byte)?;
        }
    }

    /// What ends a cell here, if anything does; steps over it.
    fn end(&mut self, scan: &mut Scan) -> io::Result<Option<End>> {
        let cell_ended = self.pass_blanks(scan)?;
        let Some(byte) = self.text.byte(scan.at)? else { return Ok(Some(End::Record)) };
        let end = match byte {
            b'\n' | b'\r' => End::Record,
            _ if cell_ended => return Ok(Some(End::Cell)),
            _ if byte == self.marks.delimiter => End::Cell,
            _ => return Ok(None),
        };
        scan.at += 1;
        Ok(Some(end))
    }

    /// Steps over blanks where they are all that stands between cells; whether there were any.
    fn pass_blanks(&mut self, scan: &mut Scan) -> io::Result<bool> {
        let from = scan.at;
        while scan.at < MAX_RECORD && self.text.byte(scan.at)?.is_some_and(|byte| self.marks.is_blank(byte)) {
            scan.at += 1;
        }
        Ok(scan.at > from)
    }

    /// Goes on behind a faulty record. Says what the fault really was, and what can be told of the cells.
    fn step_over(&mut self, fault: Fault, scan: Scan) -> io::Result<(Fault, Vec<String>)> {
        match fault {
            Fault::CellTooLong { .. } | Fault::RowTooLong if !scan.quoted => {
                self.skip_line()?;
                Ok((fault, scan.remains()))
            }
            Fault::CellTooLong { .. } | Fault::RowTooLong if !self.second_line_is_a_row() => {
                self.consume(scan.at);
                self.skip_quoted()?;
                Ok((fault, scan.remains()))
            }
            Fault::TextAfterQuote => Ok((fault, self.skip_line()?)),
            _ => Ok((Fault::Unclosed, self.skip_line()?)),
        }
    }

    /// Whether the second line in sight has as many cells as the first. Then the first one's open
    /// quote is a slip, and this is not one long cell.
    fn second_line_is_a_row(&self) -> bool {
        let mut lines = self.text.window().lines().map(|line| line.matches(char::from(self.marks.delimiter)).count());
        lines.next().is_some_and(|first| lines.next() == Some(first))
    }

    /// Skips to the next line. Returns the pieces of this one, cut at every delimiter.
    fn skip_line(&mut self) -> io::Result<Vec<String>> {
        let mut at = 0;
        let mut line = Vec::new();
        while let Some(byte) = self.text.byte(at)?.filter(|byte| !matches!(byte, b'\n' | b'\r')) {
            if line.len() < MAX_CELL {
                line.push(byte);
            }
            at += 1;
            if at == MAX_CELL {
                self.consume(at);
                at = 0;
            }
        }
        self.consume(at);
        Ok(String::from_utf8_lossy(&line).split(char::from(self.marks.delimiter)).map(told).collect())
    }

    /// Skips from within a quoted cell to the end of its record. A doubled quote closes and opens.
    fn skip_quoted(&mut self) -> io::Result<()> {
        let mut quoted = true;
        while let Some(byte) = self.text.byte(0)? {
            if !quoted && matches!(byte, b'\n' | b'\r') {
                break;
            }
            quoted ^= byte == self.marks.quote;
            self.consume(1);
        }
        Ok(())
    }

    /// Consumes text and counts its lines, which end with `\n`, `\r` or both.
    fn consume(&mut self, count: usize) {
        for byte in self.text.window().bytes().take(count) {
            let ends = byte == b'\r' || (byte == b'\n' && !self.after_return);
            self.line += u64::from(ends);
            self.after_return = byte == b'\r';
        }
        self.text.consume(count);
    }
}

/// Enough of a cell to tell it by.
fn told(cell: &str) -> String {
    shortened(cell, KEPT).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::UTF_8;
    use proptest::prelude::*;
    use std::io::Cursor;

    fn records(text: &str) -> Records<Cursor<Vec<u8>>> {
        Records::new(Text::new(Cursor::new(text.as_bytes().to_vec()), UTF_8), Marks { delimiter: b',', quote: b'"' })
    }

    fn all(text: &str) -> Vec<(u64, Result<Vec<String>, Fault>)> {
        let mut records = records(text);
        let next = || records.next().unwrap();
        std::iter::from_fn(next).map(|r| (r.line, r.fault.map_or(Ok(r.cells), Err))).collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "it stands beside faults")]
    fn row(cells: &[&str]) -> Result<Vec<String>, Fault> {
        Ok(cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn cells_are_read_as_rfc_4180_says() {
        for (text, rows) in [
            ("a,b\nc,d", vec![(1, row(&["a", "b"])), (2, row(&["c", "d"]))]),
            ("a,\r\n\r\n,d\r\n", vec![(1, row(&["a", ""])), (3, row(&["", "d"]))]),
            ("a\rb\r", vec![(1, row(&["a"])), (2, row(&["b"]))]),
            ("\"a,1\",\"say \"\"hi\"\"\"\nx,y", vec![(1, row(&["a,1", "say \"hi\""])), (2, row(&["x", "y"]))]),
            ("\"two\r\nlines\",b\nc", vec![(1, row(&["two\r\nlines", "b"])), (3, row(&["c"]))]),
            ("5\" pipe,\"\"\n", vec![(1, row(&["5\" pipe", ""]))]),
            ("", vec![]),
            ("\n\n", vec![]),
        ] {
            assert_eq!(all(text), rows, "{text}");
        }
    }

    #[test]
    fn a_broken_quote_costs_its_own_row_only() {
        for (text, fault) in [("a,b\n\"x\" y,z\nc,d\n", Fault::TextAfterQuote), ("a,b\nx,\"y\nc,d\n", Fault::Unclosed)]
        {
            assert_eq!(all(text), [(1, row(&["a", "b"])), (2, Err(fault)), (3, row(&["c", "d"]))], "{text}");
        }
        let mut broken = records("x,\"y\nc,d\n");
        assert_eq!(broken.next().unwrap().unwrap().cells, ["x", "\"y"], "what can be told of the row is kept");
    }

    #[test]
    fn a_quote_left_open_early_in_a_long_file_does_not_swallow_it() {
        let rows = all(&format!("x,\"y\n{}", "c,d\n".repeat(MAX_CELL)));
        assert_eq!(rows[0], (1, Err(Fault::Unclosed)));
        assert_eq!(rows.len(), 1 + MAX_CELL);
        assert_eq!(rows.last(), Some(&(1 + MAX_CELL as u64, row(&["c", "d"]))));
    }

    #[test]
    fn a_huge_cell_is_refused_in_bounded_memory() {
        let huge = "x".repeat(10 * MAX_CELL);
        let lines = "some, more text\n".repeat(MAX_CELL);
        for (cell, lines_in_it) in [(huge.clone(), 0), (format!("\"{huge}\""), 0), (format!("\"x{lines}\""), MAX_CELL)]
        {
            let mut records = records(&format!("a,{cell},b\nc,d,e\n"));
            let record = records.next().unwrap().unwrap();
            assert_eq!(record.fault, Some(Fault::CellTooLong { column: 1 }));
            assert_eq!(record.cells[0], "a");
            let next = records.next().unwrap().unwrap();
            assert_eq!((next.line, next.fault), (2 + lines_in_it as u64, None));
            assert_eq!(next.cells, ["c", "d", "e"]);
            assert!(records.text().held() < 4 * MAX_CELL, "{}", records.text().held());
        }
    }

    #[test]
    fn a_row_of_many_long_cells_is_refused_in_bounded_memory() {
        let cell = "x".repeat(MAX_CELL / 2);
        let mut records = records(&format!("{}\nc,d\n", vec![cell; 40].join(",")));
        assert_eq!(records.next().unwrap().unwrap().fault, Some(Fault::RowTooLong));
        assert_eq!(records.next().unwrap().unwrap().cells, ["c", "d"]);
        assert!(records.text().held() < 4 * MAX_RECORD);
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end(text in "[a,\"\n\r张]{0,60}") {
            let lines = text.split(['\n', '\r']).count();
            prop_assert!(all(&text).len() <= lines);
        }

        #[test]
        fn what_the_csv_crate_writes_is_read_back(
            rows in prop::collection::vec(prop::collection::vec("[a,\"\n\r张]{1,6}", 2..5), 0..6)
        ) {
            let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for cells in &rows {
                writer.write_record(cells).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<_> = all(&text).into_iter().map(|(_, cells)| cells.unwrap()).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
