//! The pen: colours and attributes of what is written next, and the shortest change from one to another.

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

/// What cannot be seen on a blank.
pub const UNSEEN_ON_BLANK: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

/// Each attribute with the parameter that sets it (ECMA-48, SGR).
const SET: [(Modifier, u8); 9] = [
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::SLOW_BLINK, 5),
    (Modifier::RAPID_BLINK, 6),
    (Modifier::REVERSED, 7),
    (Modifier::HIDDEN, 8),
    (Modifier::CROSSED_OUT, 9),
];

/// What each parameter unsets.
const UNSET: [(Modifier, u8); 7] = [
    (Modifier::BOLD.union(Modifier::DIM), 22),
    (Modifier::ITALIC, 23),
    (Modifier::UNDERLINED, 24),
    (Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK), 25),
    (Modifier::REVERSED, 27),
    (Modifier::HIDDEN, 28),
    (Modifier::CROSSED_OUT, 29),
];

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pen {
    fg: Color,
    bg: Color,
    attributes: Modifier,
}

impl Pen {
    /// As the terminal starts.
    pub const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, attributes: Modifier::empty() };
    /// Makes any pen plain.
    pub const RESET: &[u8] = b"\x1b[m";

    /// The pen a cell is written with.
    pub const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, attributes: cell.modifier }
    }

    /// Whether either leaves the same; on a blank little of a pen is seen.
    pub fn is_like(self, other: Self, on_blank: bool) -> bool {
        if !on_blank {
            return self == other;
        }
        let seen = |pen: Self| pen.attributes - UNSEEN_ON_BLANK;
        self.bg == other.bg && seen(self) == seen(other) && (seen(self).is_empty() || self.fg == other.fg)
    }

    /// What turns this pen into `to`: the change itself, or a fresh start if that is shorter.
    pub fn change_to(self, to: Self) -> Vec<u8> {
        let change = self.parameters(to);
        let afresh = Self::PLAIN.parameters(to);
        // An empty parameter stands for 0, a fresh start.
        let shorter = if afresh.len() + usize::from(!afresh.is_empty()) < change.len() {
            if afresh.is_empty() { afresh } else { format!(";{afresh}") }
        } else {
            change
        };
        format!("\x1b[{shorter}m").into_bytes()
    }

    fn parameters(self, to: Self) -> String {
        let mut list = List::default();
        let (left, mut taken) = (self.attributes - to.attributes, to.attributes - self.attributes);
        for (together, parameter) in UNSET.into_iter().filter(|(together, _)| left.intersects(*together)) {
            list.add(format_args!("{parameter}"));
            taken |= to.attributes & together;
        }
        for (_, parameter) in SET.into_iter().filter(|(attribute, _)| taken.contains(*attribute)) {
            list.add(format_args!("{parameter}"));
        }
        if self.fg != to.fg {
            list.colour(to.fg, 30);
        }
        if self.bg != to.bg {
            list.colour(to.bg, 40);
        }
        list.0
    }
}

/// Parameters of one sequence.
#[derive(Default)]
struct List(String);

impl List {
    fn add(&mut self, parameter: std::fmt::Arguments) {
        if !self.0.is_empty() {
            self.0.push(';');
        }
        // A string takes whatever is written.
        let _ = self.0.write_fmt(parameter);
    }

    /// A colour: `base` is 30 for letters and 40 for what is behind them.
    fn colour(&mut self, colour: Color, base: u8) {
        let dark = |list: &mut Self, n: u8| list.add(format_args!("{}", base + n));
        let light = |list: &mut Self, n: u8| list.add(format_args!("{}", base + 60 + n));
        match colour {
            Color::Reset => dark(self, 9),
            Color::Black => dark(self, 0),
            Color::Red => dark(self, 1),
            Color::Green => dark(self, 2),
            Color::Yellow => dark(self, 3),
            Color::Blue => dark(self, 4),
            Color::Magenta => dark(self, 5),
            Color::Cyan => dark(self, 6),
            Color::Gray => dark(self, 7),
            Color::DarkGray => light(self, 0),
            Color::LightRed => light(self, 1),
            Color::LightGreen => light(self, 2),
            Color::LightYellow => light(self, 3),
            Color::LightBlue => light(self, 4),
            Color::LightMagenta => light(self, 5),
            Color::LightCyan => light(self, 6),
            Color::White => light(self, 7),
            Color::Indexed(n) => self.add(format_args!("{};5;{n}", base + 8)),
            Color::Rgb(r, g, b) => self.add(format_args!("{};2;{r};{g};{b}", base + 8)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pen(fg: Color, attributes: Modifier) -> Pen {
        Pen { fg, bg: Color::Reset, attributes }
    }

    #[test]
    fn the_shorter_change_is_sent() {
        let bold_red = pen(Color::Red, Modifier::BOLD);
        for (from, to, bytes) in [
            (Pen::PLAIN, bold_red, "\x1b[1;31m"),
            (bold_red, Pen::PLAIN, "\x1b[m"),
            (bold_red, pen(Color::Green, Modifier::BOLD), "\x1b[32m"),
            (bold_red, pen(Color::Red, Modifier::empty()), "\x1b[22m"),
            (bold_red, pen(Color::Red, Modifier::DIM), "\x1b[22;2m"),
            (pen(Color::Red, Modifier::BOLD | Modifier::UNDERLINED), pen(Color::Blue, Modifier::empty()), "\x1b[;34m"),
        ] {
            assert_eq!(String::from_utf8(from.change_to(to)).unwrap(), bytes, "{from:?} to {to:?}");
        }
    }

    #[test]
    fn a_blank_shows_what_is_behind_it_and_what_crosses_it() {
        let plain = Pen::PLAIN;
        assert!(plain.is_like(pen(Color::Red, Modifier::BOLD), true));
        assert!(!plain.is_like(pen(Color::Red, Modifier::BOLD), false));
        assert!(!plain.is_like(pen(Color::Reset, Modifier::UNDERLINED), true));
        assert!(!plain.is_like(Pen { bg: Color::Red, ..plain }, true));
        assert!(!pen(Color::Red, Modifier::REVERSED).is_like(pen(Color::Blue, Modifier::REVERSED), true));
    }
}
