//! The ways one value is spelled for searching, each traceable to the characters shown.

use crate::domain::text::{fold, half_width_char};

/// How the searched text was made from the text shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Folded, nothing more.
    Folded,
    /// `Müller` as `mueller`: how it is typed without the key.
    Umlauts,
    /// `Mueller` as `muller`: what `Müller` folds to.
    Bare,
    /// The digits alone, of a number that holds other characters between them.
    Digits,
}

/// Another spelling under which a name is searched, if it has one.
pub(super) fn other(shown: &str, folded: &str) -> Option<(Spelling, String)> {
    let spelling = if shown.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü', DIAERESIS]) {
        Spelling::Umlauts
    } else if ["ae", "oe", "ue"].iter().any(|pair| folded.contains(pair)) {
        Spelling::Bare
    } else {
        return None;
    };
    Some((spelling, spell(shown, spelling).into_iter().map(|(c, _)| c).collect()))
}

/// The characters searched, each with the place of the character shown that it came from.
pub(super) fn spell(shown: &str, spelling: Spelling) -> Vec<(char, u32)> {
    let places = || shown.chars().zip(0..);
    match spelling {
        Spelling::Folded => places().flat_map(folded).collect(),
        Spelling::Umlauts => with_umlauts(shown),
        Spelling::Bare => without_pairs(places().flat_map(folded)),
        Spelling::Digits => {
            places().map(|(c, at)| (half_width_char(c), at)).filter(|(c, _)| c.is_ascii_digit()).collect()
        }
    }
}

/// The combining diaeresis, as it stands in decomposed text.
const DIAERESIS: char = '\u{308}';

fn folded((c, at): (char, u32)) -> Vec<(char, u32)> {
    fold(c.encode_utf8(&mut [0; 4])).chars().map(|c| (c, at)).collect()
}

fn with_umlauts(shown: &str) -> Vec<(char, u32)> {
    let mut spelled = Vec::with_capacity(shown.len() + 2);
    for (c, at) in shown.chars().zip(0..) {
        spelled.extend(folded((c, at)));
        let dotted = matches!(c, 'ä' | 'ö' | 'ü' | 'Ä' | 'Ö' | 'Ü' | DIAERESIS);
        if dotted && matches!(spelled.last(), Some(('a' | 'o' | 'u', _))) {
            spelled.push(('e', at));
        }
    }
    spelled
}

fn without_pairs(folded: impl Iterator<Item = (char, u32)>) -> Vec<(char, u32)> {
    let mut spelled: Vec<(char, u32)> = Vec::new();
    for (c, at) in folded {
        let pair = c == 'e' && matches!(spelled.last(), Some(('a' | 'o' | 'u', _)));
        if !pair {
            spelled.push((c, at));
        }
    }
    spelled
}
