//! Records on their way to a file: each page is written before the next one is asked for.

use crate::domain::noun::Noun;
use crate::door::export::{ExportId, Mark, Request, Response};
use crate::interop::outgoing::{Format, Legend, Outgoing, OutgoingError, Plan};
use crate::interop::whole::WholeFile;
use crate::tui::pane::{Context, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::io;
use std::path::PathBuf;

/// What an answer leads to.
pub enum Next {
    /// To the next request.
    Ask(Request),
    /// To the end, which is said so.
    Ended(Tone, String),
}

/// A file that is being written.
pub struct TakingStage {
    path: PathBuf,
    plan: Plan,
    file: File,
    export: Option<ExportId>,
    /// Nouns that are still to come, the present one included.
    nouns: &'static [Noun],
    taken: u64,
    stopping: bool,
    /// Why it ends without a file.
    failed: Option<String>,
}

enum File {
    /// It waits for what its records are read by.
    Waits(Option<WholeFile>),
    /// It is written.
    Written(Box<Outgoing<WholeFile>>),
}

impl TakingStage {
    /// Opens a place for the file, or says why there is none.
    pub fn begin(path: PathBuf, context: &Context) -> Result<Self, String> {
        let words = &context.look.words;
        let format = Format::of(Some(&path)).map_err(|error| {
            let known = error.allowed.join(", ");
            words.tf("export-no-format", &[("given", error.given.into()), ("known", known.into())])
        })?;
        let file = WholeFile::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self {
            path,
            plan: Plan::new(format),
            file: File::Waits(Some(file)),
            export: None,
            nouns: &[],
            taken: 0,
            stopping: false,
            failed: None,
        })
    }

    /// Ends without a file; the request that says so to the store, or nothing if it knows of no export yet.
    pub fn stop(&mut self) -> Option<Request> {
        self.stopping = true;
        self.export.map(Request::Finish)
    }

    /// Takes an answer.
    pub fn answered(&mut self, response: Response, context: &Context) -> Next {
        match response {
            Response::Started { export, store, customers, owners } => {
                self.export = Some(export);
                self.nouns = self.plan.nouns(customers.is_none());
                let legend = Legend::new(store, owners, (*context.settings).clone(), context.now);
                if let Err(error) = self.open(legend) {
                    self.failed = Some(self.said(&error.into(), context));
                }
                self.next(export, Some(Mark::default()))
            }
            Response::Page { items, mentioned, next } => {
                let Some(export) = self.export else { return self.ended(context) };
                let mut written = Ok(());
                if let File::Written(file) = &mut self.file {
                    file.legend().mention(mentioned);
                    written = items.iter().try_for_each(|item| file.item(item));
                }
                if let Err(error) = written {
                    self.failed = Some(self.said(&error, context));
                }
                self.taken += items.len() as u64;
                self.next(export, next)
            }
            Response::Finished(_) => self.ended(context),
        }
    }

    fn open(&mut self, legend: Legend) -> io::Result<()> {
        if let File::Waits(place) = &mut self.file
            && let Some(place) = place.take()
        {
            self.file = File::Written(Box::new(Outgoing::begin(self.plan, place, legend)?));
        }
        Ok(())
    }

    /// The next page of this noun, else the first of the next one, else the end.
    fn next(&mut self, export: ExportId, mark: Option<Mark>) -> Next {
        let mark = mark.unwrap_or_else(|| {
            self.nouns = self.nouns.get(1..).unwrap_or_default();
            Mark::default()
        });
        match self.nouns.first() {
            Some(of) if self.failed.is_none() && !self.stopping => Next::Ask(Request::Page { export, of: *of, mark }),
            _ => Next::Ask(Request::Finish(export)),
        }
    }

    /// Puts the file in its place, if all of it is there.
    fn ended(&mut self, context: &Context) -> Next {
        let words = &context.look.words;
        if let Some(why) = self.failed.take() {
            return Next::Ended(Tone::Danger, why);
        }
        let file = std::mem::replace(&mut self.file, File::Waits(None));
        let File::Written(file) = file else { return Next::Ended(Tone::Warning, words.t("export-stopped").to_owned()) };
        if self.stopping {
            return Next::Ended(Tone::Warning, words.t("export-stopped").to_owned());
        }
        let put = file.end().and_then(|(place, written)| place.put_in_place().map(|()| written));
        match put {
            Ok(written) => {
                let file = self.path.display().to_string();
                let args = [("count", written.records.into()), ("file", file.into())];
                Next::Ended(Tone::Good, words.tf("cli-exported", &args))
            }
            Err(error) => Next::Ended(Tone::Danger, self.said(&error.into(), context)),
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

    /// Draws how far it is.
    pub fn draw(&self, inner: Rect, buf: &mut Buffer, look: &Look) {
        let lines = [
            Line::of(&self.path.display().to_string(), look.style(Role::Text)),
            Line::of(&look.words.tf("export-so-far", &[("count", self.taken.into())]), look.style(Role::Accent)),
            Line::of(look.words.t("export-stop-hint"), look.style(Role::Dim)),
        ];
        for (row, line) in inner.rows().zip(lines) {
            line.draw(row, buf);
        }
    }
}
