//! How a form is drawn: whole fields from the first that lets the focused one be seen.

use super::{FieldSpec, Form, Kind};
use crate::tui::theme::Role;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::width;
use crate::tui::widgets::{Look, row};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of a form on a screen that has them.
const WIDTH: u16 = 70;
/// The most cells a label takes.
const LABEL: usize = 20;
/// Rows of a field of several lines.
const LINES: u16 = 4;

impl Form {
    /// Draws the form over the middle of an area. Returns where the hardware cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let heights: Vec<u16> =
            self.fields.iter().enumerate().map(|(i, field)| height(field, i == self.focus)).collect();
        let all: u16 = heights.iter().fold(0, |sum, height| sum.saturating_add(*height));
        let inner = overlay(&self.title, (WIDTH, all.saturating_add(2)), area, buf, look);
        let room = inner.height.saturating_sub(1);
        let below = self.below(&heights, room);
        if room > 0 {
            let more = if below > 0 {
                look.words.tf("more-below", &[("count", below.into())]) + " · "
            } else {
                String::new()
            };
            let last = Line::of(&more, look.style(Role::Accent));
            let left = inner.width.saturating_sub(last.width() as u16);
            let (said, role) = match self.notice.as_str() {
                "" => (hints::line(&self.hints(), left, &look.words), Role::Dim),
                notice => (notice.to_owned(), Role::Warning),
            };
            last.add(&said, look.style(role)).draw(row(inner, room), buf);
        }
        let body = if room > 0 { Rect { height: room, ..inner } } else { inner };
        let label_cells = self.fields.iter().map(|field| width(&field.label)).max().unwrap_or(0).min(LABEL) as u16;
        let mut cursor = None;
        let mut y = 0;
        for (i, field) in self.fields.iter().enumerate().skip(first_seen(&heights, self.focus, body.height)) {
            let place = Rect { height: height(field, i == self.focus).min(body.height - y), ..row(body, y) };
            let at = draw_field(field, i == self.focus, label_cells, place, buf, look);
            cursor = at.or(cursor);
            y += place.height;
            if y >= body.height {
                break;
            }
        }
        cursor
    }
}

impl Form {
    /// How many fields stand below the last one for which there is room.
    fn below(&self, heights: &[u16], room: u16) -> usize {
        let first = first_seen(heights, self.focus, room);
        let mut left = room;
        let seen = heights.iter().skip(first).take_while(|height| {
            let fits = left > 0;
            left = left.saturating_sub(**height);
            fits
        });
        heights.len() - first - seen.count()
    }
}

/// The rows of a field: its value and what is said about it.
fn height(field: &FieldSpec, focused: bool) -> u16 {
    let value = if matches!(field.kind, Kind::Lines(_)) { LINES } else { 1 };
    value + u16::from(!remark(field, focused).is_empty())
}

/// What is wrong comes before what is meant, and a meaning is only said where the person types.
fn remark(field: &FieldSpec, focused: bool) -> &str {
    match (field.error.is_empty(), focused) {
        (false, _) => &field.error,
        (true, true) => &field.hint,
        (true, false) => "",
    }
}

/// The first field to draw, so that all of the focused one is within `room`.
fn first_seen(heights: &[u16], focus: usize, room: u16) -> usize {
    let mut needed = 0_u16;
    for (index, height) in heights.iter().enumerate().take(focus + 1).rev() {
        needed = needed.saturating_add(*height);
        if needed > room {
            return (index + 1).min(focus);
        }
    }
    0
}

fn draw_field(
    field: &FieldSpec,
    focused: bool,
    label_cells: u16,
    area: Rect,
    buf: &mut Buffer,
    look: &Look,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let (sign, style) = if focused { (">", look.style(Role::Accent)) } else { (" ", look.style(Role::Dim)) };
    let label = Rect { width: area.width.min(label_cells + 1), ..row(area, 0) };
    Line::of(sign, style).add(&field.label, style).draw(label, buf);

    let indent = (label_cells + 2).min(area.width);
    let right = Rect { x: area.x + indent, width: area.width - indent, ..area };
    let said = remark(field, focused);
    let remark_rows = u16::from(!said.is_empty() && area.height > 1);
    let value = Rect { height: area.height - remark_rows, ..right };
    if remark_rows > 0 {
        remark_line(field, said, look).draw(row(right, value.height), buf);
    }
    let cursor = draw_value(field, value, buf, look);
    cursor.filter(|_| focused)
}

fn remark_line(field: &FieldSpec, said: &str, look: &Look) -> Line {
    if field.error.is_empty() {
        return Line::of(said, look.style(Role::Dim));
    }
    // Told by a sign too, not by colour alone.
    Line::of("! ", look.style(Role::Danger)).add(said, look.style(Role::Danger))
}

fn draw_value(field: &FieldSpec, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let text = look.style(Role::Text);
    match &field.kind {
        Kind::Text(line) => line.draw(row(area, 0), buf, text),
        Kind::Lines(note) => note.draw(area, buf, look),
        Kind::Choice { options, index } => {
            let label = options.get(*index).map_or("", |(_, label)| label);
            let dim = look.style(Role::Dim);
            Line::of("< ", dim).add(label, text).add(" >", dim).draw(row(area, 0), buf);
            (!area.is_empty()).then_some(area.as_position())
        }
    }
}
