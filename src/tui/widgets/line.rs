//! One line of styled text, cut as a whole.

use super::text::{glyphs, is_plain, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Styled pieces of text, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    pieces: Vec<(String, Style)>,
}

impl Line {
    /// An empty line.
    pub fn new() -> Self {
        Self::default()
    }

    /// A line of one piece.
    pub fn of(text: &str, style: Style) -> Self {
        Self::new().add(text, style)
    }

    /// With one more piece.
    pub fn add(mut self, text: &str, style: Style) -> Self {
        self.push(text, style);
        self
    }

    /// With one more piece, of which the characters at `hits` (counted from 0, ascending) look like `hit`.
    pub fn add_hits(mut self, text: &str, hits: &[usize], style: Style, hit: Style) -> Self {
        if hits.is_empty() {
            return self.add(text, style);
        }
        let mut at = 0;
        for glyph in glyphs(text) {
            let next = at + text.get(glyph.bytes.clone()).map_or(0, |cluster| cluster.chars().count());
            let from = hits.partition_point(|index| *index < at);
            let is_hit = hits.get(from).is_some_and(|index| *index < next);
            self.push(&glyph.shown, if is_hit { style.patch(hit) } else { style });
            at = next;
        }
        self
    }

    /// Adds a piece, joined to the last where that looks alike.
    fn push(&mut self, text: &str, style: Style) {
        match self.pieces.last_mut() {
            Some((last, of)) if *of == style => last.push_str(text),
            _ => self.pieces.push((text.to_owned(), style)),
        }
    }

    /// The cells the whole line takes.
    pub fn width(&self) -> usize {
        self.pieces.iter().map(|(text, _)| width(text)).sum()
    }

    /// Draws the line into the first row of `area`, `…` where it is cut. Returns the cells used.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> u16 {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return 0;
        }
        let room = usize::from(area.width);
        let (mut used, mut left) = (0, self.room_used(room));
        for (text, style) in &self.pieces {
            if is_plain(text) && text.len() <= left {
                draw_plain(text, area.x + used, area.y, *style, buf);
                used += text.len() as u16;
                left -= text.len();
                continue;
            }
            for glyph in glyphs(text) {
                let cells = glyph.cells.min(left);
                if cells < glyph.cells {
                    return mark_cut(area, buf, used, *style);
                }
                buf.set_stringn(area.x + used, area.y, &glyph.shown, cells, *style);
                used += cells as u16;
                left -= cells;
            }
        }
        used
    }

    /// The room for glyphs: one cell less where the cut has to be marked.
    fn room_used(&self, room: usize) -> usize {
        let mut total = 0;
        for (text, _) in &self.pieces {
            for glyph in glyphs(text) {
                total += glyph.cells;
                if total > room {
                    return room - 1;
                }
            }
        }
        room
    }
}

/// Draws a text of one cell a byte where there is room for it.
fn draw_plain(text: &str, x: u16, y: u16, style: Style, buf: &mut Buffer) {
    for (x, byte) in (x..).zip(text.bytes()) {
        if let Some(cell) = buf.cell_mut((x, y)) {
            cell.set_char(char::from(byte)).set_style(style);
        }
    }
}

fn mark_cut(area: Rect, buf: &mut Buffer, used: u16, style: Style) -> u16 {
    buf.set_stringn(area.x + used, area.y, "…", 1, style);
    used + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{buffer, rows_of};
    use proptest::prelude::*;
    use ratatui::style::Modifier;

    const PLAIN: Style = Style::new();
    const BOLD: Style = Style::new().add_modifier(Modifier::BOLD);

    #[test]
    fn a_line_is_cut_as_a_whole() {
        let mut buf = buffer(8, 1);
        let used = Line::of("Anna ", PLAIN).add("Meyer", BOLD).draw(buf.area, &mut buf);
        assert_eq!((rows_of(&buf).concat().as_str(), used), ("Anna Me…", 8));
    }

    #[test]
    fn hits_are_counted_in_characters_also_in_chinese() {
        let mut buf = buffer(10, 1);
        Line::new().add_hits("张伟 Anna", &[1, 3], PLAIN, BOLD).draw(buf.area, &mut buf);
        let bold: Vec<u16> = (0..10).filter(|x| buf[(*x, 0)].modifier.contains(Modifier::BOLD)).collect();
        assert_eq!(bold, [2, 5]);
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_area(text in any::<String>(), x in 0_u16..12, width in 0_u16..12) {
            let mut buf = buffer(10, 3);
            Line::of(&text, PLAIN).draw(Rect::new(x, 1, width, 1), &mut buf);
            let untouched = |x: u16, y: u16| buf[(x, y)].symbol() == " ";
            prop_assert!((0..10).all(|x| untouched(x, 0) && untouched(x, 2)));
            prop_assert!((0..x.min(10)).all(|x| untouched(x, 1)));
            prop_assert!((x + width..10).all(|x| untouched(x, 1)));
        }
    }
}
