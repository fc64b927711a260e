//! The journal's files: each is named after its first revision, so that the names alone say which to read.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::stage::Group;
use super::super::engine::{EngineError, Rev};
use super::super::seal::Cipher;
use super::Torn;
use super::frame::{self, Unreadable};
use super::mark::{signed, unsigned};
use crate::domain::reason::{Reason, reason};
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A segment of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The revision its first frame begins with.
    pub first: Rev,
    /// Its file.
    pub path: PathBuf,
}

impl Segment {
    /// The segment in `dir` that begins with revision `first`.
    pub fn named(dir: &Path, first: Rev) -> Self {
        Self { first, path: dir.join(format!("{:020}.log", first.0)) }
    }

    fn of(path: PathBuf) -> Option<Self> {
        let first = path.file_name()?.to_str()?.strip_suffix(".log")?.parse().ok()?;
        Some(Self { first: Rev(first), path })
    }

    /// Every segment in `dir`, oldest first; an error if the newest is missing.
    pub fn list(disk: &Disk, dir: &Path) -> Result<Vec<Self>, EngineError> {
        // Noted before it is looked for: meanwhile others may be begun and made needless, but never the last.
        let newest = disk.read_text(&newest_note(dir))?.and_then(|note| unsigned(&note)?.parse().ok()).map(Rev);
        let mut segments: Vec<_> = disk.list(dir)?.into_iter().filter_map(Self::of).collect();
        segments.sort_by_key(|segment| segment.first);
        match newest {
            Some(newest) if segments.last().is_none_or(|last| last.first < newest) => {
                let (path, why) = (Self::named(dir, newest).path, reason("segment-missing"));
                Err(EngineError::JournalDamaged { path, offset: 0, why })
            }
            _ => Ok(segments),
        }
    }

    /// Notes that this is the newest segment, durably: from then on it is missed if it goes, even if nothing else tells
    /// that it was ever there.
    pub fn note_as_newest(&self, disk: &Disk, dir: &Path) -> Result<(), EngineError> {
        disk.replace(&newest_note(dir), signed(&self.first.to_string()).as_bytes())
    }

    /// How long its file is, bytes.
    pub fn len(&self, disk: &Disk) -> Result<u64, EngineError> {
        disk.len(&self.path)
    }
}

/// Where it is noted which segment is the newest.
fn newest_note(dir: &Path) -> PathBuf {
    dir.join("newest")
}

/// Where and why a segment cannot be read on.
#[derive(Debug)]
pub struct BadFrame {
    /// The segment.
    pub segment: Segment,
    /// Where the frame begins, bytes.
    pub offset: u64,
    /// The revision that should have come.
    pub expected: Rev,
    /// What is wrong.
    pub why: Reason,
}

impl BadFrame {
    /// The damage as an error.
    pub fn damage(&self) -> EngineError {
        let why = reason("frame-expected").with("revision", self.expected).because(self.why.clone());
        EngineError::JournalDamaged { path: self.segment.path.clone(), offset: self.offset, why }
    }
}

/// What reading a frame can come to, besides a frame.
#[derive(Debug)]
pub enum ReadError {
    /// The file could not be read.
    Engine(EngineError),
    /// It could be read, and is not right.
    Bad(BadFrame),
}

impl From<EngineError> for ReadError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<ReadError> for EngineError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Engine(error) => error,
            ReadError::Bad(bad) => bad.damage(),
        }
    }
}

/// Reads the journal frame by frame, from segment to segment.
pub struct Trail {
    disk: Disk,
    cipher: Cipher,
    dir: PathBuf,
    segment: Segment,
    file: BufReader<DiskFile>,
    offset: u64,
    next: Rev,
}

impl Trail {
    /// Begins at the group in `dir` that holds `rev`; `None` if `rev` is older than the journal.
    pub fn from(disk: &Disk, cipher: &Cipher, dir: &Path, rev: Rev) -> Result<Option<Self>, EngineError> {
        let Some(segment) = Segment::list(disk, dir)?.into_iter().rfind(|segment| segment.first <= rev) else {
            return Ok(None);
        };
        let file = BufReader::new(disk.read(&segment.path)?);
        let next = segment.first;
        let (disk, cipher, dir) = (disk.clone(), cipher.clone(), dir.to_owned());
        let mut trail = Self { disk, cipher, dir, segment, file, offset: 0, next };
        trail.pass_to(rev)?;
        Ok(Some(trail))
    }

    /// Passes over the groups before the one that holds `rev`, without taking them apart; what cannot be read is left
    /// for [`Self::next`] to come upon.
    fn pass_to(&mut self, rev: Rev) -> Result<(), EngineError> {
        while self.next < rev
            && let Ok(Some((first, last, length))) = frame::pass(&mut self.file, &self.cipher)
            && first == self.next
            && last < rev
        {
            self.offset += length;
            self.next = last.next();
        }
        self.file.seek(SeekFrom::Start(self.offset)).map_err(EngineError::io("reading", &self.segment.path))?;
        Ok(())
    }

    /// The segment being read, and how far, bytes.
    pub const fn place(&self) -> (&Segment, u64) {
        (&self.segment, self.offset)
    }

    /// The revision the next frame begins with.
    pub const fn next_rev(&self) -> Rev {
        self.next
    }

    /// The next group; `None` at the end, where more may appear later.
    pub fn next(&mut self) -> Result<Option<Group>, ReadError> {
        loop {
            if let Some(group) = self.next_here()? {
                return Ok(Some(group));
            }
            if !self.turn_over()? {
                return Ok(None);
            }
        }
    }

    /// What is buffered may have been read before it was written; only what is read afresh is believed to be an end.
    fn next_here(&mut self) -> Result<Option<Group>, ReadError> {
        if let Ok(Some(group)) = self.read_here() {
            return Ok(Some(group));
        }
        self.file.seek(SeekFrom::Start(self.offset)).map_err(EngineError::io("reading", &self.segment.path))?;
        self.read_here()
    }

    fn read_here(&mut self) -> Result<Option<Group>, ReadError> {
        match frame::read(&mut self.file, &self.cipher) {
            Ok(None) => Ok(None),
            Ok(Some((group, length))) if group.first == self.next => {
                self.offset += length;
                self.next = group.last().next();
                Ok(Some(group))
            }
            Ok(Some(_)) => Err(self.bad(reason("frame-missing"))),
            Err(Unreadable::Bad(why)) => Err(self.bad(why)),
            Err(Unreadable::Io(error)) => Err(ReadError::Engine(EngineError::io("reading", &self.segment.path)(error))),
        }
    }

    /// Goes on to the segment after this one, if there is one.
    fn turn_over(&mut self) -> Result<bool, EngineError> {
        let Some(after) =
            Segment::list(&self.disk, &self.dir)?.into_iter().find(|after| after.first > self.segment.first)
        else {
            return Ok(false);
        };
        if after.first != self.next {
            let why = reason("segment-ends-early").with("last", self.next).with("after", after.first);
            return Err(EngineError::JournalDamaged { path: self.segment.path.clone(), offset: self.offset, why });
        }
        self.file = BufReader::new(self.disk.read(&after.path)?);
        self.segment = after;
        self.offset = 0;
        Ok(true)
    }

    fn bad(&self, why: Reason) -> ReadError {
        ReadError::Bad(self.bad_here(why))
    }

    fn bad_here(&self, why: Reason) -> BadFrame {
        BadFrame { segment: self.segment.clone(), offset: self.offset, expected: self.next, why }
    }

    /// What an interrupted write left behind the last frame; `None` if nothing was written there.
    pub fn rest(&self) -> Result<Option<Torn>, EngineError> {
        self.explain(&self.bad_here(reason("frame-none")))
    }

    /// What an interrupted write left instead of a frame. It is an error if none explains it: the segment is not the
    /// newest, or something whole was written later.
    pub fn explain(&self, bad: &BadFrame) -> Result<Option<Torn>, EngineError> {
        let (path, offset) = (&bad.segment.path, bad.offset);
        let mut file = self.disk.read(path)?;
        let mut rest = Vec::new();
        file.seek(SeekFrom::Start(offset))
            .and_then(|_| file.read_to_end(&mut rest))
            .map_err(EngineError::io("reading", path))?;
        let Some(last) = rest.iter().rposition(|byte| *byte != 0) else { return Ok(None) };
        if Segment::list(&self.disk, &self.dir)?.last() != Some(&bad.segment) || !frame::is_torn(&rest, offset) {
            return Err(bad.damage());
        }
        Ok(Some(Torn { path: path.clone(), offset, bytes: last as u64 + 1 }))
    }
}

/// How long the segments to be read are, so that progress can be told in bytes.
pub struct Sizes(Vec<(Segment, u64)>);

impl Sizes {
    /// From the segment in `dir` that holds `rev` on.
    pub fn from(disk: &Disk, dir: &Path, rev: Rev) -> Result<Self, EngineError> {
        let mut segments = Segment::list(disk, dir)?;
        let before = segments.iter().rposition(|segment| segment.first <= rev).unwrap_or_default();
        let rest = segments.drain(before..);
        rest.map(|segment| segment.len(disk).map(|len| (segment, len))).collect::<Result<_, _>>().map(Self)
    }

    /// All of them, bytes.
    pub fn total(&self) -> u64 {
        self.0.iter().map(|(_, len)| len).sum()
    }

    /// What a trail has behind it, bytes.
    pub fn read_by(&self, trail: &Trail) -> u64 {
        let (now, offset) = trail.place();
        let before = self.0.iter().take_while(|(segment, _)| segment.first < now.first);
        before.map(|(_, len)| len).sum::<u64>() + offset
    }
}
