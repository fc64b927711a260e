//! What records say of other records: which there are and which are named, one bit an id.

use crate::domain::noun::{Noun, RecordRef};
use std::collections::{BTreeMap, BTreeSet};

/// Ids a page holds. Ids are handed out one after the other, so pages are full; a wild one costs no more than this.
const PAGE: u64 = 1024;
const WORDS: usize = (PAGE / 64) as usize;

/// A set of ids.
#[derive(Default)]
pub(super) struct Ids {
    pages: BTreeMap<u64, [u64; WORDS]>,
    highest: u64,
}

impl Ids {
    /// Adds an id.
    pub fn add(&mut self, id: u64) {
        let (word, bit) = place(id);
        if let Some(word) = self.pages.entry(id / PAGE).or_default().get_mut(word) {
            *word |= bit;
        }
        self.highest = self.highest.max(id);
    }

    /// Whether an id is in it.
    pub fn has(&self, id: u64) -> bool {
        let (word, bit) = place(id);
        self.pages.get(&(id / PAGE)).and_then(|page| page.get(word)).is_some_and(|word| word & bit != 0)
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.pages.values().flatten().map(|word| u64::from(word.count_ones())).sum()
    }

    /// The highest id; 0 if there is none.
    pub fn highest(&self) -> u64 {
        self.highest
    }

    /// Whether every id is also in `other`.
    fn is_within(&self, other: &Self) -> bool {
        self.pages.iter().all(|(number, page)| {
            let beside = other.pages.get(number).copied().unwrap_or_default();
            page.iter().zip(beside).all(|(word, beside)| word & !beside == 0)
        })
    }
}

/// The word and the bit of an id in its page.
fn place(id: u64) -> (usize, u64) {
    let place = id % PAGE;
    ((place / 64) as usize, 1 << (place % 64))
}

/// Which records there are and which are named.
#[derive(Default)]
pub(super) struct References {
    there: BTreeMap<Noun, Ids>,
    named: BTreeMap<Noun, Ids>,
    count: u64,
}

impl References {
    /// A record that is there, readable or not.
    pub fn see(&mut self, record: RecordRef) {
        self.there.entry(record.noun).or_default().add(record.id);
    }

    /// A record that another one names.
    pub fn name(&mut self, record: RecordRef) {
        self.count += 1;
        self.named.entry(record.noun).or_default().add(record.id);
    }

    /// References there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Those of a record's references that lead nowhere, each once.
    pub fn dangling(&self, refers: Vec<RecordRef>) -> BTreeSet<RecordRef> {
        let is_there = |to: &RecordRef| self.there.get(&to.noun).is_some_and(|ids| ids.has(to.id));
        refers.into_iter().filter(|to| !is_there(to)).collect()
    }

    /// Whether any record that is named is not there.
    pub fn any_dangling(&self) -> bool {
        let nothing = Ids::default();
        self.named.iter().any(|(noun, ids)| !ids.is_within(self.there.get(noun).unwrap_or(&nothing)))
    }

    /// The highest id of each noun there is a record of.
    pub fn highest(&self) -> impl Iterator<Item = (Noun, u64)> {
        self.there.iter().map(|(noun, ids)| (*noun, ids.highest()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_ids_is_a_set(ids in proptest::collection::btree_set(0_u64..5_000, 0..60), wild: u64, probe in 0_u64..5_000) {
            let mut set = Ids::default();
            ids.iter().chain([&wild]).for_each(|id| set.add(*id));
            prop_assert_eq!(set.has(probe), ids.contains(&probe) || probe == wild);
            prop_assert!(set.has(wild));
            prop_assert_eq!(set.highest(), ids.iter().copied().chain([wild]).max().unwrap());
            let mut more = Ids::default();
            ids.iter().chain([&wild, &probe]).for_each(|id| more.add(*id));
            prop_assert!(set.is_within(&more));
            prop_assert_eq!(more.is_within(&set), set.has(probe));
        }
    }
}
