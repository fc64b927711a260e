//! A column of lines in one piece: looking through it once beats walking the lines.

use super::bag;
use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Stands between the texts of a line. No text holds a control character.
pub(super) const BETWEEN: char = '\u{1f}';
const END: char = '\n';

/// Lines of one or more texts, one behind the other.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Texts {
    text: String,
    /// Where each line ends, its end mark included.
    ends: Vec<u32>,
    /// The characters that stand anywhere in it.
    bag: u64,
}

impl Texts {
    pub(super) fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push(END);
        self.ends.push(self.text.len() as u32);
        self.bag |= bag::of(line);
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of some lines.
    pub(super) fn size(&self, lines: &Range<usize>) -> usize {
        self.start(lines.end).saturating_sub(self.start(lines.start))
    }

    /// Whether letters of this bag can stand here at all.
    pub(super) fn may_hold(&self, bag: u64) -> bool {
        bag::missing(bag, self.bag) == 0
    }

    /// A line, its texts separated by [`BETWEEN`].
    pub(super) fn line(&self, line: usize) -> &str {
        self.text
            .get(self.start(line)..self.start(line + 1))
            .and_then(|line| line.strip_suffix(END))
            .unwrap_or_default()
    }

    /// The texts of a line.
    pub(super) fn texts(&self, line: usize) -> impl Iterator<Item = &str> {
        self.line(line).split(BETWEEN)
    }

    fn start(&self, line: usize) -> usize {
        line.checked_sub(1).map_or(0, |before| self.ends.get(before).map_or(self.text.len(), |end| *end as usize))
    }

    /// Tells the places of these lines where the letters stand: the line, and the place in all bytes. A hit says
    /// whether it needs no more of its line.
    pub(super) fn search(&self, letters: &Finder<'_>, lines: Range<usize>, mut hit: impl FnMut(usize, usize) -> bool) {
        let (mut from, end) = (self.start(lines.start), self.start(lines.end));
        let mut line = lines.start;
        while let Some(place) = self.text.as_bytes().get(from..end).and_then(|bytes| letters.find(bytes)) {
            line = self.line_at(from + place, line);
            let enough = hit(line, from + place);
            from = if enough { self.start(line + 1) } else { from + place + letters.needle().len().max(1) };
        }
    }

    /// The line a place is in, at `line` or behind it.
    fn line_at(&self, place: usize, mut line: usize) -> usize {
        let ends = |line: usize| self.ends.get(line).is_none_or(|end| *end as usize > place);
        if ends(line) {
            return line;
        }
        let mut step = 1;
        while !ends(line + step) {
            line += step;
            step *= 2;
        }
        let between = self.ends.get(line..(line + step).min(self.ends.len())).unwrap_or_default();
        line + between.partition_point(|end| *end as usize <= place)
    }

    /// The character that ends before a place; None at the beginning of a text.
    pub(super) fn before(&self, place: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(place.checked_sub(1)?)?;
        let c = if byte.is_ascii() { char::from(byte) } else { self.text.get(..place)?.chars().next_back()? };
        (c >= ' ').then_some(c)
    }

    /// The character that begins at a place; None at the end of a text.
    pub(super) fn after(&self, place: usize) -> Option<char> {
        let byte = *self.text.as_bytes().get(place)?;
        let c = if byte.is_ascii() { char::from(byte) } else { self.text.get(place..)?.chars().next()? };
        (c >= ' ').then_some(c)
    }

    /// The text around a place.
    pub(super) fn text_at(&self, line: usize, place: usize) -> &str {
        let (text, at) = (self.line(line), place.saturating_sub(self.start(line)));
        let (before, after) = text.split_at_checked(at).unwrap_or_default();
        let start = before.rfind(BETWEEN).map_or(0, |between| between + 1);
        let end = after.find(BETWEEN).map_or(text.len(), |between| at + between);
        text.get(start..end).unwrap_or_default()
    }

    /// Whether every line begins where the one before ends, at whole characters.
    pub(super) fn is_sound(&self) -> bool {
        let last = self.ends.last().map_or(0, |end| *end as usize);
        let ends_line = |end: &u32| self.text.as_bytes().get((*end as usize).wrapping_sub(1)) == Some(&b'\n');
        last == self.text.len() && self.ends.is_sorted_by(|a, b| a < b) && self.ends.iter().all(ends_line)
    }

    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_search_tells_the_lines_that_hold_the_letters(lines in vec("[ab张]{0,6}", 0..40), letters in "[ab张]{1,2}") {
            let mut texts = Texts::default();
            for line in &lines {
                texts.push(line);
            }
            let mut found = Vec::new();
            texts.search(&Finder::new(&letters), 0..lines.len(), |line, place| {
                assert!(texts.text_at(line, place).contains(&letters));
                found.push(line);
                place % 2 == 0
            });
            found.dedup();
            let holding: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains(&letters)).collect();
            prop_assert_eq!(found, holding);
            prop_assert!(texts.is_sound());
        }
    }
}
