//! Rows on their way to the store: a thread reads the file a few batches ahead, each batch waits for the one before.

use super::file_name;
use super::mapping::MappingStage;
use crate::domain::field::Reading;
use crate::domain::import::{RefusedRow, Row};
use crate::domain::reason::Reason;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::door::jobs::{JobId, Request, Response, Rows, Start, Summary};
use crate::interop::beside::Beside;
use crate::interop::csv::Rejects;
use crate::interop::file::{FileError, ImportFile, Line as FileLine};
use crate::interop::stopped::Stopped;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::{Look, bar};
use crossbeam_channel::{Receiver, bounded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Batches read ahead of the store.
const AHEAD: usize = 2;

/// Rows of the file, and how far they reach into it.
struct Batch {
    lines: Vec<FileLine>,
    read: u64,
}

/// A file whose rows go to the store.
pub struct TakingStage {
    batches: Receiver<Result<Batch, Reason>>,
    beside: Beside<Rejects>,
    job: Option<JobId>,
    /// The cells of the batch that is on its way, by line.
    on_the_way: Vec<(u64, Vec<String>)>,
    /// The line of the last row that was read.
    at: u64,
    size: u64,
    read: u64,
    rows: u64,
    refused: u64,
    stopping: bool,
    dry_run: bool,
    summary: Summary,
    begun: Timestamp,
    /// When the last batch was taken.
    now: Timestamp,
}

impl TakingStage {
    /// Begins, and the first request.
    pub fn begin(mapped: &MappingStage, dry_run: bool, context: &Context) -> Result<(Self, Request), FileError> {
        Self::over(mapped, mapped.begun(), dry_run, context)
    }

    /// Goes on where the import of the file was stopped.
    pub fn resume(mapped: &MappingStage, context: &Context) -> Result<(Self, Request), FileError> {
        Self::over(mapped, mapped.stopped.clone().unwrap_or_else(|| mapped.begun()), false, context)
    }

    fn over(
        mapped: &MappingStage,
        stopped: Stopped,
        dry_run: bool,
        context: &Context,
    ) -> Result<(Self, Request), FileError> {
        let file = mapped.file()?;
        let (columns, size) = (file.table().columns().clone(), file.table().size());
        let about = Start::new(&file_name(&mapped.path), columns.target());
        let start = Start { dry_run, manner: stopped.manner, continues: stopped.undo, ..about };
        let stage = Self {
            batches: read_ahead(file, context),
            at: stopped.after_line,
            beside: Beside::new(&mapped.path, Rejects(columns), dry_run, stopped),
            job: None,
            on_the_way: Vec::new(),
            size,
            read: 0,
            rows: 0,
            refused: 0,
            stopping: false,
            dry_run,
            summary: Summary::default(),
            begun: context.now,
            now: context.now,
        };
        Ok((stage, Request::Start(start)))
    }

    /// Ends with the batch on its way; what came in stays and can be undone.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Takes an answer; the next request, or nothing when all is done. Else what is wrong, in words.
    pub fn answered(&mut self, response: Response, context: &Context) -> Result<Option<Request>, String> {
        self.now = context.now;
        match response {
            Response::Started(job) => self.job = Some(job),
            Response::Taken(taken) => {
                for refused in taken.refused {
                    let cells = self.on_the_way.iter().find(|(line, _)| *line == refused.line);
                    let cells = cells.map(|(_, cells)| cells.clone()).unwrap_or_default();
                    self.refuse(&refused, &cells, context)?;
                }
                let noted = self.beside.took(self.at, taken.undo);
                noted.map_err(|error| context.look.words.reason(&error.into()))?;
            }
            Response::Finished(summary) => {
                self.summary = summary;
                let ended = self.beside.end(!self.stopping);
                return ended.map(|_| None).map_err(|error| context.look.words.reason(&error.into()));
            }
        }
        self.next(context).map(Some)
    }

    fn next(&mut self, context: &Context) -> Result<Request, String> {
        let Some(job) = self.job else { return Err(String::new()) };
        while !self.stopping
            && let Ok(batch) = self.batches.recv()
        {
            let Batch { lines, read } = batch.map_err(|why| context.look.words.reason(&why))?;
            self.read = read;
            let rows = self.sort_out(lines, context)?;
            if !rows.is_empty() {
                return Ok(Request::Batch { job, rows: Rows::Drafts(rows) });
            }
        }
        Ok(if self.stopping { Request::Cancel(job) } else { Request::Finish(job) })
    }

    /// The rows that can go, the others refused.
    fn sort_out(&mut self, lines: Vec<FileLine>, context: &Context) -> Result<Vec<Row>, String> {
        self.on_the_way.clear();
        let mut rows = Vec::new();
        let came_before = self.beside.came_before();
        for line in lines.into_iter().filter(|line| line.number() > came_before) {
            self.at = line.number();
            self.rows += 1;
            let FileLine { cells, row } = line;
            match row {
                Ok(row) => {
                    self.on_the_way.push((row.line, cells));
                    rows.push(row);
                }
                Err(refused) => self.refuse(&refused, &cells, context)?,
            }
        }
        Ok(rows)
    }

    fn refuse(&mut self, refused: &RefusedRow, cells: &[String], context: &Context) -> Result<(), String> {
        self.refused += 1;
        let words = &context.look.words;
        let kept = self.beside.refuse(cells, refused, &words.reason(&refused.why));
        kept.map_err(|error| words.reason(&error.into()))
    }

    /// What came of it.
    pub fn report(&self, context: &Context) -> String {
        if self.stopping && self.beside.has_come_in() {
            return context.look.words.tf("import-stopped", &[("rows", self.rows.into())]);
        }
        let counts = [
            ("rows", self.rows.into()),
            ("created", self.summary.created.into()),
            ("updated", self.summary.updated.into()),
            ("unchanged", self.summary.unchanged.into()),
            ("refused", self.refused.into()),
        ];
        context.look.words.tf(if self.dry_run { "import-would" } else { "import-done" }, &counts)
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
            Line::of(look.words.t("loading-hint"), look.style(Role::Dim)),
            Line::of(&bar(usize::from(inner.width), percent), look.style(Role::Accent)),
            Line::of(&look.words.tf("import-so-far", &counts), look.style(Role::Text)),
        ];
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
    }
}

/// Reads a file on a thread of its own, which ends with the file or with the layer.
fn read_ahead(mut file: ImportFile, context: &Context) -> Receiver<Result<Batch, Reason>> {
    let (to, batches) = bounded(AHEAD);
    let (settings, now) = (Settings::clone(&context.settings), context.now);
    std::thread::spawn(move || {
        let reading = settings.reading(now);
        loop {
            let batch = batch(&mut file, &reading).map_err(Reason::from);
            let ended = batch.as_ref().map_or(true, |batch| batch.lines.is_empty());
            if to.send(batch).is_err() || ended {
                return;
            }
        }
    });
    batches
}

fn batch(file: &mut ImportFile, reading: &Reading) -> Result<Batch, FileError> {
    let mut lines = Vec::new();
    while lines.len() < Request::BATCH
        && let Some(line) = file.next(reading)?
    {
        lines.push(line);
    }
    Ok(Batch { lines, read: file.table().read() })
}
