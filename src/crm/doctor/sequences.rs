//! What ids are handed out from: always above the highest id there is.

use super::{Cure, Report};
use crate::crm::{hooks, sequence, undo};
use crate::domain::finding::Finding;
use crate::domain::noun::Noun;
use crate::store::engine::Rev;
use std::collections::BTreeMap;

/// What a sequence is called in findings; nothing for a number that is none.
pub(super) fn name(sequence: u8) -> Option<&'static str> {
    match sequence {
        undo::SEQUENCE => Some("change"),
        hooks::SEQUENCE => Some("hook"),
        _ => Noun::ALL.get(usize::from(sequence)).map(|noun| noun.slug()),
    }
}

/// The sequences as they are stored.
#[derive(Default)]
pub(super) struct Sequences {
    next: BTreeMap<u8, (u64, Rev)>,
}

impl Sequences {
    /// A stored sequence; 0 is next when it cannot be read.
    pub fn see(&mut self, of: u8, next: u64, found: Rev) {
        self.next.insert(of, (next, found));
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.next.len() as u64
    }

    /// Compares them with the highest ids; without any, a sequence need not be there.
    pub fn tell(&self, highest: impl Iterator<Item = (u8, u64)>, report: &mut Report) {
        let mut highest: BTreeMap<u8, u64> = highest.filter(|(_, highest)| *highest > 0).collect();
        for of in self.next.keys() {
            highest.entry(*of).or_default();
        }
        // The one settings record has its id from nobody.
        highest.remove(&(Noun::Settings as u8));
        for (of, highest) in highest {
            let stored = self.next.get(&of);
            let next = stored.map_or(0, |(next, _)| *next);
            let Some(name) = name(of).filter(|_| next <= highest) else { continue };
            let key = sequence::key(of);
            let cure = Cure::Raise { key, found: stored.map(|(_, found)| *found), next: highest.saturating_add(1) };
            report.add(Finding::SequenceBehind { of: name.to_owned(), next, highest }, cure);
        }
    }
}
