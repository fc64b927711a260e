//! Callsheet, the keyboard-driven CRM for the terminal.
//!
//! The plan of the house, one line a room:
//!
//! - [`domain`]: what a CRM knows: pure types, rules and the small languages people type. No I/O, no clock, no randomness.
//! - [`store`]: where it is kept: the engine (memory, sled), keys, sealed values, one file a noun.
//! - [`search`]: finding a customer within a frame.
//! - [`analytics`]: pure folds over what was done: reports.
//! - [`interop`]: files to rows and rows to files. Knows no store.
//! - [`door`]: the one door, its words only: requests, responses, refusals, deliveries, events.
//! - [`crm`]: who answers at the door; one file a group of use cases.
//! - [`link`]: how a session reaches it: frames, client, host, peer identity.
//! - [`cli`]: one file a subcommand.
//! - [`tui`]: the screen: run loop, keymap, widgets, panes.
//! - [`i18n`]: every word in English and Simplified Chinese.
//! - [`config`]: default < file < environment < flag.
//!
//! Who may know whom, downward only (`tests/architecture.rs` enforces it):
//!
//! ```text
//! main                 joins everything
//!  ├─ cli, tui         see door, interop, i18n, config, domain; never crm or store
//!  │    config         sees i18n; i18n sees door, to say a refusal
//!  ├─ link             sees crm (the host) and door
//!  └─ crm              sees door, store, search, analytics, domain
//!       door | store | search | analytics | interop     see domain only, and not each other
//!                       domain sees nothing
//! ```

pub mod analytics;
pub mod cli;
pub mod config;
pub mod crm;
pub mod domain;
pub mod door;
pub mod i18n;
pub mod interop;
pub mod link;
pub mod search;
pub mod store;
pub mod tui;
