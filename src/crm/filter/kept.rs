//! Sets that were gathered, kept until something they rest on changes: the next letter of a query asks for the same
//! ones again.

use super::set::CustomerSet;
use crate::domain::audit::{Fate, Touched};
use crate::domain::noun::Noun;
use crate::domain::query::{Field, Filter};
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

/// Sets kept at a time, the ones asked for last; each takes a bit a customer.
const MOST: usize = 16;

/// The sets, and how often some were forgotten.
#[derive(Default)]
pub struct Kept {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    sets: VecDeque<(Filter, Arc<CustomerSet>)>,
    forgotten: u64,
}

impl Kept {
    /// The set of a filter, if it still holds; and what to hand to [`Kept::keep`] with one that is gathered now.
    pub fn get(&self, filter: &Filter) -> (Option<Arc<CustomerSet>>, u64) {
        let held = self.held.lock();
        let found = held.sets.iter().find(|(kept, _)| kept == filter);
        (found.map(|(_, set)| Arc::clone(set)), held.forgotten)
    }

    /// Keeps a set, unless something changed while it was gathered.
    pub fn keep(&self, filter: &Filter, set: &Arc<CustomerSet>, forgotten: u64) {
        let mut held = self.held.lock();
        if rests_on(filter.field).is_some() && held.forgotten == forgotten {
            held.sets.push_front((filter.clone(), Arc::clone(set)));
            held.sets.truncate(MOST);
        }
    }

    /// Forgets every set that rests on what a commit touched.
    pub fn forget(&self, touched: &[Touched]) {
        let mut held = self.held.lock();
        let all = touched.iter().any(moves_work);
        let nouns: Vec<Noun> = touched.iter().map(|touched| touched.record.noun).collect();
        held.sets.retain(|(filter, _)| !all && rests_on(filter.field).is_some_and(|noun| !nouns.contains(&noun)));
        held.forgotten += u64::from(all || nouns.iter().any(|noun| RESTED_ON.contains(noun)));
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

/// The nouns [`rests_on`] names.
const RESTED_ON: [Noun; 4] = [Noun::Deal, Noun::Ticket, Noun::DoNotContact, Noun::Interaction];

/// The noun a filter's answer rests on besides customers and settings; none when it rests on the time as well, or on a
/// query of its own.
fn rests_on(field: Field) -> Option<Noun> {
    match field {
        Field::Stage | Field::Pipeline | Field::Deal | Field::Value => Some(Noun::Deal),
        Field::Ticket => Some(Noun::Ticket),
        Field::DoNotContact => Some(Noun::DoNotContact),
        Field::Note => Some(Noun::Interaction),
        _ => None,
    }
}
