//! The call box: the note, and under it the wrap-up line with its echo.

use super::closing::codes;
use super::desk::{Desk, Open, Writing};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::frame::PaneFrame;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::note::warning;
use crate::tui::widgets::text::{width, wrap};
use crate::tui::widgets::{clear, row};
use crate::tui::words::about;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// Rows of the box, frame and all, while the note and while the line is typed.
const NOTE_HEIGHT: u16 = 6;
const LINE_HEIGHT: u16 = 9;
/// Rows under the note while the line is typed, the line itself not counted.
const CODES: u16 = 2;
const ECHO: u16 = 2;
/// Rows of the script while one writes, and while one reads in it: what is said, its keys and a rule.
const SCRIPT_ASIDE: u16 = 5;
const SCRIPT_READ: u16 = 9;
const PROMPT: &str = "> ";

/// What the keys do in the note, in the line and in the script.
const NOTE: &[Hint<&str>] = &[("Esc", "does-command-mode")];
const LINE: &[Hint<&str>] = &[
    ("", "hint-wrap-up"),
    ("Enter", "does-save"),
    ("Esc", "does-to-the-note"),
    ("Tab", "does-complete"),
    ("1 =4:12", "does-set-duration"),
];
/// What throws away a call begun by mistake, in the note and in the line.
const DISCARD: Hint<&str> = ("Ctrl-d", "does-discard-call");
const SCRIPT: &[Hint<&str>] = &[("0-9", "does-lead-on"), ("Backspace", "does-step-back"), ("Esc", "does-to-the-note")];

impl Desk {
    /// What the keys do where one writes.
    pub fn hints(&self) -> Vec<Hint> {
        let (table, discard) = match self.open.as_ref().map(|open| open.writing) {
            Some(Writing::Line) => (LINE, self.may_discard()),
            Some(Writing::Script) => (SCRIPT, false),
            Some(Writing::Note) | None => (NOTE, false),
        };
        let all: Vec<_> = table.iter().copied().chain(discard.then_some(DISCARD)).collect();
        hints::of(&all)
    }

    /// The rows the call box wants.
    pub fn height(&self) -> u16 {
        match &self.open {
            None => 0,
            Some(open) if open.writing == Writing::Line => LINE_HEIGHT,
            Some(open) => NOTE_HEIGHT + open.script_height(),
        }
    }

    /// Draws the call box. Returns where the person types.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let open = self.open.as_ref()?;
        clear(area, buf);
        let title = match open.writing {
            Writing::Note => context.look.words.t("call-note"),
            Writing::Line => context.look.words.t("call-wrap-up"),
            Writing::Script => context.look.words.t("call-script"),
        };
        let inner = PaneFrame { title, count: &open.with_whom(context), focused }.draw(area, buf, &context.look);
        let cursor = match open.writing {
            Writing::Note | Writing::Script => {
                let rows = open.script_height().min(inner.height);
                let (script, note) = cut_off(inner, inner.height - rows);
                open.draw_script(script, buf, context);
                open.note.draw(note, buf, &context.look)
            }
            Writing::Line => open.draw_line(inner, buf, context),
        };
        cursor.filter(|_| focused)
    }
}

impl Open {
    /// The name, or that nobody knows it.
    fn with_whom(&self, context: &Context) -> String {
        let nobody = || [context.look.words.t("call-nobody"), &self.call.shown_number].join(" ").trim_end().to_owned();
        if self.call.customer.is_none() { nobody() } else { self.call.name.clone() }
    }

    /// Rows of its script above the note.
    fn script_height(&self) -> u16 {
        match (&self.script, self.writing) {
            (None, _) => 0,
            (Some(_), Writing::Script) => SCRIPT_READ,
            (Some(_), _) => SCRIPT_ASIDE,
        }
    }

    /// From top to bottom: the note, the codes, the echo, the line.
    fn draw_line(&self, area: Rect, buf: &mut Buffer, context: &Context) -> Option<Position> {
        let look = &context.look;
        let (above, line) = cut_off(area, 1);
        let (above, echo) = cut_off(above, ECHO);
        let (note, codes_area) = cut_off(above, CODES);
        self.note.draw(note, buf, look);
        let codes = pack(&codes(self.line.text(), context), usize::from(area.width));
        draw_rows(&codes, look.style(Role::Dim), codes_area, buf);
        Line::of(PROMPT, look.style(Role::Accent)).draw(line, buf);
        let (_, line) = cut_left(line, PROMPT.len() as u16);
        let cursor = self.line.draw(line, buf, look.style(Role::Text));
        if self.line.is_empty() {
            Line::of(self.drafted(context), look.style(Role::Dim)).draw(line, buf);
        }
        self.draw_echo(echo, line, buf, context);
        cursor
    }

    /// What the line means, or what is wrong with it; the wrong word is marked in the line.
    fn draw_echo(&self, area: Rect, line: Rect, buf: &mut Buffer, context: &Context) {
        let text = self.line.text();
        let (said, role) = match (self.closing(context), warning(text)) {
            _ if !self.refused.is_empty() => (self.refused.clone(), Role::Danger),
            (_, Some(warning)) => (context.look.words.t(warning).to_owned(), Role::Warning),
            (Ok(closing), None) if text.trim().is_empty() => {
                let said = closing.echo(&self.call, self.card.as_deref(), context);
                (context.look.words.tf("wrap-up-draft", &[("said", said.into())]), Role::Good)
            }
            (Ok(closing), None) => (closing.echo(&self.call, self.card.as_deref(), context), Role::Good),
            (Err(_), None) if text.trim().is_empty() => (context.look.words.t("wrap-up-hint").to_owned(), Role::Dim),
            (Err(wrong), None) => {
                let word = text.get(wrong.span.clone()).unwrap_or_default();
                mark(text, wrong.span.start, word, line, buf, context);
                let words = &context.look.words;
                (if word.is_empty() { wrong.why } else { about(words, word, &wrong.why) }, Role::Warning)
            }
        };
        let said = if text.is_empty() && self.refused.is_empty() { self.with_way_out(said, context) } else { said };
        draw_rows(&wrap(&said, usize::from(area.width)), context.look.style(role), area, buf);
    }

    /// Before anything is typed it is said how a call begun by mistake is thrown away.
    fn with_way_out(&self, said: String, context: &Context) -> String {
        let (key, does) = DISCARD;
        if self.by_hand { format!("{said} · {key} {}", context.look.words.t(does)) } else { said }
    }
}

fn draw_rows(rows: &[String], style: Style, area: Rect, buf: &mut Buffer) {
    for (y, text) in rows.iter().take(usize::from(area.height)).enumerate() {
        Line::of(text, style).draw(row(area, y as u16), buf);
    }
}

/// Whole items side by side, as many as fit a row.
fn pack(items: &[String], cells: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for item in items {
        match rows.last_mut() {
            Some(row) if width(row) + 2 + width(item) <= cells => {
                row.push_str("  ");
                row.push_str(item);
            }
            _ => rows.push(item.clone()),
        }
    }
    rows
}

/// An area without its last rows, and those.
fn cut_off(area: Rect, rows: u16) -> (Rect, Rect) {
    let height = area.height.saturating_sub(rows);
    let below = Rect { y: area.y + height, height: area.height - height, ..area };
    (Rect { height, ..area }, below)
}

/// The first cells of an area, and the rest.
fn cut_left(area: Rect, cells: u16) -> (Rect, Rect) {
    let left = Rect { width: cells.min(area.width), ..area };
    (left, Rect { x: left.right(), width: area.width - left.width, ..area })
}

/// Marks a word of the line where it is seen; a line longer than its row is scrolled and left as it is.
fn mark(line: &str, start: usize, word: &str, area: Rect, buf: &mut Buffer, context: &Context) {
    if width(line) >= usize::from(area.width) {
        return;
    }
    let x = area.x + width(line.get(..start).unwrap_or_default()) as u16;
    let place = Rect { x, width: width(word) as u16, ..area };
    buf.set_style(place.intersection(buf.area), context.look.style(Role::Danger));
}
