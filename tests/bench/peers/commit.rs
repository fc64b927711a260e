//! A durable commit of five keys: beside the least it can cost (a write and an fdatasync, to a file that grows and to
//! one that was filled with zeros before) and beside SQLite (WAL, synchronous=FULL), in one run on one disk. All take
//! turns, so that a disk in a bad mood is so to all.
//!
//! Not a test: it prints, and judges nothing. The directory to work in may be given; else it is beside the program.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../floor.rs"]
mod floor;
mod ours;
#[path = "../sample.rs"]
mod sample;
mod sqlite;

use floor::Floor;
use ours::Ours;
use sample::Sample;
use sqlite::Sqlite;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TURNS: u64 = 30;
/// Commits of one turn.
const TURN: u64 = 100;
const THREADS: u64 = 32;
/// How long the threads of one turn commit.
const CROWD: Duration = Duration::from_secs(3);
const CROWDS: u64 = 3;
/// How many of the stores are floors.
const FLOORS: usize = 2;

/// An interaction logged, as bytes: a record, two index keys, an audit entry, what undoes it.
const VALUES: [usize; 5] = [260, 0, 0, 90, 120];
const KEY: usize = 17;

/// Something that makes five keys durable.
trait Store: Sync {
    /// Commit `n`; durable on return.
    fn commit(&self, n: u64);
}

impl Store for Floor {
    fn commit(&self, _: u64) {
        self.write();
    }
}

fn main() {
    let beside = || std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let dir = TempDir::new_in(std::env::args_os().nth(1).map_or_else(beside, PathBuf::from)).unwrap();
    let bytes = VALUES.iter().sum::<usize>() + 5 * KEY;
    let stores: [(&str, Box<dyn Store>); 4] = [
        ("append + fdatasync", Box::new(Floor::growing(dir.path(), bytes))),
        ("write over zeros + fdatasync", Box::new(Floor::filled(dir.path(), bytes))),
        ("callsheet, 5 keys", Box::new(Ours::new(&dir.path().join("ours")))),
        ("SQLite WAL FULL, 5 keys", Box::new(Sqlite::new(&dir.path().join("sqlite")))),
    ];
    println!("{}\n", dir.path().display());
    alone(&stores);
    together(&stores);
}

/// One thread; each commit timed.
fn alone(stores: &[(&str, Box<dyn Store>)]) {
    Sample::header();
    let mut spans = vec![Vec::new(); stores.len()];
    for turn in 0..TURNS {
        for ((_, store), spans) in stores.iter().zip(&mut spans) {
            spans.extend((0..TURN).map(|n| {
                let begun = Instant::now();
                store.commit(turn * TURN + n);
                begun.elapsed()
            }));
        }
    }
    let samples: Vec<_> = stores.iter().zip(spans).map(|((name, _), spans)| Sample::from_spans(name, spans)).collect();
    let [floor, filled, ours, sqlite] = &samples[..] else { panic!("four stores") };
    ours.compare(floor);
    ours.compare(filled);
    sqlite.compare(floor);
    ours.compare(sqlite);
}

/// Many threads; commits counted.
fn together(stores: &[(&str, Box<dyn Store>)]) {
    println!("\n{THREADS} threads, commits a second; and as a multiple of one thread that syncs each (either floor)");
    let next = AtomicU64::new(TURNS * TURN);
    let mut counts = vec![0; stores.len()];
    for _ in 0..CROWDS {
        for (at, (_, store)) in stores.iter().enumerate() {
            // The floors are what one thread gets that syncs each commit.
            let threads = if at < FLOORS { 1 } else { THREADS };
            counts[at] += crowd(&**store, threads, &next);
        }
    }
    let (growing, filled) = (counts[0] as f64, counts[1] as f64);
    for ((name, _), count) in stores.iter().zip(counts) {
        let a_second = count as f64 / (CROWD.as_secs_f64() * CROWDS as f64);
        println!("{name:<44} {a_second:>10.0} {:>9.2}× {:>9.2}×", count as f64 / growing, count as f64 / filled);
    }
}

fn crowd(store: &dyn Store, threads: u64, next: &AtomicU64) -> u64 {
    let (begun, count) = (Instant::now(), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while begun.elapsed() < CROWD {
                    store.commit(next.fetch_add(1, Ordering::Relaxed));
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    count.into_inner()
}

/// The five keys and values of commit `n`, scattered as real ones are.
fn entries(n: u64) -> [([u8; KEY], Vec<u8>); 5] {
    std::array::from_fn(|at| {
        let scattered = (n * 5 + at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut key = [at as u8; KEY];
        key[1..9].copy_from_slice(&scattered.to_be_bytes());
        (key, vec![at as u8; VALUES[at]])
    })
}
