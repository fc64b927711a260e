//! What stands before the panes while the store does not answer: what is going on, what opens it, or why
//! it cannot be opened.

use crate::domain::secret::{Key, KeyKind, Secret};
use crate::domain::upkeep::Progress;
use crate::door::system::{self, State};
use crate::door::{Refusal, Response};
use crate::i18n::I18n;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag};
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::widgets::{bar, row};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use zeroize::Zeroizing;

const UNLOCK: Tag = 1;
/// Cells of the text on a screen that has them.
const WIDTH: u16 = 60;
/// The longest passphrase or path, in characters.
const LONGEST: usize = 1_000;

/// A store that does not answer.
#[derive(Default)]
pub struct ShutLayer {
    /// The passphrase, or the path of the key file.
    typed: Zeroizing<String>,
    /// A key is being tried.
    trying: bool,
    /// Why the last one did not open the store.
    refused: Option<Refusal>,
}

impl ShutLayer {
    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        let State::Locked { by } = context.store else {
            let leaves = matches!(key.code, KeyCode::Char('q') | KeyCode::Esc);
            return if leaves { vec![Effect::Quit] } else { Vec::new() };
        };
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => return vec![Effect::Quit],
            KeyCode::Enter if !self.trying && !self.typed.is_empty() => return self.unlock(by),
            KeyCode::Char('u') if ctrl => self.typed = Zeroizing::default(),
            KeyCode::Backspace => drop(self.typed.pop()),
            KeyCode::Char(c) if !ctrl && !key.modifiers.contains(KeyModifiers::ALT) => self.insert(c),
            _ => {}
        }
        Vec::new()
    }

    fn insert(&mut self, c: char) {
        if self.typed.chars().count() < LONGEST {
            self.typed.push(c);
        }
    }

    fn unlock(&mut self, by: KeyKind) -> Vec<Effect> {
        let typed = std::mem::take(&mut *self.typed);
        let key = match by {
            KeyKind::Passphrase => Key::Passphrase(Secret::from(typed)),
            KeyKind::File => Key::File(typed.trim().into()),
        };
        self.trying = true;
        self.refused = None;
        vec![Effect::Ask(UNLOCK, system::Request::Unlock(key).into())]
    }

    fn answered(&mut self, answer: Result<Response, Refusal>) {
        self.trying = false;
        self.refused = answer.err();
    }
}

impl Pane for ShutLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.key(key, context),
            Input::Paste(text) => text.chars().filter(|c| !c.is_control()).for_each(|c| self.insert(c)),
            Input::Answer(UNLOCK, answer) => self.answered(*answer),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let said = Said::of(&context.store, self.refused.as_ref(), &look.words);
        let width = WIDTH.min(area.width.saturating_sub(4));
        let rows = wrap(&said.text, usize::from(width));
        let more = if matches!(context.store, State::Failed(_)) { 2 } else { 4 };
        let inner = overlay(look.words.t(said.title), (width, rows.len() as u16 + more), area, buf, look);
        for (y, text) in (0..).zip(&rows) {
            Line::of(text, look.style(Role::Text)).draw(row(inner, y), buf);
        }
        let below = inner.height.saturating_sub(3);
        Line::of(look.words.t(said.hint), look.style(Role::Dim)).draw(row(inner, inner.height.saturating_sub(1)), buf);
        if let Some(why) = said.wrong {
            Line::of(&why, look.style(Role::Danger)).draw(row(inner, below + 1), buf);
        }
        match &context.store {
            State::Recovering(progress) => draw_bar(*progress, row(inner, below), buf, context),
            State::Locked { by } => return self.draw_input(*by, row(inner, below), buf, context),
            _ => {}
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }
}

impl ShutLayer {
    /// A passphrase shows how long it is and nothing else; a path is shown.
    fn draw_input(&self, by: KeyKind, area: Rect, buf: &mut Buffer, context: &Context) -> Option<Position> {
        let look = &context.look;
        let (label, shown) = match by {
            KeyKind::Passphrase => ("shut-passphrase", "*".repeat(self.typed.chars().count())),
            KeyKind::File => ("shut-file", self.typed.to_string()),
        };
        let line = Line::of(&format!("{} ", look.words.t(label)), look.style(Role::Dim));
        let used = line.draw(area, buf);
        let rest = Rect { x: area.x + used, width: area.width - used, ..area };
        Field::new(&shown).draw(rest, buf, look.style(Role::Text))
    }
}

fn draw_bar(progress: Progress, area: Rect, buf: &mut Buffer, context: &Context) {
    if let Some(percent) = progress.percent() {
        let number = format!(" {percent:>3} %");
        let cells = usize::from(area.width).saturating_sub(number.len());
        let filled = bar(cells, percent);
        Line::of(&format!("{filled:<cells$}{number}"), context.look.style(Role::Accent)).draw(area, buf);
    }
}

/// What is said, by key or in words.
struct Said {
    title: &'static str,
    text: String,
    wrong: Option<String>,
    hint: &'static str,
}

impl Said {
    fn of(state: &State, refused: Option<&Refusal>, words: &I18n) -> Self {
        let wrong = refused.map(|refusal| words.refusal(refusal));
        match state {
            State::Locked { by } => {
                let text = words.t(match by {
                    KeyKind::Passphrase => "shut-locked-passphrase",
                    KeyKind::File => "shut-locked-file",
                });
                Self { title: "shut-locked", text: text.to_owned(), wrong, hint: "shut-unlock" }
            }
            State::Failed(refusal) => {
                let hint = words.refusal_hint(refusal);
                let text = format!("{}\n{hint}\n\n{}", words.refusal(refusal), words.t("shut-failed-tries"));
                Self { title: "shut-failed", text, wrong: None, hint: "shut-quit" }
            }
            State::Recovering(progress) => {
                let task = progress.task;
                let text =
                    format!("{}\n\n{}", words.t(&format!("task-{task}")), words.t(&format!("task-{task}-means")));
                Self { title: "shut-recovering", text, wrong: None, hint: "shut-quit" }
            }
            State::Ready | State::ReadOnly { .. } => {
                Self { title: "shut-recovering", text: String::new(), wrong: None, hint: "shut-quit" }
            }
        }
    }
}
