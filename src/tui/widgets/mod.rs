//! What panes are made of. A widget is a value drawn into a buffer; nothing here asks, blocks or
//! knows a pane. Every text from data passes `domain::text::safe` on its way into the buffer.

pub mod chart;
pub mod columns;
pub mod dialog;
pub mod field;
pub mod form;
pub mod frame;
pub mod hints;
pub mod line;
pub mod list;
pub mod note;
pub mod pick;

#[cfg(test)]
pub(in crate::tui) mod testing;
pub mod text;
pub mod typed_into;

use super::theme::{Role, Theme};
use crate::i18n::{I18n, Value};
use line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// How things look and in which words: what every widget needs to draw itself.
#[derive(Debug)]
pub struct Look {
    /// Styles and borders.
    pub theme: Theme,
    /// The words.
    pub words: I18n,
}

impl Look {
    /// How this role looks.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }
}

/// What a key did to a text being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edited {
    /// The text is another one now.
    Text,
    /// Only the cursor moved, or the key was taken without effect.
    Cursor,
    /// The key means nothing to a text.
    No,
}

/// The one line shown where the panes do not fit.
pub fn too_small(area: Rect, buf: &mut Buffer, look: &Look) {
    let size: [(&str, Value<'_>); 2] = [("width", area.width.into()), ("height", area.height.into())];
    let text = look.words.tf("too-small", &size);
    for (place, line) in area.rows().zip(text::wrap(&text, usize::from(area.width))) {
        Line::of(&line, look.style(Role::Text)).draw(place, buf);
    }
}

/// So much of a bar of this many cells: drawn the same on every terminal.
pub fn bar(cells: usize, percent: u8) -> String {
    "#".repeat(cells * usize::from(percent.min(100)) / 100)
}

/// Row `index` of an area, or an empty area below its end.
pub fn row(area: Rect, index: u16) -> Rect {
    let y = area.y.saturating_add(index.min(area.height));
    Rect { y, height: u16::from(index < area.height), ..area }
}

/// The area of this size in the middle of another, as far as it fits.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// Empties an area for an overlay. A wide character that reaches in from the left gives way too.
pub fn clear(area: Rect, buf: &mut Buffer) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        let before = area.left().checked_sub(1).and_then(|x| buf.cell_mut((x, y)));
        if let Some(cell) = before.filter(|cell| text::width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}
