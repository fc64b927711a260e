//! The screen.

pub mod forms;
pub mod keymap;
pub mod pane;
pub mod panes;
pub mod term;
pub mod theme;
pub mod widgets;
pub mod words;
