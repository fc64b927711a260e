//! A file on its way in, whatever it holds: a batch of rows at a time, each with how it stands in the file, so that one
//! that is refused can be kept as it stood.

use super::beside::RejectFormat;
use super::csv;
use super::file::{FileError, ImportFile, Options};
use super::json_lines::{self, OpenError};
use crate::domain::field::Reading;
use crate::domain::import::{KeptRow, RefusedRow, Row, Rows, Target};
use std::fs::File;
use std::path::Path;

/// Bytes of cells a batch holds, about: a file of huge rows needs no more memory than one of small ones.
const HEAVY: usize = 1024 * 1024;

/// A file that comes in.
pub enum Incoming {
    /// Rows of cells under columns.
    Table(ImportFile),
    /// Records as a store kept them.
    Kept(KeptFile),
}

/// Records as a store kept them, each a row of one cell.
pub struct KeptFile {
    name: String,
    /// The lines they stand in.
    pub lines: json_lines::File<File>,
}

/// What of a file is read, by the file's names for it.
#[derive(Debug, Default)]
pub struct Accounted {
    /// So many columns.
    pub read: usize,
    /// What of it is in no column that is.
    pub left_out: Vec<String>,
    /// The sheets that are not read.
    pub other_sheets: Vec<String>,
}

/// The next rows of a file.
#[derive(Debug)]
pub struct Batch {
    /// Those that can be taken.
    pub rows: Rows,
    /// Those that cannot.
    pub refused: Vec<RefusedRow>,
    /// How each of them all stands in the file.
    pub stood: Stood,
    /// How far the file is read, in the units of [`Incoming::size`].
    pub read: u64,
}

/// The cells of rows as they stand in their file, by the lines they begin on.
#[derive(Debug, Default)]
pub struct Stood(Vec<(u64, Vec<String>)>);

impl Stood {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line the last one begins on.
    pub fn last_line(&self) -> u64 {
        self.0.last().map_or(0, |(line, _)| *line)
    }

    /// The cells of the row on this line.
    pub fn cells(&self, line: u64) -> &[String] {
        self.0.iter().find(|(own, _)| *own == line).map_or(&[], |(_, cells)| cells)
    }
}

/// Whether a file holds records as a store kept them, by its name.
pub fn holds_records(path: &Path) -> bool {
    path.extension().is_some_and(|end| end.eq_ignore_ascii_case("jsonl") || end.eq_ignore_ascii_case("ndjson"))
}

impl KeptFile {
    fn open(path: &Path) -> Result<Self, FileError> {
        let name = path.display().to_string();
        match json_lines::File::open(path) {
            Ok(lines) => Ok(Self { name, lines }),
            Err(OpenError::Io(error)) => Err(FileError::Io { file: name, error }),
            Err(OpenError::NotAFile) => Err(FileError::NotAFile { file: name }),
            Err(OpenError::TooNew { found }) => Err(FileError::TooNew { file: name, found }),
        }
    }

    fn next(&mut self) -> Result<Option<Coming<KeptRow>>, FileError> {
        let line = self.lines.next_line().map_err(|error| FileError::Io { file: self.name.clone(), error })?;
        Ok(line.map(|line| Coming { line: line.number, cells: vec![line.text], row: line.row }))
    }
}

impl Incoming {
    /// Opens a file of any format.
    pub fn open(path: &Path, options: &Options) -> Result<Self, FileError> {
        if holds_records(path) {
            KeptFile::open(path).map(Self::Kept)
        } else {
            ImportFile::open(path, options).map(Self::Table)
        }
    }

    /// What its rows are; records say so themselves.
    pub fn target(&self) -> Target {
        match self {
            Self::Table(file) => file.table().columns().target(),
            Self::Kept(_) => Target::Customers,
        }
    }

    /// The other system whose ids its rows bring; records bring none.
    pub fn system(&self, path: &Path) -> String {
        match self {
            Self::Table(file) => file.table().columns().system(path),
            Self::Kept(_) => String::new(),
        }
    }

    /// How its refused rows are kept.
    pub fn rejects(&self) -> Box<dyn RejectFormat> {
        match self {
            Self::Table(file) => Box::new(csv::Rejects(file.table().columns().clone())),
            Self::Kept(file) => Box::new(json_lines::Rejects(file.lines.header().cloned())),
        }
    }

    /// How much there is to read.
    pub fn size(&self) -> u64 {
        match self {
            Self::Table(file) => file.table().size(),
            Self::Kept(file) => file.lines.size(),
        }
    }

    /// What of it is read so far, and what is not. The columns that were added to refused rows are none of the file's.
    pub fn accounted(&self) -> Accounted {
        let Self::Table(file) = self else { return Accounted::default() };
        let table = file.table();
        let columns = table.columns().all().iter().take(table.columns().original_width());
        let (read, passed_over): (Vec<_>, Vec<_>) = columns.partition(|column| column.field.is_some());
        let passed_over = passed_over.into_iter().map(|column| column.header.clone());
        Accounted {
            read: read.len(),
            left_out: passed_over.chain(table.left_out()).collect(),
            other_sheets: table.sheets().iter().skip(1).cloned().collect(),
        }
    }

    /// Once all is read: whether the file says it is whole and is not.
    pub fn is_cut_short(&self) -> bool {
        matches!(self, Self::Kept(file) if file.lines.is_cut_short())
    }

    /// The next rows behind this line; nothing at the end of the file.
    pub fn batch(&mut self, reading: &Reading, behind: u64) -> Result<Option<Batch>, FileError> {
        let batch = match self {
            Self::Table(file) => {
                let next = || {
                    let line = file.next(reading)?;
                    Ok(line.map(|line| Coming { line: line.number(), cells: line.cells, row: line.row }))
                };
                let Gathered { taken, refused, stood } = gathered::<Row>(behind, next)?;
                Batch { rows: Rows::Drafts(taken), refused, stood, read: file.table().read() }
            }
            Self::Kept(file) => {
                let Gathered { taken, refused, stood } = gathered(behind, || file.next())?;
                let store = file.lines.header().map(|header| header.store.clone()).unwrap_or_default();
                Batch { rows: Rows::Kept { store, rows: taken }, refused, stood, read: file.lines.bytes_read() }
            }
        };
        Ok(Some(batch).filter(|batch| !batch.stood.is_empty()))
    }
}

/// A row of either kind.
struct Coming<R> {
    line: u64,
    cells: Vec<String>,
    row: Result<R, RefusedRow>,
}

struct Gathered<R> {
    taken: Vec<R>,
    refused: Vec<RefusedRow>,
    stood: Stood,
}

fn gathered<R>(
    behind: u64,
    mut next: impl FnMut() -> Result<Option<Coming<R>>, FileError>,
) -> Result<Gathered<R>, FileError> {
    let mut all = Gathered { taken: Vec::new(), refused: Vec::new(), stood: Stood::default() };
    let mut weight = 0;
    while all.stood.len() < Rows::MOST
        && weight < HEAVY
        && let Some(Coming { line, cells, row }) = next()?
    {
        if line <= behind {
            continue;
        }
        weight += cells.iter().map(String::len).sum::<usize>();
        all.stood.0.push((line, cells));
        match row {
            Ok(row) => all.taken.push(row),
            Err(refused) => all.refused.push(refused),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::money::Currency;
    use crate::domain::time::Timestamp;

    /// The lines of a file's batches: those taken, those refused.
    fn batches(name: &str, text: &str, behind: u64) -> Vec<(usize, Vec<u64>)> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut file = Incoming::open(&path, &Options::default()).unwrap();
        let calendar = Calendar::default();
        let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
        let next = || file.batch(&reading, behind).unwrap();
        let told = |batch: Batch| {
            assert!(batch.refused.iter().all(|row| !batch.stood.cells(row.line).is_empty()));
            (batch.stood.len(), batch.refused.iter().map(|row| row.line).collect())
        };
        std::iter::from_fn(next).map(told).collect()
    }

    #[test]
    fn a_file_comes_in_batches_of_so_many_rows_and_so_much_text() {
        let rows = |count: usize, note: &str| format!("Name,Notes\n{}", format!("Anna,{note}\n").repeat(count));
        assert_eq!(batches("x.csv", &rows(1_100, "x"), 0), [(500, vec![]), (500, vec![]), (100, vec![])]);
        let heavy = batches("x.csv", &rows(5, &"x".repeat(600_000)), 0);
        assert_eq!(heavy.iter().map(|(count, _)| *count).collect::<Vec<_>>(), [2, 2, 1]);
        assert_eq!(batches("x.csv", "Name,Email\nA,a@x.de\nB,nobody\nC,c@x.de\n", 0), [(3, vec![3])]);
        assert_eq!(batches("x.csv", "Name,Email\nA,a@x.de\nB,nobody\nC,c@x.de\n", 3), [(1, vec![])]);
    }

    #[test]
    fn records_come_in_as_rows_of_one_cell() {
        let text = "{\"callsheet\":{\"version\":1}}\n{\"customer\":{\"id\":\"1\",\"name\":\"Anna\"}}\nnonsense\n";
        assert_eq!(batches("x.jsonl", text, 0), [(2, vec![3])]);
        assert_eq!(batches("x.NDJSON", text, 2), [(1, vec![3])]);
    }
}
