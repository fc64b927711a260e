//! Somebody who types without looking, where letters are keys and no text.

use super::hints::Hint;
use crossterm::event::KeyCode;

/// What the keys do then.
pub const KEYS: &[Hint<&str>] = &[("", "typed-into"), ("Esc", "does-back")];

/// Whether letters that mean nothing here were typed since a key that no text holds: nothing is changed then.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedInto(bool);

impl TypedInto {
    /// Notes a key where these letters mean something.
    pub fn note(&mut self, code: KeyCode, letters: &str) {
        self.0 = match code {
            KeyCode::Char(c) => self.0 || !letters.contains(c),
            // A line of prose ends so too, and is mended so.
            KeyCode::Enter | KeyCode::Backspace => self.0,
            _ => false,
        };
    }

    /// Whether it is so now.
    pub fn is_so(self) -> bool {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_means_nothing_counts_until_a_key_no_text_holds() {
        let mut typed = TypedInto::default();
        let mut after = |code| {
            typed.note(code, "mt?");
            typed.is_so()
        };
        let keys = [
            KeyCode::Char('m'),
            KeyCode::Char('?'),
            KeyCode::Char('e'),
            KeyCode::Char('t'),
            KeyCode::Enter,
            KeyCode::Down,
        ];
        assert_eq!(keys.map(&mut after), [false, false, true, true, true, false]);
    }
}
