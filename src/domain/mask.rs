//! Numbers and addresses as those see them who may not: enough to recognise, too little to use.

use super::phone::{digits, pretty};
use std::ops::Range;

/// What stands for the hidden part, whatever its length.
const MASK: &str = "****";
/// Digits that stay hidden, at least.
const HIDDEN: usize = 4;
/// Digits shown at the end.
const TAIL: usize = 2;
/// Digits by which two ways of writing a number are told to be the same.
const TELLING: usize = 7;
/// Fewer digits are a date, an hour or a price, not a number to dial.
const SHORTEST: usize = 5;

/// Whether a part of this is hidden.
pub fn is_masked(text: &str) -> bool {
    text.contains(MASK)
}

/// Whether among these bytes stands a text of which a part is hidden.
pub fn stands_in(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, MASK.as_bytes()).is_some()
}

/// What is shown of a text that is hidden as a whole.
pub fn whole() -> String {
    MASK.to_owned()
}

/// `+49 30 ****34` of a number, `a****@firma.de` of an e-mail address. What holds no digit is no number and stays.
pub fn address(text: &str) -> String {
    match text.split_once('@') {
        Some((name, domain)) => {
            format!("{}{MASK}@{domain}", name.chars().next().map_or_else(String::new, String::from))
        }
        None => number(text),
    }
}

fn number(text: &str) -> String {
    let shown = pretty(text).unwrap_or_else(|| text.to_owned());
    let all = digits(&shown);
    if all.is_empty() {
        return shown;
    }
    let head = head(&shown, all.len());
    let rest = all.len() - digits(&head).len();
    let tail = all.len() - if rest >= HIDDEN + TAIL { TAIL } else { 0 };
    format!("{head}{MASK}{}", &all[tail..])
}

/// `+49 30 `: the country, and the area where enough is left to hide.
fn head(shown: &str, all: usize) -> String {
    let mut groups = shown.split([' ', '-']);
    let Some(country) = groups.next().filter(|group| group.starts_with('+')) else { return String::new() };
    let area = groups.next().filter(|area| all - digits(country).len() - digits(area).len() >= HIDDEN + TAIL);
    area.map_or_else(|| format!("{country} "), |area| format!("{country} {area} "))
}

/// A text without the numbers and e-mail addresses `hides` says so of, in whatever way they are written; nothing where
/// none stands in it.
pub fn within(text: &str, hides: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    let without_emails = replaced(text, &emails(text), hides);
    let rest = without_emails.as_deref().unwrap_or(text);
    replaced(rest, &numbers(rest), hides).or(without_emails)
}

/// A text with those of these places masked that are to be hidden; nothing where none is.
fn replaced(text: &str, places: &[Range<usize>], hides: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    let mut masked = None;
    for place in places.iter().rev().filter(|place| hides(&text[(*place).clone()])) {
        let whole: &mut String = masked.get_or_insert_with(|| text.to_owned());
        whole.replace_range(place.clone(), &address(&text[place.clone()]));
    }
    masked
}

/// Whether a text is this number or address, written in another way perhaps.
pub fn is_same(text: &str, known: &str) -> bool {
    if text.contains('@') || known.contains('@') {
        return text.trim().eq_ignore_ascii_case(known.trim());
    }
    let known = digits(known);
    let telling = known.len().saturating_sub(TELLING);
    known.len() >= SHORTEST && digits(text).contains(&known[telling..])
}

/// The words of a text that may be e-mail addresses.
fn emails(text: &str) -> Vec<Range<usize>> {
    let words = stretches(text, |c| !c.is_whitespace() && !",;:<>()[]\"'，；：、。（）《》".contains(c));
    let words = words.into_iter().map(|word| trimmed_at(text, word, |c| c == '.', |c| c == '.'));
    words.filter(|word| text[word.clone()].contains('@')).collect()
}

/// The stretches of a text that may be numbers, with all that people write between digits.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let stretches = stretches(text, |c| is_digit(c) || " -()/.+（）".contains(c));
    let begins = |c| is_digit(c) || "+(（".contains(c);
    let runs = stretches.into_iter().map(|run| trimmed_at(text, run, |c| !begins(c), |c| !is_digit(c)));
    runs.filter(|run| digits(&text[run.clone()]).len() >= SHORTEST).collect()
}

/// The longest stretches of characters that belong together.
fn stretches(text: &str, belongs: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| belongs(*c)) {
        match found.last_mut().filter(|last| last.end == at) {
            Some(last) => last.end += c.len_utf8(),
            None => found.push(at..at + c.len_utf8()),
        }
    }
    found
}

/// A stretch without what is not meant at its beginning and at its end.
fn trimmed_at(
    text: &str,
    place: Range<usize>,
    before: impl Fn(char) -> bool,
    behind: impl Fn(char) -> bool,
) -> Range<usize> {
    let rest = text[place.clone()].trim_start_matches(before);
    let begin = place.end - rest.len();
    begin..begin + rest.trim_end_matches(behind).len()
}

fn is_digit(c: char) -> bool {
    super::text::half_width_char(c).is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_masked_number_shows_where_it_is_and_how_it_ends() {
        for (number, masked) in [
            ("+493012345678", "+49 30 ****78"),
            ("+8613800138000", "+86 138 ****00"),
            ("+12065559857", "+1 206 ****57"),
            ("+6561234567", "+65 ****67"),
            ("+49301234", "+49 ****34"),
            ("4711", "****"),
            ("ask for Bob", "ask for Bob"),
            ("anna@firma.de", "a****@firma.de"),
        ] {
            assert_eq!(address(number), masked, "{number}");
        }
    }

    #[test]
    fn a_number_is_hidden_in_a_text_however_it_is_written() {
        let hides = &mut |found: &str| is_same(found, "+493012345678") || is_same(found, "anna@firma.de");
        for (text, masked) in [
            ("call 030 12345678, or (030) 123-45678.", "call ****78, or ****78."),
            ("打０３０１２３４５６７８，谢谢", "打****78，谢谢"),
            ("mail Anna@Firma.de: 14:05 on 2026-11-18", "mail A****@Firma.de: 14:05 on 2026-11-18"),
        ] {
            assert_eq!(within(text, hides).as_deref(), Some(masked), "{text}");
        }
        assert_eq!(within("call 030 7654321 at 15:00", hides), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_stumble_and_nothing_else_is_lost(text in "[0-9+ @.,é汉(-]{0,40}") {
            prop_assert_eq!(within(&text, &mut |_| false), None);
            if let Some(masked) = within(&text, &mut |_| true) {
                prop_assert!(is_masked(&masked));
            }
        }

        #[test]
        fn a_masked_number_never_holds_four_of_its_own_digits_more_than_it_shows(number in "\\+49[1-9][0-9]{6,10}") {
            let shown = digits(&address(&number)).len();
            prop_assert!(shown + HIDDEN <= digits(&number).len());
        }
    }
}
