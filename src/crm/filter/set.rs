//! A set of customers: a bit for each, as ids are handed out one after the other.

use crate::domain::id::{CustomerId, Id};
use std::collections::BTreeMap;

/// Words of a block; it holds 64 times as many customers.
const WORDS: u64 = 1_024;

/// A set of customers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerSet {
    /// Blocks of bits by the first part of the id: wherever an id may lie, only what is near it takes room.
    blocks: BTreeMap<u64, Vec<u64>>,
}

/// Block, word and bit of a customer.
fn place(id: CustomerId) -> (u64, usize, u64) {
    let word = id.number() / 64;
    (word / WORDS, (word % WORDS) as usize, 1 << (id.number() % 64))
}

impl CustomerSet {
    /// Takes a customer in.
    pub fn insert(&mut self, id: CustomerId) {
        let (block, word, bit) = place(id);
        let words = self.blocks.entry(block).or_insert_with(|| vec![0; WORDS as usize]);
        if let Some(word) = words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether a customer is in it.
    pub fn contains(&self, id: CustomerId) -> bool {
        let (block, word, bit) = place(id);
        self.blocks.get(&block).and_then(|words| words.get(word)).is_some_and(|word| word & bit != 0)
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.blocks.values().flatten().all(|word| *word == 0)
    }

    /// Those that are not in `other`.
    pub fn without(mut self, other: &Self) -> Self {
        for (block, words) in &mut self.blocks {
            for (word, gone) in words.iter_mut().zip(other.blocks.get(block).into_iter().flatten()) {
                *word &= !gone;
            }
        }
        self
    }
}

impl FromIterator<CustomerId> for CustomerSet {
    fn from_iter<I: IntoIterator<Item = CustomerId>>(ids: I) -> Self {
        let mut set = Self::default();
        ids.into_iter().for_each(|id| set.insert(id));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn some() -> impl Strategy<Value = BTreeSet<u64>> {
        proptest::collection::btree_set(prop_oneof![0_u64..300, 65_500_u64..65_600, Just(u64::MAX)], 0..60)
    }

    proptest! {
        #[test]
        fn a_set_holds_what_was_put_into_it(these in some(), those in some()) {
            let set = |ids: &BTreeSet<u64>| ids.iter().map(|id| CustomerId(*id)).collect::<CustomerSet>();
            let less = set(&these).without(&set(&those));
            prop_assert_eq!(less.is_empty(), these.is_subset(&those));
            for id in (0..300).chain(65_500..65_600).chain([u64::MAX]) {
                prop_assert_eq!(set(&these).contains(CustomerId(id)), these.contains(&id));
                prop_assert_eq!(less.contains(CustomerId(id)), these.contains(&id) && !those.contains(&id));
            }
        }
    }
}
