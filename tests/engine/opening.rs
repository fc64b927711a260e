//! How a store is opened after whatever happened to it: what is trusted, what is verified, what is made anew.

use super::fixture::{add, all, batch, copy_dir, done, flip, key, open, options, short_segments, with};
use callsheet::domain::finding::Finding;
use callsheet::store::engine::{Batch, Direction, Engine, EngineError, Rev};
use callsheet::store::sled::{BootId, Doubt, ImageFault, Opened, Options, Progress, SledEngine, Task, unwatched};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const COMMITS: u64 = 60;

/// Our own program, which knows how to be a probe.
fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_callsheet"))
}

fn booted(name: &str) -> Options {
    Options { boot: BootId::named(name), ..short_segments() }
}

/// An image as soon as a few segments are full.
fn imaging() -> Options {
    Options { image_bytes: 4000, ..booted("one") }
}

type Entries = Vec<(Vec<u8>, Vec<u8>)>;

fn everything(engine: &SledEngine) -> Entries {
    all(&*engine.snapshot().unwrap(), Direction::Forward)
}

/// A store as a kill would leave it, and what it holds.
fn killed(options: &Options) -> (TempDir, Entries) {
    let (live, dir) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (engine, _) = with(live.path(), options.clone()).unwrap();
    add(&engine, 1..=COMMITS);
    copy_dir(live.path(), dir.path());
    (dir, everything(&engine))
}

/// A store that was closed, and what it holds.
fn closed(options: &Options) -> (TempDir, Entries) {
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(dir.path(), options.clone()).unwrap();
    add(&engine, 1..=COMMITS);
    let held = everything(&engine);
    engine.close().unwrap();
    (dir, held)
}

fn images(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("1/images")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "image"));
    files.sort();
    files
}

fn first_in_journal(dir: &Path) -> String {
    let entries = fs::read_dir(dir.join("1/journal")).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).min().unwrap()
}

/// Writes until an image is taken and the journal cut at it.
fn fill_until_cut(engine: &SledEngine, dir: &Path) {
    let mut written = 0;
    while images(dir).is_empty() || first_in_journal(dir) == format!("{:020}.log", 1) {
        written += 1;
        add(engine, [written]);
    }
}

/// A closed store whose journal was cut at an image.
fn imaged() -> (TempDir, Entries) {
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(dir.path(), imaging()).unwrap();
    fill_until_cut(&engine, dir.path());
    let held = everything(&engine);
    drop(engine);
    (dir, held)
}

fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.ends_with("lock") => {}
            false => found.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    found.sort();
    found
}

fn refused(dir: &Path) -> EngineError {
    let before = files(dir);
    let error = with(dir, booted("one")).err().unwrap();
    assert!(files(dir) == before, "something was changed");
    error
}

#[test]
fn what_was_closed_is_trusted_and_what_was_killed_is_looked_at() {
    for probe in [None, Some(program())] {
        let with_probe = |options: Options| Options { probe: probe.clone(), ..options };
        let (dir, held) = closed(&booted("one"));
        let (engine, opened) = with(dir.path(), with_probe(booted("two"))).unwrap();
        assert_eq!(opened, Opened::default(), "closed, it outlives a restart of the machine");
        assert!(everything(&engine) == held);

        let (dir, held) = killed(&booted("one"));
        let (engine, opened) = with(dir.path(), with_probe(booted("one"))).unwrap();
        assert!(!opened.verified && opened.rebuilt.is_none(), "{opened:?}");
        assert!(everything(&engine) == held);

        let (dir, held) = killed(&booted("one"));
        let (engine, opened) = with(dir.path(), with_probe(booted("two"))).unwrap();
        assert!(opened.verified && opened.rebuilt.is_none(), "{opened:?}");
        assert!(everything(&engine) == held);
    }
}

#[test]
fn whoever_touches_a_closed_store_has_it_verified() {
    let (dir, held) = closed(&booted("one"));
    let conf = dir.path().join("1/store/conf");
    fs::write(&conf, fs::read(&conf).unwrap()).unwrap();
    let (engine, opened) = with(dir.path(), booted("one")).unwrap();
    assert_eq!(opened, Opened { verified: true, ..Opened::default() });
    assert!(everything(&engine) == held);
}

#[test]
fn an_unreadable_mark_has_everything_verified() {
    for (text, name) in [(Some("nonsense"), "one"), (None, "one")] {
        let (dir, held) = closed(&booted("one"));
        let mark = dir.path().join("1/opened");
        text.map_or_else(|| fs::remove_file(&mark), |text| fs::write(&mark, text)).unwrap();
        let (engine, opened) = with(dir.path(), booted(name)).unwrap();
        assert!(opened.verified);
        assert!(everything(&engine) == held);
    }
}

#[test]
fn a_view_that_silently_lost_or_changed_an_entry_is_made_anew() {
    for probe in [None, Some(program())] {
        for value in [None, Some(b"\0\0\0\0\0\0\0\x07another note".as_slice())] {
            let (dir, held) = closed(&booted("one"));
            let sled = sled::open(dir.path().join("1/store")).unwrap();
            value.map_or_else(|| sled.remove(key(7)), |value| sled.insert(key(7), value)).unwrap();
            sled.flush().unwrap();
            drop(sled);
            let (engine, opened) = with(dir.path(), Options { probe: probe.clone(), ..booted("one") }).unwrap();
            let rebuilt = opened.rebuilt.unwrap();
            assert_eq!((rebuilt.why, rebuilt.image, rebuilt.to), (Doubt::Differs, None, Rev(COMMITS)));
            assert!(rebuilt.aside.unwrap().join("db").exists(), "nothing is deleted");
            assert!(everything(&engine) == held);
        }
    }
}

#[test]
fn a_view_that_ends_its_probe_is_made_anew() {
    let (dir, held) = killed(&booted("one"));
    let (engine, opened) = with(dir.path(), Options { probe: Some("/bin/false".into()), ..booted("one") }).unwrap();
    assert!(matches!(opened.rebuilt.unwrap().why, Doubt::Fatal { .. }));
    assert!(everything(&engine) == held);
}

#[test]
fn a_view_is_made_anew_from_the_image_and_the_journal_behind_it() {
    let (dir, held) = imaged();
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    let mut told = Vec::new();
    let (engine, opened) = SledEngine::open(dir.path(), booted("one"), &mut |progress: Progress| {
        told.extend(Some(progress).filter(|progress| progress.task == Task::Rebuilding));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(told.iter().all(|progress| progress.total > 0) && told.is_sorted_by_key(|progress| progress.done));
    assert!(told.first().unwrap().percent() < Some(50) && told.last().unwrap().percent() == Some(100), "{told:?}");
    let rebuilt = opened.rebuilt.unwrap();
    assert_eq!((rebuilt.why, rebuilt.to, rebuilt.aside), (Doubt::Missing, engine.revision(), None));
    assert!(rebuilt.image.is_some());
    assert!(everything(&engine) == held);
    drop(engine);
    assert_eq!(with(dir.path(), booted("two")).unwrap().1, Opened::default());
}

/// Entries heavy enough that the journal is brought into a view in several portions.
fn heavy(n: u64) -> Batch {
    (0..32_u64).fold(batch(n), |batch, step| batch.put(key(n * 100 + step), vec![n as u8; 60_000]))
}

#[test]
fn a_rebuild_that_was_cut_goes_on_where_it_was() {
    const HEAVY: u64 = 12;
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(dir.path(), booted("one")).unwrap();
    for n in 1..=HEAVY {
        done(&engine, heavy(n));
    }
    let held = everything(&engine);
    drop(engine);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    let cut = SledEngine::open(dir.path(), booted("one"), &mut |progress: Progress| {
        let is_half = progress.task == Task::Replaying && 2 * progress.done > progress.total;
        if is_half { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(cut.err(), Some(EngineError::Stopped)));
    let (engine, opened) = with(dir.path(), booted("one")).unwrap();
    assert!(opened.rebuilt.is_none() && (1..HEAVY).contains(&opened.replayed), "{opened:?}");
    assert!(everything(&engine) == held);
    assert!(engine.recount(&mut unwatched).unwrap().is_right());
}

#[test]
fn a_view_older_than_the_journal_is_made_anew() {
    let dir = TempDir::new().unwrap();
    let old = TempDir::new().unwrap();
    let (engine, _) = with(dir.path(), imaging()).unwrap();
    drop(engine);
    copy_dir(&dir.path().join("1/store"), old.path());
    let (engine, _) = with(dir.path(), imaging()).unwrap();
    fill_until_cut(&engine, dir.path());
    let held = everything(&engine);
    drop(engine);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    copy_dir(old.path(), &dir.path().join("1/store"));
    let (engine, opened) = with(dir.path(), booted("one")).unwrap();
    assert_eq!(opened.rebuilt.unwrap().why, Doubt::Outdated);
    assert!(everything(&engine) == held);
}

#[test]
fn a_damaged_or_missing_image_is_replaced_while_the_view_is_sound() {
    for damage in [|path: &Path| fs::remove_file(path).unwrap(), |path: &Path| flip(path, 12)] {
        let (dir, held) = imaged();
        let old = images(dir.path()).pop().unwrap();
        damage(&old);
        let (engine, opened) = with(dir.path(), booted("one")).unwrap();
        let fault = opened.image_fault.unwrap();
        assert!(matches!(fault, ImageFault::Missing | ImageFault::Damaged));
        assert!(everything(&engine) == held);
        let lacks_image =
            |finding: &Finding| matches!(finding, Finding::ImageDamaged { .. } | Finding::JournalGap { .. });
        while engine.check(&mut unwatched).unwrap().iter().any(lacks_image) {
            std::thread::yield_now();
        }
        drop(engine);
        fs::remove_dir_all(dir.path().join("1/store")).unwrap();
        let (engine, opened) = with(dir.path(), booted("one")).unwrap();
        assert!(opened.rebuilt.is_some() && opened.image_fault.is_none(), "{opened:?}");
        assert!(everything(&engine) == held);
    }
}

#[test]
fn without_view_and_image_nothing_is_changed_and_all_is_said() {
    let (dir, _) = imaged();
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    let image = images(dir.path()).pop().unwrap();
    let whole = fs::read(&image).unwrap();
    for offset in [0, 12, whole.len() / 2, whole.len() - 1] {
        flip(&image, offset);
        let error = with(dir.path(), booted("one")).err().unwrap();
        assert!(matches!(error, EngineError::ImageDamaged { .. } | EngineError::NotAnImage { .. }), "{error}");
        flip(&image, offset);
    }
    fs::rename(&image, dir.path().join("aside")).unwrap();
    assert!(matches!(refused(dir.path()), EngineError::ImageMissing { .. }));
}

#[test]
fn a_lost_journal_or_generation_is_no_empty_store() {
    let (dir, _) = closed(&booted("one"));
    let journal = dir.path().join("1/journal");
    let aside = dir.path().join("aside");
    fs::rename(&journal, &aside).unwrap();
    assert!(matches!(refused(dir.path()), EngineError::NotAStore { .. }));
    fs::create_dir(&journal).unwrap();
    assert!(matches!(refused(dir.path()), EngineError::NotAStore { .. }));
    fs::remove_dir(&journal).unwrap();
    fs::rename(&aside, &journal).unwrap();
    let current = dir.path().join("current");
    let whole = fs::read(&current).unwrap();
    for offset in 0..whole.len() {
        flip(&current, offset);
        assert!(matches!(refused(dir.path()), EngineError::NotAStore { .. }), "byte {offset}");
        flip(&current, offset);
    }
    open(dir.path());
}

#[test]
fn what_a_killed_operation_left_is_swept_away() {
    let (dir, held) = closed(&options());
    let halves = ["2/store", "1/store.new"].map(|half| dir.path().join(half));
    for half in &halves {
        fs::create_dir_all(half).unwrap();
    }
    let part = dir.path().join("1/images/taken.part");
    fs::write(&part, "half an image").unwrap();
    assert!(everything(&open(dir.path()).0) == held);
    assert!(halves.iter().chain([&part]).all(|half| !half.exists()) && !dir.path().join("2").exists());
}
