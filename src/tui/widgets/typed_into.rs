//! Somebody who types without looking at a question that an Enter answers.

use super::hints::Hint;
use crossterm::event::KeyCode;

/// What the keys do once letters were typed.
const LETTERS: &[Hint<&str>] = &[("", "typed-into"), ("Esc", "does-back")];
/// What they do once an Enter came too soon to be an answer.
const AGAIN: &[Hint<&str>] = &[("", "enter-again"), ("Esc", "does-back")];

/// What was typed at a question: letters that mean nothing there, since a key that no text holds; or an Enter right
/// behind another key. Nothing is changed then.
#[derive(Debug, Clone, Copy, Default)]
pub struct TypedInto {
    letters: bool,
    hasty: bool,
}

impl TypedInto {
    /// Takes a key where these letters mean something; `hasty` is one right behind another. Says whether it is the Enter
    /// of somebody who looks.
    pub fn answers(&mut self, code: KeyCode, letters: &str, hasty: bool) -> bool {
        self.letters = match code {
            KeyCode::Char(c) => self.letters || !letters.contains(c),
            // A line of prose ends so too, and is mended so.
            KeyCode::Enter | KeyCode::Backspace => self.letters,
            _ => false,
        };
        self.hasty = hasty && code == KeyCode::Enter;
        code == KeyCode::Enter && !self.letters && !self.hasty
    }

    /// Whether the last key was an Enter that came too soon.
    pub fn is_hasty(self) -> bool {
        self.hasty
    }

    /// What the keys do: these, unless letters were typed or an Enter came too soon.
    pub fn hints<'a>(self, usual: &'a [Hint<&'static str>]) -> &'a [Hint<&'static str>] {
        match self {
            Self { letters: true, .. } => LETTERS,
            Self { hasty: true, .. } => AGAIN,
            Self { .. } => usual,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_that_means_nothing_counts_until_a_key_no_text_holds() {
        let mut typed = TypedInto::default();
        let mut after = |code| {
            typed.answers(code, "mt?", false);
            typed.letters
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

    #[test]
    fn an_enter_right_behind_another_key_is_asked_for_again() {
        let mut typed = TypedInto::default();
        let usual = &[("Enter", "does-yes")];
        assert!(!typed.answers(KeyCode::Enter, "", true));
        assert_eq!(typed.hints(usual), AGAIN);
        assert!(typed.answers(KeyCode::Enter, "", false));
        assert_eq!(typed.hints(usual), usual);
    }
}
