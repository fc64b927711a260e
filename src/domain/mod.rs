//! What a CRM knows: pure types and rules, and the small languages people type.
//!
//! Nothing here does I/O, reads a clock or draws a random number: time and chance are handed in.
//! A record is one serde type that serves three masters: for people (JSON) ids are strings like
//! `D88`, times are RFC 3339 and money is `{"amount", "currency"}`; for the store and the wire
//! (bincode) the same fields are plain integers.

mod as_typed;
pub mod assignment;
pub mod audit;
pub mod briefing;
pub mod calendar;
pub mod call;
pub mod call_list;
pub mod calling_hours;
pub mod caught;
pub mod choice;
pub mod cleaning;
pub mod clocks;
pub mod country;
pub mod customer;
pub mod dashboard;
pub mod deal;
pub mod disposition;
pub mod do_not_contact;
pub mod duplicate;
pub mod edit;
pub mod email;
pub mod field;
pub mod finding;
pub mod follow_up;
mod han;
pub mod hook;
pub mod id;
pub mod import;
pub mod interaction;
pub mod item;
pub mod mask;
pub mod mention;
pub mod merge;
pub mod money;
pub mod nickname;
pub mod noun;
pub mod order;
pub mod party;
pub mod phone;
pub mod pin;
pub mod presence;
pub mod quality;
pub mod query;
pub mod reason;
pub mod record;
pub mod reference;
pub mod report;
pub mod role;
pub mod script;
pub mod secret;
pub mod settings;
pub mod surname;
pub mod tags;
pub mod telltale;
pub mod text;
pub mod ticket;
pub mod time;
pub mod typed;
pub mod undo;
pub mod upkeep;
pub mod user;
pub mod verification;
pub mod view;
pub mod when;
pub mod wrap_up;
