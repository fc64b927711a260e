//! The widgets a person answers, as layers.

use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply};
use crate::tui::widgets::dialog::{self, Confirm, Message};
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::pick::{Item, Pick, Picked};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A question that a change waits for; leaves [`Reply::Yes`] or nothing.
pub struct ConfirmLayer(Confirm);

impl ConfirmLayer {
    /// A question.
    pub fn new(question: impl Into<String>) -> Self {
        Self(Confirm::new(question))
    }
}

impl Pane for ConfirmLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        let Input::Key(key, _) = input else { return Vec::new() };
        match self.0.on(key, context.hasty) {
            Some(true) => vec![Effect::Pop(Some(Reply::Yes))],
            Some(false) => vec![Effect::Pop(None)],
            None => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        self.0.draw(area, buf, &context.look);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.0.keys())
    }
}

/// Something a person has to see.
pub struct MessageLayer(Message);

impl MessageLayer {
    /// A message.
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self(Message::new(title, text))
    }
}

impl Pane for MessageLayer {
    fn on(&mut self, input: Input, _context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) if self.0.on(key) => vec![Effect::Pop(None)],
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        self.0.draw(area, buf, &context.look);
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Own
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(dialog::MESSAGE)
    }
}

/// A list to pick one from; leaves [`Reply::Chosen`] or nothing.
pub struct PickLayer(Pick<String>);

impl PickLayer {
    /// A list.
    pub fn new(title: impl Into<String>, items: Vec<Item<String>>) -> Self {
        Self(Pick::new(title, items))
    }

    /// A list of which something is done with the chosen one at once.
    pub fn asking(title: impl Into<String>, items: Vec<Item<String>>) -> Self {
        Self(Pick::new(title, items).asking())
    }
}

impl Pane for PickLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => match self.0.on(key, context.hasty) {
                Picked::Chosen(value) => vec![Effect::Pop(Some(Reply::Chosen(value)))],
                Picked::Left => vec![Effect::Pop(None)],
                Picked::Open => Vec::new(),
            },
            Input::Paste(text) => {
                self.0.paste(&text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        self.0.draw(area, buf, &context.look).filter(|_| focused)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        self.0.hints()
    }
}
