//! A store in memory with a clock that stands still until it is told to move.

use callsheet::crm::{Clock, Founding, Identity, Keeper, Opened, Session, Vault};
use callsheet::domain::audit::AuditEntry;
use callsheet::domain::call_list::RetryRule;
use callsheet::domain::edit::{Change, Draft};
use callsheet::domain::id::{CustomerId, DealId, FollowUpId, InteractionId, TicketId, UndoId};
use callsheet::domain::money::Currency;
use callsheet::domain::role::Role;
use callsheet::domain::secret::Key;
use callsheet::domain::settings::Settings;
use callsheet::domain::time::Timestamp;
use callsheet::door::bulk::Whom;
use callsheet::door::jobs::{self, Bundle, JobId, Row, Rows, Start, Target};
use callsheet::door::lists::NewList;
use callsheet::door::maintenance::Backup;
use callsheet::door::search::Found;
use callsheet::door::system::Status;
use callsheet::door::{
    self, Door, Edit, Refusal, Request, Response, audit, customers, deals, follow_ups, interactions, search, system,
    tickets, undo, users,
};
use callsheet::store::engine::chain::Head;
use callsheet::store::engine::{
    Batch, BatchId, Direction, Engine, EngineError, Feed, Health, KeyRange, Outcome, Rev, Scan, Snapshot, Stored,
};
use callsheet::store::memory::MemoryEngine;
use callsheet::store::sled::Watch;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// 2026-11-18 14:05 in Berlin.
pub const NOW: Timestamp = Timestamp(1_795_007_100_000);

pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// A memory engine that outlasts its closing, as a disk does, and counts the keys that are read.
#[derive(Default)]
pub struct Lasting {
    engine: MemoryEngine,
    reads: Arc<Reads>,
    /// The files beside the store.
    pub beside: Mutex<HashMap<String, Vec<u8>>>,
    /// What happens right before each of the next commits of an answer.
    pub ahead: Mutex<VecDeque<Deed>>,
}

pub type Deed = Box<dyn FnOnce() + Send>;

/// What was read of a store.
#[derive(Default)]
pub struct Reads {
    keys: AtomicUsize,
    /// Those read to answer; the others are read by a thread with work of its own, whenever it gets to it.
    answering: AtomicUsize,
    /// Hears of every key, by how many were read before.
    pub heard: Mutex<Option<Hear>>,
}

pub type Hear = Box<dyn FnMut(usize) + Send>;

impl Reads {
    fn count(&self) {
        let before = self.keys.fetch_add(1, Ordering::SeqCst);
        if is_answering() {
            self.answering.fetch_add(1, Ordering::SeqCst);
        }
        if let Some(hear) = &mut *self.heard.lock().unwrap() {
            hear(before);
        }
    }
}

/// Whether this thread answers somebody; the others do work of their own, whenever they get to it.
fn is_answering() -> bool {
    thread::current().name() == Some("callsheet-hand")
}

struct Counted {
    snapshot: Box<dyn Snapshot>,
    reads: Arc<Reads>,
}

impl Snapshot for Counted {
    fn rev(&self) -> Rev {
        self.snapshot.rev()
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.reads.count();
        self.snapshot.get(key)
    }

    fn scan(&self, range: KeyRange, direction: Direction) -> Scan<'_> {
        Box::new(self.snapshot.scan(range, direction).inspect(|_| self.reads.count()))
    }

    fn head(&self, log: u8) -> Result<Head, EngineError> {
        self.snapshot.head(log)
    }
}

impl Lasting {
    /// How many keys were read so far.
    pub fn keys_read(&self) -> usize {
        self.reads.keys.load(Ordering::SeqCst)
    }
}

impl Engine for Lasting {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        let (snapshot, reads) = (self.engine.snapshot()?, Arc::clone(&self.reads));
        Ok(Box::new(Counted { snapshot, reads }))
    }

    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError> {
        let ahead = || self.ahead.lock().unwrap().pop_front();
        if let Some(deed) = is_answering().then(ahead).flatten() {
            deed();
        }
        self.engine.commit(batch)
    }

    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError> {
        self.engine.outcome(id)
    }

    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError> {
        self.engine.feed(from)
    }

    fn revision(&self) -> Rev {
        self.engine.revision()
    }

    fn entries_of(&self, table: u8) -> Result<u64, EngineError> {
        self.engine.entries_of(table)
    }

    fn write_beside(&self, name: &str, bytes: Vec<u8>) -> Result<(), EngineError> {
        self.beside.lock().unwrap().insert(name.to_owned(), bytes);
        Ok(())
    }

    fn read_beside(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        Ok(self.beside.lock().unwrap().get(name).cloned())
    }

    fn health(&self) -> Health {
        self.engine.health()
    }

    fn close(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

/// Where a [`Lasting`] engine is kept.
struct Shelf(Arc<Lasting>);

impl Vault for Shelf {
    fn place(&self) -> &Path {
        Path::new("")
    }

    fn open(&self, _: Option<&Key>, _: &mut Watch) -> Result<Opened, EngineError> {
        Ok(Opened { engine: self.0.clone(), notices: Vec::new() })
    }

    fn back_up(&self, _: &Path, _: Option<usize>, _: &mut Watch) -> Result<Backup, EngineError> {
        Err(EngineError::Closed)
    }

    fn try_backup(&self, _: &Path, _: Option<&Key>) -> Result<(), EngineError> {
        Err(EngineError::Closed)
    }

    fn restore(&self, _: &Path, _: Option<&Key>, _: &mut Watch) -> Result<Backup, EngineError> {
        Err(EngineError::Closed)
    }

    fn compact(&self, _: Option<&Key>, _: &mut Watch) -> Result<(u64, u64), EngineError> {
        Err(EngineError::Closed)
    }

    fn reseal(&self, _: Option<&Key>, _: Option<&Key>, _: &mut Watch) -> Result<(), EngineError> {
        Err(EngineError::Closed)
    }

    fn try_writing(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

pub struct Store {
    pub engine: Arc<Lasting>,
    pub keeper: Arc<Keeper>,
    pub clock: Arc<Hands>,
    pub admin: Session,
}

pub fn store() -> Store {
    Store::open(Arc::default(), Arc::new(Hands(AtomicI64::new(NOW.0))))
}

/// A list of everyone a query finds.
pub fn new_list(name: &str, query: &str) -> NewList {
    let whom = Whom::Query(query.into());
    NewList { name: name.into(), whom, script: String::new(), hours: None, retry: RetryRule::default() }
}

pub fn session(keeper: &Arc<Keeper>, os_user: &str) -> Session {
    let who = Identity { is_owner: false, ..Identity::in_process(os_user, "test") };
    let session = Session::open(keeper, who).unwrap();
    // Waited for before anything is heard: asking lets events go by.
    let _: system::Response = ask(&session, system::Request::Settled).unwrap();
    session.listen();
    session
}

impl Store {
    fn open(engine: Arc<Lasting>, clock: Arc<Hands>) -> Self {
        let mut settings = Settings { region: "DE".into(), currency: Currency::EUR, ..Settings::default() };
        settings.calendar.zone = chrono_tz::Europe::Berlin;
        let founding = Founding { settings, os_user: "root".into() };
        let keeper = Arc::new(Keeper::open(Box::new(Shelf(engine.clone())), clock.clone(), founding, None));
        let admin = session(&keeper, "root");
        Self { engine, keeper, clock, admin }
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Everybody leaves, time passes, and somebody opens the same records again.
    pub fn reopened_after(self, seconds: i64) -> Self {
        let Self { engine, keeper, clock, admin } = self;
        drop((admin, keeper));
        clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
        Self::open(engine, clock)
    }

    /// A new user, already at work.
    pub fn colleague(&self, login: &str, role: Role) -> Session {
        let fields = [("name", login), ("login", login), ("os_user", login), ("role", role.slug())];
        let user = draft(&fields.map(|(field, value)| (field, json!(value))));
        let _: users::Response = self.ask(users::Request::Add(user)).unwrap();
        session(&self.keeper, login)
    }

    pub fn ask<T: TryFrom<Response, Error = Refusal>>(&self, request: impl Into<Request>) -> Result<T, Refusal> {
        ask(&self.admin, request)
    }

    pub fn add(&self, fields: &[(&str, Value)]) -> CustomerId {
        match self.ask(customers::Request::Add(draft(fields))).unwrap() {
            customers::Response::Saved(saved) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn deal(&self, customer: CustomerId, fields: &[(&str, Value)]) -> DealId {
        match self.ask(deals::Request::Add(about(customer, fields))).unwrap() {
            deals::Response::Saved(saved) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn follow_up(&self, customer: CustomerId, due: Timestamp, fields: &[(&str, Value)]) -> FollowUpId {
        let mut draft = about(customer, fields);
        draft.set("due", due.to_string());
        match self.ask(follow_ups::Request::Add(draft)).unwrap() {
            follow_ups::Response::Saved(saved) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn ticket(&self, customer: CustomerId, fields: &[(&str, Value)]) -> TicketId {
        match self.ask(tickets::Request::Add(about(customer, fields))).unwrap() {
            tickets::Response::Saved(saved) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn log(&self, customer: CustomerId, fields: &[(&str, Value)]) -> InteractionId {
        match self.ask(interactions::Request::Log(about(customer, fields))).unwrap() {
            interactions::Response::Saved(saved) => saved.id,
            other => panic!("{other:?}"),
        }
    }

    pub fn edit(&self, id: CustomerId, field: &str, from: Value, to: Value) -> Result<customers::Response, Refusal> {
        self.ask(customers::Request::Edit(edit(id, field, from, to)))
    }

    pub fn find(&self, query: &str) -> Found {
        let request = search::Request::Find { query: query.into(), offset: 0, limit: 100, around: None };
        let search::Response::Found(found) = self.ask(request).unwrap();
        found
    }

    pub fn found(&self, query: &str) -> Vec<CustomerId> {
        let mut ids: Vec<CustomerId> = self.find(query).rows.into_iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
    }

    /// Customers with what hangs on them, stored as the demo's are.
    pub fn take(&self, bundles: Vec<Bundle>) {
        let job = self.start(Target::Customers);
        for rows in bundles.chunks(jobs::Rows::MOST) {
            let rows = Rows::Bundles(rows.to_vec());
            let _: jobs::Response = self.ask(jobs::Request::Batch { job, rows }).unwrap();
        }
    }

    /// One row of a file.
    pub fn import(&self, target: Target, fields: &[(&str, Value)]) {
        let (job, rows) = (self.start(target), Rows::Drafts(vec![Row::new(1, draft(fields))]));
        match self.ask(jobs::Request::Batch { job, rows }).unwrap() {
            jobs::Response::Taken(taken) => assert_eq!(taken.created, 1, "{:?}", taken.refused),
            other => panic!("{other:?}"),
        }
    }

    /// Customers brought in by one import, each in a commit of its own; what takes all of it back.
    pub fn brought_in(&self, customers: &[&[(&str, Value)]]) -> UndoId {
        let job = self.start(Target::Customers);
        for (line, fields) in (1..).zip(customers) {
            let rows = Rows::Drafts(vec![Row::new(line, draft(fields))]);
            let taken = self.ask(jobs::Request::Batch { job, rows }).unwrap();
            assert!(matches!(&taken, jobs::Response::Taken(taken) if taken.refused.is_empty()), "{taken:?}");
        }
        match self.ask(jobs::Request::Finish(job)).unwrap() {
            jobs::Response::Finished(summary) => summary.undo.unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn start(&self, target: Target) -> JobId {
        let start = Start::new("a test", target);
        match self.ask(jobs::Request::Start(start)).unwrap() {
            jobs::Response::Started(job) => job,
            other => panic!("{other:?}"),
        }
    }

    pub fn reads(&self) -> &Reads {
        &self.engine.reads
    }

    /// How many keys of the store were read to answer this.
    pub fn keys_read(&self, what: impl FnOnce()) -> usize {
        let read = || self.engine.reads.answering.load(Ordering::SeqCst);
        let before = read();
        what();
        read() - before
    }

    /// How many keys of the store were read meanwhile, also by threads with work of their own.
    pub fn keys_read_by_anyone(&self, what: impl FnOnce()) -> usize {
        let before = self.engine.keys_read();
        what();
        self.engine.keys_read() - before
    }

    pub fn undo(&self) -> Result<undo::Response, Refusal> {
        self.ask(undo::Request::Undo(None))
    }

    pub fn status(&self) -> Status {
        match self.ask(system::Request::Status).unwrap() {
            system::Response::Status(status) => *status,
            other => panic!("{other:?}"),
        }
    }

    pub fn audit(&self) -> Vec<AuditEntry> {
        match self.ask(audit::Request::Read { after: 0, limit: 100_000 }).unwrap() {
            audit::Response::Entries(entries) => entries.into_iter().map(|(_, entry)| entry).collect(),
            other => panic!("{other:?}"),
        }
    }

    pub fn card(&self, id: CustomerId) -> customers::Card {
        match self.ask(customers::Request::Card(id)).unwrap() {
            customers::Response::Card(card) => *card,
            other => panic!("{other:?}"),
        }
    }
}

pub fn ask<T: TryFrom<Response, Error = Refusal>>(door: &dyn Door, request: impl Into<Request>) -> Result<T, Refusal> {
    door::ask(door, request)
}

/// The answer of whatever kind.
pub fn answer(door: &dyn Door, request: Request) -> Result<Response, Refusal> {
    door::ask_in_parts(door, door::Call::by_person(request), &mut |_| {})
}

pub fn draft(fields: &[(&str, Value)]) -> Draft {
    fields.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect()
}

pub fn about(customer: CustomerId, fields: &[(&str, Value)]) -> Draft {
    let mut draft = draft(fields);
    draft.set("customer", customer.to_string());
    draft
}

pub fn edit<I>(id: I, field: &str, from: Value, to: Value) -> Edit<I> {
    Edit { id, changes: vec![Change { field: field.to_owned(), from, to }] }
}

/// Which field was to blame.
pub fn blamed<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> String {
    match refused {
        Err(Refusal::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    }
}
