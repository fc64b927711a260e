//! Sets that were gathered, kept until something they rest on changes: the next letter of a query asks for the same
//! ones again.

use super::set::CustomerSet;
use crate::domain::audit::{Fate, Touched};
use crate::domain::noun::Noun;
use crate::domain::query::{Filter, Term};
use crate::domain::time::Timestamp;
use parking_lot::Mutex;
use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::sync::Arc;

/// Sets kept at a time, the ones asked for last; each takes a bit a customer.
const MOST: usize = 32;

/// Whom a set holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Those a filter over other records holds for, its negation left aside.
    Filter(Filter),
    /// Those who are found by these words.
    Words(Vec<Term>),
}

/// A set as it was gathered.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The customers.
    pub set: Arc<CustomerSet>,
    /// The moments that were looked at, where the filter looks at any.
    pub moments: Option<Range<Timestamp>>,
}

/// How much of what a set rests on has changed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version(u64);

/// The sets, and how often what they rest on changed.
#[derive(Default)]
pub struct Kept {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    sets: VecDeque<(Asked, Version, Gathered)>,
    changes: BTreeMap<Noun, u64>,
    /// Changes after which nothing is as it was.
    upheavals: u64,
}

impl Kept {
    /// What is kept of it; and what to hand to [`Kept::keep`] with a set that is gathered now.
    pub fn get(&self, asked: &Asked) -> (Option<Gathered>, Version) {
        let held = self.held.lock();
        let found = held.sets.iter().find(|(kept, ..)| kept == asked);
        (found.map(|(.., gathered)| gathered.clone()), held.version(asked))
    }

    /// Keeps a set, unless something changed while it was gathered.
    pub fn keep(&self, asked: Asked, gathered: Gathered, version: Version) {
        let mut held = self.held.lock();
        if held.version(&asked) == version {
            held.sets.retain(|(kept, ..)| *kept != asked);
            held.sets.push_front((asked, version, gathered));
            held.sets.truncate(MOST);
        }
    }

    /// Forgets every set.
    pub fn clear(&self) {
        let mut held = self.held.lock();
        held.upheavals += 1;
        held.sets.clear();
    }

    /// Forgets every set that rests on what a commit touched.
    pub fn forget(&self, touched: &[Touched]) {
        let mut held = self.held.lock();
        for touched in touched {
            held.upheavals += u64::from(moves_work(touched));
            *held.changes.entry(touched.record.noun).or_default() += 1;
        }
        let mut sets = std::mem::take(&mut held.sets);
        sets.retain(|(asked, version, _)| held.version(asked) == *version);
        held.sets = sets;
    }
}

impl Held {
    fn version(&self, asked: &Asked) -> Version {
        let rests_on = match asked {
            Asked::Filter(filter) => filter.field.noun(),
            Asked::Words(_) => Some(Noun::Customer),
        };
        let changes = rests_on.and_then(|noun| self.changes.get(&noun)).copied().unwrap_or_default();
        Version(self.upheavals + changes)
    }
}

/// Whether a record's change may give what hangs on one customer to another, or change a customer's addresses or what
/// stages there are.
fn moves_work(touched: &Touched) -> bool {
    const MOVING: [&str; 4] = ["merged_into", "members", "phones", "emails"];
    match touched.record.noun {
        Noun::Settings => true,
        Noun::Customer => touched.fate != Fate::Edited || touched.fields.iter().any(|f| MOVING.contains(&f.as_str())),
        _ => false,
    }
}
