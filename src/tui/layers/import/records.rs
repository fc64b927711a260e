//! A file of records as a store kept them, before it comes in: nothing is to be said of it, only whether it is the one
//! meant.

use super::plan::{Plan, counted, first_fault, stopped_before, sure};
use super::{Asked, file_name};
use crate::domain::calendar::wall;
use crate::domain::import::{Manner, RefusedRow, Rows, Target};
use crate::door::jobs::{Request, Start};
use crate::i18n::I18n;
use crate::interop::file::{FileError, Options};
use crate::interop::incoming::{Batch, Incoming};
use crate::interop::stopped::Stopped;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// What the keys do; `r` only where an import was stopped.
const KEYS: &[Hint<&str>] = &[("d", "does-try"), ("i", "does-import"), ("r", "does-go-on"), ("Esc", "does-leave")];

/// A file of records that is looked at.
pub struct RecordsStage {
    path: PathBuf,
    /// When it was written, by the clock here; empty where it does not say.
    written: String,
    first: Batch,
    /// What the store says against the first records; nothing before it was asked.
    tried: Option<Vec<RefusedRow>>,
    /// Where an earlier import of the file was stopped.
    stopped: Option<Stopped>,
}

impl RecordsStage {
    /// Opens a file and reads its first records.
    pub fn open(path: PathBuf, context: &Context) -> Result<Self, FileError> {
        let mut file = Incoming::open(&path, &Options::default())?;
        let header = match &file {
            Incoming::Kept(kept) => kept.lines.header(),
            Incoming::Table(_) => None,
        };
        let zone = context.settings.calendar.zone;
        let written = header.and_then(|header| wall(header.at, zone)).map(|at| at.format("%Y-%m-%d %H:%M").to_string());
        let written = written.unwrap_or_default();
        let first = file.batch(&context.settings.reading(context.now), 0)?;
        let first = first.ok_or_else(|| FileError::Empty { file: path.display().to_string() })?;
        let stopped = Stopped::read(&path).filter(|stopped| stopped.is_of(&path));
        Ok(Self { path, written, first, tried: None, stopped })
    }

    /// What the keys do with this file.
    pub fn keys(&self) -> Vec<Hint<&'static str>> {
        KEYS.iter().copied().filter(|(key, _)| *key != "r" || self.stopped.is_some()).collect()
    }

    /// Takes a key.
    pub fn on(&self, key: KeyEvent, words: &I18n) -> Asked {
        match key.code {
            KeyCode::Esc => Asked::Leave,
            KeyCode::Char('d') => Asked::Try,
            KeyCode::Char('i') => sure(&self.path, None, words),
            KeyCode::Char('r') if self.stopped.is_some() => sure(&self.path, self.stopped.as_ref(), words),
            _ => Asked::Nothing,
        }
    }

    /// The request that tries the first records at the store, if that was not done yet.
    pub fn trial(&mut self) -> Option<Request> {
        if self.tried.is_some() {
            return None;
        }
        self.tried = Some(Vec::new());
        let start = Start::new(&file_name(&self.path), Target::Customers);
        Some(Request::Try { start, rows: self.first.rows.clone() })
    }

    /// What the store says against the first records.
    pub fn tried(&mut self, refused: Vec<RefusedRow>) {
        self.tried = Some(refused);
    }

    /// The file as it shall be brought in, from its beginning or from where it was stopped.
    pub fn plan(&self, resume: bool) -> Plan {
        let (path, options) = (self.path.clone(), Options::default());
        let stopped = self.stopped.clone().filter(|_| resume);
        let stopped = stopped.unwrap_or_else(|| Stopped::before(&path, &options, Manner::default()));
        Plan { path, options, stopped }
    }

    /// Draws what the file is, how its first records fare, and what they are.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let words = &look.words;
        let (dim, text) = (look.style(Role::Dim), look.style(Role::Text));
        let refused: Vec<&RefusedRow> = self.first.refused.iter().chain(self.tried.iter().flatten()).collect();
        let head = Line::of(&file_name(&self.path), look.style(Role::Title)).add("  JSON Lines", text);
        let said = |row: &RefusedRow| if row.field.is_empty() { String::new() } else { words.field(&row.field) };
        let mut lines = vec![
            Line::of(&hints::line(&self.keys(), inner.width, words), dim),
            if self.written.is_empty() { head } else { head.add(&format!(" · {}", self.written), text) },
            counted(self.first.stood.len(), refused.len(), look),
        ];
        lines.extend(first_fault(&refused, said, look));
        lines.extend(stopped_before(self.stopped.as_ref(), look));
        lines.push(Line::new());
        lines.extend(self.records(words).map(|record| Line::of(&record, dim)));
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
    }

    /// Each of the first records by its noun and number.
    fn records(&self, words: &I18n) -> impl Iterator<Item = String> {
        let rows = match &self.first.rows {
            Rows::Kept { rows, .. } => rows.as_slice(),
            Rows::Drafts(_) | Rows::Bundles(_) => &[],
        };
        rows.iter().map(|row| row.item.reference()).map(|record| format!("{} {record}", words.t(record.noun.slug())))
    }
}
