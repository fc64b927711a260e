//! Finding customers that are there twice.
//!
//! Which pairs are compared at all: those that share a key, such as the end of a number or a name and a postal code
//! (*blocking*). Where too many share one, each is only compared with its neighbours in an order that brings alike ones
//! together (Hernández and Stolfo, *The merge/purge problem for large databases*, SIGMOD 1995). So the work grows
//! with the customers, never with their square.
//!
//! What a pair weighs: Fellegi and Sunter, *A theory for record linkage*, JASA 64 (1969): every sign adds the logarithm
//! of how much more often it is seen with one customer than with two. A value that many have adds less (Winkler,
//! *Frequency-based matching in the Fellegi-Sunter model*, 1989).

mod blocks;
mod census;
mod name;
mod profile;
mod slip;
#[cfg(test)]
mod tests;
mod weights;

pub use census::Census;
pub use profile::{Profile, Value};

use crate::domain::duplicate::{Evidence, Pair, Sign, score};
use blocks::Kind;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

/// Pairs that are kept, the best ones.
const MOST: usize = 200_000;

/// What a look through all customers found.
#[derive(Debug, Default)]
pub struct Found {
    /// The pairs, the best first.
    pub pairs: Vec<Pair>,
    /// How many pairs were compared; one that shares two keys counts twice.
    pub compared: u64,
}

/// How a look goes on beside other work.
pub struct Work<'a> {
    /// Threads that compare.
    pub threads: usize,
    /// Ends it when set.
    pub stop: &'a AtomicBool,
    /// Told how many of how many steps are done.
    pub told: &'a mut dyn FnMut(u64, u64),
}

/// A pair by its places among the profiles, ordered the best first.
type Candidate = (Reverse<u8>, u32, u32);

/// Every pair that scores at least `least`; nothing when it was stopped.
pub fn find(profiles: &[Profile], census: &Census, least: u8, work: Work) -> Option<Found> {
    let Work { threads, stop, told } = work;
    let compared = AtomicU64::new(0);
    let mut best: Vec<Candidate> = Vec::new();
    for (kind, step) in Kind::ALL.into_iter().zip(1..) {
        let entries = blocks::entries(profiles, kind);
        let parts = blocks::parts(&entries, threads);
        let found: Vec<Vec<Candidate>> = thread::scope(|scope| {
            let compare = |part| Compare { profiles, census, least, stop, compared: &compared }.part(part);
            let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || compare(part))).collect();
            // A thread that panicked found nothing; there is nothing else to know.
            running.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        if stop.load(Ordering::Acquire) {
            return None;
        }
        best.extend(found.into_iter().flatten());
        keep_best(&mut best);
        told(step, Kind::ALL.len() as u64);
    }
    let pair = |&(_, one, other): &Candidate| {
        let at = |place: u32| profiles.get(place as usize);
        at(one).zip(at(other)).map(|(one, other)| pair(one, other, census))
    };
    Some(Found { pairs: best.iter().filter_map(pair).collect(), compared: compared.into_inner() })
}

/// Leaves the best ones, each once.
fn keep_best(found: &mut Vec<Candidate>) {
    found.sort_unstable();
    found.dedup();
    found.truncate(MOST);
}

/// What speaks for and against two customers being one.
pub fn pair(one: &Profile, other: &Profile, census: &Census) -> Pair {
    let mut evidence = Vec::new();
    weights::weigh(one, other, census, &mut |sign: Sign, points| evidence.push(Evidence { sign, points }));
    evidence.sort_by_key(|evidence| Reverse(evidence.points.abs()));
    let points = evidence.iter().map(|evidence| i32::from(evidence.points)).sum();
    let (one, other) = (one.id.min(other.id), one.id.max(other.id));
    Pair { one, other, score: score(points), evidence }
}

/// What one thread compares with.
struct Compare<'a> {
    profiles: &'a [Profile],
    census: &'a Census,
    least: u8,
    stop: &'a AtomicBool,
    compared: &'a AtomicU64,
}

impl Compare<'_> {
    fn part(&self, entries: &[blocks::Entry]) -> Vec<Candidate> {
        let (mut found, mut compared) = (Vec::new(), 0);
        for block in blocks::blocks(entries) {
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            for (one, other) in blocks::pairs(block) {
                compared += 1;
                found.extend(self.candidate(one.min(other), one.max(other)));
            }
            if found.len() > 2 * MOST {
                keep_best(&mut found);
            }
        }
        self.compared.fetch_add(compared, Ordering::Relaxed);
        found
    }

    fn candidate(&self, one: u32, other: u32) -> Option<Candidate> {
        let at = |place: u32| self.profiles.get(place as usize);
        let mut points = 0;
        weights::weigh(at(one)?, at(other)?, self.census, &mut |_, more| points += i32::from(more));
        let score = score(points);
        (one != other && score >= self.least).then_some((Reverse(score), one, other))
    }
}
