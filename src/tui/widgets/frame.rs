//! The frame around a pane or an overlay, and what stands in an empty one.

use super::line::Line;
use super::text::wrap;
use super::{Look, centred, clear, row};
use crate::tui::term::Borders;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};

/// A frame with a title and a count, marked when its pane has the focus.
#[derive(Debug, Clone, Copy, Default)]
pub struct PaneFrame<'a> {
    /// What the pane is called.
    pub title: &'a str,
    /// What stands behind the title: how many rows, or nothing.
    pub count: &'a str,
    /// Whether keys go here.
    pub focused: bool,
}

/// Corners (from top left, clockwise), horizontal, vertical.
struct Strokes([&'static str; 6]);

const UNICODE: Strokes = Strokes(["┌", "┐", "┘", "└", "─", "│"]);
const ASCII: Strokes = Strokes(["+", "+", "+", "+", "-", "|"]);

impl PaneFrame<'_> {
    /// Draws the frame and returns the room inside it.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Rect {
        let area = area.intersection(buf.area);
        let inner = match look.theme.borders() {
            Borders::Unicode => draw_box(area, buf, look, &UNICODE),
            Borders::Ascii => draw_box(area, buf, look, &ASCII),
            Borders::None | Borders::Linear => {
                Rect { y: row(area, 1).y, height: area.height.saturating_sub(1), ..area }
            }
        };
        if self.title.is_empty() {
            return inner;
        }
        let indent = inner.x - area.x;
        let title = Rect { x: inner.x, width: area.width.saturating_sub(2 * indent), ..row(area, 0) };
        self.title(look).draw(title, buf);
        inner
    }

    fn title(&self, look: &Look) -> Line {
        let style = look.style(if self.focused { Role::Accent } else { Role::Title });
        // The focus is told by a sign too, not by colour alone.
        let title = Line::of(if self.focused { "> " } else { " " }, style).add(self.title, style).add(" ", style);
        if self.count.is_empty() { title } else { title.add(self.count, look.style(Role::Dim)).add(" ", style) }
    }
}

fn draw_box(area: Rect, buf: &mut Buffer, look: &Look, strokes: &Strokes) -> Rect {
    if area.width < 2 || area.height < 2 {
        return Rect { height: 0, ..area };
    }
    // The title tells the focus: a line recoloured at every change of pane is a thousand bytes.
    let style = look.style(Role::Border);
    let [top_left, top_right, bottom_right, bottom_left, horizontal, vertical] = strokes.0;
    let mut edge = |y: u16, left: &str, right: &str| {
        let line = format!("{left}{}{right}", horizontal.repeat(usize::from(area.width) - 2));
        buf.set_string(area.x, y, line, style);
    };
    edge(area.y, top_left, top_right);
    edge(area.bottom() - 1, bottom_left, bottom_right);
    for y in area.y + 1..area.bottom() - 1 {
        buf.set_string(area.x, y, vertical, style);
        buf.set_string(area.right() - 1, y, vertical, style);
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

/// Clears the middle of an area, frames it and returns the room inside, of about this size, a cell
/// away from the frame at either side. For a screen reader it stands alone: what would be read beside it is not of it.
pub fn overlay(title: &str, size: (u16, u16), area: Rect, buf: &mut Buffer, look: &Look) -> Rect {
    let area = area.intersection(buf.area);
    let place = match look.theme.borders() {
        Borders::Linear => area,
        _ => centred(area, overlay_width(size.0, area.width), size.1.saturating_add(2)),
    };
    clear(place, buf);
    let inner = PaneFrame { title, focused: true, ..PaneFrame::default() }.draw(place, buf, look);
    inner.inner(Margin::new(u16::from(inner.width > 2), 0))
}

/// Cells of an overlay with its frame; where hardly any would be left beside it, all there are: two frames side by side
/// look like one of them gone wrong.
fn overlay_width(inside: u16, room: u16) -> u16 {
    let wanted = inside.saturating_add(4);
    if wanted.saturating_add(4) > room { room } else { wanted }
}

/// What an empty pane says in its middle: why it is empty and what to press.
pub fn empty(text: &str, area: Rect, buf: &mut Buffer, look: &Look) {
    let rows = wrap(text, usize::from(area.width));
    let place = centred(area, area.width, rows.len() as u16);
    for (y, text) in rows.iter().take(usize::from(place.height)).enumerate() {
        let line = Line::of(text, look.style(Role::Dim));
        line.draw(centred(row(place, y as u16), line.width() as u16, 1), buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{buffer, look, look_with, rows_of, tiny_area};
    use proptest::prelude::*;

    fn drawn(borders: Borders, focused: bool) -> Vec<String> {
        let mut buf = buffer(20, 3);
        let frame = PaneFrame { title: "客户", count: "1,024", focused };
        let inner = frame.draw(buf.area, &mut buf, &look_with(borders));
        Line::of("Anna Meyer", look().style(Role::Text)).draw(inner, &mut buf);
        rows_of(&buf)
    }

    #[test]
    fn a_frame_can_be_unicode_ascii_or_a_title_only() {
        assert_eq!(
            drawn(Borders::Unicode, false),
            ["┌ 客户 1,024 ──────┐", "│Anna Meyer        │", "└──────────────────┘"]
        );
        assert_eq!(
            drawn(Borders::Ascii, true),
            ["+> 客户 1,024 -----+", "|Anna Meyer        |", "+------------------+"]
        );
        assert_eq!(drawn(Borders::None, true), ["> 客户 1,024", "Anna Meyer", ""]);
    }

    #[test]
    fn an_empty_pane_says_what_to_press() {
        let mut buf = buffer(12, 4);
        empty("No deals. Press d", buf.area, &mut buf, look());
        assert_eq!(rows_of(&buf), ["", " No deals.", "  Press d", ""]);
    }

    proptest! {
        #[test]
        fn no_area_breaks_a_frame(area in tiny_area(), text in any::<String>()) {
            let mut buf = buffer(12, 6);
            for borders in [Borders::Unicode, Borders::Ascii, Borders::None] {
                let inner = PaneFrame { title: &text, count: "3", focused: true }.draw(area, &mut buf, &look_with(borders));
                empty(&text, inner, &mut buf, look());
                overlay(&text, (5, 2), area, &mut buf, look());
            }
        }
    }
}
