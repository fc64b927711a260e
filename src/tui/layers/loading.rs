//! Loads the sample data: file after file through the same import as any other, a batch at a time,
//! with a bar that shows how far it is and a key that stops it.

use crate::domain::import::Row;
use crate::door::jobs::{JobId, Request, Response, Rows, Start};
use crate::door::{Refusal, Response as Answer};
use crate::interop::csv::CsvFile;
use crate::interop::file::{FileError, Options, Table};
use crate::interop::sample::{SampleFile, files};
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::bar;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::VecDeque;
use std::io::Cursor;

const JOB: Tag = 1;
/// What its one key does.
pub const KEYS: &[Hint<&str>] = &[("Esc", "does-stop-and-keep")];

/// The sample on its way in.
pub struct LoadingLayer {
    waiting: VecDeque<SampleFile>,
    open: Option<Open>,
    /// Bytes of all files, and of those that are in.
    total: u64,
    done: u64,
    stopping: bool,
}

/// The file being read.
struct Open {
    file: CsvFile<Cursor<Vec<u8>>>,
    job: Option<JobId>,
}

impl LoadingLayer {
    /// The sample as it is dated today.
    pub fn new(context: &Context) -> Self {
        let waiting: VecDeque<_> = files(context.now, context.settings.calendar.zone).into();
        let total = waiting.iter().map(|file| file.bytes.len() as u64).sum();
        Self { waiting, open: None, total, done: 0, stopping: false }
    }

    /// Opens the next file, or says that all are in.
    fn next_file(&mut self, context: &Context) -> Vec<Effect> {
        if let Some(open) = self.open.take() {
            self.done += open.file.size();
        }
        let Some(next) = self.waiting.pop_front().filter(|_| !self.stopping) else {
            let key = if self.stopping { "loading-stopped" } else { "loading-done" };
            return leave(Tone::Good, context.look.words.t(key).to_owned());
        };
        let options = Options { target: Some(next.target), ..Options::default() };
        match CsvFile::in_memory(next.name, next.bytes, &options) {
            Ok(file) => self.open = Some(Open { file, job: None }),
            Err(error) => return leave(Tone::Danger, error.to_string()),
        }
        let start = Start::new(next.name, next.target);
        vec![Effect::Ask(JOB, Request::Start(start).into())]
    }

    /// Hands over the next rows; without any the job is finished.
    fn next_batch(&mut self, context: &Context) -> Result<Vec<Effect>, FileError> {
        let Some(Open { file, job: Some(job) }) = &mut self.open else { return Ok(Vec::new()) };
        let settings = &context.settings;
        let reading = settings.reading(context.now);
        let mut rows: Vec<Row> = Vec::new();
        while rows.len() < Rows::MOST && !self.stopping {
            let Some(line) = file.next_line(&reading)? else { break };
            // Every row of the sample can be taken; a test sees to it.
            rows.extend(line.row.ok());
        }
        let request = if rows.is_empty() {
            Request::Finish(*job)
        } else {
            Request::Batch { job: *job, rows: Rows::Drafts(rows) }
        };
        Ok(vec![Effect::Ask(JOB, request.into())])
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let next = match answer {
            Ok(Answer::Jobs(Response::Started(job))) => {
                if let Some(open) = &mut self.open {
                    open.job = Some(job);
                }
                self.next_batch(context)
            }
            Ok(Answer::Jobs(Response::Taken(_))) => self.next_batch(context),
            Ok(_) => return self.next_file(context),
            Err(refusal) => return leave(Tone::Danger, context.look.words.refusal(&refusal)),
        };
        next.unwrap_or_else(|error| leave(Tone::Danger, error.to_string()))
    }

    /// Hundredths that are in.
    fn percent(&self) -> u8 {
        let open = self.open.as_ref().map_or(0, |open| open.file.read());
        ((self.done + open) * 100 / self.total.max(1)) as u8
    }
}

fn leave(tone: Tone, text: String) -> Vec<Effect> {
    vec![Effect::Pop(None), Effect::Refresh, Effect::Toast(tone, text)]
}

impl Pane for LoadingLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh if self.open.is_none() => self.next_file(context),
            Input::Answer(JOB, answer) => self.answered(*answer, context),
            Input::Key(key, _) => {
                self.stopping |= key.code == KeyCode::Esc;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("loading-title"), (48, 3), area, buf, look);
        let name = self.open.as_ref().map_or("", |open| open.file.name());
        let bar = bar(usize::from(inner.width), self.percent());
        let keys = hints::line(KEYS, inner.width, &look.words);
        let rows = [(name, Role::Text), (bar.as_str(), Role::Accent), (keys.as_str(), Role::Dim)];
        for (row, (text, role)) in inner.rows().zip(rows) {
            Line::of(text, look.style(role)).draw(row, buf);
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Own
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(KEYS)
    }
}
