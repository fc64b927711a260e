//! A store of which the test says what becomes of it, and a keeper over it.

use crate::support::{NOW, ask, draft};
use callsheet::crm::{Clock, Founding, Identity, Keeper, Opened, Session, Vault};
use callsheet::domain::finding::Finding;
use callsheet::domain::reason::{Reason, reason};
use callsheet::domain::secret::{Key, KeyKind};
use callsheet::domain::settings::Settings;
use callsheet::domain::time::Timestamp;
use callsheet::domain::upkeep::{Progress, Task};
use callsheet::door::maintenance::Backup;
use callsheet::door::system::{self, Standing, State};
use callsheet::door::{Call, Delivery, Door, Event, Part, Refusal, audit, customers};
use callsheet::store::engine::{Batch, BatchId, Engine, EngineError, Feed, Health, Outcome, Rev, Snapshot, Tell};
use callsheet::store::memory::MemoryEngine;
use callsheet::store::sled::Watch;
use crossbeam_channel::{Receiver, Sender, unbounded};
use serde_json::json;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        NOW
    }
}

/// How the next commit goes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Well,
    /// Written, then the store fails inside.
    FailsAfter,
    /// The store fails inside, and nothing was written.
    FailsBefore,
    /// There is no room.
    Full,
}

/// What lasts, and what the test says shall become of it.
#[derive(Default)]
pub struct World {
    pub kept: MemoryEngine,
    pub mood: Mutex<Mood>,
    /// Whether the disk has no room.
    pub full: AtomicBool,
    /// What opens it, if it is sealed.
    pub lock: Mutex<Option<Key>>,
    pub opened: AtomicUsize,
    pub open: Mutex<Weak<Moody>>,
    /// What work on the closed store waits for, and then comes to.
    pub work: Mutex<Option<Receiver<Result<(), EngineError>>>>,
    pub stopped: AtomicBool,
}

/// The store as it is open once.
pub struct Moody {
    pub world: Arc<World>,
    pub health: Mutex<Health>,
    pub troubles: Mutex<Vec<Finding>>,
    pub tell: Mutex<Option<Tell>>,
}

impl Moody {
    pub fn falls_ill(&self, health: Health) {
        *self.health.lock().unwrap() = health;
        self.tells();
    }

    pub fn tells(&self) {
        let tell = self.tell.lock().unwrap().clone();
        tell.unwrap()();
    }

    pub fn torn() -> Health {
        Health::Broken { why: torn_page() }
    }

    pub fn broken() -> EngineError {
        EngineError::Broken { doing: "committing", why: torn_page() }
    }
}

impl Engine for Moody {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        self.world.kept.snapshot()
    }

    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError> {
        let mood = std::mem::take(&mut *self.world.mood.lock().unwrap());
        match mood {
            Mood::Well => self.world.kept.commit(batch),
            Mood::FailsAfter | Mood::FailsBefore => {
                if mood == Mood::FailsAfter {
                    self.world.kept.commit(batch)?;
                }
                self.falls_ill(Self::torn());
                Err(Self::broken())
            }
            Mood::Full => {
                self.world.full.store(true, Ordering::SeqCst);
                self.falls_ill(Health::ReadOnly { why: full() });
                Err(EngineError::ReadOnly { why: full() })
            }
        }
    }

    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError> {
        self.world.kept.outcome(id)
    }

    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError> {
        self.world.kept.feed(from)
    }

    fn revision(&self) -> Rev {
        self.world.kept.revision()
    }

    fn entries_of(&self, table: u8) -> Result<u64, EngineError> {
        self.world.kept.entries_of(table)
    }

    fn health(&self) -> Health {
        self.health.lock().unwrap().clone()
    }

    fn troubles(&self) -> Vec<Finding> {
        self.troubles.lock().unwrap().clone()
    }

    fn tell_of_changes(&self, tell: Tell) {
        *self.tell.lock().unwrap() = Some(tell);
    }

    fn close(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

struct Bank(Arc<World>);

impl Bank {
    /// Tells how far it is, and waits for the test to say how it ends.
    fn work(&self, task: Task, watch: &mut Watch) -> Result<(), EngineError> {
        assert_eq!(self.0.open.lock().unwrap().strong_count(), 0, "somebody has the store open");
        let Some(work) = self.0.work.lock().unwrap().clone() else { return Ok(()) };
        loop {
            if watch(Progress { task, done: 43, total: 100 }) == ControlFlow::Break(()) {
                self.0.stopped.store(true, Ordering::SeqCst);
                return Err(EngineError::Stopped);
            }
            if let Ok(end) = work.recv_timeout(std::time::Duration::from_millis(5)) {
                return end;
            }
        }
    }
}

fn torn_page() -> Reason {
    reason("library-said").with("said", "a torn page")
}

pub fn full() -> Reason {
    reason("disk-full").with("said", "no space left")
}

pub fn backup(path: &Path) -> Backup {
    Backup { path: path.into(), revision: 7, at: NOW, bytes: 9, entries: 3, audit_head: "00".into() }
}

impl Vault for Bank {
    fn place(&self) -> &Path {
        Path::new("/bank")
    }

    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        let by = KeyKind::Passphrase;
        let lock = self.0.lock.lock().unwrap().clone();
        if lock.is_some() && key.is_none() {
            return Err(EngineError::Sealed { by });
        }
        self.work(Task::Rebuilding, watch)?;
        if lock.is_some_and(|right| key != Some(&right)) {
            return Err(EngineError::WrongKey { by });
        }
        let engine = Arc::new(Moody {
            world: Arc::clone(&self.0),
            health: Mutex::new(Health::Ready),
            troubles: Mutex::default(),
            tell: Mutex::default(),
        });
        *self.0.open.lock().unwrap() = Arc::downgrade(&engine);
        Ok(Opened { engine, notices: Vec::new() })
    }

    fn back_up(&self, to: &Path, _: Option<usize>, watch: &mut Watch) -> Result<Backup, EngineError> {
        let _ = watch(Progress { task: Task::Imaging, done: 1, total: 2 });
        Ok(backup(to))
    }

    fn try_backup(&self, _: &Path, _: Option<&Key>) -> Result<(), EngineError> {
        Ok(())
    }

    fn restore(&self, from: &Path, _: Option<&Key>, watch: &mut Watch) -> Result<Backup, EngineError> {
        self.work(Task::Restoring, watch)?;
        *self.0.work.lock().unwrap() = None;
        Ok(backup(from))
    }

    fn compact(&self, _: Option<&Key>, watch: &mut Watch) -> Result<(u64, u64), EngineError> {
        self.work(Task::Compacting, watch).map(|()| (2, 1))
    }

    fn reseal(&self, _: Option<&Key>, to: Option<&Key>, watch: &mut Watch) -> Result<(), EngineError> {
        self.work(Task::Encrypting, watch)?;
        *self.0.lock.lock().unwrap() = to.cloned();
        Ok(())
    }

    fn try_writing(&self) -> Result<(), EngineError> {
        if self.0.full.load(Ordering::SeqCst) { Err(EngineError::ReadOnly { why: full() }) } else { Ok(()) }
    }
}

/// A keeper of that world, with one session that listens.
pub struct House {
    pub world: Arc<World>,
    pub keeper: Arc<Keeper>,
    pub admin: Session,
}

impl House {
    pub fn over(world: Arc<World>) -> Self {
        let founding = Founding { settings: Settings::default(), os_user: "root".into() };
        let keeper = Arc::new(Keeper::open(Box::new(Bank(Arc::clone(&world))), Arc::new(Still), founding, None));
        let admin = Session::open(&keeper, Identity::in_process("root", "test")).unwrap();
        admin.listen();
        Self { world, keeper, admin }
    }

    pub fn open() -> Self {
        let house = Self::over(Arc::default());
        assert_eq!(house.settled(), State::Ready);
        house
    }

    /// The store as it is open now.
    pub fn engine(&self) -> Arc<Moody> {
        self.world.open.lock().unwrap().upgrade().unwrap()
    }

    /// How the next commit shall go.
    pub fn mood(&self, mood: Mood) {
        *self.world.mood.lock().unwrap() = mood;
    }

    /// How often the store was opened.
    pub fn opened(&self) -> usize {
        self.world.opened.load(Ordering::SeqCst)
    }

    /// With work on the store that goes on until the test says how it ends.
    pub fn working(self) -> (Self, Sender<Result<(), EngineError>>) {
        let (end, work) = unbounded();
        *self.world.work.lock().unwrap() = Some(work);
        (self, end)
    }

    pub fn state(&self) -> State {
        standing(ask(&self.admin, system::Request::State)).state
    }

    pub fn settled(&self) -> State {
        standing(ask(&self.admin, system::Request::Settled)).state
    }

    pub fn add(&self, name: &str) -> Result<customers::Response, Refusal> {
        ask(&self.admin, customers::Request::Add(draft(&[("name", json!(name))])))
    }

    pub fn customers(&self) -> u64 {
        match ask(&self.admin, system::Request::Status) {
            Ok(system::Response::Status(status)) => status.customers,
            other => panic!("{other:?}"),
        }
    }

    pub fn unlock(&self, phrase: &str) -> Result<system::Response, Refusal> {
        ask(&self.admin, system::Request::Unlock(passphrase(phrase)))
    }

    /// Waits until work on the store is so far.
    pub fn reaches(&self, progress: Progress) {
        let waiting = self.admin.send(Call::by_person(system::Request::Settled));
        let part = Delivery::Part(waiting, Part::Upkeep(progress));
        assert!(self.admin.inbox().iter().any(|delivery| delivery == part));
        self.admin.cancel(waiting);
    }

    /// Waits until this is told. What is told before an answer that is waited for is not heard here.
    pub fn hears(&self, wanted: &State) {
        let told =
            |delivery: Delivery| matches!(delivery, Delivery::Event(Event::Store(told)) if told.state == *wanted);
        assert!(self.admin.inbox().iter().any(told));
    }

    pub fn audited(&self) -> Vec<String> {
        match ask(&self.admin, audit::Request::Read { after: 0, limit: 1_000 }) {
            Ok(audit::Response::Entries(entries)) => entries.into_iter().map(|(_, entry)| entry.request).collect(),
            other => panic!("{other:?}"),
        }
    }
}

pub fn standing(answer: Result<system::Response, Refusal>) -> Standing {
    match answer {
        Ok(system::Response::State(standing)) => standing,
        other => panic!("{other:?}"),
    }
}

pub fn passphrase(text: &str) -> Key {
    Key::Passphrase(text.to_owned().into())
}

pub fn at_43(task: Task) -> Progress {
    Progress { task, done: 43, total: 100 }
}
