//! What a query may go on with: the name of a field, or a value of one, that the cursor stands in.

use super::parse::{TIES, Tie};
use super::{Field, Shape};
use crate::domain::text::is_han;
use crate::domain::typed::{Span, Typed};

/// The part of a query that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The field whose value it is; none for a word that may become a field's name.
    pub field: Option<Field>,
    /// Where it stands in the typed text.
    pub span: Span,
    /// What is typed of it, folded, without a quote in front.
    pub beginning: String,
    /// The field's name, or the word, is Chinese: so should be what it goes on with.
    pub han: bool,
}

/// What the cursor (a byte of `text`) stands at the end of; nothing where neither a name nor a value can be told.
pub fn unfinished(text: &str, cursor: usize) -> Option<Unfinished> {
    let typed = Typed::new(text.get(..cursor).unwrap_or(text));
    let folded = typed.folded();
    let start = last_piece(folded, char::is_whitespace);
    let start = start + usize::from(typed.from(start).starts_with('-'));
    let word = typed.from(start);
    let length = word.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(word.len());
    let (name, rest) = word.split_at_checked(length)?;
    let han = name.starts_with(is_han);
    if rest.is_empty() {
        let beginning = name.to_owned();
        return (!name.is_empty()).then(|| Unfinished {
            field: None,
            span: typed.span(start..folded.len()),
            beginning,
            han,
        });
    }
    let field = Field::named(name)?;
    let (sign, _) = TIES.iter().find(|(sign, tie)| *tie == Tie::Colon && rest.starts_with(sign))?;
    let values = start + length + sign.len();
    let at = values + last_piece(typed.from(values), |c| c == ',');
    let beginning = typed.from(at).trim_start_matches('"').to_owned();
    Some(Unfinished { field: Some(field), span: typed.span(at..folded.len()), beginning, han })
}

/// Where the last piece between separators begins; what is quoted is not separated.
fn last_piece(text: &str, separates: impl Fn(char) -> bool) -> usize {
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        quoted ^= c == '"';
        if !quoted && separates(c) {
            start = at + c.len_utf8();
        }
    }
    start
}

impl Unfinished {
    /// The names it may become, and the values the language itself knows, in the language that is typed.
    pub fn known(&self) -> Vec<String> {
        let fits = |word: &str| word.starts_with(&self.beginning) && (word.starts_with(is_han) == self.han);
        let values = |words: &mut dyn Iterator<Item = &'static str>| {
            words.filter(|word| fits(word)).map(str::to_owned).collect::<Vec<_>>()
        };
        let Some(field) = self.field else {
            return Field::beginning_with(&self.beginning).map(|name| format!("{name}:")).collect();
        };
        match field.shape() {
            Shape::Closed(words) => {
                let mut seen = Vec::new();
                let mut first = words.iter().filter(|(word, meant)| {
                    let new = fits(word) && !seen.contains(meant);
                    seen.extend(new.then_some(*meant));
                    new
                });
                values(&mut first.by_ref().map(|(word, _)| *word))
            }
            Shape::Days(days) => values(&mut days.iter().map(|(word, _)| *word)),
            Shape::YesNo => values(&mut ["yes", "no", "是", "否"].into_iter()),
            Shape::Open(_) if field == Field::Owner => values(&mut ["me", "我"].into_iter()),
            Shape::Open(_) | Shape::Money => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at_end(text: &str) -> Option<(Option<Field>, &str, String)> {
        unfinished(text, text.len()).map(|found| (found.field, &text[found.span], found.beginning))
    }

    #[test]
    fn the_cursor_stands_in_a_name_or_in_a_value() {
        for (text, found) in [
            ("anna co", Some((None, "co", "co"))),
            ("-PI", Some((None, "PI", "pi"))),
            ("标", Some((None, "标", "标"))),
            ("tag:", Some((Some(Field::Tag), "", ""))),
            ("anna -tag:VI", Some((Some(Field::Tag), "VI", "vi"))),
            ("tag:vip,co", Some((Some(Field::Tag), "co", "co"))),
            ("城市：上", Some((Some(Field::City), "上", "上"))),
            ("company:\"otto v", Some((Some(Field::Company), "\"otto v", "otto v"))),
            ("company:\"a, b\",c", Some((Some(Field::Company), "c", "c"))),
            ("value>10", None),
            ("nonsense:x", None),
            ("anna ", None),
            ("", None),
            ("0301", None),
        ] {
            let found = found.map(|(field, typed, beginning)| (field, typed, beginning.to_owned()));
            assert_eq!(at_end(text), found, "{text}");
        }
        assert_eq!(unfinished("标签 x", 3).map(|found| found.beginning), Some("标".into()));
    }

    #[test]
    fn what_the_language_knows_is_offered_in_the_language_typed() {
        for (text, words) in [
            ("co", "country: company: consent:"),
            ("标", "标签:"),
            ("kind:", "person organisation"),
            ("类型:", "个人 企业"),
            ("due:to", "today tomorrow"),
            ("到期:", "逾期 今天 明天"),
            ("dnc:", "yes no"),
            ("owner:", "me"),
            ("负责人:", "我"),
            ("tag:", ""),
        ] {
            let known = unfinished(text, text.len()).unwrap().known();
            assert_eq!(known.join(" "), words, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_replaced_lies_within_the_text(text in any::<String>(), cursor in 0_usize..40) {
            if let Some(found) = unfinished(&text, cursor) {
                prop_assert!(text.get(found.span.clone()).is_some());
                found.known();
            }
        }
    }
}
