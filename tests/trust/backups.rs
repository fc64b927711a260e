//! Backups restore: an image taken while writers go on is the store as it stood at one revision, and whoever is killed
//! while restoring one still has the store there was, or the new one whole.

use crate::campaign::{Dice, campaign};
use crate::place::{copy_dir, open, options, scratch};
use crate::workload::{Contents, commit, filled, whole};
use callsheet::store::engine::{Engine, Rev};
use callsheet::store::sled::{self, SledEngine, unwatched};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const CHILD_DIR: &str = "CALLSHEET_TRUST_RESTORED_DIR";
const CHILD_IMAGE: &str = "CALLSHEET_TRUST_RESTORED_IMAGE";
const WRITERS: u64 = 3;
/// Images of one store.
const IMAGES: u64 = 5;

#[test]
fn an_image_taken_under_load_is_the_store_at_its_revision() {
    campaign("backups", 40, |seed, tally| {
        let mut dice = Dice::new(seed);
        let dir = scratch();
        let (engine, _) = open(dir.path());
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
            assert!(restored(&path, rev) == oracle, "the image of revision {rev} is another store");
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

fn restored(image: &Path, rev: Rev) -> Contents {
    let dir = scratch();
    let manifest = sled::restore(dir.path(), image, &options(), &mut unwatched).unwrap();
    let (engine, _) = open(dir.path());
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
    println!("\nbegins");
    sled::restore(Path::new(&dir), &image, &options(), &mut unwatched).unwrap();
    println!("ended");
}

#[test]
fn killed_while_restoring_the_old_store_opens_or_the_new_one_whole() {
    let (old, new) = (scratch(), scratch());
    let (before, _) = filled(old.path(), 0..150);
    let (after, engine) = filled(new.path(), 1000..1100);
    let image = new.path().join("image");
    engine.back_up(&image, &mut unwatched).unwrap();
    campaign("restores", 100, |seed, tally| {
        let mut dice = Dice::new(seed);
        let dir = scratch();
        copy_dir(old.path(), dir.path());
        killed_in_restore(dir.path(), &image, Duration::from_micros(dice.below(60_000)));
        let (engine, _) = open(dir.path());
        let contents = whole(&engine).unwrap();
        assert!(contents == before || contents == after, "it is neither the old nor the new");
        commit(&engine, u64::MAX).unwrap();
        tally.one(if contents == before { "old" } else { "new" });
    });
}

/// Kills a restore so long after it began.
fn killed_in_restore(dir: &Path, image: &Path, after: Duration) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "backups::child", "--nocapture"])
        .env(CHILD_DIR, dir)
        .env(CHILD_IMAGE, image)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.find(|line| line.as_ref().is_ok_and(|line| line == "begins")).unwrap().unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}
