//! Numbers that do not belong into a note: those of payment cards and of identity papers. What is written in a note is
//! read by everybody who may see the customer, and is found by searching.

use super::text::half_width;
use std::ops::RangeInclusive;

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telltale {
    /// A payment card's: 14 to 19 digits with the check digit of ISO/IEC 7812-1 (Luhn).
    Card,
    /// A Chinese resident identity card's: GB 11643-1999, 18 places with the check character of ISO 7064 MOD 11-2.
    Identity,
}

/// Digits of a card.
const CARD: RangeInclusive<usize> = 14..=19;
/// Places of an identity number.
const IDENTITY: usize = 18;

/// The first such number in a text. Its digits may stand in groups, parted by a space or a hyphen each.
pub fn telltale(text: &str) -> Option<Telltale> {
    let text = half_width(text);
    // What is neither a digit nor between two parts a number from what follows.
    let runs = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ' ' | '-' | 'x' | 'X')));
    runs.into_iter().find_map(in_run)
}

fn in_run(run: &str) -> Option<Telltale> {
    let groups: Vec<&str> = run.split([' ', '-']).collect();
    (0..groups.len()).find_map(|first| {
        let mut number = String::new();
        groups.iter().skip(first).take_while(|group| !group.is_empty()).find_map(|group| {
            number.push_str(group);
            of_number(&number)
        })
    })
}

fn of_number(number: &str) -> Option<Telltale> {
    match number.len() {
        IDENTITY if is_identity(number) => Some(Telltale::Identity),
        len if CARD.contains(&len) && is_card(number) => Some(Telltale::Card),
        _ => None,
    }
}

/// The networks' numbers begin with 2 to 6.
fn is_card(number: &str) -> bool {
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits.filter(|digits| matches!(digits.first(), Some(2..=6))) else { return false };
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let sum: u32 =
        digits.iter().rev().enumerate().map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    sum.is_multiple_of(10)
}

fn is_identity(number: &str) -> bool {
    const WEIGHTS: [u32; IDENTITY - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let part = |from: usize, to: usize| number.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(6, 10), part(10, 12), part(12, 14)) else { return false };
    if !((1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)) {
        return false;
    }
    let digits: Option<Vec<u32>> = number.chars().take(WEIGHTS.len()).map(|c| c.to_digit(10)).collect();
    let Some(digits) = digits else { return false };
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = CHECKS.get((sum % 11) as usize).copied().map(char::from);
    number.chars().next_back().map(|c| c.to_ascii_uppercase()) == check
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cards_and_identity_numbers_are_seen_however_they_are_written() {
        for (text, found) in [
            ("her card is 4111 1111 1111 1111 12/27", Some(Telltale::Card)),
            ("5500-0000-0000-0004", Some(Telltale::Card)),
            ("amex 378282246310005.", Some(Telltale::Card)),
            ("卡号６２２８４８０４０２５６４８９００１８", Some(Telltale::Card)),
            ("身份证11010519491231002X", Some(Telltale::Identity)),
            ("11010519491231002x", Some(Telltale::Identity)),
            ("110105194912310021", None),
            ("4111 1111 1111 1112", None),
            ("call +49 30 1234567 or +86 138 0013 8000 at 15:30", None),
            ("order 20261122 0815 of 2026-11-22", None),
            ("", None),
        ] {
            assert_eq!(telltale(text), found, "{text}");
        }
        assert_eq!(telltale("６２２２ ０２１２ ３４５６ ７８９５"), telltale("6222 0212 3456 7895"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_at(text in "[0-9xX ,张-]{0,60}") {
            telltale(&text);
        }
    }
}
