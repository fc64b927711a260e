//! How far a terminal's cursor moves over a character, and whether all terminals agree.

use unicode_width::UnicodeWidthStr;

/// The end of accented Latin, Greek and Cyrillic: wide on some terminals, whatever Unicode's tables say of a letter.
const ALPHABETS: char = '\u{52F}';

/// What a terminal's cursor does over the symbol of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// Every terminal moves by so many columns.
    Sure(u16),
    /// One column, or two where ambiguous characters are wide (Unicode's East Asian Width "A"): lines and blocks,
    /// accented letters, Greek, Cyrillic.
    Doubtful,
    /// Terminals differ: emoji, and several code points in one cell.
    Unknown(u16),
}

impl Advance {
    /// The advance over a symbol.
    pub fn of(symbol: &str) -> Self {
        if symbol.is_ascii() {
            return Self::Sure(symbol.len().max(1) as u16);
        }
        let width = symbol.width().max(1) as u16;
        let mut chars = symbol.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) if is_wide_everywhere(one) => Self::Sure(width),
            (Some(one), None) if width == 1 && symbol.width_cjk() == 1 && one > ALPHABETS => Self::Sure(1),
            (Some(_), None) if width == 1 => Self::Doubtful,
            _ => Self::Unknown(width),
        }
    }

    /// The columns ratatui takes the symbol for.
    pub const fn columns(self) -> u16 {
        match self {
            Self::Sure(columns) | Self::Unknown(columns) => columns,
            Self::Doubtful => 1,
        }
    }
}

/// CJK, kana, Hangul and full-width forms: two columns since the first terminals that showed them.
fn is_wide_everywhere(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0x33FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xA000..=0xA4CF
        | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x2_0000..=0x3_FFFD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_terminals_agree_on_is_sure_and_the_rest_is_not() {
        for (symbol, advance) in [
            (" ", Advance::Sure(1)),
            ("a", Advance::Sure(1)),
            ("张", Advance::Sure(2)),
            ("か", Advance::Sure(2)),
            ("，", Advance::Sure(2)),
            ("한", Advance::Sure(2)),
            ("─", Advance::Doubtful),
            ("é", Advance::Doubtful),
            ("Я", Advance::Doubtful),
            ("😀", Advance::Unknown(2)),
            ("e\u{301}", Advance::Unknown(1)),
        ] {
            assert_eq!(Advance::of(symbol), advance, "{symbol}");
        }
    }
}
