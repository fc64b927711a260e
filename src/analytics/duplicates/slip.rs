//! One slip of a key: a letter more, less or another one, or two neighbours swapped (Damerau 1964).

/// Whether two words are one slip apart, and not the same.
pub fn is_slip(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return between(one.as_bytes(), other.as_bytes());
    }
    let letters = |word: &str| word.chars().collect::<Vec<_>>();
    between(&letters(one), &letters(other))
}

/// What is left once the same beginning and end are taken off tells.
fn between<T: PartialEq>(one: &[T], other: &[T]) -> bool {
    let head = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (one.get(head..).unwrap_or_default(), other.get(head..).unwrap_or_default());
    let tail = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let inner = |word: &[T]| word.len() - tail;
    match (one.get(..inner(one)), other.get(..inner(other))) {
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        (Some(one), Some(other)) => one.len().max(other.len()) == 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_slip_is_seen_and_two_are_not() {
        for (one, other) in [("meyer", "meier"), ("meyer", "meyre"), ("meyer", "meyr"), ("anna", "aanna"), ("a", "")] {
            assert!(is_slip(one, other) && is_slip(other, one), "{one} {other}");
        }
        for (one, other) in [("meyer", "meyer"), ("meyer", "maier"), ("anna", "nana x"), ("", "ab"), ("abcd", "badc")] {
            assert!(!is_slip(one, other) && !is_slip(other, one), "{one} {other}");
        }
        assert!(is_slip("伟明", "明伟"));
    }

    proptest! {
        #[test]
        fn whatever_one_key_does_to_a_word_is_one_slip_or_nothing(word in "[a-zé]{1,12}", at in 0_usize..12, letter in "[a-zé]") {
            let mut letters: Vec<char> = word.chars().collect();
            let at = at % letters.len();
            letters[at] = letter.chars().next().unwrap();
            let typed: String = letters.into_iter().collect();
            prop_assert_eq!(is_slip(&word, &typed), word != typed);
        }
    }
}
