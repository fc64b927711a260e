//! The columns of one row.

use super::line::Line;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ops::Range;

/// How wide a column is and where its text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    least: u16,
    /// Its share of the cells left over.
    share: u16,
    right: bool,
}

impl Column {
    /// Exactly this many cells.
    pub const fn fixed(cells: u16) -> Self {
        Self { least: cells, share: 0, right: false }
    }

    /// At least this many cells and an equal share of what is left over.
    pub const fn flex(least: u16) -> Self {
        Self { least, share: 1, right: false }
    }

    /// With this many shares of what is left over.
    pub const fn share(self, share: u16) -> Self {
        Self { share, ..self }
    }

    /// Its text stands at the right, as numbers do.
    pub const fn right(self) -> Self {
        Self { right: true, ..self }
    }
}

/// The cells of each column within `width`, one cell apart. Where not all have their least, the last
/// ones are left out (empty); the first one is always there.
pub fn layout(columns: &[Column], width: u16) -> Vec<Range<u16>> {
    let (shown, used) = how_many_fit(columns, width);
    let shares: u16 = columns.iter().take(shown).map(|column| column.share).sum();
    let spare = width.saturating_sub(used);
    let (mut x, mut given, mut shares_seen) = (0_u16, 0, 0);
    let mut ranges = Vec::with_capacity(columns.len());
    for (i, column) in columns.iter().enumerate() {
        if i >= shown {
            ranges.push(x..x);
            continue;
        }
        shares_seen += column.share;
        // Shares are dealt out as running totals, so that rounding loses no cell.
        let due = if shares > 0 { u32::from(spare) * u32::from(shares_seen) / u32::from(shares) } else { 0 } as u16;
        let end = x.saturating_add(column.least).saturating_add(due - given).min(width);
        given = due;
        ranges.push(x..end);
        x = (end + 1).min(width);
    }
    ranges
}

/// The number of columns that have their least, and the cells they take with the gaps between.
fn how_many_fit(columns: &[Column], width: u16) -> (usize, u16) {
    let mut used = 0_u16;
    for (i, column) in columns.iter().enumerate() {
        let more = used.saturating_add(column.least).saturating_add(u16::from(i > 0));
        if more > width && i > 0 {
            return (i, used);
        }
        used = more;
    }
    (columns.len(), used)
}

/// Draws one row: a line a column, each cut to its column.
pub fn draw(columns: &[Column], cells: &[Line], area: Rect, buf: &mut Buffer) {
    for ((column, range), line) in columns.iter().zip(layout(columns, area.width)).zip(cells) {
        let width = range.end - range.start;
        let free = usize::from(width).saturating_sub(line.width()) as u16;
        let indent = if column.right { free } else { 0 };
        let place = Rect { x: area.x + range.start + indent, width: width - indent, ..area };
        line.draw(place, buf);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{buffer, rows_of, tiny_area};
    use proptest::prelude::*;
    use ratatui::style::Style;

    const COLUMNS: [Column; 3] = [Column::fixed(5), Column::flex(4), Column::fixed(6).right()];

    #[test]
    fn what_is_left_over_goes_to_the_flexible_column() {
        assert_eq!(layout(&COLUMNS, 30), [0..5, 6..23, 24..30]);
        assert_eq!(layout(&[Column::flex(1), Column::flex(1).share(2)], 12), [0..4, 5..12]);
    }

    #[test]
    fn the_last_columns_give_way_on_a_narrow_screen() {
        assert_eq!(layout(&COLUMNS, 12), [0..5, 6..12, 12..12]);
        assert_eq!(layout(&COLUMNS, 3)[0], 0..3);
    }

    #[test]
    fn a_row_stands_in_its_columns_in_any_script() {
        let mut buf = buffer(20, 1);
        let line = |text| Line::of(text, Style::new());
        draw(&COLUMNS, &[line("10432"), line("上海贸易有限公司"), line("€12k")], buf.area, &mut buf);
        assert_eq!(rows_of(&buf), ["10432 上海贸…   €12k"]);
    }

    proptest! {
        #[test]
        fn columns_never_leave_the_row(widths in proptest::collection::vec((0_u16..300, 0_u16..3), 0..6), width in any::<u16>()) {
            let columns: Vec<_> = widths.iter().map(|(least, share)| Column::fixed(*least).share(*share)).collect();
            for range in layout(&columns, width) {
                prop_assert!(range.start <= range.end && range.end <= width);
            }
        }

        #[test]
        fn no_area_breaks_a_row(area in tiny_area(), text in any::<String>()) {
            let line = Line::of(&text, Style::new());
            draw(&COLUMNS, &[line.clone(), line.clone(), line], area, &mut buffer(12, 6));
        }
    }
}
