//! Who holds a store: keeps it locked, and says at the very end, when sled is gone and writes no more, how the view
//! was left. That it is in doubt is said at once.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::{EngineError, Rev};
use super::layout::Layout;
use super::mark::{Mark, fingerprint};
use parking_lot::Mutex;
use std::sync::Arc;

/// The lock on a store, and the last word about it.
pub struct Holder {
    /// The way to the files.
    pub disk: Disk,
    /// Where they are.
    pub layout: Layout,
    ending: Mutex<Option<Ending>>,
    /// Shared with whoever goes on when this store is closed.
    pub lock: Arc<DiskFile>,
}

/// How a view is left.
#[derive(Clone, Copy)]
enum Ending {
    /// It holds everything up to this revision.
    Clean(Rev),
    /// It failed, or does not hold what it must.
    Doubtful,
}

impl Holder {
    /// Holds a store, as long as it lives.
    pub fn new(disk: Disk, layout: Layout, lock: Arc<DiskFile>) -> Self {
        Self { disk, layout, ending: Mutex::new(None), lock }
    }

    /// Says that the view will be left whole, holding everything up to `rev`, unless it is in doubt. If nobody says
    /// anything, it counts as killed.
    pub fn will_end_at(&self, rev: Rev) {
        self.ending.lock().get_or_insert(Ending::Clean(rev));
    }

    /// Says that the view is in doubt: however this process ends, the next opening verifies it.
    pub fn doubt(&self) {
        let mut ending = self.ending.lock();
        *ending = Some(Ending::Doubtful);
        // Tried again at the end.
        let _ = self.layout.set_mark(&Mark::Doubtful);
    }

    fn leave(&self) -> Result<(), EngineError> {
        let mark = match *self.ending.lock() {
            None => return Ok(()),
            Some(Ending::Doubtful) => Mark::Doubtful,
            Some(Ending::Clean(rev)) => {
                let store = self.layout.store();
                self.disk.make_private(&store)?;
                self.disk.sync_tree(&store)?;
                Mark::Clean { rev, files: fingerprint(&self.disk, &store)? }
            }
        };
        self.layout.set_mark(&mark)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // Nobody can be told any more; without the mark the next opening verifies.
        let _ = self.leave();
    }
}
