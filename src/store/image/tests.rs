use super::super::engine::chain::Head;
use super::super::engine::stage::head_key;
use super::super::engine::{Rev, Stored};
use super::super::progress::unwatched;
use super::super::seal::Cipher;
use super::super::sum::Sum;
use super::*;
use crate::domain::secret::Key;
use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;
use tempfile::TempDir;

type Set = BTreeMap<Vec<u8>, Stored>;
type Write<'a> = (&'a [u8], u64, Option<Vec<u8>>);

fn sum_of(set: &Set) -> Sum {
    let mut sum = Sum::default();
    for (key, stored) in set {
        sum.add(key, stored.rev, &stored.value);
    }
    sum
}

/// Writes an image whose pages were overtaken by commits 8 and 9; what it must hold comes back.
fn overtaken(path: &Path, cipher: &Cipher) -> (Manifest, Set) {
    let mut image = Writer::create(&Disk::default(), cipher, path, 1, Rev(7)).unwrap();
    let mut set = Set::new();
    for n in 0..20u64 {
        let (key, rev, value) = (format!("k{n:02}").into_bytes(), Rev(n % 8), vec![n as u8; 9]);
        image.add(key.clone(), rev, Some(value.clone())).unwrap();
        set.insert(key, Stored { rev, value });
    }
    image.begin_tail().unwrap();
    let head = Head::START.after(b"entry");
    let tail: [Write; 6] = [
        (b"k10", 8, Some(b"eight".to_vec())),
        (b"k11", 8, None),
        (b"new", 8, Some(b"eight".to_vec())),
        (b"k10", 9, Some(b"nine".to_vec())),
        (b"k12", 9, None),
        (&head_key(b'a'), 9, Some(head.to_bytes())),
    ];
    for (key, rev, value) in tail {
        image.add(key.to_vec(), Rev(rev), value.clone()).unwrap();
        match value {
            Some(value) => set.insert(key.to_vec(), Stored { rev: Rev(rev), value }),
            None => set.remove(key),
        };
    }
    let manifest = image.sign(Rev(9), 1234, sum_of(&set), Task::Imaging, &mut unwatched).unwrap();
    assert_eq!((manifest.rev, manifest.at_unix_ms, &manifest.sum), (Rev(9), 1234, &sum_of(&set)));
    assert_eq!(manifest.heads, BTreeMap::from([(b'a', head)]));
    (manifest, set)
}

fn read(path: &Path, cipher: &Cipher) -> Result<(Manifest, Set), EngineError> {
    let mut entries = Entries::of_image(&Disk::default(), cipher, path)?;
    let mut set = Set::new();
    while let Some(Entry { key, stored }) = entries.next()? {
        assert_eq!(set.insert(key, stored), None, "an entry came twice");
    }
    Ok((entries.finish()?, set))
}

fn image() -> (TempDir, PathBuf) {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("x.image");
    (dir, path)
}

fn ciphers(dir: &Path) -> [Cipher; 2] {
    let file = dir.join("secret");
    [Cipher::default(), Cipher::under(&Disk::default(), &Key::File(file)).unwrap()]
}

#[test]
fn the_tail_has_the_last_word_and_every_entry_comes_once() {
    let (dir, path) = image();
    for cipher in ciphers(dir.path()) {
        let (manifest, set) = overtaken(&path, &cipher);
        assert_eq!(read(&path, &cipher).unwrap(), (manifest.clone(), set));
        let verified = verify(&Disk::default(), &cipher, &path, Task::Checking, &mut unwatched).unwrap();
        assert_eq!(verified, manifest);
        assert_eq!(check_lightly(&Disk::default(), &path).unwrap(), manifest);
    }
}

#[test]
fn a_sealed_image_brings_its_key_along_and_shows_nothing_without_it() {
    let (dir, path) = image();
    let [_, cipher] = ciphers(dir.path());
    let written = overtaken(&path, &cipher);
    let bytes = fs::read(&path).unwrap();
    assert!(memchr::memmem::find(&bytes, b"eight").is_none() && memchr::memmem::find(&bytes, b"k10").is_none());
    assert!(matches!(read(&path, &Cipher::plain()), Err(EngineError::ImageDamaged { .. })));
    let header = Header::read(&Disk::default(), &path).unwrap();
    assert!(matches!(header.cipher(&Disk::default(), None), Err(EngineError::Sealed { .. })));
    let brought = header.cipher(&Disk::default(), Some(&Key::File(dir.path().join("secret")))).unwrap();
    assert_eq!(read(&path, &brought).unwrap(), written);
}

#[test]
fn no_flipped_byte_and_no_cut_goes_unseen() {
    let (dir, path) = image();
    for cipher in ciphers(dir.path()) {
        overtaken(&path, &cipher);
        let whole = fs::read(&path).unwrap();
        for offset in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[offset] ^= 1 << (offset % 8);
            fs::write(&path, flipped).unwrap();
            assert!(read(&path, &cipher).is_err(), "byte {offset}");
        }
        for length in (0..whole.len()).step_by(7) {
            fs::write(&path, &whole[..length]).unwrap();
            let light = check_lightly(&Disk::default(), &path);
            assert!(read(&path, &cipher).is_err() && light.is_err(), "cut at {length}");
        }
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn an_image_of_something_else_is_not_signed() {
    let (dir, path) = image();
    let mut image = Writer::create(&Disk::default(), &Cipher::default(), &path, 1, Rev(0)).unwrap();
    image.add(b"k".to_vec(), Rev(1), Some(b"v".to_vec())).unwrap();
    let signed = image.sign(Rev(1), 0, Sum::default(), Task::Imaging, &mut unwatched);
    assert!(matches!(signed, Err(EngineError::StoreDamaged { .. })));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0, "nothing is left behind");
}

#[test]
fn what_is_stopped_leaves_nothing_and_spoils_nothing() {
    let (dir, path) = image();
    let written = overtaken(&path, &Cipher::default());
    let mut again = Writer::create(&Disk::default(), &Cipher::default(), &path, 1, Rev(0)).unwrap();
    again.add(b"k".to_vec(), Rev(1), Some(b"v".to_vec())).unwrap();
    let stopped = again.sign(Rev(1), 0, Sum::default(), Task::Imaging, &mut |_| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(EngineError::Stopped)));
    assert_eq!(read(&path, &Cipher::plain()).unwrap(), written);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_no_image_is_neither_read_nor_overwritten() {
    let (_dir, path) = image();
    fs::write(&path, "somebody's letter").unwrap();
    assert!(matches!(
        Writer::create(&Disk::default(), &Cipher::default(), &path, 1, Rev(0)).err(),
        Some(EngineError::NotAnImage { .. })
    ));
    assert!(matches!(read(&path, &Cipher::plain()), Err(EngineError::NotAnImage { .. })));
    assert!(matches!(check_lightly(&Disk::default(), &path), Err(EngineError::NotAnImage { .. })));
    assert_eq!(fs::read(&path).unwrap(), b"somebody's letter");
}

#[test]
fn many_chunks_are_one_image() {
    let (_dir, path) = image();
    let mut image = Writer::create(&Disk::default(), &Cipher::default(), &path, 1, Rev(0)).unwrap();
    let mut sum = Sum::default();
    for n in 0..100u32 {
        let value = vec![n as u8; 60_000];
        sum.add(&n.to_be_bytes(), Rev(1), &value);
        image.add(n.to_be_bytes().to_vec(), Rev(1), Some(value)).unwrap();
    }
    let manifest = image.sign(Rev(1), 0, sum, Task::Imaging, &mut unwatched).unwrap();
    assert_eq!((manifest.sum.count(), manifest.sum.count_of(0)), (100, 100));
    assert_eq!(verify(&Disk::default(), &Cipher::plain(), &path, Task::Checking, &mut unwatched).unwrap(), manifest);
}
