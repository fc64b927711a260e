//! Commits, on the threads of those who ask for them. Whoever finds nobody leading leads: takes all who wait as one
//! group, makes it durable, lays it down fresh, shows it, hands the lead to the next in line, answers. So those who
//! come while a group is being synced share the next sync, and a commit alone is never handed to another thread.

use super::super::engine::stage::{Group, Notes, Stage};
use super::super::engine::{Batch, EngineError, Health, MAX_BATCH, Outcome, Rev};
use super::applier::Applier;
use super::guard::caught;
use super::journal::Journal;
use super::room;
use super::shared::{Latest, Shared};
use parking_lot::{Condvar, Mutex};
use std::collections::VecDeque;
use std::sync::Arc;

/// Commits that share one `fdatasync` at most.
const GROUP: usize = 64;

type Answer = Result<Outcome, EngineError>;

/// Where commits come in.
pub struct Writer {
    line: Mutex<Line>,
    /// Told when nobody leads any more.
    idle: Condvar,
    desk: Mutex<Desk>,
}

/// Who waits to be committed, in the order they came.
#[derive(Default)]
struct Line {
    waiting: VecDeque<(Batch, Arc<Caller>)>,
    led: bool,
    closed: bool,
}

/// Somebody who waits for an answer.
#[derive(Default)]
struct Caller {
    turn: Mutex<Option<Turn>>,
    called: Condvar,
}

/// What a caller is called for.
enum Turn {
    Lead,
    Take(Answer),
}

impl Writer {
    /// The way into a store whose journal ends with revision `last`.
    pub fn new(shared: Arc<Shared>, applier: Applier, journal: Journal, last: Rev, reserve_bytes: u64) -> Self {
        let desk = Desk { shared, applier, journal, last, notes: Notes::default(), reserve_bytes };
        Self { line: Mutex::default(), idle: Condvar::new(), desk: Mutex::new(desk) }
    }

    /// Commits a batch, with those who come at the same time.
    pub fn commit(&self, batch: Batch) -> Answer {
        let caller = Arc::new(Caller::default());
        if self.line.lock().join(batch, &caller)? {
            self.lead();
        }
        loop {
            match caller.wait() {
                Turn::Lead => self.lead(),
                Turn::Take(answer) => return answer,
            }
        }
    }

    /// Lets everyone who came be answered and everything durable come into sled; takes no more.
    pub fn stop(&self) {
        let mut line = self.line.lock();
        line.closed = true;
        while line.led {
            self.idle.wait(&mut line);
        }
        drop(line);
        self.desk.lock().applier.stop();
    }

    /// Commits those at the head of the line, the leader among them, and answers them.
    fn lead(&self) {
        let (batches, callers) = self.line.lock().next_group();
        let answers = self.desk.lock().commit(batches);
        self.hand_over();
        for (caller, answer) in callers.iter().zip(answers) {
            caller.call(Turn::Take(answer));
        }
    }

    fn hand_over(&self) {
        let mut line = self.line.lock();
        if let Some((_, next)) = line.waiting.front() {
            next.call(Turn::Lead);
        } else {
            line.led = false;
            self.idle.notify_all();
        }
    }
}

impl Line {
    /// Stands in line; true if nobody leads, so that the one who just came must.
    fn join(&mut self, batch: Batch, caller: &Arc<Caller>) -> Result<bool, EngineError> {
        if self.closed {
            return Err(EngineError::Closed);
        }
        self.waiting.push_back((batch, Arc::clone(caller)));
        Ok(!std::mem::replace(&mut self.led, true))
    }

    /// Those at the head of the line, as many as fit one frame.
    fn next_group(&mut self) -> (Vec<Batch>, Vec<Arc<Caller>>) {
        let mut weight = 0;
        let fitting = self.waiting.iter().take(GROUP).take_while(|(batch, _)| {
            weight += batch.weight();
            weight <= MAX_BATCH
        });
        let fitting = fitting.count();
        self.waiting.drain(..fitting).unzip()
    }
}

impl Caller {
    fn wait(&self) -> Turn {
        let mut turn = self.turn.lock();
        loop {
            match turn.take() {
                Some(turn) => return turn,
                None => self.called.wait(&mut turn),
            }
        }
    }

    fn call(&self, turn: Turn) {
        *self.turn.lock() = Some(turn);
        self.called.notify_one();
    }
}

/// Where the one who leads works.
struct Desk {
    shared: Arc<Shared>,
    applier: Applier,
    journal: Journal,
    last: Rev,
    notes: Notes,
    /// Left free on the disk.
    reserve_bytes: u64,
}

impl Desk {
    /// One answer for each batch, all given once the group is durable: also a conflict may rest on an earlier batch
    /// of the same group.
    fn commit(&mut self, batches: Vec<Batch>) -> Vec<Answer> {
        let count = batches.len();
        let answers = caught("committing", || {
            self.applier.wait_for_room();
            self.shared.check_writable()?;
            let latest = Latest { shared: &self.shared, rev: self.last };
            let mut stage = Stage::new(&latest, self.last, &mut self.notes);
            let answers = batches.into_iter().map(|batch| stage.add(batch)).collect();
            let group = stage.into_group();
            self.write(group).map(|()| answers)
        });
        answers.unwrap_or_else(|error| self.refuse(error, count))
    }

    fn write(&mut self, group: Group) -> Result<(), EngineError> {
        if group.commits.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.check_room().and_then(|()| self.journal.append(&group)) {
            self.shared.set_health(Health::ReadOnly { why: error.standstill() });
            return self.shared.check_writable();
        }
        self.last = group.last();
        let group = Arc::new(group);
        self.shared.fresh.lay(&group);
        self.shared.views.publish(self.last);
        self.applier.take(group);
        Ok(())
    }

    /// Refuses while there still is room.
    fn check_room(&self) -> Result<(), EngineError> {
        let lacking = room::lack(&self.shared.disk, &self.shared.layout.store(), self.reserve_bytes)?;
        lacking.map_or(Ok(()), |why| Err(EngineError::ReadOnly { why }))
    }

    /// The same refusal for everyone; a failure inside is the store's, not theirs alone.
    fn refuse(&self, error: EngineError, count: usize) -> Vec<Answer> {
        if let EngineError::Broken { why, .. } = &error {
            self.shared.set_health(Health::Broken { why: why.clone() });
        }
        let again = || self.shared.check_writable().err().unwrap_or(EngineError::Closed);
        std::iter::once(error).chain(std::iter::repeat_with(again)).map(Err).take(count).collect()
    }
}
