//! A session: the door, answered by the keeper's hands.
//!
//! A search waits for nothing but the search before it; everything else is answered a few at once, so that a slow
//! answer holds up nobody. A session at rest holds no thread.

use super::context::Identity;
use super::hub::Inbox;
use super::keeper::Keeper;
use super::{Sink, no_thread};
use crate::domain::reason::reason;
use crate::door::{Call, Delivery, Door, Part, Refusal, Request, Response, Ticket};
use crossbeam_channel::Receiver;
use parking_lot::{Condvar, Mutex};
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Calls of one session that are answered at once, besides a search.
const AT_ONCE: usize = 3;

static SESSIONS: AtomicU64 = AtomicU64::new(1);

/// A session.
pub struct Session {
    keeper: Arc<Keeper>,
    desk: Arc<Desk>,
    inbox: Receiver<Delivery>,
}

/// What a session shares with the hands that answer it.
struct Desk {
    session: u64,
    identity: Identity,
    inbox: Inbox,
    tickets: AtomicU64,
    work: Mutex<Work>,
    rested: Condvar,
}

/// What is to be answered.
struct Work {
    /// What gives a call up, from its coming in to its answer.
    stops: BTreeMap<Ticket, Arc<AtomicBool>>,
    searches: Lane,
    calls: Lane,
}

/// Calls that wait for each other.
struct Lane {
    waiting: VecDeque<Job>,
    /// Hands at work on it.
    hands: usize,
    /// As many as there may be.
    most: usize,
}

/// A call under its ticket. Whoever answers it keeps the store for as long, and no longer.
struct Job {
    keeper: Arc<Keeper>,
    ticket: Ticket,
    call: Call,
    stop: Arc<AtomicBool>,
}

/// Which lane.
type Of = fn(&mut Work) -> &mut Lane;

impl Session {
    /// Opens a session for whoever this is, also while the store is not open yet.
    pub fn open(keeper: &Arc<Keeper>, identity: Identity) -> Result<Self, Refusal> {
        let session = SESSIONS.fetch_add(1, Ordering::Relaxed);
        keeper.enter(session, &identity);
        let (inbox, deliveries) = Inbox::open();
        let lane = |most| Lane { waiting: VecDeque::new(), hands: 0, most };
        let work = Work { stops: BTreeMap::new(), searches: lane(1), calls: lane(AT_ONCE) };
        let desk = Desk {
            session,
            identity,
            inbox,
            tickets: AtomicU64::new(1),
            work: Mutex::new(work),
            rested: Condvar::new(),
        };
        Ok(Self { keeper: Arc::clone(keeper), desk: Arc::new(desk), inbox: deliveries })
    }

    /// Hears from now on what happens, and first what fell due while nobody listened. A command that
    /// asks one thing and goes does not: it would take the announcements from the next screen.
    pub fn listen(&self) {
        self.keeper.listen(self.desk.session, self.desk.inbox.clone());
    }

    /// Hands a call in under a ticket somebody else gave out.
    pub fn hand_in(&self, ticket: Ticket, call: Call) {
        let lane: Of = match call.request {
            Request::Search(_) => |work| &mut work.searches,
            _ => |work| &mut work.calls,
        };
        let job = Job { keeper: Arc::clone(&self.keeper), ticket, call, stop: Arc::default() };
        if self.desk.take(lane, job) {
            let desk = Arc::clone(&self.desk);
            if let Err(error) = self.keeper.hands().give(move || desk.serve(lane)) {
                self.desk.resign(lane, &no_thread(&error));
            }
        }
    }
}

impl Drop for Session {
    /// Finishes what is being changed, gives up what is only looked for.
    fn drop(&mut self) {
        for stop in self.desk.work.lock().stops.values() {
            stop.store(true, Ordering::Release);
        }
        self.keeper.leave(self.desk.session);
        let at_work = |work: &mut Work| work.searches.hands + work.calls.hands > 0;
        self.desk.rested.wait_while(&mut self.desk.work.lock(), at_work);
    }
}

impl Door for Session {
    fn send(&self, call: Call) -> Ticket {
        let ticket = Ticket(self.desk.tickets.fetch_add(1, Ordering::Relaxed));
        self.hand_in(ticket, call);
        ticket
    }

    fn cancel(&self, ticket: Ticket) {
        if let Some(stop) = self.desk.work.lock().stops.get(&ticket) {
            stop.store(true, Ordering::Release);
        }
        self.keeper.called_off();
    }

    fn inbox(&self) -> &Receiver<Delivery> {
        &self.inbox
    }
}

impl Desk {
    /// Puts a call into its lane; whether one more hand shall come.
    fn take(&self, lane: Of, job: Job) -> bool {
        let mut work = self.work.lock();
        work.stops.insert(job.ticket, Arc::clone(&job.stop));
        let lane = lane(&mut work);
        lane.waiting.push_back(job);
        let more = lane.hands < lane.most;
        lane.hands += usize::from(more);
        more
    }

    /// A hand's work: answers whatever waits in a lane.
    fn serve(&self, lane: Of) {
        while let Some(job) = self.next(lane) {
            self.answer(job);
        }
    }

    /// The next call of a lane; the hand that finds none is one less.
    fn next(&self, lane: Of) -> Option<Job> {
        let mut work = self.work.lock();
        let lane = lane(&mut work);
        let job = lane.waiting.pop_front();
        if job.is_none() {
            lane.hands -= 1;
            self.rested.notify_all();
        }
        job
    }

    /// Refuses what waits in a lane for a hand that does not come.
    fn resign(&self, lane: Of, why: &Refusal) {
        while let Some(job) = self.next(lane) {
            self.done(job.ticket, Err(why.clone()));
        }
    }

    fn answer(&self, job: Job) {
        let Job { keeper, ticket, call, stop } = job;
        let mut line = Line { ticket, inbox: &self.inbox, stop: &stop };
        let answer = if stop.load(Ordering::Acquire) {
            Err(Refusal::Cancelled)
        } else {
            // Whoever asked shall not wait for ever, nor the session's end.
            catch_unwind(AssertUnwindSafe(|| keeper.answer(self.session, &self.identity, call, &mut line)))
                .unwrap_or_else(|_| Err(Refusal::Unavailable { why: reason("answer-panicked") }))
        };
        self.done(ticket, answer);
    }

    fn done(&self, ticket: Ticket, answer: Result<Response, Refusal>) {
        self.work.lock().stops.remove(&ticket);
        self.inbox.answer(Delivery::Done(ticket, answer));
    }
}

/// Where the parts of one answer go.
struct Line<'a> {
    ticket: Ticket,
    inbox: &'a Inbox,
    stop: &'a Arc<AtomicBool>,
}

impl Sink for Line<'_> {
    fn part(&mut self, part: Part) {
        self.inbox.part(Delivery::Part(self.ticket, part));
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(self.stop)
    }
}
