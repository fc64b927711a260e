//! What is shown where the locale knows nothing but ASCII: never mojibake, and names that can still be read.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization;

/// What stands for a character that ASCII has not.
const UNKNOWN: &str = "?";

/// Puts ASCII in the place of everything else, cell by cell, so that nothing moves.
pub fn flatten(frame: &mut Buffer) {
    for cell in &mut frame.content {
        if !cell.symbol().is_ascii() {
            let plain = plain(cell.symbol());
            cell.set_symbol(plain);
        }
    }
}

/// The ASCII character nearest to a symbol: the letter under an accent, the stroke for a line.
fn plain(symbol: &str) -> &'static str {
    let letter = symbol.nfkd().next().unwrap_or('?');
    if letter.is_ascii_graphic() {
        return of_byte(letter as u8);
    }
    match letter {
        '…' => ".",
        '·' | '—' | '–' | '─' | '‑' => "-",
        '→' | '›' | '»' => ">",
        '←' | '‹' | '«' => "<",
        '↑' => "^",
        '↓' => "v",
        '×' => "x",
        '│' => "|",
        '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' => "+",
        '‘' | '’' => "'",
        '“' | '”' | '„' => "\"",
        '▁'..='█' | '▉'..='▓' => "#",
        'ß' => "s",
        'ø' => "o",
        'Ø' => "O",
        'æ' => "a",
        'Æ' => "A",
        'ł' => "l",
        'Ł' | '£' => "L",
        'ı' => "i",
        '€' => "E",
        '¥' => "Y",
        _ => UNKNOWN,
    }
}

/// A printable ASCII character as a text.
fn of_byte(byte: u8) -> &'static str {
    const PRINTABLE: &str =
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let at = usize::from(byte.saturating_sub(b'!'));
    PRINTABLE.get(at..=at).unwrap_or(UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::buffer::Cell;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn flattened(text: &str) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 1));
        buffer.set_string(0, 0, text, Style::new());
        flatten(&mut buffer);
        buffer.content.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn names_can_still_be_read() {
        for (text, plain) in [
            ("Müller · Großmann…", "Muller - Grosmann."),
            ("Jesús Núñez → Łódź", "Jesus Nunez > Lodz"),
            ("┌─┐│└┘ ２０ €", "+-+|++ 2 0  E"),
            ("张伟 ok", "? ?  ok"),
        ] {
            assert_eq!(flattened(text), plain);
        }
    }

    proptest! {
        #[test]
        fn nothing_but_ascii_is_left(text in "\\PC{0,30}") {
            prop_assert!(flattened(&text).is_ascii());
        }
    }
}
