//! The door over the memory engine: what is promised of every request.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod assignment;
mod audit;
mod budget;
mod bulk;
mod calls;
mod care;
mod changes;
mod completion;
mod concurrency;
mod configured;
mod consult;
mod customers;
mod deals;
mod dice;
mod do_not_contact;
mod doctor;
mod due;
mod duplicates;
mod export;
mod filters;
mod floor;
mod follow_ups;
mod hooks;
mod import;
mod keeper;
mod kept_index;
mod lasting;
mod lists;
mod masking;
mod notes;
mod panes;
mod place;
mod ranking;
mod reports;
mod roles;
mod sealed;
mod search;
mod seat;
mod support;
mod tickets;
mod transfer;
mod undo;
mod verification;
mod views;
