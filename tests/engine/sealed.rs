//! What an encrypted store promises: without its key it says nothing, and with it everything.

use super::fixture::{batch, done, get, key_file, options};
use callsheet::domain::secret::{Key, KeyKind, Secret};
use callsheet::store::engine::{Engine, EngineError, Rev};
use callsheet::store::sled::{Opened, Options, SledEngine, compact, reseal, restore, unwatched};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Planted in values and in a key that a noun would hash.
const MARKERS: [&str; 3] = ["Anna Marker", "+49301234567", "wants the quote"];

fn opened_by(key: Option<&Key>) -> Options {
    Options { key: key.cloned(), segment_bytes: 2000, ..options() }
}

fn with(dir: &Path, key: Option<&Key>) -> Result<(SledEngine, Opened), EngineError> {
    SledEngine::open(dir, opened_by(key), &mut unwatched)
}

fn passphrase(text: &str) -> Key {
    Key::Passphrase(Secret::from(text.to_owned()))
}

/// A store with the markers in it, closed.
fn closed(dir: &Path, key: Option<&Key>) {
    planted(dir, key).close().unwrap();
}

fn assert_holds(dir: &Path, key: Option<&Key>) {
    let (engine, opened) = with(dir, key).unwrap();
    assert_eq!((opened.created, engine.revision()), (false, Rev(50)));
    let kept = (0..50).all(|n| get(&engine, &[n, 1]) == Some(MARKERS[1].into()));
    assert!(kept, "a note is lost");
    assert_eq!(engine.snapshot().unwrap().head(b'l').unwrap().seq, 50);
}

/// A store with the markers in it many times over, still open.
fn planted(dir: &Path, key: Option<&Key>) -> SledEngine {
    let (engine, _) = with(dir, key).unwrap();
    for n in 0..50 {
        let writes = MARKERS.iter().enumerate();
        let filled = writes.fold(batch(n), |batch, (i, marker)| batch.put([n as u8, i as u8], *marker));
        done(&engine, filled.chain(b'l', MARKERS[0]));
    }
    engine.write_beside("drafts", MARKERS.concat().into_bytes()).unwrap();
    engine
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The files in which one of the markers stands.
fn telling(dir: &Path) -> Vec<PathBuf> {
    let tells = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        MARKERS.iter().any(|marker| memchr::memmem::find(&bytes, marker.as_bytes()).is_some())
    };
    files(dir).into_iter().filter(tells).collect()
}

#[test]
fn a_planted_marker_stands_in_no_file_of_an_encrypted_store() {
    let dir = TempDir::new().unwrap();
    let key = key_file(&dir.path().join("secret"));
    let (plain, sealed) = (dir.path().join("plain"), dir.path().join("sealed"));

    let engine = planted(&plain, None);
    engine.close().unwrap();
    drop(engine);
    let tellers = telling(&plain);
    for part in ["journal", "store", "beside"] {
        assert!(
            tellers.iter().any(|path| path.starts_with(plain.join("1").join(part))),
            "{part} of a plain store tells"
        );
    }

    let engine = planted(&sealed, Some(&key));
    assert_eq!(telling(&sealed), [] as [PathBuf; 0], "while it is open");
    engine.close().unwrap();
    drop(engine);
    assert_eq!(telling(&sealed), [] as [PathBuf; 0]);
    fs::remove_dir_all(sealed.join("1/store")).unwrap();
    let (engine, opened) = with(&sealed, Some(&key)).unwrap();
    assert!(opened.rebuilt.is_some());
    assert_eq!(get(&engine, &[7, 2]), Some(MARKERS[2].into()));
    assert_eq!(engine.read_beside("drafts").unwrap(), Some(MARKERS.concat().into_bytes()));
    drop(engine);
    assert_eq!(telling(&sealed), [] as [PathBuf; 0], "after it was rebuilt from the journal");
}

#[test]
fn the_wrong_key_or_none_is_refused_and_changes_nothing() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let key = passphrase("open sesame");
    drop(planted(&data, Some(&key)));
    let wrong = passphrase("open barley");
    let by = KeyKind::Passphrase;

    let error = with(&data, None).err().unwrap();
    assert!(matches!(error, EngineError::Sealed { by: kind } if kind == by), "{error}");
    let error = with(&data, Some(&wrong)).err().unwrap();
    assert!(matches!(error, EngineError::WrongKey { by: kind } if kind == by), "{error}");
    assert!(!error.to_string().contains("barley"));
    let (engine, _) = with(&data, Some(&key)).unwrap();
    assert_eq!(engine.revision(), Rev(50));
}

#[test]
fn a_flipped_bit_in_the_kept_key_is_named() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let key = key_file(&dir.path().join("secret"));
    drop(planted(&data, Some(&key)));
    let kept = data.join("1/key");
    let whole = fs::read(&kept).unwrap();
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 4;
        fs::write(&kept, flipped).unwrap();
        let error = with(&data, Some(&key)).err().unwrap();
        assert!(matches!(error, EngineError::KeyDamaged { .. }), "byte {at}: {error}");
    }
    fs::write(&kept, whole).unwrap();
    assert_eq!(with(&data, Some(&key)).unwrap().0.revision(), Rev(50));
}

#[test]
fn an_encrypted_store_without_its_kept_key_is_not_taken_for_a_plain_one() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let key = key_file(&dir.path().join("secret"));
    drop(planted(&data, Some(&key)));
    fs::remove_file(data.join("1/key")).unwrap();
    for given in [None, Some(&key)] {
        assert!(with(&data, given).is_err());
    }
}

#[test]
fn nothing_of_a_plain_store_stays_readable_once_it_is_encrypted() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let key = Key::File(dir.path().join("secret"));
    closed(&data, None);
    let conf = data.join("1/store/conf");
    let mut bytes = fs::read(&conf).unwrap();
    bytes[10] ^= 1;
    fs::write(&conf, bytes).unwrap();
    let (engine, opened) = with(&data, None).unwrap();
    let aside = opened.rebuilt.unwrap().aside.unwrap();
    engine.close().unwrap();
    drop(engine);
    assert!(telling(&data).iter().any(|path| path.starts_with(&aside)), "a view moved aside tells");

    reseal(&data, Some(&key), &opened_by(None), &mut unwatched).unwrap();
    assert_eq!(telling(&data), [] as [PathBuf; 0]);
    assert!(matches!(with(&data, None), Err(EngineError::Sealed { by: KeyKind::File })));
    assert_holds(&data, Some(&key));
    let (engine, _) = with(&data, Some(&key)).unwrap();
    assert_eq!(engine.read_beside("drafts").unwrap(), Some(MARKERS.concat().into_bytes()), "drafts come along");
    drop(engine);

    reseal(&data, None, &opened_by(Some(&key)), &mut unwatched).unwrap();
    assert_holds(&data, None);
    assert!(!telling(&data).is_empty());
}

#[test]
fn an_image_beside_the_store_is_sealed_with_it_and_opens_with_the_key_it_has() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let (secret, other) = (Key::File(dir.path().join("secret")), Key::File(dir.path().join("other")));
    let engine = planted(&data, None);
    let image = engine.back_up_beside("before.image", &mut unwatched).unwrap().unwrap();
    drop(engine);
    fs::write(data.join("foreign.image"), "a picture").unwrap();
    let keys = [None, Some(&secret), Some(&other), None];
    for pair in keys.windows(2) {
        reseal(&data, pair[1], &opened_by(pair[0]), &mut unwatched).unwrap();
        assert_eq!(telling(&data).contains(&image), pair[1].is_none());
        let elsewhere = TempDir::new().unwrap();
        restore(elsewhere.path(), &image, &opened_by(pair[1]), &mut unwatched).unwrap();
        assert_holds(elsewhere.path(), pair[1]);
        let refused = restore(elsewhere.path(), &image, &opened_by(pair[0]), &mut unwatched);
        assert!(pair[1].is_none() || refused.is_err(), "its old key opens it");
    }
}

#[test]
fn backups_restoring_and_compacting_show_no_marker() {
    let dir = TempDir::new().unwrap();
    let [data, plain, elsewhere] = ["data", "plain", "elsewhere"].map(|name| dir.path().join(name));
    let (sealed_backup, plain_backup) = (dir.path().join("sealed.image"), dir.path().join("plain.image"));
    let key = key_file(&dir.path().join("secret"));
    planted(&plain, None).back_up(&plain_backup, &mut unwatched).unwrap();
    planted(&data, Some(&key)).back_up(&sealed_backup, &mut unwatched).unwrap();
    assert_eq!(
        telling(dir.path()).iter().filter(|path| !path.starts_with(&plain)).collect::<Vec<_>>(),
        [&plain_backup]
    );

    compact(&data, &opened_by(Some(&key)), &mut unwatched).unwrap();
    assert_holds(&data, Some(&key));
    for backup in [&sealed_backup, &plain_backup] {
        restore(&data, backup, &opened_by(Some(&key)), &mut unwatched).unwrap();
        assert_holds(&data, Some(&key));
        assert!(matches!(with(&data, None), Err(EngineError::Sealed { .. })));
        assert_eq!(telling(&data), [] as [PathBuf; 0]);
    }
    restore(&elsewhere, &sealed_backup, &opened_by(Some(&key)), &mut unwatched).unwrap();
    assert_holds(&elsewhere, Some(&key));
    assert!(matches!(
        restore(&elsewhere, &sealed_backup, &opened_by(None), &mut unwatched),
        Err(EngineError::Sealed { by: KeyKind::File })
    ));
}

#[test]
fn a_new_passphrase_keeps_everything_and_the_old_one_opens_nothing_any_more() {
    let dir = TempDir::new().unwrap();
    let data = dir.path().join("data");
    let (old, new) = (passphrase("open sesame"), passphrase("open barley"));
    closed(&data, Some(&old));
    let kept = fs::read(data.join("1/key")).unwrap();
    let change = |from: &Key, to| reseal(&data, Some(to), &opened_by(Some(from)), &mut unwatched);

    assert!(matches!(change(&new, &new), Err(EngineError::WrongKey { .. })));
    assert_eq!(fs::read(data.join("1/key")).unwrap(), kept, "nothing is changed");
    change(&old, &new).unwrap();
    assert!(matches!(with(&data, Some(&old)), Err(EngineError::WrongKey { .. })));
    assert_holds(&data, Some(&new));
}
