//! Any call of ours to the disk may fail, once or for good: what was acknowledged stays, what was refused is said to be,
//! and once the disk is well again the store opens and goes on.

use crate::campaign::campaign;
use crate::place::{Written, copy_dir, key, options, scratch, try_open};
use crate::workload::{Acknowledged, assert_kept, commit, filled, id, whole};
use callsheet::store::engine::{Engine, EngineError, Health};
use callsheet::store::sled::{Call, Gate, Options, SledEngine, compact, restore, unwatched};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

const COMMITS: u64 = 12;

/// A disk that fails at one call, or from there on.
#[derive(Debug)]
struct Failing {
    at: u64,
    lasting: bool,
    calls: AtomicU64,
}

impl Gate for Failing {
    fn before(&self, _: Call, _: &Path) -> io::Result<()> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let kinds = [io::ErrorKind::StorageFull, io::ErrorKind::ReadOnlyFilesystem, io::ErrorKind::Other];
        let fails = call == self.at || (self.lasting && call > self.at);
        if fails { Err(kinds[(self.at % 3) as usize].into()) } else { Ok(()) }
    }

    fn after(&self, _: Call, _: &Path) {}
}

fn failing(at: u64, lasting: bool) -> Arc<Failing> {
    Arc::new(Failing { at, lasting, calls: AtomicU64::new(0) })
}

#[test]
fn any_call_to_the_disk_may_fail() {
    // An encrypted store makes a few calls more.
    let sound = failing(u64::MAX, false);
    let mut life = Life::default();
    life.go_on(scratch().path(), Written::Sealed, &sound);
    assert_eq!(life.refused, 0);
    let calls = sound.calls.load(Ordering::Relaxed);
    campaign("faults", calls, |at, tally| {
        for lasting in [false, true] {
            let dir = scratch();
            let mut life = Life::default();
            let written = Written::of(at);
            life.go_on(dir.path(), written, &failing(at, lasting));
            let (engine, _) = written.open(dir.path());
            let history = assert_kept(&engine, &life.acknowledged).history();
            for n in 0..life.next {
                let kept = history.iter().find(|(kept, _)| *kept == n).map(|(_, rev)| *rev);
                assert_eq!(engine.outcome(id(n)).unwrap(), kept, "what is said of commit {n} is not so");
            }
            commit(&engine, u64::MAX).unwrap();
            tally.one("calls failed");
            tally.add("commits refused", life.refused);
            tally.add("acknowledged", life.acknowledged.len() as u64);
            tally.add("lost", 0);
        }
    });
}

/// What a store went through.
#[derive(Default)]
struct Life {
    next: u64,
    acknowledged: Vec<Acknowledged>,
    refused: u64,
}

impl Life {
    /// Opened, written, backed up, closed, compacted, opened again; whatever fails, the next thing is tried.
    fn go_on(&mut self, dir: &Path, written: Written, disk: &Arc<Failing>) {
        for _ in 0..2 {
            // Segments so short that every few commits begin one.
            let options = Options { gate: Some(disk.clone()), segment_bytes: 16 << 10, ..written.options() };
            match try_open(dir, &options) {
                Ok((engine, _)) => self.write(&engine, &dir.join("image")),
                Err(error) => says_why(&error),
            }
            if let Err(error) = compact(dir, &options, &mut unwatched) {
                says_why(&error);
            }
        }
    }

    fn write(&mut self, engine: &SledEngine, image: &Path) {
        // What was refused before may yet have been found in the journal.
        let found = engine.revision().0;
        let before = self.acknowledged.len() as u64;
        for _ in 0..COMMITS {
            match commit(engine, self.next) {
                Ok(done) => self.acknowledged.push(done),
                Err(error) => {
                    self.refused += 1;
                    says_why(&error);
                    assert!(matches!(engine.health(), Health::ReadOnly { .. }), "{:?}", engine.health());
                }
            }
            self.next += 1;
        }
        // Refused or not, what is seen is whole, and nothing more than was acknowledged.
        let shown = assert_kept(engine, &self.acknowledged).history().len() as u64;
        assert_eq!(shown - found, self.acknowledged.len() as u64 - before);
        if let Err(error) = engine.back_up(image, &mut unwatched) {
            says_why(&error);
        }
        if let Err(error) = engine.close() {
            says_why(&error);
        }
    }
}

fn says_why(error: &EngineError) {
    assert!(matches!(error, EngineError::Io { .. } | EngineError::ReadOnly { .. }), "{error}");
}

#[test]
fn a_restore_that_fails_leaves_the_store_there_was() {
    // The backup is plain and the store is not, so that it is written anew on the way.
    let (old, other) = (scratch(), scratch());
    let (before, _) = filled(old.path(), 0..30, Written::Sealed);
    let (after, engine) = filled(other.path(), 100..120, Written::Plain);
    let image = other.path().join("image");
    engine.back_up(&image, &mut unwatched).unwrap();
    let restored = |disk: Arc<Failing>| {
        let dir = scratch();
        copy_dir(old.path(), dir.path());
        let options = Options { gate: Some(disk), key: Some(key()), ..options() };
        let ended = restore(dir.path(), &image, &options, &mut unwatched);
        (ended.map(drop), whole(&Written::Sealed.open(dir.path()).0).unwrap())
    };
    let sound = failing(u64::MAX, false);
    assert_eq!(restored(sound.clone()).1, after);
    campaign("failing_restores", sound.calls.load(Ordering::Relaxed), |at, tally| {
        for lasting in [false, true] {
            match restored(failing(at, lasting)) {
                (Ok(()), contents) => assert_eq!(contents, after),
                (Err(error), contents) => {
                    says_why(&error);
                    assert!(contents == before || contents == after, "neither the old nor the new: {error}");
                }
            }
            tally.one("calls failed");
        }
    });
}
