//! Passphrases typed at a terminal: nobody who looks on can read them.

use super::error::{Failure, Outcome};
use crate::config::read_passphrase;
use crate::domain::secret::{Key, Secret};
use crate::domain::text::safe;
use crate::i18n::I18n;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// Whether somebody is there to type one.
pub fn can_be_typed() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// What opens a store, from the files named for it.
pub fn in_files(key_file: Option<&Path>, passphrase_file: Option<&Path>) -> Result<Option<Key>, Failure> {
    match (key_file, passphrase_file) {
        // Whoever opens it may stand elsewhere.
        (Some(path), _) => Ok(Some(Key::File(std::path::absolute(path)?))),
        (_, Some(path)) => Ok(Some(Key::Passphrase(read_passphrase(path).map_err(Failure::Config)?))),
        (None, None) => Ok(None),
    }
}

/// Asks for the passphrase of the store.
pub fn typed(words: &I18n) -> Result<Secret, Failure> {
    ask(words.t("cli-passphrase")).map(|text| Secret::from(text.to_string()))
}

/// Asks for the passphrase a backup was made with.
pub fn of_backup(words: &I18n) -> Result<Secret, Failure> {
    ask(words.t("cli-backup-passphrase")).map(|text| Secret::from(text.to_string()))
}

/// Asks for a new passphrase, twice: a slip of the finger must not lock everybody out.
pub fn new(words: &I18n) -> Result<Secret, Failure> {
    let failures = Failures { alone: "no-new-key", empty: "empty-passphrase", differ: "passphrases-differ" };
    twice(words.t("cli-new-passphrase"), words.t("cli-passphrase-again"), &failures)
}

/// Asks for a new PIN, twice.
pub fn new_pin(words: &I18n) -> Result<Secret, Failure> {
    let failures = Failures { alone: "no-new-pin", empty: "empty-pin", differ: "pins-differ" };
    twice(words.t("cli-new-pin"), words.t("cli-pin-again"), &failures)
}

/// What is said when a new secret cannot be had.
struct Failures {
    /// Nobody is there to type it.
    alone: &'static str,
    empty: &'static str,
    differ: &'static str,
}

fn twice(question: &str, again: &str, failures: &Failures) -> Result<Secret, Failure> {
    if !can_be_typed() {
        return Err(Failure::usage(failures.alone));
    }
    let first = ask(question)?;
    if first.is_empty() {
        return Err(Failure::failed(failures.empty));
    }
    if first != ask(again)? {
        return Err(Failure::failed(failures.differ));
    }
    Ok(Secret::from(first.to_string()))
}

fn ask(question: &str) -> Result<Zeroizing<String>, Failure> {
    let mut screen = io::stderr();
    write!(screen, "{}: ", safe(question))?;
    screen.flush()?;
    let typed = blind();
    writeln!(screen)?;
    typed?.ok_or_else(|| Failure::failed("no-passphrase"))
}

/// Reads a line that is not shown; nothing if it is given up.
fn blind() -> io::Result<Option<Zeroizing<String>>> {
    let _raw = Raw::enter()?;
    let mut typed = Zeroizing::new(String::with_capacity(256));
    loop {
        let Event::Key(key) = read()? else { continue };
        match meaning(key) {
            Some(Meaning::Letter(c)) => typed.push(c),
            Some(Meaning::Rub) => drop(typed.pop()),
            Some(Meaning::Anew) => typed.clear(),
            Some(Meaning::Done) => return Ok(Some(typed)),
            Some(Meaning::Never) => return Ok(None),
            None => {}
        }
    }
}

/// What a key means while a passphrase is typed.
#[derive(Debug, PartialEq, Eq)]
enum Meaning {
    Letter(char),
    Rub,
    Anew,
    Done,
    Never,
}

fn meaning(key: KeyEvent) -> Option<Meaning> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c' | 'd') if ctrl => Some(Meaning::Never),
        KeyCode::Char('u') if ctrl => Some(Meaning::Anew),
        KeyCode::Char(c) if !ctrl => Some(Meaning::Letter(c)),
        KeyCode::Backspace => Some(Meaning::Rub),
        KeyCode::Enter => Some(Meaning::Done),
        KeyCode::Esc => Some(Meaning::Never),
        _ => None,
    }
}

/// The terminal shows nothing of what is typed as long as this lives.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Self> {
        enable_raw_mode().map(|()| Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // A terminal that is gone needs no restoring.
        let _ = disable_raw_mode();
    }
}

/// Says on stderr that a passphrase was wrong, before it is asked for again.
pub fn say(text: &str) -> Outcome {
    writeln!(io::stderr(), "{}", safe(text))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_can_be_mended_started_anew_and_given_up() {
        let meant = |code, modifiers| meaning(KeyEvent::new(code, modifiers));
        let (none, ctrl) = (KeyModifiers::NONE, KeyModifiers::CONTROL);
        assert_eq!(meant(KeyCode::Char('c'), none), Some(Meaning::Letter('c')));
        assert_eq!(meant(KeyCode::Char('密'), none), Some(Meaning::Letter('密')));
        assert_eq!(meant(KeyCode::Backspace, none), Some(Meaning::Rub));
        assert_eq!(meant(KeyCode::Char('u'), ctrl), Some(Meaning::Anew));
        assert_eq!(meant(KeyCode::Enter, none), Some(Meaning::Done));
        for (code, modifiers) in [(KeyCode::Char('c'), ctrl), (KeyCode::Char('d'), ctrl), (KeyCode::Esc, none)] {
            assert_eq!(meant(code, modifiers), Some(Meaning::Never));
        }
        assert_eq!(meant(KeyCode::Char('x'), ctrl), None);
    }
}
