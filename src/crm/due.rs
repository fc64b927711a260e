//! The due clock: one thread that sleeps until the next moment something falls due, tells
//! everybody, and catches up after a pause.

use super::{Crm, audit, hooks, refuse, undo};
use crate::domain::audit::{AuditEntry, Fate, Touched};
use crate::domain::follow_up::{Announcement, FollowUp, FollowUpKind};
use crate::domain::hook::HookEvent;
use crate::domain::id::FollowUpId;
use crate::domain::record::reference;
use crate::domain::time::Timestamp;
use crate::door::{CallId, Event, Refusal};
use crate::store::engine::{Batch, BatchId, Direction, KeyRange, Snapshot};
use crate::store::key::{DueKind, Hasher, Key, Table, last_number, time_at};
use crate::store::read;
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

/// The longest sleep: a machine that was suspended, or whose clock was set, is noticed by then.
const LONGEST: Duration = Duration::from_mins(5);
/// What fell due longer than this before it is told is told as late, in seconds.
const LATE: i64 = 60;
/// Follow-ups an entry of the feed names, at most.
const AT_ONCE: usize = 500;

/// Wakes the clock.
#[derive(Default)]
pub struct Alarm {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default, PartialEq)]
enum State {
    #[default]
    Asleep,
    LookAgain,
    Stopped,
}

impl Alarm {
    /// What falls due next may have changed.
    pub fn look_again(&self) {
        self.set(State::LookAgain);
    }

    /// No more.
    pub fn stop(&self) {
        self.set(State::Stopped);
    }

    fn set(&self, state: State) {
        let mut present = self.state.lock();
        if *present != State::Stopped {
            *present = state;
        }
        self.changed.notify_all();
    }

    /// Sleeps; false when it is over.
    fn sleep(&self, span: Duration) -> bool {
        let mut state = self.state.lock();
        if *state == State::Asleep {
            self.changed.wait_for(&mut state, span);
        }
        if *state == State::Stopped {
            return false;
        }
        *state = State::Asleep;
        true
    }
}

/// Starts the clock of a CRM; it ends with it. Without a thread nothing announces itself, and all
/// else works.
pub(super) fn start(crm: &Arc<Crm>) {
    let (weak, alarm) = (Arc::downgrade(crm), Arc::clone(&crm.due));
    let _ = thread::Builder::new().name("callsheet-due".to_owned()).spawn(move || run(&weak, &alarm));
}

/// The CRM is held only while something is told, never while asleep: it ends when its sessions do.
fn run(crm: &Weak<Crm>, alarm: &Alarm) {
    let Some(mut told) = crm.upgrade().map(|crm| cursor(&crm)) else { return };
    loop {
        let Some(crm) = crm.upgrade() else { return };
        if crm.hub.is_empty() && !hooks::wait_for(&crm, HookEvent::FollowUpDue) {
            // It keeps until somebody listens: whoever joins wakes the clock.
            drop(crm);
            if !alarm.sleep(LONGEST) {
                return;
            }
            continue;
        }
        let now = crm.clock.now();
        // A store that takes no changes keeps it until it does.
        let _ = undo::expire(&crm, now);
        let next = match tell(&crm, told, now) {
            Ok(Some(next)) => Duration::from_millis((next.0 - now.0).max(0).cast_unsigned()).min(LONGEST),
            // A store that cannot be read now is looked at again later.
            Ok(None) | Err(_) => LONGEST,
        };
        told = told.max(now);
        drop(crm);
        if !alarm.sleep(next) {
            return;
        }
    }
}

/// Tells what fell due behind `told` up to `now`, and which callbacks soon will; says when the next thing is to be told.
fn tell(crm: &Crm, told: Timestamp, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let snapshot = crm.snapshot()?;
    let (due, next_due) = between(&*snapshot, told, now)?;
    for (at, id) in &due {
        let announced = if now.seconds_since(*at) > LATE { Announcement::Late } else { Announcement::Now };
        crm.hub.tell(&Event::Due { follow_up: *id, at: *at, announced });
    }
    // What is due by now needs no announcement ahead.
    let seen = told.plus(FollowUp::SOON).max(now);
    let (soon, next_soon) = between(&*snapshot, seen, now.plus(FollowUp::SOON))?;
    for (at, id) in &soon {
        let found = read::get::<FollowUp>(&*snapshot, *id).map_err(refuse)?;
        if found.is_some_and(|(follow_up, _)| follow_up.kind == FollowUpKind::Callback) {
            crm.hub.tell(&Event::Due { follow_up: *id, at: *at, announced: Announcement::Soon });
        }
    }
    if !due.is_empty() || !soon.is_empty() {
        save(crm, now, &due);
    }
    let ahead = next_soon.map(|at| at.plus(-FollowUp::SOON));
    Ok(next_due.into_iter().chain(ahead).min())
}

/// A follow-up, and when it is due.
type DueAt = (Timestamp, FollowUpId);

/// The follow-ups that are due after `from` and no later than `until`, and when the next thing after them is.
fn between(
    snapshot: &dyn Snapshot,
    from: Timestamp,
    until: Timestamp,
) -> Result<(Vec<DueAt>, Option<Timestamp>), Refusal> {
    let table = Key::of(Table::Due);
    let start = table.clone().time(Timestamp(from.0.saturating_add(1))).bytes();
    let range = KeyRange { start, ..KeyRange::prefix(&table.bytes()) };
    let mut due = Vec::new();
    for found in snapshot.scan(range, Direction::Forward) {
        let (key, _) = found.map_err(refuse)?;
        let (Some(at), Some(id)) = (time_at(&key, 1), last_number(&key)) else { continue };
        if at > until {
            return Ok((due, Some(at)));
        }
        if key.get(9) == Some(&(DueKind::FollowUp as u8)) {
            due.push((at, FollowUpId(id)));
        }
    }
    Ok((due, None))
}

/// Up to when everything was told; a store without a cursor begins now, so that a fresh import does
/// not announce years of overdue work.
fn cursor(crm: &Crm) -> Timestamp {
    let stored = crm.snapshot().ok().and_then(|snapshot| snapshot.get(&cursor_key(&crm.hasher)).ok().flatten());
    let at = stored.and_then(|s| s.value.first_chunk().copied()).map(i64::from_be_bytes);
    at.map_or_else(|| crm.clock.now(), Timestamp)
}

/// Remembers it, and in the feed too whose hour came. A store that takes no changes tells it again after the next start.
fn save(crm: &Crm, now: Timestamp, due: &[DueAt]) {
    let mut batch = begin(Batch::new(BatchId(CallId::fresh().0)), &crm.hasher, now);
    let written = due.chunks(AT_ONCE).try_for_each(|due| audit::write(&entry(now, due), &mut batch));
    if written.is_ok() && crm.engine.commit(batch).is_ok() {
        crm.hooks.look_again();
    }
}

/// What the feed says of follow-ups whose hour came.
fn entry(now: Timestamp, due: &[DueAt]) -> AuditEntry {
    let touched = |(_, id): &DueAt| Touched { record: reference::<FollowUp>(*id), fate: Fate::Due, fields: Vec::new() };
    audit::by_itself(now, "follow-ups-due", due.iter().map(touched).collect())
}

/// Remembers in a batch that everything up to `now` was told; a new store begins with that.
pub(super) fn begin(batch: Batch, hasher: &Hasher, now: Timestamp) -> Batch {
    batch.put(cursor_key(hasher), now.0.to_be_bytes())
}

fn cursor_key(hasher: &Hasher) -> Vec<u8> {
    Key::of(Table::Cursor).hash(hasher.hash("due clock")).bytes()
}
