//! Everything sled holds, page by page in the order of the keys, without holding anything that stops a writer.

use super::super::engine::{Direction, EngineError, KeyRange, Stored};
use super::super::progress::{Task, Watch, tell};
use super::super::sum::Sum;
use super::tree::{APPLIED, Tree};
use std::collections::BTreeMap;
use std::ops::Range;

/// A reader of all pages.
pub struct Pages<'t> {
    tree: &'t Tree,
    rest: Option<Range<Vec<u8>>>,
}

impl Tree {
    /// All entries but the one that says what was applied.
    pub fn pages(&self) -> Pages<'_> {
        Pages { tree: self, rest: KeyRange::all().whole() }
    }

    /// What all entries come to when they are read.
    pub fn recount(&self, task: Task, watch: &mut Watch) -> Result<Sum, EngineError> {
        let total = self.applied()?.sum.count();
        let mut sum = Sum::default();
        for page in self.pages() {
            for (key, stored) in page? {
                sum.add(&key, stored.rev, &stored.value);
            }
            tell(watch, task, sum.count(), total)?;
        }
        Ok(sum)
    }
}

impl Iterator for Pages<'_> {
    type Item = Result<BTreeMap<Vec<u8>, Stored>, EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let range = self.rest.take()?;
        let end = range.end.clone();
        let page = self.tree.page(range, Direction::Forward).map(|mut page| {
            self.rest = (page.covered.end < end).then_some(page.covered.end..end);
            page.found.remove(&APPLIED[..]);
            page.found
        });
        Some(page)
    }
}
