//! Rows to the sheets of a workbook: numbers and days are such, everything else is text, so nothing is a formula.

use crate::domain::calendar::wall;
use crate::domain::money::Currency;
use crate::interop::outgoing::Cell;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use crossbeam_channel::{Sender, bounded};
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, BufWriter, Write};
use std::thread;

/// Rows a sheet holds, that of the headers included.
pub const MOST_ROWS: u32 = 1_048_576;
/// Characters a cell holds, as UTF-16 counts them.
const MOST_LETTERS: usize = 32_767;
/// Cells wide.
const WIDTH: f64 = 18.0;
/// Bytes of the packed workbook that are handed on at a time, and how many such pieces may wait.
const PIECE: usize = 64 * 1024;
const AHEAD: usize = 4;

/// Writes a workbook. Rows wait in a file of their own, a sheet each, which only this process sees.
pub struct BookWriter<W> {
    to: W,
    book: Workbook,
    /// The row that comes next, of each sheet.
    next: Vec<u32>,
    zone: Tz,
    currency: Currency,
    styles: Styles,
    cut: u64,
}

struct Styles {
    day: Format,
    moment: Format,
    amount: Format,
}

impl<W: Write> BookWriter<W> {
    /// Begins a workbook of these sheets, each with its headers; moments are shown by the clock of `zone`, amounts in
    /// `currency` are numbers.
    pub fn begin<H: Iterator<Item = &'static str>>(
        to: W,
        sheets: impl Iterator<Item = (&'static str, H)>,
        zone: Tz,
        currency: Currency,
    ) -> io::Result<Self> {
        let mut book = Workbook::new();
        let mut next = Vec::new();
        for (name, headers) in sheets {
            let page = book.add_worksheet_with_constant_memory();
            page.and_then(|page| begin_sheet(page, name, headers)).map_err(failed)?;
            next.push(1);
        }
        let shown = |pattern: &str| Format::new().set_num_format(pattern);
        let styles =
            Styles { day: shown("yyyy-mm-dd"), moment: shown("yyyy-mm-dd hh:mm:ss"), amount: shown("#,##0.00") };
        Ok(Self { to, book, next, zone, currency, styles, cut: 0 })
    }

    /// Whether no row fits on a sheet any more.
    pub fn is_full(&self, sheet: usize) -> bool {
        self.next.get(sheet).is_none_or(|row| *row >= MOST_ROWS)
    }

    /// Adds a row to a sheet.
    pub fn row(&mut self, sheet: usize, cells: &[Cell]) -> io::Result<()> {
        let Some(row) = self.next.get_mut(sheet) else { return Ok(()) };
        let page = self.book.worksheet_from_index(sheet).map_err(failed)?;
        for (column, cell) in (0..).zip(cells) {
            self.cut += u64::from(put(page, (*row, column), cell, self.zone, self.currency, &self.styles)?);
        }
        *row += 1;
        Ok(())
    }

    /// Packs the workbook; where it went, and how many texts were too long for a cell and are cut.
    pub fn end(self) -> io::Result<(W, u64)> {
        let Self { mut to, mut book, cut, .. } = self;
        // The library wants to hand what it writes to another thread, which stdout cannot be; so it comes in pieces.
        let (pieces, packed) = bounded(AHEAD);
        thread::scope(|scope| {
            let packing = scope.spawn(move || {
                let mut pieces = BufWriter::with_capacity(PIECE, Pieces(pieces));
                book.save_to_writer(&mut pieces).map_err(failed).and_then(|()| pieces.flush())
            });
            let written = packed.iter().try_for_each(|piece| to.write_all(&piece));
            drop(packed);
            let packed = packing.join().unwrap_or_else(|_| Err(io::Error::other("the workbook cannot be packed")));
            written.and(packed)
        })?;
        to.flush()?;
        Ok((to, cut))
    }
}

/// What is packed, on its way; nobody takes it any more once the place it goes to failed.
struct Pieces(Sender<Vec<u8>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn begin_sheet(page: &mut Worksheet, name: &str, headers: impl Iterator<Item = &'static str>) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    page.set_name(name)?.set_freeze_panes(1, 0)?;
    for (column, header) in (0..).zip(headers) {
        page.set_column_width(column, WIDTH)?;
        page.write_string_with_format(0, column, header, &bold)?;
    }
    Ok(())
}

/// Writes a cell; whether it was cut.
fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    zone: Tz,
    currency: Currency,
    styles: &Styles,
) -> io::Result<bool> {
    let number = match cell {
        Cell::Number(number) => number.to_f64().map(|number| (number, None)),
        Cell::Money(money) if money.currency == currency => {
            money.amount().to_f64().map(|number| (number, Some(&styles.amount)))
        }
        _ => None,
    };
    let moment = match cell {
        Cell::Day(day) => serial(*day).map(|moment| (moment, &styles.day)),
        Cell::Moment(at) => wall(*at, zone).and_then(by_the_clock).map(|moment| (moment, &styles.moment)),
        _ => None,
    };
    let written = match (number, moment) {
        (Some((number, Some(style))), _) => page.write_number_with_format(row, column, number, style),
        (Some((number, None)), _) => page.write_number(row, column, number),
        (None, Some((moment, style))) => page.write_datetime_with_format(row, column, &moment, style),
        (None, None) => {
            let text = cell.text();
            let kept = short_enough(&text);
            if !kept.is_empty() {
                page.write_string(row, column, kept).map_err(failed)?;
            }
            return Ok(kept.len() < text.len());
        }
    };
    written.map(|_| false).map_err(failed)
}

/// As much of a text as a cell holds.
fn short_enough(text: &str) -> &str {
    let mut letters = 0;
    let end = text.char_indices().find(|(_, letter)| {
        letters += letter.len_utf16();
        letters > MOST_LETTERS
    });
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A day as workbooks count them: from 1900 on, others stay text.
fn serial(day: NaiveDate) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month() as u8, day.day() as u8).ok()
}

fn by_the_clock(wall: NaiveDateTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (wall.hour() as u16, wall.minute() as u8);
    serial(wall.date())?.and_hms(hour, minute, wall.second()).ok()
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    }
}
