//! What a CRM knows: pure types and rules, and the small languages people type.
//!
//! Nothing here does I/O, reads a clock or draws a random number: time and chance are handed in.
//! A record is one serde type that serves three masters: for people (JSON) ids are strings like
//! `D88`, times are RFC 3339 and money is `{"amount", "currency"}`; for the store and the wire
//! (bincode) the same fields are plain integers.

pub mod calendar;
pub mod id;
pub mod money;
pub mod phone;
pub mod query;
pub mod text;
pub mod time;
pub mod typed;
pub mod when;
pub mod wrap_up;
