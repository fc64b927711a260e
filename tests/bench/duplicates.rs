//! 10,000 planted doubles among 1,000,000 customers: how many are found, how many wrongly, and in what time.
//!
//! Not a test: it prints and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size, of which one in a hundred is
//! a double; `CALLSHEET_BENCH_MISSED` prints what was missed and what was found wrongly.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod doubles;

use callsheet::analytics::duplicates::{Census, Profile, Work, find};
use callsheet::domain::customer::Customer;
use callsheet::domain::duplicate::Pair;
use doubles::{doubles, quality};
use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

fn main() {
    let size = std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let made = doubles(size, size / 100, 7);
    println!("{size} customers, {} planted pairs", made.planted.len());
    let begun = Instant::now();
    let profiles: Vec<Profile> =
        made.customers.iter().map(|customer| Profile::of(customer, &customer.company)).collect();
    println!("read        {:>8.2?}", begun.elapsed());
    let census = Census::of(&profiles);
    println!("counted     {:>8.2?}", begun.elapsed());
    let stop = AtomicBool::new(false);
    let told = &mut |done, of| println!("step {done:>2}/{of}  {:>8.2?}", begun.elapsed());
    let found = find(&profiles, &census, 50, Work { threads: 2, stop: &stop, told }).unwrap();
    println!("found in    {:>8.2?}, {} pairs compared", begun.elapsed(), found.compared);
    println!("CPU         {:>7.1} s, with making the customers", cpu_seconds());
    for least in [50, 55, Pair::LIKELY, 65, 70, 75, 80, Pair::CERTAIN, 90] {
        let listed: Vec<_> = found.pairs.iter().filter(|pair| pair.score >= least).collect();
        let quality = quality(listed.iter().map(|pair| (pair.one.0, pair.other.0)), &made.planted);
        let (recall, precision) = (100.0 * quality.recall, 100.0 * quality.precision);
        println!("from {least:>3}: {:>6} pairs, recall {recall:.2} %, precision {precision:.2} %", listed.len());
    }
    if std::env::var_os("CALLSHEET_BENCH_MISSED").is_some() {
        slips(&found.pairs, &made.planted, &made.customers);
    }
}

/// What this process used of all processors, in hundredths that Linux counts: a busy machine does not add to it.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_the_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_the_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Some of what was missed, and of what was found wrongly.
fn slips(found: &[Pair], planted: &HashSet<(u64, u64)>, customers: &[Customer]) {
    let likely: HashSet<(u64, u64)> =
        found.iter().filter(|pair| pair.score >= Pair::LIKELY).map(|pair| (pair.one.0, pair.other.0)).collect();
    let told = |id: u64| {
        let c = &customers[id as usize - 1];
        let phones: Vec<_> = c.phones.iter().map(|phone| phone.e164.as_str()).collect();
        format!(
            "{} | {} | {phones:?} {:?} | {} {} {} | {:?}",
            id,
            c.name,
            c.emails,
            c.street,
            c.postal_code,
            c.city,
            c.birthday.map(|b| (b.year, b.month, b.day))
        )
    };
    for (one, other) in planted.iter().filter(|pair| !likely.contains(*pair)).take(15) {
        println!("missed\n  {}\n  {}", told(*one), told(*other));
    }
    for pair in found.iter().filter(|p| p.score >= Pair::LIKELY && !planted.contains(&(p.one.0, p.other.0))).take(60) {
        let why: Vec<_> = pair.evidence.iter().map(|e| format!("{} {}", e.sign, e.points)).collect();
        println!("wrong {} {why:?}\n  {}\n  {}", pair.score, told(pair.one.0), told(pair.other.0));
    }
}
