//! Drafts on disk: a file beside the store, sealed as the store is, written within a second of each change. What an
//! earlier host was told is read from it when the store is opened for the first time.

use super::Floor;
use super::drafts::Drafts;
use crate::crm::Crm;
use crate::store::engine::{BatchId, Engine};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

/// The file they are kept in.
const FILE: &str = "drafts";
/// The least time between two writes.
const PAUSE: Duration = Duration::from_millis(300);
/// How long after a write that failed the next one is tried.
const RETRY: Duration = Duration::from_secs(1);

/// Reads what was kept, and keeps what changes from now on, as long as the store is open. Without a thread drafts live
/// in memory only.
pub fn start(crm: &Arc<Crm>) {
    crm.floor.restore(&*crm.engine);
    let (weak, floor) = (Arc::downgrade(crm), Arc::clone(&crm.floor));
    let _ = thread::Builder::new().name("callsheet-drafts".to_owned()).spawn(move || run(&weak, &floor));
}

/// The CRM is held only while something is written.
fn run(crm: &Weak<Crm>, floor: &Floor) {
    loop {
        let mut room = floor.room.lock();
        while !room.unwritten && crm.strong_count() > 0 {
            floor.changed.wait(&mut room);
        }
        drop(room);
        let Some(open) = crm.upgrade() else { return };
        let written = floor.write(&*open.engine);
        drop(open);
        thread::sleep(if written { PAUSE } else { RETRY });
    }
}

impl Floor {
    /// The drafts of an earlier host, once. What was stored before it could be forgotten is.
    fn restore(&self, engine: &dyn Engine) {
        let mut room = self.room.lock();
        if std::mem::replace(&mut room.restored, true) {
            // The store may be another one now: whatever is in memory is kept with it.
            room.unwritten = true;
            return;
        }
        if let Some(mut drafts) = engine.read_beside(FILE).ok().flatten().and_then(|bytes| Drafts::read(&bytes)) {
            drafts.forget_where(|id| matches!(engine.outcome(BatchId(id.0)), Ok(Some(_))));
            room.drafts = drafts;
            room.unwritten = true;
        }
    }

    /// Writes the drafts if they have changed. False if that failed; they stay in memory.
    pub(in crate::crm) fn write(&self, engine: &dyn Engine) -> bool {
        let mut room = self.room.lock();
        if !std::mem::take(&mut room.unwritten) {
            return true;
        }
        let bytes = room.drafts.bytes();
        drop(room);
        let written = bytes.is_some_and(|bytes| engine.write_beside(FILE, bytes).is_ok());
        if !written {
            self.room.lock().unwritten = true;
        }
        written
    }

    /// The store is being closed: what is not written yet is, and whoever writes looks again.
    pub(in crate::crm) fn close(&self, engine: &dyn Engine) {
        self.write(engine);
        drop(self.room.lock());
        self.changed.notify_all();
    }
}
