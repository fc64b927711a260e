//! The screen.

pub mod keymap;
pub mod term;
pub mod theme;
pub mod widgets;
