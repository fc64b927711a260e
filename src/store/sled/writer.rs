//! The one writer: gathers commits into a group, makes the group durable, applies it, shows it, answers.

use super::super::engine::stage::{Group, Stage};
use super::super::engine::{Batch, EngineError, Health, MAX_BATCH, Outcome, Rev};
use super::journal::Journal;
use super::shared::Shared;
use crossbeam_channel::{Receiver, Sender, bounded};
use parking_lot::Mutex;
use std::io;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Commits that share one `fdatasync` at most.
const GROUP: usize = 64;

type Answer = Result<Outcome, EngineError>;

struct Request {
    batch: Batch,
    answer: Sender<Answer>,
}

/// The way to the writer's thread.
pub struct Writer {
    requests: Mutex<Option<Sender<Request>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread; `last` is the journal's last revision.
    pub fn start(shared: Arc<Shared>, journal: Journal, last: Rev) -> io::Result<Self> {
        let (requests, inbox) = bounded(GROUP);
        let mut desk = Desk { shared, journal, last, inbox, left_over: None };
        let thread = std::thread::Builder::new().name("store writer".to_owned()).spawn(move || desk.work())?;
        Ok(Self { requests: Mutex::new(Some(requests)), thread: Mutex::new(Some(thread)) })
    }

    /// Sends a batch and waits for its answer.
    pub fn commit(&self, batch: Batch) -> Answer {
        let requests = self.requests.lock().clone().ok_or(EngineError::Closed)?;
        let (answer, answered) = bounded(1);
        requests.send(Request { batch, answer }).map_err(|_| stopped())?;
        drop(requests);
        answered.recv().map_err(|_| stopped())?
    }

    /// Lets the thread finish what was sent, and waits for it.
    pub fn stop(&self) {
        self.requests.lock().take();
        if let Some(thread) = self.thread.lock().take() {
            // A panic there has already dropped its callers' answers; there is nobody left to tell.
            let _ = thread.join();
        }
    }
}

fn stopped() -> EngineError {
    EngineError::Broken { doing: "committing", why: "the writer has stopped".to_owned() }
}

/// Where the thread works.
struct Desk {
    shared: Arc<Shared>,
    journal: Journal,
    last: Rev,
    inbox: Receiver<Request>,
    /// A request that did not fit the group before.
    left_over: Option<Request>,
}

impl Desk {
    fn work(&mut self) {
        while let Some(requests) = self.gather() {
            let (batches, answers): (Vec<_>, Vec<_>) =
                requests.into_iter().map(|request| (request.batch, request.answer)).unzip();
            let outcomes = self.commit(batches);
            for (answer, outcome) in answers.iter().zip(outcomes) {
                // Who no longer waits asks for the outcome by the batch's id.
                let _ = answer.send(outcome);
            }
        }
    }

    /// Waits for a request and takes those that wait with it, as long as they fit one frame; `None` at the end.
    fn gather(&mut self) -> Option<Vec<Request>> {
        let first = self.left_over.take().or_else(|| self.inbox.recv().ok())?;
        let mut weight = first.batch.weight();
        let mut requests = vec![first];
        while requests.len() < GROUP
            && let Ok(request) = self.inbox.try_recv()
        {
            weight += request.batch.weight();
            if weight > MAX_BATCH {
                self.left_over = Some(request);
                break;
            }
            requests.push(request);
        }
        Some(requests)
    }

    /// One answer for each batch, all given once the group is durable: also a conflict may rest on an earlier batch
    /// of the same group.
    fn commit(&mut self, batches: Vec<Batch>) -> Vec<Answer> {
        let count = batches.len();
        let mut stage = Stage::new(&*self.shared, self.last);
        let outcomes = batches.into_iter().map(|batch| stage.add(batch)).collect();
        let written = self.write(&stage.into_group());
        match written {
            Ok(()) => outcomes,
            Err(error) => {
                let refused = || self.shared.check_writable().err().unwrap_or(EngineError::Closed);
                std::iter::once(error).chain(std::iter::repeat_with(refused)).map(Err).take(count).collect()
            }
        }
    }

    fn write(&mut self, group: &Group) -> Result<(), EngineError> {
        self.shared.check_writable()?;
        if group.commits.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.journal.append(group) {
            self.shared.set_health(Health::ReadOnly { why: error.to_string() });
            return self.shared.check_writable();
        }
        self.last = group.last();
        self.shared
            .apply(group)
            .inspect_err(|error| self.shared.set_health(Health::Broken { why: error.to_string() }))?;
        self.shared.views.publish(group.last());
        Ok(())
    }
}
