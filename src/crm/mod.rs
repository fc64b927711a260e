//! Who answers at the door; one file a group of use cases.
//!
//! Every change takes the same straight way ([`Crm::change`]): authorise → load at one snapshot →
//! decide → one logical commit (records, index keys, audit entry, undo steps) → search and caches →
//! answer → events. What is answered is durable, and what is answered is found.

mod answers;
mod assignment;
mod audit;
mod board;
mod bulk;
mod calls;
mod change;
mod completion;
mod consult;
mod context;
mod customers;
mod deals;
mod dialling;
mod do_not_contact;
mod doctor;
mod due;
mod duplicates;
mod export;
mod filter;
mod finder;
mod floor;
mod follow_ups;
mod hands;
mod hooks;
mod hub;
mod import;
mod interactions;
mod jobs;
mod keeper;
mod kept;
mod leases;
mod lists;
mod masking;
mod merge;
mod notes;
mod orders;
mod quality;
mod refusing;
mod reports;
mod resolve;
mod search;
mod seat;
mod sequence;
mod session;
mod system;
mod tickets;
mod ties;
mod transfer;
mod undo;
mod users;
mod verification;
mod views;

pub use context::{Clock, Identity, SystemClock};
pub use hub::Inbox;
pub use keeper::{Directory, Keeper, Opened, Vault};
pub use session::Session;

use crate::domain::audit::Touched;
use crate::domain::finding::Finding;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::noun::Noun;
use crate::domain::reason::reason;
use crate::domain::settings::Settings;
use crate::domain::upkeep::Progress;
use crate::domain::user::User;
use crate::door::system::Notice;
use crate::door::{Call, CallId, Event, Part, Refusal, Request, Response};
use crate::store;
use crate::store::engine::{Engine, Health, Outcome, Rev, Snapshot};
use crate::store::key::Hasher;
use change::Change;
use context::Context;
use crossbeam_channel::{Receiver, Sender, bounded};
use finder::Finder;
use floor::Floor;
use hub::Hub;
use jobs::Jobs;
use parking_lot::{Mutex, RwLock};
use refusing::{no_randomness, no_thread, refuse};
use sequence::Sequences;
use std::collections::{BTreeSet, HashSet};
use std::convert::Infallible;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use ties::Ties;
use undo::UndoPlan;

/// How often a change is decided anew because another one came first.
const ATTEMPTS: usize = 32;

/// What a request in progress reports to, and how it learns that nobody waits any more.
pub trait Sink {
    /// A piece of the answer.
    fn part(&mut self, part: Part);
    /// Set when the request is given up.
    fn stop(&self) -> Arc<AtomicBool>;
}

/// Tells a sink how far work on the store has come, and ends it when the request is given up.
fn watched(sink: &mut dyn Sink) -> impl FnMut(Progress) -> ControlFlow<()> {
    let stop = sink.stop();
    move |progress| {
        sink.part(Part::Upkeep(progress));
        going_on(&stop)
    }
}

/// Whether work shall go on: not once whoever asked has given it up.
fn going_on(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Acquire) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// Makes a data directory, and those above it, for nobody else to look into; one that is there is left as it is.
pub fn make_home(dir: &Path) -> Result<(), Refusal> {
    store::make_home(dir).map_err(refuse)
}

/// What a new store begins with.
#[derive(Debug, Clone)]
pub struct Founding {
    /// Region, currency, time zone.
    pub settings: Settings,
    /// The user of the operating system who becomes its admin.
    pub os_user: String,
}

/// The CRM: one store, and everyone who works with it.
pub struct Crm {
    me: Weak<Self>,
    engine: Arc<dyn Engine>,
    clock: Arc<dyn Clock>,
    hasher: Hasher,
    sequences: Sequences,
    settings: RwLock<Arc<Settings>>,
    ties: Ties,
    users: RwLock<Arc<Vec<User>>>,
    finder: Finder,
    sets: filter::Kept,
    answers: answers::Answers,
    notes: notes::NoteBook,
    hub: Arc<Hub>,
    floor: Arc<Floor>,
    jobs: Arc<Mutex<Jobs>>,
    duplicates: duplicates::Duplicates,
    exports: Mutex<export::Exports>,
    hooks: Arc<hooks::Alarm>,
    due: Arc<due::Alarm>,
    turns: assignment::Turns,
    turns_taken: lists::Leases,
    kept_work: follow_ups::Leases,
    deciding: Mutex<HashSet<CallId>>,
    tries: Mutex<seat::Tries>,
    welcoming: Mutex<()>,
    /// What a glance found amiss when the store was opened.
    notices: Vec<Notice>,
    /// Changes of which nobody can say any more how long they are kept.
    ageless: Mutex<Vec<Finding>>,
    data: PathBuf,
    ended: Receiver<Infallible>,
    /// Dropped last, when nothing of the store is held here any more.
    _open: Sender<Infallible>,
}

/// A call while it is decided: one that is sent twice at once is decided once.
struct Turn<'a> {
    crm: &'a Crm,
    call: CallId,
}

impl<'a> Turn<'a> {
    fn take(crm: &'a Crm, call: CallId) -> Result<Self, Refusal> {
        if crm.deciding.lock().insert(call) {
            Ok(Self { crm, call })
        } else {
            Err(Refusal::Unavailable { why: reason("call-being-made") })
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.crm.deciding.lock().remove(&self.call);
    }
}

impl Crm {
    /// Opens the CRM over an engine; an empty store is founded first. `data` is only shown to people.
    fn open(
        engine: Arc<dyn Engine>,
        clock: Arc<dyn Clock>,
        founding: &Founding,
        data: PathBuf,
        hub: Arc<Hub>,
        floor: Arc<Floor>,
        jobs: Arc<Mutex<Jobs>>,
    ) -> Result<Arc<Self>, Refusal> {
        let hasher = system::found(&*engine, &*clock, founding)?;
        let snapshot = engine.snapshot().map_err(refuse)?;
        let settings = system::settings(&*snapshot)?;
        let users = users::everybody(&*snapshot)?;
        let notices = doctor::glance(&*snapshot, &hasher)?.into_iter().map(Notice::Amiss).collect();
        drop(snapshot);
        let (open, ended) = bounded(0);
        let crm = Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            sequences: Sequences::new(Arc::clone(&engine)),
            engine,
            clock,
            hasher,
            settings: RwLock::new(Arc::new(settings)),
            ties: Ties::default(),
            users: RwLock::new(Arc::new(users)),
            finder: Finder::default(),
            sets: filter::Kept::default(),
            answers: answers::Answers::default(),
            notes: notes::NoteBook::default(),
            hub,
            floor,
            jobs,
            duplicates: duplicates::Duplicates::default(),
            exports: Mutex::default(),
            hooks: Arc::default(),
            due: Arc::default(),
            turns: assignment::Turns::default(),
            turns_taken: lists::Leases::default(),
            kept_work: follow_ups::Leases::default(),
            deciding: Mutex::default(),
            tries: Mutex::default(),
            welcoming: Mutex::default(),
            notices,
            ageless: Mutex::default(),
            data,
            ended,
            _open: open,
        });
        due::start(&crm);
        hooks::start(&crm);
        floor::start(&crm);
        Ok(crm)
    }

    /// How the store is.
    fn health(&self) -> Health {
        self.engine.health()
    }

    /// What is amiss with the store although it answers.
    fn troubles(&self) -> Vec<Finding> {
        [self.engine.troubles(), self.ageless.lock().clone()].concat()
    }

    /// Whether the store failed inside and must be opened anew.
    fn is_broken(&self) -> bool {
        matches!(self.health(), Health::Broken { .. })
    }

    /// Whether the store can be read only.
    fn is_read_only(&self) -> bool {
        matches!(self.health(), Health::ReadOnly { .. })
    }

    /// Stops building what searches look into. It begins again with the next search.
    fn stop_building(&self) {
        self.finder.stop();
        self.notes.stop();
    }

    /// A session is over.
    fn left(&self, session: u64) {
        self.answers.forget(session);
        lists::give_back(self, session);
        follow_ups::leave(self, session);
    }

    /// Ends when the store is closed: nothing is ever sent.
    fn ended(&self) -> Receiver<Infallible> {
        self.ended.clone()
    }

    /// Answers a call of whoever this is, as they stand at this moment: a right taken away ends with the next call.
    fn answer(&self, session: u64, who: &Identity, call: Call, sink: &mut dyn Sink) -> Result<Response, Refusal> {
        if let Request::Seat(request) = &call.request {
            return seat::handle(self, session, who, &call, request.clone()).map(Response::from);
        }
        let context = self.context(session, who, &call)?;
        self.floor.hear(session, &context.user, context.now);
        context.allow(call.request.about().action)?;
        masking::answered(self, &context, sink, |sink| self.handle(&context, call.request, sink))
    }

    fn context(&self, session: u64, who: &Identity, call: &Call) -> Result<Context, Refusal> {
        Ok(self.context_of(seat::sitting(self, session, who)?, session, who, call))
    }

    fn context_of(&self, user: User, session: u64, who: &Identity, call: &Call) -> Context {
        Context {
            session,
            user,
            os_user: who.os_user.clone(),
            origin: who.origin.clone(),
            now: self.clock.now(),
            cause: call.cause,
            call: call.id,
            request: call.request.about().name,
        }
    }

    fn handle(&self, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
        match request {
            Request::Assignment(request) => assignment::handle(self, context, request, sink).map(Response::from),
            Request::Audit(request) => audit::handle(self, context, request).map(Response::from),
            Request::Bulk(request) => bulk::handle(self, context, request, sink).map(Response::from),
            Request::Calls(request) => calls::handle(self, context, request).map(Response::from),
            Request::Completion(request) => completion::handle(self, context, request, sink).map(Response::from),
            Request::Consult(request) => Ok(consult::handle(self, context, request).into()),
            Request::Customers(request) => customers::handle(self, context, request).map(Response::from),
            Request::Deals(request) => deals::handle(self, context, request, sink).map(Response::from),
            Request::DoNotContact(request) => do_not_contact::handle(self, context, request).map(Response::from),
            Request::Duplicates(request) => duplicates::handle(self, context, request, sink).map(Response::from),
            Request::Export(request) => export::handle(self, context, request, sink).map(Response::from),
            Request::Floor(request) => floor::handle(self, context, request).map(Response::from),
            Request::FollowUps(request) => follow_ups::handle(self, context, request).map(Response::from),
            Request::Hooks(request) => hooks::handle(self, context, request, sink).map(Response::from),
            Request::Interactions(request) => interactions::handle(self, context, request).map(Response::from),
            Request::Jobs(request) => jobs::handle(self, context, request).map(Response::from),
            Request::Lists(request) => lists::handle(self, context, request, sink).map(Response::from),
            Request::Maintenance(request) => doctor::handle(self, context, request, sink).map(Response::from),
            Request::Orders(request) => orders::handle(self, request).map(Response::from),
            Request::Quality(request) => quality::handle(self, context, request, sink).map(Response::from),
            Request::Reports(request) => reports::handle(self, context, request, sink).map(Response::from),
            Request::Search(request) => search::handle(self, context, request, sink).map(Response::from),
            Request::Seat(_) => {
                // Answered before anybody is known.
                Err(Refusal::Unavailable { why: reason("asked-elsewhere") })
            }
            Request::System(request) => system::handle(self, context, request).map(Response::from),
            Request::Tickets(request) => tickets::handle(self, context, request).map(Response::from),
            Request::Transfer(request) => transfer::handle(self, context, request).map(Response::from),
            Request::Undo(request) => undo::handle(self, context, request, sink).map(Response::from),
            Request::Users(request) => users::handle(self, context, request).map(Response::from),
            Request::Views(request) => views::handle(self, context, request, sink).map(Response::from),
        }
    }

    /// Decides and commits a change that can be undone.
    fn change<T>(
        &self,
        context: &Context,
        decide: impl FnMut(&mut Change) -> Result<T, Refusal>,
    ) -> Result<(T, u64), Refusal> {
        let (value, _, rev) = self.change_under(context, UndoPlan::Own, decide)?;
        Ok((value, rev.0))
    }

    /// The one way into the store: decided anew on a fresh snapshot whenever another commit came first.
    /// The undo entry is told what to become, and handed back as it became.
    fn change_under<T>(
        &self,
        context: &Context,
        plan: UndoPlan,
        mut decide: impl FnMut(&mut Change) -> Result<T, Refusal>,
    ) -> Result<(T, UndoPlan, Rev), Refusal> {
        let _turn = Turn::take(self, context.call)?;
        if let Some(rev) = self.engine.outcome(crate::store::engine::BatchId(context.call.0)).map_err(refuse)? {
            return Err(Refusal::AlreadyDone { revision: rev.0 });
        }
        for _ in 0..ATTEMPTS {
            let mut change = Change::new(self, context, plan.clone())?;
            let value = decide(&mut change)?;
            let Some((batch, touched)) = change.batch()? else {
                let rev = change.snapshot().rev();
                return Ok((value, change.undo, rev));
            };
            let (undo, met) = (change.undo.clone(), change.met());
            let Some(held) = self.ties.hold(&change, &touched) else { continue };
            drop(change);
            let _changing = self.finder.changing();
            if let Outcome::Done(rev) = self.engine.commit(batch).map_err(refuse)? {
                held.done(rev);
                self.floor.stored(context.call, context.now);
                self.settle(context, rev, touched, met);
                return Ok((value, undo, rev));
            }
        }
        Err(Refusal::Unavailable { why: reason("too-many-others") })
    }

    /// What follows a commit: caches and search know it before it is answered, then everybody hears.
    fn settle(&self, context: &Context, rev: Rev, touched: Vec<Touched>, met: BTreeSet<CustomerId>) {
        let holds = |noun: Noun| touched.iter().any(|t| t.record.noun == noun);
        if let Ok(snapshot) = self.engine.snapshot() {
            if holds(Noun::Settings)
                && let Ok(settings) = system::settings(&*snapshot)
            {
                *self.settings.write() = Arc::new(settings);
            }
            if holds(Noun::User)
                && let Ok(users) = users::everybody(&*snapshot)
            {
                *self.users.write() = Arc::new(users);
            }
            // Words that could not be read are read anew when notes are asked for.
            if notes::follow(self, &*snapshot, &touched, &met).is_err() {
                self.notes.forget();
            }
            finder::follow(self, &*snapshot, &touched, met);
        }
        self.sets.forget(&touched);
        if holds(Noun::FollowUp) {
            self.due.look_again();
        }
        self.hooks.look_again();
        self.hub.tell(&Event::Changed { revision: rev.0, by: Some(context.user.id), touched });
    }

    /// Reads anew what is held in memory, after something else than a change wrote to the store.
    fn refresh(&self) -> Result<(), Refusal> {
        self.sequences.give_back();
        self.ties.forget();
        let snapshot = self.snapshot()?;
        *self.settings.write() = Arc::new(system::settings(&*snapshot)?);
        *self.users.write() = Arc::new(users::everybody(&*snapshot)?);
        finder::forget(self);
        notes::forget(self);
        self.sets.clear();
        self.due.look_again();
        Ok(())
    }

    fn snapshot(&self) -> Result<Box<dyn Snapshot>, Refusal> {
        self.engine.snapshot().map_err(refuse)
    }

    fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings.read())
    }

    fn users(&self) -> Arc<Vec<User>> {
        Arc::clone(&self.users.read())
    }

    /// What colleagues call a user.
    fn name_of(&self, id: UserId) -> String {
        self.users().iter().find(|user| user.id == id).map_or_else(String::new, |user| user.name.clone())
    }
}

impl Drop for Crm {
    /// Gives back unused ids and finishes what was sent.
    fn drop(&mut self) {
        self.due.stop();
        self.hooks.stop();
        self.sequences.give_back();
        self.floor.close(&*self.engine);
        let _ = self.engine.close();
    }
}
