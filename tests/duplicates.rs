//! The rule for duplicates against doubles it was not made for: `bench/duplicates.rs` in short, judged by counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "bench/doubles/mod.rs"]
mod doubles;

use callsheet::analytics::duplicates::{Census, Profile, Work, find};
use callsheet::domain::duplicate::Pair;
use doubles::{Quality, doubles, quality};
use std::sync::atomic::AtomicBool;

const CUSTOMERS: usize = 20_000;
const PAIRS: usize = 500;
/// Several, so that no luck of one decides; none is the one of the benchmark.
const SEEDS: [u64; 3] = [11, 23, 101];

#[test]
fn planted_doubles_are_found_and_look_alikes_are_not() {
    let (mut recall, mut precision) = (0.0, 0.0);
    for seed in SEEDS {
        let quality = found_of(seed);
        recall += quality.recall / SEEDS.len() as f64;
        precision += quality.precision / SEEDS.len() as f64;
    }
    assert!(recall >= 0.95, "recall {recall}");
    assert!(precision >= 0.98, "precision {precision}");
}

fn found_of(seed: u64) -> Quality {
    let made = doubles(CUSTOMERS, PAIRS, seed);
    let profiles: Vec<Profile> =
        made.customers.iter().map(|customer| Profile::of(customer, &customer.company)).collect();
    let stop = AtomicBool::new(false);
    let work = Work { threads: 2, stop: &stop, told: &mut |_, _| {} };
    let found = find(&profiles, &Census::of(&profiles), Pair::LIKELY, work).unwrap();
    assert!(found.compared < 100 * CUSTOMERS as u64, "{} pairs compared", found.compared);
    quality(found.pairs.iter().map(|pair| (pair.one.0, pair.other.0)), &made.planted)
}
