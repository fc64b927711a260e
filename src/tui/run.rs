//! The loop: blocks until a person types, the door answers, a signal comes or a moment is reached;
//! then takes everything there is, and draws once.

mod clipboard;
mod editor;
mod pace;

use super::cockpit::{Cockpit, News, Order, Parts, Sample, Slots, Wake};
use super::keymap::Keymap;
use super::term::{self, Charset, Gate, Screen, Signal};
use super::theme::Theme;
use super::widgets::Look;
use crate::config::dial::{self, DialError};
use crate::config::keep_lang;
use crate::domain::phone;
use crate::domain::time::Timestamp;
use crate::door::{Delivery, Door};
use crate::i18n::{I18n, Lang};
use anyhow::Context as _;
use chrono::Utc;
use crossbeam_channel::{Receiver, RecvTimeoutError, Select, Sender, never};
#[cfg(debug_assertions)]
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use pace::Pace;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How a person wants the screen.
pub struct Options {
    /// The language that is wanted; another one is spoken where this terminal cannot show it.
    pub lang: Lang,
    /// Styles and borders, already read for this terminal.
    pub theme: Theme,
    /// Which characters this terminal can show.
    pub charset: Charset,
    /// Whether the mouse selects and scrolls.
    pub mouse: bool,
    /// The text of the person's own keymap file; empty for the default keys.
    pub keymap: String,
    /// The command that makes the telephone dial, `{number}` standing for the number; empty when
    /// people dial by hand.
    pub dial: String,
    /// The panes.
    pub slots: Slots,
    /// Makes the layer that loads the sample data.
    pub sample: Sample,
}

/// How long a screen that has to go waits for the host to have what was typed.
const LEAVING: Duration = Duration::from_secs(1);

/// Where wake-ups come from.
struct Sources {
    signals: Receiver<Signal>,
    inputs: Receiver<term::Input>,
    inbox: Receiver<Delivery>,
    /// Long work of panes.
    news: Receiver<News>,
    /// Dial commands that failed.
    not_dialled: Receiver<DialError>,
}

/// Opens the screen and stays until the person leaves or the terminal is gone.
pub fn run(door: Arc<dyn Door>, options: Options) -> anyhow::Result<()> {
    let (keymap, conflicts) = Keymap::with_overrides(&options.keymap)?;
    let charset = options.charset;
    let look = Rc::new(Look { theme: options.theme, words: I18n::new(charset.lang(options.lang)) });
    let parts = Parts { look, keymap: Rc::new(keymap), charset, slots: options.slots, sample: options.sample };
    let signals = term::signals().context("cannot listen for signals")?;
    let mut screen = Screen::enter(charset, options.mouse).context("cannot take the terminal")?;
    let gate = Gate::default();
    let inputs = term::inputs(gate.clone()).context("cannot read the terminal")?;
    // The first number parsed builds tables for some 30 ms; a key must not wait for that.
    thread::spawn(phone::warm_up);
    let (telephone, not_dialled) = crossbeam_channel::unbounded();
    let inbox = door.inbox().clone();
    let mut cockpit = Cockpit::new(door, parts, now());
    let sources = Sources { signals, inputs, inbox: inbox.clone(), news: cockpit.news().clone(), not_dialled };
    cockpit.tell_of_conflicts(&conflicts);
    cockpit.tell_of_lang(options.lang);
    let stayed = panic::catch_unwind(AssertUnwindSafe(|| {
        stay(&mut screen, &mut cockpit, sources, (&options.dial, &telephone), &gate)
    }));
    stayed.unwrap_or_else(|panicked| {
        // What was typed is kept all the same, unless it is that which cannot be done.
        let _ = panic::catch_unwind(AssertUnwindSafe(|| hand_over(&mut cockpit, &inbox)));
        panic::resume_unwind(panicked)
    })
}

fn now() -> Timestamp {
    Utc::now().into()
}

fn stay(
    screen: &mut Screen,
    cockpit: &mut Cockpit,
    mut sources: Sources,
    (dial, telephone): (&str, &Sender<DialError>),
    gate: &Gate,
) -> anyhow::Result<()> {
    let mut pace = Pace::default();
    loop {
        if pace.may_draw(Instant::now()) {
            screen.draw(|buffer| cockpit.draw(buffer.area, buffer)).context("cannot write to the terminal")?;
            pace.drawn(Instant::now());
        }
        sources.wait(pace.deadline().unwrap_or_else(|| instant_of(cockpit.deadline())));
        match sources.signals.try_recv() {
            Ok(Signal::Terminate | Signal::HangUp) => {
                sources.drain(cockpit, &mut pace);
                hand_over(cockpit, &sources.inbox);
                return Ok(());
            }
            Ok(Signal::Continued) => {
                // Meanwhile the shell had the terminal, in its own modes.
                screen.lend(|| ()).context("cannot take the terminal again")?;
                pace.ask_now();
            }
            Err(_) => {}
        }
        sources.drain(cockpit, &mut pace);
        for order in cockpit.take_orders() {
            match order {
                Order::Quit => return Ok(()),
                Order::Suspend => screen.suspend().context("cannot give the terminal back")?,
                Order::Resize => screen.resized()?,
                Order::Redraw => screen.redraw()?,
                Order::Bell => screen.bell()?,
                Order::Copy(text) => clipboard::copy(&text)?,
                Order::KeepLang(lang) => {
                    if let Err(error) = keep_lang(lang, env) {
                        cockpit.fail(|words| words.tf("lang-not-kept", &[("why", error.to_string().into())]));
                    }
                }
                Order::Write(text) => {
                    match gate.closed(|| screen.lend(|| editor::write(&text, env)))? {
                        Ok(written) => cockpit.take_written(&written),
                        Err(error) => cockpit.fail(|words| error.say(words)),
                    }
                    pace.ask_now();
                }
                Order::Dial(number) => start_dialling(dial.to_owned(), number, telephone.clone()),
            }
        }
    }
}

/// Gives what was typed last to the host, if it takes it in time.
fn hand_over(cockpit: &mut Cockpit, inbox: &Receiver<Delivery>) {
    let deadline = Instant::now() + LEAVING;
    while cockpit.hands_over() {
        match inbox.recv_deadline(deadline) {
            Ok(delivery) => cockpit.handle(Wake::Delivery(Box::new(delivery)), now()),
            Err(_) => return,
        }
    }
}

/// Runs the person's dial command where it holds nothing up, and tells when it fails.
fn start_dialling(command: String, number: String, failed: Sender<DialError>) {
    thread::spawn(move || {
        if let Err(error) = dial::dial(&command, &number) {
            // Nobody is there any more to be told.
            let _ = failed.send(error);
        }
    });
}

/// A variable of the environment, where it is text.
pub(super) fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn instant_of(moment: Timestamp) -> Instant {
    let ms = u64::try_from(moment.0.saturating_sub(now().0)).unwrap_or(0);
    Instant::now() + Duration::from_millis(ms)
}

impl Sources {
    /// Blocks until any source has something or the moment is reached.
    fn wait(&self, until: Instant) {
        let mut select = Select::new();
        select.recv(&self.signals);
        select.recv(&self.inputs);
        select.recv(&self.inbox);
        select.recv(&self.news);
        select.recv(&self.not_dialled);
        // Which one it was does not matter: all are looked into, the hang-up first.
        let _ = select.ready_deadline(until);
    }

    /// Takes everything typed, then everything delivered, then the time.
    fn drain(&mut self, cockpit: &mut Cockpit, pace: &mut Pace) {
        while let Some(input) = take(&mut self.inputs, || term::Input::Lost(String::new())) {
            #[cfg(debug_assertions)]
            panic_for_a_test(&input);
            cockpit.handle(Wake::Input(input), now());
            pace.ask_now();
        }
        while let Some(delivery) = take(&mut self.inbox, || Delivery::Lost) {
            if matches!(delivery, Delivery::Done(..)) {
                pace.answered(Instant::now());
            } else {
                pace.ask_soon(Instant::now());
            }
            cockpit.handle(Wake::Delivery(Box::new(delivery)), now());
        }
        while let Ok(news) = self.news.try_recv() {
            cockpit.handle(Wake::Worked(news), now());
            pace.ask_soon(Instant::now());
        }
        while let Ok(error) = self.not_dialled.try_recv() {
            cockpit.fail(|words| error.say(words));
            pace.ask_now();
        }
        if cockpit.deadline_passed(now()) {
            cockpit.handle(Wake::Time, now());
            pace.ask_soon(Instant::now());
        }
    }
}

/// Nothing else panics on purpose. A test wants to see what a panic leaves behind; no release has this.
#[cfg(debug_assertions)]
fn panic_for_a_test(input: &term::Input) {
    let key = KeyEvent::new(KeyCode::Char('5'), KeyModifiers::CONTROL);
    let is_wanted = *input == term::Input::Key(key) && env("CALLSHEET_TEST_PANICS").is_some();
    assert!(!is_wanted, "a test wanted it");
}

/// What a source has. One that ended says so once and is then silent, instead of waking forever.
fn take<T>(source: &mut Receiver<T>, ended: impl FnOnce() -> T) -> Option<T> {
    match source.recv_deadline(Instant::now()) {
        Ok(value) => Some(value),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => {
            *source = never();
            Some(ended())
        }
    }
}
