//! Whether all that a store rests on is sound: its entries against their count and set hash, the journal frame by
//! frame, the last image, whom the files belong to, what is left over, and what the disk has room for. Nothing is
//! changed, and writers go on meanwhile.

use super::super::disk::Disk;
use super::super::engine::{EngineError, Rev};
use super::super::image::verify;
use super::super::progress::{Task, Watch, tell};
use super::home::halves;
use super::recount::Recount;
use super::segment::{BadFrame, ReadError, Segment, Trail};
use super::shared::Shared;
use crate::domain::finding::{Area, Finding};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;

/// What others than the owner may do with a file.
const OTHERS: u32 = 0o077;
/// What must be free besides room for the next image, bytes: sled's own files grow too.
const SPARE: u64 = 64 << 20;

/// Looks at everything.
pub fn check(shared: &Arc<Shared>, watch: &mut Watch) -> Result<Vec<Finding>, EngineError> {
    let mut findings = vec![Recount::of(shared, watch)?.finding(&shared.layout)];
    let journal = match truth(shared, watch, &mut findings) {
        Err(EngineError::JournalDamaged { path, offset, .. }) => {
            findings.push(Finding::JournalDamaged { file: path.display().to_string(), offset });
            0
        }
        journal => journal?,
    };
    files(&shared.disk, shared.layout.home(), rustix::process::geteuid().as_raw(), &mut findings)?;
    leftovers(shared, &mut findings)?;
    findings.extend(space(&shared.disk, shared.layout.dir(), journal)?);
    Ok(findings)
}

/// The last image, and the journal, which must go on from it; tells how long that is, bytes.
fn truth(shared: &Arc<Shared>, watch: &mut Watch, findings: &mut Vec<Finding>) -> Result<u64, EngineError> {
    let segments = Segment::list(&shared.disk, &shared.layout.journal())?;
    let first = segments.first().map_or(Rev(1), |segment| segment.first);
    let image = shared.layout.kept_images()?.pop();
    let imaged = image.as_ref().map_or(Rev(0), |image| image.rev);
    if imaged.next() < first {
        findings.push(Finding::JournalGap { image: imaged.0, first: first.0 });
    }
    if let Some(image) = image {
        findings.push(verified(shared, &image.path, watch)?);
    }
    findings.push(journal(shared, first, watch)?);
    segments.iter().map(|segment| segment.len(&shared.disk)).sum()
}

/// The last image, read from end to end.
fn verified(shared: &Shared, path: &Path, watch: &mut Watch) -> Result<Finding, EngineError> {
    match verify(&shared.disk, &shared.tree.cipher, path, Task::Checking, watch) {
        Ok(_) => Ok(Finding::Looked { area: Area::Images, count: 1 }),
        Err(EngineError::Stopped) => Err(EngineError::Stopped),
        Err(_) => Ok(Finding::ImageDamaged { file: path.display().to_string() }),
    }
}

/// Every frame of the journal from `first` up to what is acknowledged now.
fn journal(shared: &Shared, first: Rev, watch: &mut Watch) -> Result<Finding, EngineError> {
    let until = shared.views.published();
    let dir = shared.layout.journal();
    let missing = Finding::JournalDamaged { file: dir.display().to_string(), offset: 0 };
    let Some(mut trail) = Trail::from(&shared.disk, &shared.tree.cipher, &dir, first)? else { return Ok(missing) };
    let mut commits = 0;
    while trail.next_rev() <= until {
        let (segment, offset) = trail.place();
        let here = Finding::JournalDamaged { file: segment.path.display().to_string(), offset };
        match trail.next() {
            Ok(Some(group)) => commits += group.commits.len() as u64,
            Err(ReadError::Bad(bad)) => return Ok(damaged(&bad)),
            Ok(None) | Err(ReadError::Engine(EngineError::JournalDamaged { .. })) => return Ok(here),
            Err(error) => return Err(error.into()),
        }
        tell(watch, Task::Checking, commits, until.0)?;
    }
    Ok(Finding::Looked { area: Area::Journal, count: commits })
}

fn damaged(bad: &BadFrame) -> Finding {
    Finding::JournalDamaged { file: bad.segment.path.display().to_string(), offset: bad.offset }
}

/// Whether everything in the data directory is `owner`'s, and nobody else's to use.
fn files(disk: &Disk, dir: &Path, owner: u32, findings: &mut Vec<Finding>) -> Result<(), EngineError> {
    let mut count = 0;
    disk.walk(dir, &mut |path, meta| {
        count += 1;
        let file = path.display().to_string();
        if meta.mode() & OTHERS != 0 {
            findings.push(Finding::OpenToOthers { file: file.clone(), mode: format!("{:o}", meta.mode() & 0o777) });
        }
        if meta.uid() != owner {
            findings.push(Finding::ForeignOwner { file, owner: meta.uid() });
        }
        Ok(())
    })?;
    findings.push(Finding::Looked { area: Area::Files, count });
    Ok(())
}

/// Views moved aside and generations left half done: nothing uses them any more.
fn leftovers(shared: &Shared, findings: &mut Vec<Finding>) -> Result<(), EngineError> {
    let Shared { disk, layout, .. } = shared;
    for path in layout.aside()?.into_iter().chain(halves(disk, layout)?) {
        let bytes = disk.bytes_in(&path)?;
        findings.push(Finding::Leftover { file: path.display().to_string(), bytes });
    }
    Ok(())
}

/// Whether the disk lacks room for the next image: none is longer than the journal it takes the place of and `SPARE`.
fn space(disk: &Disk, dir: &Path, journal: u64) -> Result<Option<Finding>, EngineError> {
    let (free, needed) = (disk.room(dir)?, journal.saturating_add(SPARE));
    Ok((free < needed).then_some(Finding::LittleSpace { free, needed }))
}

#[cfg(test)]
mod tests {
    use super::super::super::engine::{Batch, BatchId, Engine};
    use super::super::super::progress::unwatched;
    use super::super::mark::Mark;
    use super::super::{Doubt, Options, SledEngine};
    use super::*;
    use std::fs::{OpenOptions, Permissions, set_permissions};
    use std::os::unix::fs::{FileExt, PermissionsExt};
    use tempfile::TempDir;

    const COMMITS: u8 = 40;

    /// A store of several journal segments.
    fn store() -> (TempDir, SledEngine) {
        rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
        let dir = TempDir::new().unwrap();
        let options = Options { segment_bytes: 1000, cache_bytes: 4 << 20, ..Options::default() };
        let (engine, _) = SledEngine::open(dir.path(), options, &mut unwatched).unwrap();
        for n in 1..=COMMITS {
            engine.commit(Batch::new(BatchId([n; 16])).put([n], [n; 50]).chain(b'l', [n])).unwrap();
        }
        (dir, engine)
    }

    /// What is not fine.
    fn amiss(engine: &SledEngine) -> Vec<Finding> {
        let findings = engine.check(&mut unwatched).unwrap();
        findings.into_iter().filter(|finding| !matches!(finding, Finding::Looked { .. })).collect()
    }

    #[test]
    fn nothing_is_amiss_with_a_healthy_store_and_all_of_it_is_looked_at() {
        let (_dir, engine) = store();
        let findings = engine.check(&mut unwatched).unwrap();
        assert_eq!(amiss(&engine), []);
        let journal = Finding::Looked { area: Area::Journal, count: COMMITS.into() };
        assert!(findings.contains(&journal), "{findings:?}");
        assert!(matches!(findings[..], [Finding::Looked { area: Area::Store, count: 40.. }, ..]), "{findings:?}");
    }

    #[test]
    fn an_entry_that_went_or_changed_behind_the_store_is_found() {
        let (_dir, engine) = store();
        let settled = engine.recount(&mut unwatched).unwrap();
        assert!(settled.is_right());
        let applied = loop {
            let applied = engine.shared.applied.lock().clone();
            if applied.rev == Rev(COMMITS.into()) {
                break applied;
            }
            std::thread::yield_now();
        };
        let was = engine.shared.tree.get(&[7]).unwrap();
        let changed = was.clone().map(|stored| super::super::super::engine::Stored { value: vec![0], ..stored });
        let written = applied.sum.count();
        for (held, found) in [(None, written - 1), (changed, written)] {
            engine.shared.tree.apply(&[(&[7][..], held)], &applied).unwrap();
            let file = engine.shared.layout.store().display().to_string();
            let differs = Finding::StoreDiffers { file, written, found };
            assert!(matches!(&amiss(&engine)[..], [first, ..] if *first == differs), "{differs:?}");
        }
        engine.shared.tree.apply(&[(&[7][..], was)], &applied).unwrap();
        assert!(engine.recount(&mut unwatched).unwrap().is_right());
    }

    #[test]
    fn what_was_found_to_differ_is_told_and_verified_at_the_next_opening_however_this_one_ends() {
        let (dir, engine) = store();
        while !engine.shared.fresh.is_empty() {
            std::thread::yield_now();
        }
        assert_eq!(engine.troubles(), []);
        let applied = engine.shared.applied.lock().clone();
        engine.shared.tree.apply(&[(&[7][..], None)], &applied).unwrap();
        assert!(!engine.recount(&mut unwatched).unwrap().is_right());
        assert!(matches!(engine.troubles()[..], [Finding::StoreDiffers { .. }]));
        let doubtful = Some(Mark::Doubtful);
        assert_eq!(engine.shared.layout.mark().unwrap(), doubtful, "killed now, it is in doubt");
        engine.commit(Batch::new(BatchId([99; 16])).put([99], [99])).unwrap();
        engine.close().unwrap();
        let layout = engine.shared.layout.clone();
        drop(engine);
        assert_eq!(layout.mark().unwrap(), doubtful);
        let (engine, opened) = SledEngine::open(dir.path(), Options::default(), &mut unwatched).unwrap();
        assert_eq!(opened.rebuilt.unwrap().why, Doubt::Differs);
        assert!(engine.snapshot().unwrap().get(&[7]).unwrap().is_some());
    }

    #[test]
    fn a_damaged_or_cut_journal_is_found_where_it_is() {
        let (_dir, engine) = store();
        let segments = Segment::list(&engine.shared.disk, &engine.shared.layout.journal()).unwrap();
        assert!(segments.len() > 3);
        let path = &segments[1].path;
        let whole = std::fs::read(path).unwrap();
        let file = OpenOptions::new().write(true).open(path).unwrap();
        file.write_all_at(&[whole[30] ^ 1], 30).unwrap();
        let damaged = |offset| [Finding::JournalDamaged { file: path.display().to_string(), offset }];
        assert_eq!(amiss(&engine), damaged(0));
        file.write_all_at(&whole, 0).unwrap();
        file.set_len(whole.len() as u64 - 3).unwrap();
        assert!(matches!(&amiss(&engine)[..], [Finding::JournalDamaged { offset: 1.., .. }]));
        std::fs::remove_file(path).unwrap();
        assert!(matches!(&amiss(&engine)[..], [Finding::JournalDamaged { .. }]));
        let newest = &segments.last().unwrap().path;
        let aside = newest.with_extension("aside");
        std::fs::rename(newest, &aside).unwrap();
        let missing = Finding::JournalDamaged { file: newest.display().to_string(), offset: 0 };
        assert_eq!(amiss(&engine), [missing]);
        std::fs::rename(&aside, newest).unwrap();
        std::fs::remove_file(&segments[0].path).unwrap();
        let gap = Finding::JournalGap { image: 0, first: segments[2].first.0 };
        assert_eq!(amiss(&engine), [gap]);
    }

    #[test]
    fn a_file_that_others_may_use_is_named_with_its_mode() {
        let (dir, engine) = store();
        let path = dir.path().join("lock");
        set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        assert_eq!(amiss(&engine), [Finding::OpenToOthers { file: path.display().to_string(), mode: "644".into() }]);
    }

    #[test]
    fn a_damaged_image_and_one_that_is_gone_are_found() {
        let (_dir, engine) = store();
        engine.imager.wake();
        let image = loop {
            let still = engine.imager.still();
            if let Some(image) = engine.shared.layout.kept_images().unwrap().pop() {
                break image;
            }
            drop(still);
            std::thread::yield_now();
        };
        assert_eq!(amiss(&engine), []);
        let whole = std::fs::read(&image.path).unwrap();
        let file = OpenOptions::new().write(true).open(&image.path).unwrap();
        let middle = whole.len() / 2;
        file.write_all_at(&[whole[middle] ^ 1], middle as u64).unwrap();
        assert_eq!(amiss(&engine), [Finding::ImageDamaged { file: image.path.display().to_string() }]);
        std::fs::remove_file(&image.path).unwrap();
        let first = Segment::list(&engine.shared.disk, &engine.shared.layout.journal()).unwrap()[0].first.0;
        assert!(first > 1, "the journal was cut at the image");
        assert_eq!(amiss(&engine), [Finding::JournalGap { image: 0, first }]);
    }

    #[test]
    fn what_is_left_over_is_told_with_its_size() {
        let (dir, engine) = store();
        let halves = [engine.shared.layout.dir().join("store.damaged-3"), dir.path().join("77")];
        for half in &halves {
            std::fs::create_dir(half).unwrap();
            set_permissions(half, Permissions::from_mode(0o700)).unwrap();
            std::fs::write(half.join("db"), [0; 1234]).unwrap();
        }
        let told = halves.map(|half| Finding::Leftover { file: half.display().to_string(), bytes: 1234 });
        assert_eq!(amiss(&engine), told);
    }

    #[test]
    fn a_backup_beside_the_store_is_one_that_can_be_restored_from() {
        let (dir, engine) = store();
        let path = engine.back_up_beside("before.image", &mut unwatched).unwrap().unwrap();
        assert_eq!(path, dir.path().join("before.image"));
        verify(&engine.shared.disk, &engine.shared.tree.cipher, &path, Task::Checking, &mut unwatched).unwrap();
        assert_eq!(amiss(&engine), []);
    }

    #[test]
    fn a_file_that_belongs_to_somebody_else_is_named_with_its_owner() {
        let dir = TempDir::new().unwrap();
        let me = rustix::process::geteuid().as_raw();
        set_permissions(dir.path(), Permissions::from_mode(0o700)).unwrap();
        let mut findings = Vec::new();
        files(&Disk::default(), dir.path(), me + 1, &mut findings).unwrap();
        let foreign = Finding::ForeignOwner { file: dir.path().display().to_string(), owner: me };
        assert_eq!(findings, [foreign, Finding::Looked { area: Area::Files, count: 1 }]);
    }

    #[test]
    fn a_disk_without_room_for_the_next_image_is_told() {
        let dir = TempDir::new().unwrap();
        assert_eq!(space(&Disk::default(), dir.path(), 0).unwrap(), None);
        let needed = u64::MAX;
        let told = space(&Disk::default(), dir.path(), needed).unwrap();
        assert!(matches!(told, Some(Finding::LittleSpace { free: 1.., needed: u64::MAX })), "{told:?}");
    }

    #[test]
    fn a_check_can_be_stopped() {
        let (_dir, engine) = store();
        let stopped = engine.check(&mut |_| std::ops::ControlFlow::Break(()));
        assert!(matches!(stopped, Err(EngineError::Stopped)), "{stopped:?}");
    }
}
