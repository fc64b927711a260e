//! Order within a tier, and the characters that matched.

use super::fit::{How, Reach, word_starts};
use super::row::{Column, Row};
use super::spelling::spell;
use super::term::{Term, Terms, Word};
use super::written::{Text, Written, texts};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use std::collections::{BTreeMap, BTreeSet};

/// Characters of one text that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    /// The part of the row.
    pub field: Column,
    /// Which of the column's texts.
    pub value_index: usize,
    /// Places in that text, in characters, ascending. A number is counted in the form [`Column::Phone`] says.
    pub chars: Vec<u32>,
}

/// Moves highlights of a phone number onto the same number in another format: the third digit
/// stays the third digit.
pub fn on_digits(searched: &str, chars: &[u32], shown: &str) -> Vec<u32> {
    let places = |text: &str| -> Vec<u32> {
        (0..).zip(text.chars()).filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect()
    };
    let both = places(searched).into_iter().zip(places(shown));
    both.filter(|(searched, _)| chars.contains(searched)).map(|(_, shown)| shown).collect()
}

/// Marks in rows what was typed.
pub struct Marker {
    terms: Terms,
    artist: Artist,
}

impl Marker {
    /// For what was typed.
    pub fn new(words: &[Word]) -> Self {
        Self { terms: Terms::new(words), artist: Artist::new() }
    }

    /// The characters of a row that was found which match what was typed.
    pub fn highlights(&self, row: &Row) -> Vec<Highlight> {
        let written = Written::new(row, &Column::ALL);
        let mut marked: BTreeMap<(Column, u16), BTreeSet<u32>> = BTreeMap::new();
        for term in &self.terms.wanted {
            let Some(stroke) = self.artist.draw(term, &written, Reach::Nearly) else { continue };
            let (column, index) = (stroke.text.column, stroke.text.index);
            let shown = texts(row, column).nth(index.into()).unwrap_or_default();
            let spelled = spell(&shown, stroke.text.spelling);
            let places = stroke.places.iter().filter_map(|place| spelled.get(*place)).map(|(_, at)| *at);
            marked.entry((column, index)).or_default().extend(places);
        }
        let highlights = marked.into_iter().map(|((field, index), chars)| Highlight {
            field,
            value_index: index.into(),
            chars: chars.into_iter().collect(),
        });
        highlights.collect()
    }
}

/// The scorer reads so much of a text, as its time and memory grow with the product of both lengths.
const LONGEST_TEXT: usize = 256;

/// Scores rows, and finds the characters that matched.
pub(super) struct Artist(SkimMatcherV2);

/// Where a term was found in a text.
struct Stroke<'a> {
    text: &'a Text<'a>,
    /// Characters of the searched spelling.
    places: Vec<usize>,
    score: i64,
}

impl Artist {
    pub(super) fn new() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }

    /// How well a row matches besides its tier: more is better.
    pub(super) fn score(&self, terms: &Terms, written: &Written<'_>, reach: Reach) -> i64 {
        let strokes = terms.wanted.iter().filter_map(|term| self.draw(term, written, reach));
        strokes.map(|stroke| stroke.score).sum()
    }

    fn draw<'a>(&self, term: &Term, written: &'a Written<'a>, reach: Reach) -> Option<Stroke<'a>> {
        let fit = term.fit(written, reach)?;
        let letters = &fit.text.letters;
        let (score, places) = match fit.how {
            How::Letters => self.letters(term, letters),
            How::Initials(count) => (0, word_starts(letters).map(|(at, _)| at).take(count).collect()),
            How::Characters(chars) => (i64::from(chars.len() == letters.chars().count()), chars.collect()),
        };
        Some(Stroke { text: fit.text, places, score })
    }

    fn letters(&self, term: &Term, text: &str) -> (i64, Vec<usize>) {
        let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
        let read = text.get(..end).unwrap_or_default();
        // `fuzzy_match` would disagree with this about some rows.
        self.0.fuzzy_indices(read, &term.text).unwrap_or_default()
    }
}
