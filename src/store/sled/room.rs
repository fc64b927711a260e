//! Whether the disk has room: what is needed must be free before it is needed, as sled can no longer be relied on to
//! be read once it met a full disk itself.

use super::super::disk::Disk;
use super::super::engine::EngineError;
use super::Options;
use crate::domain::reason::{Reason, reason};
use std::path::Path;

/// Bytes written to see whether there is room: what a store needs to be opened again.
const TRIED: usize = 256 * 1024;

/// What is lacking where less than `needed` bytes are free on the disk of `path`; `None` if there is room.
pub fn lack(disk: &Disk, path: &Path, needed: u64) -> Result<Option<Reason>, EngineError> {
    let free = disk.room(path)?;
    let why = || reason("little-room").with("free", free >> 20).with("needed", needed >> 20);
    Ok((free < needed).then(why))
}

/// Whether the store in `dir`, which takes no changes, could take them again: something is written there, and removed.
pub fn try_writing(dir: &Path, options: &Options) -> Result<(), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    if let Some(why) = lack(&disk, dir, options.reserve_bytes.saturating_add(TRIED as u64))? {
        return Err(EngineError::ReadOnly { why });
    }
    let path = dir.join("room");
    let written = disk.overwrite(&path).and_then(|mut file| {
        file.write(&vec![0; TRIED])?;
        file.sync_all()
    });
    disk.remove(&path).and(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_without_room_says_how_much_is_lacking_and_nothing_is_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let with = |reserve_bytes| try_writing(dir.path(), &Options { reserve_bytes, ..Options::default() });
        with(0).unwrap();
        let refused = with(u64::MAX).unwrap_err();
        assert!(matches!(&refused, EngineError::ReadOnly { why } if why.key() == "little-room"), "{refused}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
