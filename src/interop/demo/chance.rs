//! Chance that is the same on every machine.

/// SplitMix64: Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
/// The crate needs no random numbers elsewhere, and a library may change its sequence.
pub struct Chance(u64);

impl Chance {
    /// The sequence of one customer: its own, so that any customer can be made again without the
    /// ones before it.
    pub fn new(seed: u64, index: u64) -> Self {
        let mut seeded = Self(seed);
        let base = seeded.next();
        Self(base ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `end`, or 0.
    pub fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to.abs_diff(from) + 1) as i64
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len() as u64) as usize)
    }

    /// One of these words, or nothing where there are none.
    pub fn word(&mut self, from: &[&'static str]) -> &'static str {
        self.pick(from).copied().unwrap_or_default()
    }

    /// One of these, each as likely as its weight says.
    pub fn weighted<'a, T>(&mut self, from: &'a [T], weight: impl Fn(&T) -> u64) -> Option<&'a T> {
        let mut at = self.below(from.iter().map(&weight).sum());
        from.iter().find(|item| {
            let hit = at < weight(item);
            at = at.saturating_sub(weight(item));
            hit
        })
    }

    /// So many digits, the first one not 0 or 1.
    pub fn digits(&mut self, count: usize) -> String {
        let mut digit = |place| char::from(b'0' + if place == 0 { 2 + self.below(8) } else { self.below(10) } as u8);
        (0..count).map(&mut digit).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        let mut chance = Chance(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::new(1, 1);
        let picked = (0..10_000).filter(|_| chance.weighted(&[1_u64, 3], |w| *w) == Some(&3)).count();
        assert!((7_200..7_800).contains(&picked), "{picked}");
    }
}
