//! What both halves of the date grammar share: words of a table, numbers in digits and characters.

use super::super::text::is_han;
use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, terminated};
use winnow::error::EmptyError;
use winnow::stream::LocatingSlice;
use winnow::token::{one_of, take_while};

/// The folded text, knowing how far it has been read.
pub type Input<'a> = LocatingSlice<&'a str>;

/// Only the furthest way through matters; why the others failed does not.
pub type Parsed<T> = Result<T, EmptyError>;

/// The value of the longest word of `table` that stands here.
pub fn one_word_of<'a, T: Copy>(table: &'static [(&'static str, T)]) -> impl Parser<Input<'a>, T, EmptyError> {
    move |input: &mut Input<'a>| {
        let found = table.iter().filter(|(word, _)| stands_here(word, input)).max_by_key(|(word, _)| word.len());
        let (word, value) = found.ok_or(EmptyError)?;
        winnow::token::take(word.chars().count()).void().parse_next(input)?;
        Ok(*value)
    }
}

/// This word and no longer one.
pub fn word<'a>(text: &'static str) -> impl Parser<Input<'a>, (), EmptyError> {
    move |input: &mut Input<'a>| if stands_here(text, input) { text.void().parse_next(input) } else { Err(EmptyError) }
}

/// A Latin word must end where the text's word ends; Chinese knows no such thing.
fn stands_here(word: &str, input: &Input<'_>) -> bool {
    let Some(rest) = input.strip_prefix(word) else { return false };
    let latin = word.ends_with(|c: char| c.is_ascii_alphanumeric());
    !latin || !rest.starts_with(goes_on)
}

/// Whether a Latin word or a number goes on with this character.
fn goes_on(c: char) -> bool {
    (c.is_alphanumeric() && !is_han(c)) || matches!(c, '\'' | '’' | '_' | '-')
}

/// The end of a Latin word or a number.
pub fn end_of_word(input: &mut Input<'_>) -> Parsed<()> {
    peek(not(one_of(goes_on))).parse_next(input)
}

/// Any white space, or none.
pub fn gap(input: &mut Input<'_>) -> Parsed<()> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

/// White space where words must not touch.
pub fn space(input: &mut Input<'_>) -> Parsed<()> {
    take_while(1.., char::is_whitespace).void().parse_next(input)
}

/// A number of at least `least` and at most `most` digits, and no digit after it.
pub fn digits<'a>(least: usize, most: usize) -> impl Parser<Input<'a>, u32, EmptyError> {
    let run = take_while(least..=most, |c: char| c.is_ascii_digit());
    terminated(run, peek(not(one_of('0'..='9')))).verify_map(|digits: &str| digits.parse().ok())
}

/// A count: up to four digits, or Chinese up to 九十九.
pub fn count(input: &mut Input<'_>) -> Parsed<u32> {
    alt((digits(1, 4), han_number)).parse_next(input)
}

/// `三`, `十二`, `二十`, `廿三`, `九十九`, `零五`.
pub fn han_number(input: &mut Input<'_>) -> Parsed<u32> {
    let ten = alt(("十".value(10), "廿".value(20)));
    let tens = (opt(han_digit), ten).map(|(times, ten)| times.unwrap_or(1) * ten);
    let below_hundred = alt(((tens, opt(han_digit)).map(|(tens, ones)| tens + ones.unwrap_or(0)), han_digit));
    alt((preceded(one_of(['零', '〇']), han_digit), below_hundred)).parse_next(input)
}

fn han_digit(input: &mut Input<'_>) -> Parsed<u32> {
    const DIGITS: &[(&str, u32)] = &[
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("二", 2),
        ("两", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("六", 6),
        ("七", 7),
        ("八", 8),
        ("九", 9),
    ];
    one_word_of(DIGITS).parse_next(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_are_read_up_to_ninety_nine() {
        for (text, number) in
            [("零", 0), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("廿三", 23), ("九十九", 99), ("零五", 5)]
        {
            assert_eq!(han_number.parse(LocatingSlice::new(text)).unwrap(), number, "{text}");
        }
    }

    #[test]
    fn a_latin_word_ends_where_it_ends() {
        let table: &[(&str, u8)] = &[("mon", 1), ("monday", 2), ("周一", 3)];
        for (text, found) in [
            ("mon x", Some(1)),
            ("monday", Some(2)),
            ("monk", None),
            ("mon-fri", None),
            ("mon下午", Some(1)),
            ("周一a", Some(3)),
        ] {
            assert_eq!(one_word_of(table).parse_next(&mut LocatingSlice::new(text)).ok(), found, "{text}");
        }
    }
}
