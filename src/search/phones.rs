//! Whose number is this? Every number by its digits from the end, as callers are recognised by them.

use crate::domain::id::CustomerId;
use std::collections::BTreeSet;

/// A customer who may be calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneHit {
    /// Whose number it is.
    pub id: CustomerId,
    /// The whole number is the same; else at least its last seven digits are.
    pub exact: bool,
}

/// So many matching last digits make a number similar.
const SIMILAR: u32 = 7;

/// Digits a key holds; E.164 has at most 15.
const KEY_DIGITS: usize = 16;

/// All numbers, ordered by their digits read from the last to the first.
#[derive(Debug, Default)]
pub(super) struct PhoneBook(BTreeSet<(u64, CustomerId)>);

impl PhoneBook {
    pub(super) fn add(&mut self, number: &str, id: CustomerId) {
        self.0.insert((key(number), id));
    }

    pub(super) fn remove(&mut self, number: &str, id: CustomerId) {
        self.0.remove(&(key(number), id));
    }

    /// Everyone with this number or a similar one, and how many last digits match, best first;
    /// nobody twice.
    pub(super) fn matching(&self, number: &str) -> Vec<(PhoneHit, u32)> {
        let wanted = key(number);
        if wanted == 0 {
            return Vec::new();
        }
        // A number shorter than that is followed by zeros, which only itself can equal.
        let after = u64::MAX >> (4 * SIMILAR);
        let mut hits: Vec<_> = self
            .0
            .range((wanted & !after, CustomerId(0))..=(wanted | after, CustomerId(u64::MAX)))
            .map(|&(key, id)| (PhoneHit { id, exact: key == wanted }, (key ^ wanted).leading_zeros() / 4))
            .collect();
        hits.sort_by_key(|(hit, same)| (hit.id, !hit.exact, u32::MAX - same));
        hits.dedup_by_key(|(hit, _)| hit.id);
        hits.sort_by_key(|(hit, same)| (!hit.exact, u32::MAX - same));
        hits
    }

    pub(super) fn bytes(&self) -> usize {
        self.0.len() * size_of::<(u64, CustomerId)>()
    }
}

/// The last digits of a number, the very last in the highest four bits; an extension is left out.
/// A digit is its value plus one, so that a number is no prefix of a longer one.
fn key(number: &str) -> u64 {
    let number = number.split(['x', 'X']).next().unwrap_or_default();
    let digits = number.chars().rev().filter_map(|c| c.to_digit(10));
    digits.take(KEY_DIGITS).zip(0..).fold(0, |key, (digit, place)| key | u64::from(digit + 1) << (60 - 4 * place))
}
