//! A reason that has to be typed before something is done all the same.

use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tone};
use crate::tui::widgets::form::{FieldSpec, Form, FormEvent};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WHY: &str = "why";

/// The question; leaves [`Reply::Text`], never an empty one, or nothing.
pub struct ReasonLayer(Form);

impl ReasonLayer {
    /// Asks under a title; `hint` says what it is for.
    pub fn new(title: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self(Form::new(title, vec![FieldSpec::text(WHY, label, "").hint(hint)]))
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        if (key.code, key.modifiers) == (KeyCode::Char('d'), KeyModifiers::CONTROL) {
            return vec![Effect::Pop(None)];
        }
        match self.0.on(key) {
            FormEvent::Leave { edited: false } => vec![Effect::Pop(None)],
            FormEvent::Leave { edited: true } => vec![Effect::Toast(Tone::Warning, words.t("form-unsaved").to_owned())],
            FormEvent::Submit if self.0.value(WHY).trim().is_empty() => {
                self.0.set_error(WHY, words.t("why-needed"));
                Vec::new()
            }
            FormEvent::Submit => vec![Effect::Pop(Some(Reply::Text(self.0.value(WHY).trim().to_owned())))],
            FormEvent::Edited(_) | FormEvent::Open => Vec::new(),
        }
    }
}

impl Pane for ReasonLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.key(key, context),
            Input::Paste(text) => drop(self.0.paste(&text)),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        self.0.draw(area, buf, &context.look)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }
}
