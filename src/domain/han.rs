//! Chinese characters in one form for comparing.

use std::sync::OnceLock;

/// The first character of the basic block, and how many it has.
const BASIC: usize = 0x4e00;
const BASIC_COUNT: usize = 0x5200;

/// Whether a character is of the basic block, whose characters fold to nothing but each other.
pub(super) fn is_basic(c: char) -> bool {
    (BASIC..BASIC + BASIC_COUNT).contains(&(c as usize))
}

/// The simplified form of a character of the basic block, or the character itself.
pub(super) fn simplified(c: char) -> char {
    static FORMS: OnceLock<Vec<u16>> = OnceLock::new();
    let forms = FORMS.get_or_init(|| {
        let mut forms = vec![0; BASIC_COUNT];
        let pairs: Vec<char> = TRADITIONAL.lines().filter(|line| !line.starts_with('#')).flat_map(str::chars).collect();
        for pair in pairs.chunks_exact(2) {
            if let [traditional, simplified] = pair
                && let Some(form) = forms.get_mut((*traditional as usize).wrapping_sub(BASIC))
            {
                *form = *simplified as u16;
            }
        }
        forms
    });
    match forms.get((c as usize).wrapping_sub(BASIC)) {
        Some(form) if *form != 0 => char::from_u32(u32::from(*form)).unwrap_or(c),
        _ => c,
    }
}

const TRADITIONAL: &str = include_str!("../../assets/han/traditional.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_name_are_one() {
        for (traditional, one) in [("張偉", "张伟"), ("劉曉東", "刘晓东"), ("國際銀行", "国际银行"), ("Zoë", "Zoë")]
        {
            assert_eq!(traditional.chars().map(simplified).collect::<String>(), one);
        }
    }

    #[test]
    fn a_simplified_form_has_no_other() {
        for c in ('\u{4e00}'..='\u{9fff}').map(simplified) {
            assert_eq!(simplified(c), c);
        }
    }
}
