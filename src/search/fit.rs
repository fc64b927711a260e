//! How well a row fits a term: tiers first, so that a person agrees with the order.

use super::bag;
use super::pinyin;
use super::row::{Column, Record, Value};
use super::term::{Number, Term, Terms};
use crate::domain::id::CustomerId;
use crate::domain::text::is_han;
use std::ops::Range;

/// How a row fits what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// The customer's id.
    Id,
    /// The whole name.
    Name,
    /// The beginning of the name.
    NamePrefix,
    /// The first letters of the name's words or characters.
    Initials,
    /// The beginning of a word of the name.
    WordPrefix,
    /// The name's sounds from its beginning.
    Pinyin,
    /// The beginning of a company, a city, a label, an address or a number, or the end of a number.
    Prefix,
    /// Anywhere inside.
    Substring,
    /// The letters in order, with others between them.
    Fuzzy,
    /// One letter wrong, missing, too many, or two exchanged.
    Typo,
}

/// How far a search reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// Only what customers are called.
    Names,
    /// Every column.
    Columns,
    /// Every column, and what is only nearly there.
    Nearly,
}

/// Where and how a term was found.
pub(super) struct Fit<'a> {
    pub tier: Tier,
    /// None for the id.
    pub value: Option<&'a Value>,
    pub how: How,
}

/// What the searched characters have to do with the typed ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// They hold them, in order: where, is for the scorer to say.
    Letters,
    /// These characters stand for them; the whole value, if so.
    Characters { at: Vec<usize>, whole: bool },
}

/// Fewer letters than this are in order almost everywhere.
const SHORTEST_FUZZY: usize = 3;

/// Shorter words turn into each other by one typo.
const SHORTEST_TYPO: usize = 4;

/// Nearness is not looked for beyond this many bytes of a text.
const LONGEST_NEARLY: usize = 256;

impl Terms {
    /// Whether a row with such characters may fit: never false for one that does.
    pub(super) fn may_fit(&self, id: CustomerId, bag: u64, reach: Reach) -> bool {
        self.wanted.iter().all(|term| match bag::missing(term.bag, bag) {
            0 => true,
            1 if reach == Reach::Nearly && term.allows_typo() => true,
            _ => term.id == Some(id),
        })
    }

    /// The tier of a row: that of its worst term, or of the whole name.
    pub(super) fn tier(&self, record: &Record, reach: Reach) -> Option<Tier> {
        let mut worst = Tier::Id;
        for term in &self.wanted {
            worst = worst.max(term.fit(record, reach)?.tier);
        }
        if self.unwanted.iter().any(|term| term.fit(record, Reach::Columns).is_some()) {
            return None;
        }
        Some(worst.min(self.name_tier(record).unwrap_or(worst)))
    }

    /// Several terms may make up a name, in its own order or in another.
    fn name_tier(&self, record: &Record) -> Option<Tier> {
        if self.wanted.len() < 2 {
            return None;
        }
        let name = record.folded_name();
        if name.starts_with(&self.joined) {
            return Some(if name == self.joined { Tier::Name } else { Tier::NamePrefix });
        }
        let mut words: Vec<&str> = words(name).collect();
        words.sort_unstable();
        (words == self.sorted).then_some(Tier::Name)
    }
}

impl Term {
    /// The best way this term fits a row, as far as it reaches.
    pub(super) fn fit<'a>(&self, record: &'a Record, reach: Reach) -> Option<Fit<'a>> {
        if self.id == Some(record.id) {
            return Some(Fit { tier: Tier::Id, value: None, how: Letters });
        }
        record
            .searched()
            .take_while(|value| reach > Reach::Names || value.column.is_name())
            .filter_map(|value| {
                let (tier, how) = self.fit_value(record, value, reach)?;
                Some(Fit { tier, value: Some(value), how })
            })
            .min_by_key(|fit| fit.tier)
    }

    fn fit_value(&self, record: &Record, value: &Value, reach: Reach) -> Option<(Tier, How)> {
        let text = record.folded_text(value);
        if value.column == Column::Phone {
            return self.fit_phone(text);
        }
        let letters = self.literally(text, value.column.is_name());
        if self.exact || letters.is_some_and(|tier| tier <= Tier::NamePrefix) {
            return letters.map(|tier| (tier, Letters));
        }
        let spoken = || self.spoken(text, value, record.organisation);
        let best = letters.map(|tier| (tier, Letters)).into_iter().chain(spoken()).min_by_key(|(tier, _)| *tier);
        best.or_else(|| (reach == Reach::Nearly).then(|| self.nearly(text, value.column)).flatten())
    }

    fn literally(&self, text: &str, name: bool) -> Option<Tier> {
        let tier = |of_name, of_other| Some(if name { of_name } else { of_other });
        if !text.starts_with(&self.text) {
            let mut found = self.finder.find_iter(text.as_bytes()).peekable();
            found.peek()?;
            let begins = found.any(|at| begins_word(text, at));
            return if begins { tier(Tier::WordPrefix, Tier::Prefix) } else { Some(Tier::Substring) };
        }
        if text.len() == self.text.len() {
            tier(Tier::Name, Tier::Prefix)
        } else {
            tier(Tier::NamePrefix, Tier::Prefix)
        }
    }

    fn fit_phone(&self, text: &str) -> Option<(Tier, How)> {
        if let Some(number) = &self.number {
            return number.fit(text);
        }
        let few_digits = self.text.bytes().all(|b| b.is_ascii_digit());
        let tier = if few_digits && !self.exact { None } else { self.literally(text, false) };
        tier.map(|tier| (tier, Letters))
    }

    /// Initials of a name, or the sounds of Chinese text.
    fn spoken(&self, text: &str, value: &Value, organisation: bool) -> Option<(Tier, How)> {
        if !self.text.contains(|c: char| c.is_ascii_lowercase()) {
            return None;
        }
        let name = value.column.is_name();
        if name && let Some(at) = self.initials(text) {
            return Some((Tier::Initials, How::Characters { at, whole: false }));
        }
        if !value.han {
            return None;
        }
        let sounds = pinyin::find(&self.text, text, name && !organisation)?;
        let tier = match (sounds.chars.start == 0 && sounds.proper, name) {
            (true, true) => Tier::Pinyin,
            (true, false) => Tier::Prefix,
            (false, _) => Tier::Substring,
        };
        Some((tier, How::Characters { at: sounds.chars.collect(), whole: sounds.whole }))
    }

    /// `am` for Anna Meyer, `zw` for 张伟: where the initials stand.
    fn initials(&self, name: &str) -> Option<Vec<usize>> {
        let mut starts = word_starts(name);
        let mut at = Vec::new();
        for letter in self.text.chars() {
            let (place, c) = starts.next()?;
            if c != letter && !(is_han(c) && pinyin::begins_with(c, letter)) {
                return None;
            }
            at.push(place);
        }
        (at.len() > 1).then_some(at)
    }

    fn nearly(&self, text: &str, column: Column) -> Option<(Tier, How)> {
        if column == Column::Tag || text.len() > LONGEST_NEARLY {
            return None;
        }
        if self.text.chars().count() >= SHORTEST_FUZZY && is_in_order(&self.text, text) {
            return Some((Tier::Fuzzy, Letters));
        }
        let word = self.allows_typo().then(|| misspelled(&self.text, text)).flatten()?;
        Some((Tier::Typo, How::Characters { at: word.collect(), whole: false }))
    }

    fn allows_typo(&self) -> bool {
        !self.exact && self.text.chars().count() >= SHORTEST_TYPO && self.text.chars().all(char::is_alphabetic)
    }
}

use How::Letters;

/// An area begins within so many digits of an E.164 number: behind the country code.
const LONGEST_COUNTRY_CODE: usize = 3;

impl Number {
    fn fit(&self, text: &str) -> Option<(Tier, How)> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let sign = text.len() - digits.len();
        let (at, tier) = if digits.ends_with(&self.digits) {
            (digits.len() - self.digits.len(), Tier::Prefix)
        } else {
            let at = self.finder.find(digits.as_bytes())?;
            (at, if at <= LONGEST_COUNTRY_CODE { Tier::Prefix } else { Tier::Substring })
        };
        let length = if digits.ends_with(&self.digits) { self.digits.len() } else { self.bare.len() };
        // A number is ASCII; text around a number that could not be parsed is marked roughly.
        let first = text.get(..at + sign).map_or(0, |before| before.chars().count());
        Some((tier, How::Characters { at: (first..first + length).collect(), whole: length == digits.len() }))
    }
}

/// The words of a folded text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether a word begins at this byte; each Han character is a word.
fn begins_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let first = text.get(at..).and_then(|rest| rest.chars().next());
    before.is_none_or(|c| !c.is_alphanumeric()) || first.is_some_and(is_han)
}

/// The first character of each word, with its place in characters.
fn word_starts(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut inside = false;
    text.chars().enumerate().filter(move |(_, c)| {
        let starts = c.is_alphanumeric() && (!inside || is_han(*c));
        inside = c.is_alphanumeric() && !is_han(*c);
        starts
    })
}

/// Whether the letters stand in a text in their order, the first of them beginning a word.
fn is_in_order(letters: &str, text: &str) -> bool {
    let mut letters = letters.chars();
    let Some(first) = letters.next() else { return true };
    let begins = |(at, _): &(usize, &str)| begins_word(text, *at);
    let Some((at, found)) = text.match_indices(first).find(begins) else { return false };
    let mut rest = text.get(at + found.len()..).unwrap_or_default().chars();
    letters.all(|letter| rest.any(|c| c == letter))
}

/// The word of a text that is one typo away, as a range of characters.
fn misspelled(typed: &str, text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let end = start + word.chars().count();
        if is_one_typo(typed, word) {
            return Some(start..end);
        }
        start = end + 1;
    }
    None
}

/// Damerau distance 1: one letter replaced, added, left out, or two neighbours exchanged.
fn is_one_typo(a: &str, b: &str) -> bool {
    if a.len().abs_diff(b.len()) > size_of::<char>() {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let front = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let shorter = a.len().min(b.len());
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count().min(shorter - front);
    match (&a[front..a.len() - back], &b[front..b.len() - back]) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}
