//! Rows to a workbook of one sheet: numbers and days are such, everything else is text, so nothing is a formula.

use crate::domain::calendar::wall;
use crate::domain::money::Currency;
use crate::interop::outgoing::Cell;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};

/// Rows a sheet holds, that of the headers included.
pub const MOST_ROWS: u32 = 1_048_576;
/// Characters a cell holds, as UTF-16 counts them.
const MOST_LETTERS: usize = 32_767;
/// Cells wide.
const WIDTH: f64 = 18.0;

/// Writes a workbook from its header to its last row. Rows wait in a file of their own, which only this process sees.
pub struct BookWriter<W> {
    to: W,
    book: Workbook,
    /// The row that comes next.
    row: u32,
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
    /// Begins a workbook; moments are shown by the clock of `zone`, amounts in `currency` are numbers.
    pub fn begin(
        to: W,
        sheet: &str,
        headers: impl Iterator<Item = &'static str>,
        zone: Tz,
        currency: Currency,
    ) -> io::Result<Self> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold();
        let page = book.add_worksheet_with_constant_memory().map_err(failed)?;
        page.set_name(sheet).and_then(|page| page.set_freeze_panes(1, 0)).map_err(failed)?;
        for (column, header) in (0..).zip(headers) {
            page.set_column_width(column, WIDTH).map_err(failed)?;
            page.write_string_with_format(0, column, header, &bold).map_err(failed)?;
        }
        let shown = |pattern: &str| Format::new().set_num_format(pattern);
        let styles =
            Styles { day: shown("yyyy-mm-dd"), moment: shown("yyyy-mm-dd hh:mm:ss"), amount: shown("#,##0.00") };
        Ok(Self { to, book, row: 1, zone, currency, styles, cut: 0 })
    }

    /// Whether no row fits any more.
    pub fn is_full(&self) -> bool {
        self.row >= MOST_ROWS
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let page = self.book.worksheet_from_index(0).map_err(failed)?;
        for (column, cell) in (0..).zip(cells) {
            self.cut += u64::from(put(page, (self.row, column), cell, self.zone, self.currency, &self.styles)?);
        }
        self.row += 1;
        Ok(())
    }

    /// Ends the workbook; where it went, and how many texts were too long for a cell and are cut.
    pub fn end(mut self) -> io::Result<(W, u64)> {
        // Packed, and so a tenth of its rows; the library asks for more of where it writes than stdout can give.
        let packed = self.book.save_to_buffer().map_err(failed)?;
        self.to.write_all(&packed)?;
        self.to.flush()?;
        Ok((self.to, self.cut))
    }
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
