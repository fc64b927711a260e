//! How well a row fits a term: tiers first, so that a person agrees with the order.

use super::bag;
use super::pinyin;
use super::record::{Bags, Record, Value};
use super::row::Column;
use super::term::{Number, Term, Terms};
use crate::domain::text::is_han;
use std::iter;
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
    /// The first characters of so many words stand for them.
    Initials(usize),
    /// These characters stand for them.
    Characters(Range<usize>),
}

/// Fewer letters than this are in order almost everywhere.
const SHORTEST_FUZZY: usize = 3;

/// Nearness is not looked for beyond this many bytes of a text.
const LONGEST_NEARLY: usize = 256;

impl Terms {
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
    /// Whether a row in which the term does not stand literally may fit all the same: never false
    /// for one that does.
    pub(super) fn may_fit(&self, bags: &Bags, reach: Reach) -> bool {
        let sounds = if reach == Reach::Names { bags.name_sounds } else { bags.sounds };
        let nearly = || bag::missing(self.bag, bags.nearly) <= u32::from(self.misspelt);
        self.spoken && bag::missing(self.bag, sounds) == 0 || reach == Reach::Nearly && !self.exact && nearly()
    }

    /// The best way this term fits a row, as far as it reaches.
    pub(super) fn fit<'a>(&self, record: &'a Record, reach: Reach) -> Option<Fit<'a>> {
        if self.id == Some(record.id) {
            return Some(Fit { tier: Tier::Id, value: None, how: How::Letters });
        }
        let mut best: Option<Fit<'a>> = None;
        let mut places = self.finder.find_iter(record.folded().as_bytes()).peekable();
        for value in record.searched() {
            let named = best.as_ref().is_some_and(|best| best.tier <= Tier::Pinyin);
            if !value.column.is_name() && (named || reach == Reach::Names) {
                break;
            }
            let text = record.folded_text(value);
            let bytes = value.bytes();
            let inside = iter::from_fn(|| places.next_if(|at| *at < bytes.end)).map(|at| at - bytes.start);
            let place = self.place(text, inside);
            let literally = self.literally(text, value.column, place);
            let fit = literally.into_iter().chain(self.by_sound(text, value, record.organisation));
            let nearly = || if reach == Reach::Nearly { self.nearly(text, value.column) } else { None };
            if let Some((tier, how)) = fit.min_by_key(|(tier, _)| *tier).or_else(nearly)
                && best.as_ref().is_none_or(|best| tier < best.tier)
            {
                best = Some(Fit { tier, value: Some(value), how });
            }
        }
        best
    }

    /// The best of the places where the letters stand in a text, as tiers of a name.
    fn place(&self, text: &str, places: impl Iterator<Item = usize>) -> Option<Tier> {
        let tiers = places.map(|at| match at {
            0 if text.len() == self.text.len() => Tier::Name,
            0 => Tier::NamePrefix,
            _ if begins_word(text, at) => Tier::WordPrefix,
            _ => Tier::Substring,
        });
        tiers.min()
    }

    fn literally(&self, text: &str, column: Column, place: Option<Tier>) -> Option<(Tier, How)> {
        match (column, &self.number) {
            (Column::Phone, Some(number)) => return number.fit(text),
            // A few digits are in almost every number, so they are not looked for.
            (Column::Phone, None) if self.few_digits => return None,
            _ => {}
        }
        let tier = if column.is_name() { place? } else { place?.max(Tier::Prefix) };
        Some((tier, How::Letters))
    }

    /// Initials of a name, or the sounds of Chinese text.
    fn by_sound(&self, text: &str, value: &Value, organisation: bool) -> Option<(Tier, How)> {
        let name = value.column.is_name();
        if !self.spoken || !(name || value.han) {
            return None;
        }
        if name && self.are_initials(text) {
            return Some((Tier::Initials, How::Initials(self.chars.len())));
        }
        if !value.han {
            return None;
        }
        let sounds = pinyin::find(&self.chars, text, name && !organisation)?;
        let tier = match (sounds.chars.start == 0 && sounds.proper, name) {
            (true, true) => Tier::Pinyin,
            (true, false) => Tier::Prefix,
            (false, _) => Tier::Substring,
        };
        Some((tier, How::Characters(sounds.chars)))
    }

    /// `am` for Anna Meyer, `zw` for 张伟.
    fn are_initials(&self, name: &str) -> bool {
        let mut starts = word_starts(name);
        let begins = |c: char, letter| c == letter || is_han(c) && pinyin::begins_with(c, letter);
        self.chars.len() > 1 && self.chars.iter().all(|letter| starts.next().is_some_and(|(_, c)| begins(c, *letter)))
    }

    fn nearly(&self, text: &str, column: Column) -> Option<(Tier, How)> {
        if self.exact || !column.is_spoken() || text.len() > LONGEST_NEARLY {
            return None;
        }
        if self.chars.len() >= SHORTEST_FUZZY && is_in_order(&self.text, text) {
            return Some((Tier::Fuzzy, How::Letters));
        }
        let word = if self.misspelt { misspelled(&self.text, text) } else { None };
        word.map(|word| (Tier::Typo, How::Characters(word)))
    }
}

/// An area begins within so many digits of an E.164 number: behind the country code.
const LONGEST_COUNTRY_CODE: usize = 3;

impl Number {
    fn fit(&self, text: &str) -> Option<(Tier, How)> {
        let country = text.len() - text.trim_start_matches('+').len();
        let (at, length) = if text.ends_with(&self.digits) {
            (text.len() - self.digits.len(), self.digits.len())
        } else {
            (self.finder.find(text.as_bytes())?, self.bare.len())
        };
        let begins = at <= country + LONGEST_COUNTRY_CODE || at + self.digits.len() == text.len();
        // Text around a number that could not be parsed need not be ASCII.
        let first = text.get(..at).map_or(0, |before| before.chars().count());
        Some((if begins { Tier::Prefix } else { Tier::Substring }, How::Characters(first..first + length)))
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
pub(super) fn word_starts(text: &str) -> impl Iterator<Item = (usize, char)> {
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
    let front: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (a, b) = (a.get(front..).unwrap_or_default(), b.get(front..).unwrap_or_default());
    let back = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    let (mut a, mut b) = (a.chars(), b.chars());
    for _ in 0..back {
        a.next_back();
        b.next_back();
    }
    match ([a.next(), a.next(), a.next()], [b.next(), b.next(), b.next()]) {
        ([a, None, _], [b, None, _]) => a != b,
        ([Some(first), Some(second), None], [Some(b), Some(c), None]) => (first, second) == (c, b),
        _ => false,
    }
}
