//! Nothing acknowledged is lost and nothing half-written when the program is killed under load, wherever it is.

use crate::campaign::{Dice, campaign};
use crate::child::child as run;
use crate::place::{Written, scratch};
use crate::workload::{Acknowledged, assert_kept, commit};
use callsheet::store::engine::Rev;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

const CHILD_DIR: &str = "CALLSHEET_TRUST_KILLED_DIR";
const CHILD_FIRST: &str = "CALLSHEET_TRUST_KILLED_FIRST";
const CHILD_SEED: &str = "CALLSHEET_TRUST_KILLED_SEED";
const WRITERS: u64 = 4;
/// How often one store is killed before a fresh one is begun.
const KILLS: u64 = 10;
/// Numbers of commits set apart for each life of the program.
const LIFE: u64 = 1_000_000;

/// Not a test of its own: the process the test below starts and kills. What it acknowledges it tells at once.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let [first, seed] = [CHILD_FIRST, CHILD_SEED].map(|name| std::env::var(name).unwrap().parse::<u64>().unwrap());
    let (engine, _) = Written::of(seed).open(Path::new(&dir));
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let engine = &engine;
            scope.spawn(move || {
                for n in (first + writer..).step_by(WRITERS as usize) {
                    let (n, rev) = commit(engine, n).unwrap();
                    writeln!(std::io::stdout().lock(), "acknowledged {n} {rev}").unwrap();
                }
            });
        }
    });
}

#[test]
fn an_acknowledged_commit_survives_kill_nine() {
    campaign("killed", 100, |seed, tally| {
        let mut dice = Dice::new(seed);
        let dir = scratch();
        let mut acknowledged = Vec::new();
        for life in 0..KILLS {
            acknowledged.extend(live_and_die(dir.path(), seed, life * LIFE, &mut dice));
            tally.one("kills");
            // Now and then it is killed again before anybody looked.
            if !dice.once_in(4) {
                tally.add("replayed", look(dir.path(), seed, &acknowledged));
            }
        }
        look(dir.path(), seed, &acknowledged);
        tally.add("acknowledged", acknowledged.len() as u64);
        tally.add("lost", 0);
    });
}

fn look(dir: &Path, seed: u64, acknowledged: &[Acknowledged]) -> u64 {
    let (engine, opened) = Written::of(seed).open(dir);
    assert!(opened.rebuilt.is_none(), "a killed program needs no more than a replay: {opened:?}");
    assert_kept(&engine, acknowledged);
    opened.replayed
}

/// Starts the program, kills it at some moment, opening included, and tells what it had acknowledged.
fn live_and_die(dir: &Path, seed: u64, first: u64, dice: &mut Dice) -> Vec<Acknowledged> {
    let [seed, first] = [seed, first].map(|number| number.to_string());
    let told: [(_, &OsStr); 3] =
        [(CHILD_DIR, dir.as_ref()), (CHILD_SEED, seed.as_ref()), (CHILD_FIRST, first.as_ref())];
    let mut child = run("killed::child", &told).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut told = Vec::new();
    if dice.once_in(5) {
        thread::sleep(Duration::from_micros(dice.below(40_000)));
    } else {
        let enough = 1 + dice.below(60) as usize;
        told.extend(lines.by_ref().filter_map(|line| acknowledged(&line.unwrap())).take(enough));
        assert_eq!(told.len(), enough, "it ended by itself");
        thread::sleep(Duration::from_micros(dice.below(2_000)));
    }
    child.kill().unwrap();
    told.extend(lines.filter_map(|line| acknowledged(&line.unwrap())));
    child.wait().unwrap();
    told
}

fn acknowledged(line: &str) -> Option<Acknowledged> {
    let mut words = line.strip_prefix("acknowledged ")?.split(' ').map(str::parse);
    Some((words.next()?.unwrap(), Rev(words.next()?.unwrap())))
}
