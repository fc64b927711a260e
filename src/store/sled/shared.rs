//! What the writer, the applier, the snapshots and the feeds of one open store share.

use super::super::disk::Disk;
use super::super::engine::stage::View;
use super::super::engine::{Direction, EngineError, Health, KeyRange, Rev, Stored, Tell};
use super::fresh::Fresh;
use super::holder::Holder;
use super::layer::Held;
use super::layout::Layout;
use super::tree::{Applied, Page, Tree};
use super::views::Views;
use crate::domain::finding::Finding;
use crate::domain::reason::Reason;
use parking_lot::{Condvar, Mutex};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Keys of the fresh layer, and overwritten ones, looked at for one page.
const PAGE_KEYS: usize = 1024;

/// How long somebody waits for the applier before looking whether it has failed.
const LOOKING_UP: Duration = Duration::from_millis(100);

/// An open store. The lock goes last, when nobody holds any part of it.
pub struct Shared {
    /// sled.
    pub tree: Tree,
    /// What sled holds; locked while that is being changed.
    pub applied: Mutex<Applied>,
    /// Told when it has been changed.
    pub brought: Condvar,
    /// What is durable and perhaps not yet in sled.
    pub fresh: Fresh,
    /// Who looks at which revision.
    pub views: Views,
    /// The way to the files.
    pub disk: Disk,
    /// Where the files are.
    pub layout: Layout,
    /// Set when nothing more comes into sled until it is opened again.
    pub halted: AtomicBool,
    health: Mutex<Health>,
    /// What is amiss while it reads and writes, one of a kind.
    troubles: Mutex<Vec<Finding>>,
    /// Who is told when either has changed.
    pub tell: Mutex<Option<Tell>>,
    /// Says how the view was left, once sled is gone.
    pub holder: Holder,
}

impl Shared {
    /// A store where nothing is fresh and nobody looks yet.
    pub fn new(tree: Tree, view_bytes: usize, holder: Holder) -> Result<Self, EngineError> {
        let (disk, layout) = (holder.disk.clone(), holder.layout.clone());
        let applied = tree.applied()?;
        Ok(Self {
            tree,
            views: Views::new(applied.rev, view_bytes),
            applied: Mutex::new(applied),
            brought: Condvar::new(),
            fresh: Fresh::default(),
            disk,
            layout,
            halted: AtomicBool::new(false),
            health: Mutex::new(Health::Ready),
            troubles: Mutex::default(),
            tell: Mutex::default(),
            holder,
        })
    }

    /// Whether it reads and writes.
    pub fn health(&self) -> Health {
        self.health.lock().clone()
    }

    /// Says that the store is not well; what was said first stays, but that broken is worse than read-only.
    pub fn set_health(&self, worse: Health) {
        if matches!(worse, Health::Broken { .. }) {
            self.holder.doubt();
        }
        let mut health = self.health.lock();
        let outranked = matches!((&*health, &worse), (Health::ReadOnly { .. } | Health::Closed, Health::Broken { .. }));
        if *health == Health::Ready || outranked {
            *health = worse;
            drop(health);
            self.tell_of_change();
        }
    }

    /// What is amiss although it reads and writes.
    pub fn troubles(&self) -> Vec<Finding> {
        self.troubles.lock().clone()
    }

    /// Notes what is amiss, in place of what was noted of its kind.
    pub fn note(&self, trouble: Finding) {
        let mut troubles = self.troubles.lock();
        troubles.retain(|known| known.code() != trouble.code());
        troubles.push(trouble);
        drop(troubles);
        self.tell_of_change();
    }

    /// Forgets what is amiss no more.
    pub fn mended(&self, is_it: impl Fn(&Finding) -> bool) {
        self.troubles.lock().retain(|trouble| !is_it(trouble));
        self.tell_of_change();
    }

    fn tell_of_change(&self) {
        let tell = self.tell.lock().clone();
        if let Some(tell) = tell {
            tell();
        }
    }

    /// Refuses to write unless all is well.
    pub fn check_writable(&self) -> Result<(), EngineError> {
        match self.health() {
            Health::Ready => Ok(()),
            Health::ReadOnly { why } => Err(EngineError::ReadOnly { why }),
            Health::Broken { why } => Err(broken(why)),
            Health::Closed => Err(EngineError::Closed),
        }
    }

    /// Refuses to read from a store that failed inside: it might hang or show what is not so.
    pub fn check_readable(&self) -> Result<(), EngineError> {
        match self.health() {
            Health::Broken { why } => Err(broken(why)),
            _ => Ok(()),
        }
    }

    /// The value at `key` as it was at `rev`, which is being looked at.
    pub fn get_at(&self, rev: Rev, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.check_readable()?;
        if let Some(Held(held)) = self.fresh.get(rev, key) {
            return Ok(held);
        }
        match self.in_sled(key)? {
            Some(stored) if stored.rev <= rev => Ok(Some(stored)),
            now => self.views.as_of(rev, key, now),
        }
    }

    /// As much of the beginning (in reverse: the end) of a range as fits a page, as it was at `rev`. Two locks, one
    /// after the other, each held for [`PAGE_KEYS`] keys at most: however long a scan is, it stops nobody.
    pub fn page_at(&self, rev: Rev, range: Range<Vec<u8>>, direction: Direction) -> Result<Page, EngineError> {
        self.check_readable()?;
        let fresh = self.fresh.page(range, rev, direction, PAGE_KEYS);
        let Page { mut found, covered } = self.noticing(self.tree.page(fresh.covered.clone(), direction))?;
        let images = self.views.images(covered, rev, direction, PAGE_KEYS)?;
        let covered = images.covered.clone();
        found.retain(|key, _| covered.contains(key));
        images.over(&mut found, &covered);
        fresh.over(&mut found, &covered);
        Ok(Page { found, covered })
    }

    /// Waits until everything that is published now is in sled, and tells what sled holds then.
    pub fn caught_up(&self) -> Result<Applied, EngineError> {
        let published = self.views.published();
        let mut applied = self.applied.lock();
        while applied.rev < published {
            self.check_readable()?;
            if self.halted.load(Ordering::Relaxed) {
                self.check_writable()?;
            }
            self.brought.wait_for(&mut applied, LOOKING_UP);
        }
        Ok(applied.clone())
    }

    /// The value sled holds at `key`.
    pub fn in_sled(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.noticing(self.tree.get(key))
    }

    /// Makes all files private; and sled's durable where they were just made, since it never syncs new ones.
    pub fn settle(&self, durably: bool) -> Result<(), EngineError> {
        self.disk.make_private(&self.layout.store())?;
        self.disk.make_private(&self.layout.journal())?;
        if durably {
            self.tree.flush()?;
            self.disk.sync_tree(&self.layout.store())?;
        }
        Ok(())
    }

    /// Remembers it when sled failed, or has no room.
    pub fn noticing<T>(&self, answer: Result<T, EngineError>) -> Result<T, EngineError> {
        match &answer {
            Err(EngineError::Broken { why, .. }) => self.set_health(Health::Broken { why: why.clone() }),
            Err(EngineError::ReadOnly { why }) => self.set_health(Health::ReadOnly { why: why.clone() }),
            _ => {}
        }
        answer
    }
}

/// The store as the writer sees it, at the last revision, which only it can go beyond.
pub struct Latest<'s> {
    /// The store.
    pub shared: &'s Shared,
    /// Its last revision.
    pub rev: Rev,
}

impl View for Latest<'_> {
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.shared.get_at(self.rev, key)
    }

    fn first_keys(&self, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, EngineError> {
        let Some(range) = KeyRange::prefix(prefix).whole() else { return Ok(Vec::new()) };
        let page = self.shared.page_at(self.rev, range, Direction::Forward)?;
        Ok(page.found.into_keys().take(limit).collect())
    }
}

const fn broken(why: Reason) -> EngineError {
    EngineError::Broken { doing: "using the store", why }
}
