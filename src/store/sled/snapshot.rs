//! The store at one revision: the fresh layer, sled, and before-images, read one after the other.

use super::super::engine::stage::{head_key, read_head};
use super::super::engine::{Direction, EngineError, KeyRange, RESERVED, Rev, Scan, Snapshot, Stored, chain};
use super::shared::Shared;
use std::collections::btree_map::IntoIter;
use std::ops::Range;
use std::sync::Arc;

/// A look at one revision.
pub struct SledSnapshot {
    shared: Arc<Shared>,
    rev: Rev,
}

impl SledSnapshot {
    /// Looks at what is published now.
    pub fn open(shared: &Arc<Shared>) -> Result<Self, EngineError> {
        shared.check_readable()?;
        Ok(Self { shared: Arc::clone(shared), rev: shared.views.enter() })
    }

    /// Looks at a revision that sled is at and, as the caller sees to, does not leave meanwhile.
    pub fn at(shared: &Arc<Shared>, rev: Rev) -> Result<Self, EngineError> {
        shared.check_readable()?;
        shared.views.enter_at(rev);
        Ok(Self { shared: Arc::clone(shared), rev })
    }

    /// Every entry, the engine's own included.
    pub fn everything(&self) -> Scan<'_> {
        Box::new(Pages { snapshot: self, direction: Direction::Forward, rest: KeyRange::all().whole(), page: None })
    }

    /// The value at any key, the engine's own included.
    pub fn get_any(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.shared.get_at(self.rev, key)
    }
}

impl Drop for SledSnapshot {
    fn drop(&mut self) {
        self.shared.views.leave(self.rev);
    }
}

impl Snapshot for SledSnapshot {
    fn rev(&self) -> Rev {
        self.rev
    }

    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        if key.first() == Some(&RESERVED) { Ok(None) } else { self.get_any(key) }
    }

    fn scan(&self, range: KeyRange, direction: Direction) -> Scan<'_> {
        Box::new(Pages { snapshot: self, direction, rest: range.open_part(), page: None })
    }

    fn head(&self, log: u8) -> Result<chain::Head, EngineError> {
        read_head(self.get_any(&head_key(log))?)
    }
}

/// A scan: pages read one after the other.
struct Pages<'s> {
    snapshot: &'s SledSnapshot,
    direction: Direction,
    /// What has not been read yet.
    rest: Option<Range<Vec<u8>>>,
    page: Option<IntoIter<Vec<u8>, Stored>>,
}

impl Pages<'_> {
    fn next_of_page(&mut self) -> Option<(Vec<u8>, Stored)> {
        let page = self.page.as_mut()?;
        match self.direction {
            Direction::Forward => page.next(),
            Direction::Reverse => page.next_back(),
        }
    }

    fn turn(&mut self, range: Range<Vec<u8>>) -> Result<(), EngineError> {
        let page = self.snapshot.shared.page_at(self.snapshot.rev, range.clone(), self.direction)?;
        let rest = match self.direction {
            Direction::Forward => page.covered.end..range.end,
            Direction::Reverse => range.start..page.covered.start,
        };
        self.rest = (rest.start < rest.end).then_some(rest);
        self.page = Some(page.found.into_iter());
        Ok(())
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<(Vec<u8>, Stored), EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(entry) = self.next_of_page() {
                return Some(Ok(entry));
            }
            let range = self.rest.take()?;
            if let Err(error) = self.turn(range) {
                self.page = None;
                return Some(Err(error));
            }
        }
    }
}
