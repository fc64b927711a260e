//! A big file on its way in: `cargo bench --bench import`.
//!
//! A million customers as CSV (`CALLSHEET_BENCH_ROWS` sets another size) through the command line, into a store of its
//! own, with the most memory the command and the host held; the same file again, of which every row is there already;
//! beside it the same records and index keys put straight into the engine, and SQLite's `.import` where `sqlite3` is
//! installed. The four do not do the same: only the first reads values, looks each row up, and can take all of it back.
//!
//! Not a test: it prints, and judges nothing. Stopped midway (Ctrl-C, SIGTERM) it leaves no host and no file behind.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use callsheet::store::engine::{Batch, BatchId, Engine, Outcome};
use callsheet::store::sled::{Options, SledEngine, unwatched};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_callsheet");
/// Rows of a commit straight into the engine, as of a batch of an import.
const TOGETHER: usize = 500;
/// Index keys of a customer of the file: its name, its id elsewhere, its address, its number.
const INDEX_KEYS: u64 = 4;
/// Between two looks at how much memory a program holds.
const LOOK: Duration = Duration::from_millis(20);

fn main() {
    let rows = std::env::var("CALLSHEET_BENCH_ROWS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let place = Place::new();
    let file = place.path.join("customers.csv");
    make(&file, rows);
    println!("{rows} rows, {} MB\n", fs::metadata(&file).unwrap().len() >> 20);
    println!("{:<36} {:>9} {:>11} {:>16} {:>13}", "", "seconds", "rows/s", "command MB", "host MB");
    through_the_command(&place, &file, rows);
    into_the_engine(&place, &file, rows);
    into_sqlite(&place, &file, rows);
}

/// Where it all lies, gone with the program, also where somebody stops it.
struct Place {
    path: PathBuf,
    stopped: Arc<AtomicBool>,
}

impl Place {
    fn new() -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-import");
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let stopped = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&stopped)).unwrap();
        }
        Self { path, stopped }
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A program that does not outlive this one.
struct Running(Child);

impl Running {
    /// The most memory it held so far, in KB.
    fn most_held(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A line of the table.
fn told(what: &str, rows: u64, took: Duration, memory: Option<(u64, u64)>) {
    let rate = rows as f64 / took.as_secs_f64();
    let (command, host) = memory.map_or_else(Default::default, |(c, h)| ((c >> 10).to_string(), (h >> 10).to_string()));
    println!("{what:<36} {:>9.2} {rate:>11.0} {command:>16} {host:>13}", took.as_secs_f64());
}

/// Customers of all kinds of names, each with an id, a number and an address.
fn make(file: &Path, rows: u64) {
    let mut to = BufWriter::new(File::create(file).unwrap());
    writeln!(to, "id,name,phone,email,city,tags").unwrap();
    let (given, family) =
        (["Anna", "Ben", "Cleo", "Dana", "张", "李"], ["Meyer", "Groß", "Novák", "Smith", "伟", "娜"]);
    let cities = ["Ulm", "Köln", "上海", "Leeds", "Plzeň"];
    for row in 0..rows {
        let at = |all: &[&'static str], by: u64| all[(row / by) as usize % all.len()];
        let (first, last, city) = (at(&given, 1), at(&family, 7), at(&cities, 3));
        writeln!(
            to,
            "K{row},{first} {last} {row},+49 30 {:07},k{row}@example.com,{city},fair",
            row % 9_000_000 + 1_000_000
        )
        .unwrap();
    }
}

fn through_the_command(place: &Place, file: &Path, rows: u64) {
    let data = place.path.join("store");
    let command = |args: &[&str]| {
        let mut command = Command::new(BINARY);
        command.arg("--data").arg(&data).args(args).stdout(Stdio::null());
        command
    };
    let mut host = Running(command(&["serve"]).spawn().unwrap());
    while !command(&["status"]).stderr(Stdio::null()).status().unwrap().success() {
        std::thread::sleep(LOOK);
    }
    for what in ["callsheet import", "callsheet import, all there already"] {
        let begun = Instant::now();
        let mut import = Running(command(&["import", file.to_str().unwrap()]).spawn().unwrap());
        let mut held = 0;
        let ended = loop {
            if place.is_stopped() {
                return;
            }
            match import.0.try_wait().unwrap() {
                Some(ended) => break ended,
                None => held = held.max(import.most_held()),
            }
            std::thread::sleep(LOOK);
        };
        assert!(ended.success(), "{what}: {ended}");
        told(what, rows, begun.elapsed(), Some((held, host.most_held())));
    }
    assert!(command(&["stop"]).status().unwrap().success());
    host.0.wait().unwrap();
}

/// Each row as one record and its index keys, as many rows a commit as an import takes.
fn into_the_engine(place: &Place, file: &Path, rows: u64) {
    if place.is_stopped() {
        return;
    }
    let (engine, _) = SledEngine::open(&place.path.join("engine"), Options::default(), &mut unwatched).unwrap();
    let begun = Instant::now();
    let mut lines = BufReader::new(File::open(file).unwrap()).lines().map(Result::unwrap).skip(1).enumerate();
    for commit in 0_u128.. {
        let mut batch = Batch::new(BatchId((commit + 1).to_be_bytes()));
        for (row, line) in lines.by_ref().take(TOGETHER) {
            batch = batch.put([&[1], &(row as u64).to_be_bytes()[..]].concat(), line.into_bytes());
            for key in 0..INDEX_KEYS {
                let scattered = (row as u64 * INDEX_KEYS + key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                batch = batch.put([&[2 + key as u8], &scattered.to_be_bytes()[..], &[0; 16]].concat(), []);
            }
        }
        if batch.ops.is_empty() {
            break;
        }
        if place.is_stopped() {
            return;
        }
        assert!(matches!(engine.commit(batch).unwrap(), Outcome::Done(_)));
    }
    told("the engine alone", rows, begun.elapsed(), None);
    engine.close().unwrap();
}

fn into_sqlite(place: &Place, file: &Path, rows: u64) {
    if place.is_stopped() {
        return;
    }
    let begun = Instant::now();
    let mut sqlite = Command::new("sqlite3");
    sqlite.arg(place.path.join("sqlite")).arg(".mode csv").arg(format!(".import {} customers", file.display()));
    match sqlite.status() {
        Ok(status) if status.success() => told("sqlite3 .import", rows, begun.elapsed(), None),
        _ => println!("sqlite3 .import: skipped, sqlite3 is not installed"),
    }
}
