//! The stage of a layer in which a person names a file: its path, and what was wrong with the last one.

use crate::tui::layers::discards;
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::line::Line;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::PathBuf;

/// A file that is being named.
#[derive(Default)]
pub struct NamedFile {
    field: Field,
    /// What was there before anything was typed.
    offered: String,
    wrong: String,
}

/// What a key leads to.
pub enum Naming {
    /// It is still typed.
    On,
    /// Nobody wants a file.
    Leave,
    /// Esc was pressed, but what is typed is not to be lost by that.
    Stay,
    /// This one is meant.
    Named(PathBuf),
}

impl NamedFile {
    /// With a file that is offered.
    pub fn new(offered: &str) -> Self {
        Self { field: Field::new(offered), offered: offered.to_owned(), wrong: String::new() }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.field.text()
    }

    /// Puts another text in its place.
    pub fn set(&mut self, text: &str) {
        if !self.is_typed() {
            text.clone_into(&mut self.offered);
        }
        self.field.set(text);
    }

    fn is_typed(&self) -> bool {
        !self.field.is_empty() && self.field.text() != self.offered
    }

    /// Hears a key.
    pub fn on(&mut self, key: KeyEvent) -> Naming {
        match key.code {
            KeyCode::Esc if self.is_typed() => return Naming::Stay,
            KeyCode::Esc => return Naming::Leave,
            _ if discards(key) => return Naming::Leave,
            KeyCode::Enter if !self.field.is_empty() => return Naming::Named(path(self.field.text())),
            _ => {
                self.field.on(key);
            }
        }
        Naming::On
    }

    /// Takes a pasted path.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text.trim());
    }

    /// The file that was named cannot be used.
    pub fn refuse(&mut self, why: String) {
        self.wrong = why;
    }

    /// Draws the question, what is typed and what is wrong, a row each.
    pub fn draw(&self, question: &str, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let mut rows = area.rows();
        Line::of(question, look.style(Role::Dim)).draw(rows.next()?, buf);
        let cursor = self.field.draw(rows.next()?, buf, look.style(Role::Text));
        if let Some(row) = rows.next() {
            Line::of(&self.wrong, look.style(Role::Danger)).draw(row, buf);
        }
        cursor
    }
}

/// The file meant, a home directory written as `~` included.
fn path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    let home = typed.strip_prefix("~/").zip(std::env::home_dir());
    home.map_or_else(|| PathBuf::from(typed), |(rest, home)| home.join(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_directory_is_meant_only_at_the_front() {
        let home = std::env::home_dir().unwrap_or_default();
        assert_eq!(path(" ~/a b.csv "), home.join("a b.csv"));
        assert_eq!(path("/tmp/~/a.csv"), PathBuf::from("/tmp/~/a.csv"));
        assert_eq!(path("~a.csv"), PathBuf::from("~a.csv"));
    }
}
