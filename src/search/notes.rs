//! What was said, by its words: for each word the customers whose notes hold it.
//!
//! Runs of letters and digits are words; Chinese, which has no spaces, is kept by every two characters that follow each
//! other. A word is found by any part of it. It lies beside the customers' index and is asked only for notes, so it
//! slows nobody who looks for a name.

use crate::domain::id::{CustomerId, Id};
use crate::domain::text::{fold, is_han};
use bincode::config::{Configuration, Fixint, Limit, LittleEndian, standard};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Grows with every change of what is packed, or of what is a word.
const VERSION: u32 = 1;

/// More bytes than this are no notes.
const MOST: usize = 1 << 33;

/// Characters of a word, at most; what is longer is kept in pieces.
const LONGEST: usize = 64;

/// The words of all customers' notes. A copy is cheap: it shares the words that were taken in.
#[derive(Debug, Default, Clone)]
pub struct Notes {
    words: Arc<HashMap<Box<str>, Customers>>,
    /// What changed since a customer's words were taken in.
    changed: BTreeMap<CustomerId, Changed>,
}

/// Customers in ascending order, each as how far it is from the one before, seven bits a byte.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Customers {
    steps: Vec<u8>,
    last: u64,
}

#[derive(Debug, Default, Clone, Serialize, Deserialize)]
struct Changed {
    words: BTreeSet<Box<str>>,
    /// They stand for all the customer's notes, not only for those that came since.
    all: bool,
}

impl Customers {
    fn push(&mut self, id: u64) {
        if id == self.last && !self.steps.is_empty() {
            return;
        }
        let mut step = id.saturating_sub(self.last);
        self.last = id;
        while step >= 0x80 {
            self.steps.push(step as u8 | 0x80);
            step >>= 7;
        }
        self.steps.push(step as u8);
    }

    fn ids(&self) -> impl Iterator<Item = u64> {
        let (mut id, mut step, mut shift) = (0, 0, 0);
        self.steps.iter().filter_map(move |byte| {
            step |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or_default();
            shift += 7;
            (*byte < 0x80).then(|| {
                id = step.wrapping_add(id);
                (step, shift) = (0, 0);
                id
            })
        })
    }
}

impl Notes {
    /// Takes a customer's notes in; customers come in ascending order.
    pub fn append<'a>(&mut self, id: CustomerId, notes: impl IntoIterator<Item = &'a str>) {
        let words = Arc::make_mut(&mut self.words);
        for note in notes {
            for_each_word(&fold(note), &mut |word| match words.get_mut(word) {
                Some(customers) => customers.push(id.number()),
                None => words.entry(word.into()).or_default().push(id.number()),
            });
        }
    }

    /// Takes one more note of a customer in, whenever it comes.
    pub fn add(&mut self, id: CustomerId, note: &str) {
        let words = &mut self.changed.entry(id).or_default().words;
        for_each_word(&fold(note), &mut |word| {
            words.insert(word.into());
        });
    }

    /// Takes all of a customer's notes in anew.
    pub fn replace<'a>(&mut self, id: CustomerId, notes: impl IntoIterator<Item = &'a str>) {
        self.changed.insert(id, Changed { all: true, ..Changed::default() });
        notes.into_iter().for_each(|note| self.add(id, note));
    }

    /// Customers in whose notes every word of the folded `text` stands, if not always in one note and in this order:
    /// [`is_exact`] says whether that has to be looked at.
    pub fn find(&self, text: &str) -> BTreeSet<CustomerId> {
        let mut found: Option<BTreeSet<CustomerId>> = None;
        for_each_word(text, &mut |word| {
            let with = self.with(word);
            found = Some(match found.take() {
                Some(found) => found.intersection(&with).copied().collect(),
                None => with,
            });
        });
        found.unwrap_or_default()
    }

    /// Customers one of whose words holds `part`.
    fn with(&self, part: &str) -> BTreeSet<CustomerId> {
        let kept = self.words.iter().filter(|(word, _)| word.contains(part));
        let mut found: BTreeSet<CustomerId> = kept.flat_map(|(_, customers)| customers.ids().map(CustomerId)).collect();
        for (id, changed) in &self.changed {
            if changed.words.iter().any(|word| word.contains(part)) {
                found.insert(*id);
            } else if changed.all {
                found.remove(id);
            }
        }
        found
    }

    /// Takes over what changed since in notes of the same customers.
    pub fn follow(&mut self, later: Self) {
        for (id, later) in later.changed {
            if later.all {
                self.changed.insert(id, later);
            } else {
                self.changed.entry(id).or_default().words.extend(later.words);
            }
        }
    }

    /// Writes the whole behind these bytes; None if it is too large.
    pub fn pack(&self, bytes: &mut Vec<u8>) -> Option<()> {
        bincode::serde::encode_into_std_write((VERSION, &*self.words, &self.changed), bytes, layout()).ok().map(drop)
    }

    /// The notes these bytes are; None if they are none, or of another version.
    pub fn unpack(bytes: &[u8]) -> Option<Self> {
        let (version, _): (u32, usize) = bincode::serde::decode_from_slice(bytes, layout()).ok()?;
        if version != VERSION {
            return None;
        }
        let ((_, words, changed), length): ((u32, _, _), usize) =
            bincode::serde::decode_from_slice(bytes, layout()).ok()?;
        (length == bytes.len()).then(|| Self { words: Arc::new(words), changed })
    }

    /// How many customers' notes changed since they were taken in.
    pub fn changed(&self) -> usize {
        self.changed.len()
    }

    /// Bytes of memory it takes, about.
    pub fn bytes(&self) -> usize {
        let entry = size_of::<(Box<str>, Customers)>() + 1;
        let held = self.words.iter().map(|(word, customers)| word.len() + customers.steps.capacity());
        self.words.capacity() * entry + held.sum::<usize>()
    }
}

fn layout() -> Configuration<LittleEndian, Fixint, Limit<MOST>> {
    standard().with_fixed_int_encoding().with_limit()
}

/// Whether what is found for the folded `text` holds it as it stands: it is one word.
pub fn is_exact(text: &str) -> bool {
    let mut words = 0;
    for_each_word(text, &mut |word| words += 1 + usize::from(word.len() < text.trim().len()));
    words == 1
}

/// The words of a folded text: runs of letters and digits, and of Chinese every two characters in a row.
fn for_each_word(text: &str, word: &mut dyn FnMut(&str)) {
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c| is_han(c) != is_han(first)).unwrap_or(rest.len());
            let (alike, next) = rest.split_at(end);
            let cut = if is_han(first) { pairs } else { pieces };
            cut(alike, word);
            rest = next;
        }
    }
}

/// Every two characters that follow each other; one alone is itself.
fn pairs(text: &str, word: &mut dyn FnMut(&str)) {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    if starts.len() == 2 {
        word(text);
    }
    for pair in starts.windows(3) {
        if let [start, _, end] = pair {
            word(text.get(*start..*end).unwrap_or_default());
        }
    }
}

fn pieces(text: &str, word: &mut dyn FnMut(&str)) {
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let (piece, next) = rest.split_at(end);
        word(piece);
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        for_each_word(&fold(text), &mut |word| words.push(word.to_owned()));
        words
    }

    #[test]
    fn words_are_runs_of_letters_and_pairs_of_chinese_characters() {
        assert_eq!(words("Wants a Refund, 50%!"), ["wants", "a", "refund", "50"]);
        assert_eq!(words("客户要求退款A4纸"), ["客户", "户要", "要求", "求退", "退款", "a4", "纸"]);
        assert_eq!(words(" … "), Vec::<String>::new());
        assert!(is_exact("refund") && is_exact("退款") && is_exact(" 退 "));
        assert!(
            !is_exact("long ago") && !is_exact("要退款") && !is_exact("a4纸") && !is_exact("50%") && !is_exact("%")
        );
    }

    fn found(notes: &Notes, text: &str) -> Vec<u64> {
        notes.find(&fold(text)).into_iter().map(|id| id.0).collect()
    }

    #[test]
    fn a_word_is_found_by_any_part_of_it() {
        let mut notes = Notes::default();
        notes.append(CustomerId(3), ["Wants a refund", "called"]);
        notes.append(CustomerId(300), ["Refunded; 已退款", "refund"]);
        notes.append(CustomerId(9_000_000_000), ["Rückruf"]);
        for (text, customers) in [
            ("refund", vec![3, 300]),
            ("FUND", vec![3, 300]),
            ("refunded", vec![300]),
            ("退款", vec![300]),
            ("款", vec![300]),
            ("ruckruf", vec![9_000_000_000]),
            ("refund called", vec![3]),
            ("nothing", vec![]),
            ("…", vec![]),
        ] {
            assert_eq!(found(&notes, text), customers, "{text}");
        }
    }

    #[derive(Debug, Clone)]
    enum Deed {
        Add(u64, String),
        Replace(u64, Vec<String>),
    }

    fn note() -> impl Strategy<Value = String> {
        "(re|fund|call|要|退|款|x| |-|ß){0,6}"
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            (1_u64..5, note()).prop_map(|(id, note)| Deed::Add(id, note)),
            (1_u64..5, proptest::collection::vec(note(), 0..3)).prop_map(|(id, notes)| Deed::Replace(id, notes)),
        ]
    }

    fn packed(notes: &Notes) -> Vec<u8> {
        let mut bytes = Vec::new();
        notes.pack(&mut bytes).unwrap();
        bytes
    }

    proptest! {
        #[test]
        fn bytes_that_were_damaged_are_no_notes_or_others_but_never_a_panic(
            all in proptest::collection::vec(note(), 0..4),
            at in any::<proptest::sample::Index>(),
            bit in 0_u32..8,
        ) {
            let mut notes = Notes::default();
            notes.append(CustomerId(1 << 40), all.iter().map(String::as_str));
            let mut bytes = packed(&notes);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Some(notes) = Notes::unpack(&bytes) {
                notes.find("re");
            }
            prop_assert!(Notes::unpack(&bytes[..at]).is_none());
        }

        #[test]
        fn who_has_the_word_is_found_whatever_was_changed(
            begun in proptest::collection::vec(proptest::collection::vec(note(), 0..3), 4),
            deeds in proptest::collection::vec(deed(), 0..8),
            part in "(re|fund|call|退|款|x|ss){1,3}",
        ) {
            let mut notes = Notes::default();
            let mut plain: Vec<Vec<String>> = begun;
            for (place, all) in plain.iter().enumerate() {
                notes.append(CustomerId(place as u64 + 1), all.iter().map(String::as_str));
            }
            for deed in deeds {
                match deed {
                    Deed::Add(id, note) => {
                        notes.add(CustomerId(id), &note);
                        plain[id as usize - 1].push(note);
                    }
                    Deed::Replace(id, all) => {
                        notes.replace(CustomerId(id), all.iter().map(String::as_str));
                        plain[id as usize - 1] = all;
                    }
                }
            }
            let notes = Notes::unpack(&packed(&notes)).unwrap();
            let has = |all: &[String]| all.iter().any(|note| fold(note).contains(&part));
            let expected: Vec<u64> = (1..).zip(&plain).filter(|(_, all)| has(all)).map(|(id, _)| id).collect();
            let candidates = found(&notes, &part);
            if is_exact(&part) {
                prop_assert_eq!(&candidates, &expected);
            }
            prop_assert!(expected.iter().all(|id| candidates.contains(id)), "{:?} of {:?}", candidates, expected);
        }
    }
}
