//! A set of rows.

use std::ops::Range;

/// Rows of a part, a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rows(Vec<u64>);

const BITS: usize = u64::BITS as usize;

impl Rows {
    /// None of so many.
    pub(super) fn none(of: usize) -> Self {
        Self(vec![0; of.div_ceil(BITS)])
    }

    /// All of so many.
    pub(super) fn all(of: usize) -> Self {
        let mut all = Self(vec![u64::MAX; of / BITS]);
        all.0.extend((!of.is_multiple_of(BITS)).then(|| (1 << (of % BITS)) - 1));
        all
    }

    pub(super) fn add(&mut self, row: usize) {
        if let Some(bits) = self.0.get_mut(row / BITS) {
            *bits |= 1 << (row % BITS);
        }
    }

    pub(super) fn has(&self, row: usize) -> bool {
        self.0.get(row / BITS).is_some_and(|bits| bits >> (row % BITS) & 1 == 1)
    }

    /// Leaves those that are in the other set, too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= other);
    }

    /// Leaves those that are not in the other set.
    pub(super) fn leave_out(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= !other);
    }

    pub(super) fn count(&self) -> usize {
        self.0.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Those of a range, in ascending order.
    pub(super) fn within(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let first = range.start / BITS;
        let words = self.0.get(first..range.end.div_ceil(BITS)).unwrap_or_default().iter().zip(first..);
        words
            .flat_map(|(bits, word)| ones(*bits).map(move |bit| word * BITS + bit))
            .filter(move |row| range.contains(row))
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.capacity() * size_of::<u64>()
    }
}

fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        (bit < u64::BITS).then_some(bit as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_set_of_rows_is_a_set(a in btree_set(0..300_usize, 0..50), b in btree_set(0..300_usize, 0..50), from in 0..300_usize, to in 0..300_usize) {
            let set = |rows: &std::collections::BTreeSet<usize>| {
                let mut set = Rows::none(300);
                for row in rows {
                    set.add(*row);
                }
                set
            };
            let all = |rows: &Rows| rows.within(0..300).collect::<Vec<_>>();
            let (mut both, mut first) = (set(&a), set(&a));
            both.keep(&set(&b));
            first.leave_out(&set(&b));
            prop_assert_eq!(all(&both), a.intersection(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(all(&first), a.difference(&b).copied().collect::<Vec<_>>());
            prop_assert_eq!(both.count(), a.intersection(&b).count());
            prop_assert!((0..300).all(|row| both.has(row) == (a.contains(&row) && b.contains(&row))));
            let within = a.iter().copied().filter(|row| (from..to).contains(row)).collect::<Vec<_>>();
            prop_assert_eq!(set(&a).within(from..to).collect::<Vec<_>>(), within);
        }
    }
}
