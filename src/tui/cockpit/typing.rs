//! Whoever types without looking: a line of prose ends in Enter, which is no answer to the question that its last letter
//! raised, and `q` is a letter of many words.

use super::{Cockpit, Order};
use crate::domain::time::Timestamp;
use crate::tui::term::Input;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Milliseconds within which a key is part of what was typed just before: letters are as far apart at thirty words a
/// minute, and nobody reads a question sooner. Keys that a slow line hands over together are so, too.
const MOMENT: i64 = 400;

/// How close together the keys come.
#[derive(Default)]
pub struct Typing {
    /// When the last key came that a text holds, the end of a line among them.
    last: Option<Timestamp>,
    /// The present key is a letter.
    letter: bool,
    /// A letter was pressed that leaves, unless it turns out by then to begin a word.
    leaving: Option<Timestamp>,
}

impl Typing {
    /// A text goes on at this moment.
    pub fn note(&mut self, now: Timestamp) {
        self.last = Some(now);
    }

    /// A key that no text holds: what comes behind it begins anew.
    fn break_off(&mut self) {
        self.last = None;
    }

    /// Something follows: what was about to be left is not.
    pub fn go_on(&mut self) {
        self.leaving = None;
    }

    /// When the screen is to be left.
    pub fn deadline(&self) -> Option<Timestamp> {
        self.leaving
    }

    fn is_hasty(&self, now: Timestamp) -> bool {
        self.last.is_some_and(|last| now.0 - last.0 < MOMENT)
    }
}

impl Cockpit {
    /// Notes how soon behind the one before this came.
    pub(super) fn mind_the_pace(&mut self, input: &Input) {
        let now = self.context.now;
        self.typing.go_on();
        self.typing.letter = matches!(input, Input::Key(key) if is_letter(*key));
        self.context.hasty = self.typing.is_hasty(now);
        match input {
            Input::Key(key) if !is_of_text(*key) => self.typing.break_off(),
            Input::Key(key) if self.typing.letter || key.code == KeyCode::Enter => self.typing.note(now),
            Input::Paste { .. } => self.typing.note(now),
            _ => {}
        }
    }

    /// Leaves; by a letter only where it stands alone, so that no word goes on in the shell.
    pub(super) fn leave_once_alone(&mut self) {
        if !self.typing.letter {
            self.orders.push(Order::Quit);
        } else if self.context.hasty {
            self.warn("quit-in-text");
        } else {
            self.typing.leaving = Some(Timestamp(self.context.now.0 + MOMENT));
        }
    }

    /// Leaves when nothing followed.
    pub(super) fn leave_if_alone(&mut self) {
        if self.typing.leaving.take_if(|until| *until <= self.context.now).is_some() {
            self.orders.push(Order::Quit);
        }
    }
}

/// Whether somebody who types a text presses it.
fn is_of_text(key: KeyEvent) -> bool {
    is_letter(key) || matches!(key.code, KeyCode::Enter | KeyCode::Backspace | KeyCode::Tab)
}

fn is_letter(key: KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}
