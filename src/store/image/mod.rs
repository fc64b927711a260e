//! An image: everything a store holds at one revision, in one file that needs nothing else to be understood.
//!
//! ```text
//! magic (8)
//! chunk: header       who wrote it
//! chunk: pages …      entries in the order of their keys, read while writers went on
//! chunk: tail …       what the commits wrote meanwhile, oldest first; its last word on a key counts
//! chunk: manifest     revision, time, counts, sum, ends of the chains
//! footer              where tail and manifest begin, blake3 of everything before, magic
//! ```
//!
//! So an image is *fuzzy* while it is taken, and exact at its revision once the tail is laid over the pages. Each
//! chunk has a checksum, so that damage is found where it is; the blake3 is what the whole is known by. It is
//! written beside, read back, its entries held against the sum the store keeps, signed with its manifest, and only
//! then given its name.

mod chunk;
mod entries;
mod manifest;
mod writer;

#[cfg(test)]
mod tests;

pub use entries::Entry;
pub use manifest::Manifest;

pub(super) use entries::{Contents, Entries};
pub(super) use manifest::{check_lightly, is_image};
pub(super) use writer::Writer;

use super::disk::Disk;
use super::engine::EngineError;
use super::progress::{Task, Watch, tell};
use std::path::Path;

/// The first bytes of every image.
const MAGIC: [u8; 8] = *b"csimage1";
/// The last bytes of a whole one.
const END: [u8; 8] = *b"csimage.";

/// Reads an image from end to end, and answers its manifest if it is whole and holds what that says.
pub(super) fn verify(disk: &Disk, path: &Path, task: Task, watch: &mut Watch) -> Result<Manifest, EngineError> {
    let mut entries = Entries::of_image(disk, path)?;
    while entries.next()?.is_some() {
        tell(watch, task, entries.done(), entries.total())?;
    }
    entries.finish()
}

/// An image that is not what it must be.
fn damaged(path: &Path, why: impl Into<String>) -> EngineError {
    EngineError::ImageDamaged { path: path.to_owned(), why: why.into() }
}
