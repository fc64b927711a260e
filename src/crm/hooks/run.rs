//! The thread of a hook: what happened is read from the feed, told to a command, and left behind.

use super::command::Command;
use super::{TRIES, kept, told};
use crate::crm::{Crm, audit};
use crate::domain::hook::{Hook, HookOutcome, events};
use crate::domain::id::HookId;
use crate::door::Refusal;
use parking_lot::{Condvar, Mutex};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// Entries of the feed looked at in one go.
const PAGE: usize = 500;
/// How long to wait before a failed command is tried again; twice as long each time.
const PAUSE: Duration = Duration::from_secs(1);
/// How long a store that cannot be read, or takes no changes, is left alone.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long whoever closes the store waits for commands to be ended.
const ENDING: Duration = Duration::from_secs(2);

/// Wakes the hooks.
#[derive(Default)]
pub struct Alarm {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Counts what there was to look at.
    news: u64,
    is_over: bool,
    /// Commands that run.
    at_work: usize,
}

impl Alarm {
    /// Something was committed, or a hook came or went.
    pub fn look_again(&self) {
        self.state.lock().news += 1;
        self.changed.notify_all();
    }

    /// No more. Commands that run are ended, and run again when the store is open again.
    pub fn stop(&self) {
        let mut state = self.state.lock();
        state.is_over = true;
        self.changed.notify_all();
        let late = Instant::now() + ENDING;
        self.changed.wait_while_until(&mut state, |state| state.at_work > 0, late);
    }

    /// Whether a command runs: who is about to close the store without need waits for it.
    pub fn is_at_work(&self) -> bool {
        self.state.lock().at_work > 0
    }

    fn is_over(&self) -> bool {
        self.state.lock().is_over
    }

    fn news(&self) -> u64 {
        self.state.lock().news
    }

    /// Sleeps until there is news, at most so long; false when it is over.
    fn sleep(&self, known: u64, span: Option<Duration>) -> bool {
        let mut state = self.state.lock();
        let waits = |state: &mut State| state.news == known && !state.is_over;
        match span {
            Some(span) => drop(self.changed.wait_while_for(&mut state, waits, span)),
            None => self.changed.wait_while(&mut state, waits),
        }
        !state.is_over
    }

    /// Rests for so long whatever happens; false when it is over.
    fn rest(&self, span: Duration) -> bool {
        let mut state = self.state.lock();
        self.changed.wait_while_for(&mut state, |state| !state.is_over, span);
        !state.is_over
    }

    /// Runs a command that whoever closes the store waits for.
    fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        self.state.lock().at_work += 1;
        let _ends = AtWork(self);
        work()
    }
}

/// A command that runs, until this is dropped: also by a panic, or the store would never be closed without need.
struct AtWork<'a>(&'a Alarm);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        self.0.state.lock().at_work -= 1;
        self.0.changed.notify_all();
    }
}

/// Begins to run a hook; it ends with the store, or when it is removed.
pub fn begin(crm: &Arc<Crm>, id: HookId) {
    let (weak, alarm) = (Arc::downgrade(crm), Arc::clone(&crm.hooks));
    let named = thread::Builder::new().name("callsheet-hook".to_owned());
    // Without a thread it runs when the store is opened next.
    let _ = named.spawn(move || run(&weak, &alarm, id));
}

/// The CRM is held only to look and to write down, never while a command runs or nothing does.
fn run(crm: &Weak<Crm>, alarm: &Alarm, id: HookId) {
    while !alarm.is_over() {
        let known = alarm.news();
        let Some(here) = crm.upgrade() else { break };
        let next = look(&here, id);
        drop(here);
        let goes_on = match next {
            Ok(Next::Gone) => break,
            Ok(Next::Nothing) => alarm.sleep(known, None),
            Ok(Next::Event(event)) => tell(crm, alarm, *event),
            Err(_) => alarm.rest(PATIENCE),
        };
        if !goes_on {
            break;
        }
    }
}

/// What a hook is to do.
enum Next {
    /// It was removed.
    Gone,
    /// Nothing for now.
    Nothing,
    /// Tell this.
    Event(Box<Event>),
}

/// An event, and the hook as it is once that was told.
struct Event {
    command: Command,
    then: Hook,
}

/// Looks for the next event. What is none for this hook is left behind, and kept so now and then.
fn look(crm: &Crm, id: HookId) -> Result<Next, Refusal> {
    let snapshot = crm.snapshot()?;
    let Some((mut hook, _)) = kept::find(&*snapshot, id)? else { return Ok(Next::Gone) };
    let began = hook.seen;
    loop {
        let entries = audit::read(&*snapshot, hook.seen, PAGE)?;
        if entries.is_empty() {
            if hook.seen - began >= PAGE as u64 {
                kept::advance(crm, &hook)?;
            }
            return Ok(Next::Nothing);
        }
        for (number, entry) in entries {
            let all = if entry.depth < Hook::DEEPEST { events(&entry) } else { Vec::new() };
            let mine: Vec<_> = all.into_iter().filter(|(event, _)| *event == hook.event).collect();
            if let Some((_, record)) = mine.get(hook.done as usize) {
                let told = told::document(crm, &*snapshot, &hook, number, &entry, *record)?;
                let command = Command::of(crm, &hook, &told, entry.depth);
                hook.done += 1;
                if hook.done as usize >= mine.len() {
                    (hook.seen, hook.done) = (number, 0);
                }
                return Ok(Next::Event(Box::new(Event { command, then: hook })));
            }
            (hook.seen, hook.done) = (number, 0);
        }
    }
}

/// Runs a command until it succeeds or failed too often, and writes down that it did; false when it is over before.
fn tell(crm: &Weak<Crm>, alarm: &Alarm, event: Event) -> bool {
    let Event { command, mut then } = event;
    let mut pause = PAUSE;
    for attempt in 1..=TRIES {
        let Some(clock) = crm.upgrade().map(|crm| Arc::clone(&crm.clock)) else { return false };
        let run = alarm.during(|| command.run(&*clock, &|| !alarm.is_over()));
        if alarm.is_over() {
            return false;
        }
        let done = run.outcome == HookOutcome::Done;
        then.last = Some(run);
        if done || attempt == TRIES {
            then.failures += u64::from(!done);
            break;
        }
        if !alarm.rest(pause) {
            return false;
        }
        pause *= 2;
    }
    then.events += 1;
    let Some(crm) = crm.upgrade() else { return false };
    let kept = kept::advance(&crm, &then);
    drop(crm);
    // What could not be written down is told again.
    kept.is_ok() || alarm.rest(PATIENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_work_as_long_as_it_runs() {
        let alarm = Alarm::default();
        assert!(alarm.during(|| alarm.is_at_work()));
        assert!(!alarm.is_at_work());
    }
}
