//! The engine on disk: a journal that is the truth, and sled as the view of it that can be rebuilt.
//!
//! sled 0.34 is fast and not trustworthy by itself: its `flush` does not fsync, range scans see half a batch, damage
//! makes it panic. So a commit is durable once it is in the journal, then seen in memory (`fresh`), and brought into
//! sled behind (`applier`); every call into sled is guarded. `layout` says what lies where.

mod applier;
mod boot;
mod check;
mod feed;
mod fill;
mod frame;
mod fresh;
mod guard;
mod holder;
mod home;
mod imager;
mod journal;
mod layer;
mod layout;
mod mark;
mod opening;
mod pages;
mod probe;
mod rebuild;
mod recount;
mod renewal;
mod room;
mod segment;
mod shared;
mod snapshot;
mod tree;
mod upgrade;
mod views;
mod writer;

#[cfg(test)]
mod readers;
#[cfg(test)]
mod tests;

pub use super::disk::{Call, Gate, IoCounts};
pub use super::image::Manifest;
pub use super::progress::{Progress, Task, Watch, unwatched};
pub use boot::BootId;
pub use probe::probe;
pub use recount::Recount;
pub use renewal::{Compacted, compact, reseal, restore, try_backup};
pub use room::try_writing;
pub use upgrade::Upgrade;

use super::engine::stage::id_key;
use super::engine::{Batch, BatchId, Engine, EngineError, Feed, Health, Outcome, Rev, Snapshot, Tell};
use super::image::backups;
use super::seal::file;
use crate::domain::finding::Finding;
use crate::domain::reason::{Reason, reason};
use crate::domain::secret::Key;
use feed::SledFeed;
use imager::Imager;
use shared::Shared;
use snapshot::SledSnapshot;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use upgrade::UPGRADES;
use writer::Writer;

/// How a store uses the machine.
#[derive(Debug, Clone)]
pub struct Options {
    /// sled's cache, bytes as they are on disk: in memory they take more than twice as much.
    pub cache_bytes: u64,
    /// What is kept for open snapshots, bytes; beyond it the oldest are too old.
    pub view_bytes: usize,
    /// What is durable and not yet in sled, bytes; beyond it commits wait.
    pub fresh_bytes: usize,
    /// A journal segment's length, bytes.
    pub segment_bytes: u64,
    /// What must stay free on the disk, bytes: with less the store is read-only.
    pub reserve_bytes: u64,
    /// An image is taken when the journal outgrows the live data, but not before it has this length, bytes.
    pub image_bytes: u64,
    /// Which start of the machine this is.
    pub boot: BootId,
    /// Our own program, run as `PROGRAM --probe DIR …` to open a store nobody closed before this process dares to;
    /// without one that is tried in this process.
    pub probe: Option<PathBuf>,
    /// What every call of ours to the disk passes; for tests.
    pub gate: Option<Arc<dyn Gate>>,
    /// What opens the store if it is encrypted. A store that is created with one is encrypted from its first byte.
    pub key: Option<Key>,
    /// How stores and backups of older formats are brought to this program's.
    pub upgrades: &'static [Upgrade],
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cache_bytes: 32 << 20,
            view_bytes: 64 << 20,
            fresh_bytes: 16 << 20,
            reserve_bytes: 64 << 20,
            segment_bytes: 64 << 20,
            image_bytes: 256 << 20,
            boot: BootId::of_this_machine(),
            probe: None,
            gate: None,
            key: None,
            upgrades: UPGRADES,
        }
    }
}

/// An unfinished frame that was cut off the journal's end: a commit interrupted before it was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// The segment.
    pub path: PathBuf,
    /// Where it was cut, bytes.
    pub offset: u64,
    /// What was cut off, bytes.
    pub bytes: u64,
}

/// What opening a store came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Opened {
    /// There was none, an empty one was made.
    pub created: bool,
    /// Commits that sled had not kept and the journal had.
    pub replayed: u64,
    /// What was cut off the journal's end.
    pub torn: Option<Torn>,
    /// The view was made anew from image and journal.
    pub rebuilt: Option<Rebuilt>,
    /// Every entry was counted and hashed, and the set is what it must be.
    pub verified: bool,
    /// The last image cannot be used; another is being taken.
    pub image_fault: Option<ImageFault>,
    /// It was of an older format.
    pub upgraded: Option<Upgraded>,
}

/// A store that was brought up to this program's format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    /// The format it had.
    pub from: u32,
    /// A verified image of it as it was, which an older program can restore.
    pub image: PathBuf,
}

/// Why an image cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageFault {
    /// There is none that the journal goes on from.
    Missing,
    /// It is not what it was.
    Damaged,
}

/// A view that was made anew. Nothing acknowledged is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// Why the old one could not be used.
    pub why: Doubt,
    /// The revision of the image it was made from; `None` if the journal reaches back to the beginning.
    pub image: Option<Rev>,
    /// Where the old view was moved; `None` if there was none.
    pub aside: Option<PathBuf>,
    /// The last revision recovered.
    pub to: Rev,
    /// When that was committed, milliseconds since 1970.
    pub at_unix_ms: Option<u64>,
}

/// Why a view is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// It is not there.
    Missing,
    /// It could not be opened or read.
    Unreadable {
        /// What was said.
        why: Reason,
    },
    /// Opening it took longer, or more memory, than any sound view needs, or ended the process that tried.
    Fatal {
        /// How it ended.
        why: Reason,
    },
    /// Its entries are not those it must hold.
    Differs,
    /// It is older than what the journal reaches back to.
    Outdated,
}

impl Doubt {
    /// The same in words for people.
    pub fn reason(&self) -> Reason {
        match self {
            Self::Missing => reason("store-missing"),
            Self::Unreadable { why } => reason("store-unreadable").because(why.clone()),
            Self::Fatal { why } => reason("store-fatal").because(why.clone()),
            Self::Differs => reason("store-differs"),
            Self::Outdated => reason("store-outdated"),
        }
    }
}

/// A store in a directory. Dropped, it finishes what was sent to it.
pub struct SledEngine {
    shared: Arc<Shared>,
    writer: Writer,
    imager: Imager,
}

impl SledEngine {
    /// Opens the store in `dir`, or makes an empty one if there is none, telling how far it is. Nothing that cannot
    /// be read is deleted or changed.
    pub fn open(dir: &Path, options: Options, watch: &mut Watch) -> Result<(Self, Opened), EngineError> {
        opening::open(dir, &options, watch)
    }

    /// Reads everything and says whether it is what it should be; writers go on meanwhile.
    pub fn recount(&self, watch: &mut Watch) -> Result<Recount, EngineError> {
        Recount::of(&self.shared, watch)
    }

    /// Writes everything to an image at `to`, verified by reading it back; writers go on meanwhile. A file there
    /// that is no image is left alone.
    pub fn back_up(&self, to: &Path, watch: &mut Watch) -> Result<Manifest, EngineError> {
        self.imager.take(to, &self.shared.tree.cipher, Task::Imaging, watch)
    }

    /// Writes everything to an image in `dir` that is named after the time, and removes the oldest images of ours
    /// there beyond the last `keep`.
    pub fn back_up_in(&self, dir: &Path, keep: usize, watch: &mut Watch) -> Result<(PathBuf, Manifest), EngineError> {
        self.shared.disk.create_dir(dir)?;
        let path = dir.join(backups::name_of(chrono::Utc::now()));
        let manifest = self.back_up(&path, watch)?;
        backups::prune(&self.shared.disk, dir, keep)?;
        Ok((path, manifest))
    }

    /// What the disk was asked for since opening.
    pub fn io_counts(&self) -> IoCounts {
        self.shared.disk.counts()
    }
}

impl Engine for SledEngine {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, EngineError> {
        Ok(Box::new(SledSnapshot::open(&self.shared)?))
    }

    fn commit(&self, batch: Batch) -> Result<Outcome, EngineError> {
        batch.check()?;
        self.shared.check_writable()?;
        let weight = batch.weight();
        let outcome = self.writer.commit(batch)?;
        self.imager.grown(weight as u64);
        Ok(outcome)
    }

    fn outcome(&self, id: BatchId) -> Result<Option<Rev>, EngineError> {
        let found = SledSnapshot::open(&self.shared)?.get_any(&id_key(id))?;
        if found.is_none() {
            // What could not be written whole may yet be in the journal: only reopening tells.
            self.shared.check_writable()?;
        }
        Ok(found.map(|stored| stored.rev))
    }

    fn feed(&self, from: Rev) -> Result<Box<dyn Feed>, EngineError> {
        Ok(Box::new(SledFeed::open(&self.shared, from)?))
    }

    fn revision(&self) -> Rev {
        self.shared.views.published()
    }

    fn write_beside(&self, name: &str, bytes: Vec<u8>) -> Result<(), EngineError> {
        let Shared { disk, tree, layout, .. } = &*self.shared;
        disk.create_dir(&layout.beside())?;
        file::write(disk, &layout.beside().join(name), &tree.cipher, bytes)
    }

    fn read_beside(&self, name: &str) -> Result<Option<Vec<u8>>, EngineError> {
        let Shared { disk, tree, layout, .. } = &*self.shared;
        file::read(disk, &layout.beside().join(name), &tree.cipher)
    }

    fn health(&self) -> Health {
        self.shared.health()
    }

    fn is_at_work(&self) -> bool {
        self.imager.is_awake()
    }

    fn tell_of_changes(&self, tell: Tell) {
        *self.shared.tell.lock() = Some(tell);
    }

    fn entries(&self) -> u64 {
        self.shared.applied.lock().sum.count()
    }

    fn entries_of(&self, table: u8) -> Result<u64, EngineError> {
        let applied = match self.shared.caught_up() {
            Err(EngineError::ReadOnly { .. }) => self.shared.applied.lock().clone(),
            applied => applied?,
        };
        Ok(applied.sum.count_of(table))
    }

    fn troubles(&self) -> Vec<Finding> {
        self.shared.troubles()
    }

    fn check(&self, watch: &mut Watch) -> Result<Vec<Finding>, EngineError> {
        // What is looked at is not cut away meanwhile.
        let _still = self.imager.still();
        let mut findings = check::check(&self.shared, watch)?;
        let known = self.troubles().into_iter().filter(|trouble| !findings.contains(trouble));
        findings.extend(known.collect::<Vec<_>>());
        Ok(findings)
    }

    fn back_up_beside(&self, name: &str, watch: &mut Watch) -> Result<Option<PathBuf>, EngineError> {
        let path = self.shared.layout.home().join(name);
        self.back_up(&path, watch)?;
        Ok(Some(path))
    }

    fn close(&self) -> Result<(), EngineError> {
        self.imager.stop();
        self.writer.stop();
        let was = self.shared.health();
        self.shared.set_health(Health::Closed);
        if was == Health::Ready {
            self.shared.holder.will_end_at(self.revision());
        }
        self.shared.check_readable()?;
        self.shared.tree.flush()?;
        self.shared.settle(false)
    }
}

impl Drop for SledEngine {
    fn drop(&mut self) {
        // What fails now is found at the next opening.
        let _ = self.close();
    }
}
