//! The real program in a real terminal: what a person types, what they see, and what is kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "pty/call.rs"]
mod call;
#[path = "pty/care.rs"]
mod care;
#[path = "pty/chinese.rs"]
mod chinese;
#[path = "pty/full.rs"]
mod full;
#[path = "pty/hostile.rs"]
mod hostile;
#[path = "pty/house.rs"]
mod house;
#[path = "pty/prose.rs"]
mod prose;
#[path = "pty/sealed.rs"]
mod sealed;
#[path = "pty/tasks.rs"]
mod tasks;
#[path = "pty/terminal.rs"]
mod terminal;
#[path = "pty/thin.rs"]
mod thin;
#[path = "pty/together.rs"]
mod together;
