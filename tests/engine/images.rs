//! What a backup promises: it is the store at one moment, whatever went on while it was taken.

use super::fixture::{add, all, batch, done, options, short_segments, with};
use callsheet::domain::finding::Finding;
use callsheet::store::engine::{Direction, Engine, EngineError, Rev};
use callsheet::store::sled::{Call, Gate, Options, restore, unwatched};
use crossbeam_channel::unbounded;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fs, io, thread};
use tempfile::TempDir;

/// What commit `n` does: overwrites, adds and removes among few keys.
fn key_of(n: u64, step: u64) -> Vec<u8> {
    ((n * 7 + step * 31) % 500).to_be_bytes().to_vec()
}

#[test]
fn a_backup_under_write_load_is_the_store_at_its_revision() {
    const WRITERS: u64 = 4;
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(&dir.path().join("live"), short_segments()).unwrap();
    let history = Mutex::new(BTreeMap::new());
    let over = AtomicBool::new(false);
    let write = |n: u64| {
        let filled = (0..20).fold(batch(n), |batch, step| match (n + step) % 4 {
            0 => batch.del(key_of(n, step)),
            _ => batch.put(key_of(n, step), n.to_be_bytes()),
        });
        let rev = done(&engine, filled);
        history.lock().unwrap().insert(rev, n);
    };
    let backups: Vec<_> = thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (write, over) = (&write, &over);
            scope.spawn(move || {
                for n in (0..).map(|n| n * WRITERS + writer).take_while(|_| !over.load(Ordering::Relaxed)) {
                    write(n);
                }
            });
        }
        let take = |n: u64| {
            let path = dir.path().join(format!("{n}.image"));
            (engine.back_up(&path, &mut unwatched).unwrap(), path)
        };
        let taken = (0..8).map(take).collect();
        over.store(true, Ordering::Relaxed);
        taken
    });
    let history = history.into_inner().unwrap();
    for (manifest, path) in backups {
        let mut expected = BTreeMap::new();
        for n in history.range(..=manifest.rev).map(|(_, n)| *n) {
            for step in 0..20 {
                match (n + step) % 4 {
                    0 => expected.remove(&key_of(n, step)),
                    _ => expected.insert(key_of(n, step), n.to_be_bytes().to_vec()),
                };
            }
        }
        let home = dir.path().join("restored");
        assert_eq!(restore(&home, &path, &options(), &mut unwatched).unwrap(), manifest);
        let (restored, _) = with(&home, options()).unwrap();
        assert_eq!(restored.revision(), manifest.rev);
        let found = all(&*restored.snapshot().unwrap(), Direction::Forward);
        assert!(found == expected.into_iter().collect::<Vec<_>>(), "at revision {}", manifest.rev);
    }
}

#[test]
fn the_journal_is_cut_at_an_image_and_a_feed_says_so() {
    let dir = TempDir::new().unwrap();
    let options = Options { image_bytes: 4000, ..short_segments() };
    let (engine, _) = with(dir.path(), options).unwrap();
    let mut slow = engine.feed(Rev(0)).unwrap();
    let cut = || !dir.path().join("1/journal").join(format!("{:020}.log", 1)).exists();
    for n in 1.. {
        add(&engine, [n]);
        if cut() {
            break;
        }
    }
    assert!(matches!(engine.feed(Rev(0)).err(), Some(EngineError::FeedTooOld { .. })));
    let last = std::iter::from_fn(|| slow.next().transpose()).find(Result::is_err).unwrap();
    assert!(matches!(last, Err(EngineError::FeedTooOld { .. })), "{last:?}");
}

fn names(dir: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn only_our_own_oldest_backups_make_room_for_a_new_one() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(&dir.path().join("live"), options()).unwrap();
    add(&engine, 1..=3);
    let shelf = dir.path().join("shelf");
    let (first, _) = engine.back_up_in(&shelf, 2, &mut unwatched).unwrap();
    let named = |time: &str| shelf.join(format!("callsheet-20200101-{time}.image"));
    let (old, older, foreign, letter) = (named("000002"), named("000001"), named("000000"), shelf.join("letter.image"));
    fs::copy(&first, &old).unwrap();
    fs::copy(&first, &older).unwrap();
    fs::write(&foreign, "not ours, whatever its name says").unwrap();
    fs::copy(&first, &letter).unwrap();
    fs::remove_file(&first).unwrap();
    let (newest, _) = engine.back_up_in(&shelf, 2, &mut unwatched).unwrap();
    assert_eq!(names(&shelf), [foreign, old, newest, letter]);
}

#[test]
fn a_file_that_is_no_backup_is_not_overwritten() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(&dir.path().join("live"), options()).unwrap();
    let letter = dir.path().join("letter");
    fs::write(&letter, "dear Anna").unwrap();
    assert!(matches!(engine.back_up(&letter, &mut unwatched), Err(EngineError::NotAnImage { .. })));
    assert_eq!(fs::read(&letter).unwrap(), b"dear Anna");
    engine.back_up(&dir.path().join("x"), &mut unwatched).unwrap();
    engine.back_up(&dir.path().join("x"), &mut unwatched).unwrap();
}

/// A disk that has no room where images lie, as long as that is wished.
#[derive(Debug)]
struct NoRoomForImages(AtomicBool);

impl Gate for NoRoomForImages {
    fn before(&self, call: Call, path: &Path) -> io::Result<()> {
        let is_full = self.0.load(Ordering::Relaxed) && call == Call::Write;
        let is_there = path.components().any(|part| part.as_os_str() == "images");
        if is_full && is_there { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn after(&self, _: Call, _: &Path) {}
}

#[test]
fn an_image_that_cannot_be_taken_is_told_at_once_and_so_is_the_next_one_that_can() {
    let dir = TempDir::new().unwrap();
    let gate = Arc::new(NoRoomForImages(AtomicBool::new(true)));
    let options = Options { gate: Some(gate.clone()), image_bytes: 4_000, ..short_segments() };
    let (engine, _) = with(dir.path(), options).unwrap();
    let (tell, told) = unbounded();
    engine.tell_of_changes(Arc::new(move || {
        // The engine outlives whoever listens.
        let _ = tell.send(());
    }));
    let mut written = 0;
    let mut until = |amiss: bool| {
        while told.recv_timeout(Duration::from_millis(5)).is_err() || engine.troubles().is_empty() == amiss {
            written += 1;
            add(&engine, [written]);
        }
    };
    until(true);
    assert!(matches!(&engine.troubles()[..], [Finding::ImageNotTaken { why }] if why.key() == "disk-full"));
    gate.0.store(false, Ordering::Relaxed);
    until(false);
}
