//! A store of an older format becomes one of today's, whatever happens meanwhile; what it was is kept. There is one
//! format yet, so these tests make up newer ones.

use super::fixture::{add, all, batch, done, get, key, key_file, short_segments, with};
use super::renewal::Killed;
use callsheet::store::engine::{Direction, Engine, EngineError, Rev, Stored};
use callsheet::store::image::Entry;
use callsheet::store::sled::{Options, SledEngine, Task, Upgrade, Upgraded, restore, unwatched};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// In format 2 notes are written in capitals, and every tenth is kept twice.
#[expect(clippy::unnecessary_wraps, reason = "an upgrade may fail")]
fn to_2(entry: Entry) -> Result<Vec<Entry>, EngineError> {
    if !entry.key.starts_with(b"k") {
        return Ok(vec![entry]);
    }
    let Stored { rev, value } = entry.stored;
    let loud = Entry { stored: Stored { rev, value: value.to_ascii_uppercase() }, ..entry };
    let again = Entry { key: [b"again ", &loud.key[..]].concat(), ..loud.clone() };
    Ok(if loud.key.ends_with(b"0") { vec![loud, again] } else { vec![loud] })
}

/// In format 3 what was kept twice is kept once.
#[expect(clippy::unnecessary_wraps, reason = "an upgrade may fail")]
fn to_3(entry: Entry) -> Result<Vec<Entry>, EngineError> {
    Ok(if entry.key.starts_with(b"again") { Vec::new() } else { vec![entry] })
}

const FORMAT_1: &[Upgrade] = &[];
const FORMAT_2: &[Upgrade] = &[to_2];
const FORMAT_3: &[Upgrade] = &[to_2, to_3];

fn program(upgrades: &'static [Upgrade]) -> Options {
    Options { upgrades, ..short_segments() }
}

type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn everything(engine: &SledEngine) -> Entries {
    all(&*engine.snapshot().unwrap(), Direction::Forward)
}

/// A store of format 1, and what it holds.
fn old(dir: &Path, options: Options) -> Entries {
    let (engine, _) = with(dir, options).unwrap();
    add(&engine, 1..=40);
    engine.write_beside("drafts", b"half a word".to_vec()).unwrap();
    everything(&engine)
}

fn assert_is_new(engine: &SledEngine, twice: bool) {
    assert_eq!(engine.revision(), Rev(40));
    assert_eq!(get(engine, &key(7)), Some(b"NOTE 7".to_vec()));
    assert_eq!(get(engine, b"again k00010").is_some(), twice);
    assert_eq!(engine.snapshot().unwrap().head(b'l').unwrap().seq, 40);
    assert_eq!(engine.read_beside("drafts").unwrap(), Some(b"half a word".to_vec()));
    assert!(engine.recount(&mut unwatched).unwrap().is_right());
}

#[test]
fn an_older_store_is_brought_up_and_what_it_was_is_kept() {
    for sealed in [false, true] {
        let dir = TempDir::new().unwrap();
        let secret = sealed.then(|| key_file(&dir.path().join("secret")));
        let program = |upgrades| Options { key: secret.clone(), ..program(upgrades) };
        let data = dir.path().join("data");
        let before = old(&data, program(FORMAT_1));
        let mut told = Vec::new();
        let (engine, opened) = SledEngine::open(&data, program(FORMAT_3), &mut |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        })
        .unwrap();
        let image = data.join("format-1.image");
        assert_eq!(opened.upgraded, Some(Upgraded { from: 1, image: image.clone() }));
        assert!(told.iter().any(|progress| progress.task == Task::Upgrading && progress.total > 0));
        assert_is_new(&engine, false);
        done(&engine, batch(41).put(key(41), "note 41"));
        drop(engine);
        let (_, opened) = with(&data, program(FORMAT_3)).unwrap();
        assert_eq!((opened.upgraded, opened.rebuilt), (None, None));

        let elsewhere = dir.path().join("elsewhere");
        restore(&elsewhere, &image, &program(FORMAT_1), &mut unwatched).unwrap();
        let (engine, _) = with(&elsewhere, program(FORMAT_1)).unwrap();
        assert!(everything(&engine) == before, "an older program goes back to it");
    }
}

#[test]
fn a_store_or_backup_of_a_newer_format_is_refused_with_the_format_it_needs() {
    let dir = TempDir::new().unwrap();
    let (data, backup) = (dir.path().join("data"), dir.path().join("backup"));
    let (engine, _) = with(&data, program(FORMAT_3)).unwrap();
    add(&engine, 1..=3);
    engine.back_up(&backup, &mut unwatched).unwrap();
    drop(engine);
    let needs_3 = |error: &EngineError| matches!(error, EngineError::FromTheFuture { found: 3, known: 2 });
    assert!(with(&data, program(FORMAT_2)).is_err_and(|error| needs_3(&error)));
    for home in [&data, &dir.path().join("elsewhere")] {
        assert!(restore(home, &backup, &program(FORMAT_2), &mut unwatched).is_err_and(|error| needs_3(&error)));
    }
    assert_eq!(with(&data, program(FORMAT_3)).unwrap().0.revision(), Rev(3));
}

#[test]
fn a_backup_of_an_older_format_is_brought_up_as_it_is_restored() {
    let dir = TempDir::new().unwrap();
    let (data, backup) = (dir.path().join("data"), dir.path().join("backup"));
    old(&dir.path().join("old"), program(FORMAT_1));
    let (engine, _) = with(&dir.path().join("old"), program(FORMAT_1)).unwrap();
    engine.back_up(&backup, &mut unwatched).unwrap();
    restore(&data, &backup, &program(FORMAT_2), &mut unwatched).unwrap();
    let (engine, opened) = with(&data, program(FORMAT_2)).unwrap();
    assert_eq!(opened.upgraded, None);
    assert_eq!(get(&engine, &key(7)), Some(b"NOTE 7".to_vec()));
    drop(engine);
    fs::remove_dir_all(data.join("1/store")).unwrap();
    let (engine, opened) = with(&data, program(FORMAT_2)).unwrap();
    assert!(opened.rebuilt.is_some());
    assert_eq!(get(&engine, b"again k00010"), Some(b"NOTE 10".to_vec()));
}

#[test]
fn killed_at_any_moment_the_old_store_is_there_or_the_new() {
    let dir = TempDir::new().unwrap();
    let before = old(dir.path(), program(FORMAT_1));
    for calls in (0..).step_by(3) {
        let killed = Options { gate: Some(Arc::new(Killed::after(calls))), ..program(FORMAT_2) };
        let ended = with(dir.path(), killed);
        let is_over = ended.is_ok();
        drop(ended);
        match with(dir.path(), program(FORMAT_1)) {
            Ok((engine, _)) => assert!(everything(&engine) == before, "{calls} calls"),
            Err(EngineError::FromTheFuture { .. }) => {
                assert_is_new(&with(dir.path(), program(FORMAT_2)).unwrap().0, true);
            }
            Err(error) => panic!("{error} after {calls} calls"),
        }
        if is_over {
            break;
        }
    }
    assert!(matches!(with(dir.path(), program(FORMAT_1)), Err(EngineError::FromTheFuture { found: 2, known: 1 })));
}

#[test]
fn an_upgrade_that_fails_or_is_stopped_leaves_the_old_store() {
    let dir = TempDir::new().unwrap();
    let before = old(dir.path(), program(FORMAT_1));
    let stopped = SledEngine::open(dir.path(), program(FORMAT_2), &mut |progress| {
        if progress.task == Task::Upgrading { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(EngineError::Stopped)));
    let failing: &[Upgrade] = &[|entry| match &entry.key[..] {
        b"k00030" => Err(EngineError::StoreDamaged { why: callsheet::domain::reason::reason("value-unreadable") }),
        _ => Ok(vec![entry]),
    }];
    assert!(matches!(with(dir.path(), program(failing)), Err(EngineError::StoreDamaged { .. })));
    assert!(everything(&with(dir.path(), program(FORMAT_1)).unwrap().0) == before);
}
