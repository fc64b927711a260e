//! The door over the memory engine: what is promised of every request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod changes;
mod import;
mod panes;
mod support;
