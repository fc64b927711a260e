//! Files beside the store that can be lost without harm: caches, drafts. Written whole or not at all, checked when
//! read, sealed if the store is.
//!
//! `csf1 ‖ crc32 of the rest (u32 BE) ‖ the bytes, sealed for the file's name`

use super::super::disk::Disk;
use super::super::engine::EngineError;
use super::{Cipher, Place};
use crate::domain::reason::reason;
use std::path::Path;

const MAGIC: [u8; 4] = *b"csf1";
const HEADER: usize = 8;

/// Replaces the file at `path`; durable on return, and whole whenever power fails.
pub fn write(disk: &Disk, path: &Path, cipher: &Cipher, bytes: Vec<u8>) -> Result<(), EngineError> {
    let sealed = cipher.seal(place(path), bytes)?;
    disk.replace_by(path, &[&header(&sealed), &sealed])
}

/// What the file at `path` holds; `None` if there is none.
pub fn read(disk: &Disk, path: &Path, cipher: &Cipher) -> Result<Option<Vec<u8>>, EngineError> {
    let Some(mut bytes) = disk.read_bytes(path)? else { return Ok(None) };
    let damaged = |why| EngineError::FileDamaged { path: path.to_owned(), why };
    let head = bytes.first_chunk().copied().ok_or_else(|| damaged(reason("file-cut")))?;
    bytes.drain(..HEADER);
    if head != header(&bytes) {
        return Err(damaged(reason("file-checksum")));
    }
    cipher.open(place(path), bytes).map(Some).map_err(|_| damaged(reason("sealed-tampered")))
}

fn header(sealed: &[u8]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let (magic, crc) = header.split_at_mut(MAGIC.len());
    magic.copy_from_slice(&MAGIC);
    crc.copy_from_slice(&crc32fast::hash(sealed).to_be_bytes());
    header
}

/// A file opens under its own name only.
fn place(path: &Path) -> Place<'_> {
    Place::File(path.file_name().and_then(|name| name.to_str()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use tempfile::TempDir;

    fn ciphers() -> [Cipher; 2] {
        [Cipher::plain(), Cipher::lost()]
    }

    #[test]
    fn a_file_reads_back_and_only_a_sealed_one_hides_what_it_holds() {
        for cipher in ciphers() {
            let dir = TempDir::new().unwrap();
            let path = dir.path().join("drafts");
            assert_eq!(read(&Disk::default(), &path, &cipher).unwrap(), None);
            for text in ["", "Anna Meyer wants a quote"] {
                write(&Disk::default(), &path, &cipher, text.into()).unwrap();
                assert_eq!(read(&Disk::default(), &path, &cipher).unwrap(), Some(text.into()));
            }
            let kept = fs::read(&path).unwrap();
            assert_eq!(memchr::memmem::find(&kept, b"Meyer").is_some(), cipher.is_plain());
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-written stays");
        }
    }

    #[test]
    fn a_sealed_file_under_another_name_is_refused() {
        let [_, cipher] = ciphers();
        let dir = TempDir::new().unwrap();
        let (drafts, cache) = (dir.path().join("drafts"), dir.path().join("cache"));
        write(&Disk::default(), &drafts, &cipher, b"Anna".to_vec()).unwrap();
        fs::rename(&drafts, &cache).unwrap();
        assert!(matches!(read(&Disk::default(), &cache, &cipher), Err(EngineError::FileDamaged { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_flipped_bit_and_no_cut_goes_unseen(at in any::<prop::sample::Index>(), bit in 0_u32..8) {
            for cipher in ciphers() {
                let dir = TempDir::new().unwrap();
                let path = dir.path().join("drafts");
                write(&Disk::default(), &path, &cipher, b"Anna Meyer wants a quote".to_vec()).unwrap();
                let whole = fs::read(&path).unwrap();
                let at = at.index(whole.len());
                let mut flipped = whole.clone();
                flipped[at] ^= 1 << bit;
                for bytes in [&flipped[..], &whole[..at]] {
                    fs::write(&path, bytes).unwrap();
                    let answer = read(&Disk::default(), &path, &cipher);
                    prop_assert!(matches!(answer, Err(EngineError::FileDamaged { .. })), "{:?}", answer);
                }
            }
        }
    }
}
