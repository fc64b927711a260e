//! A reason that has to be typed before something is done all the same.

use crate::door::CallId;
use crate::door::floor::Draft;
use crate::tui::forms;
use crate::tui::keymap;
use crate::tui::layers::discards;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tone};
use crate::tui::widgets::form::{FieldSpec, Form, FormEvent};
use crate::tui::widgets::hints::Hint;
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WHY: &str = "why";

/// The question; leaves [`Reply::Text`], never an empty one, or nothing.
pub struct ReasonLayer {
    /// Its name as a draft.
    id: CallId,
    title: String,
    form: Form,
}

impl ReasonLayer {
    /// Asks under a title; `hint` says what it is for.
    pub fn new(title: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        let title = title.into();
        let form = Form::new(title.clone(), vec![FieldSpec::text(WHY, label, "").hint(hint)]);
        Self { id: CallId::fresh(), title, form }
    }

    /// One in which Ctrl-s does something else than save.
    pub fn sending(self, sends: &'static str) -> Self {
        Self { form: self.form.sending(sends), ..self }
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        if discards(key) {
            return vec![Effect::Pop(None)];
        }
        match self.form.on(key) {
            FormEvent::Leave { edited: false } => vec![Effect::Pop(None)],
            FormEvent::Leave { edited: true } => vec![Effect::Toast(Tone::Warning, words.t("form-unsaved").to_owned())],
            FormEvent::Submit if self.form.value(WHY).trim().is_empty() => {
                self.form.set_error(WHY, words.t("why-needed"));
                Vec::new()
            }
            FormEvent::Submit => vec![Effect::Pop(Some(Reply::Text(self.form.value(WHY).trim().to_owned())))],
            FormEvent::End => vec![Effect::Toast(Tone::Warning, words.t("form-end").to_owned())],
            FormEvent::Edited(_) | FormEvent::Open => Vec::new(),
        }
    }
}

impl Pane for ReasonLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.key(key, context),
            Input::Paste(text) => drop(self.form.paste(&text)),
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        self.form.draw(area, buf, &context.look)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        self.form.hints()
    }

    fn draft(&self) -> Option<Draft> {
        forms::draft(self.id, &self.title, &self.form, None)
    }
}
