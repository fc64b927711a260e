//! Keys whose escape sequence a slow line tore apart, put together again.
//!
//! A terminal sends an arrow as `Esc [ B`. Where `Esc` arrives alone it is taken for the key of that name, and `[` and
//! `B` for letters, which mean something in command mode. So after `Esc` the line is listened to for a moment more.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use std::collections::VecDeque;
use std::io;
use std::time::Duration;

/// How long the rest of a torn sequence may take. The key `Esc` itself is that much later.
const TORN: Duration = Duration::from_millis(60);
/// What begins a pasted text.
const PASTE: &str = "[200~";

/// Where events come from.
pub trait Source {
    /// The next event; nothing where none comes within `wait`. Without a `wait` it blocks.
    fn next(&mut self, wait: Option<Duration>) -> io::Result<Option<Event>>;
}

/// Events of a source, torn sequences joined.
pub struct Joined<S> {
    source: S,
    /// Read ahead in vain.
    ahead: VecDeque<Event>,
}

/// What the characters after an `Esc` are.
#[derive(Debug, PartialEq, Eq)]
enum Tail {
    /// The rest of a key's sequence.
    Key(KeyCode, KeyModifiers),
    /// What the mouse did.
    Mouse(MouseEvent),
    /// The beginning of a pasted text.
    Paste,
    /// More has to come.
    Unfinished,
    /// Keys of their own.
    None,
}

impl<S: Source> Joined<S> {
    /// The events of this source.
    pub fn new(source: S) -> Self {
        Self { source, ahead: VecDeque::new() }
    }

    /// Blocks for the next event.
    pub fn next(&mut self) -> io::Result<Event> {
        if let Some(event) = self.ahead.pop_front() {
            return Ok(event);
        }
        loop {
            let Some(event) = self.source.next(None)? else { continue };
            let is_escape = matches!(event, Event::Key(key) if key.code == KeyCode::Esc && key.modifiers.is_empty());
            return if is_escape { self.after_escape(event) } else { Ok(event) };
        }
    }

    fn after_escape(&mut self, escape: Event) -> io::Result<Event> {
        let mut tail = String::new();
        while let Some(event) = self.source.next(Some(TORN))? {
            let letter = letter(&event);
            self.ahead.push_back(event);
            tail.extend(letter);
            match if letter.is_some() { read(&tail) } else { Tail::None } {
                Tail::Unfinished => {}
                Tail::Key(code, modifiers) => {
                    self.ahead.clear();
                    return Ok(Event::Key(KeyEvent::new(code, modifiers)));
                }
                Tail::Mouse(mouse) => {
                    self.ahead.clear();
                    return Ok(Event::Mouse(mouse));
                }
                Tail::Paste => {
                    self.ahead.clear();
                    return self.pasted();
                }
                Tail::None => break,
            }
        }
        Ok(escape)
    }

    /// A pasted text whose mark was torn: it ends where the line falls silent.
    fn pasted(&mut self) -> io::Result<Event> {
        let mut text = String::new();
        while let Some(event) = self.source.next(Some(TORN))? {
            match event {
                Event::Key(key) if key.code == KeyCode::Enter => text.push('\n'),
                Event::Key(key) if key.code == KeyCode::Tab => text.push('\t'),
                event => text.extend(letter(&event)),
            }
        }
        Ok(Event::Paste(text))
    }
}

/// The character of a key pressed without ctrl or alt.
fn letter(event: &Event) -> Option<char> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. }) => {
            (*modifiers - KeyModifiers::SHIFT).is_empty().then_some(*c)
        }
        _ => None,
    }
}

fn read(tail: &str) -> Tail {
    if tail == PASTE {
        return Tail::Paste;
    }
    let mut letters = tail.chars();
    if !matches!(letters.next(), Some('[' | 'O')) {
        return Tail::None;
    }
    let parameters = letters.as_str();
    if let Some(report) = parameters.strip_prefix('<') {
        return of_mouse(report);
    }
    match parameters.chars().next_back() {
        None | Some('0'..='9' | ';') => Tail::Unfinished,
        Some(last) => sequence(parameters.strip_suffix(last).unwrap_or_default(), last),
    }
}

/// What the mouse did, as xterm reports it (`SGR`): button, column, row, and `M` for a press or `m` for a release.
fn of_mouse(report: &str) -> Tail {
    let Some(numbers) = report.strip_suffix(['M', 'm']) else {
        let is_begun = report.bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
        return if is_begun { Tail::Unfinished } else { Tail::None };
    };
    let numbers: Vec<u16> = numbers.split(';').filter_map(|number| number.parse().ok()).collect();
    let [button, column, row] = numbers[..] else { return Tail::None };
    let kind = match button {
        0 if report.ends_with('M') => MouseEventKind::Down(MouseButton::Left),
        64 => MouseEventKind::ScrollUp,
        65 => MouseEventKind::ScrollDown,
        _ => MouseEventKind::Moved,
    };
    let (column, row) = (column.saturating_sub(1), row.saturating_sub(1));
    Tail::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

/// A key by the parameters and the last letter of its sequence, as xterm, the Linux console and rxvt send them.
fn sequence(parameters: &str, last: char) -> Tail {
    let mut numbers = parameters.split(';').map(|number| number.parse::<u8>().unwrap_or(1));
    let (first, modifiers) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
    let code = match last {
        'A' => KeyCode::Up,
        'B' => KeyCode::Down,
        'C' => KeyCode::Right,
        'D' => KeyCode::Left,
        'H' => KeyCode::Home,
        'F' => KeyCode::End,
        'Z' => KeyCode::BackTab,
        'P'..='S' => KeyCode::F(1 + (last as u8 - b'P')),
        '~' => match first {
            1 | 7 => KeyCode::Home,
            2 => KeyCode::Insert,
            3 => KeyCode::Delete,
            4 | 8 => KeyCode::End,
            5 => KeyCode::PageUp,
            6 => KeyCode::PageDown,
            11..=15 => KeyCode::F(first - 10),
            17..=21 => KeyCode::F(first - 11),
            23 | 24 => KeyCode::F(first - 12),
            _ => return Tail::None,
        },
        _ => return Tail::None,
    };
    // xterm counts shift 1, alt 2 and ctrl 4 from 1 on.
    let held = modifiers.saturating_sub(1);
    let mut with = KeyModifiers::NONE;
    for (bit, modifier) in [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)] {
        if held & bit != 0 {
            with |= modifier;
        }
    }
    if code == KeyCode::BackTab {
        with |= KeyModifiers::SHIFT;
    }
    Tail::Key(code, with)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What arrives, `None` for a silence.
    struct Script(VecDeque<Option<Event>>);

    impl Source for Script {
        fn next(&mut self, wait: Option<Duration>) -> io::Result<Option<Event>> {
            match self.0.pop_front() {
                Some(None) if wait.is_none() => self.next(None),
                Some(event) => Ok(event),
                None if wait.is_some() => Ok(None),
                None => Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
    }

    fn key(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn typed(text: &str) -> impl Iterator<Item = Option<Event>> {
        text.chars().map(|c| match c {
            '␛' => Some(key(KeyCode::Esc)),
            '␣' => None,
            '↵' => Some(key(KeyCode::Enter)),
            c => Some(key(KeyCode::Char(c))),
        })
    }

    fn heard(text: &str) -> Vec<Event> {
        let mut joined = Joined::new(Script(typed(text).collect()));
        std::iter::from_fn(|| joined.next().ok()).collect()
    }

    #[test]
    fn a_torn_sequence_is_one_key() {
        let with = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
        for (text, event) in [
            ("␛[B", key(KeyCode::Down)),
            ("␛OA", key(KeyCode::Up)),
            ("␛[5~", key(KeyCode::PageUp)),
            ("␛[15~", key(KeyCode::F(5))),
            ("␛[21~", key(KeyCode::F(10))),
            ("␛OQ", key(KeyCode::F(2))),
            ("␛[1;5C", with(KeyCode::Right, KeyModifiers::CONTROL)),
            ("␛[Z", with(KeyCode::BackTab, KeyModifiers::SHIFT)),
        ] {
            assert_eq!(heard(text), [event], "{text}");
        }
    }

    #[test]
    fn a_torn_report_of_the_mouse_is_no_row_of_commands() {
        let mouse = |kind| Event::Mouse(MouseEvent { kind, column: 9, row: 4, modifiers: KeyModifiers::NONE });
        for (text, kind) in [
            ("␛[<0;10;5M", MouseEventKind::Down(MouseButton::Left)),
            ("␛[<65;10;5M", MouseEventKind::ScrollDown),
            ("␛[<0;10;5m", MouseEventKind::Moved),
        ] {
            assert_eq!(heard(text), [mouse(kind)], "{text}");
        }
    }

    #[test]
    fn escape_and_what_is_typed_after_it_are_keys_of_their_own() {
        for text in ["␛", "␛␣[B", "␛j", "␛[", "␛[x", "␛[<x", "␛[<0;1M", "␛␛[B"] {
            let keys: Vec<Event> = typed(text).flatten().collect();
            if text == "␛␛[B" {
                assert_eq!(heard(text).first(), keys.first(), "{text}");
            } else {
                assert_eq!(heard(text), keys, "{text}");
            }
        }
    }

    #[test]
    fn a_torn_paste_is_pasted_and_not_typed() {
        assert_eq!(heard("␛[200~dd x↵q␣j"), [Event::Paste("dd x\nq".into()), key(KeyCode::Char('j'))]);
    }
}
