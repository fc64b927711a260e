//! A chord is one key with its modifiers; keys in a sequence are chords one after the other.
//!
//! Written here rather than taken from a crate: the ones at hand read `G` as `g`, know no
//! sequences, and cannot say "any digit".

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;
use std::str::FromStr;

/// One key press, or any digit. Written `j`, `shift-g` (or `G`), `ctrl-x`, `f2`, `space`, `digit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub enum Chord {
    /// A key with its modifiers. Shift is part of the character, so it only stands beside other keys.
    Key(KeyCode, KeyModifiers),
    /// Any of `0` to `9`.
    Digit,
}

impl Chord {
    /// The chord of a key event. `Shift-Tab` and `G` come out alike however the terminal reports them.
    pub fn of(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }

    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let kept = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let modifiers = modifiers & kept;
        let without_shift = modifiers - KeyModifiers::SHIFT;
        match code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                Self::Key(KeyCode::Char(c.to_ascii_lowercase()), without_shift)
            }
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::SHIFT) => {
                Self::Key(KeyCode::Char(c.to_ascii_uppercase()), without_shift)
            }
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => Self::Key(KeyCode::BackTab, without_shift),
            KeyCode::BackTab => Self::Key(KeyCode::BackTab, without_shift),
            code => Self::Key(code, modifiers),
        }
    }

    /// Whether pressing `pressed` is this chord.
    pub fn matches(self, pressed: Self) -> bool {
        self == pressed || self == Self::Digit && pressed.digit().is_some()
    }

    /// Whether one key press can be both chords.
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.matches(other) || other.matches(self)
    }

    /// The digit pressed.
    pub fn digit(self) -> Option<u8> {
        self.printed().and_then(|c| c.to_digit(10)).map(|digit| digit as u8)
    }

    /// The character this key types into a text.
    pub fn printed(self) -> Option<char> {
        match self {
            Self::Key(KeyCode::Char(c), KeyModifiers::NONE) => Some(c),
            _ => None,
        }
    }

    /// Whether a person typing a text may press this.
    pub(super) fn is_text(self) -> bool {
        self == Self::Digit || self.printed().is_some()
    }

    /// The same key with a full-width character as its ASCII twin: what a person with an input method on meant.
    pub(super) fn half_width(self) -> Self {
        match self {
            Self::Key(KeyCode::Char(c), modifiers) => {
                Self::Key(KeyCode::Char(crate::domain::text::half_width_char(c)), modifiers)
            }
            other => other,
        }
    }
}

/// A text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key; write keys like `j`, `shift-g`, `ctrl-x`, `f2`, `space`, `g c`")]
pub struct BadChord(pub String);

/// Names of keys, the one shown first.
const NAMES: [(&str, KeyCode); 21] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("minus", KeyCode::Char('-')),
    ("hyphen", KeyCode::Char('-')),
];

impl FromStr for Chord {
    type Err = BadChord;

    fn from_str(text: &str) -> Result<Self, BadChord> {
        let bad = || BadChord(text.to_owned());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text.trim();
        while let Some((modifier, key)) = rest.split_once('-').filter(|(_, key)| !key.is_empty()) {
            modifiers |= match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => KeyModifiers::CONTROL,
                "alt" => KeyModifiers::ALT,
                "shift" => KeyModifiers::SHIFT,
                _ => return Err(bad()),
            };
            rest = key;
        }
        if rest.eq_ignore_ascii_case("digit") && modifiers.is_empty() {
            return Ok(Self::Digit);
        }
        key_code(rest).map(|code| Self::new(code, modifiers)).ok_or_else(bad)
    }
}

fn key_code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control() && c != ' ').then_some(KeyCode::Char(c));
    }
    let name = name.to_ascii_lowercase();
    if let Some(number) = name.strip_prefix('f').and_then(|n| n.parse().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Key(code, modifiers) = self else { return f.write_str("digit") };
        for (modifier, name) in [(KeyModifiers::CONTROL, "ctrl-"), (KeyModifiers::ALT, "alt-")] {
            if modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        let named = NAMES.iter().find(|(_, known)| known == code).map(|(name, _)| *name);
        match (code, named) {
            (KeyCode::BackTab, _) => f.write_str("shift-tab"),
            (KeyCode::Char(c), None) if c.is_ascii_uppercase() => write!(f, "shift-{}", c.to_ascii_lowercase()),
            (KeyCode::Char(c), None) => write!(f, "{c}"),
            (code, named) => {
                let shift = if modifiers.contains(KeyModifiers::SHIFT) { "shift-" } else { "" };
                match (code, named) {
                    (_, Some(name)) => write!(f, "{shift}{name}"),
                    (KeyCode::F(number), None) => write!(f, "{shift}f{number}"),
                    (other, None) => write!(f, "{shift}{other:?}"),
                }
            }
        }
    }
}

/// Keys pressed one after the other: `g c`. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Keys(Vec<Chord>);

impl Keys {
    /// The chords in order.
    pub fn chords(&self) -> &[Chord] {
        &self.0
    }

    /// Whether a person typing a text may press one of them as a letter of it.
    pub(super) fn are_text(&self) -> bool {
        self.0.iter().any(|chord| chord.is_text())
    }

    /// Whether `pressed` are the first of these keys, or all of them.
    pub(super) fn begin_with(&self, pressed: &[Chord]) -> bool {
        self.0.len() >= pressed.len() && self.0.iter().zip(pressed).all(|(chord, key)| chord.matches(*key))
    }

    /// Whether one way of typing can mean both, or pass through one on the way to the other.
    pub(super) fn clash(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a.overlaps(*b))
    }
}

impl FromStr for Keys {
    type Err = BadChord;

    fn from_str(text: &str) -> Result<Self, BadChord> {
        let chords = text.split_whitespace().map(str::parse).collect::<Result<Vec<_>, _>>()?;
        if chords.is_empty() { Err(BadChord(text.to_owned())) } else { Ok(Self(chords)) }
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, chord) in self.0.iter().enumerate() {
            write!(f, "{}{chord}", if i > 0 { " " } else { "" })?;
        }
        Ok(())
    }
}
