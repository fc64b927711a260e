//! What a line of a form may go on with: `Tab` takes the likeliest, as in the query line.

use crate::domain::text::fold;
use crate::door::completion::{Named, Request};
use crate::tui::widgets::field::Field;
use std::ops::Range;

/// What a field names one or several of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completes {
    /// Of which kind.
    pub of: Named,
    /// What stands between several; nothing where there is one only.
    pub parted_by: &'static [char],
}

impl Completes {
    /// A field that names one.
    pub fn one(of: Named) -> Self {
        Self { of, parted_by: &[] }
    }

    /// The piece of a line the cursor stands at the end of: a sign before it is none of it.
    fn piece(self, line: &Field) -> Range<usize> {
        let before = line.text().get(..line.cursor_byte()).unwrap_or_default();
        let parted = before.char_indices().rev().find(|(_, c)| self.parted_by.contains(c));
        let start = parted.map_or(0, |(at, c)| at + c.len_utf8());
        let piece = before.get(start..).unwrap_or_default();
        let signed = |c: char| c.is_whitespace() || (self.of == Named::Tag && "+-＋－".contains(c));
        before.len() - piece.trim_start_matches(signed).len()..before.len()
    }
}

/// The offers for the line in focus.
#[derive(Debug, Default)]
pub struct Completing {
    /// What was asked for: the piece of the line, what stands there, and what it names.
    piece: Option<(Range<usize>, String, Completes)>,
    offers: Vec<String>,
}

impl Completing {
    /// A line changed: what is to be asked for. What was offered was for another one.
    pub fn follow(&mut self, line: &Field, completes: Completes) -> Option<Request> {
        *self = Self::default();
        let place = completes.piece(line);
        let beginning = line.text().get(place.clone()).unwrap_or_default().to_owned();
        if beginning.is_empty() {
            return None;
        }
        self.piece = Some((place, beginning.clone(), completes));
        Some(Request::Known { of: completes.of, beginning })
    }

    /// Takes what there is. What is typed whole already needs nothing more.
    pub fn take(&mut self, known: Vec<String>) {
        let Some((_, typed, completes)) = &self.piece else { return };
        if known.contains(typed) {
            return;
        }
        let fits = |value: &String| {
            fold(value).starts_with(&fold(typed)) && !value.contains(|c| completes.parted_by.contains(&c))
        };
        self.offers = known.into_iter().filter(fits).collect();
    }

    /// The place in the line, and what Tab puts there; once.
    pub fn accept(&mut self) -> Option<(Range<usize>, String)> {
        let Self { piece, offers } = std::mem::take(self);
        Some((piece?.0, offers.into_iter().next()?))
    }

    /// What can be taken, the likeliest first.
    pub fn offers(&self) -> &[String] {
        &self.offers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TAGS: Completes = Completes { of: Named::Tag, parted_by: &[',', '，', ' '] };

    fn asked(text: &str, completes: Completes) -> Option<String> {
        let asked = Completing::default().follow(&Field::new(text), completes);
        asked.map(|request| match request {
            Request::Known { beginning, .. } => beginning,
            Request::Offer { .. } => panic!("a form has no query"),
        })
    }

    #[test]
    fn the_last_piece_is_asked_for_without_its_sign() {
        for (text, piece) in [("vip,co", "co"), ("vip -co", "co"), ("＋重", "重"), ("key，a", "a")] {
            assert_eq!(asked(text, TAGS).as_deref(), Some(piece), "{text}");
        }
        assert_eq!(asked("Otto V", Completes::one(Named::Company)).as_deref(), Some("Otto V"));
        assert_eq!(asked("vip, ", TAGS), None);
    }

    #[test]
    fn what_is_whole_or_would_fall_apart_is_not_offered() {
        let offers = |typed: &str, known: &[&str]| {
            let mut completing = Completing::default();
            completing.follow(&Field::new(typed), TAGS);
            completing.take(known.iter().map(|&value| value.to_owned()).collect());
            completing.offers().join("|")
        };
        assert_eq!(offers("vi", &["VIP", "key vip", "vip-2"]), "VIP|vip-2");
        assert_eq!(offers("VIP", &["VIP", "VIP2"]), "");
        assert_eq!(offers("vip", &["VIP"]), "VIP");
    }

    proptest! {
        #[test]
        fn what_is_put_there_stands_in_the_line(text in any::<String>(), value in "[a-z]{1,5}") {
            let line = Field::new(&text);
            let mut completing = Completing::default();
            if completing.follow(&line, TAGS).is_some() {
                completing.take(vec![value]);
                if let Some((place, _)) = completing.accept() {
                    prop_assert!(line.text().get(place).is_some());
                }
            }
        }
    }
}
