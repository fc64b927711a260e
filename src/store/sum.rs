//! A fingerprint of a set of entries, whatever their order: how many there are, and the wrapping sum of a hash of
//! each. An entry is added to it and taken from it in constant time, so a view's sum is kept as the view changes,
//! and an image or a rebuilt view is held against it.

use super::engine::Rev;

/// How many entries a set has, and their hashes added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// The first 128 bits of each entry's blake3, added with wrapping.
    pub hash: u128,
}

impl Sum {
    /// The length of [`Sum::to_bytes`].
    pub const LENGTH: usize = 24;

    /// With one entry more.
    pub fn add(&mut self, key: &[u8], rev: Rev, value: &[u8]) {
        self.count = self.count.wrapping_add(1);
        self.hash = self.hash.wrapping_add(hash(key, rev, value));
    }

    /// With one entry, which must be in it, less.
    pub fn remove(&mut self, key: &[u8], rev: Rev, value: &[u8]) {
        self.count = self.count.wrapping_sub(1);
        self.hash = self.hash.wrapping_sub(hash(key, rev, value));
    }

    /// The sum as bytes.
    pub fn to_bytes(self) -> Vec<u8> {
        [&self.count.to_be_bytes()[..], &self.hash.to_be_bytes()].concat()
    }

    /// The sum from [`Sum::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, hash) = bytes.split_first_chunk()?;
        Some(Self { count: u64::from_be_bytes(*count), hash: u128::from_be_bytes(hash.try_into().ok()?) })
    }
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
        assert_eq!(sum.to_bytes().len(), Sum::LENGTH);
    }
}
