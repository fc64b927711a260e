//! Where it is kept: engines, keys, sealed values, one file a noun.
//!
//! From below: [`engine`] says what a place to keep things can do, [`memory`] and [`sled`] are two
//! such places; [`key`] is the registry of tables; [`value`] gives what is kept its version and checksum,
//! [`seal`] encrypts it; [`records`] knows each noun's keys and versions; [`read`] reads records at one
//! snapshot; [`image`] is a store in one file.

mod disk;
pub mod engine;
pub mod image;
pub mod key;
pub mod memory;
pub mod progress;
pub mod read;
pub mod records;
pub mod seal;
pub mod sled;
pub mod sum;
pub mod value;

use engine::EngineError;
use std::path::Path;

/// Makes the directory of a store, durable and private, and those above it; one that is there is left as it is.
pub fn make_home(dir: &Path) -> Result<(), EngineError> {
    disk::Disk::default().create_dir(dir)
}
