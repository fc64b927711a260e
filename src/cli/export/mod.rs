//! `export`: records leave the store for a file, a page at a time.

mod format;
mod place;

use super::error::{Failure, Outcome};
use super::job::{bar, interrupted};
use super::session::{Session, unexpected};
use crate::door::export::{ExportId, Mark, Request, Response, What};
use clap::Args;
use format::{Format, Sheet};
use indicatif::{ProgressBar, ProgressStyle};
use place::Place;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Take records out to a file.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet export tag:vip --output vips.jsonl")]
pub struct Export {
    /// The customers and what hangs on them; everything when left out: tag:vip, view:name, last<30d
    query: Vec<String>,
    /// The file's format; told by the name of the file when left out: jsonl
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// The file, which is only there once it is whole; without it everything goes to stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    /// Opens the place first, so that a wrong one never touches the store.
    pub fn run(self, session: &Session) -> Outcome {
        let format = Format::of(self.format, self.output.as_deref())?;
        let place = Place::open(session.out, self.output.as_deref())?;
        let what = if self.query.is_empty() { What::Everything } else { What::Query(self.query.join(" ")) };
        let taking = Taking::begin(session, what)?;
        let taken = taking.write(format, place);
        let told = taking.end();
        let place = taken?;
        let count = told?;
        if let Some(path) = place.finish()? {
            return tell(session, count, &path);
        }
        Ok(())
    }
}

/// Says what is in a file; what went to stdout speaks for itself.
fn tell(session: &Session, count: u64, path: &std::path::Path) -> Outcome {
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "exported": count, "file": path }));
    }
    let args = [("count", count.into()), ("file", path.display().to_string().into())];
    session.out.line(&session.words.tf("cli-exported", &args))
}

/// An export that goes on.
struct Taking<'a> {
    session: &'a Session<'a>,
    export: ExportId,
    store: String,
    of_all: bool,
    bar: ProgressBar,
    stopped: Arc<AtomicBool>,
}

impl<'a> Taking<'a> {
    fn begin(session: &'a Session<'a>, what: What) -> Result<Self, Failure> {
        let stopped = interrupted()?;
        let Response::Started { export, store, customers } = session.ask_stoppable(Request::Start(what))? else {
            return Err(unexpected());
        };
        Ok(Self { session, export, store, of_all: customers.is_none(), bar: counter(), stopped })
    }

    /// Writes everything there is to write, and hands back where it went.
    fn write(&self, format: Format, place: Place<'a>) -> Result<Place<'a>, Failure> {
        let mut sheet = Sheet::begin(format, place, &self.store, self.session.now)?;
        for noun in format.nouns(self.of_all) {
            let mut mark = Some(Mark::default());
            while let Some(here) = mark {
                if self.stopped.load(Ordering::Relaxed) {
                    return Err(Failure::failed("export-stopped"));
                }
                let request = Request::Page { export: self.export, of: *noun, mark: here };
                let Response::Page { items, next } = self.session.ask(request)? else { return Err(unexpected()) };
                items.iter().try_for_each(|item| sheet.item(item))?;
                self.bar.inc(items.len() as u64);
                mark = next;
            }
        }
        Ok(sheet.end()?)
    }

    /// Ends it, whatever came of it: how much left the store is written down. Records in all.
    fn end(self) -> Result<u64, Failure> {
        self.bar.finish_and_clear();
        match self.session.ask(Request::Finish(self.export))? {
            Response::Finished(exported) => Ok(exported.iter().map(|exported| exported.count).sum()),
            _ => Err(unexpected()),
        }
    }
}

/// Counts on stderr, where a person looks on.
fn counter() -> ProgressBar {
    let bar = bar(0);
    if let Ok(style) = ProgressStyle::with_template("{human_pos}  {per_sec}  {elapsed}") {
        bar.set_style(style);
    }
    bar
}
