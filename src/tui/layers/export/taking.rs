//! Records on their way to a file: each page is written before the next one is asked for.

use super::writing::{Given, Said, Writer};
use crate::domain::noun::Noun;
use crate::door::export::{ExportId, Mark, Request, Response};
use crate::i18n::I18n;
use crate::interop::outgoing::{Format, Legend, OutgoingError, Plan, Written};
use crate::interop::whole::WholeFile;
use crate::tui::pane::{Context, Tone, Work};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// Bytes of the unit in which the size of the file is told.
const MEGABYTE: u64 = 1_000_000;
/// What its one key does.
pub const KEYS: &[Hint<&str>] = &[("Esc", "does-stop-without-file")];

/// What an answer, or what the thread says, leads to.
pub enum Next {
    /// To a request.
    Ask(Request),
    /// To the thread that writes, and the first request.
    Begin(Work, Request),
    /// To waiting for the thread.
    Wait,
    /// To the end, which is said so.
    Ended(Tone, String),
}

/// A file that is being written.
pub struct TakingStage {
    path: PathBuf,
    plan: Plan,
    /// The place of the file, until what its records are read by is known.
    place: Option<WholeFile>,
    writer: Option<Writer>,
    export: Option<ExportId>,
    /// Nouns that are still to come, the present one last.
    nouns: Vec<Noun>,
    /// Where the next page of the present noun begins.
    mark: Mark,
    taken: u64,
    /// How many of them are customers, and how many customers are meant, where that is known.
    customers: u64,
    meant: Option<u64>,
    bytes: u64,
    stopping: bool,
    /// What came of the file.
    written: Option<Result<Written, OutgoingError>>,
}

impl TakingStage {
    /// Opens a place for the file, or says why there is none.
    pub fn begin(path: PathBuf, of_all: bool, context: &Context) -> Result<Self, String> {
        let words = &context.look.words;
        let format = Format::of(Some(&path)).map_err(|error| {
            let known = error.allowed.join(", ");
            words.tf("export-no-format", &[("given", error.given.into()), ("known", known.into())])
        })?;
        let place = WholeFile::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let plan = Plan { of_all, ..Plan::new(format) };
        let mut nouns = plan.nouns();
        nouns.reverse();
        Ok(Self {
            path,
            plan,
            place: Some(place),
            writer: None,
            export: None,
            nouns,
            mark: Mark::default(),
            taken: 0,
            customers: 0,
            meant: None,
            bytes: 0,
            stopping: false,
            written: None,
        })
    }

    /// Ends without a file, as soon as the thread has heard of it.
    pub fn stop(&mut self) {
        self.stopping = true;
        if let Some(writer) = &mut self.writer {
            writer.stop();
        }
    }

    /// Takes an answer.
    pub fn answered(&mut self, response: Response, context: &Context) -> Next {
        match response {
            Response::Started { export, store, owners, customers } => {
                (self.export, self.meant) = (Some(export), customers);
                self.start(export, Legend::new(store, owners, (*context.settings).clone(), context.now))
            }
            Response::Page { items, mentioned, next } => {
                let count = items.len() as u64;
                self.taken += count;
                self.customers += if self.nouns.last() == Some(&Noun::Customer) { count } else { 0 };
                self.mark = next.unwrap_or_default();
                if next.is_none() {
                    self.nouns.pop();
                }
                if let Some(writer) = &self.writer {
                    writer.give(Given::Page(items, mentioned));
                }
                Next::Wait
            }
            Response::Finished(_) => self.ended(context),
        }
    }

    fn start(&mut self, export: ExportId, legend: Legend) -> Next {
        let wanted = self.place.take().zip(self.page(export)).filter(|_| !self.stopping);
        let Some((place, page)) = wanted else { return Next::Ask(Request::Finish(export)) };
        let (writer, work) = Writer::new(self.plan, place, legend);
        self.writer = Some(writer);
        Next::Begin(work, page)
    }

    /// The request of the next page, if there is one.
    fn page(&self, export: ExportId) -> Option<Request> {
        self.nouns.last().map(|of| Request::Page { export, of: *of, mark: self.mark })
    }

    /// Hears what the thread says.
    pub fn worked(&mut self) -> Next {
        let (Some(writer), Some(export)) = (&self.writer, self.export) else { return Next::Wait };
        let mut next = Next::Wait;
        while let Some(said) = writer.said() {
            match said {
                Said::Bytes(bytes) => self.bytes = bytes,
                Said::Page if self.stopping => {}
                Said::Page => match self.page(export) {
                    Some(page) => next = Next::Ask(page),
                    None => writer.give(Given::End),
                },
                Said::Ended(written) => {
                    self.written = Some(written);
                    self.writer = None;
                    return Next::Ask(Request::Finish(export));
                }
            }
        }
        next
    }

    /// Says what came of it.
    fn ended(&mut self, context: &Context) -> Next {
        let words = &context.look.words;
        match self.written.take() {
            Some(Ok(written)) => {
                let file = self.path.display().to_string();
                let said = words.tf("cli-exported", &[("count", written.records.into()), ("file", file.into())]);
                match written.cut {
                    0 => Next::Ended(Tone::Good, said),
                    cut => {
                        let cut = words.tf("export-cut", &[("count", cut.into())]);
                        Next::Ended(Tone::Warning, format!("{said} · {cut}"))
                    }
                }
            }
            Some(Err(error)) if !self.stopping => Next::Ended(Tone::Danger, self.said(&error, context)),
            _ => Next::Ended(Tone::Warning, words.t("export-stopped").to_owned()),
        }
    }

    fn said(&self, error: &OutgoingError, context: &Context) -> String {
        match error {
            OutgoingError::Io(error) => format!("{}: {error}", self.path.display()),
            OutgoingError::SheetFull { most } => {
                context.look.words.tf("failure-export-sheet-full", &[("most", (*most).into())])
            }
        }
    }

    /// How many records were taken, and of how many customers, where these are among them.
    fn so_far(&self, words: &I18n) -> String {
        let records = words.tf("export-so-far", &[("count", self.taken.into())]);
        let Some(meant) = self.meant.filter(|_| self.customers > 0) else { return records };
        let customers =
            words.tf("export-customers-so-far", &[("count", self.customers.into()), ("meant", meant.into())]);
        if self.taken == self.customers { customers } else { format!("{customers} · {records}") }
    }

    /// Draws how far it is.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let words = &look.words;
        let finishing = if self.export.is_some() && self.nouns.is_empty() { words.t("export-packing") } else { "" };
        let size = if self.bytes < MEGABYTE { String::new() } else { format!("{} MB  ", self.bytes / MEGABYTE) };
        let lines = [
            Line::of(&self.path.display().to_string(), look.style(Role::Text)),
            Line::of(&self.so_far(words), look.style(Role::Accent)),
            Line::of(&size, look.style(Role::Accent)).add(finishing, look.style(Role::Text)),
            Line::of(&hints::line(KEYS, inner.width, words), look.style(Role::Dim)),
        ];
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
    }
}
