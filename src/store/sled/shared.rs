//! What the writer, the snapshots and the feeds of one open store share.

use super::super::engine::stage::{Group, View};
use super::super::engine::{Direction, EngineError, Health, Rev, Stored};
use super::disk::{Disk, DiskFile};
use super::layout::Layout;
use super::tree::{CHUNK, Page, Tree, Write};
use super::views::Views;
use parking_lot::Mutex;
use std::ops::Range;

/// Overwritten keys looked up for one page.
const PAGE_IMAGES: usize = 1024;

/// An open store. The lock goes last, when nobody holds any part of it.
pub struct Shared {
    /// sled.
    pub tree: Tree,
    /// Who looks at which revision.
    pub views: Views,
    /// The way to the files.
    pub disk: Disk,
    /// Where the files are.
    pub layout: Layout,
    health: Mutex<Health>,
    _lock: DiskFile,
}

impl Shared {
    /// A store whose views stand at the revision sled has applied.
    pub fn new(tree: Tree, views: Views, disk: Disk, layout: Layout, lock: DiskFile) -> Self {
        Self { tree, views, disk, layout, health: Mutex::new(Health::Ready), _lock: lock }
    }

    /// Whether it reads and writes.
    pub fn health(&self) -> Health {
        self.health.lock().clone()
    }

    /// Says that the store is not well; what was said first stays, but that broken is worse than read-only.
    pub fn set_health(&self, worse: Health) {
        let mut health = self.health.lock();
        let outranked = matches!((&*health, &worse), (Health::ReadOnly { .. } | Health::Closed, Health::Broken { .. }));
        if *health == Health::Ready || outranked {
            *health = worse;
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
        let now = View::get(self, key)?;
        self.views.as_of(rev, key, now)
    }

    /// As much of the beginning (in reverse: the end) of a range as fits a page, as it was at `rev`.
    pub fn page_at(&self, rev: Rev, range: Range<Vec<u8>>, direction: Direction) -> Result<Page, EngineError> {
        self.check_readable()?;
        let Page { mut found, covered } = self.noticing(self.tree.page(range, direction))?;
        let images = self.views.images(covered, rev, direction, PAGE_IMAGES)?;
        found.retain(|key, _| images.covered.contains(key));
        for (key, image) in images.held {
            match image {
                Some(stored) => found.insert(key, stored),
                None => found.remove(&key),
            };
        }
        Ok(Page { found, covered: images.covered })
    }

    /// Brings a durable group into sled, in chunks, keeping before-images; nobody sees it before it is published.
    pub fn apply(&self, group: &Group) -> Result<(), EngineError> {
        let writes: Vec<Write> = group.final_writes().into_iter().collect();
        let mut chunks = writes.chunks(CHUNK - 1).peekable();
        while let Some(chunk) = chunks.next() {
            let before = chunk.iter().map(|(key, _)| Ok((key.to_vec(), View::get(self, key)?)));
            self.views.keep(group.first, before.collect::<Result<_, EngineError>>()?);
            let applied = chunks.peek().is_none().then(|| group.last());
            self.noticing(self.tree.apply(chunk, applied))?;
        }
        Ok(())
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

    /// Remembers it when sled failed.
    fn noticing<T>(&self, answer: Result<T, EngineError>) -> Result<T, EngineError> {
        if let Err(EngineError::Broken { why, .. }) = &answer {
            self.set_health(Health::Broken { why: why.clone() });
        }
        answer
    }
}

/// What the writer sees: sled as it is, also what is not published yet.
impl View for Shared {
    fn get(&self, key: &[u8]) -> Result<Option<Stored>, EngineError> {
        self.noticing(self.tree.get(key))
    }

    fn first_keys(&self, prefix: &[u8], limit: usize) -> Result<Vec<Vec<u8>>, EngineError> {
        self.noticing(self.tree.first_keys(prefix, limit))
    }
}

const fn broken(why: String) -> EngineError {
    EngineError::Broken { doing: "using the store", why }
}
