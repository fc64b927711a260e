//! What the store promises, tried by chance and in numbers: one file a promise.
//!
//! `cargo test` runs a tenth of each campaign. All of it, with its counts:
//!
//! ```sh
//! CALLSHEET_CAMPAIGN=full cargo test --test trust -- --nocapture
//! ```
//!
//! A case that fails names its seed; `CALLSHEET_SEED=7 cargo test --test trust killed` runs that case alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "trust/backups.rs"]
mod backups;
#[path = "trust/campaign.rs"]
mod campaign;
#[path = "trust/child.rs"]
mod child;
#[path = "trust/damage.rs"]
mod damage;
#[path = "trust/faults.rs"]
mod faults;
#[path = "trust/full.rs"]
mod full;
#[path = "trust/killed.rs"]
mod killed;
#[path = "trust/place.rs"]
mod place;
#[path = "trust/platter.rs"]
mod platter;
#[path = "trust/power.rs"]
mod power;
#[path = "trust/readers.rs"]
mod readers;
#[path = "trust/reseals.rs"]
mod reseals;
#[path = "trust/workload.rs"]
mod workload;
