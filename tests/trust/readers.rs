//! Readers see whole commits only, whatever writers do meanwhile; and they never stop the writer.

use crate::campaign::{Dice, campaign};
use crate::place::{open, open_with, options, scratch};
use crate::workload::{batch, commit, id, whole};
use callsheet::store::engine::{Batch, Direction, Engine, KeyRange, Outcome, Rev, Snapshot, Stored};
use callsheet::store::sled::{Call, Gate, Options};
use parking_lot::Mutex;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

const WRITERS: u64 = 3;
const READERS: u64 = 3;
const COMMITS: u64 = 60;
/// The keys every commit writes, far enough from each other to lie on several pages.
const ROWS: u64 = 12;

fn row(n: u64) -> Vec<u8> {
    format!("k{:03}-row", n * 400 / ROWS).into_bytes()
}

/// Commit `n` of the workload, which besides writes its number into every row.
fn signed(n: u64) -> Batch {
    (0..ROWS).fold(batch(n), |batch, at| batch.put(row(at), n.to_be_bytes()))
}

#[test]
fn no_reader_sees_half_a_commit() {
    campaign("readers", 100, |seed, tally| {
        let dir = scratch();
        let (engine, _) = open(dir.path());
        let (writing, looks) = (AtomicBool::new(true), AtomicU64::new(0));
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let engine = &engine;
                    scope.spawn(move || (0..COMMITS).for_each(|n| write(engine, seed << 32 | writer << 16 | n)))
                })
                .collect();
            for reader in 0..READERS {
                let (engine, writing, looks) = (&engine, &writing, &looks);
                scope.spawn(move || {
                    let mut dice = Dice::new(seed << 8 | reader);
                    let mut last = Rev(0);
                    while writing.load(Ordering::Relaxed) {
                        last = look(engine, last, &mut dice);
                        looks.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
            for writer in writers {
                writer.join().unwrap();
            }
            writing.store(false, Ordering::Relaxed);
        });
        assert_eq!(engine.revision(), Rev(WRITERS * COMMITS));
        tally.add("commits", WRITERS * COMMITS);
        tally.add("looks", looks.into_inner());
    });
}

fn write(engine: &dyn Engine, n: u64) {
    assert!(matches!(engine.commit(signed(n)).unwrap(), Outcome::Done(_)));
}

/// Looks at one revision by key, by range, forwards and backwards: the rows always tell of one and the same commit.
fn look(engine: &dyn Engine, last: Rev, dice: &mut Dice) -> Rev {
    let snapshot = engine.snapshot().unwrap();
    assert!(snapshot.rev() >= last, "time went backwards");
    let by_key: Vec<_> = (0..ROWS).map(|at| snapshot.get(&row(at)).unwrap()).collect();
    assert!(by_key.windows(2).all(|pair| pair[0] == pair[1]), "half a commit by key: {by_key:?}");
    assert_eq!(by_key[0].as_ref().map_or(Rev(0), |stored| stored.rev), snapshot.rev(), "every commit writes the rows");

    let direction = if dice.once_in(2) { Direction::Forward } else { Direction::Reverse };
    let scanned = rows(&*snapshot, direction, dice.below(400));
    assert!(scanned.iter().all(|stored| Some(stored) == by_key[0].as_ref()), "half a commit by range: {scanned:?}");
    snapshot.rev()
}

/// The rows of a scan from some key on.
fn rows(snapshot: &dyn Snapshot, direction: Direction, from: u64) -> Vec<Stored> {
    let range = KeyRange { start: format!("k{from:03}").into_bytes(), end: None };
    let entries = snapshot.scan(range, direction).map(Result::unwrap);
    entries.filter(|(key, _)| key.ends_with(b"-row")).map(|(_, stored)| stored).collect()
}

#[test]
fn a_long_scan_never_stops_the_writer() {
    let dir = scratch();
    let (engine, _) = open(dir.path());
    for n in 0..300 {
        commit(&engine, n).unwrap();
    }
    let before = whole(&engine).unwrap().history().len();
    let snapshot = engine.snapshot().unwrap();
    let mut n = 300;
    let mut seen = 0;
    for entry in snapshot.scan(KeyRange::all(), Direction::Forward) {
        // The scan stands still, in the middle of a page, and two commits are answered.
        entry.unwrap();
        commit(&engine, n).unwrap();
        commit(&engine, n + 1).unwrap();
        n += 2;
        seen += 1;
    }
    assert!(seen > 300 && n == 300 + 2 * seen);
    assert_eq!(snapshot.rev(), Rev(before as u64));
    assert_eq!(whole(&engine).unwrap().history().len() as u64, n);
}

/// A disk on which a sync takes as long as one likes.
#[derive(Debug)]
struct SlowDisk {
    slow: AtomicBool,
    syncing: Sender<()>,
    synced: Mutex<Receiver<()>>,
}

impl Gate for SlowDisk {
    fn before(&self, call: Call, _: &Path) -> io::Result<()> {
        if call == Call::SyncData && self.slow.load(Ordering::Relaxed) {
            self.syncing.send(()).unwrap();
            self.synced.lock().recv().unwrap();
        }
        Ok(())
    }

    fn after(&self, _: Call, _: &Path) {}
}

#[test]
fn nothing_is_seen_before_it_is_durable() {
    let (dir, (syncing, begun), (done, synced)) = (scratch(), channel(), channel());
    let disk = Arc::new(SlowDisk { slow: AtomicBool::new(false), syncing, synced: Mutex::new(synced) });
    // No image is taken, which would be synced too.
    let behind = Options { gate: Some(disk.clone()), image_bytes: u64::MAX, ..options() };
    let (engine, _) = open_with(dir.path(), &behind);
    disk.slow.store(true, Ordering::Relaxed);
    for n in 0..50 {
        let before = whole(&engine).unwrap();
        thread::scope(|scope| {
            let writer = scope.spawn(|| commit(&engine, n).unwrap());
            begun.recv().unwrap();
            assert!(whole(&engine).unwrap() == before, "it is shown before it is durable");
            assert_eq!((engine.revision(), engine.outcome(id(n)).unwrap()), (Rev(n), None));
            done.send(()).unwrap();
            assert_eq!(writer.join().unwrap(), (n, Rev(n + 1)));
        });
        assert_eq!(engine.outcome(id(n)).unwrap(), Some(Rev(n + 1)));
    }
}
