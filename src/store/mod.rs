//! Where it is kept: engines, keys, sealed values, one file a noun.

pub mod engine;
pub mod memory;
pub mod sled;
