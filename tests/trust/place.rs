//! Where a campaign keeps its stores, how they are written, and how it opens them.

use callsheet::domain::secret::Key;
use callsheet::store::engine::EngineError;
use callsheet::store::sled::{Opened, Options, SledEngine, unwatched};
use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A directory in memory if there is such a place: what is tried here is the order of writes, not the disk.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.unwrap()
}

/// A store of a few megabytes, whose journal fills several segments, and whose view is never far behind: unoptimised,
/// sealing is slow.
pub fn options() -> Options {
    Options {
        cache_bytes: 4 << 20,
        segment_bytes: 256 << 10,
        image_bytes: 128 << 10,
        reserve_bytes: 0,
        fresh_bytes: 512 << 10,
        ..Options::default()
    }
}

/// How a store is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Plain,
    Sealed,
}

impl Written {
    /// Every third store of a campaign is encrypted.
    pub fn of(seed: u64) -> Self {
        if seed % 3 == 1 { Self::Sealed } else { Self::Plain }
    }

    /// As a store is created that is written so.
    pub fn options(self) -> Options {
        Options { key: (self == Self::Sealed).then(key), ..options() }
    }

    pub fn open(self, dir: &Path) -> (SledEngine, Opened) {
        open_with(dir, &self.options())
    }
}

/// What every encrypted store is opened with: a file that is there for every process. It does no harm to a plain one.
pub fn key() -> Key {
    Key::File(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/trust/place.rs").into())
}

/// Opens a store. Where tests run side by side, a process one of them starts holds for a moment what the others have
/// open, and so a lock just given up.
pub fn try_open(dir: &Path, options: &Options) -> Result<(SledEngine, Opened), EngineError> {
    let begun = Instant::now();
    loop {
        match SledEngine::open(dir, options.clone(), &mut unwatched) {
            Err(EngineError::InUse { .. }) if begun.elapsed() < Duration::from_mins(3) => thread::yield_now(),
            opened => return opened,
        }
    }
}

pub fn open_with(dir: &Path, options: &Options) -> (SledEngine, Opened) {
    try_open(dir, options).unwrap()
}

pub fn open(dir: &Path) -> (SledEngine, Opened) {
    open_with(dir, &options())
}

/// Every file under a directory, with its length.
pub fn files(dir: &Path) -> Vec<(PathBuf, u64)> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    let mut found: Vec<_> = entries
        .flat_map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => files(&entry.path()),
            Ok(meta) => vec![(entry.path(), meta.len())],
            Err(_) => Vec::new(), // gone while one looked
        })
        .collect();
    found.sort();
    found
}

pub fn copy_dir(from: &Path, to: &Path) {
    for (path, _) in files(from) {
        let to = to.join(path.strip_prefix(from).unwrap());
        DirBuilder::new().recursive(true).mode(0o700).create(to.parent().unwrap()).unwrap();
        fs::copy(path, to).unwrap();
    }
}
