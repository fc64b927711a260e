//! The query that says which deals are shown.

use crate::domain::query;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::Edited;
use crate::tui::widgets::Look;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::line::Line;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What the keys do in it.
pub(super) const KEYS: &[Hint<&str>] = &[("Enter", "does-open"), ("Esc", "does-leave")];

/// A line to type a query into.
#[derive(Default)]
pub(super) struct Filter {
    field: Field,
    typing: bool,
    /// What is wrong with the query, in words.
    error: String,
}

impl Filter {
    /// Takes the keys from here on.
    pub fn open(&mut self) {
        self.typing = true;
    }

    /// Whether it has the keys.
    pub fn is_typing(&self) -> bool {
        self.typing
    }

    /// Whether there is anything to show.
    pub fn is_shown(&self) -> bool {
        self.typing || !self.field.is_empty()
    }

    /// The query.
    pub fn query(&self) -> &str {
        self.field.text()
    }

    /// Takes a key; true when there is another query to ask. What was typed stays, however the line is left.
    pub fn on(&mut self, key: KeyEvent, context: &Context) -> bool {
        match key.code {
            KeyCode::Enter | KeyCode::Esc | KeyCode::Tab | KeyCode::Down => {
                self.typing = false;
                false
            }
            _ => self.field.on(key) == Edited::Text && self.is_a_query(context),
        }
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str, context: &Context) -> bool {
        self.field.paste(text) == Edited::Text && self.is_a_query(context)
    }

    fn is_a_query(&mut self, context: &Context) -> bool {
        let read = query::parse(self.field.text(), context.settings.currency);
        self.error = read.as_ref().err().map_or_else(String::new, |error| context.look.words.reason(&error.why.into()));
        read.is_ok()
    }

    /// Says why the door takes no such query.
    pub fn refuse(&mut self, why: String) {
        self.error = why;
    }

    /// The query is one.
    pub fn accept(&mut self) {
        self.error.clear();
    }

    /// Draws the line; returns where the person types.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let sign = Line::of(look.words.t("filter-sign"), look.style(Role::Accent)).add(" ", look.style(Role::Dim));
        let used = sign.draw(area, buf).min(area.width);
        let rest = Rect { x: area.x + used, width: area.width - used, ..area };
        let error = Line::of(&self.error, look.style(Role::Danger));
        let room = (error.width() as u16 + 1).min(rest.width / 2);
        let text = Rect { width: rest.width - room, ..rest };
        error.draw(Rect { x: text.right(), width: room, ..rest }, buf);
        self.field.draw(text, buf, look.style(Role::Text)).filter(|_| self.typing)
    }
}
