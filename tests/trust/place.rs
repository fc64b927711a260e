//! Where a campaign keeps its stores, and how it opens them.

use callsheet::store::engine::EngineError;
use callsheet::store::sled::{Opened, Options, SledEngine, unwatched};
use std::path::Path;
use tempfile::TempDir;

/// A directory in memory if there is such a place: what is tried here is the order of writes, not the disk.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    made.unwrap()
}

/// A store of a few megabytes, whose journal fills several segments.
pub fn options() -> Options {
    Options { cache_bytes: 4 << 20, segment_bytes: 256 << 10, reserve_bytes: 0, ..Options::default() }
}

pub fn try_open(dir: &Path) -> Result<(SledEngine, Opened), EngineError> {
    SledEngine::open(dir, options(), &mut unwatched)
}

pub fn open(dir: &Path) -> (SledEngine, Opened) {
    try_open(dir).unwrap()
}
