//! A text field of one line.

use super::Edited;
use super::hints::Hint;
use super::text::glyphs;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::ops::Range;
use tui_input::{Input, InputRequest};
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What every text understands besides arrows.
pub const KEYS: &[Hint<&str>] =
    &[("Ctrl-w", "does-cut-word"), ("Ctrl-u", "does-cut-line"), ("Ctrl-y", "does-put-back"), ("Home End", "does-ends")];

/// The most characters a field takes.
pub const FIELD_CAP: usize = 1_000;

/// A line of text being typed, with its cursor and the text last cut (`ctrl-u`, `ctrl-w`, `ctrl-k`;
/// `ctrl-y` brings it back).
#[derive(Debug, Clone, Default)]
pub struct Field {
    input: Input,
}

impl Field {
    /// A field holding this text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut field = Self::default();
        field.set(text);
        field
    }

    /// A field holding this text, the cursor before the character this byte is of.
    pub fn at(text: &str, byte: usize) -> Self {
        let mut field = Self::new(text);
        let cursor = field.text().char_indices().take_while(|(start, _)| *start < byte).count();
        field.input = field.input.with_cursor(cursor);
        field
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Puts another text in place, the cursor behind it. The text last cut stays.
    pub fn set(&mut self, text: &str) {
        let line: String = text.nfc().take(FIELD_CAP).collect();
        self.input = std::mem::take(&mut self.input).with_value(line);
    }

    /// Empties the field and hands out what it held.
    pub fn take(&mut self) -> String {
        let text = self.text().to_owned();
        self.set("");
        text
    }

    /// Takes a key.
    pub fn on(&mut self, key: KeyEvent) -> Edited {
        let Some(request) = request_of(key) else { return Edited::No };
        if let InputRequest::InsertChar(c) = request {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        match self.input.handle(request) {
            Some(changed) if changed.value => Edited::Text,
            _ => Edited::Cursor,
        }
    }

    /// Inserts a pasted text at the cursor, its line breaks as spaces.
    pub fn paste(&mut self, text: &str) -> Edited {
        self.insert(&text.replace('\n', " "))
    }

    fn insert(&mut self, text: &str) -> Edited {
        let (before, after) = self.text().split_at(self.cursor_byte());
        let room = FIELD_CAP.saturating_sub(self.text().chars().count());
        let mut head: String = before.chars().chain(text.chars().take(room)).collect();
        if !is_nfc(&head) {
            head = head.nfc().collect();
        }
        let cursor = head.chars().count();
        let changed = head != before;
        let whole = head + after;
        self.input = std::mem::take(&mut self.input).with_value(whole).with_cursor(cursor);
        if changed { Edited::Text } else { Edited::Cursor }
    }

    /// Puts `with` in the place of a range of bytes, the cursor behind it.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let (Some(before), Some(after)) = (self.text().get(..range.start), self.text().get(range.end..)) else {
            return;
        };
        let head = format!("{before}{with}");
        let cursor = head.chars().count();
        let whole = head + after;
        self.input = std::mem::take(&mut self.input).with_value(whole).with_cursor(cursor);
    }

    /// The byte of the text the cursor stands before.
    pub fn cursor_byte(&self) -> usize {
        let text = self.text();
        text.char_indices().nth(self.input.cursor()).map_or(text.len(), |(byte, _)| byte)
    }

    /// Draws the text into the first row of `area`, scrolled so that the cursor is in it. Returns
    /// where the hardware cursor belongs, so that an input method composes there.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, style: Style) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        // Measured here, not by the input: it measures the raw text, the screen shows the safe one.
        let cursor_byte = self.cursor_byte();
        let column: usize = glyphs(self.text()).filter(|g| g.bytes.end <= cursor_byte).map(|g| g.cells).sum();
        let hidden = (column + 1).saturating_sub(usize::from(area.width));
        let (mut passed, mut used) = (0, 0);
        for glyph in glyphs(self.text()) {
            if passed < hidden {
                passed += glyph.cells;
                continue;
            }
            if used + glyph.cells > usize::from(area.width) {
                break;
            }
            buf.set_stringn(area.x + used as u16, area.y, &glyph.shown, glyph.cells, style);
            used += glyph.cells;
        }
        Some(Position { x: area.x + column.saturating_sub(passed) as u16, y: area.y })
    }
}

fn request_of(key: KeyEvent) -> Option<InputRequest> {
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char(c) if !ctrl && !alt && !c.is_control() => InputRequest::InsertChar(c),
        KeyCode::Char('w') if ctrl => InputRequest::DeletePrevWord,
        KeyCode::Backspace if ctrl || alt => InputRequest::DeletePrevWord,
        KeyCode::Backspace => InputRequest::DeletePrevChar,
        KeyCode::Char('h') if ctrl => InputRequest::DeletePrevChar,
        KeyCode::Delete => InputRequest::DeleteNextChar,
        KeyCode::Left if ctrl || alt => InputRequest::GoToPrevWord,
        KeyCode::Right if ctrl || alt => InputRequest::GoToNextWord,
        KeyCode::Left => InputRequest::GoToPrevChar,
        KeyCode::Right => InputRequest::GoToNextChar,
        KeyCode::Home => InputRequest::GoToStart,
        KeyCode::Char('a') if ctrl => InputRequest::GoToStart,
        KeyCode::End => InputRequest::GoToEnd,
        KeyCode::Char('e') if ctrl => InputRequest::GoToEnd,
        KeyCode::Char('u') if ctrl => InputRequest::DeleteLine,
        KeyCode::Char('k') if ctrl => InputRequest::DeleteTillEnd,
        KeyCode::Char('y') if ctrl => InputRequest::Yank,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{any_key, buffer, ctrl, key, rows_of, tiny_area, typed};
    use proptest::prelude::*;

    fn type_into(field: &mut Field, text: &str) {
        typed(text).for_each(|key| assert_eq!(field.on(key), Edited::Text));
    }

    #[test]
    fn the_cursor_counts_cells() {
        let mut field = Field::default();
        type_into(&mut field, "张伟a");
        let mut buf = buffer(20, 1);
        assert_eq!(field.draw(buf.area, &mut buf, Style::new()), Some(Position { x: 5, y: 0 }));
        field.on(key(KeyCode::Left));
        field.on(key(KeyCode::Left));
        assert_eq!(field.draw(buf.area, &mut buf, Style::new()), Some(Position { x: 2, y: 0 }));
    }

    #[test]
    fn a_long_text_scrolls_so_that_the_cursor_is_seen() {
        let field = Field::new("请张伟明天回电");
        let mut buf = buffer(6, 1);
        assert_eq!(field.draw(buf.area, &mut buf, Style::new()), Some(Position { x: 4, y: 0 }));
        assert_eq!(rows_of(&buf), ["回电"]);
    }

    #[test]
    fn what_was_cut_comes_back() {
        let mut field = Field::new("wants the quote");
        field.on(ctrl('w'));
        assert_eq!(field.text(), "wants the ");
        field.on(ctrl('y'));
        assert_eq!(field.text(), "wants the quote");
        field.on(ctrl('u'));
        assert!(field.is_empty());
        field.on(ctrl('y'));
        assert_eq!(field.text(), "wants the quote");
    }

    #[test]
    fn a_letter_and_its_accent_become_one_character() {
        let mut field = Field::default();
        type_into(&mut field, "Mu\u{308}ller");
        assert_eq!(field.text(), "Müller");
        field.on(key(KeyCode::Home));
        field.on(key(KeyCode::Right));
        field.on(key(KeyCode::Right));
        field.on(key(KeyCode::Backspace));
        assert_eq!(field.text(), "Mller");
    }

    #[test]
    fn a_paste_becomes_one_line_and_is_capped() {
        let mut field = Field::new("ab");
        field.on(key(KeyCode::Left));
        field.paste("1\n2");
        assert_eq!(field.text(), "a1 2b");
        field.paste(&"x".repeat(100_000));
        assert_eq!(field.text().chars().count(), FIELD_CAP);
        assert_eq!(field.on(key(KeyCode::Char('y'))), Edited::Cursor);
    }

    #[test]
    fn data_with_control_characters_is_shown_safe() {
        let mut buf = buffer(10, 1);
        Field::new("a\x1b[2J").draw(buf.area, &mut buf, Style::new());
        assert_eq!(rows_of(&buf), ["a␛[2J"]);
    }

    proptest! {
        #[test]
        fn no_typing_and_no_area_breaks_a_field(keys in proptest::collection::vec(any_key(), 0..30), area in tiny_area()) {
            let mut field = Field::new("seed 张伟");
            let mut buf = buffer(12, 6);
            for key in keys {
                field.on(key);
                if let Some(cursor) = field.draw(area, &mut buf, Style::new()) {
                    prop_assert!(area.contains(cursor));
                }
            }
        }
    }
}
