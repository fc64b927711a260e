//! Rows on their way to the store: a thread reads the file a few batches ahead, each batch waits for the one before.

use super::mapping::MappingStage;
use crate::domain::field::Reading;
use crate::domain::import::{RefusedRow, Row};
use crate::domain::settings::Settings;
use crate::door::jobs::{JobId, Request, Response, Rows, Start, Summary};
use crate::interop::csv::Rejects;
use crate::interop::file::{ImportFile, Line as FileLine};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::{Look, bar};
use crossbeam_channel::{Receiver, bounded};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// Batches read ahead of the store.
const AHEAD: usize = 2;

/// Rows of the file, and how far they reach into it.
struct Batch {
    lines: Vec<FileLine>,
    read: u64,
}

/// A file whose rows go to the store.
pub struct TakingStage {
    batches: Receiver<Result<Batch, String>>,
    rejects: Option<Rejects>,
    reject_path: PathBuf,
    job: Option<JobId>,
    /// The cells of the batch that is on its way, by line.
    on_the_way: Vec<(u64, Vec<String>)>,
    size: u64,
    read: u64,
    rows: u64,
    refused: u64,
    stopping: bool,
    dry_run: bool,
    summary: Summary,
}

impl TakingStage {
    /// Begins, and the first request.
    pub fn begin(mapped: &MappingStage, dry_run: bool, context: &Context) -> Result<(Self, Request), String> {
        let file = mapped.file()?;
        let (columns, size) = (file.table().columns().clone(), file.table().size());
        let source = mapped.path().file_name().unwrap_or_default().to_string_lossy();
        let start = Start { dry_run, manner: mapped.manner(), ..Start::new(&source, columns.target()) };
        let reject_path = mapped.path().with_extension("rejected.csv");
        let stage = Self {
            batches: read_ahead(file, context),
            rejects: (!dry_run).then(|| Rejects::new(&reject_path, &columns)),
            reject_path,
            job: None,
            on_the_way: Vec::new(),
            size,
            read: 0,
            rows: 0,
            refused: 0,
            stopping: false,
            dry_run,
            summary: Summary::default(),
        };
        Ok((stage, Request::Start(start)))
    }

    /// Ends with the batch on its way; what came in stays and can be undone.
    pub fn stop(&mut self) {
        self.stopping = true;
    }

    /// Takes an answer; the next request, or nothing when all is done. Else what is wrong, in words.
    pub fn answered(&mut self, response: Response, context: &Context) -> Result<Option<Request>, String> {
        match response {
            Response::Started(job) => self.job = Some(job),
            Response::Taken(taken) => {
                for refused in taken.refused {
                    let cells = self.on_the_way.iter().find(|(line, _)| *line == refused.line);
                    let cells = cells.map(|(_, cells)| cells.clone()).unwrap_or_default();
                    self.refuse(&refused, &cells, context)?;
                }
            }
            Response::Finished(summary) => {
                self.summary = summary;
                let ended = self.rejects.take().map(Rejects::finish).transpose();
                return ended.map(|_| None).map_err(|error| error.to_string());
            }
        }
        self.next(context).map(Some)
    }

    fn next(&mut self, context: &Context) -> Result<Request, String> {
        let Some(job) = self.job else { return Err(String::new()) };
        while !self.stopping
            && let Ok(batch) = self.batches.recv()
        {
            let Batch { lines, read } = batch?;
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
        for FileLine { cells, row } in lines {
            self.rows += 1;
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
        let Some(rejects) = &mut self.rejects else { return Ok(()) };
        let why = context.look.words.reason(&refused.why);
        rejects.write(cells, refused, &why).map_err(|error| format!("{}: {error}", self.reject_path.display()))
    }

    /// What came of it.
    pub fn report(&self, context: &Context) -> String {
        let counts = [
            ("rows", self.rows.into()),
            ("created", self.summary.created.into()),
            ("updated", self.summary.updated.into()),
            ("unchanged", self.summary.unchanged.into()),
            ("refused", self.refused.into()),
        ];
        context.look.words.tf(if self.dry_run { "import-would" } else { "import-done" }, &counts)
    }

    /// Draws how far it is.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let percent = (self.read.min(self.size) * 100 / self.size.max(1)) as u8;
        let counts = [("rows", self.rows.into()), ("refused", self.refused.into())];
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
fn read_ahead(mut file: ImportFile, context: &Context) -> Receiver<Result<Batch, String>> {
    let (to, batches) = bounded(AHEAD);
    let (settings, now) = (Settings::clone(&context.settings), context.now);
    std::thread::spawn(move || {
        let reading = settings.reading(now);
        loop {
            let batch = batch(&mut file, &reading);
            let ended = batch.as_ref().map_or(true, |batch| batch.lines.is_empty());
            if to.send(batch).is_err() || ended {
                return;
            }
        }
    });
    batches
}

fn batch(file: &mut ImportFile, reading: &Reading) -> Result<Batch, String> {
    let mut lines = Vec::new();
    while lines.len() < Request::BATCH
        && let Some(line) = file.next(reading).map_err(|error| error.to_string())?
    {
        lines.push(line);
    }
    Ok(Batch { lines, read: file.table().read() })
}
