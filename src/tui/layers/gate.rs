//! What stands before everything while nobody is let in: a shared screen wants to know who sits there, a locked one
//! that it is still them, and whoever has no right to be here is told whom to ask.

use crate::domain::secret::Secret;
use crate::door::seat;
use crate::door::{Refusal, Request, Response, system};
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::row;
use crate::tui::widgets::text::wrap;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

const TRY: Tag = 1;
/// Cells of the text on a screen that has them.
const WIDTH: u16 = 60;
/// The longest login or PIN, in characters.
const LONGEST: usize = 100;

/// Nobody is let in.
pub struct GateLayer {
    /// Why.
    barred: Refusal,
    login: String,
    pin: Zeroizing<String>,
    /// Whether the keys go into the PIN.
    at_pin: bool,
    /// It is being tried.
    trying: bool,
    /// Why the last try was refused.
    wrong: Option<Refusal>,
}

impl GateLayer {
    /// Stands there because of this.
    pub fn new(barred: Refusal) -> Self {
        let at_pin = barred != Refusal::SignOn;
        let (login, pin) = Default::default();
        Self { barred, login, pin, at_pin, trying: false, wrong: None }
    }

    fn wants_pin(&self) -> bool {
        matches!(self.barred, Refusal::SignOn | Refusal::ScreenLocked { .. })
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter if !self.trying => return self.enter(),
            KeyCode::Esc if self.barred == Refusal::SignOn => return vec![Effect::Quit],
            KeyCode::Char('q') | KeyCode::Esc if !self.wants_pin() => return vec![Effect::Quit],
            KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => {
                self.at_pin = self.barred != Refusal::SignOn || !self.at_pin;
            }
            KeyCode::Char('u') if ctrl => self.typed().clear(),
            KeyCode::Backspace => drop(self.typed().pop()),
            KeyCode::Char(c) if !ctrl && !key.modifiers.contains(KeyModifiers::ALT) => self.insert(c),
            _ => {}
        }
        Vec::new()
    }

    fn typed(&mut self) -> &mut String {
        if self.at_pin { &mut self.pin } else { &mut self.login }
    }

    fn insert(&mut self, c: char) {
        if self.typed().chars().count() < LONGEST {
            self.typed().push(c);
        }
    }

    fn enter(&mut self) -> Vec<Effect> {
        if !self.at_pin {
            self.at_pin = true;
            return Vec::new();
        }
        let pin = Secret::from(std::mem::take(&mut *self.pin));
        let request: Request = match &self.barred {
            Refusal::SignOn => seat::Request::SignOn { login: self.login.clone(), pin }.into(),
            Refusal::ScreenLocked { .. } => seat::Request::Unlock(pin).into(),
            // An administrator may have let them in meanwhile.
            _ => system::Request::Status.into(),
        };
        self.trying = true;
        self.wrong = None;
        vec![Effect::Ask(TRY, request)]
    }

    fn answered(&mut self, answer: Result<Response, Refusal>) -> Vec<Effect> {
        self.trying = false;
        match answer {
            Ok(_) => return vec![Effect::Pop(Some(Reply::Yes))],
            Err(refusal) if refusal.bars() => self.barred = refusal,
            Err(refusal) => self.wrong = Some(refusal),
        }
        Vec::new()
    }
}

impl Pane for GateLayer {
    fn on(&mut self, input: Input, _context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.key(key),
            Input::Paste(text) => text.chars().filter(|c| !c.is_control()).for_each(|c| self.insert(c)),
            Input::Answer(TRY, answer) => return self.answered(*answer),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let (title, hint) = match self.barred {
            Refusal::SignOn => ("gate-sign-on", "gate-sign-on-hint"),
            Refusal::ScreenLocked { .. } => ("gate-locked", "gate-locked-hint"),
            _ => ("gate-barred", "gate-barred-hint"),
        };
        let width = WIDTH.min(area.width.saturating_sub(4));
        let rows = wrap(&look.words.refusal(&self.barred), usize::from(width));
        let inner = overlay(look.words.t(title), (width, rows.len() as u16 + 5), area, buf, look);
        for (y, text) in (0..).zip(&rows) {
            Line::of(text, look.style(Role::Text)).draw(row(inner, y), buf);
        }
        let below = |lines: u16| row(inner, inner.height.saturating_sub(lines));
        Line::of(look.words.t(hint), look.style(Role::Dim)).draw(below(1), buf);
        if let Some(wrong) = &self.wrong {
            let said = match (&self.barred, wrong) {
                // Whose screen it is says the screen itself.
                (Refusal::ScreenLocked { .. }, Refusal::WrongPin) => look.words.t("gate-wrong-pin").to_owned(),
                _ => look.words.refusal(wrong),
            };
            Line::of(&said, look.style(Role::Danger)).draw(below(2), buf);
        }
        if !self.wants_pin() {
            return None;
        }
        let login = (self.barred == Refusal::SignOn).then(|| input("cli-login", &self.login, below(4), buf, context));
        // Not even how long it is.
        let pin = input("gate-pin", "", below(3), buf, context);
        if self.at_pin { pin } else { login.flatten() }
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }
}

/// A labelled line to type in; returns where the cursor stands.
fn input(label: &str, typed: &str, area: Rect, buf: &mut Buffer, context: &Context) -> Option<Position> {
    let look = &context.look;
    let used = Line::of(&format!("{}: ", look.words.t(label)), look.style(Role::Dim)).draw(area, buf);
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    Field::new(typed).draw(rest, buf, look.style(Role::Text))
}
