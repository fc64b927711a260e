//! A sheet to rows, streamed: a thread of its own reads cells and hands over whole rows, a few ahead.

use crate::domain::caught::caught;
use crate::domain::reason::{Reason, reason};
use crate::domain::text::fold;
use crate::interop::columns::MAX_COLUMNS;
use crate::interop::file::{FileError, Opened, Options, Record, Table};
use calamine::{Data, DataRef, Reader, Xlsx, XlsxError};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that a part of a workbook may come to when it is unpacked.
const MOST_UNPACKED: u64 = 512 * 1024 * 1024;

/// A part this small may be packed as tightly as it likes.
const SMALL: u64 = 16 * 1024 * 1024;

/// How many times its size a bigger part may come to: sheets come to ten or twenty times, bombs to a thousand.
const TIGHTEST: u64 = 200;

/// Rows read ahead.
const AHEAD: usize = 256;

/// The longest cell in bytes.
const MAX_CELL: usize = 1024 * 1024;

/// A sheet of a workbook.
pub struct SheetFile {
    opened: Opened,
    /// Every sheet by name, the one that is read first.
    sheets: Vec<String>,
    rows: Receiver<Sent>,
    done: Arc<AtomicU64>,
}

/// What the thread that reads sends.
enum Sent {
    Row(Sheeted),
    End,
    Broken(Reason),
}

/// What is known of a workbook before its first row.
#[derive(Default)]
struct Found {
    /// Its sheets, the one that is read first.
    sheets: Vec<String>,
    /// The rows of that one.
    rows: u64,
}

/// A row of the sheet.
struct Sheeted {
    line: u64,
    cells: Vec<String>,
    fault: Option<Reason>,
}

impl SheetFile {
    /// Opens a workbook and reads the column names of the sheet that is meant, else of its first. All that is calamine's
    /// happens on a thread of its own, where it is caught: it may panic over what no program writes.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        let name = path.display().to_string();
        let failed = |error| FileError::Io { file: name.clone(), error };
        let unusable = |why| FileError::Workbook { file: name.clone(), why };
        let file = File::open(path).map_err(failed)?;
        look_for_bombs(&file).map_err(unusable)?;
        let done = Arc::new(AtomicU64::new(0));
        let ((to, rows), (found_to, found)) = (bounded(AHEAD), bounded(1));
        let (reads, meant) = (Arc::clone(&done), options.sheet.clone());
        std::thread::spawn(move || {
            let read = caught(|| read(file, meant.as_deref(), &to, found_to, &reads));
            let read = read.unwrap_or_else(|_| Err(broken("its parts contradict each other")));
            // Nobody may be listening any more.
            let _ = to.send(read.map_or_else(Sent::Broken, |()| Sent::End));
        });
        let found: Option<Found> = found.recv().ok();
        let header = loop {
            match sent(&rows) {
                Sent::Row(Sheeted { cells, .. }) if cells.iter().all(|cell| cell.trim().is_empty()) => {}
                Sent::Row(Sheeted { cells, .. }) => break cells,
                Sent::Broken(why) => return Err(unusable(why)),
                Sent::End => return Err(FileError::Empty { file: name }),
            }
        };
        let Found { sheets, rows: in_all } = found.unwrap_or_default();
        let opened = Opened::new(&name, &header, "XLSX", in_all, options)?;
        Ok(Self { opened, sheets, rows, done })
    }
}

/// The sheets, the one that is meant by its name or its place first.
fn sheets(mut names: Vec<String>, meant: Option<&str>) -> Result<Vec<String>, Reason> {
    let Some(meant) = meant else { return Ok(names) };
    let by_name = names.iter().position(|name| fold(name) == fold(meant));
    let by_place = || meant.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < names.len());
    match by_name.or_else(by_place) {
        Some(place) => {
            names.get_mut(..=place).into_iter().for_each(|upto| upto.rotate_right(1));
            Ok(names)
        }
        None => Err(reason("no-such-sheet").with("given", meant).with("found", names.join(", "))),
    }
}

/// What is sent next; behind the end nothing is.
fn sent(rows: &Receiver<Sent>) -> Sent {
    rows.recv().unwrap_or(Sent::End)
}

fn broken(why: &str) -> Reason {
    reason("workbook-broken").with("why", why)
}

/// Refuses a workbook of which a part would come to more than memory should hold, whatever it says of its size.
fn look_for_bombs(file: &File) -> Result<(), Reason> {
    let mut parts = zip::ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error.to_string()))?;
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|error| broken(&error.to_string()))?;
        let name = part.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let most = part.compressed_size().saturating_mul(TIGHTEST).clamp(SMALL, MOST_UNPACKED);
        let unpacked =
            io::copy(&mut part.take(most + 1), &mut io::sink()).map_err(|error| broken(&error.to_string()))?;
        if unpacked > most {
            return Err(reason("workbook-too-big").with("part", name).with("most", most / 1024 / 1024));
        }
    }
    Ok(())
}

/// Reads the sheet to its end, or until nobody takes its rows any more.
fn read(
    file: File,
    meant: Option<&str>,
    to: &Sender<Sent>,
    found_to: Sender<Found>,
    done: &AtomicU64,
) -> Result<(), Reason> {
    let failed = |error: XlsxError| broken(&error.to_string());
    let mut book = Xlsx::new(BufReader::new(file)).map_err(failed)?;
    let sheets = sheets(book.sheet_names(), meant)?;
    let mut cells = book.worksheet_cells_reader(sheets.first().map_or("", String::as_str)).map_err(failed)?;
    let rows = u64::from(cells.dimensions().end.0) + 1;
    // Whoever waits for the first row asks for it only afterwards.
    let _ = found_to.send(Found { sheets, rows });
    let mut row = Sheeted { line: 1, cells: Vec::new(), fault: None };
    while let Some(cell) = cells.next_cell().map_err(failed)? {
        let (at, column) = cell.get_position();
        let line = u64::from(at) + 1;
        if line != row.line {
            let next = Sheeted { line, cells: Vec::new(), fault: None };
            if to.send(Sent::Row(std::mem::replace(&mut row, next))).is_err() {
                return Ok(());
            }
            done.store(line, Ordering::Relaxed);
        }
        put(&mut row, column as usize, cell.get_value());
    }
    let _ = to.send(Sent::Row(row));
    Ok(())
}

fn put(row: &mut Sheeted, column: usize, value: &DataRef) {
    let text = match written(value) {
        Ok(text) if text.is_empty() => return,
        Ok(text) if text.len() > MAX_CELL => {
            row.fault = Some(reason("cell-too-long"));
            return;
        }
        Ok(text) => text,
        Err(why) => {
            row.fault = Some(why);
            return;
        }
    };
    if column > MAX_COLUMNS {
        row.fault = Some(reason("columns-too-many").with("count", column + 1));
        return;
    }
    if row.cells.len() <= column {
        row.cells.resize(column + 1, String::new());
    }
    if let Some(cell) = row.cells.get_mut(column) {
        *cell = text;
    }
}

/// A cell as a person would type it: whole numbers without a point, days without an hour.
fn written(value: &DataRef) -> Result<String, Reason> {
    Ok(match Data::from(value.clone()) {
        Data::Empty => String::new(),
        Data::Error(error) => return Err(reason("cell-error").with("given", error)),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::DateTime(moment) => match moment.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
            (year, month, day, hour, minute, second, _) => {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        },
        Data::DateTimeIso(text) => text.strip_suffix("T00:00:00").unwrap_or(&text).to_owned(),
        other => other.to_string(),
    })
}

impl Table for SheetFile {
    fn next_record(&mut self) -> Result<Option<Record>, FileError> {
        loop {
            let Sheeted { line, cells, fault } = match sent(&self.rows) {
                Sent::Row(row) => row,
                Sent::Broken(why) => return Err(FileError::Workbook { file: self.opened.name.clone(), why }),
                Sent::End => return Ok(None),
            };
            if fault.is_none() && cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let width = self.opened.columns.all().len();
            let beyond = cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
            let too_wide = || reason("row-width").with("count", cells.len()).with("width", width);
            let fault = fault.or_else(|| beyond.then(too_wide)).map(|why| (String::new(), why));
            return Ok(Some(Record { line, cells, fault }));
        }
    }

    fn opened(&self) -> &Opened {
        &self.opened
    }

    fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// Rows.
    fn read(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests;
