//! The ways one text is spelled for searching, each traceable to the characters shown.

use crate::domain::text::{fold, half_width_char, is_han};

/// How the searched text was made from the text shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// Folded, nothing more.
    Folded,
    /// `Müller` as `mueller`, `Søren` as `soeren`: how it is typed without the key.
    Umlauts,
    /// `Mueller` as `muller`: what `Müller` folds to.
    Bare,
    /// `O'Connor` as `oconnor`.
    Joined,
    /// The digits alone, of a number that holds other characters between them.
    Digits,
}

/// Folds a text for searching: as everything is compared, with a space for a control character, as
/// those stand between texts here.
pub(super) fn searched(text: &str) -> String {
    let folded = fold(text);
    if folded.contains(char::is_control) { folded.replace(char::is_control, " ") } else { folded }
}

/// The other spellings under which a name is searched.
pub(super) fn others(shown: &str, folded: &str) -> Vec<(Spelling, String)> {
    let is_dotted = |c: char| UMLAUTS.contains(&c) || c == DIAERESIS;
    let pairs = ["ae", "oe", "ue"];
    let mut spellings = Vec::new();
    if !shown.is_ascii() && shown.contains(is_dotted) {
        spellings.push(Spelling::Umlauts);
    } else if pairs.iter().any(|pair| folded.contains(pair)) {
        spellings.push(Spelling::Bare);
    }
    if folded.contains('\'') {
        spellings.push(Spelling::Joined);
    }
    let letters = |spelling| match spelling {
        Spelling::Bare => without_pairs(folded.chars().zip(0..)),
        Spelling::Joined => folded.chars().filter(|c| *c != '\'').zip(0..).collect(),
        spelling => spell(shown, spelling),
    };
    let spelled = spellings.into_iter();
    spelled.map(|spelling| (spelling, letters(spelling).into_iter().map(|(c, _)| c).collect())).collect()
}

/// The characters searched, each with the place of the character shown that it came from.
pub(super) fn spell(shown: &str, spelling: Spelling) -> Vec<(char, u32)> {
    let places = || shown.chars().zip(0..);
    match spelling {
        Spelling::Folded => places().flat_map(folded).collect(),
        Spelling::Umlauts => with_umlauts(shown),
        Spelling::Bare => without_pairs(places().flat_map(folded)),
        Spelling::Joined => places().flat_map(folded).filter(|(c, _)| *c != '\'').collect(),
        Spelling::Digits => {
            places().map(|(c, at)| (half_width_char(c), at)).filter(|(c, _)| c.is_ascii_digit()).collect()
        }
    }
}

/// Letters that are typed with an `e` where there is no key for them.
const UMLAUTS: [char; 8] = ['ä', 'ö', 'ü', 'ø', 'Ä', 'Ö', 'Ü', 'Ø'];

/// The combining diaeresis, as it stands in decomposed text.
const DIAERESIS: char = '\u{308}';

fn folded((c, at): (char, u32)) -> Vec<(char, u32)> {
    if (' '..='~').contains(&c) {
        return vec![(c.to_ascii_lowercase(), at)];
    }
    searched(c.encode_utf8(&mut [0; 4])).chars().map(|c| (c, at)).collect()
}

fn with_umlauts(shown: &str) -> Vec<(char, u32)> {
    let mut spelled = Vec::with_capacity(shown.len() + 2);
    for (c, at) in shown.chars().zip(0..) {
        spelled.extend(folded((c, at)));
        let dotted = UMLAUTS.contains(&c) || c == DIAERESIS;
        if dotted && matches!(spelled.last(), Some(('a' | 'o' | 'u', _))) {
            spelled.push(('e', at));
        }
    }
    spelled
}

fn without_pairs(folded: impl Iterator<Item = (char, u32)>) -> Vec<(char, u32)> {
    let mut before = None;
    folded
        .filter(|(c, _)| {
            let is_pair = *c == 'e' && matches!(before, Some('a' | 'o' | 'u'));
            before = Some(*c);
            !is_pair
        })
        .collect()
}

/// Whether a text holds Chinese characters.
pub(super) fn holds_han(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_han)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_folds_letter_by_letter_as_it_folds_in_one() {
        for text in ["Jürgen Groß", "O’Connor", "張 偉\tＡ", "Søren", "ﬁn", "A\u{308}b"] {
            let letters: String = spell(text, Spelling::Folded).into_iter().map(|(c, _)| c).collect();
            assert_eq!(letters, searched(text), "{text}");
        }
    }

    #[test]
    fn a_name_is_spelled_as_people_type_it() {
        let spelled = |name: &str| others(name, &searched(name)).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(spelled("Jürgen Müller"), ["juergen mueller"]);
        assert_eq!(spelled("Karin Mueller"), ["karin muller"]);
        assert_eq!(spelled("Aeetes"), ["aetes"]);
        assert_eq!(spelled("Søren"), ["soeren"]);
        assert_eq!(spelled("Sinéad O’Connor"), ["sinead oconnor"]);
        assert!(spelled("Anna Meyer").is_empty());
    }
}
