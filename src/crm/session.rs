//! A session in the same process: the door, answered by threads of its own.
//!
//! A search runs on a thread of its own, the newest one only; everything else on a few workers, so
//! that a slow answer holds up nobody.

use super::Sink;
use super::context::Identity;
use super::hub::Inbox;
use super::keeper::Keeper;
use crate::door::{Call, Delivery, Door, Part, Refusal, Request, Ticket};
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

/// Deliveries an inbox holds.
const INBOX: usize = 4_096;
/// Threads that answer everything but searches.
const WORKERS: usize = 3;

static SESSIONS: AtomicU64 = AtomicU64::new(1);

/// A session.
pub struct Session {
    number: u64,
    keeper: Arc<Keeper>,
    desk: Arc<Desk>,
    /// Where calls and searches go; nothing once the session is over.
    queues: Option<(Sender<Job>, Sender<Job>)>,
    threads: Vec<JoinHandle<()>>,
    inbox: Receiver<Delivery>,
}

/// A call under its ticket.
type Job = (Ticket, Call);

/// What the threads of a session share.
struct Desk {
    session: u64,
    identity: Identity,
    inbox: Inbox,
    tickets: AtomicU64,
    running: Mutex<BTreeMap<Ticket, Arc<AtomicBool>>>,
}

impl Session {
    /// Opens a session for whoever this is, also while the store is not open yet.
    pub fn open(keeper: &Arc<Keeper>, identity: Identity) -> Result<Self, Refusal> {
        let number = SESSIONS.fetch_add(1, Ordering::Relaxed);
        keeper.enter(number, &identity);
        let (sender, inbox) = bounded(INBOX);
        let desk = Arc::new(Desk {
            session: number,
            identity,
            inbox: Inbox::new(sender),
            tickets: AtomicU64::new(1),
            running: Mutex::default(),
        });
        let (calls, call_queue) = unbounded();
        let (searches, search_queue) = unbounded();
        let queues = std::iter::once(&search_queue).chain(std::iter::repeat_n(&call_queue, WORKERS));
        let threads = queues.map(|queue| start(keeper, &desk, queue)).collect::<Result<_, _>>()?;
        Ok(Self { number, keeper: Arc::clone(keeper), desk, queues: Some((calls, searches)), threads, inbox })
    }

    /// Hears from now on what happens, and first what fell due while nobody listened. A command that
    /// asks one thing and goes does not: it would take the announcements from the next screen.
    pub fn listen(&self) {
        self.keeper.listen(self.number, &self.desk.identity.os_user, self.desk.inbox.clone());
    }
}

impl Drop for Session {
    /// Finishes what is being changed, gives up what is only looked for.
    fn drop(&mut self) {
        self.queues = None;
        for stop in self.desk.running.lock().values() {
            stop.store(true, Ordering::Release);
        }
        self.keeper.leave(self.number);
        // Answers nobody will read must not hold up the threads that give them.
        self.inbox = crossbeam_channel::never();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Door for Session {
    fn send(&self, call: Call) -> Ticket {
        let ticket = Ticket(self.desk.tickets.fetch_add(1, Ordering::Relaxed));
        let is_search = matches!(call.request, Request::Search(_));
        self.desk.running.lock().insert(ticket, Arc::default());
        if let Some((calls, searches)) = &self.queues {
            let queue = if is_search { searches } else { calls };
            // The threads live as long as the queue does, so this cannot fail while the session is open.
            let _ = queue.send((ticket, call));
        }
        ticket
    }

    fn cancel(&self, ticket: Ticket) {
        if let Some(stop) = self.desk.running.lock().get(&ticket) {
            stop.store(true, Ordering::Release);
            self.keeper.called_off();
        }
    }

    fn inbox(&self) -> &Receiver<Delivery> {
        &self.inbox
    }
}

fn start(keeper: &Arc<Keeper>, desk: &Arc<Desk>, queue: &Receiver<Job>) -> Result<JoinHandle<()>, Refusal> {
    let (keeper, desk, queue) = (Arc::clone(keeper), Arc::clone(desk), queue.clone());
    let work = move || {
        for (ticket, call) in queue {
            if !desk.answer(&keeper, ticket, call) {
                break;
            }
        }
    };
    let named = thread::Builder::new().name("callsheet-desk".to_owned());
    named.spawn(work).map_err(|error| Refusal::Unavailable { why: error.to_string() })
}

impl Desk {
    /// Answers one call. False when nobody listens any more.
    fn answer(&self, keeper: &Keeper, ticket: Ticket, call: Call) -> bool {
        let stop = self.running.lock().get(&ticket).cloned().unwrap_or_default();
        let mut line = Line { ticket, inbox: &self.inbox, stop: &stop };
        let answer = if stop.load(Ordering::Acquire) {
            Err(Refusal::Cancelled)
        } else {
            keeper.answer(self.session, &self.identity, call, &mut line)
        };
        self.running.lock().remove(&ticket);
        self.inbox.answer(Delivery::Done(ticket, answer))
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
        self.inbox.answer(Delivery::Part(self.ticket, part));
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(self.stop)
    }
}
