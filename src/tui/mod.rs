//! The screen.

pub mod keymap;
