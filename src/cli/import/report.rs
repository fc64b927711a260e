//! What came of an import: every column and every row is accounted for.

use super::super::error::Outcome;
use super::super::session::Session;
use crate::domain::import::RefusedRow;
use crate::door::jobs::Summary;
use crate::interop::columns::{Column, Columns};
use crate::interop::file::Table;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// Refused rows that are shown; all of them are in the file beside.
const SHOWN: usize = 10;

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    pub read: u64,
    pub refused: u64,
    pub reject_file: Option<PathBuf>,
    pub stopped: bool,
    /// The line behind which an import went on that was stopped.
    resumed_after: Option<u64>,
    pub summary: Summary,
    first_refused: Vec<RefusedRow>,
    dry_run: bool,
}

impl Report {
    /// Of the rows behind this line; all of them behind line 0.
    pub fn new(dry_run: bool, after_line: u64) -> Self {
        Self { resumed_after: (after_line > 0).then_some(after_line), dry_run, ..Self::default() }
    }

    /// Counts a refused row.
    pub fn refuse(&mut self, row: RefusedRow) {
        self.refused += 1;
        if self.first_refused.len() < SHOWN {
            self.first_refused.push(row);
        }
    }

    /// Tells it to a person or a script.
    pub fn tell(&self, session: &Session, file: &dyn Table) -> Outcome {
        if session.out.is_json() {
            return session.out.json(&self.document(file));
        }
        if self.dry_run {
            session.out.line(session.words.t("cli-import-dry"))?;
        }
        self.counts(session, file)?;
        if self.dry_run {
            meanings(session, file.columns())?;
        }
        self.refusals(session, file.columns())
    }

    fn document(&self, file: &dyn Table) -> Value {
        json!({
            "read": self.read,
            "created": self.summary.created,
            "updated": self.summary.updated,
            "unchanged": self.summary.unchanged,
            "refused": self.refused,
            "reject_file": self.reject_file,
            "columns": by_header(file.columns().all()),
            "left_out": file.left_out(),
            "mapping": file.columns().mapping().name,
            "undo": self.summary.undo,
            "as": file.columns().target(),
            "encoding": file.encoding(),
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "resumed_after": self.resumed_after,
        })
    }

    fn counts(&self, session: &Session, file: &dyn Table) -> Outcome {
        let words = session.words;
        let columns = file.columns().all();
        let ignored = columns.iter().filter(|column| column.field.is_none()).map(|column| column.header.clone());
        let ignored: Vec<String> = ignored.chain(file.left_out()).collect();
        let taken = columns.iter().filter(|column| column.field.is_some()).count();
        let read = [("read", taken.into()), ("all", (taken + ignored.len()).into())];
        let rejects = self.reject_file.as_ref().map(|path| path.display().to_string());
        let target = words.t(file.columns().target().slug());
        let undo = self.summary.undo.map(|id| format!("callsheet undo {id}"));
        let rows = [
            ("cli-import-as", format!("{target} ({})", told(file))),
            ("cli-import-resumed", self.resumed_after.map(|line| line.to_string()).unwrap_or_default()),
            ("cli-import-columns", words.tf("cli-import-columns-read", &read)),
            ("cli-import-ignored", ignored.join(", ")),
            ("cli-import-read", self.read.to_string()),
            ("cli-import-created", self.summary.created.to_string()),
            ("cli-import-updated", self.summary.updated.to_string()),
            ("cli-import-unchanged", self.summary.unchanged.to_string()),
            ("cli-import-refused", self.refused.to_string()),
            ("cli-import-rejects", rejects.unwrap_or_default()),
            ("cli-import-undo", undo.unwrap_or_default()),
        ];
        session.out.card(&rows.map(|(key, value)| (words.t(key), value)))
    }

    fn refusals(&self, session: &Session, columns: &Columns) -> Outcome {
        if self.first_refused.is_empty() {
            return Ok(());
        }
        let heads = ["cli-import-line", "cli-import-column", "cli-why"].map(|key| session.words.t(key));
        let words = session.words;
        let column = |field: &str| columns.header_of(field).map_or_else(|| words.field(field), str::to_owned);
        let row = |row: &RefusedRow| vec![row.line.to_string(), column(&row.field), words.reason(&row.why)];
        session.out.line("")?;
        session.out.table(&heads, self.first_refused.iter().map(row))
    }
}

/// What was told of the file by itself: its encoding, and the mapping that knows its columns.
fn told(file: &dyn Table) -> String {
    let name = file.columns().mapping().name.as_str();
    if name.is_empty() { file.encoding().to_owned() } else { format!("{}, {name}", file.encoding()) }
}

/// Each header with the field it was taken for, in the words of a mapping.
fn meanings(session: &Session, columns: &Columns) -> Outcome {
    let heads = ["cli-import-column", "cli-import-field"].map(|key| session.words.t(key));
    let row = |column: &Column| Some(vec![column.header.clone(), column.meaning()?]);
    session.out.line("")?;
    session.out.table(&heads, columns.all().iter().filter_map(row))
}

/// Each header with its field; one that stands there twice is told apart by a number.
fn by_header(columns: &[Column]) -> Map<String, Value> {
    let mut all = Map::new();
    for column in columns {
        let again = (2..).map(|number: u32| format!("{} ({number})", column.header));
        let free = std::iter::once(column.header.clone()).chain(again).find(|header| !all.contains_key(header));
        all.insert(free.unwrap_or_default(), column.meaning().into());
    }
    all
}
