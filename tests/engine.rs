//! What every store engine promises, held against each of them; and what the one on disk promises besides.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "engine/disk.rs"]
mod disk;
#[path = "engine/fixture.rs"]
mod fixture;
#[path = "engine/images.rs"]
mod images;
#[path = "engine/model.rs"]
mod model;
#[path = "engine/opening.rs"]
mod opening;
#[path = "engine/promises.rs"]
mod promises;
#[path = "engine/renewal.rs"]
mod renewal;
#[path = "engine/sealed.rs"]
mod sealed;
#[path = "engine/upgrades.rs"]
mod upgrades;
