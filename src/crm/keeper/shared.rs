//! What the keeper's threads and its sessions share: the store's phase, and every way it changes.

use super::memory;
use super::phase::{Failed, Failures, Next, Phase, judge, looks_alike, patience};
use super::vault::{Opened, Vault};
use crate::crm::context::{Clock, Identity};
use crate::crm::floor::Floor;
use crate::crm::hub::{Hub, Inbox};
use crate::crm::jobs::Jobs;
use crate::crm::refusing::{broken, no_thread};
use crate::crm::{Crm, Founding, Sink};
use crate::domain::reason::reason;
use crate::domain::secret::Key;
use crate::domain::time::Timestamp;
use crate::domain::upkeep::{Progress, Task};
use crate::door::system::{Host, Notice, Standing, State};
use crate::door::{Call, Event, Part, Refusal, Response};
use crate::store::engine::Health;
use crossbeam_channel::RecvTimeoutError;
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// How often a store that time may mend is tried while somebody is there.
const RETRY: Duration = Duration::from_secs(3);
/// How long calls in progress are waited for before the store is taken from them.
const CALLS_END: Duration = Duration::from_secs(30);
/// How long whoever leaves waits for work on the store to stop; what is half done by then is done over at the next start.
const WORK_ENDS: Duration = Duration::from_secs(2);

/// What the keeper's threads and its sessions share.
pub struct Shared {
    pub(super) vault: Box<dyn Vault>,
    pub(super) clock: Arc<dyn Clock>,
    since: Timestamp,
    founding: Founding,
    hub: Arc<Hub>,
    floor: Arc<Floor>,
    pub(super) jobs: Arc<Mutex<Jobs>>,
    pub(super) room: Mutex<Room>,
    changed: Condvar,
    leaving: AtomicBool,
}

/// What changes.
pub(super) struct Room {
    pub(super) phase: Phase,
    /// What everybody was told last.
    told: Standing,
    /// What happened when it was opened.
    opening: Vec<Notice>,
    /// What opened the store, to open it again.
    pub(super) key: Option<Key>,
    wrong_keys: u32,
    /// Whoever had the key is gone: nobody else shall find the store open.
    locks: bool,
    failures: Failures,
    /// Somebody looks from time to time whether the store can be opened.
    watched: bool,
}

impl Shared {
    /// A store about to be opened.
    pub fn new(vault: Box<dyn Vault>, clock: Arc<dyn Clock>, founding: Founding) -> Self {
        let opening = Progress::begun(Task::Opening);
        let room = Room {
            phase: Phase::Busy(opening),
            told: Standing { state: State::Recovering(opening), notices: Vec::new() },
            opening: Vec::new(),
            key: None,
            wrong_keys: 0,
            locks: false,
            failures: Failures::default(),
            watched: false,
        };
        let hub = Arc::<Hub>::default();
        Self {
            vault,
            since: clock.now(),
            clock,
            founding,
            floor: Arc::new(Floor::new(Arc::clone(&hub))),
            jobs: Arc::default(),
            hub,
            room: Mutex::new(room),
            changed: Condvar::new(),
            leaving: AtomicBool::new(false),
        }
    }

    /// How things stand.
    pub fn standing(&self) -> Standing {
        self.room.lock().standing()
    }

    /// The process that has the store.
    pub fn host(&self) -> Host {
        Host { pid: std::process::id(), since: self.since, memory: memory::used() }
    }

    /// Whether the store is open, and not by a key.
    pub fn may_stay_open(&self) -> bool {
        let room = self.room.lock();
        matches!(room.phase, Phase::Open(_)) && room.key.is_none()
    }

    /// Whether somebody works on the store, or writes an image of it, or a hook's command runs.
    pub fn is_at_work(&self) -> bool {
        match &self.room.lock().phase {
            Phase::Busy(_) => true,
            Phase::Open(crm) => crm.engine.is_at_work() || crm.hooks.is_at_work(),
            Phase::Locked(_) | Phase::Failed(_) | Phase::Closed => false,
        }
    }

    /// Everybody is gone: once the work on a store that was opened with a key is done, it is locked.
    pub fn left_alone(&self) {
        let mut room = self.room.lock();
        room.locks = matches!(room.phase, Phase::Busy(_)) && room.key.is_some();
    }

    /// How things stand once nobody works on the store; until then how far that is.
    pub fn settled(&self, sink: &mut dyn Sink) -> Result<Standing, Refusal> {
        Ok(self.idle(sink)?.standing())
    }

    /// Waits until nobody works on the store, telling how far that is.
    pub(super) fn idle(&self, sink: &mut dyn Sink) -> Result<MutexGuard<'_, Room>, Refusal> {
        let stop = sink.stop();
        let mut told = None;
        let mut room = self.room.lock();
        while let Phase::Busy(progress) = room.phase {
            if stop.load(Ordering::Acquire) {
                return Err(Refusal::Cancelled);
            }
            if told.replace(progress) == Some(progress) {
                self.changed.wait(&mut room);
            } else {
                MutexGuard::unlocked(&mut room, || sink.part(Part::Upkeep(progress)));
            }
        }
        Ok(room)
    }

    /// Has the CRM answer a call.
    pub fn ask_crm(
        self: &Arc<Self>,
        session: u64,
        who: &Identity,
        call: Call,
        sink: &mut dyn Sink,
    ) -> Result<Response, Refusal> {
        let mut crm = self.crm()?;
        if call.request.about().changes && crm.is_read_only() && self.vault.try_writing().is_ok() {
            self.renew(crm);
            crm = self.idle(sink)?.phase.crm()?;
        }
        let answer = crm.answer(session, who, call.clone(), sink);
        if !crm.is_broken() {
            self.tell(&mut self.room.lock());
            return answer;
        }
        self.renew(crm);
        // Under the same name: what was done before the store failed is not done again.
        self.idle(sink)?.phase.crm()?.answer(session, who, call, sink)
    }

    /// Who answers at this moment.
    pub(super) fn crm(&self) -> Result<Arc<Crm>, Refusal> {
        self.room.lock().phase.crm()
    }

    /// Tries a key. Each wrong one makes the next try slower, for everybody.
    pub fn unlock(self: &Arc<Self>, key: &Key, sink: &mut dyn Sink) -> Result<Standing, Refusal> {
        let mut room = self.idle(sink)?;
        if let Phase::Locked(by) = room.phase {
            let (key, wait) = (key.clone(), patience(room.wrong_keys));
            self.work(room, Task::Opening, move |this| this.open_after(wait, key));
            room = self.idle(sink)?;
            if matches!(room.phase, Phase::Locked(_)) {
                return Err(Refusal::WrongKey(by));
            }
        }
        room.phase.crm().map(|_| room.standing())
    }

    fn open_after(self: &Arc<Self>, wait: Duration, key: Key) {
        let ready = Instant::now() + wait;
        let mut room = self.room.lock();
        self.changed.wait_while_until(&mut room, |_| !self.leaving.load(Ordering::Acquire), ready);
        drop(room);
        self.bring_up(Some(key));
    }

    /// Begins to open the store for the first time.
    pub fn start(self: &Arc<Self>, key: Option<Key>) {
        self.work(self.room.lock(), Task::Opening, move |this| this.bring_up(key));
    }

    /// Takes the turn and works on the store on a thread of its own, so that whoever asked for it may go.
    pub(super) fn work(
        self: &Arc<Self>,
        mut room: MutexGuard<'_, Room>,
        task: Task,
        work: impl FnOnce(&Arc<Self>) + Send + 'static,
    ) {
        room.phase = Phase::Busy(Progress::begun(task));
        drop(room);
        let this = Arc::clone(self);
        let failed = |why| Phase::Failed(Failed { refusal: Refusal::Unavailable { why }, passing: false });
        let guarded = move || {
            // Else the turn would never end, and everybody would wait for it.
            if catch_unwind(AssertUnwindSafe(|| work(&this))).is_err() {
                this.settle(failed(reason("work-panicked")));
            }
        };
        if let Err(error) = thread::Builder::new().name("callsheet-keeper".to_owned()).spawn(guarded) {
            self.settle(Phase::Failed(Failed { refusal: no_thread(&error), passing: false }));
        }
    }

    /// Opens the store; the turn is the caller's.
    pub(super) fn bring_up(self: &Arc<Self>, key: Option<Key>) {
        self.room.lock().key.clone_from(&key);
        let phase = loop {
            let error = match self.vault.open(key.as_ref(), &mut |progress| self.note(progress)) {
                Ok(opened) => break self.take_over(opened),
                Err(error) => error,
            };
            let mut room = self.room.lock();
            match judge(error, &mut room.failures, self.clock.now()) {
                Next::Again => {}
                Next::Lock(by) => {
                    room.wrong_keys += u32::from(key.is_some());
                    break Phase::Locked(by);
                }
                Next::Fail(failed) => break Phase::Failed(failed),
            }
        };
        self.settle(phase);
    }

    /// Founds the store if it is empty, and has the CRM answer from it.
    fn take_over(self: &Arc<Self>, opened: Opened) -> Phase {
        let this = Arc::downgrade(self);
        opened.engine.tell_of_changes(Arc::new(move || {
            if let Some(this) = this.upgrade() {
                this.look_at_health();
            }
        }));
        let place = self.vault.place().to_owned();
        let (clock, hub, floor) = (Arc::clone(&self.clock), Arc::clone(&self.hub), Arc::clone(&self.floor));
        let jobs = Arc::clone(&self.jobs);
        match Crm::open(opened.engine, clock, &self.founding, place, hub, floor, jobs) {
            Ok(crm) => {
                let mut room = self.room.lock();
                room.wrong_keys = 0;
                room.opening = [opened.notices, crm.notices.clone()].concat();
                Phase::Open(crm)
            }
            Err(refusal) => {
                let passing = matches!(refusal, Refusal::ReadOnly { .. });
                Phase::Failed(Failed { refusal, passing })
            }
        }
    }

    /// The store says that it is better or worse, be it on a thread nobody waits for: everybody hears of it at once.
    fn look_at_health(self: &Arc<Self>) {
        match self.crm() {
            Ok(crm) if crm.is_broken() => self.renew(crm),
            Ok(_) => self.tell(&mut self.room.lock()),
            // Whoever works on it tells in the end.
            Err(_) => {}
        }
    }

    /// Closes a store that is not well and opens it anew, unless somebody does so already.
    fn renew(self: &Arc<Self>, sick: Arc<Crm>) {
        let sick = Arc::downgrade(&sick);
        let mut room = self.room.lock();
        let crm = match &room.phase {
            Phase::Open(crm) if Weak::as_ptr(&sick) == Arc::as_ptr(crm) => Arc::clone(crm),
            _ => return,
        };
        if let Health::Broken { why } = crm.health()
            && !room.failures.may_try_again(self.clock.now())
        {
            drop(room);
            let refusal = Refusal::Unavailable { why: broken(why) };
            return self.settle(Phase::Failed(Failed { refusal, passing: false }));
        }
        self.work(room, Task::Opening, move |this| this.reopen(crm));
    }

    /// Closes the store and opens it; the turn is the caller's.
    fn reopen(self: &Arc<Self>, crm: Arc<Crm>) {
        match shut(crm) {
            Ok(()) => {
                let key = self.room.lock().key.clone();
                self.bring_up(key);
            }
            Err(phase) => self.settle(phase),
        }
    }

    /// Work on the store has come so far; whether it shall go on.
    pub(super) fn note(self: &Arc<Self>, progress: Progress) -> ControlFlow<()> {
        if self.leaving.load(Ordering::Acquire) {
            return ControlFlow::Break(());
        }
        let mut room = self.room.lock();
        room.phase = Phase::Busy(progress);
        self.tell(&mut room);
        ControlFlow::Continue(())
    }

    /// Work on the store is over.
    pub(super) fn settle(self: &Arc<Self>, phase: Phase) {
        let phase = self.unless_left(phase);
        let mut room = self.room.lock();
        room.phase = phase;
        if let Phase::Open(crm) = &room.phase {
            // Whoever began to listen while the store was being opened has woken no due clock.
            crm.due.look_again();
        }
        self.tell(&mut room);
        self.changed.notify_all();
    }

    /// The phase a store comes to: if everybody went who had the key, that is forgotten, and an open store locked.
    fn unless_left(&self, phase: Phase) -> Phase {
        let mut room = self.room.lock();
        if !std::mem::take(&mut room.locks) {
            return phase;
        }
        let key = room.key.take();
        drop(room);
        match (phase, key) {
            (Phase::Open(crm), Some(key)) => shut(crm).map_or_else(|phase| phase, |()| Phase::Locked(key.kind())),
            (phase, _) => phase,
        }
    }

    /// Tells everybody what they were not told before.
    fn tell(self: &Arc<Self>, room: &mut Room) {
        let standing = room.standing();
        if looks_alike(&standing, &room.told) {
            return;
        }
        self.hub.tell(&Event::Store(standing.clone()));
        room.told = standing;
        self.changed.notify_all();
        if room.phase.is_passing() && !room.watched {
            let watchman = Arc::clone(self);
            let named = thread::Builder::new().name("callsheet-watch".to_owned());
            // Without a thread the next change tries it.
            room.watched = named.spawn(move || watchman.keep_trying()).is_ok();
        }
    }

    /// Opens the store when it can be, as long as somebody is there to use it.
    fn keep_trying(self: &Arc<Self>) {
        let mut room = self.room.lock();
        let mut next = Instant::now() + RETRY;
        while room.phase.is_passing() {
            if self.hub.is_empty() {
                self.changed.wait(&mut room);
            } else if Instant::now() < next {
                self.changed.wait_until(&mut room, next);
            } else {
                MutexGuard::unlocked(&mut room, || self.try_again());
                next = Instant::now() + RETRY;
            }
        }
        room.watched = false;
    }

    /// Opens the store if that may succeed now. How it went is told to everybody.
    fn try_again(self: &Arc<Self>) {
        if self.vault.try_writing().is_err() {
            return;
        }
        let room = self.room.lock();
        match &room.phase {
            Phase::Open(crm) if crm.is_read_only() => {
                let crm = Arc::clone(crm);
                drop(room);
                self.renew(crm);
            }
            Phase::Failed(failed) if failed.passing => {
                let key = room.key.clone();
                self.work(room, Task::Opening, move |this| this.bring_up(key));
            }
            _ => {}
        }
    }

    /// A session begins.
    pub fn enter(&self, session: u64, who: &Identity) {
        self.floor.enter(session, who, self.clock.now());
    }

    /// A session hears from now on what happens, and first what fell due while nobody listened.
    pub fn listen(&self, session: u64, inbox: Inbox) {
        self.hub.join(session, inbox);
        self.floor.listen(session, self.clock.now());
        if let Ok(crm) = self.crm() {
            crm.due.look_again();
        }
        self.wake();
    }

    /// A session is over.
    pub fn leave(&self, session: u64) {
        let left = self.hub.leave(session);
        self.floor.leave(session, self.clock.now());
        if let Ok(crm) = self.crm() {
            crm.left(session);
            if left == 0 {
                crm.stop_building();
            }
        }
        self.wake();
    }

    /// Has everybody who waits look again.
    pub fn wake(&self) {
        // Not between their look and their wait.
        drop(self.room.lock());
        self.changed.notify_all();
    }

    /// Ends work on the store and closes it.
    pub fn close(self: &Arc<Self>) {
        self.leaving.store(true, Ordering::Release);
        self.wake();
        let mut room = self.room.lock();
        let late = Instant::now() + WORK_ENDS;
        self.changed.wait_while_until(&mut room, |room| matches!(room.phase, Phase::Busy(_)), late);
        let phase = std::mem::replace(&mut room.phase, Phase::Closed);
        drop(room);
        self.changed.notify_all();
        if let Phase::Open(crm) = phase {
            // Who still uses it after that long closes it in leaving.
            let _ = shut(crm);
        }
    }
}

impl Room {
    /// How things stand: what happened when the store was opened, and what is amiss with it since.
    fn standing(&self) -> Standing {
        let mut notices = self.opening.clone();
        for amiss in self.phase.troubles().into_iter().map(Notice::Amiss) {
            if !notices.contains(&amiss) {
                notices.push(amiss);
            }
        }
        Standing { state: self.phase.state(), notices }
    }
}

/// Takes the store from those who still use it and closes it. From who does not let go it cannot be taken: what
/// becomes of it then is the error.
pub(super) fn shut(crm: Arc<Crm>) -> Result<(), Phase> {
    crm.stop_building();
    let (ended, left) = (crm.ended(), Arc::downgrade(&crm));
    drop(crm);
    // Nothing is ever sent: it ends when the store is closed.
    if ended.recv_timeout(CALLS_END) != Err(RecvTimeoutError::Timeout) {
        return Ok(());
    }
    let healthy = left.upgrade().filter(|crm| !crm.is_broken());
    Err(healthy.map_or_else(
        || {
            let refusal = Refusal::Unavailable { why: reason("call-does-not-end") };
            Phase::Failed(Failed { refusal, passing: false })
        },
        Phase::Open,
    ))
}
