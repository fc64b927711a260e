//! Whose number is this? Every number by its digits from the end, as callers are recognised by them.

use crate::domain::id::CustomerId;
use serde::{Deserialize, Serialize};

/// A customer who may be calling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneHit {
    /// Whose number it is.
    pub id: CustomerId,
    /// The whole number is the same; else at least its last seven digits are.
    pub exact: bool,
}

/// So many matching last digits make a number similar.
pub(super) const SIMILAR: u32 = 7;

/// Digits a key holds; E.164 has at most 15.
const KEY_DIGITS: u32 = 16;

/// From so many numbers on, a table by their last digits pays.
const MANY: usize = 4_096;

/// The last digits by which the table is ordered: as many bits as their keys have.
const TABLE_BITS: u32 = 16;

/// Numbers ordered by their digits read from the last to the first, and the rows they stand in.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PhoneBook {
    keys: Vec<u64>,
    rows: Vec<u32>,
    /// Where the keys that begin with each value of the first bits begin, if there are many.
    #[serde(skip)]
    table: Vec<u32>,
}

impl PhoneBook {
    pub(super) fn new(mut numbers: Vec<(u64, u32)>) -> Self {
        numbers.sort_unstable();
        numbers.dedup();
        let (keys, rows) = numbers.into_iter().unzip();
        let mut book = Self { keys, rows, table: Vec::new() };
        book.keys.shrink_to_fit();
        book.rows.shrink_to_fit();
        book.lay_table();
        book
    }

    fn lay_table(&mut self) {
        if self.keys.len() < MANY {
            return;
        }
        let mut at = 0;
        let begin = |bits: u64| {
            at += self.keys.get(at..).unwrap_or_default().partition_point(|key| key >> (64 - TABLE_BITS) < bits);
            at as u32
        };
        self.table = (0..=1 << TABLE_BITS).map(begin).collect();
    }

    /// Makes a book that was read whole, if it is one of so many rows.
    pub(super) fn is_sound(&mut self, rows: usize) -> bool {
        let sound = self.keys.len() == self.rows.len()
            && self.keys.is_sorted()
            && self.rows.iter().all(|row| (*row as usize) < rows);
        if sound {
            self.lay_table();
        }
        sound
    }

    /// The keys and rows of the numbers that end with the first digits of a key.
    pub(super) fn ending(&self, wanted: u64, digits: u32) -> impl Iterator<Item = (u64, usize)> {
        let after = u64::MAX.checked_shr(4 * digits).unwrap_or(0);
        let (first, last) = (wanted & !after, wanted | after);
        let bucket = |key: u64| (key >> (64 - TABLE_BITS)) as usize;
        let from = self.table.get(bucket(first)).map_or(0, |at| *at as usize);
        let to = self.table.get(bucket(last) + 1).map_or(self.keys.len(), |at| *at as usize);
        let keys = self.keys.get(from..to).unwrap_or_default();
        let start = from + keys.partition_point(|key| *key < first);
        let end = from + keys.partition_point(|key| *key <= last);
        let found = self.keys.get(start..end).unwrap_or_default().iter();
        found.zip(self.rows.get(start..end).unwrap_or_default()).map(|(key, row)| (*key, *row as usize))
    }

    pub(super) fn bytes(&self) -> usize {
        self.keys.capacity() * size_of::<u64>() + (self.rows.capacity() + self.table.capacity()) * size_of::<u32>()
    }
}

/// The last digits of a number, the very last in the highest four bits; an extension is left out.
/// A digit is its value plus one, so that a number is no prefix of a longer one.
pub(super) fn key(number: &str) -> u64 {
    let number = number.split(['x', 'X']).next().unwrap_or_default();
    let digits = number.bytes().rev().filter(u8::is_ascii_digit).map(|digit| u64::from(digit - b'0' + 1));
    digits.take(KEY_DIGITS as usize).zip(0..).fold(0, |key, (digit, at)| key | digit << (60 - 4 * at))
}

/// How many last digits two keys have in common.
pub(super) fn alike(a: u64, b: u64) -> u32 {
    (a ^ b).leading_zeros() / 4
}

/// How many digits a key holds.
pub(super) fn digits(key: u64) -> u32 {
    KEY_DIGITS - key.trailing_zeros().min(64) / 4
}
