//! What came of an import: every column and every row is accounted for.

use super::super::error::Outcome;
use super::super::session::Session;
use crate::domain::import::RefusedRow;
use crate::door::jobs::Summary;
use crate::interop::columns::{Column, Columns};
use crate::interop::file::Table;
use crate::interop::incoming::{Accounted, Incoming};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

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
    pub fn tell(&self, session: &Session, file: &Incoming, path: &Path) -> Outcome {
        if session.out.is_json() {
            return session.out.json(&self.document(file, path));
        }
        if self.dry_run {
            session.out.line(session.words.t("cli-import-dry"))?;
        }
        let about = match file {
            Incoming::Table(table) => {
                let mut about = about_columns(session, table.table(), file.accounted());
                about.extend(self.ids(table.table().columns(), path));
                about
            }
            Incoming::Kept(_) => Vec::new(),
        };
        self.counts(session, about)?;
        match file {
            Incoming::Table(file) if self.dry_run => meanings(session, file.table().columns())?,
            Incoming::Kept(_) if self.is_cut_short(file) => {
                session.out.line(session.words.t("cli-import-cut-short"))?;
            }
            _ => {}
        }
        self.refusals(session, file)
    }

    /// Whose ids a file brings: it is told before they come in.
    fn ids(&self, columns: &Columns, path: &Path) -> Option<(&'static str, String)> {
        (self.dry_run && columns.brings_ids()).then(|| ("cli-import-ids", columns.system(path)))
    }

    /// Whether the file says it is whole and is not; of one that was not read to its end nobody can tell.
    fn is_cut_short(&self, file: &Incoming) -> bool {
        !self.stopped && file.is_cut_short()
    }

    fn document(&self, file: &Incoming, path: &Path) -> Value {
        let mut document = json!({
            "read": self.read,
            "created": self.summary.created,
            "updated": self.summary.updated,
            "unchanged": self.summary.unchanged,
            "refused": self.refused,
            "reject_file": self.reject_file,
            "undo": self.summary.undo,
            "dry_run": self.dry_run,
            "stopped": self.stopped,
            "resumed_after": self.resumed_after,
        });
        let more = match file {
            Incoming::Table(file) => of_columns(file.table(), path),
            Incoming::Kept(_) => json!({ "cut_short": self.is_cut_short(file) }),
        };
        if let (Value::Object(document), Value::Object(more)) = (&mut document, more) {
            document.extend(more);
        }
        document
    }

    fn counts(&self, session: &Session, about: Vec<(&'static str, String)>) -> Outcome {
        let rejects = self.reject_file.as_ref().map(|path| path.display().to_string());
        let undo = self.summary.undo.map(|id| format!("callsheet undo {id}"));
        let counts = [
            ("cli-import-resumed", self.resumed_after.map(|line| line.to_string()).unwrap_or_default()),
            ("cli-import-read", self.read.to_string()),
            ("cli-import-created", self.summary.created.to_string()),
            ("cli-import-updated", self.summary.updated.to_string()),
            ("cli-import-unchanged", self.summary.unchanged.to_string()),
            ("cli-import-refused", self.refused.to_string()),
            ("cli-import-rejects", rejects.unwrap_or_default()),
            ("cli-import-undo", undo.unwrap_or_default()),
        ];
        let rows = about.into_iter().chain(counts).map(|(key, value)| (session.words.t(key), value));
        session.out.card(&rows.collect::<Vec<_>>())
    }

    fn refusals(&self, session: &Session, file: &Incoming) -> Outcome {
        if self.first_refused.is_empty() {
            return Ok(());
        }
        let words = session.words;
        let header = |field: &str| match file {
            Incoming::Table(file) => file.table().columns().header_of(field).map(str::to_owned),
            Incoming::Kept(_) => None,
        };
        let column = |field: &str| header(field).unwrap_or_else(|| words.field(field));
        let row = |row: &RefusedRow| vec![row.line.to_string(), column(&row.field), words.reason(&row.why)];
        // What cannot be read comes before what the store refuses of the same batch.
        let mut in_order: Vec<_> = self.first_refused.iter().collect();
        in_order.sort_by_key(|row| row.line);
        session.out.line("")?;
        let heads = ["cli-import-line", "cli-import-column", "cli-why"].map(|key| words.t(key));
        session.out.table(&heads, in_order.into_iter().map(row))
    }
}

/// What the rows of a table are and what becomes of its columns, for a person.
fn about_columns(
    session: &Session,
    table: &dyn Table,
    Accounted { read, left_out, other_sheets }: Accounted,
) -> Vec<(&'static str, String)> {
    let words = session.words;
    let target = words.t(table.columns().target().slug());
    let counts = [("read", read.into()), ("all", (read + left_out.len()).into())];
    vec![
        ("cli-import-as", format!("{target} ({})", told(table))),
        ("cli-import-columns", words.tf("cli-import-columns-read", &counts)),
        ("cli-import-ignored", left_out.join(", ")),
        ("cli-import-other-sheets", other_sheets.join(", ")),
    ]
}

/// The same for a script.
fn of_columns(table: &dyn Table, path: &Path) -> Value {
    json!({
        "system": table.columns().brings_ids().then(|| table.columns().system(path)),
        "columns": by_header(table.columns().all()),
        "left_out": table.left_out(),
        "other_sheets": table.sheets().get(1..).unwrap_or_default(),
        "mapping": table.columns().mapping().name,
        "as": table.columns().target(),
        "encoding": table.encoding(),
        "delimiter": table.delimiter(),
    })
}

/// What was told of the file by itself: how it is written, and the mapping that knows its columns.
fn told(file: &dyn Table) -> String {
    let name = file.columns().mapping().name.as_str();
    if name.is_empty() { file.written() } else { format!("{}, {name}", file.written()) }
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
