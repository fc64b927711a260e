//! A store in memory with a clock that stands still until it is told to move.

use callsheet::crm::{Clock, Crm, Founding, Identity, Session};
use callsheet::domain::edit::Draft;
use callsheet::domain::id::CustomerId;
use callsheet::domain::settings::Settings;
use callsheet::domain::time::Timestamp;
use callsheet::door::{self, Door, Refusal, Request, Response, customers};
use callsheet::store::memory::MemoryEngine;
use serde_json::Value;
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

pub struct Store {
    pub crm: Arc<Crm>,
    pub clock: Arc<Hands>,
    pub admin: Session,
}

pub fn store() -> Store {
    let clock = Arc::new(Hands(AtomicI64::new(NOW.0)));
    let mut settings = Settings { region: "DE".into(), ..Settings::default() };
    settings.calendar.zone = chrono_tz::Europe::Berlin;
    let founding = Founding { settings, os_user: "root".into() };
    let crm = Crm::open(Arc::new(MemoryEngine::new()), clock.clone(), &founding, PathBuf::new()).unwrap();
    let admin = session(&crm, "root");
    Store { crm, clock, admin }
}

pub fn session(crm: &Arc<Crm>, os_user: &str) -> Session {
    Session::open(crm, Identity { os_user: os_user.into(), origin: "test".into() }).unwrap()
}

impl Store {
    pub fn pass(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
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

pub fn draft(fields: &[(&str, Value)]) -> Draft {
    fields.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect()
}
