//! An image: everything a store holds at one revision, in one file that needs nothing else to be understood.
//!
//! ```text
//! magic (8)
//! chunk: header       the wrapped key, if it is encrypted
//! chunk: pages …      entries in the order of their keys, read while writers went on
//! chunk: tail …       what the commits wrote meanwhile, oldest first; its last word on a key counts
//! chunk: manifest     revision, time, counts, sum, ends of the chains
//! footer              where tail and manifest begin, blake3 of everything before, magic
//! ```
//!
//! So an image is *fuzzy* while it is taken, and exact at its revision once the tail is laid over the pages. Each
//! chunk has a checksum, so that damage is found where it is, and pages and tail are sealed if the store is; the blake3 is what the whole is known by. It is
//! written beside, read back, its entries held against the sum the store keeps, signed with its manifest, and only
//! then given its name.

pub(super) mod backups;
mod chunk;
mod entries;
mod header;
mod manifest;
mod writer;

#[cfg(test)]
mod tests;

pub use entries::Entry;
pub use manifest::Manifest;

pub(super) use entries::Entries;
pub(super) use header::Header;
pub(super) use manifest::check_lightly;
pub(super) use writer::Writer;

use super::disk::Disk;
use super::engine::EngineError;
use super::progress::{Task, Watch, tell};
use super::seal::Cipher;
use crate::domain::reason::Reason;
use std::path::Path;

/// The first bytes of every image.
const MAGIC: [u8; 8] = *b"csimage1";
/// The last bytes of a whole one.
const END: [u8; 8] = *b"csimage.";

/// Reads an image from end to end, and answers its manifest if it is whole and holds what that says.
pub(super) fn verify(
    disk: &Disk,
    cipher: &Cipher,
    path: &Path,
    task: Task,
    watch: &mut Watch,
) -> Result<Manifest, EngineError> {
    let mut entries = Entries::of_image(disk, cipher, path)?;
    while entries.next()?.is_some() {
        tell(watch, task, entries.done(), entries.total())?;
    }
    entries.finish()
}

/// An image that is not what it must be.
fn damaged(path: &Path, why: Reason) -> EngineError {
    EngineError::ImageDamaged { path: path.to_owned(), why }
}
