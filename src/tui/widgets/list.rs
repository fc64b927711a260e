//! A window over a list of any length: what is selected, what is marked, what is seen.

use super::{Look, row};
use crate::tui::keymap::Command;
use crate::tui::theme::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cell::Cell;
use std::ops::Range;

/// A step of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One row up.
    Up,
    /// One row down.
    Down,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// To this row.
    To(usize),
}

impl Step {
    /// The step a command means in a list.
    pub fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Up => Self::Up,
            Command::Down => Self::Down,
            Command::PageUp => Self::PageUp,
            Command::PageDown => Self::PageDown,
            Command::Top => Self::Top,
            Command::Bottom => Self::Bottom,
            _ => return None,
        })
    }
}

/// The state of a list whose rows are known by a key. The rows themselves stay with the owner, who
/// answers which key stands at an index.
#[derive(Debug, Clone)]
pub struct List<K> {
    len: usize,
    index: usize,
    selected: Option<K>,
    marks: Vec<K>,
    /// The first row seen.
    top: Cell<u32>,
    place: Cell<Place>,
}

/// Where rows were drawn: the lines each takes, and how many the selected one takes besides.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    area: Rect,
    lines: u16,
    more: u16,
}

impl Place {
    /// How many rows there is room for.
    fn rows(self) -> usize {
        usize::from(self.area.height.saturating_sub(self.more) / self.lines.max(1))
    }
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self { len: 0, index: 0, selected: None, marks: Vec::new(), top: Cell::new(0), place: Cell::default() }
    }
}

impl<K: Copy + Eq> List<K> {
    /// Takes note of changed rows. The selection stays on its key; where that is gone, on its place.
    pub fn refresh(&mut self, len: usize, key_at: impl Fn(usize) -> Option<K>) {
        self.len = len;
        let moved = self.selected.filter(|key| key_at(self.index) != Some(*key));
        if let Some(index) = moved.and_then(|key| (0..len).find(|index| key_at(*index) == Some(key))) {
            self.index = index;
        }
        self.select(self.index, key_at);
    }

    /// Selects a row, the last one when there are fewer.
    pub fn select(&mut self, index: usize, key_at: impl Fn(usize) -> Option<K>) {
        self.index = index.min(self.len.saturating_sub(1));
        self.selected = key_at(self.index).filter(|_| self.len > 0);
    }

    /// Moves the selection.
    pub fn go(&mut self, step: Step, key_at: impl Fn(usize) -> Option<K>) {
        let page = self.place.get().rows().max(1);
        let index = match step {
            Step::Up => self.index.saturating_sub(1),
            Step::Down => self.index.saturating_add(1),
            Step::PageUp => self.index.saturating_sub(page),
            Step::PageDown => self.index.saturating_add(page),
            Step::Top => 0,
            Step::Bottom => usize::MAX,
            Step::To(index) => index,
        };
        self.select(index, key_at);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The key of the selected row.
    pub fn selected(&self) -> Option<K> {
        self.selected
    }

    /// The index of the selected row; 0 when there is none.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Marks the selected row, or takes its mark off.
    pub fn toggle_mark(&mut self) {
        let Some(key) = self.selected else { return };
        match self.marks.iter().position(|mark| *mark == key) {
            Some(at) => drop(self.marks.remove(at)),
            None => self.marks.push(key),
        }
    }

    /// The marked keys in the order they were marked, also of rows not in the list now.
    pub fn marks(&self) -> &[K] {
        &self.marks
    }

    /// Takes the marks off rows that are gone.
    pub fn keep_marks(&mut self, is_there: impl Fn(K) -> bool) {
        self.marks.retain(|mark| is_there(*mark));
    }

    /// Takes all marks off.
    pub fn unmark_all(&mut self) {
        self.marks.clear();
    }

    /// What a bulk command is for: the marked rows, else the selected one.
    pub fn chosen(&self) -> Vec<K> {
        if self.marks.is_empty() { self.selected.into_iter().collect() } else { self.marks.clone() }
    }

    /// The rows a window of this height shows, with the selected one among them. One step over its edge turns a page,
    /// with a row of the last one: on a thin line a page now and then is less than a row at every step, as all the
    /// others are sent again with it.
    pub fn window(&self, height: usize) -> Range<usize> {
        self.window_in(Rect { height: height as u16, ..Rect::ZERO }, 1, 0)
    }

    /// The same for rows of so many lines in an area where the mouse can point at them; the selected one takes some
    /// lines more.
    pub fn window_in(&self, area: Rect, lines: u16, more: u16) -> Range<usize> {
        let place = Place { area, lines, more };
        self.place.set(place);
        let height = place.rows();
        let overlap = usize::from(height > 1);
        let top = match self.top() {
            top if self.index < top => (self.index + 1 + overlap).saturating_sub(height),
            top if self.index >= top + height => self.index - overlap.min(self.index),
            top => top,
        };
        let top = top.min(self.len.saturating_sub(height));
        self.top.set(top as u32);
        top..(top + height).min(self.len)
    }

    fn top(&self) -> usize {
        self.top.get() as usize
    }

    /// Notes that nothing of it is drawn.
    pub fn hide(&self) {
        self.place.take();
    }

    /// The row drawn at a cell.
    pub fn at(&self, cell: Position) -> Option<usize> {
        let Place { area, lines, more } = self.place.get();
        if !area.contains(cell) {
            return None;
        }
        let line = usize::from(cell.y - area.y);
        let selected_end = (self.index - self.top().min(self.index) + 1) * usize::from(lines);
        let line = if line < selected_end { line } else { line.saturating_sub(more.into()).max(selected_end - 1) };
        let index = self.top() + line.checked_div(lines.into())?;
        (index < self.len).then_some(index)
    }

    /// Where the selected row was drawn, if it was.
    pub fn place_of_selected(&self) -> Option<Position> {
        let Place { area, lines, .. } = self.place.get();
        let rows_before = self.index.checked_sub(self.top()).filter(|_| self.selected.is_some())?;
        let place = Position { x: area.x, y: area.y + (rows_before as u16).checked_mul(lines)? };
        area.contains(place).then_some(place)
    }

    /// Draws the rows that are seen: `draw_row(index, area, buf)` fills each, behind a gutter of one
    /// cell that shows `>` for the selected and `*` for a marked row.
    pub fn draw(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        focused: bool,
        key_at: impl Fn(usize) -> Option<K>,
        mut draw_row: impl FnMut(usize, Rect, &mut Buffer),
    ) {
        let area = area.intersection(buf.area);
        for (y, index) in self.window_in(area, 1, 0).enumerate() {
            let whole = row(area, y as u16);
            let selected = index == self.index;
            let marked = key_at(index).is_some_and(|key| self.marks.contains(&key));
            draw_row(index, behind_sign(whole), buf);
            let (sign, style) = match (marked, selected) {
                (true, _) => ("*", look.style(Role::Marked)),
                (false, true) => (">", look.style(Role::Accent)),
                (false, false) => (" ", look.style(Role::Text)),
            };
            buf.set_stringn(whole.x, whole.y, sign, usize::from(whole.width), style);
            if selected && focused {
                buf.set_style(whole, look.style(Role::Selected));
            }
        }
    }
}

/// What of a row stands behind the sign of a selected or marked one.
pub fn behind_sign(row: Rect) -> Rect {
    Rect { x: row.x + row.width.min(1), width: row.width.saturating_sub(1), ..row }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::line::Line;
    use crate::tui::widgets::testing::{buffer, look, rows_of, tiny_area};
    use proptest::prelude::*;

    const NAMES: [(u64, &str); 5] = [(7, "Anna"), (3, "张伟"), (9, "Cem"), (1, "Dora"), (4, "Eve")];

    fn key_at(index: usize) -> Option<u64> {
        NAMES.get(index).map(|(key, _)| *key)
    }

    fn list() -> List<u64> {
        let mut list = List::default();
        list.refresh(NAMES.len(), key_at);
        list
    }

    fn drawn(list: &List<u64>, height: u16) -> Vec<String> {
        let mut buf = buffer(10, height);
        list.draw(buf.area, &mut buf, look(), true, key_at, |index, area, buf| {
            Line::of(NAMES[index].1, look().style(Role::Text)).draw(area, buf);
        });
        rows_of(&buf)
    }

    #[test]
    fn the_window_follows_the_selection() {
        let mut list = list();
        assert_eq!(drawn(&list, 3), [">Anna", " 张伟", " Cem"]);
        list.go(Step::PageDown, key_at);
        assert_eq!(drawn(&list, 3), [" Cem", ">Dora", " Eve"]);
        list.go(Step::Up, key_at);
        assert_eq!(drawn(&list, 3), [">Cem", " Dora", " Eve"]);
        list.go(Step::Up, key_at);
        assert_eq!(drawn(&list, 3), [" Anna", ">张伟", " Cem"]);
        list.go(Step::Bottom, key_at);
        list.go(Step::Down, key_at);
        assert_eq!((list.selected(), drawn(&list, 2)), (Some(4), vec![" Dora".into(), ">Eve".into()]));
    }

    #[test]
    fn the_selection_stays_on_its_row_when_others_come_and_go() {
        let mut list = list();
        list.select(2, key_at);
        let fewer = [(9_u64, "Cem"), (4, "Eve")];
        list.refresh(fewer.len(), |index| fewer.get(index).map(|(key, _)| *key));
        assert_eq!((list.index(), list.selected()), (0, Some(9)));
        list.refresh(1, |_| Some(4));
        assert_eq!((list.index(), list.selected()), (0, Some(4)));
        list.refresh(0, |_| None);
        assert_eq!((list.selected(), list.is_empty()), (None, true));
    }

    #[test]
    fn a_cell_names_the_row_drawn_there() {
        let mut list = list();
        list.go(Step::Bottom, key_at);
        drawn(&list, 2);
        let at = |list: &List<u64>, x, y| list.at(Position { x, y });
        assert_eq!([(0, 0), (9, 1), (0, 2), (10, 0)].map(|(x, y)| at(&list, x, y)), [Some(3), Some(4), None, None]);
        list.hide();
        assert_eq!(at(&list, 0, 0), None);
    }

    #[test]
    fn a_row_of_more_lines_is_known_by_each_of_them() {
        let mut list = list();
        list.go(Step::Down, key_at);
        list.window_in(Rect::new(0, 0, 9, 12), 2, 3);
        let rows = (0..12)
            .map(|y| list.at(Position { x: 0, y }))
            .map(|row| row.map_or('-', |row| char::from(b'0' + row as u8)));
        assert_eq!(rows.collect::<String>(), "001111122334");
    }

    #[test]
    fn marks_stay_on_their_rows() {
        let mut list = list();
        list.toggle_mark();
        list.go(Step::Down, key_at);
        assert_eq!(list.chosen(), [7]);
        assert_eq!(drawn(&list, 2), ["*Anna", ">张伟"]);
        list.go(Step::Top, key_at);
        list.toggle_mark();
        assert_eq!((list.marks(), list.chosen()), (&[][..], vec![7]));
    }

    proptest! {
        #[test]
        fn the_selected_row_is_always_seen(steps in proptest::collection::vec(0_usize..6, 0..40), height in 1_usize..8, len in 0_usize..30) {
            let all = [Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::Top, Step::Bottom];
            let key = |index: usize| (index < len).then_some(index);
            let mut list = List::default();
            list.refresh(len, key);
            for step in steps {
                list.go(all[step], key);
                let window = list.window(height);
                prop_assert!(len == 0 || window.contains(&list.index()));
                prop_assert!(window.len() == height.min(len));
            }
        }

        #[test]
        fn no_area_breaks_a_list(area in tiny_area()) {
            let mut buf = buffer(12, 6);
            list().draw(area, &mut buf, look(), true, key_at, |_, _, _| {});
        }
    }
}
