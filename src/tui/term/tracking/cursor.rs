//! Where the terminal's cursor is, as far as that is known, and the shortest way to another place.

use super::advance::Advance;
use std::io::Write;

/// Where the cursor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cursor {
    /// Column and row.
    At(u16, u16),
    /// Behind a character of doubtful width: presumably this column, surely this row.
    Presumed(u16, u16),
    /// Somewhere in this row.
    InRow(u16),
    /// Nobody knows.
    Lost,
}

impl Cursor {
    /// Where it is behind a symbol written at column `x` of row `y`. At the end of a row terminals wait with the
    /// cursor, each in its own way.
    pub const fn behind(x: u16, y: u16, advance: Advance, width: u16) -> Self {
        let next = x + advance.columns();
        match advance {
            Advance::Sure(_) if next < width => Self::At(next, y),
            Advance::Doubtful if next < width => Self::Presumed(next, y),
            _ => Self::InRow(y),
        }
    }

    /// Whether `next` may be written without going to column `x` of row `y` first. Between two of doubtful width, as
    /// in a line around a pane, that is so: a terminal that takes them for wide shows a broken line either way.
    pub fn may_write(self, x: u16, y: u16, next: Advance) -> bool {
        self == Self::At(x, y) || (next == Advance::Doubtful && self == Self::Presumed(x, y))
    }
}

/// The bytes of a movement: short enough to stand on the stack.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    bytes: [u8; Self::LONGEST],
    len: usize,
}

impl Move {
    /// `ESC [ 65535 ; 65535 H`
    const LONGEST: usize = 14;

    /// The bytes to send.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// The shortest way from `from` to column `x` of row `y`.
    pub fn shortest(from: Cursor, x: u16, y: u16) -> Self {
        let mut best = Self::absolute(x, y);
        let mut offer = |way: Option<Self>| {
            if let Some(way) = way.filter(|way| way.len < best.len) {
                best = way;
            }
        };
        match from {
            Cursor::At(column, row) => {
                offer(Self::down(row, y).and_then(|down| down.across(column, x)));
                offer(Self::down(row, y).and_then(|down| down.along(x)));
            }
            Cursor::Presumed(_, row) | Cursor::InRow(row) => {
                offer(Self::down(row, y).and_then(|down| down.along(x)));
            }
            Cursor::Lost => {}
        }
        best
    }

    const fn nothing() -> Self {
        Self { bytes: [0; Self::LONGEST], len: 0 }
    }

    fn absolute(x: u16, y: u16) -> Self {
        let (row, column) = (u32::from(y) + 1, u32::from(x) + 1);
        let written = match (row, column) {
            (1, 1) => Self::nothing().with(format_args!("\x1b[H")),
            (_, 1) => Self::nothing().with(format_args!("\x1b[{row}H")),
            (1, _) => Self::nothing().with(format_args!("\x1b[;{column}H")),
            _ => Self::nothing().with(format_args!("\x1b[{row};{column}H")),
        };
        written.unwrap_or_else(Self::nothing)
    }

    /// Down in the same column; a line feed below the last row cannot happen, as every goal lies on the screen.
    fn down(from: u16, to: u16) -> Option<Self> {
        match to.checked_sub(from)? {
            0 => Some(Self::nothing()),
            rows @ 1..=3 => (0..rows).try_fold(Self::nothing(), |way, _| way.with(format_args!("\n"))),
            rows => Self::nothing().with(format_args!("\x1b[{rows}B")),
        }
    }

    fn across(self, from: u16, to: u16) -> Option<Self> {
        match (to.checked_sub(from), from.checked_sub(to)) {
            (Some(0), _) => Some(self),
            (Some(1), _) => self.with(format_args!("\x1b[C")),
            (Some(columns), _) => self.with(format_args!("\x1b[{columns}C")),
            (_, Some(columns @ 1..=3)) => (0..columns).try_fold(self, |way, _| way.with(format_args!("\x08"))),
            (_, Some(columns)) => self.with(format_args!("\x1b[{columns}D")),
            (None, None) => None,
        }
    }

    /// From the left margin.
    fn along(self, to: u16) -> Option<Self> {
        self.with(format_args!("\r"))?.across(0, to)
    }

    /// With more behind it; nothing if that would be too long to be short.
    fn with(mut self, more: std::fmt::Arguments) -> Option<Self> {
        let mut room = self.bytes.get_mut(self.len..)?;
        let before = room.len();
        room.write_fmt(more).ok()?;
        self.len += before - room.len();
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_is_taken() {
        for (from, (x, y), bytes) in [
            (Cursor::Lost, (0, 0), "\x1b[H"),
            (Cursor::Lost, (9, 4), "\x1b[5;10H"),
            (Cursor::At(5, 2), (6, 2), "\x1b[C"),
            (Cursor::At(5, 2), (4, 2), "\x08"),
            (Cursor::At(70, 2), (0, 3), "\n\r"),
            (Cursor::At(5, 2), (5, 3), "\n"),
            (Cursor::At(5, 20), (0, 0), "\x1b[H"),
            (Cursor::InRow(7), (0, 8), "\n\r"),
            (Cursor::Presumed(4, 7), (4, 7), "\r\x1b[4C"),
        ] {
            let way = Move::shortest(from, x, y);
            assert_eq!(String::from_utf8_lossy(way.bytes()), bytes, "{from:?} to {x},{y}");
        }
    }

    #[test]
    fn no_way_is_too_long_to_be_said() {
        assert_eq!(Move::absolute(u16::MAX - 1, u16::MAX - 1).bytes(), b"\x1b[65535;65535H");
    }
}
