//! Where it is kept: engines, keys, sealed values, one file a noun.
//!
//! From below: [`engine`] says what a place to keep things can do, [`memory`] and [`sled`] are two
//! such places; [`key`] is the registry of tables; [`value`] seals what is kept; [`records`] knows
//! each noun's keys and versions; [`read`] reads records at one snapshot.

mod disk;
pub mod engine;
pub mod key;
pub mod memory;
pub mod progress;
pub mod read;
pub mod records;
pub mod sled;
pub mod sum;
pub mod value;
