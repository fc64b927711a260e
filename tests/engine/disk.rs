//! What the engine on disk promises besides: it finds everything again, and says what is wrong.

use super::fixture::{
    add, all, batch, changes, copy_dir, done, flip, get, id, key, open, options, short_segments, with,
};
use callsheet::store::engine::{Direction, Engine, EngineError, Health, Outcome, Rev};
use callsheet::store::sled::{Doubt, Opened, Options, Rebuilt, SledEngine, Task, Torn, unwatched};
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A store with `commits` commits, closed.
fn store(commits: u64, options: Options) -> TempDir {
    let dir = TempDir::new().unwrap();
    let (engine, opened) = with(dir.path(), options).unwrap();
    assert_eq!(opened, Opened { created: true, ..Opened::default() });
    add(&engine, 1..=commits);
    dir
}

fn assert_holds(engine: &dyn Engine, commits: u64) {
    assert_eq!(engine.revision(), Rev(commits));
    let kept = (1..=commits).all(|n| get(engine, &key(n)) == Some(format!("note {n}").into_bytes()));
    assert!(kept, "a note is lost");
    assert_eq!(engine.snapshot().unwrap().head(b'l').unwrap().seq, commits);
    assert_eq!(changes(engine, Rev(0)).len() as u64, commits);
}

fn segments(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir.join("1/journal")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "log"));
    files.sort();
    files
}

#[test]
fn everything_is_found_again() {
    let dir = store(50, options());
    let (engine, opened) = open(dir.path());
    assert_eq!(opened, Opened::default());
    assert_holds(&engine, 50);
    assert_eq!(done(&engine, batch(7)), Rev(7), "a batch id outlives its process");
    add(&engine, 51..=60);
    engine.close().unwrap();
    drop(engine);
    assert_holds(&open(dir.path()).0, 60);
}

#[test]
fn a_missing_sled_directory_is_rebuilt_from_the_journal() {
    let dir = store(50, short_segments());
    assert!(segments(dir.path()).len() > 3);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    let mut told = Vec::new();
    let (engine, opened) = SledEngine::open(dir.path(), short_segments(), &mut |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    })
    .unwrap();
    let at_unix_ms = Some(id(50).unix_ms());
    let rebuilt = Rebuilt { why: Doubt::Missing, image: None, aside: None, to: Rev(50), at_unix_ms };
    assert_eq!(opened, Opened { rebuilt: Some(rebuilt), replayed: 50, ..Opened::default() });
    assert_holds(&engine, 50);
    for task in [Task::Rebuilding, Task::Replaying] {
        let told: Vec<_> = told.iter().filter(|progress| progress.task == task).collect();
        assert!(told.is_sorted_by_key(|progress| progress.done));
        assert_eq!(told.last().unwrap().percent(), Some(100), "{told:?}");
    }
}

#[test]
fn a_damaged_sled_directory_is_moved_aside_and_made_anew() {
    let dir = store(50, options());
    flip(&dir.path().join("1/store/conf"), 10);
    let (engine, opened) = open(dir.path());
    let rebuilt = opened.rebuilt.unwrap();
    assert!(matches!(rebuilt.why, Doubt::Unreadable { .. }), "{rebuilt:?}");
    assert!(rebuilt.aside.unwrap().join("conf").exists(), "nothing is deleted");
    assert_holds(&engine, 50);
}

#[test]
fn what_sled_has_not_kept_is_replayed_from_the_segments_that_hold_it() {
    let dir = store(30, short_segments());
    let aside = TempDir::new().unwrap();
    copy_dir(&dir.path().join("1/store"), aside.path());
    let (engine, _) = with(dir.path(), short_segments()).unwrap();
    add(&engine, 31..=50);
    drop(engine);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    copy_dir(aside.path(), &dir.path().join("1/store"));
    flip(&segments(dir.path())[0], 30); // not needed, so not read
    let (engine, opened) = with(dir.path(), short_segments()).unwrap();
    assert_eq!(opened, Opened { replayed: 20, verified: true, ..Opened::default() });
    assert_eq!(get(&engine, &key(1)), Some(b"note 1".to_vec()));
    assert_eq!(get(&engine, &key(50)), Some(b"note 50".to_vec()));
    assert_eq!(changes(&engine, Rev(30)).len(), 20);
}

/// Where each frame of a segment begins, and where the last one ends; zeros follow.
fn frames(path: &Path) -> Vec<usize> {
    let bytes = fs::read(path).unwrap();
    let mut starts = vec![0];
    while let Some(b"csj1") = bytes.get(starts[starts.len() - 1]..).and_then(|rest| rest.get(..4)) {
        let at = starts[starts.len() - 1];
        starts.push(at + 24 + u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize);
    }
    starts
}

fn end(path: &Path) -> usize {
    frames(path).pop().unwrap()
}

#[test]
fn a_torn_last_frame_is_cut_and_told() {
    let dir = store(10, options());
    let journal = &segments(dir.path())[0];
    let (whole, end) = (fs::read(journal).unwrap(), end(journal));
    assert!(whole[end..].iter().all(|byte| *byte == 0) && whole.len() > end, "nothing is filled ahead");
    let frame = &whole[frames(journal)[9]..end];
    // As much of the next frame as was written, and what the file was filled with ahead.
    for (written, ahead) in [(&b"c"[..], 0), (&frame[..23], 0), (&frame[..60], 0), (frame, 0), (&b"c"[..], 512)] {
        let torn = &written[..written.len().min(frame.len() - 1)];
        fs::write(journal, [&whole[..end], torn, &vec![0; ahead]].concat()).unwrap();
        let (engine, opened) = open(dir.path());
        let cut = Torn { path: journal.clone(), offset: end as u64, bytes: torn.len() as u64 };
        assert_eq!(opened.torn, Some(cut));
        assert_holds(&engine, 10);
        drop(engine);
        assert_eq!(fs::read(journal).unwrap(), &whole[..end]);
    }
    let (engine, opened) = open(dir.path());
    assert_eq!(opened.torn, None);
    add(&engine, 11..=12);
    drop(engine);
    assert_holds(&open(dir.path()).0, 12);
}

#[test]
fn a_journal_that_lost_what_the_store_holds_is_an_error() {
    let dir = store(10, options());
    let journal = &segments(dir.path())[0];
    let (whole, end) = (fs::read(journal).unwrap(), end(journal));
    for length in [end - 1, end / 2, 0] {
        fs::write(journal, &whole[..length]).unwrap();
        let error = with(dir.path(), options()).err().unwrap();
        assert!(matches!(error, EngineError::JournalDamaged { .. }), "{error}");
        assert_eq!(fs::read(journal).unwrap(), &whole[..length], "nothing may be cut");
    }
}

#[test]
fn damage_to_the_last_frame_is_not_taken_for_an_interrupted_write() {
    let dir = store(10, options());
    let journal = &segments(dir.path())[0];
    let last = frames(journal)[9]..end(journal);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    for offset in last {
        flip(journal, offset);
        let error = with(dir.path(), options()).err().unwrap();
        assert!(matches!(error, EngineError::JournalDamaged { .. }), "{error}");
        flip(journal, offset);
    }
    assert_holds(&open(dir.path()).0, 10);
}

#[test]
fn damage_in_the_middle_is_named_and_nothing_is_changed() {
    let dir = store(25, short_segments());
    let segments = segments(dir.path());
    let newest = segments.last().unwrap();
    let damages = [(&segments[1], 4), (&segments[1], 100), (&segments[0], 0), (newest, 5), (newest, 13), (newest, 40)];
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    for (path, offset) in damages {
        let before = fs::read(path).unwrap();
        flip(path, offset);
        match with(dir.path(), short_segments()).err().unwrap() {
            EngineError::JournalDamaged { path: named, .. } => assert_eq!(&named, path),
            error => panic!("{error}"),
        }
        flip(path, offset);
        assert_eq!(fs::read(path).unwrap(), before);
    }
    fs::rename(&segments[1], dir.path().join("aside")).unwrap();
    assert!(matches!(with(dir.path(), short_segments()), Err(EngineError::JournalDamaged { .. })));
    fs::rename(dir.path().join("aside"), &segments[1]).unwrap();
    assert_holds(&with(dir.path(), short_segments()).unwrap().0, 25);
}

#[test]
fn a_newest_segment_that_went_is_missed_even_if_nothing_else_tells_of_it() {
    let dir = store(25, short_segments());
    let newest = segments(dir.path()).pop().unwrap();
    let aside = dir.path().join("aside");
    fs::rename(&newest, &aside).unwrap();
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    match with(dir.path(), short_segments()).err().unwrap() {
        EngineError::JournalDamaged { path, .. } => assert_eq!(path, newest),
        error => panic!("{error}"),
    }
    fs::rename(&aside, &newest).unwrap();
    assert_holds(&with(dir.path(), short_segments()).unwrap().0, 25);
}

#[test]
fn a_store_without_its_journal_or_signature_is_no_new_store() {
    let dir = store(5, options());
    fs::rename(dir.path().join("1/journal"), dir.path().join("aside")).unwrap();
    assert!(matches!(with(dir.path(), options()), Err(EngineError::NotAStore { .. })));
    fs::rename(dir.path().join("aside"), dir.path().join("1/journal")).unwrap();
    let current = fs::read(dir.path().join("current")).unwrap();
    fs::remove_file(dir.path().join("current")).unwrap();
    assert!(matches!(with(dir.path(), options()), Err(EngineError::NotAStore { .. })));
    fs::write(dir.path().join("current"), "something else").unwrap();
    assert!(matches!(with(dir.path(), options()), Err(EngineError::NotAStore { .. })));
    fs::write(dir.path().join("current"), current).unwrap();
    assert_holds(&open(dir.path()).0, 5);
}

#[test]
fn a_second_opener_is_told_who_holds_the_store() {
    let dir = store(1, options());
    let (engine, _) = open(dir.path());
    match with(dir.path(), options()) {
        Err(EngineError::InUse { pid, path }) => {
            assert_eq!((pid, &*path), (Some(std::process::id()), dir.path()));
        }
        other => panic!("{:?}", other.err()),
    }
    drop(engine);
    open(dir.path());
}

#[test]
fn everything_is_private_whatever_the_umask() {
    fn modes(path: &Path, found: &mut Vec<(PathBuf, u32)>) {
        let meta = fs::metadata(path).unwrap();
        let wanted = if meta.is_dir() { 0o700 } else { 0o600 };
        if meta.permissions().mode() & 0o777 != wanted {
            found.push((path.to_owned(), meta.permissions().mode()));
        }
        if meta.is_dir() {
            for entry in fs::read_dir(path).unwrap() {
                modes(&entry.unwrap().path(), found);
            }
        }
    }
    let above = TempDir::new().unwrap();
    let dir = above.path().join("new/data");
    rustix::process::umask(rustix::fs::Mode::empty());
    let (engine, _) = open(&dir);
    add(&engine, 1..=3);
    engine.close().unwrap();
    let mut open_to_others = Vec::new();
    modes(&above.path().join("new"), &mut open_to_others);
    assert_eq!(open_to_others, []);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let above = TempDir::new().unwrap();
    let file = above.path().join("file");
    fs::write(&file, "").unwrap();
    let error = with(&file.join("data"), options()).err().unwrap();
    assert!(error.to_string().contains(file.to_str().unwrap()), "{error}");
}

#[test]
fn an_acknowledged_group_costs_one_write_and_one_sync() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = open(dir.path());
    let before = engine.io_counts();
    add(&engine, 1..=10);
    let alone = engine.io_counts();
    assert_eq!(alone.data_syncs - before.data_syncs, 10);
    assert_eq!(alone.writes - before.writes, 10);
    assert_eq!(engine.commit(batch(99).absent(key(1))).unwrap(), Outcome::Conflict(key(1)));
    assert_eq!(engine.io_counts(), alone, "a conflict costs nothing");

    // Whether any two wait together is chance: sooner or later they do.
    for round in 1.. {
        std::thread::scope(|scope| {
            for writer in 0..32 {
                let engine = &engine;
                scope.spawn(move || add(engine, (0..8).map(|n| round * 10_000 + writer * 100 + n)));
            }
        });
        let together = engine.io_counts();
        assert_eq!(together.full_syncs, before.full_syncs);
        assert_eq!(together.writes - alone.writes, together.data_syncs - alone.data_syncs);
        let journal = fs::read(&segments(dir.path())[0]).unwrap();
        let frames = journal.windows(4).filter(|window| window == b"csj1").count() as u64;
        assert_eq!(frames, together.data_syncs - before.data_syncs);
        if frames < 10 + round * 32 * 8 {
            return;
        }
        assert!(round < 50, "commits that wait together share a sync");
    }
}

#[test]
fn what_the_store_holds_comes_to_what_it_should_whenever_it_is_counted() {
    let dir = store(300, options());
    let (engine, _) = open(dir.path());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| add(&engine, 301..=400));
        while !writer.is_finished() {
            let recount = engine.recount(&mut unwatched).unwrap();
            assert!(recount.is_right() && recount.found.count() >= 900, "{recount:?}");
        }
    });
    drop(engine);
    fs::remove_dir_all(dir.path().join("1/store")).unwrap();
    let recount = open(dir.path()).0.recount(&mut unwatched).unwrap();
    // Of every commit a note, its id and the entry of the log; and the head of the log.
    assert!(recount.is_right() && recount.found.count() == 1201, "{recount:?}");
}

#[test]
fn a_snapshot_held_too_long_says_so() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = with(dir.path(), Options { view_bytes: 100_000, ..options() }).unwrap();
    let round = |n: u64| (0..300).fold(batch(n), |batch, k| batch.put(key(k), vec![n as u8; 100]));
    done(&engine, round(1));
    let old = engine.snapshot().unwrap();
    for n in 2..6 {
        done(&engine, round(n));
    }
    // It can be read from until sled has been brought beyond it.
    while old.get(&key(1)).is_ok() {
        std::thread::yield_now();
    }
    assert!(matches!(old.get(&key(1)), Err(EngineError::SnapshotTooOld { rev: Rev(1) })));
    assert!(old.scan_prefix(b"k", Direction::Forward).next().unwrap().is_err());
    assert_eq!(all(&*engine.snapshot().unwrap(), Direction::Forward).len(), 300);
    assert_eq!(engine.health(), Health::Ready);
}
