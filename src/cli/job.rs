//! A long job: rows cross the door in batches, a bar shows how far it is, Ctrl-C stops it between two.

use super::error::{Failure, Midway};
use super::session::{Session, unexpected};
use crate::door::jobs::{JobId, Request, Response, Rows, Start, Summary, Taken};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use signal_hook::consts::SIGINT;
use signal_hook::flag::{register, register_conditional_default};
use std::cell::Cell;
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A job that was started.
pub struct Job<'a> {
    session: &'a Session<'a>,
    id: JobId,
    bar: ProgressBar,
    stopped: Arc<AtomicBool>,
    /// Records acknowledged so far.
    taken: Cell<u64>,
}

impl<'a> Job<'a> {
    /// Starts it. `total` is in the units of [`Job::at`].
    pub fn start(session: &'a Session<'a>, start: Start, total: u64) -> Result<Self, Failure> {
        let Response::Started(id) = session.ask(Request::Start(start))? else { return Err(unexpected()) };
        Ok(Self { session, id, bar: bar(total), stopped: interrupted()?, taken: Cell::new(0) })
    }

    /// Hands over the next rows.
    pub fn batch(&self, rows: Rows) -> Result<Taken, Failure> {
        match self.session.ask(Request::Batch { job: self.id, rows })? {
            Response::Taken(taken) => {
                self.taken.set(self.taken.get() + taken.created + taken.updated);
                Ok(taken)
            }
            _ => Err(unexpected()),
        }
    }

    /// Shows how far it is, and how many rows a second come in.
    pub fn at(&self, position: u64, rows: u64) {
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        let rate = [("rate", ((rows as f64 / seconds) as u64).into())];
        self.bar.set_message(self.session.words.tf("cli-import-rate", &rate));
        self.bar.set_position(position);
    }

    /// What is set once the person wants it to stop.
    pub fn stopped(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stopped)
    }

    /// Whether the person wants it to stop.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// All rows are in, or (stopped) no more will come. What was taken stays.
    pub fn end(self, stopped: bool) -> Result<Summary, Failure> {
        self.bar.finish_and_clear();
        let request = if stopped { Request::Cancel(self.id) } else { Request::Finish(self.id) };
        match self.session.ask(request)? {
            Response::Finished(summary) => Ok(summary),
            _ => Err(unexpected()),
        }
    }

    /// Gives up because of `failure`, which then says what is kept and how to take it back.
    pub fn abandon(self, failure: Failure) -> Failure {
        let acknowledged = self.taken.get();
        let (taken, undo) = match self.end(true) {
            Ok(Summary { created, updated, undo, .. }) => (created + updated, undo),
            // Nobody knows what takes it back: the first failure is the one to tell.
            Err(_) => (acknowledged, None),
        };
        if taken == 0 { failure } else { Failure::Midway(Box::new(Midway { failure, taken, undo })) }
    }
}

/// Set by Ctrl-C; a second one ends the program at once.
pub fn interrupted() -> Result<Arc<AtomicBool>, Failure> {
    let stopped = Arc::new(AtomicBool::new(false));
    register_conditional_default(SIGINT, Arc::clone(&stopped))?;
    register(SIGINT, Arc::clone(&stopped))?;
    Ok(stopped)
}

/// A bar on stderr, where a person looks on.
pub fn bar(total: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3} %  {msg}  {eta}") {
        bar.set_style(style);
    }
    bar
}
