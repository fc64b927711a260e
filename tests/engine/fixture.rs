//! Engines to hold promises against, and short words for what the tests do with them.

use callsheet::domain::secret::Key;
use callsheet::store::engine::{
    Batch, BatchId, Change, Direction, Engine, EngineError, KeyRange, Outcome, Rev, Snapshot,
};
use callsheet::store::memory::MemoryEngine;
use callsheet::store::sled::{Opened, Options, SledEngine, unwatched};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// An engine, and the directory it lives in, if any.
pub struct Fixture {
    pub engine: Arc<dyn Engine>,
    _dir: Option<TempDir>,
}

pub fn memory() -> Fixture {
    Fixture { engine: Arc::new(MemoryEngine::new()), _dir: None }
}

pub fn sled() -> Fixture {
    let dir = TempDir::new().unwrap();
    let (engine, _) = open(dir.path());
    Fixture { engine: Arc::new(engine), _dir: Some(dir) }
}

/// An encrypted store.
pub fn sealed() -> Fixture {
    let dir = TempDir::new().unwrap();
    let options = Options { key: Some(key_file(&dir.path().join("secret"))), ..options() };
    let (engine, _) = SledEngine::open(&dir.path().join("data"), options, &mut unwatched).unwrap();
    Fixture { engine: Arc::new(engine), _dir: Some(dir) }
}

/// A key file, made by the first who needs it: cheaper to open with than a passphrase, which is meant to be dear.
pub fn key_file(path: &Path) -> Key {
    Key::File(path.to_owned())
}

/// A cache small enough for many engines at once.
pub fn options() -> Options {
    Options { cache_bytes: 4 << 20, ..Options::default() }
}

pub fn open(dir: &Path) -> (SledEngine, Opened) {
    SledEngine::open(dir, options(), &mut unwatched).unwrap()
}

const NOON: u64 = 1_700_000_000_000;

/// The `n`th batch id of some noon.
pub fn id(n: u64) -> BatchId {
    id_at(NOON, n)
}

/// The `n`th batch id so many milliseconds after that noon.
pub fn id_later(ms: u64, n: u64) -> BatchId {
    id_at(NOON + ms, n)
}

fn id_at(ms: u64, n: u64) -> BatchId {
    BatchId(((u128::from(ms) << 80) | u128::from(n)).to_be_bytes())
}

pub fn batch(n: u64) -> Batch {
    Batch::new(id(n))
}

/// Commits what must succeed.
pub fn done(engine: &dyn Engine, batch: Batch) -> Rev {
    match engine.commit(batch).unwrap() {
        Outcome::Done(rev) => rev,
        Outcome::Conflict(key) => panic!("conflict at {key:?}"),
    }
}

pub fn get(engine: &dyn Engine, key: &[u8]) -> Option<Vec<u8>> {
    engine.snapshot().unwrap().get(key).unwrap().map(|stored| stored.value)
}

/// Everything a snapshot shows, in order.
pub fn all(snapshot: &dyn Snapshot, direction: Direction) -> Vec<(Vec<u8>, Vec<u8>)> {
    let entries = snapshot.scan(KeyRange::all(), direction);
    entries.map(|entry| entry.map(|(key, stored)| (key, stored.value)).unwrap()).collect()
}

/// Every change after `from` that is durable now.
pub fn changes(engine: &dyn Engine, from: Rev) -> Vec<Change> {
    let mut feed = engine.feed(from).unwrap();
    std::iter::from_fn(|| feed.next().unwrap()).collect()
}

/// Segments small enough that a few commits fill several.
pub fn short_segments() -> Options {
    Options { segment_bytes: 2000, ..options() }
}

/// Opens a store that may not open.
pub fn with(dir: &Path, options: Options) -> Result<(SledEngine, Opened), EngineError> {
    SledEngine::open(dir, options, &mut unwatched)
}

/// Commits numbered notes.
pub fn add(engine: &dyn Engine, numbers: impl IntoIterator<Item = u64>) {
    for n in numbers {
        done(engine, batch(n).put(key(n), format!("note {n}")).chain(b'l', "entry"));
    }
}

/// The key of a numbered note.
pub fn key(n: u64) -> Vec<u8> {
    format!("k{n:05}").into_bytes()
}

/// Changes one bit of a file.
pub fn flip(path: &Path, offset: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[offset] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// Copies a directory and all in it.
pub fn copy_dir(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
