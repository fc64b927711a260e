//! The rule for duplicates against doubles it was not made for: `bench/duplicates.rs` in short, judged by counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "bench/doubles/mod.rs"]
mod doubles;

use callsheet::analytics::duplicates::{Census, Profile, Work, find};
use callsheet::domain::duplicate::Pair;
use doubles::{doubles, quality};
use std::sync::atomic::AtomicBool;

const CUSTOMERS: usize = 20_000;
const PAIRS: usize = 500;

#[test]
fn planted_doubles_are_found_and_look_alikes_are_not() {
    let made = doubles(CUSTOMERS, PAIRS, 11);
    let profiles: Vec<Profile> =
        made.customers.iter().map(|customer| Profile::of(customer, &customer.company)).collect();
    let stop = AtomicBool::new(false);
    let work = Work { threads: 2, stop: &stop, told: &mut |_, _| {} };
    let found = find(&profiles, &Census::of(&profiles), Pair::LIKELY, work).unwrap();
    let quality = quality(found.pairs.iter().map(|pair| (pair.one.0, pair.other.0)), &made.planted);
    assert!(quality.recall >= 0.95, "recall {}", quality.recall);
    assert!(quality.precision >= 0.98, "precision {}", quality.precision);
    assert!(found.compared < 100 * CUSTOMERS as u64, "{} pairs compared", found.compared);
}
