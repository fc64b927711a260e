//! The terminal: entered and left with care, its input and signals as channels, what it can show.

mod ability;
mod ascii;
mod gate;
mod input;
mod joined;
mod screen;
mod tracking;

pub use ability::{Borders, Charset, Depth, UnknownAbility};
pub use gate::Gate;
pub use input::{Input, PASTE_CAP, Signal, Turn, inputs, signals};
pub use screen::Screen;
pub use tracking::Tracking;

use ratatui::layout::Rect;
use std::io::IsTerminal;

/// The narrowest terminal the panes are laid out for, in cells.
pub const MIN_WIDTH: u16 = 80;
/// The lowest terminal the panes are laid out for, in rows.
pub const MIN_HEIGHT: u16 = 24;

/// Whether a person sits at both ends: keys come from a terminal and the screen goes to one.
pub fn is_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Whether the panes do not fit and [`crate::tui::widgets::too_small`] is drawn instead.
pub fn is_too_small(area: Rect) -> bool {
    area.width < MIN_WIDTH || area.height < MIN_HEIGHT
}
