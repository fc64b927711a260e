//! Damage is found and never silent: whatever byte of whatever file is not what was written, the store is recovered in
//! full, or says what is wrong, or shows that nothing depended on it. It never panics, hangs or shows what was never
//! written.

use crate::campaign::{Dice, Tally, campaign};
use crate::child::child as run;
use crate::place::{Written, copy_dir, files, open_with, scratch};
use crate::workload::{Acknowledged, Contents, commit};
use callsheet::domain::caught::keep_quiet;
use callsheet::domain::finding::Finding;
use callsheet::store::engine::{Engine, EngineError, Rev};
use callsheet::store::sled::{Options, SledEngine, unwatched};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const CHILD_DIR: &str = "CALLSHEET_TRUST_DAMAGED_DIR";
const COMMITS: u64 = 120;
/// Longer than any opening takes.
const HANGS: Duration = Duration::from_mins(5);
const FLIPS: u64 = 500;
const OTHERS: u64 = 100;
const SILENT: &str = "lost, and nothing is said";

/// The truth is in image and journal: a damaged view costs nothing.
#[test]
fn a_damaged_view_is_recovered_in_full() {
    let bases = bases();
    campaign("damaged_view", FLIPS + OTHERS, |seed, tally| {
        let verdict = try_out(&bases, "store", seed, tally);
        assert!(verdict.starts_with("unharmed") || verdict == "recovered", "{verdict}");
    });
}

#[test]
fn a_damaged_journal_is_named_or_without_effect() {
    let bases = bases();
    campaign("damaged_journal", FLIPS + OTHERS, |seed, tally| {
        let verdict = try_out(&bases, "journal", seed, tally);
        assert!(verdict != SILENT, "{verdict}");
    });
}

#[test]
fn a_damaged_image_costs_nothing_and_is_found() {
    let bases = bases();
    campaign("damaged_image", FLIPS + OTHERS, |seed, tally| {
        let verdict = try_out(&bases, "images", seed, tally);
        // Nothing depends on an image that is gone as long as the journal reaches back to the beginning.
        let found = ["unharmed, and found by a check", "recovered"].contains(&&*verdict);
        assert!(found || (seed >= FLIPS && verdict == "unharmed"), "{verdict}");
    });
}

/// Stores with the same commits and an image among them, plain and encrypted: closed, left, and as a killed program
/// leaves them.
fn bases() -> Vec<TempDir> {
    let bases: Vec<_> = [Written::Plain, Written::Sealed].into_iter().flat_map(ends).collect();
    for base in &bases {
        let dir = scratch();
        copy_dir(base.path(), &dir.path().join("copy"));
        assert_eq!(judged(&dir.path().join("copy")), "unharmed", "there is nothing to be found yet");
    }
    bases
}

fn ends(written: Written) -> [TempDir; 3] {
    let (closed, left, killed) = (scratch(), scratch(), scratch());
    let engine = made(closed.path(), written);
    engine.close().unwrap();
    drop(engine);
    drop(made(left.path(), written));
    let running = scratch();
    let engine = made(running.path(), written);
    copy_dir(running.path(), killed.path());
    drop(engine);
    [closed, left, killed]
}

/// An image stands after two thirds of the commits, and no other is begun.
fn made(dir: &Path, written: Written) -> SledEngine {
    let then = COMMITS * 2 / 3;
    let (engine, _) = written.open(dir);
    for n in 0..then {
        commit(&engine, n).unwrap();
    }
    while !files(dir).iter().any(|(path, _)| path.extension() == Some("image".as_ref())) {
        thread::yield_now();
    }
    drop(engine);
    let (engine, _) = open_with(dir, &Options { image_bytes: u64::MAX, ..written.options() });
    for n in then..COMMITS {
        commit(&engine, n).unwrap();
    }
    engine
}

fn is_in(path: &Path, part: &str) -> bool {
    path.components().any(|step| step.as_os_str() == part)
}

/// Damages a copy of a store in one place and tells what a process of its own makes of it.
fn try_out(bases: &[TempDir], part: &str, seed: u64, tally: &mut Tally) -> String {
    let mut dice = Dice::new(seed);
    let above = scratch();
    let dir = above.path().join("copy");
    copy_dir(bases[dice.below(bases.len() as u64) as usize].path(), &dir);
    let damage = if seed < FLIPS { flip } else { wound };
    let done = damage(&some_file(&dir, part, &mut dice), &mut dice);
    print!("{part} {seed}: {done}: ");
    let verdict = judged(&dir);
    println!("{verdict}");
    tally.one(&verdict);
    verdict
}

/// A file of this part of the store, the more likely the longer it is.
fn some_file(dir: &Path, part: &str, dice: &mut Dice) -> PathBuf {
    let mut files = files(dir);
    files.retain(|(path, len)| *len > 0 && is_in(path, part));
    assert!(!files.is_empty(), "nothing in {part}");
    let mut at = dice.below(files.iter().map(|(_, len)| len).sum());
    if dice.once_in(4) {
        return files.swap_remove(dice.below(files.len() as u64) as usize).0;
    }
    let hit = files.into_iter().find(|(_, len)| {
        let here = at < *len;
        at = at.saturating_sub(*len);
        here
    });
    hit.unwrap().0
}

/// One byte is another.
fn flip(path: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(path).unwrap();
    let at = dice.below(bytes.len() as u64) as usize;
    bytes[at] ^= 1 << dice.below(8);
    fs::write(path, bytes).unwrap();
    format!("byte {at} of {}", path.display())
}

/// A tail is cut off, half is zeros, half is missing, or all of it.
fn wound(path: &Path, dice: &mut Dice) -> String {
    let mut bytes = fs::read(path).unwrap();
    let (len, half) = (bytes.len(), bytes.len() / 2);
    let what = match dice.below(4) {
        0 => {
            bytes.truncate(dice.below(len as u64) as usize);
            "tail cut"
        }
        1 => {
            bytes[half..].fill(0);
            "second half zeros"
        }
        2 => {
            bytes.drain(..half);
            "first half missing"
        }
        _ => {
            fs::remove_file(path).unwrap();
            return format!("{} missing", path.display());
        }
    };
    fs::write(path, bytes).unwrap();
    format!("{what} of {}", path.display())
}

fn judged(dir: &Path) -> String {
    let child = run("damage::child", &[(CHILD_DIR, dir.as_os_str())]).output().unwrap();
    let (said, complained) = (String::from_utf8_lossy(&child.stdout), String::from_utf8_lossy(&child.stderr));
    assert!(child.status.success() && complained.is_empty(), "{said}{complained}");
    said.lines().find_map(|line| line.strip_prefix("verdict: ")).unwrap().to_owned()
}

/// Not a test of its own: the process that opens what was damaged.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    thread::spawn(|| {
        thread::sleep(HANGS);
        eprintln!("hangs");
        std::process::abort();
    });
    keep_quiet();
    println!("\nverdict: {}", verdict(Path::new(&dir)));
}

/// What becomes of the store: opened, read through, and opened again when reading it failed, as a host does.
fn verdict(dir: &Path) -> &'static str {
    let history: Vec<Acknowledged> = (0..COMMITS).map(|n| (n, Rev(n + 1))).collect();
    let probed = || Options { probe: Some(env!("CARGO_BIN_EXE_callsheet").into()), ..Written::Sealed.options() };
    let mut failed = false;
    for _ in 0..3 {
        let Ok((engine, opened)) = SledEngine::open(dir, probed(), &mut unwatched) else { return "refused" };
        let said = failed || opened.rebuilt.is_some() || opened.torn.is_some() || opened.image_fault.is_some();
        let Ok(shown) = shown(&engine) else {
            failed = true;
            continue;
        };
        if shown == Contents::after(&history) {
            return match (said, found(&engine)) {
                (true, _) => "recovered",
                (false, true) => "unharmed, and found by a check",
                (false, false) => "unharmed",
            };
        }
        assert!(shown.is_part_of(&history), "something is shown that was never written");
        return if said || found(&engine) { "lost and reported" } else { SILENT };
    }
    "fails on reading"
}

fn shown(engine: &SledEngine) -> Result<Contents, EngineError> {
    Contents::of(&*engine.snapshot()?)
}

/// Whether a check of everything finds that something is wrong.
fn found(engine: &SledEngine) -> bool {
    let looked = |finding: &Finding| matches!(finding, Finding::Looked { .. });
    engine.check(&mut unwatched).map_or(true, |findings| !findings.iter().all(looked))
}
