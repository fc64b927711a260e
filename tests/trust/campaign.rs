//! The same case over and over, each with a seed of its own: counted, watched, and to be had again.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A case that takes longer than this hangs.
const HANGS: Duration = Duration::from_mins(10);

/// What happened how often.
#[derive(Default)]
pub struct Tally(BTreeMap<String, u64>);

impl Tally {
    pub fn add(&mut self, what: &str, times: u64) {
        *self.0.entry(what.to_owned()).or_default() += times;
    }

    pub fn one(&mut self, what: &str) {
        self.add(what, 1);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts: Vec<_> = self.0.iter().map(|(what, times)| format!("{times} {what}")).collect();
        counts.join(", ").fmt(f)
    }
}

/// Runs `case` with each seed below `full`, or with every tenth, and prints what came of it.
pub fn campaign(name: &'static str, full: u64, mut case: impl FnMut(u64, &mut Tally)) {
    let seeds = match std::env::var("CALLSHEET_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => vec![seed],
        None => (0..full).step_by(if is_full() { 1 } else { 10 }).collect(),
    };
    let heart = watch(name);
    let (cases, mut tally) = (seeds.len(), Tally::default());
    for seed in seeds {
        heart.send(seed).unwrap();
        let ended = catch_unwind(AssertUnwindSafe(|| case(seed, &mut tally)));
        assert!(
            ended.is_ok(),
            "{name}: seed {seed} failed; again with CALLSHEET_SEED={seed} cargo test --test trust {name}"
        );
    }
    println!("{name}: {cases} cases: {tally}");
}

pub fn is_full() -> bool {
    std::env::var("CALLSHEET_CAMPAIGN").is_ok_and(|size| size == "full")
}

/// Ends the program when a case hangs: no test could be failed that never returns.
fn watch(name: &'static str) -> Sender<u64> {
    let (heart, beats) = channel();
    std::thread::spawn(move || {
        let mut now = 0;
        loop {
            match beats.recv_timeout(HANGS) {
                Ok(seed) => now = seed,
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {
                    eprintln!("{name}: seed {now} hangs");
                    std::process::abort();
                }
            }
        }
    });
    heart
}

/// Chance that can be had again (splitmix64, Steele et al. 2014).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True once in so many throws.
    pub fn once_in(&mut self, throws: u64) -> bool {
        self.below(throws) == 0
    }

    pub fn bytes(&mut self, len: u64) -> Vec<u8> {
        let mut bytes: Vec<u8> = (0..len.div_ceil(8)).flat_map(|_| self.next().to_be_bytes()).collect();
        bytes.truncate(len as usize);
        bytes
    }
}
