//! A question to confirm and a message to read.

use super::frame::overlay;
use super::hints::{self, Hint};
use super::line::Line;
use super::text::wrap;
use super::typed_into::TypedInto;
use super::{Look, row};
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of a dialog's text on a screen that has them.
const WIDTH: u16 = 60;
/// What the keys of a question do.
const QUESTION: &[Hint<&str>] = &[("Enter", "does-yes"), ("Esc", "does-no")];
/// What the keys of a message do.
pub const MESSAGE: &[Hint<&str>] = &[("Enter", "does-close")];

/// What the keys of a question do, by what was typed into it.
pub fn question(typed_into: TypedInto) -> &'static [Hint<&'static str>] {
    typed_into.hints(QUESTION)
}

/// A question that a change waits for: Enter says yes, Esc no. A page typed blindly, its empty lines included, confirms
/// nothing.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What will happen, in words.
    pub question: String,
    typed_into: TypedInto,
}

impl Confirm {
    /// A question.
    pub fn new(question: impl Into<String>) -> Self {
        Self { question: question.into(), typed_into: TypedInto::default() }
    }

    /// The answer, once there is one; no key right behind another is one, but Esc.
    pub fn on(&mut self, key: KeyEvent, hasty: bool) -> Option<bool> {
        let is_answer = self.typed_into.answers(key.code, "", hasty);
        (is_answer || key.code == KeyCode::Esc).then_some(is_answer)
    }

    /// What its keys do now.
    pub fn keys(&self) -> &'static [Hint<&'static str>] {
        question(self.typed_into)
    }

    /// Draws the question in the middle of an area.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        draw("", &self.question, self.keys(), area, buf, look);
    }
}

/// Something said that a person has to see.
#[derive(Debug, Clone)]
pub struct Message {
    /// What it is about.
    pub title: String,
    /// What is said.
    pub text: String,
}

impl Message {
    /// A message.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), text: text.into() }
    }

    /// Whether the key closes the message.
    pub fn on(&mut self, key: KeyEvent) -> bool {
        matches!(key.code, KeyCode::Enter | KeyCode::Esc)
    }

    /// Draws the message in the middle of an area.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        draw(&self.title, &self.text, MESSAGE, area, buf, look);
    }
}

fn draw(title: &str, text: &str, keys: &[Hint<&str>], area: Rect, buf: &mut Buffer, look: &Look) {
    let width = WIDTH.min(area.width.saturating_sub(4));
    let rows = wrap(text, usize::from(width));
    let height = (rows.len() as u16).saturating_add(2);
    let inner = overlay(title, (width, height), area, buf, look);
    // Where not all fits, the keys stay and the text is cut.
    let room = inner.height.saturating_sub(1);
    for (y, text) in rows.iter().take(usize::from(room)).enumerate() {
        Line::of(text, look.style(Role::Text)).draw(row(inner, y as u16), buf);
    }
    Line::of(&hints::line(keys, inner.width, &look.words), look.style(Role::Dim)).draw(row(inner, room), buf);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{any_key, buffer, key, look, rows_of, tiny_area, typed};
    use proptest::prelude::*;

    #[test]
    fn only_enter_confirms_and_only_esc_declines() {
        let mut confirm = Confirm::new("Undo?");
        assert!(typed("yes please, 是 ").all(|key| confirm.on(key, false).is_none()));
        assert_eq!(confirm.on(key(KeyCode::Enter), false), None, "the end of a sentence");
        assert_eq!(confirm.on(key(KeyCode::Enter), false), None, "and the empty line behind it");
        assert_eq!(confirm.on(key(KeyCode::Esc), false), Some(false));
        let keys = [KeyCode::Char('y'), KeyCode::Tab, KeyCode::Enter];
        assert_eq!(keys.map(|code| confirm.on(key(code), false))[2], Some(true));
        let mut confirm = Confirm::new("Undo?");
        assert_eq!(confirm.on(key(KeyCode::Enter), true), None, "right behind the key that asked");
        assert_eq!(confirm.on(key(KeyCode::Enter), false), Some(true));
    }

    #[test]
    fn a_question_stands_above_what_was_there() {
        let mut buf = buffer(40, 6);
        for y in 0..6 {
            buf.set_string(0, y, "客".repeat(20), look().style(Role::Text));
        }
        Confirm::new("Undo: moved D88 to Proposal?").draw(Rect::new(3, 0, 34, 6), &mut buf, look());
        insta::assert_snapshot!(rows_of(&buf).join("\n"), @r"
        客 ┌────────────────────────────────┐ 客
        客 │ Undo: moved D88 to Proposal?   │ 客
        客 │                                │ 客
        客 │ Enter yes · Esc no             │ 客
        客 └────────────────────────────────┘ 客
        客客客客客客客客客客客客客客客客客客客客
        ");
    }

    proptest! {
        #[test]
        fn no_key_and_no_area_breaks_a_message(area in tiny_area(), text in any::<String>(), key in any_key()) {
            let mut message = Message::new(text.clone(), text);
            message.on(key);
            message.draw(area, &mut buffer(12, 6), look());
        }
    }
}
