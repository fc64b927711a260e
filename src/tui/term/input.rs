//! What a person types and what the system tells the process, each on a channel of its own, so that
//! a hang-up can be taken before a backlog of keys.

use super::gate::Gate;
use super::joined::{Joined, Source};
use super::screen;
use crossbeam_channel::{Receiver, Sender, bounded};
use crossterm::event::{self, Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::time::Duration;
use std::{io, process, thread};

/// The most bytes of one paste that are taken.
pub const PASTE_CAP: usize = 64 * 1024;

/// Keys that wait while the screen is busy; a fuller channel makes the terminal wait.
const BACKLOG: usize = 1_024;

/// How long whoever is told to leave may take before the process ends without them.
const LEAVING: Duration = Duration::from_millis(1_500);

/// Something that came from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed or repeats.
    Key(KeyEvent),
    /// A text was pasted: line ends are `\n`, control characters are gone.
    Paste {
        /// The text.
        text: String,
        /// Whether more than [`PASTE_CAP`] bytes came and the rest was left out.
        cut: bool,
    },
    /// The left button of the mouse was pressed on this cell.
    Click(Position),
    /// The wheel of the mouse was turned by a notch over this cell, down or up.
    Wheel(Position, Turn),
    /// The terminal has another size now.
    Resize,
    /// The terminal is gone; nothing more will come.
    Lost(String),
}

/// Which way a wheel is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Towards the end.
    Down,
    /// Towards the beginning.
    Up,
}

/// What the system tells the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Leave now: SIGTERM or SIGINT from outside (the key Ctrl-C arrives as a key).
    Terminate,
    /// The terminal hung up: leave now and do not write to it.
    HangUp,
    /// Stopped and continued from outside: whatever the screen showed may be gone.
    Continued,
}

/// Starts the thread that reads the terminal, as long as the gate lets it. It ends when the receiver is dropped or the
/// terminal lost.
pub fn inputs(gate: Gate) -> io::Result<Receiver<Input>> {
    let (sender, receiver) = bounded(BACKLOG);
    thread::Builder::new().name("input".into()).spawn(move || read(&sender, Joined::new(Terminal(gate))))?;
    Ok(receiver)
}

/// The terminal itself.
struct Terminal(Gate);

impl Source for Terminal {
    fn next(&mut self, wait: Option<Duration>) -> io::Result<Option<Event>> {
        match wait {
            None => self.0.pass(),
            Some(wait) if !event::poll(wait)? => return Ok(None),
            Some(_) => {}
        }
        event::read().map(Some)
    }
}

fn read(sender: &Sender<Input>, mut events: Joined<Terminal>) {
    loop {
        let input = match events.next() {
            Ok(event) => of_event(event),
            Err(error) => Some(Input::Lost(error.to_string())),
        };
        let lost = matches!(input, Some(Input::Lost(_)));
        if input.is_some_and(|input| sender.send(input).is_err()) || lost {
            return;
        }
    }
}

fn of_event(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Input::Key(key)),
        Event::Paste(text) => Some(paste(&text)),
        Event::Mouse(mouse) => of_mouse(mouse),
        Event::Resize(..) => Some(Input::Resize),
        _ => None,
    }
}

fn of_mouse(mouse: MouseEvent) -> Option<Input> {
    let at = Position { x: mouse.column, y: mouse.row };
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Input::Click(at)),
        MouseEventKind::ScrollDown => Some(Input::Wheel(at, Turn::Down)),
        MouseEventKind::ScrollUp => Some(Input::Wheel(at, Turn::Up)),
        _ => None,
    }
}

fn paste(text: &str) -> Input {
    let taken = &text[..text.floor_char_boundary(PASTE_CAP)];
    let lines = taken.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let text_only = lines.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    Input::Paste { text: text_only, cut: taken.len() < text.len() }
}

/// Starts the threads that take the signals, which from then on no longer end the process, and hear a line that is
/// torn without one.
pub fn signals() -> io::Result<Receiver<Signal>> {
    let mut taken = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGCONT])?;
    let (sender, receiver) = bounded(BACKLOG);
    let torn = sender.clone();
    thread::Builder::new().name("line".into()).spawn(move || wait_for_the_end(&torn))?;
    let forward = move || {
        for number in taken.forever() {
            let signal = match number {
                // Meant for the program that has the terminal.
                SIGINT if !screen::is_held() => continue,
                SIGHUP => Signal::HangUp,
                SIGCONT => Signal::Continued,
                _ => Signal::Terminate,
            };
            if sender.send(signal).is_err() {
                return;
            }
            if signal != Signal::Continued {
                thread::spawn(leave_anyway);
            }
        }
    };
    thread::Builder::new().name("signals".into()).spawn(forward)?;
    Ok(receiver)
}

/// Blocks until nobody is at the other end of the terminal. Whoever leads no session of the terminal gets no signal.
fn wait_for_the_end(sender: &Sender<Signal>) {
    let tty = io::stdin();
    loop {
        // Asked for nothing, it tells of the end alone.
        let mut line = [PollFd::new(&tty, PollFlags::empty())];
        match poll(&mut line, None) {
            Err(Errno::INTR) => {}
            Ok(_) => {
                let _ = sender.send(Signal::HangUp);
                return;
            }
            Err(_) => return,
        }
    }
}

/// Whoever writes to a terminal that nobody reads does not hear that it is to leave.
fn leave_anyway() {
    thread::sleep(LEAVING);
    screen::abandon();
    process::exit(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    #[test]
    fn a_key_counts_when_pressed_and_when_repeated_but_not_when_released() {
        let key = |kind| KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, kind);
        for (kind, counts) in
            [(KeyEventKind::Press, true), (KeyEventKind::Repeat, true), (KeyEventKind::Release, false)]
        {
            assert_eq!(of_event(Event::Key(key(kind))).is_some(), counts, "{kind:?}");
        }
        assert_eq!(of_event(Event::FocusGained), None);
    }

    #[test]
    fn a_paste_is_cleaned() {
        let expected = Input::Paste { text: "a\nb\nc d[2J张".into(), cut: false };
        assert_eq!(paste("a\r\nb\rc\td\x1b[2J\0\u{9b}张"), expected);
    }

    #[test]
    fn a_paste_is_cut_between_characters() {
        let Input::Paste { text, cut } = paste(&"张".repeat(PASTE_CAP)) else { panic!("no paste") };
        assert!(cut && text.len() <= PASTE_CAP && text.chars().all(|c| c == '张'));
    }

    #[test]
    fn a_signal_arrives_on_its_channel() {
        let signals = signals().unwrap();
        signal_hook::low_level::raise(SIGCONT).unwrap();
        // Whoever runs the tests may have closed their input, which is heard as well.
        let mut heard = std::iter::from_fn(|| signals.recv_timeout(Duration::from_mins(3)).ok());
        assert!(heard.any(|signal| signal == Signal::Continued));
    }
}
