//! Who holds a store: keeps it locked, and says at the very end, when sled is gone and writes no more, how the view
//! was left.

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
#[derive(Debug, Clone, Copy)]
pub enum Ending {
    /// It holds everything up to this revision.
    Clean(Rev),
    /// It failed.
    Doubtful,
}

impl Holder {
    /// Holds a store, as long as it lives.
    pub fn new(disk: Disk, layout: Layout, lock: Arc<DiskFile>) -> Self {
        Self { disk, layout, ending: Mutex::new(None), lock }
    }

    /// Says how the view will be left; if nobody says anything, it counts as killed.
    pub fn will_end(&self, ending: Ending) {
        *self.ending.lock() = Some(ending);
    }

    fn leave(&self) -> Result<(), EngineError> {
        let mark = match *self.ending.lock() {
            None => return Ok(()),
            Some(Ending::Doubtful) => Mark::Doubtful,
            Some(Ending::Clean(rev)) => {
                let store = self.layout.store();
                self.disk.make_private(&store)?;
                self.disk.sync_tree(&store)?;
                Mark::Clean { rev, files: fingerprint(&store)? }
            }
        };
        self.layout.set_mark(&self.disk, &mark)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // Nobody can be told any more; without the mark the next opening verifies.
        let _ = self.leave();
    }
}
