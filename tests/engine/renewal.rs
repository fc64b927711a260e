//! A store replaced whole: at any moment the old one or the new one is there, never neither and never half.

use super::fixture::{add, all, batch, done, flip, key, key_file, options, short_segments, with};
use callsheet::store::engine::{Direction, Engine, EngineError};
use callsheet::store::sled::{Call, Compacted, Gate, Options, compact, restore, unwatched};
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;

type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn held(dir: &Path) -> Entries {
    let (engine, _) = with(dir, options()).unwrap();
    all(&*engine.snapshot().unwrap(), Direction::Forward)
}

/// A store and a backup of another, and what each holds.
struct Pair {
    dir: TempDir,
    old: Entries,
    new: Entries,
}

impl Pair {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let (engine, _) = with(&dir.path().join("other"), short_segments()).unwrap();
        add(&engine, 1..=20);
        engine.back_up(&dir.path().join("backup"), &mut unwatched).unwrap();
        let new = all(&*engine.snapshot().unwrap(), Direction::Forward);
        let (engine, _) = with(&dir.path().join("data"), short_segments()).unwrap();
        add(&engine, 100..=150);
        let old = all(&*engine.snapshot().unwrap(), Direction::Forward);
        Self { dir, old, new }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn backup(&self) -> PathBuf {
        self.dir.path().join("backup")
    }
}

/// Lets so many calls through, and none after: what a kill leaves.
#[derive(Debug)]
pub struct Killed(AtomicU64);

impl Killed {
    pub fn after(calls: u64) -> Self {
        Self(AtomicU64::new(calls))
    }
}

impl Gate for Killed {
    fn before(&self, _: Call, _: &Path) -> io::Result<()> {
        let left = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map(drop).map_err(|_| io::Error::other("killed"))
    }

    fn after(&self, _: Call, _: &Path) {}
}

fn killed_after(calls: u64) -> Options {
    Options { gate: Some(Arc::new(Killed::after(calls))), ..options() }
}

#[test]
fn a_restored_store_holds_what_the_backup_holds_and_goes_on_from_there() {
    let pair = Pair::new();
    let manifest = restore(&pair.data(), &pair.backup(), &options(), &mut unwatched).unwrap();
    assert!(held(&pair.data()) == pair.new);
    let (engine, opened) = with(&pair.data(), options()).unwrap();
    assert!(!opened.verified && opened.rebuilt.is_none(), "it was left clean: {opened:?}");
    assert_eq!(done(&engine, batch(999).put(key(1), "changed")), manifest.rev.next());
    drop(engine);
    let kept: Vec<_> = fs::read_dir(pair.data()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!kept.contains(&"1".into()) && kept.contains(&"2".into()), "{kept:?}");
    fs::remove_dir_all(pair.data().join("2/store")).unwrap();
    let (engine, opened) = with(&pair.data(), options()).unwrap();
    assert_eq!(opened.rebuilt.unwrap().image, Some(manifest.rev));
    assert_eq!(engine.revision(), manifest.rev.next());
}

#[test]
fn a_damaged_backup_is_refused_before_anything_is_touched() {
    let pair = Pair::new();
    let length = fs::metadata(pair.backup()).unwrap().len() as usize;
    for offset in (0..length).step_by(length / 20) {
        flip(&pair.backup(), offset);
        let error = restore(&pair.data(), &pair.backup(), &options(), &mut unwatched).unwrap_err();
        assert!(matches!(error, EngineError::ImageDamaged { .. } | EngineError::NotAnImage { .. }), "{error}");
        flip(&pair.backup(), offset);
    }
    assert!(!pair.data().join("2").exists() && held(&pair.data()) == pair.old);
}

#[test]
fn a_restore_killed_at_any_moment_leaves_the_old_store_or_the_new() {
    let pair = Pair::new();
    let mut switched = false;
    for calls in 0.. {
        let ended = restore(&pair.data(), &pair.backup(), &killed_after(calls), &mut unwatched);
        let found = held(&pair.data());
        assert!(found == if switched || found == pair.new { &pair.new[..] } else { &pair.old[..] }, "{calls} calls");
        switched |= found == pair.new;
        if ended.is_ok() {
            break;
        }
    }
    assert!(switched);
}

#[test]
fn a_store_compacted_or_killed_while_it_is_holds_the_same() {
    let pair = Pair::new();
    for calls in (0..).step_by(3) {
        let ended = compact(&pair.data(), &killed_after(calls), &mut unwatched);
        assert!(held(&pair.data()) == pair.old, "{calls} calls");
        if ended.is_ok() {
            break;
        }
    }
    let Compacted { before, after } = compact(&pair.data(), &options(), &mut unwatched).unwrap();
    assert!(before > 0 && after > 0);
    assert!(held(&pair.data()) == pair.old);
}

#[test]
fn what_is_stopped_changes_nothing() {
    let pair = Pair::new();
    let stop = &mut |_| ControlFlow::Break(());
    let stopped = restore(&pair.data(), &pair.backup(), &options(), stop).unwrap_err();
    assert!(matches!(stopped, EngineError::Stopped), "{stopped}");
    assert!(matches!(compact(&pair.data(), &options(), stop), Err(EngineError::Stopped)));
    assert!(!pair.data().join("2").exists());
    assert!(held(&pair.data()) == pair.old);
}

#[test]
fn a_store_in_use_is_not_replaced() {
    let pair = Pair::new();
    let (_engine, _) = with(&pair.data(), options()).unwrap();
    let error = restore(&pair.data(), &pair.backup(), &options(), &mut unwatched).unwrap_err();
    assert!(matches!(error, EngineError::InUse { .. }), "{error}");
}

#[test]
fn a_backup_of_an_encrypted_store_brings_its_key_along() {
    let dir = TempDir::new().unwrap();
    let sealed = Options { key: Some(key_file(&dir.path().join("secret"))), ..options() };
    let (engine, _) = with(&dir.path().join("data"), sealed.clone()).unwrap();
    add(&engine, 1..=20);
    let held = all(&*engine.snapshot().unwrap(), Direction::Forward);
    let backup = dir.path().join("backup");
    engine.back_up(&backup, &mut unwatched).unwrap();
    assert!(memchr::memmem::find(&fs::read(&backup).unwrap(), b"note 7").is_none());
    let home = dir.path().join("restored");
    let refused = restore(&home, &backup, &options(), &mut unwatched).unwrap_err();
    assert!(matches!(refused, EngineError::Sealed { .. }), "{refused}");
    restore(&home, &backup, &sealed, &mut unwatched).unwrap();
    let (engine, _) = with(&home, sealed).unwrap();
    assert!(all(&*engine.snapshot().unwrap(), Direction::Forward) == held);
}
