//! Several processes, one store: sessions reach a host over real sockets.
//!
//! Some of it is a share of a campaign: `CALLSHEET_CAMPAIGN=full cargo test --test link -- --nocapture` runs all of it
//! and prints what came of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "link/edits.rs"]
mod edits;
#[path = "link/hostile.rs"]
mod hostile;
#[path = "link/house.rs"]
mod house;
#[path = "link/killed.rs"]
mod killed;
#[path = "link/places.rs"]
mod places;
#[path = "link/rest.rs"]
mod rest;
#[path = "link/service.rs"]
mod service;
#[path = "link/together.rs"]
mod together;
#[path = "link/upkeep.rs"]
mod upkeep;
