//! Whether sled holds what it should: every entry read and summed up again.

use super::super::engine::EngineError;
use super::super::progress::{Task, Watch, tell};
use super::super::sum::Sum;
use super::shared::Shared;
use super::snapshot::SledSnapshot;
use super::tree::APPLIED;
use std::sync::Arc;

/// Entries between two words to who watches.
const TOLD_EVERY: u64 = 1024;

/// What sled holds, kept and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
            (SledSnapshot::at(shared, applied.rev)?, applied.sum)
        };
        let mut found = Sum::default();
        for entry in snapshot.everything() {
            let (key, stored) = entry?;
            if key != APPLIED {
                found.add(&key, stored.rev, &stored.value);
            }
            if found.count % TOLD_EVERY == 0 {
                tell(watch, Task::Checking, found.count, kept.count)?;
            }
        }
        Ok(Self { kept, found })
    }

    /// Whether nothing is missing, added or changed.
    pub fn is_right(&self) -> bool {
        self.kept == self.found
    }
}
