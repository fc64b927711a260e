//! How well a row fits a term: tiers first, so that a person agrees with the order.
//!
//! Here a row is judged by itself, to order and mark the few that are shown; [`super::scan`] gives the
//! same tiers to all rows at once.

use super::pinyin::sounding_like;
use super::row::Column;
use super::spelling::holds_han;
use super::term::{Number, Term, Terms};
use super::written::{Text, Written};
use crate::domain::text::is_han;
use std::ops::Range;

/// How a row fits what was typed, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Tier {
    /// The customer's id.
    Id,
    /// The whole name.
    Name,
    /// The beginning of the name, or the whole of it in another order.
    NamePrefix,
    /// The first letters of the name's words or characters.
    Initials,
    /// The beginning of a word of the name.
    WordPrefix,
    /// The name by its sounds from its beginning, or by another form of it: Bob for Robert.
    Pinyin,
    /// The beginning of a company, a city, a label, an address or a number, or the end of a number.
    Prefix,
    /// Anywhere inside.
    Substring,
    /// Other Chinese characters of the same sounds: 浩于 for 浩宇.
    Homophone,
    /// The letters in order, with others between them.
    Fuzzy,
    /// One letter wrong, missing, too many, or two exchanged.
    Typo,
}

impl Tier {
    /// All of them, in the order of their numbers.
    pub(super) const ALL: [Self; 11] = [
        Self::Id,
        Self::Name,
        Self::NamePrefix,
        Self::Initials,
        Self::WordPrefix,
        Self::Pinyin,
        Self::Prefix,
        Self::Substring,
        Self::Homophone,
        Self::Fuzzy,
        Self::Typo,
    ];

    /// What a tier of a name is worth in a column.
    pub(super) fn within(self, column: Column) -> Self {
        if column.is_name() { self } else { self.max(Self::Prefix) }
    }
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
    pub text: &'a Text<'a>,
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

/// More letters are no initials.
pub(super) const MOST_INITIALS: usize = 8;

impl Terms {
    /// Several terms may make up a name, in its own order or in another.
    pub(super) fn name_tier(&self, name: &str) -> Option<Tier> {
        if self.wanted.len() < 2 {
            return None;
        }
        if name.starts_with(&self.joined) {
            return Some(if name == self.joined { Tier::Name } else { Tier::NamePrefix });
        }
        let mut words: Vec<&str> = words(name).collect();
        words.sort_unstable();
        (words == self.sorted).then_some(Tier::NamePrefix)
    }

    /// Several terms may be the syllables of a Chinese name: `zhang wei`.
    pub(super) fn sound_tier(&self, name: &str, organisation: bool) -> Option<Tier> {
        let spoken = self.spoken.as_ref().filter(|_| holds_han(name))?;
        let sounds = spoken.find(name, !organisation).filter(|sounds| sounds.chars.start == 0 && sounds.proper)?;
        Some(if sounds.chars.end == name.chars().count() { Tier::NamePrefix } else { Tier::Pinyin })
    }
}

impl Term {
    /// The best way this term fits a row, as far as it reaches. None for a row that fits by its id only.
    pub(super) fn fit<'a>(&self, written: &'a Written<'a>, reach: Reach) -> Option<Fit<'a>> {
        let mut best: Option<Fit<'a>> = None;
        for text in &written.texts {
            if reach == Reach::Names && !text.column.is_name() {
                break;
            }
            let exactly = [self.literally(text), self.by_sound(text, written.organisation), self.by_nickname(text)];
            let nearly = || if reach == Reach::Nearly { self.nearly(text) } else { None };
            if let Some((tier, how)) = exactly.into_iter().flatten().min_by_key(|(tier, _)| *tier).or_else(nearly)
                && best.as_ref().is_none_or(|best| tier < best.tier)
            {
                best = Some(Fit { tier, text, how });
            }
        }
        best
    }

    fn literally(&self, text: &Text<'_>) -> Option<(Tier, How)> {
        match (text.column, &self.number) {
            (Column::Phone, Some(number)) => return number.fit(&text.letters),
            // A few digits are in almost every number, so they are not looked for.
            (Column::Phone, None) if self.few_digits => return None,
            _ => {}
        }
        let letters = &*text.letters;
        let tiers = self.finder.find_iter(letters.as_bytes()).map(|at| {
            let before = letters.get(..at).and_then(|before| before.chars().next_back());
            self.place(before, at + self.text.len() == letters.len())
        });
        Some((tiers.min()?.within(text.column), How::Letters))
    }

    /// The tier of letters that stand behind this character of a name, at its end or not.
    pub(super) fn place(&self, before: Option<char>, ends: bool) -> Tier {
        match before {
            None if ends => Tier::Name,
            None => Tier::NamePrefix,
            Some(before) if self.begins_han || !before.is_alphanumeric() => Tier::WordPrefix,
            Some(_) => Tier::Substring,
        }
    }

    /// Initials of a name, or the sounds of Chinese text.
    pub(super) fn by_sound(&self, text: &Text<'_>, organisation: bool) -> Option<(Tier, How)> {
        let spoken = self.spoken.as_ref().filter(|_| text.column.is_sounded())?;
        let name = text.column.is_name();
        if name && self.are_initials(&text.letters) {
            return Some((Tier::Initials, How::Initials(self.chars.len())));
        }
        if !holds_han(&text.letters) {
            return None;
        }
        let sounds = spoken.find(&text.letters, name && !organisation)?;
        let begins = sounds.chars.start == 0 && sounds.proper;
        let tier = if begins { Tier::Pinyin.within(text.column) } else { Tier::Substring };
        Some((tier, How::Characters(sounds.chars)))
    }

    /// `am` for Anna Meyer, `zw` for 张伟.
    fn are_initials(&self, name: &str) -> bool {
        let Some(spoken) = &self.spoken else { return false };
        let begins = |(at, c): (usize, char)| self.chars.get(at) == Some(&c) || is_han(c) && spoken.taken(c, at) > 0;
        let mut starts = word_starts(name).map(|(_, c)| c).enumerate();
        (2..=MOST_INITIALS).contains(&self.chars.len())
            && (0..self.chars.len()).all(|_| starts.next().is_some_and(begins))
    }

    fn by_nickname(&self, text: &Text<'_>) -> Option<(Tier, How)> {
        if self.nicknames.is_empty() || !text.column.is_name() {
            return None;
        }
        let word = word_places(&text.letters).find(|(_, word)| self.nicknames.contains(word));
        word.map(|(chars, _)| (Tier::Pinyin, How::Characters(chars)))
    }

    fn nearly(&self, text: &Text<'_>) -> Option<(Tier, How)> {
        if !text.column.is_spoken() {
            return None;
        }
        if let Some(chars) = self.homophone(&text.letters) {
            return Some((Tier::Homophone, How::Characters(chars)));
        }
        if self.is_in_order(&text.letters) {
            return Some((Tier::Fuzzy, How::Letters));
        }
        let mut words = word_places(&text.letters).filter(|(_, word)| self.is_misspelt(word));
        words.next().map(|(chars, _)| (Tier::Typo, How::Characters(chars)))
    }

    /// The characters that sound like it: over the phone nobody hears which ones are written.
    pub(super) fn homophone(&self, text: &str) -> Option<Range<usize>> {
        if self.has_homophones { sounding_like(&self.chars, text) } else { None }
    }

    /// Whether the letters stand in a text in their order, the first of them beginning a word.
    pub(super) fn is_in_order(&self, text: &str) -> bool {
        if self.exact || self.chars.len() < SHORTEST_FUZZY || text.len() > LONGEST_NEARLY {
            return false;
        }
        let mut letters = self.text.chars();
        let Some(first) = letters.next() else { return true };
        let begins = |(at, _): &(usize, &str)| begins_word(text, *at);
        let Some((at, found)) = text.match_indices(first).find(begins) else { return false };
        let mut rest = text.get(at + found.len()..).unwrap_or_default().chars();
        letters.all(|letter| rest.any(|c| c == letter))
    }

    /// Whether a word may have been meant, one typo away.
    pub(super) fn is_misspelt(&self, word: &str) -> bool {
        self.misspelt && word.len() <= LONGEST_NEARLY && is_one_typo(&self.text, word)
    }
}

/// An area begins within so many digits of an E.164 number: behind the country code.
const LONGEST_COUNTRY_CODE: usize = 3;

impl Number {
    /// How a number holds the digits.
    pub(super) fn fit(&self, text: &str) -> Option<(Tier, How)> {
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
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
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

/// The words of a text between other characters, each with its place in characters.
pub(super) fn word_places(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut start = 0;
    text.split(|c: char| !c.is_alphanumeric()).map(move |word| {
        let place = start..start + word.chars().count();
        start = place.end + 1;
        (place, word)
    })
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
