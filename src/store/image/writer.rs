//! Writing an image: beside, synced as it grows so that nobody's commit waits behind all of it at once, read back,
//! signed, named.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::{EngineError, Rev};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::{Cipher, Place as Sealed};
use super::super::sum::Sum;
use super::chunk::{Chunk, FULL, Kind, encode};
use super::entries::{Entries, Packed};
use super::header::Header;
use super::manifest::{Bounds, Footer, Manifest, Place, check_lightly, is_image};
use super::{MAGIC, damaged};
use crate::domain::reason::{Reason, reason};
use std::path::{Path, PathBuf};

/// What is written between two syncs, bytes.
const SYNC_EVERY: u64 = 8 << 20;

/// An image in the making. Dropped unsigned, it leaves nothing behind.
pub struct Writer {
    disk: Disk,
    file: DiskFile,
    /// Where it will lie.
    path: PathBuf,
    /// Where it is written.
    beside: PathBuf,
    cipher: Cipher,
    /// The revision its chunks are sealed for.
    began: Rev,
    place: Place,
    synced: u64,
    /// Where the tail begins, once it has begun.
    tail: Option<Place>,
    chunk: Vec<Packed>,
    weight: usize,
}

impl Writer {
    /// Begins, at revision `began`, an image of a store of this format that will lie at `path`; a file there that is
    /// not an image is left alone.
    pub fn create(disk: &Disk, cipher: &Cipher, path: &Path, format: u32, began: Rev) -> Result<Self, EngineError> {
        if disk.is_there(path)? && !is_image(disk, path)? {
            return Err(EngineError::NotAnImage { path: path.to_owned() });
        }
        let beside = beside(path);
        let mut file = disk.overwrite(&beside)?;
        file.cut(0)?;
        let mut writer = Self {
            disk: disk.clone(),
            file,
            path: path.to_owned(),
            beside,
            cipher: cipher.clone(),
            began,
            place: Place::default(),
            synced: 0,
            tail: None,
            chunk: Vec::new(),
            weight: 0,
        };
        writer.write(&MAGIC)?;
        let header = Header { format, began, kept: cipher.kept()? }.to_chunk();
        writer.write_chunk(&header.map_err(|error| error.of(path))?)?;
        Ok(writer)
    }

    /// Adds an entry, in the order of the keys; after [`Writer::begin_tail`], what a commit did to a key, in the
    /// order of the commits.
    pub fn add(&mut self, key: Vec<u8>, rev: Rev, value: Option<Vec<u8>>) -> Result<(), EngineError> {
        self.weight += key.len() + value.as_ref().map_or(0, Vec::len) + 16;
        self.chunk.push((key, rev.0, value));
        if self.weight >= FULL { self.flush() } else { Ok(()) }
    }

    /// What follows was committed while the pages were read.
    pub fn begin_tail(&mut self) -> Result<(), EngineError> {
        self.flush()?;
        self.tail = Some(self.place);
        Ok(())
    }

    /// How long it is by now, bytes.
    pub const fn len(&self) -> u64 {
        self.place.offset
    }

    /// Reads everything back, signs it as the image of `rev` if its entries sum up to `sum`, and gives it its name.
    pub fn sign(
        mut self,
        rev: Rev,
        at_unix_ms: u64,
        sum: Sum,
        task: Task,
        watch: &mut Watch,
    ) -> Result<Manifest, EngineError> {
        self.flush()?;
        self.file.sync_data()?;
        let bounds = Bounds { tail: self.tail.unwrap_or(self.place), manifest: self.place };
        let mut entries = Entries::of_unsigned(&self.disk, &self.cipher, &self.beside, bounds)?;
        while entries.next()?.is_some() {
            tell(watch, task, entries.total() + entries.done(), 2 * entries.total())?;
        }
        let (contents, mut hasher) = entries.into_contents();
        if contents.sum != sum {
            return Err(EngineError::StoreDamaged { why: differs(&sum, &contents.sum) });
        }
        let manifest = Manifest::new(rev, at_unix_ms, contents);
        let chunk = manifest.to_chunk(self.place.number).map_err(|error| error.of(&self.beside))?;
        hasher.update(&chunk.bytes).update(&bounds.to_bytes());
        let footer = Footer { bounds, hash: hasher.finalize().into() };
        self.write(&chunk.bytes)?;
        self.write(&footer.to_bytes())?;
        self.file.sync_all()?;
        if check_lightly(&self.disk, &self.beside)? != manifest {
            return Err(damaged(&self.beside, reason("manifest-unreadable")));
        }
        self.disk.place(&self.beside, &self.path)?;
        Ok(manifest)
    }

    fn flush(&mut self) -> Result<(), EngineError> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let kind = if self.tail.is_some() { Kind::Tail } else { Kind::Page };
        self.weight = 0;
        let entries = encode(&std::mem::take(&mut self.chunk)).map_err(|error| error.of(&self.beside))?;
        let number = self.place.number;
        let sealed = self.cipher.seal(Sealed::Image { rev: self.began, part: number }, entries)?;
        self.write_chunk(&Chunk::new(kind, number, &sealed))
    }

    fn write_chunk(&mut self, chunk: &Chunk) -> Result<(), EngineError> {
        self.write(&chunk.bytes)?;
        self.place.number += 1;
        if self.place.offset - self.synced >= SYNC_EVERY {
            self.synced = self.place.offset;
            self.file.sync_data()?;
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), EngineError> {
        self.place.offset += bytes.len() as u64;
        self.file.write(bytes)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Nobody can be told; what is left is no image by its name, and is removed at the next opening.
        let _ = self.disk.remove(&self.beside);
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    PathBuf::from(name)
}

fn differs(wanted: &Sum, found: &Sum) -> Reason {
    reason("entries-differ").with("found", found.count()).with("wanted", wanted.count())
}
