//! Backups restore: an image taken while writers go on is the store as it stood at one revision, and whoever is killed
//! while restoring one still has the store there was, or the new one whole.

use crate::campaign::{Dice, campaign};
use crate::child::{BEGINS, child as run, killed};
use crate::place::{Written, copy_dir, key, options, scratch};
use crate::workload::{Contents, commit, filled, whole};
use callsheet::store::engine::{Engine, Rev};
use callsheet::store::sled::{self, Options, SledEngine, unwatched};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const CHILD_DIR: &str = "CALLSHEET_TRUST_RESTORED_DIR";
const CHILD_IMAGE: &str = "CALLSHEET_TRUST_RESTORED_IMAGE";
const WRITERS: u64 = 3;
/// Images of one store.
const IMAGES: u64 = 5;
const IMAGE: &str = "image";

#[test]
fn an_image_taken_under_load_is_the_store_at_its_revision() {
    campaign("backups", 40, |seed, tally| {
        let mut dice = Dice::new(seed);
        let dir = scratch();
        let written = Written::of(seed);
        let (engine, _) = written.open(dir.path());
        let images = under_load(&engine, || {
            (0..IMAGES)
                .map(|n| {
                    thread::sleep(Duration::from_millis(dice.below(10)));
                    let path = dir.path().join(format!("{n}.image"));
                    let manifest = engine.back_up(&path, &mut unwatched).unwrap();
                    (path, manifest.rev)
                })
                .collect::<Vec<_>>()
        });
        let history = whole(&engine).unwrap().history();
        for (path, rev) in images {
            let oracle = Contents::after(&history[..rev.0 as usize]);
            assert!(restored(&path, rev, written) == oracle, "the image of revision {rev} is another store");
            tally.one("images restored");
            tally.add("commits while they were taken", history.len() as u64 / IMAGES);
        }
    });
}

/// Does something while several threads commit, and after they have begun to.
fn under_load<T>(engine: &SledEngine, mut work: impl FnMut() -> T) -> T {
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let stop = &stop;
            scope.spawn(move || {
                for n in (writer..).step_by(WRITERS as usize).take_while(|_| !stop.load(Ordering::Relaxed)) {
                    commit(engine, n).unwrap();
                }
            });
        }
        while engine.revision() < Rev(20) {
            thread::yield_now();
        }
        let done = work();
        stop.store(true, Ordering::Relaxed);
        done
    })
}

fn restored(image: &Path, rev: Rev, written: Written) -> Contents {
    let dir = scratch();
    let manifest = sled::restore(dir.path(), image, &written.options(), &mut unwatched).unwrap();
    let (engine, _) = written.open(dir.path());
    assert_eq!((manifest.rev, engine.revision()), (rev, rev));
    let contents = whole(&engine).unwrap();
    commit(&engine, u64::MAX).unwrap();
    contents
}

/// Not a test of its own: the process that restores and is killed.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(CHILD_DIR) else { return };
    let image = PathBuf::from(std::env::var_os(CHILD_IMAGE).unwrap());
    println!("\n{BEGINS}");
    sled::restore(Path::new(&dir), &image, &Options { key: Some(key()), ..options() }, &mut unwatched).unwrap();
}

#[test]
fn killed_while_restoring_the_old_store_opens_or_the_new_one_whole() {
    let pairs = [Written::Plain, Written::Sealed].map(Pair::new);
    campaign("restores", 100, |seed, tally| {
        let mut dice = Dice::new(seed);
        let written = Written::of(seed);
        let Pair { old, before, new, after } = &pairs[written as usize];
        let (dir, image) = (scratch(), new.path().join(IMAGE));
        copy_dir(old.path(), dir.path());
        let told = [(CHILD_DIR, dir.path().as_os_str()), (CHILD_IMAGE, image.as_os_str())];
        killed(run("backups::child", &told), Duration::from_micros(dice.below(60_000)));
        let (engine, _) = written.open(dir.path());
        let contents = whole(&engine).unwrap();
        assert!(contents == *before || contents == *after, "it is neither the old nor the new");
        commit(&engine, u64::MAX).unwrap();
        tally.one(if contents == *before { "old" } else { "new" });
    });
}

/// A store, and another with a backup in it; and what each holds.
struct Pair {
    old: TempDir,
    before: Contents,
    new: TempDir,
    after: Contents,
}

impl Pair {
    fn new(written: Written) -> Self {
        let (old, new) = (scratch(), scratch());
        let (before, _) = filled(old.path(), 0..150, written);
        let (after, engine) = filled(new.path(), 1000..1100, written);
        engine.back_up(&new.path().join(IMAGE), &mut unwatched).unwrap();
        Self { old, before, new, after }
    }
}
