//! A store in memory with a clock that stands still until it is told to move.

use callsheet::crm::{Clock, Crm, Founding, Identity, Session};
use callsheet::domain::audit::AuditEntry;
use callsheet::domain::edit::{Change, Draft};
use callsheet::domain::id::{CustomerId, DealId, FollowUpId, InteractionId, TicketId};
use callsheet::domain::money::Currency;
use callsheet::domain::role::Role;
use callsheet::domain::settings::Settings;
use callsheet::domain::time::Timestamp;
use callsheet::door::search::Found;
use callsheet::door::system::Status;
use callsheet::door::{
    self, Door, Edit, Refusal, Request, Response, audit, customers, deals, follow_ups, interactions, search, system,
    tickets, undo, users,
};
use callsheet::store::engine::{Batch, BatchId, Engine, EngineError, Feed, Health, Outcome, Rev, Snapshot};
use callsheet::store::memory::MemoryEngine;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 2026-11-18 14:05 in Berlin.
pub const NOW: Timestamp = Timestamp(1_795_007_100_000);

pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// A memory engine that outlasts its closing, as a disk does.
#[derive(Default)]
pub struct Lasting(MemoryEngine);

impl Engine for Lasting {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        self.0.snapshot()
    }

    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError> {
        self.0.commit(batch)
    }

    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError> {
        self.0.outcome(id)
    }

    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError> {
        self.0.feed(from)
    }

    fn revision(&self) -> Rev {
        self.0.revision()
    }

    fn health(&self) -> Health {
        self.0.health()
    }

    fn close(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

pub struct Store {
    pub engine: Arc<Lasting>,
    pub crm: Arc<Crm>,
    pub clock: Arc<Hands>,
    pub admin: Session,
}

pub fn store() -> Store {
    Store::open(Arc::default(), Arc::new(Hands(AtomicI64::new(NOW.0))))
}

pub fn session(crm: &Arc<Crm>, os_user: &str) -> Session {
    let session = Session::open(crm, Identity { os_user: os_user.into(), origin: "test".into() }).unwrap();
    session.listen();
    session
}

impl Store {
    fn open(engine: Arc<Lasting>, clock: Arc<Hands>) -> Self {
        let mut settings = Settings { region: "DE".into(), currency: Currency::EUR, ..Settings::default() };
        settings.calendar.zone = chrono_tz::Europe::Berlin;
        let founding = Founding { settings, os_user: "root".into() };
        let crm = Crm::open(engine.clone(), clock.clone(), &founding, PathBuf::new()).unwrap();
        let admin = session(&crm, "root");
        Self { engine, crm, clock, admin }
    }

    pub fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Everybody leaves, time passes, and somebody opens the same records again.
    pub fn reopened_after(self, seconds: i64) -> Self {
        let Self { engine, crm, clock, admin } = self;
        let closing = Arc::downgrade(&crm);
        drop((admin, crm));
        while closing.strong_count() > 0 {
            std::thread::yield_now();
        }
        clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
        Self::open(engine, clock)
    }

    /// A new user, already at work.
    pub fn colleague(&self, login: &str, role: Role) -> Session {
        let fields = [("name", login), ("login", login), ("os_user", login), ("role", role.slug())];
        let user = draft(&fields.map(|(field, value)| (field, json!(value))));
        let _: users::Response = self.ask(users::Request::Add(user)).unwrap();
        session(&self.crm, login)
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
        let request = search::Request::Find { query: query.into(), offset: 0, limit: 100 };
        let search::Response::Found(found) = self.ask(request).unwrap();
        found
    }

    pub fn found(&self, query: &str) -> Vec<CustomerId> {
        let mut ids: Vec<CustomerId> = self.find(query).rows.into_iter().map(|row| row.id).collect();
        ids.sort_unstable();
        ids
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

fn about(customer: CustomerId, fields: &[(&str, Value)]) -> Draft {
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
