//! Whether sled holds what it should: every entry read and summed up again. If it does not, the view is in doubt from
//! then on.

use super::super::engine::EngineError;
use super::super::progress::{Task, Watch, tell};
use super::super::sum::Sum;
use super::layout::Layout;
use super::shared::Shared;
use super::snapshot::SledSnapshot;
use super::tree::APPLIED;
use crate::domain::finding::{Area, Finding};
use std::sync::Arc;

/// Entries between two words to who watches.
const TOLD_EVERY: u64 = 1024;

/// What sled holds, kept and counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// What it should come to: kept as entries came and went.
    pub kept: Sum,
    /// What it comes to.
    pub found: Sum,
}

impl Recount {
    /// Reads everything that is durable now, and what of the rest sled has by then; writers go on meanwhile.
    pub fn of(shared: &Arc<Shared>, watch: &mut Watch) -> Result<Self, EngineError> {
        shared.caught_up()?;
        let (snapshot, kept) = {
            let applied = shared.applied.lock();
            (SledSnapshot::at(shared, applied.rev)?, applied.sum.clone())
        };
        let (mut found, total) = (Sum::default(), kept.count());
        for (done, entry) in (0..).zip(snapshot.everything()) {
            let (key, stored) = entry?;
            if key != APPLIED {
                found.add(&key, stored.rev, &stored.value);
            }
            if done % TOLD_EVERY == 0 {
                tell(watch, Task::Checking, done, total)?;
            }
        }
        let recount = Self { kept, found };
        if !recount.is_right() {
            shared.holder.doubt();
            shared.note(recount.finding(&shared.layout));
        }
        Ok(recount)
    }

    /// Whether nothing is missing, added or changed.
    pub fn is_right(&self) -> bool {
        self.kept == self.found
    }

    /// What was found.
    pub fn finding(&self, layout: &Layout) -> Finding {
        let Self { kept, found } = self;
        if self.is_right() {
            return Finding::Looked { area: Area::Store, count: found.count() };
        }
        let file = layout.store().display().to_string();
        Finding::StoreDiffers { file, written: kept.count(), found: found.count() }
    }
}
