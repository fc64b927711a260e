//! A fingerprint of a set of entries, whatever their order: how many there are of each table, and the wrapping sum of
//! a hash of each. An entry is added to it and taken from it at the same small cost however large the set is, so a
//! view's sum is kept as the view changes, and an image or a rebuilt view is held against it.

use super::engine::Rev;
use std::collections::BTreeMap;

/// How many entries a set has, and their hashes added up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many of each table that has any, by the first byte of its keys.
    tables: BTreeMap<u8, u64>,
    /// The first 128 bits of each entry's blake3, added with wrapping.
    hash: u128,
}

impl Sum {
    /// With one entry more.
    pub fn add(&mut self, key: &[u8], rev: Rev, value: &[u8]) {
        *self.tables.entry(table(key)).or_default() += 1;
        self.hash = self.hash.wrapping_add(hash(key, rev, value));
    }

    /// With one entry, which must be in it, less.
    pub fn remove(&mut self, key: &[u8], rev: Rev, value: &[u8]) {
        if let Some(count) = self.tables.get_mut(&table(key)) {
            *count -= 1;
            if *count == 0 {
                self.tables.remove(&table(key));
            }
        }
        self.hash = self.hash.wrapping_sub(hash(key, rev, value));
    }

    /// How many entries there are.
    pub fn count(&self) -> u64 {
        self.tables.values().sum()
    }

    /// How many entries of a table there are.
    pub fn count_of(&self, table: u8) -> u64 {
        self.tables.get(&table).copied().unwrap_or_default()
    }

    /// The sum as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let tables = self.tables.iter().flat_map(|(table, count)| [&[*table][..], &count.to_be_bytes()].concat());
        self.hash.to_be_bytes().into_iter().chain(tables).collect()
    }

    /// The sum from [`Sum::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (hash, tables) = bytes.split_first_chunk()?;
        let (tables, []) = tables.as_chunks::<9>() else { return None };
        let tables = tables.iter().map(|[table, count @ ..]| (*table, u64::from_be_bytes(*count))).collect();
        Some(Self { tables, hash: u128::from_be_bytes(*hash) })
    }
}

/// The table a key is in.
fn table(key: &[u8]) -> u8 {
    key.first().copied().unwrap_or_default()
}

/// The key's length is hashed too, so that no byte can move from key to value unseen.
fn hash(key: &[u8], rev: Rev, value: &[u8]) -> u128 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(key.len() as u64).to_be_bytes()).update(key).update(&rev.0.to_be_bytes()).update(value);
    let mut first = [0; 16];
    hasher.finalize_xof().fill(&mut first);
    u128::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Entry<'a> = (&'a [u8], u64, &'a [u8]);

    fn sum_of(entries: &[Entry]) -> Sum {
        let mut sum = Sum::default();
        for (key, rev, value) in entries {
            sum.add(key, Rev(*rev), value);
        }
        sum
    }

    #[test]
    fn the_order_does_not_matter_and_everything_else_does() {
        let one = sum_of(&[(b"a", 1, b"x"), (b"b", 2, b"y")]);
        assert_eq!(one, sum_of(&[(b"b", 2, b"y"), (b"a", 1, b"x")]));
        let others: [&[Entry]; 5] = [
            &[(b"a", 1, b"x")],
            &[(b"a", 1, b"x"), (b"b", 3, b"y")],
            &[(b"a", 1, b"y"), (b"b", 2, b"x")],
            &[(b"a", 1, b"x"), (b"", 2, b"by")],
            &[(b"a", 1, b"x"), (b"b", 2, b"y"), (b"b", 2, b"y")],
        ];
        for other in others {
            assert_ne!(one, sum_of(other));
        }
    }

    #[test]
    fn what_is_taken_away_was_never_there() {
        let mut sum = sum_of(&[(b"a", 1, b"x"), (b"b", 2, b"y")]);
        sum.remove(b"a", Rev(1), b"x");
        assert_eq!(sum, sum_of(&[(b"b", 2, b"y")]));
        assert_eq!(Sum::from_bytes(&sum.to_bytes()), Some(sum));
    }

    #[test]
    fn each_table_is_counted() {
        let mut sum = sum_of(&[(b"a", 1, b"x"), (b"ab", 2, b"y"), (b"b", 3, b"z")]);
        assert_eq!((sum.count(), sum.count_of(b'a'), sum.count_of(b'b'), sum.count_of(b'c')), (3, 2, 1, 0));
        sum.remove(b"b", Rev(3), b"z");
        assert_eq!((sum.count(), sum.count_of(b'b')), (2, 0));
        assert_eq!(Sum::from_bytes(&sum.to_bytes()), Some(sum.clone()));
        assert_eq!(Sum::from_bytes(&sum.to_bytes()[1..]), None);
    }
}
