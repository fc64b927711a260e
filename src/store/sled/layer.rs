//! A part of a range, cut out of what lies in memory: never more than so many keys under one lock.

use super::super::engine::{Direction, Stored};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a key held; inside, `None` is nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held(pub Option<Stored>);

/// What some keys of a range held, and how far that was looked up.
pub struct Layer {
    /// What each key held.
    pub held: BTreeMap<Vec<u8>, Held>,
    /// The part of the range that was looked at; less than asked for if there were very many keys.
    pub covered: Range<Vec<u8>>,
}

impl Layer {
    /// Looks at up to `limit` keys of `range`, beginning at the end that `direction` begins with, and keeps what is
    /// `seen` at them.
    pub fn cut<T>(
        all: &BTreeMap<Vec<u8>, T>,
        range: Range<Vec<u8>>,
        direction: Direction,
        limit: usize,
        seen: impl Fn(&[u8], &T) -> Option<Held>,
    ) -> Self {
        let mut layer = Self { held: BTreeMap::new(), covered: range.clone() };
        let mut keys = all.range(range);
        for looked_at in 0.. {
            let next = match direction {
                Direction::Forward => keys.next(),
                Direction::Reverse => keys.next_back(),
            };
            let Some((key, item)) = next else { break };
            if looked_at == limit {
                match direction {
                    Direction::Forward => layer.covered.end.clone_from(key),
                    Direction::Reverse => layer.covered.start = after(key),
                }
                break;
            }
            if let Some(held) = seen(key, item) {
                layer.held.insert(key.clone(), held);
            }
        }
        layer
    }

    /// Lays what was held over what was found, as far as that reaches.
    pub fn over(self, found: &mut BTreeMap<Vec<u8>, Stored>, covered: &Range<Vec<u8>>) {
        for (key, held) in self.held {
            match held {
                Held(Some(stored)) if covered.contains(&key) => drop(found.insert(key, stored)),
                _ => drop(found.remove(&key)),
            }
        }
    }
}

/// The first key that can follow `key`.
pub fn after(key: &[u8]) -> Vec<u8> {
    [key, &[0]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However much lies there that is not to be seen.
    #[test]
    fn no_more_keys_are_looked_at_than_the_limit() {
        let all: BTreeMap<Vec<u8>, u8> = (b'a'..=b'e').map(|key| (vec![key], key)).collect();
        let cut = |direction| Layer::cut(&all, b"a".to_vec()..b"z".to_vec(), direction, 2, |_, _| None);
        assert_eq!(cut(Direction::Forward).covered, b"a".to_vec()..b"c".to_vec());
        assert_eq!(cut(Direction::Reverse).covered, b"c\0".to_vec()..b"z".to_vec());
        let whole = Layer::cut(&all, b"b".to_vec()..b"d".to_vec(), Direction::Forward, 2, |_, _| Some(Held(None)));
        assert_eq!(whole.covered, b"b".to_vec()..b"d".to_vec());
        assert_eq!(whole.held.len(), 2);
    }
}
