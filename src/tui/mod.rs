//! The screen.

pub mod keymap;
pub mod pane;
pub mod term;
pub mod theme;
pub mod widgets;
