//! Files to rows and rows to files. Knows no store.
//!
//! A file is read in three steps, each in bounded memory: bytes to text (`csv::encoding`), text to
//! cells (`csv::records`), cells to drafts ([`columns`]). What comes out are
//! [`crate::domain::import::Row`]s for the door, and refused rows that say where and why.

pub mod columns;
pub mod csv;
pub mod demo;
pub mod file;
pub mod json_lines;
pub mod mapping;
mod rows;
pub mod sample;
pub mod whole;
