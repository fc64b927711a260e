//! The screen.

pub mod call;
pub mod cockpit;
#[cfg(test)]
mod fixtures;
pub mod forms;
pub mod keymap;
pub mod layers;
pub mod pane;
pub mod panes;
pub mod run;
pub mod start;
pub mod term;
pub mod theme;
pub mod widgets;
pub mod words;
