//! `export`: records leave the store for a file, a page at a time.

mod place;

use super::error::{Failure, Outcome};
use super::job::{bar, interrupted};
use super::session::{Session, unexpected};
use crate::domain::import::Target;
use crate::door::export::{ExportId, Mark, Request, Response, What};
use crate::interop::outgoing::{Format, Legend, Outgoing, OutgoingError, Plan, Wanted, Written};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use place::Place;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How often the clock beside the count is seen to go on.
const SECOND: Duration = Duration::from_secs(1);

/// Take records out to a file.
#[derive(Debug, Args)]
#[command(after_help = "Example: callsheet export tag:vip --output vips.jsonl
         callsheet export --as deals --output deals.csv
         callsheet export --output all.xlsx
         callsheet export view:vips --format csv --safe")]
pub struct Export {
    /// The customers and what hangs on them; everything when left out: tag:vip, view:name, last<30d
    query: Vec<String>,
    /// The file's format; told by the name of the file when left out: jsonl, csv, xlsx, vcard or ics
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// What the rows of a table are, as import has them: customers, contacts, interactions, deals, orders, order-lines,
    /// products, follow-ups, users or tickets; left out, customers in a CSV file, and in a workbook all of them, a sheet
    /// each
    #[arg(long = "as", value_name = "WHAT")]
    target: Option<Target>,
    /// A CSV file for a spreadsheet program: nothing in it is taken for a formula, no number loses its zeros
    #[arg(long)]
    safe: bool,
    /// The file, which is only there once it is whole; without it everything goes to stdout
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    /// Opens the place first, so that a wrong one never touches the store.
    pub fn run(self, session: &Session) -> Outcome {
        let plan = self.plan()?;
        let place = Place::open(session.out, self.output.as_deref())?;
        let what = if self.query.is_empty() { What::Everything } else { What::Query(self.query.join(" ")) };
        let (taking, legend) = Taking::begin(session, what)?;
        let taken = taking.write(plan, place, legend);
        taking.end()?;
        let (place, written) = taken?;
        match place.finish()? {
            Some(path) => tell(session, written, &path),
            None => Ok(()),
        }
    }

    fn plan(&self) -> Result<Plan, Failure> {
        let told = || {
            Format::of(self.output.as_deref()).map_err(|error| {
                let known = error.allowed.join(", ");
                Failure::usage("export-format").with("given", error.given).with("known", known)
            })
        };
        let format = self.format.map_or_else(told, Ok)?;
        let plan = Plan { format, target: self.target, safe: self.safe, of_all: self.query.is_empty() };
        if self.target.is_some() && !format.is_table() {
            return Err(Failure::usage("export-no-table").with("given", format));
        }
        if self.safe && format != Format::Csv {
            return Err(Failure::usage("export-not-csv").with("given", format));
        }
        if !self.query.is_empty() && !plan.can_be_chosen() {
            let given = self.target.map_or_else(String::new, |target| target.to_string());
            return Err(Failure::usage("export-not-of-customers").with("given", given));
        }
        Ok(plan)
    }
}

/// Says what is in a file; what went to stdout speaks for itself.
fn tell(session: &Session, written: Written, path: &Path) -> Outcome {
    let Written { records, cut } = written;
    if session.out.is_json() {
        return session.out.json(&serde_json::json!({ "exported": records, "cut": cut, "file": path }));
    }
    let args = [("count", records.into()), ("file", path.display().to_string().into())];
    session.out.line(&session.words.tf("cli-exported", &args))?;
    if cut == 0 { Ok(()) } else { session.out.line(&session.words.tf("export-cut", &[("count", cut.into())])) }
}

/// An export that goes on.
struct Taking<'a> {
    session: &'a Session<'a>,
    export: ExportId,
    bar: ProgressBar,
    stopped: Arc<AtomicBool>,
}

impl<'a> Taking<'a> {
    fn begin(session: &'a Session<'a>, what: What) -> Result<(Self, Legend), Failure> {
        let stopped = interrupted()?;
        let settings = session.settings()?.clone();
        let Response::Started { export, store, owners, .. } = session.ask_stoppable(Request::Start(what))? else {
            return Err(unexpected());
        };
        let legend = Legend::new(store, owners, settings, session.now);
        Ok((Self { session, export, bar: counter(), stopped }, legend))
    }

    /// Writes everything there is to write; where it went, and what it is.
    fn write(&self, plan: Plan, place: Place<'a>, legend: Legend) -> Result<(Place<'a>, Written), Failure> {
        let written = self.fill(plan, Wanted::new(place, |_| !self.is_stopped()), legend);
        if self.is_stopped() { Err(Failure::failed("export-stopped")) } else { written }
    }

    fn fill<F: FnMut(u64) -> bool>(
        &self,
        plan: Plan,
        place: Wanted<Place<'a>, F>,
        legend: Legend,
    ) -> Result<(Place<'a>, Written), Failure> {
        let mut file = Outgoing::begin(plan, place, legend)?;
        for noun in plan.nouns() {
            let mut mark = Some(Mark::default());
            while let Some(here) = mark {
                if self.is_stopped() {
                    return Err(Failure::failed("export-stopped"));
                }
                let request = Request::Page { export: self.export, of: noun, mark: here };
                let Response::Page { items, mentioned, next } = self.session.ask(request)? else {
                    return Err(unexpected());
                };
                file.legend().mention(mentioned);
                items.iter().try_for_each(|item| file.item(item))?;
                self.bar.inc(items.len() as u64);
                mark = next;
            }
        }
        self.bar.set_message(self.session.words.t("export-packing").to_owned());
        let (place, written) = file.end()?;
        Ok((place.into_inner(), written))
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Ends it, whatever came of it: how much left the store is written down.
    fn end(self) -> Outcome {
        self.bar.finish_and_clear();
        match self.session.ask(Request::Finish(self.export))? {
            Response::Finished(_) => Ok(()),
            _ => Err(unexpected()),
        }
    }
}

impl From<OutgoingError> for Failure {
    fn from(error: OutgoingError) -> Self {
        match error {
            OutgoingError::Io(error) => error.into(),
            OutgoingError::SheetFull { most } => Self::failed("export-sheet-full").with("most", most),
        }
    }
}

/// Counts on stderr, where a person looks on.
fn counter() -> ProgressBar {
    let bar = bar(0);
    if let Ok(style) = ProgressStyle::with_template("{human_pos}  {per_sec}  {elapsed}  {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(SECOND);
    bar
}
