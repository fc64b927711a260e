//! The changes since a revision, read from the journal and never beyond what is published.

use super::super::engine::{Change, EngineError, Feed, Rev};
use super::segment::{Segment, Trail};
use super::shared::Shared;
use crate::domain::reason::reason;
use std::collections::VecDeque;
use std::sync::Arc;

/// A reader of changes.
pub struct SledFeed {
    shared: Arc<Shared>,
    from: Rev,
    trail: Trail,
    ready: VecDeque<Change>,
}

impl SledFeed {
    /// Reads what comes after `from`.
    pub fn open(shared: &Arc<Shared>, from: Rev) -> Result<Self, EngineError> {
        let dir = shared.layout.journal();
        let Some(trail) = Trail::from(&shared.disk, &shared.tree.cipher, &dir, from.next())? else {
            let first = Segment::list(&shared.disk, &dir)?.first().map_or(Rev(0), |segment| segment.first);
            return Err(EngineError::FeedTooOld { from, first });
        };
        Ok(Self { shared: Arc::clone(shared), from, trail, ready: VecDeque::new() })
    }

    /// An error of the journal, unless it is that an image made the rest of what was to be read needless.
    fn cut_or(&self, error: EngineError) -> EngineError {
        match Segment::list(&self.shared.disk, &self.shared.layout.journal()).as_deref() {
            Ok([oldest, ..]) if oldest.first > self.trail.next_rev() => {
                EngineError::FeedTooOld { from: self.from, first: oldest.first }
            }
            _ => error,
        }
    }
}

impl Feed for SledFeed {
    fn next(&mut self) -> Result<Option<Change>, EngineError> {
        while self.ready.is_empty() && self.trail.next_rev() <= self.shared.views.published() {
            let Some(group) = self.trail.next().map_err(|error| self.cut_or(error.into()))? else {
                let why = reason("revision-missing").with("revision", self.trail.next_rev());
                return Err(EngineError::StoreDamaged { why });
            };
            self.ready.extend(group.changes().filter(|change| change.rev > self.from));
        }
        Ok(self.ready.pop_front())
    }
}
