//! The journal: where a commit becomes durable before it is answered. sled is only a view of it.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::stage::Group;
use super::super::engine::{EngineError, Rev};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::Cipher;
use super::Torn;
use super::frame;
use super::segment::{ReadError, Segment, Sizes, Trail};
use crate::domain::reason::reason;
use std::path::{Path, PathBuf};

/// Zeros written behind a frame that needs room, bytes: as many as the segment has already, but so many at least and
/// at most.
const LEAST_AHEAD: u64 = 64 << 10;
const MOST_AHEAD: u64 = 1 << 20;

/// The journal, open at its end.
pub struct Journal {
    disk: Disk,
    cipher: Cipher,
    dir: PathBuf,
    /// A segment is full at this length, bytes.
    segment_bytes: u64,
    file: DiskFile,
    /// Where the next frame goes, bytes.
    length: u64,
    /// Up to where the file is filled with zeros, bytes.
    filled: u64,
}

/// What opening a journal came to.
pub struct Recovered {
    /// The journal, ready to be written.
    pub journal: Journal,
    /// Its last revision.
    pub last: Rev,
    /// The unfinished frame that was cut off its end.
    pub torn: Option<Torn>,
}

/// What replays the groups the store has not applied, and who is told how far it is.
pub struct Replay<'a> {
    /// The store's revision.
    pub applied: Rev,
    /// Takes each later group, in order.
    pub apply: &'a mut dyn FnMut(Group) -> Result<(), EngineError>,
    /// Is told after each group.
    pub watch: &'a mut Watch<'a>,
}

impl Journal {
    /// Begins an empty journal in `dir` that will go on from revision `after`, durable on return.
    pub fn create(
        disk: &Disk,
        cipher: &Cipher,
        dir: &Path,
        segment_bytes: u64,
        after: Rev,
    ) -> Result<Self, EngineError> {
        Self::begin(disk, cipher, dir, segment_bytes, after.next())
    }

    /// Opens the journal in `dir`, replaying what the store has not applied. Segments that were applied whole are
    /// not read.
    pub fn recover(
        disk: &Disk,
        cipher: &Cipher,
        dir: &Path,
        segment_bytes: u64,
        replay: Replay,
    ) -> Result<Recovered, EngineError> {
        let applied = replay.applied;
        // What a killed process wrote and never synced must be durable before the store may rest on it.
        if let Some(newest) = Segment::list(disk, dir)?.last() {
            disk.sync(&newest.path)?;
        }
        let mut trail = Trail::from(disk, cipher, dir, applied.next())?.ok_or_else(|| begins_too_late(dir, applied))?;
        let torn = replay.follow(&mut trail, &Sizes::from(disk, dir, applied.next())?)?;
        let last = Rev(trail.next_rev().0 - 1);
        let (segment, length) = trail.place();
        segment.note_as_newest(disk, dir)?;
        if last < applied {
            let why = reason("journal-ends-early").with("last", last).with("held", applied);
            return Err(EngineError::JournalDamaged { path: segment.path.clone(), offset: length, why });
        }
        let mut file = disk.overwrite(&segment.path)?;
        if torn.is_some() {
            file.cut(length)?;
            file.sync_all()?;
        }
        let filled = file.len()?;
        let (disk, cipher, dir) = (disk.clone(), cipher.clone(), dir.to_owned());
        let journal = Self { disk, cipher, dir, segment_bytes, file, length, filled };
        Ok(Recovered { journal, last, torn })
    }

    /// Appends a group and waits until it is durable: one write, one `fdatasync`. After an error the journal must
    /// not be written again before it is recovered.
    pub fn append(&mut self, group: &Group) -> Result<(), EngineError> {
        let mut bytes = frame::encode(group, &self.cipher)?;
        if self.length > 0 && self.length + bytes.len() as u64 > self.segment_bytes {
            self.turn_over(group.first)?;
        }
        let end = self.length + bytes.len() as u64;
        if end > self.filled {
            self.filled = end + self.ahead(end);
            bytes.resize((self.filled - self.length) as usize, 0);
        }
        self.file.write_at(self.length, &bytes)?;
        self.file.sync_data()?;
        self.length = end;
        Ok(())
    }

    /// How many zeros to write behind a frame that ends at `end`, and will be overwritten by the next ones: a sync
    /// that finds the file's length and blocks as they were has nothing to wait for but the frame.
    fn ahead(&self, end: u64) -> u64 {
        end.clamp(LEAST_AHEAD, MOST_AHEAD).min(self.segment_bytes.saturating_sub(end))
    }

    /// Leaves a full segment as long as what it holds, and begins the next.
    fn turn_over(&mut self, first: Rev) -> Result<(), EngineError> {
        self.file.cut(self.length)?;
        *self = Self::begin(&self.disk, &self.cipher, &self.dir, self.segment_bytes, first)?;
        Ok(())
    }

    fn begin(disk: &Disk, cipher: &Cipher, dir: &Path, segment_bytes: u64, first: Rev) -> Result<Self, EngineError> {
        let segment = Segment::named(dir, first);
        let mut file = disk.overwrite(&segment.path)?;
        file.sync_all()?;
        disk.sync(dir)?;
        segment.note_as_newest(disk, dir)?;
        let filled = file.len()?;
        let (disk, cipher, dir) = (disk.clone(), cipher.clone(), dir.to_owned());
        Ok(Self { disk, cipher, dir, segment_bytes, file, length: 0, filled })
    }
}

impl Replay<'_> {
    /// Applies what follows; tells what an interrupted write left at the end.
    fn follow(self, trail: &mut Trail, sizes: &Sizes) -> Result<Option<Torn>, EngineError> {
        let begun = trail.next_rev();
        loop {
            match trail.next() {
                Ok(Some(group)) if group.last() > self.applied => (self.apply)(group)?,
                Ok(Some(_)) => {}
                Ok(None) => break,
                Err(ReadError::Bad(bad)) => return trail.explain(&bad),
                Err(ReadError::Engine(error)) => return Err(error),
            }
            let done = sizes.read_by(trail);
            tell(self.watch, Task::Replaying, done, sizes.total())?;
        }
        if trail.next_rev() > begun {
            tell(self.watch, Task::Replaying, sizes.total(), sizes.total())?;
        }
        trail.rest()
    }
}

fn begins_too_late(dir: &Path, applied: Rev) -> EngineError {
    let why = reason("revision-missing").with("revision", applied.next());
    EngineError::JournalDamaged { path: dir.to_owned(), offset: 0, why }
}
