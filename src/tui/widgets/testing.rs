//! What the widget tests share.

use super::Look;
use super::text::glyphs;
use crate::i18n::{I18n, Lang};
use crate::tui::term::{Borders, Depth};
use crate::tui::theme::Theme;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::{Strategy, any};
use proptest::prop_oneof;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::sync::LazyLock;

pub fn look() -> &'static Look {
    static LOOK: LazyLock<Look> = LazyLock::new(|| look_with(Borders::Unicode));
    &LOOK
}

pub fn look_with(borders: Borders) -> Look {
    Look { theme: Theme::named("dark", Depth::Mono, borders), words: I18n::new(Lang::En) }
}

pub fn buffer(width: u16, height: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, width, height))
}

/// Each row as a person reads it, without spaces at its end.
pub fn rows_of(buf: &Buffer) -> Vec<String> {
    (buf.area.top()..buf.area.bottom()).map(|y| row_of(buf, y).trim_end().to_owned()).collect()
}

fn row_of(buf: &Buffer, y: u16) -> String {
    let mut row = String::new();
    let mut x = buf.area.left();
    while x < buf.area.right() {
        let symbol = buf[(x, y)].symbol();
        row.push_str(symbol);
        x += glyphs(symbol).map(|glyph| glyph.cells as u16).sum::<u16>().max(1);
    }
    row
}

pub fn key(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

pub fn ctrl(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

/// The key presses of a typed text.
pub fn typed(text: &str) -> impl Iterator<Item = KeyEvent> {
    text.chars().map(|c| key(KeyCode::Char(c)))
}

/// An area with room for little or nothing, not always at the corner.
pub fn tiny_area() -> impl Strategy<Value = Rect> {
    (0_u16..4, 0_u16..4, 0_u16..11, 0_u16..4).prop_map(|(x, y, width, height)| Rect::new(x, y, width, height))
}

/// Any key a person may press.
pub fn any_key() -> impl Strategy<Value = KeyEvent> {
    let codes = [
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Delete,
    ];
    prop_oneof![
        any::<char>().prop_map(|c| key(KeyCode::Char(c))),
        "[a-z 张伟é\u{301}\u{1f600}]".prop_map(|text| key(KeyCode::Char(text.chars().next().unwrap_or('a')))),
        proptest::sample::select(codes.to_vec()).prop_map(key),
        "[a-z]".prop_map(|text| ctrl(text.chars().next().unwrap_or('a'))),
    ]
}
