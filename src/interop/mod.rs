//! Files to rows and rows to files. Knows no store.
//!
//! A file is read in three steps, each in bounded memory: bytes to text (`csv::encoding`), text to
//! cells (each format as a [`file::Table`]), cells to drafts ([`columns`]). What comes out are
//! [`crate::domain::import::Row`]s for the door, and refused rows that say where and why. A format that
//! is no table has its columns in a mapping of its name, so a refused card is mended in a table too.

pub mod ahead;
pub mod audit;
pub mod beside;
pub mod columns;
mod content_lines;
pub mod csv;
pub mod demo;
pub mod file;
pub mod icalendar;
pub mod incoming;
pub mod json_lines;
mod lines;
pub mod mail;
pub mod mapping;
pub mod outgoing;
mod rows;
pub mod sample;
pub mod stopped;
pub mod vcard;
pub mod whole;
pub mod xlsx;
