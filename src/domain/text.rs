//! Text from data and from people: made safe to show, and folded so that it can be compared.

use super::han;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Makes one line of text from data safe for a terminal.
///
/// Control characters, bidi overrides and invisible characters become visible stand-ins, never
/// nothing: a control character its picture (`␛`), a line break `⏎`, all else `␦`, which has one
/// cell on every terminal, where the usual replacement character may have two. At most
/// `MAX_SHOWN` characters pass; `…` marks the cut.
pub fn safe(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_SHOWN && !text.chars().any(|c| stand_in(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut shown: String = text.chars().take(MAX_SHOWN).map(|c| stand_in(c).unwrap_or(c)).collect();
    if text.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

/// The beginning of a text, so many characters at most; `…` marks the cut.
pub fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// The most characters of one value that ever reach a terminal.
pub const MAX_SHOWN: usize = 8_192;

/// Like [`safe`], for text of several lines: its line breaks stay.
pub fn safe_lines(text: &str) -> String {
    text.lines().map(safe).collect::<Vec<_>>().join("\n")
}

/// What is shown for a character that must not reach a terminal.
#[expect(clippy::match_same_arms, reason = "each line is a family of characters with its own reason")]
fn stand_in(c: char) -> Option<char> {
    match c {
        '\n' | '\r' => Some('⏎'),
        '\t' => Some(' '),
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32),
        '\x7f' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('␦'),
        // Bidi marks, embeddings, overrides and isolates.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some('␦'),
        // Zero width; the joiner is left out of emoji too, as terminals disagree on its width.
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => Some('␦'),
        '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' => {
            Some('␦')
        }
        '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffd}' => Some('␦'),
        // Tags and variation selectors.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => Some('␦'),
        _ => None,
    }
}

/// Full-width letters, digits and punctuation to their ASCII twins, the ideographic space to a
/// space: what a person with an input method on meant to type.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| half_width_char(c) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(half_width_char).collect())
}

/// The ASCII twin of one full-width character, or the character itself.
pub fn half_width_char(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '、' => '/',
        '。' => '.',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' => '[',
        '】' => ']',
        '“' | '”' | '「' | '」' => '"',
        '‘' | '’' => '\'',
        '￥' => '¥',
        _ => c,
    }
}

/// Folds text for comparing: compatibility forms, lower case, no accents, `ß` as `ss`, `ø` as `o`.
///
/// `Müller`, `MULLER` and `ｍüller` fold alike, and so do 張偉 and 张伟. The one rule for comparing names, tags, stages and
/// everything else a person types.
pub fn fold(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii()) {
        return text.to_ascii_lowercase();
    }
    if text.chars().all(|c| c.is_ascii() || han::is_basic(c)) {
        return text.chars().map(|c| han::simplified(c.to_ascii_lowercase())).collect();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        for lower in c.to_lowercase() {
            match lower {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'đ' | 'ð' => folded.push('d'),
                'ł' => folded.push('l'),
                'ı' => folded.push('i'),
                'þ' => folded.push_str("th"),
                '’' | '‘' | 'ʼ' => folded.push('\''),
                _ => folded.push(han::simplified(lower)),
            }
        }
    }
    folded.nfc().collect()
}

/// Whether a character is Chinese (a Han ideograph).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_cut_between_characters_and_only_where_it_is_too_long() {
        assert_eq!([shortened("汉字", 2), shortened("汉字表", 2), shortened("", 0)], ["汉字", "汉字…", ""]);
    }

    #[test]
    fn hostile_text_is_shown_not_obeyed() {
        assert_eq!(safe("\x1b[2Jhi\u{9b}31m"), "␛[2Jhi␦31m");
        assert_eq!(safe("a\u{202e}b\u{200b}c\0d\x7f"), "a␦b␦c␀d␡");
        assert_eq!(safe("two\nlines"), "two⏎lines");
        assert_eq!(safe("plain 张伟"), "plain 张伟");
        assert_eq!(safe(&"x".repeat(100_000)).chars().count(), MAX_SHOWN + 1);
    }

    #[test]
    fn folding_makes_equal_what_people_mean_alike() {
        for (a, b) in [("Müller", "MULLER"), ("Straße", "strasse"), ("Øre", "ore"), ("ＡＢ１", "ab1"), ("Łódź", "lodz")]
        {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_eq!(fold("張偉"), "张伟");
    }

    #[test]
    fn full_width_keys_are_their_ascii_twins() {
        assert_eq!(half_width("：？／《》【】０９＋　"), ":?/<>[]09+ ");
    }

    proptest! {
        #[test]
        fn nothing_safe_holds_a_control_character(text in any::<String>()) {
            let shown = safe(&text).into_owned();
            prop_assert!(shown.chars().all(|c| stand_in(c).is_none()));
            let again = safe(&shown).into_owned();
            prop_assert_eq!(again, shown);
        }

        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
