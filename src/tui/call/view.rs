//! The call box: the note, and under it the wrap-up line with its echo.

use super::closing::codes;
use super::desk::{Desk, Open, Writing};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::frame::PaneFrame;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::{width, wrap};
use crate::tui::widgets::{clear, row};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Rows of the box, frame and all, while the note and while the line is typed.
const NOTE_HEIGHT: u16 = 6;
const LINE_HEIGHT: u16 = 8;
/// Rows under the note while the line is typed: codes, echo, line.
const CODES: u16 = 2;
const PROMPT: &str = "> ";

impl Desk {
    /// The rows the call box wants.
    pub fn height(&self) -> u16 {
        match &self.open {
            None => 0,
            Some(open) if open.writing == Writing::Line => LINE_HEIGHT,
            Some(_) => NOTE_HEIGHT,
        }
    }

    /// Draws the call box. Returns where the person types.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let open = self.open.as_ref()?;
        clear(area, buf);
        let title = match open.writing {
            Writing::Note => context.look.words.t("call-note"),
            Writing::Line => context.look.words.t("call-wrap-up"),
        };
        let inner = PaneFrame { title, count: &open.call.name, focused }.draw(area, buf, &context.look);
        let cursor = match open.writing {
            Writing::Note => open.note.draw(inner, buf, &context.look),
            Writing::Line => open.draw_line(inner, buf, context),
        };
        cursor.filter(|_| focused)
    }
}

impl Open {
    fn draw_line(&self, area: Rect, buf: &mut Buffer, context: &Context) -> Option<Position> {
        let below = CODES + 2;
        let note = Rect { height: area.height.saturating_sub(below), ..area };
        self.note.draw(note, buf, &context.look);
        let below = Rect { y: note.bottom(), height: area.height - note.height, ..area };
        let dim = context.look.style(Role::Dim);
        for (y, text) in wrap(&codes(context), usize::from(area.width)).iter().take(usize::from(CODES)).enumerate() {
            Line::of(text, dim).draw(row(below, y as u16), buf);
        }
        let typed = row(below, below.height.saturating_sub(1));
        self.draw_echo(row(below, below.height.saturating_sub(2)), typed, buf, context)
    }

    /// The echo, or what is wrong, and the line itself with the wrong word underlined.
    fn draw_echo(&self, echo: Rect, typed: Rect, buf: &mut Buffer, context: &Context) -> Option<Position> {
        let look = &context.look;
        Line::of(PROMPT, look.style(Role::Accent)).draw(typed, buf);
        let indent = (PROMPT.len() as u16).min(typed.width);
        let typed = Rect { x: typed.x + indent, width: typed.width - indent, ..typed };
        let cursor = self.line.draw(typed, buf, look.style(Role::Text));
        let line = self.line.text();
        match self.closing(context) {
            _ if !self.refused.is_empty() => Line::of(&self.refused, look.style(Role::Danger)).draw(echo, buf),
            Ok(closing) => {
                let said = closing.echo(&self.call, self.card.as_deref(), context);
                Line::of(&said, look.style(Role::Good)).draw(echo, buf)
            }
            Err(_) if line.trim().is_empty() => {
                Line::of(context.look.words.t("wrap-up-hint"), look.style(Role::Dim)).draw(echo, buf)
            }
            Err(wrong) => {
                let word = line.get(wrong.span.clone()).unwrap_or_default();
                underline(line, wrong.span.start, word, typed, buf, context);
                let mut said = Line::new();
                if !word.is_empty() {
                    said = said.add(word, look.style(Role::Danger)).add(": ", look.style(Role::Warning));
                }
                said.add(&wrong.why, look.style(Role::Warning)).draw(echo, buf)
            }
        };
        cursor
    }
}

/// Marks a word of the line where it is seen; a line longer than its row is scrolled and left as it is.
fn underline(line: &str, start: usize, word: &str, area: Rect, buf: &mut Buffer, context: &Context) {
    if width(line) >= usize::from(area.width) {
        return;
    }
    let x = area.x + width(line.get(..start).unwrap_or_default()) as u16;
    let place = Rect { x, width: width(word) as u16, ..area };
    buf.set_style(place.intersection(buf.area), context.look.style(Role::Danger));
}
