//! Rows on their way to the store: the file is read ahead, each batch waits for the one before.

use super::file_name;
use super::plan::Plan;
use crate::domain::import::{RefusedRow, Rows};
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::door::jobs::{JobId, Request, Response, Start, Summary};
use crate::interop::ahead::{Ahead, Next};
use crate::interop::beside::Beside;
use crate::interop::file::FileError;
use crate::interop::incoming::{Accounted, Batch, Incoming, Stood};
use crate::tui::layers::loading;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::hints;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::{Look, bar};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A file whose rows go to the store.
pub struct TakingStage {
    coming: Ahead,
    beside: Beside,
    job: Option<JobId>,
    /// How the rows of the batch that is on its way stand in the file.
    on_the_way: Stood,
    size: u64,
    read: u64,
    rows: u64,
    refused: u64,
    accounted: Accounted,
    /// The file says it is whole and is not.
    cut_short: bool,
    reject_file: Option<PathBuf>,
    stopping: Arc<AtomicBool>,
    dry_run: bool,
    summary: Summary,
    begun: Timestamp,
    /// When the last batch was taken.
    now: Timestamp,
}

impl TakingStage {
    /// Begins, and the first request.
    pub fn begin(plan: Plan, dry_run: bool, context: &Context) -> Result<(Self, Request), FileError> {
        let Plan { path, options, stopped } = plan;
        let file = Incoming::open(&path, &options)?;
        let about = Start::new(&file_name(&path), file.target());
        let system = file.system(&path);
        let start = Start { system, dry_run, manner: stopped.manner, continues: stopped.undo, ..about };
        let (rejects, size, behind) = (file.rejects(), file.size(), stopped.after_line);
        let stopping = Arc::new(AtomicBool::new(false));
        let settings = Settings::clone(&context.settings);
        let stage = Self {
            coming: Ahead::read(file, &path, behind, settings, context.now, Arc::clone(&stopping)),
            beside: Beside::new(&path, rejects, dry_run, stopped),
            job: None,
            on_the_way: Stood::default(),
            size,
            read: 0,
            rows: 0,
            refused: 0,
            accounted: Accounted::default(),
            cut_short: false,
            reject_file: None,
            stopping,
            dry_run,
            summary: Summary::default(),
            begun: context.now,
            now: context.now,
        };
        Ok((stage, Request::Start(start)))
    }

    /// Ends with the batch on its way; what came in stays and can be undone.
    pub fn stop(&mut self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Whether nothing is kept of it.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Takes an answer; the next request, or nothing when all is done. Else what is wrong, in words.
    pub fn answered(&mut self, response: Response, context: &Context) -> Result<Option<Request>, String> {
        self.now = context.now;
        match response {
            Response::Started(job) => self.job = Some(job),
            Response::Taken(taken) => {
                self.refuse(taken.refused, context)?;
                let noted = self.beside.took(self.on_the_way.last_line(), taken.undo);
                noted.map_err(|error| context.look.words.reason(&error.into()))?;
            }
            Response::Finished(summary) => {
                self.summary = summary;
                let ended = self.beside.end(!self.is_stopping());
                self.reject_file = ended.map_err(|error| context.look.words.reason(&error.into()))?;
                return Ok(None);
            }
        }
        self.next(context).map(Some)
    }

    fn next(&mut self, context: &Context) -> Result<Request, String> {
        let Some(job) = self.job else { return Err(String::new()) };
        loop {
            match self.coming.next().map_err(|error| context.look.words.reason(&error.into()))? {
                Next::Rows(_) if self.is_stopping() => {}
                Next::Rows(batch) => {
                    let rows = self.sort_out(batch, context)?;
                    if !rows.is_empty() {
                        return Ok(Request::Batch { job, rows });
                    }
                }
                Next::End(file) => {
                    self.accounted = file.accounted();
                    self.cut_short = !self.is_stopping() && file.is_cut_short();
                    return Ok(if self.is_stopping() { Request::Cancel(job) } else { Request::Finish(job) });
                }
            }
        }
    }

    /// The rows that can go, the others refused.
    fn sort_out(&mut self, batch: Batch, context: &Context) -> Result<Rows, String> {
        let Batch { rows, refused, stood, read } = batch;
        self.read = read;
        self.rows += stood.len() as u64;
        self.on_the_way = stood;
        self.refuse(refused, context)?;
        Ok(rows)
    }

    fn refuse(&mut self, refused: Vec<RefusedRow>, context: &Context) -> Result<(), String> {
        let words = &context.look.words;
        for row in refused {
            self.refused += 1;
            let kept = self.beside.refuse(self.on_the_way.cells(row.line), &row, &words.reason(&row.why));
            kept.map_err(|error| words.reason(&error.into()))?;
        }
        Ok(())
    }

    /// What came of it: every row and every column.
    pub fn report(&self, context: &Context) -> String {
        let words = &context.look.words;
        let counts = [
            ("rows", self.rows.into()),
            ("created", self.summary.created.into()),
            ("updated", self.summary.updated.into()),
            ("unchanged", self.summary.unchanged.into()),
            ("refused", self.refused.into()),
        ];
        let mut said = vec![words.tf(if self.dry_run { "import-would" } else { "import-done" }, &counts)];
        if self.is_stopping() && self.beside.has_come_in() {
            said.push(words.tf("import-stopped", &[("rows", self.rows.into())]));
        }
        if self.cut_short {
            said.push(words.t("cli-import-cut-short").to_owned());
        }
        if let Some(path) = &self.reject_file {
            said.push(words.tf("import-rejects", &[("file", path.display().to_string().into())]));
        }
        if let Some(undo) = self.summary.undo {
            said.push(words.tf("import-undo", &[("id", undo.to_string().into())]));
        }
        // The last, as it may be long.
        let Accounted { read, left_out, other_sheets } = &self.accounted;
        if !other_sheets.is_empty() {
            said.push(words.tf("import-other-sheets", &[("names", other_sheets.join(", ").into())]));
        }
        if !left_out.is_empty() {
            let columns = [("read", (*read).into()), ("names", left_out.join(", ").into())];
            said.push(words.tf("import-columns", &columns));
        }
        said.join("\n\n")
    }

    /// Milliseconds it has taken so far, one at the least.
    fn elapsed_ms(&self) -> u64 {
        self.now.0.saturating_sub(self.begun.0).max(1).unsigned_abs()
    }

    /// Seconds the rest takes at the same pace.
    fn seconds_left(&self) -> i64 {
        let rest = self.size.saturating_sub(self.read);
        let left = u128::from(self.elapsed_ms()) * u128::from(rest) / u128::from(self.read.max(1)) / 1_000;
        i64::try_from(left).unwrap_or(i64::MAX)
    }

    /// Draws how far it is.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let percent = (self.read.min(self.size) * 100 / self.size.max(1)) as u8;
        let counts = [
            ("rows", self.rows.into()),
            ("refused", self.refused.into()),
            ("rate", (self.rows * 1_000 / self.elapsed_ms()).into()),
            ("left", look.words.span(self.seconds_left()).into()),
        ];
        let lines = [
            Line::of(&hints::line(loading::KEYS, inner.width, &look.words), look.style(Role::Dim)),
            Line::of(&bar(usize::from(inner.width), percent), look.style(Role::Accent)),
            Line::of(&look.words.tf("import-so-far", &counts), look.style(Role::Text)),
        ];
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
    }
}
