//! Order within a tier, and the characters that matched.

use super::fit::{How, Reach, word_starts};
use super::record::{Record, Value};
use super::row::Column;
use super::spelling::spell;
use super::term::{Term, Terms};
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
    /// Places in that text as [`super::RowView::values`] gives it, in characters, ascending.
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

/// What a row looks like in an answer.
pub(super) struct Drawing {
    pub score: i64,
    pub highlights: Vec<Highlight>,
}

/// The scorer reads so much of a text, as its time and memory grow with the product of both lengths.
const LONGEST_TEXT: usize = 256;

/// Scores and highlights rows for one query.
pub(super) struct Artist<'a> {
    terms: &'a Terms,
    reach: Reach,
    matcher: SkimMatcherV2,
}

impl<'a> Artist<'a> {
    pub(super) fn new(terms: &'a Terms, reach: Reach) -> Self {
        Self { terms, reach, matcher: SkimMatcherV2::default().ignore_case() }
    }

    pub(super) fn draw(&self, record: &Record) -> Drawing {
        let mut score = 0;
        let mut marked: BTreeMap<(Column, u16), BTreeSet<u32>> = BTreeMap::new();
        for term in &self.terms.wanted {
            let Some(fit) = term.fit(record, self.reach) else { continue };
            let Some(value) = fit.value else { continue };
            let text = record.folded_text(value);
            let (points, places) = match fit.how {
                How::Letters => self.letters(term, text),
                How::Initials(count) => (0, word_starts(text).map(|(at, _)| at).take(count).collect()),
                How::Characters(chars) => (i64::from(chars.len() == text.chars().count()), chars.collect()),
            };
            score += points;
            marked.entry((value.column, value.index)).or_default().extend(shown_places(record, value, &places));
        }
        let highlights = marked.into_iter().map(|((field, index), chars)| Highlight {
            field,
            value_index: index.into(),
            chars: chars.into_iter().collect(),
        });
        Drawing { score, highlights: highlights.collect() }
    }

    fn letters(&self, term: &Term, text: &str) -> (i64, Vec<usize>) {
        let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
        let read = text.get(..end).unwrap_or_default();
        // `fuzzy_match` would disagree with this about some rows.
        self.matcher.fuzzy_indices(read, &term.text).unwrap_or_default()
    }
}

/// From places in the searched spelling to places in the text shown.
fn shown_places(record: &Record, value: &Value, places: &[usize]) -> Vec<u32> {
    let spelled = spell(record.shown_text(value), value.spelling);
    places.iter().filter_map(|place| spelled.get(*place)).map(|(_, at)| *at).collect()
}
