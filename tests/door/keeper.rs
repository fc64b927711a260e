//! The door is never absent: whatever becomes of the store, whoever asks is answered.

use crate::support::{NOW, answer, ask, draft};
use callsheet::crm::{Clock, Founding, Identity, Keeper, Opened, Session, Vault};
use callsheet::domain::finding::Finding;
use callsheet::domain::reason::{Reason, reason};
use callsheet::domain::role::Role;
use callsheet::domain::secret::{Key, KeyKind};
use callsheet::domain::settings::Settings;
use callsheet::domain::time::Timestamp;
use callsheet::domain::upkeep::{Progress, Task};
use callsheet::door::jobs::{self, JobId, Row, Rows, Start, Target};
use callsheet::door::maintenance::{self, Backup};
use callsheet::door::system::{self, Notice, Standing, State};
use callsheet::door::{
    Call, Delivery, Door, Event, Part, Refusal, Response, ask_in_parts, audit, customers, undo, users,
};
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
enum Mood {
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
struct World {
    kept: MemoryEngine,
    mood: Mutex<Mood>,
    /// Whether the disk has no room.
    full: AtomicBool,
    /// What opens it, if it is sealed.
    lock: Mutex<Option<Key>>,
    opened: AtomicUsize,
    open: Mutex<Weak<Moody>>,
    /// What work on the closed store waits for, and then comes to.
    work: Mutex<Option<Receiver<Result<(), EngineError>>>>,
    stopped: AtomicBool,
}

/// The store as it is open once.
struct Moody {
    world: Arc<World>,
    health: Mutex<Health>,
    troubles: Mutex<Vec<Finding>>,
    tell: Mutex<Option<Tell>>,
}

impl Moody {
    fn falls_ill(&self, health: Health) {
        *self.health.lock().unwrap() = health;
        self.tells();
    }

    fn tells(&self) {
        let tell = self.tell.lock().unwrap().clone();
        tell.unwrap()();
    }

    fn broken() -> EngineError {
        EngineError::Broken { doing: "committing", why: reason("library-said").with("said", "a torn page") }
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
                self.falls_ill(Health::Broken { why: reason("library-said").with("said", "a torn page") });
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

fn full() -> Reason {
    reason("disk-full").with("said", "no space left")
}

fn backup(path: &Path) -> Backup {
    Backup { path: path.into(), revision: 7, at: NOW, bytes: 9, entries: 3, audit_head: "00".into() }
}

impl Vault for Bank {
    fn place(&self) -> &Path {
        Path::new("/bank")
    }

    fn open(&self, key: Option<&Key>, watch: &mut Watch) -> Result<Opened, EngineError> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        let by = KeyKind::Passphrase;
        match (&*self.0.lock.lock().unwrap(), key) {
            (Some(_), None) => return Err(EngineError::Sealed { by }),
            (Some(right), Some(key)) if key != right => return Err(EngineError::WrongKey { by }),
            _ => {}
        }
        self.work(Task::Rebuilding, watch)?;
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
struct House {
    world: Arc<World>,
    keeper: Arc<Keeper>,
    admin: Session,
}

impl House {
    fn over(world: Arc<World>) -> Self {
        let founding = Founding { settings: Settings::default(), os_user: "root".into() };
        let keeper = Arc::new(Keeper::open(Box::new(Bank(Arc::clone(&world))), Arc::new(Still), founding, None));
        let admin = Session::open(&keeper, Identity::in_process("root", "test")).unwrap();
        admin.listen();
        Self { world, keeper, admin }
    }

    fn open() -> Self {
        let house = Self::over(Arc::default());
        assert_eq!(house.settled(), State::Ready);
        house
    }

    /// With work on the store that goes on until the test says how it ends.
    fn working(self) -> (Self, Sender<Result<(), EngineError>>) {
        let (end, work) = unbounded();
        *self.world.work.lock().unwrap() = Some(work);
        (self, end)
    }

    fn state(&self) -> State {
        standing(ask(&self.admin, system::Request::State)).state
    }

    fn settled(&self) -> State {
        standing(ask(&self.admin, system::Request::Settled)).state
    }

    fn add(&self, name: &str) -> Result<customers::Response, Refusal> {
        ask(&self.admin, customers::Request::Add(draft(&[("name", json!(name))])))
    }

    fn customers(&self) -> u64 {
        match ask(&self.admin, system::Request::Status) {
            Ok(system::Response::Status(status)) => status.customers,
            other => panic!("{other:?}"),
        }
    }

    fn unlock(&self, phrase: &str) -> Result<system::Response, Refusal> {
        ask(&self.admin, system::Request::Unlock(passphrase(phrase)))
    }

    /// Waits until work on the store is so far.
    fn reaches(&self, progress: Progress) {
        let waiting = self.admin.send(Call::by_person(system::Request::Settled));
        let part = Delivery::Part(waiting, Part::Upkeep(progress));
        assert!(self.admin.inbox().iter().any(|delivery| delivery == part));
        self.admin.cancel(waiting);
    }

    /// Waits until this is told. What is told before an answer that is waited for is not heard here.
    fn hears(&self, wanted: &State) {
        let told =
            |delivery: Delivery| matches!(delivery, Delivery::Event(Event::Store(told)) if told.state == *wanted);
        assert!(self.admin.inbox().iter().any(told));
    }

    fn audited(&self) -> Vec<String> {
        match ask(&self.admin, audit::Request::Read { after: 0, limit: 1_000 }) {
            Ok(audit::Response::Entries(entries)) => entries.into_iter().map(|(_, entry)| entry.request).collect(),
            other => panic!("{other:?}"),
        }
    }
}

fn standing(answer: Result<system::Response, Refusal>) -> Standing {
    match answer {
        Ok(system::Response::State(standing)) => standing,
        other => panic!("{other:?}"),
    }
}

fn passphrase(text: &str) -> Key {
    Key::Passphrase(text.to_owned().into())
}

fn at_43(task: Task) -> Progress {
    Progress { task, done: 43, total: 100 }
}

#[test]
fn while_a_store_is_opened_everybody_is_told_how_far_it_is() {
    let (end, work) = unbounded();
    let world = World { work: Mutex::new(Some(work)), ..World::default() };
    let house = House::over(Arc::new(world));
    house.reaches(at_43(Task::Rebuilding));
    assert_eq!(house.state(), State::Recovering(at_43(Task::Rebuilding)));
    assert_eq!(house.add("Anna"), Err(Refusal::Recovering(at_43(Task::Rebuilding))));
    let mut parts = Vec::new();
    let answer = ask_in_parts(&house.admin, Call::by_person(system::Request::Settled), &mut |part| {
        if parts.is_empty() {
            end.send(Ok(())).unwrap();
        }
        parts.push(part);
    });
    assert!(matches!(answer, Ok(Response::System(system::Response::State(Standing { state: State::Ready, .. })))));
    assert_eq!(parts, [Part::Upkeep(at_43(Task::Rebuilding))]);
    house.add("Anna").unwrap();
}

#[test]
fn whoever_leaves_while_a_store_is_opened_ends_that() {
    let (_end, work) = unbounded();
    let world = Arc::new(World { work: Mutex::new(Some(work)), ..World::default() });
    let house = House::over(Arc::clone(&world));
    house.reaches(at_43(Task::Rebuilding));
    let waiting = house.admin.send(Call::by_person(system::Request::Settled));
    house.admin.cancel(waiting);
    let cancelled = Delivery::Done(waiting, Err(Refusal::Cancelled));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == cancelled));
    drop(house);
    assert!(world.stopped.load(Ordering::SeqCst));
}

#[test]
fn a_locked_store_refuses_the_wrong_key_and_opens_with_the_right_one() {
    let world = World { lock: Mutex::new(Some(passphrase("open sesame"))), ..World::default() };
    let house = House::over(Arc::new(world));
    let locked = State::Locked { by: KeyKind::Passphrase };
    assert_eq!(house.settled(), locked);
    assert_eq!(house.add("Anna"), Err(Refusal::Locked { by: KeyKind::Passphrase }));
    assert_eq!(house.unlock("open says me"), Err(Refusal::WrongKey(KeyKind::Passphrase)));
    assert_eq!(house.state(), locked);
    assert_eq!(standing(house.unlock("open sesame")).state, State::Ready);
    house.add("Anna").unwrap();
}

#[test]
fn whoever_comes_while_work_goes_on_under_the_key_of_who_left_finds_the_store_locked() {
    let world = World { lock: Mutex::new(Some(passphrase("open sesame"))), ..World::default() };
    let (house, end) = House::over(Arc::new(world)).working();
    let locked = State::Locked { by: KeyKind::Passphrase };
    assert_eq!(house.settled(), locked);
    house.admin.send(Call::by_person(system::Request::Unlock(passphrase("open sesame"))));
    house.hears(&State::Recovering(at_43(Task::Rebuilding)));
    house.keeper.left_alone();
    end.send(Ok(())).unwrap();
    assert_eq!(house.settled(), locked);
    end.send(Ok(())).unwrap();
    assert_eq!(standing(house.unlock("open sesame")).state, State::Ready);
}

#[test]
fn a_store_that_fails_inside_is_opened_anew_and_nothing_is_done_twice() {
    for mood in [Mood::FailsBefore, Mood::FailsAfter] {
        let house = House::open();
        house.add("Anna").unwrap();
        *house.world.mood.lock().unwrap() = mood;
        let answer = house.add("Bea");
        match mood {
            Mood::FailsAfter => assert!(matches!(answer, Err(Refusal::AlreadyDone { .. })), "{answer:?}"),
            _ => assert!(answer.is_ok(), "{answer:?}"),
        }
        assert_eq!((house.customers(), house.state()), (2, State::Ready));
        assert_eq!(house.world.opened.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn a_store_that_fails_again_and_again_is_given_up_with_the_reason() {
    let house = House::open();
    let mut tries = 0;
    let refusal = loop {
        tries += 1;
        *house.world.mood.lock().unwrap() = Mood::FailsBefore;
        if let Err(refusal) = house.add("Anna") {
            break refusal;
        }
    };
    assert_eq!((tries, house.world.opened.load(Ordering::SeqCst)), (4, 4));
    assert_eq!(house.state(), State::Failed(Box::new(refusal)));
}

#[test]
fn a_full_disk_refuses_changes_and_the_first_one_with_room_again_is_made() {
    let house = House::open();
    house.add("Anna").unwrap();
    *house.world.mood.lock().unwrap() = Mood::Full;
    assert_eq!(house.add("Bea"), Err(Refusal::ReadOnly { why: full() }));
    assert_eq!(house.state(), State::ReadOnly { why: full() });
    assert_eq!(house.customers(), 1, "what is there can be read");
    assert_eq!(house.world.opened.load(Ordering::SeqCst), 1, "nobody takes it away while there is no room");
    house.world.full.store(false, Ordering::SeqCst);
    house.add("Bea").unwrap();
    assert_eq!((house.customers(), house.state()), (2, State::Ready));
}

#[test]
fn a_full_disk_is_left_behind_by_itself_while_somebody_is_there() {
    let house = House::open();
    *house.world.mood.lock().unwrap() = Mood::Full;
    house.add("Anna").unwrap_err();
    house.world.full.store(false, Ordering::SeqCst);
    house.hears(&State::Ready);
    assert_eq!(house.world.opened.load(Ordering::SeqCst), 2);
}

#[test]
fn what_comes_to_be_amiss_while_people_work_is_told_to_all_and_so_is_its_mending() {
    let house = House::open();
    let colleague = Session::open(&house.keeper, Identity::in_process("root", "another screen")).unwrap();
    colleague.listen();
    let engine = house.world.open.lock().unwrap().upgrade().unwrap();
    let troubles = [Finding::ImageNotTaken { why: full() }, differs()];
    for told in [&troubles[..1], &troubles[..], &[]] {
        *engine.troubles.lock().unwrap() = told.to_vec();
        house.add("Anna").unwrap();
        house.add("Bea").unwrap();
        let standing = Standing { state: State::Ready, notices: told.iter().cloned().map(Notice::Amiss).collect() };
        let heard = colleague.inbox().try_iter().filter_map(|delivery| match delivery {
            Delivery::Event(Event::Store(standing)) => Some(standing),
            _ => None,
        });
        assert_eq!(heard.collect::<Vec<_>>(), std::slice::from_ref(&standing), "once, however much is done meanwhile");
        assert_eq!(self::standing(ask(&house.admin, system::Request::State)), standing);
    }
}

#[test]
fn what_befalls_the_store_while_nobody_asks_for_anything_is_told_at_once() {
    let house = House::open();
    let engine = house.world.open.lock().unwrap().upgrade().unwrap();
    engine.troubles.lock().unwrap().push(differs());
    engine.tells();
    let told = house.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Event(Event::Store(standing)) => Some(standing.notices),
        _ => None,
    });
    assert_eq!(told, Some(vec![Notice::Amiss(differs())]));
    house.world.full.store(true, Ordering::SeqCst);
    engine.falls_ill(Health::ReadOnly { why: full() });
    house.hears(&State::ReadOnly { why: full() });
}

#[test]
fn a_store_that_fails_inside_while_nobody_asks_for_anything_is_opened_anew() {
    let house = House::open();
    let engine = house.world.open.lock().unwrap().upgrade().unwrap();
    engine.falls_ill(Health::Broken { why: reason("library-said").with("said", "a torn page") });
    drop(engine);
    assert_eq!(house.settled(), State::Ready);
    assert_eq!(house.world.opened.load(Ordering::SeqCst), 2);
}

fn differs() -> Finding {
    Finding::StoreDiffers { file: "/bank/store".into(), written: 3, found: 2 }
}

/// Rows that need several commits.
fn rows(from: u64) -> Rows {
    let row = |line: u64| {
        let fields = [("name", json!(format!("Customer {line}"))), ("remarks", json!("x".repeat(15_000)))];
        Row::new(line, draft(&fields))
    };
    Rows::Drafts((from..from + 5).map(row).collect())
}

impl House {
    fn start(&self) -> JobId {
        let start = Start::new("list.csv", Target::Customers);
        match ask(&self.admin, jobs::Request::Start(start)) {
            Ok(jobs::Response::Started(job)) => job,
            other => panic!("{other:?}"),
        }
    }

    fn batch(&self, job: JobId, from: u64) -> Result<jobs::Response, Refusal> {
        ask(&self.admin, jobs::Request::Batch { job, rows: rows(from) })
    }
}

#[test]
fn an_import_goes_on_over_a_store_that_is_opened_anew_and_one_undo_takes_all_of_it_back() {
    for mood in [Mood::FailsBefore, Mood::FailsAfter] {
        for failing in [1, 2, 3] {
            let house = House::open();
            let job = house.start();
            for batch in 1..=3 {
                if batch == failing {
                    *house.world.mood.lock().unwrap() = mood;
                }
                house.batch(job, batch * 10).unwrap();
            }
            assert_eq!((house.customers(), house.world.opened.load(Ordering::SeqCst)), (15, 2));
            let summary = match ask(&house.admin, jobs::Request::Finish(job)) {
                Ok(jobs::Response::Finished(summary)) => summary,
                other => panic!("{other:?}"),
            };
            assert_eq!((summary.created + summary.unchanged, summary.refused), (15, 0));
            let _: undo::Response = ask(&house.admin, undo::Request::Undo(summary.undo)).unwrap();
            assert_eq!(house.customers(), 0);
        }
    }
}

#[test]
fn an_import_that_a_restore_interrupts_says_what_to_do_and_begun_again_takes_nothing_twice() {
    let house = House::open();
    let job = house.start();
    house.batch(job, 10).unwrap();
    let restore = maintenance::Request::Restore { from: "/backup".into(), key: None };
    let _: maintenance::Response = ask(&house.admin, restore).unwrap();
    assert_eq!(house.batch(job, 20), Err(Refusal::Interrupted));
    let job = house.start();
    for (from, created) in [(10, 0), (20, 5)] {
        match house.batch(job, from) {
            Ok(jobs::Response::Taken(taken)) => assert_eq!((taken.created, taken.unchanged), (created, 5 - created)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(house.customers(), 10);
}

#[test]
fn a_restore_takes_the_store_from_everybody_and_gives_it_back() {
    let (house, end) = House::open().working();
    let restore = maintenance::Request::Restore { from: "/backup".into(), key: None };
    let ticket = house.admin.send(Call::by_person(restore.clone()));
    house.hears(&State::Recovering(at_43(Task::Restoring)));
    assert_eq!(house.add("Anna"), Err(Refusal::Recovering(at_43(Task::Restoring))));
    end.send(Ok(())).unwrap();
    let restored = maintenance::Response::Restored(backup(Path::new("/backup")));
    let done = Delivery::Done(ticket, Ok(restored.into()));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == done));
    house.add("Anna").unwrap();
    assert!(house.audited().contains(&"maintenance-restore".to_owned()));
}

#[test]
fn what_fails_or_is_given_up_leaves_the_store_as_it_was() {
    let (house, end) = House::open().working();
    let compact = || Call::by_person(maintenance::Request::Compact);
    end.send(Err(EngineError::ImageDamaged { path: "/backup".into(), why: reason("image-hash") })).unwrap();
    end.send(Ok(())).unwrap();
    let refused = ask_in_parts(&house.admin, compact(), &mut |_| {});
    assert!(
        matches!(&refused, Err(Refusal::Unavailable { why }) if why.to_string().contains("image-hash")),
        "{refused:?}"
    );
    assert_eq!(house.state(), State::Ready);
    let ticket = house.admin.send(compact());
    house.hears(&State::Recovering(at_43(Task::Compacting)));
    *house.world.work.lock().unwrap() = None;
    house.admin.cancel(ticket);
    let cancelled = Delivery::Done(ticket, Err(Refusal::Cancelled));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == cancelled));
    house.add("Anna").unwrap();
}

#[test]
fn a_new_key_is_known_at_once_and_asked_for_at_the_next_start() {
    let house = House::open();
    let encrypt = maintenance::Request::Encrypt(passphrase("open sesame"));
    assert_eq!(ask(&house.admin, encrypt), Ok(maintenance::Response::Resealed));
    house.add("Anna").unwrap();
    assert!(house.audited().contains(&"maintenance-encrypt".to_owned()));
    let world = Arc::clone(&house.world);
    drop(house);
    assert_eq!(House::over(world).settled(), State::Locked { by: KeyKind::Passphrase });
}

#[test]
fn a_backup_is_taken_while_people_work_by_an_admin_only() {
    let house = House::open();
    let back_up = || maintenance::Request::BackUp { to: "/backup".into(), keep: None };
    assert_eq!(ask(&house.admin, back_up()), Ok(maintenance::Response::BackedUp(backup(Path::new("/backup")))));
    assert!(house.audited().contains(&"maintenance-back-up".to_owned()));
    let fields = [("name", "bo"), ("login", "bo"), ("os_user", "bo"), ("role", Role::Supervisor.slug())];
    let _: users::Response =
        ask(&house.admin, users::Request::Add(draft(&fields.map(|(field, value)| (field, json!(value)))))).unwrap();
    let bo = Identity { is_owner: false, ..Identity::in_process("bo", "") };
    let bo = Session::open(&house.keeper, bo).unwrap();
    let answer = answer(&bo, back_up().into());
    assert!(matches!(answer, Err(Refusal::NotAllowed(_))), "{answer:?}");
}
