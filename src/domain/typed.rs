//! A line as it was typed beside the same line folded, so that a parser reads the folded one and an
//! error still points at the typed one.

use super::text::{fold, half_width_char, safe};
use std::fmt;
use std::ops::Range;

/// Bytes of a typed text, always on character boundaries.
pub type Span = Range<usize>;

/// A typed line, folded character by character: half width, lower case, no accents.
#[derive(Debug)]
pub struct Typed<'a> {
    raw: &'a str,
    folded: String,
    /// Where each folded character starts, and the typed character it came from.
    places: Vec<(usize, usize)>,
}

impl<'a> Typed<'a> {
    /// Folds `raw`.
    pub fn new(raw: &'a str) -> Self {
        let mut typed = Self { raw, folded: String::with_capacity(raw.len()), places: Vec::with_capacity(raw.len()) };
        for (start, c) in raw.char_indices() {
            if c.is_ascii() {
                typed.push(c.to_ascii_lowercase(), start);
                continue;
            }
            let folded = fold(half_width_char(c).encode_utf8(&mut [0; 4]));
            folded.chars().map(half_width_char).for_each(|c| typed.push(c, start));
        }
        typed
    }

    fn push(&mut self, c: char, start: usize) {
        self.places.push((self.folded.len(), start));
        self.folded.push(c);
    }

    /// The folded line.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The folded line from `at` on; empty past its end.
    pub fn from(&self, at: usize) -> &str {
        self.folded.get(at..).unwrap_or_default()
    }

    /// The typed place of the folded byte `at`.
    pub fn place(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(folded, _)| *folded < at);
        self.places.get(index).map_or(self.raw.len(), |(_, raw)| *raw)
    }

    /// The typed place of a folded range.
    pub fn span(&self, folded: Range<usize>) -> Span {
        self.place(folded.start)..self.place(folded.end)
    }

    /// What was typed for a folded range.
    pub fn typed(&self, folded: Range<usize>) -> &'a str {
        self.raw.get(self.span(folded)).unwrap_or_default()
    }

    /// The folded range of the word that stands at or after `at`: up to the next white space.
    pub fn word(&self, at: usize) -> Range<usize> {
        let rest = self.from(at);
        let start = at + rest.len() - rest.trim_start().len();
        let length = self.from(start).find(char::is_whitespace).unwrap_or(self.from(start).len());
        start..start + length
    }

    /// The word of a folded range as an error shows it.
    pub fn shown(&self, folded: Range<usize>) -> Word {
        Word::new(self.raw, self.span(folded))
    }
}

/// The word an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the typed text.
    pub span: Span,
    /// What was typed there, at most [`Word::SHOWN`] characters of it.
    pub text: String,
}

impl Word {
    /// The most characters of a word that an error repeats.
    pub const SHOWN: usize = 40;

    /// The word at `span` of `text`.
    pub fn new(text: &str, span: Span) -> Self {
        let word = text.get(span.clone()).unwrap_or_default();
        Self { span, text: word.chars().take(Self::SHOWN).collect() }
    }

    /// The same word in a longer text, that begins so many bytes before this one.
    pub fn shifted(self, bytes: usize) -> Self {
        Self { span: self.span.start + bytes..self.span.end + bytes, ..self }
    }
}

impl fmt::Display for Word {
    /// Opens an error's line with the word; where nothing stands there is nothing to open it with.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() { Ok(()) } else { write!(f, "`{}`: ", safe(&self.text)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_folded_word_is_found_where_it_was_typed() {
        let typed = Typed::new("Ａ　Straße　明天");
        assert_eq!(typed.folded(), "a strasse 明天");
        let word = typed.word(1);
        assert_eq!((typed.from(word.start), typed.typed(word)), ("strasse 明天", "Straße"));
        assert_eq!(typed.typed(10..16), "明天");
        assert_eq!(typed.shown(2..9), Word { span: 6..13, text: "Straße".to_owned() });
    }

    proptest! {
        #[test]
        fn every_place_is_a_character_boundary(raw in any::<String>(), from in 0_usize..40, to in 0_usize..40) {
            let typed = Typed::new(&raw);
            let span = typed.span(from.min(to)..from.max(to));
            prop_assert!(raw.get(span).is_some());
        }

        #[test]
        fn what_is_folded_stays_folded(raw in any::<String>()) {
            let typed = Typed::new(&raw);
            let again = Typed::new(typed.folded());
            prop_assert_eq!(again.folded(), typed.folded());
        }
    }
}
