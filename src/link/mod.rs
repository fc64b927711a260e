//! How a session reaches the CRM when it is in another process: over a Unix socket.
//!
//! One process owns the store: the host ([`serve`]). Everything a person starts is a session, and reaches the door
//! through a [`Client`], which starts a host where nobody serves a personal store yet. A frame on the socket is a
//! length and so many bytes; after a greeting that every version understands, a session says [`wire::ToHost`] and
//! hears [`wire::ToSession`].

mod client;
mod frame;
mod host;
mod peer;
mod place;
mod reach;
mod start;
pub mod wire;

pub use client::Client;
pub use host::{Life, serve};
pub use peer::my_name;
pub use place::Place;
pub use reach::{Way, stop};
pub use start::Starter;

use crate::domain::reason::{Reason, reason};
use crate::door::Refusal;
use std::fmt::Display;

/// The host cannot be reached, for this reason.
fn unreachable(why: Reason) -> Refusal {
    Refusal::Unreachable(why)
}

/// Something failed that the system was asked for.
fn failed(doing: &str, error: impl Display) -> Refusal {
    Refusal::Unavailable { why: reason("host-failed").with("doing", doing.replace(' ', "-")).with("said", error) }
}
