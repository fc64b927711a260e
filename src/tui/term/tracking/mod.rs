//! What the terminal shows, remembered cell by cell, with its pen and its cursor, so that nothing is sent twice and
//! a frame goes out in one write. On a thin line bytes are what a person waits for.
//!
//! Frames are ratatui's buffers. They are compared with what the terminal shows and not with the frame before:
//! half of a wide character that is overwritten takes the other half with it, which a comparison of frames misses.
//!
//! Only sequences of the VT100 are used, so that every terminal understands them; where terminals disagree how wide
//! a character is ([`Advance`]), the cursor is placed anew behind it.

mod advance;
mod cursor;
mod pen;
#[cfg(test)]
mod tests;

use advance::Advance;
use cursor::{Cursor, Move};
use pen::Pen;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use std::io::{self, Write};

const ERASE_ALL: &[u8] = b"\x1b[H\x1b[J";
const ERASE_TO_END: &[u8] = b"\x1b[K";
const SHOW_CURSOR: &[u8] = b"\x1b[?25h";
const HIDE_CURSOR: &[u8] = b"\x1b[?25l";
/// The terminal remembers its cursor and its pen, and takes them up again (DECSC, DECRC).
const SAVE: &[u8] = b"\x1b7";
const RESTORE: &[u8] = b"\x1b8";

/// The longest stretch of unchanged cells that is written again instead of being skipped by a sequence.
const RETYPED: u16 = 4;

/// A terminal, as it is known from what it was sent.
pub struct Tracking<W> {
    to: W,
    /// What it is to be sent with the frame.
    out: Vec<u8>,
    size: Size,
    /// Row by row.
    cells: Vec<Shown>,
    pen: Pen,
    cursor: Cursor,
    /// Where the last frame left it.
    rested: Option<Position>,
    /// What [`RESTORE`] brings back.
    saved: Option<(Position, Pen)>,
    is_cursor_shown: Option<bool>,
    /// Something else has written on it: nothing above is so.
    is_spoilt: bool,
}

/// What one cell of the terminal shows.
#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Cell(Cell),
    /// The second half of the wide character before it.
    Tail,
    /// Half of a wide character that is no more.
    Wiped,
}

impl<W: Write> Tracking<W> {
    /// A terminal of this size; what it shows is not known and will be erased.
    pub const fn new(to: W, size: Size) -> Self {
        Self {
            to,
            out: Vec::new(),
            size,
            cells: Vec::new(),
            pen: Pen::PLAIN,
            cursor: Cursor::Lost,
            rested: None,
            saved: None,
            is_cursor_shown: None,
            is_spoilt: true,
        }
    }

    /// Its size, as it was told last: it is not asked.
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Notes another size; terminals do as they like with what they showed.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
        self.is_spoilt = true;
    }

    /// Notes that something else has written on it.
    pub const fn spoil(&mut self) {
        self.is_spoilt = true;
    }

    /// Sends what moves no cursor and changes no cell, such as a bell.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.extend(bytes);
        self.flush()
    }

    /// Makes it show a frame of its own size, with the cursor there or hidden.
    pub fn show(&mut self, frame: &Buffer, cursor: Option<Position>) -> io::Result<()> {
        if self.is_spoilt {
            self.start_over();
        }
        for y in 0..self.size.height {
            self.show_row(frame, y);
        }
        if let Some(place) = cursor {
            self.rest(place);
        }
        self.rested = cursor;
        self.set_cursor_shown(cursor.is_some());
        self.flush()
    }

    /// Leaves the cursor where the person types. While something else changes again and again, as a clock does, the
    /// way back is short.
    fn rest(&mut self, place: Position) {
        self.go(place.x, place.y);
        let is_saved = self.saved.is_some_and(|(saved, _)| saved == place);
        if self.rested == Some(place) && !is_saved && !self.out.is_empty() {
            self.out.extend(SAVE);
            self.saved = Some((place, self.pen));
        }
    }

    fn start_over(&mut self) {
        self.out.extend(Pen::RESET);
        self.out.extend(ERASE_ALL);
        self.pen = Pen::PLAIN;
        self.cursor = Cursor::At(0, 0);
        self.saved = None;
        self.is_cursor_shown = None;
        self.cells = vec![Shown::Cell(Cell::EMPTY); usize::from(self.size.width) * usize::from(self.size.height)];
        self.is_spoilt = false;
    }

    fn show_row(&mut self, frame: &Buffer, y: u16) {
        let width = self.size.width;
        let cell_at = |x| frame.cell((x, y)).filter(|cell| x + Advance::of(cell.symbol()).columns() <= width);
        let text_end = (0..width).rev().find(|x| !cell_at(*x).is_some_and(is_erased)).map_or(0, |last| last + 1);
        let mut x = 0;
        while x < width {
            if x >= text_end && self.is_worth_erasing(x, y) {
                return self.erase_to_end(x, y);
            }
            let cell = cell_at(x).unwrap_or(&Cell::EMPTY);
            let advance = Advance::of(cell.symbol());
            if !self.shows(x, y, cell, advance) {
                self.write(x, y, cell, advance);
            }
            x += advance.columns();
        }
    }

    /// Whether more cells from here on show something than erasing them takes bytes.
    fn is_worth_erasing(&self, x: u16, y: u16) -> bool {
        let stale = (x..self.size.width).filter(|x| !self.shows(*x, y, &Cell::EMPTY, Advance::Sure(1)));
        stale.count() > ERASE_TO_END.len()
    }

    fn erase_to_end(&mut self, x: u16, y: u16) {
        self.go(x, y);
        // Many terminals erase with the colour of the pen.
        self.take_pen(Pen::PLAIN, true);
        self.out.extend(ERASE_TO_END);
        for x in x..self.size.width {
            self.remember(x, y, Shown::Cell(Cell::EMPTY));
        }
    }

    /// Whether the terminal shows this already.
    fn shows(&self, x: u16, y: u16, cell: &Cell, advance: Advance) -> bool {
        let is_whole = advance.columns() == 1 || matches!(self.shown(x + 1, y), Some(Shown::Tail));
        let Some(Shown::Cell(shown)) = self.shown(x, y) else { return false };
        is_whole && shown.symbol() == cell.symbol() && Pen::of(shown).is_like(Pen::of(cell), cell.symbol() == " ")
    }

    fn write(&mut self, x: u16, y: u16, cell: &Cell, advance: Advance) {
        if !self.cursor.may_write(x, y, advance) {
            self.go(x, y);
        }
        self.take_pen(Pen::of(cell), cell.symbol() == " ");
        self.out.extend(cell.symbol().as_bytes());
        self.cursor = Cursor::behind(x, y, advance, self.size.width);
        self.remember(x, y, Shown::Cell(cell.clone()));
        let end = x + advance.columns();
        for tail in x + 1..end {
            self.remember(tail, y, Shown::Tail);
        }
        if matches!(self.shown(end, y), Some(Shown::Tail)) {
            self.remember(end, y, Shown::Wiped);
        }
    }

    fn go(&mut self, x: u16, y: u16) {
        if self.cursor == Cursor::At(x, y) {
            return;
        }
        let way = Move::shortest(self.cursor, x, y);
        let saved = self.saved.filter(|(place, _)| *place == Position { x, y });
        match (self.retyped(x, y), saved) {
            (Some(cells), _) if cells.len() <= way.bytes().len() => self.out.extend(cells),
            (_, Some((_, pen))) if RESTORE.len() < way.bytes().len() => {
                self.out.extend(RESTORE);
                self.pen = pen;
            }
            _ => self.out.extend(way.bytes()),
        }
        self.cursor = Cursor::At(x, y);
    }

    /// What stands between the cursor and a place a little further in its row, if it can be written again with the
    /// pen as it is.
    fn retyped(&self, x: u16, y: u16) -> Option<Vec<u8>> {
        let Cursor::At(from, row) = self.cursor else { return None };
        if row != y || from >= x || x - from > RETYPED {
            return None;
        }
        let mut bytes = Vec::new();
        for column in from..x {
            match self.shown(column, y)? {
                Shown::Cell(cell) if cell.symbol().is_ascii() => {
                    let is_blank = cell.symbol() == " ";
                    if !self.pen.is_like(Pen::of(cell), is_blank) {
                        return None;
                    }
                    bytes.extend(cell.symbol().as_bytes());
                }
                _ => return None,
            }
        }
        Some(bytes)
    }

    /// Takes up a pen, or one that leaves the same blank if it is only for that.
    fn take_pen(&mut self, pen: Pen, for_blank: bool) {
        if !self.pen.is_like(pen, for_blank) {
            self.out.extend(self.pen.change_to(pen));
            self.pen = pen;
        }
    }

    fn set_cursor_shown(&mut self, shown: bool) {
        if self.is_cursor_shown != Some(shown) {
            self.out.extend(if shown { SHOW_CURSOR } else { HIDE_CURSOR });
            self.is_cursor_shown = Some(shown);
        }
    }

    fn place(&self, x: u16, y: u16) -> Option<usize> {
        (x < self.size.width).then(|| usize::from(y) * usize::from(self.size.width) + usize::from(x))
    }

    fn shown(&self, x: u16, y: u16) -> Option<&Shown> {
        self.cells.get(self.place(x, y)?)
    }

    fn remember(&mut self, x: u16, y: u16, shown: Shown) {
        if let Some(cell) = self.place(x, y).and_then(|place| self.cells.get_mut(place)) {
            *cell = shown;
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.out.is_empty() {
            return Ok(());
        }
        let sent = self.to.write_all(&self.out).and_then(|()| self.to.flush());
        self.out.clear();
        sent
    }
}

/// Whether erasing leaves what this cell shows.
fn is_erased(cell: &Cell) -> bool {
    cell.symbol() == " " && Pen::of(cell).is_like(Pen::PLAIN, true)
}
