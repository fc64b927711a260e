use super::super::engine::{Direction, Stored};
use super::*;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

fn open(dir: &Path) -> (SledEngine, Opened) {
    SledEngine::open(dir, Options { cache_bytes: 4 << 20, ..Options::default() }, &mut unwatched).unwrap()
}

/// A disk that can be filled.
#[derive(Debug, Default)]
struct FullDisk(AtomicBool);

impl Gate for FullDisk {
    fn before(&self, _: Call, _: &Path) -> io::Result<()> {
        if self.0.load(Ordering::Relaxed) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn after(&self, _: Call, _: &Path) {}
}

fn batch(n: u8) -> Batch {
    Batch::new(BatchId([n; 16])).put([n], "kept")
}

#[test]
fn a_full_disk_makes_it_read_only_until_reopened() {
    let dir = TempDir::new().unwrap();
    let full = Arc::new(FullDisk::default());
    let behind = Options { cache_bytes: 4 << 20, gate: Some(full.clone()), ..Options::default() };
    let (engine, _) = SledEngine::open(dir.path(), behind, &mut unwatched).unwrap();
    engine.commit(batch(1)).unwrap();
    full.0.store(true, Ordering::Relaxed);
    assert!(matches!(engine.commit(batch(2)), Err(EngineError::ReadOnly { .. })));
    full.0.store(false, Ordering::Relaxed);

    let asked = engine.io_counts();
    assert!(matches!(engine.commit(batch(3)), Err(EngineError::ReadOnly { .. })));
    assert_eq!(engine.io_counts(), asked, "a failed file is never tried again");
    assert!(matches!(engine.health(), Health::ReadOnly { .. }));
    assert_eq!(engine.revision(), Rev(1));
    assert_eq!(engine.snapshot().unwrap().scan_prefix(&[], Direction::Forward).count(), 1);
    assert_eq!(engine.outcome(BatchId([1; 16])).unwrap(), Some(Rev(1)));
    assert!(
        matches!(engine.outcome(BatchId([2; 16])), Err(EngineError::ReadOnly { .. })),
        "not known before reopening"
    );
    drop(engine);

    let (engine, _) = open(dir.path());
    assert_eq!(engine.outcome(BatchId([2; 16])).unwrap(), None);
    assert_eq!(engine.commit(batch(2)).unwrap(), Outcome::Done(Rev(2)));
}

#[test]
fn an_image_that_cannot_be_taken_is_a_trouble_until_one_is() {
    let dir = TempDir::new().unwrap();
    let full = Arc::new(FullDisk::default());
    let behind = Options { cache_bytes: 4 << 20, gate: Some(full.clone()), ..Options::default() };
    let (engine, _) = SledEngine::open(dir.path(), behind, &mut unwatched).unwrap();
    engine.commit(batch(1)).unwrap();
    assert_eq!(engine.troubles(), []);
    full.0.store(true, Ordering::Relaxed);
    engine.imager.wake();
    while engine.troubles().is_empty() {
        std::thread::yield_now();
    }
    assert!(matches!(engine.troubles()[..], [Finding::ImageNotTaken { .. }]));
    assert_eq!(engine.health(), Health::Ready);
    full.0.store(false, Ordering::Relaxed);
    engine.imager.wake();
    while !engine.troubles().is_empty() {
        std::thread::yield_now();
    }
}

#[test]
fn what_failed_inside_is_neither_read_nor_written_until_reopened() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = open(dir.path());
    engine.commit(batch(1)).unwrap();
    let snapshot = engine.snapshot().unwrap();
    engine.shared.set_health(Health::Broken { why: crate::store::engine::library_said("a page is torn") });
    assert!(matches!(engine.commit(batch(2)), Err(EngineError::Broken { .. })));
    assert!(matches!(snapshot.get(&[1]), Err(EngineError::Broken { .. })));
    assert!(matches!(engine.snapshot().err(), Some(EngineError::Broken { .. })));
    drop((snapshot, engine));
    assert_eq!(open(dir.path()).0.revision(), Rev(1));
}

#[test]
fn what_cannot_be_brought_into_sled_breaks_the_store_and_loses_nothing() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = open(dir.path());
    engine.shared.tree.put_raw(b"k", b"torn");
    assert_eq!(engine.commit(batch(1).put("k", "whole")).unwrap(), Outcome::Done(Rev(1)));
    while engine.health() == Health::Ready {
        std::thread::yield_now();
    }
    assert!(matches!(engine.health(), Health::Broken { .. }));
    assert!(matches!(engine.commit(batch(2)), Err(EngineError::Broken { .. })));
    assert!(matches!(engine.snapshot().err(), Some(EngineError::Broken { .. })));
    let view = engine.shared.layout.store();
    drop(engine);
    std::fs::remove_dir_all(view).unwrap();
    let (engine, _) = open(dir.path());
    assert_eq!(engine.snapshot().unwrap().get(b"k").unwrap().unwrap().value, b"whole");
}

#[test]
fn half_an_applied_group_is_finished_from_the_journal() {
    let dir = TempDir::new().unwrap();
    let (engine, _) = open(dir.path());
    let many = |id: u8, value: &str| (0..1000u16).fold(batch(id), |batch, n| batch.put(n.to_be_bytes(), value));
    engine.commit(many(1, "old")).unwrap();
    engine.commit(many(2, "new")).unwrap();
    engine.writer.stop();
    let mut applied = engine.shared.applied.lock().clone();
    applied.rev = Rev(1);
    let old = Stored { rev: Rev(1), value: b"old".to_vec() };
    let half: Vec<_> = (0..200u16).map(u16::to_be_bytes).collect();
    for key in &half {
        applied.sum.remove(key, Rev(2), b"new");
        applied.sum.add(key, old.rev, &old.value);
    }
    let half: Vec<tree::Write> = half.iter().map(|key| (&key[..], Some(old.clone()))).collect();
    engine.shared.tree.apply(&half, &applied).unwrap();
    drop(engine);

    let (engine, opened) = open(dir.path());
    assert_eq!(opened, Opened { replayed: 1, ..Opened::default() });
    let snapshot = engine.snapshot().unwrap();
    let mut values = (0..1000u16).map(|n| snapshot.get(&n.to_be_bytes()).unwrap().unwrap());
    assert!(values.all(|stored| (stored.rev, &stored.value[..]) == (Rev(2), b"new")));
    let recount = engine.recount(&mut unwatched).unwrap();
    assert!(recount.is_right(), "{recount:?}");
    // 1002 keys, two of them of one batch alone, and the later batch's id: the earlier one is outlived.
    assert_eq!(recount.found.count(), 1003);
}
