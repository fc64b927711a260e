//! A store replaced whole, by a backup or by itself: the next generation is filled from an image, verified and made
//! durable, and only then becomes the one in use. Until that moment nothing of the present one is touched.

use super::super::disk::Disk;
use super::super::engine::{Engine, EngineError};
use super::super::image::{Entries, Entry, Header, Manifest, Writer, verify};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::{Cipher, file};
use super::super::sum::Sum;
use super::fill::fill;
use super::home::Home;
use super::journal::Journal;
use super::layout::Layout;
use super::mark::{Mark, fingerprint};
use super::shared::Shared;
use super::upgrade::{Upgrade, newest, outstanding, upgraded};
use super::{Options, SledEngine, Upgraded};
use crate::domain::secret::Key;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What compacting came to: bytes under the data directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// Before.
    pub before: u64,
    /// After.
    pub after: u64,
}

/// Replaces the store in `dir`, which nobody has open, by the image at `from`; one that is damaged changes nothing.
/// Where there is no store, it becomes one. An encrypted store stays encrypted, whatever the image is.
pub fn restore(dir: &Path, from: &Path, options: &Options, watch: &mut Watch) -> Result<Manifest, EngineError> {
    let disk = Disk::behind(options.gate.clone());
    let key = options.key.as_ref();
    let header = Header::read(&disk, from)?;
    let newest = newest(options.upgrades);
    if header.format > newest {
        return Err(EngineError::FromTheFuture { found: header.format, known: newest });
    }
    let written_with = header.cipher(&disk, key)?;
    let manifest = verify(&disk, &written_with, from, Task::Restoring, watch)?;
    let home = Home::new(&disk, dir, newest);
    let _lock = home.lock()?;
    let cipher = if written_with.is_plain() { present(&home, &disk, key)? } else { written_with.clone() };
    let renewal = Renewal { home, disk, cipher, options, task: Task::Restoring };
    renewal.run(watch, |next, watch| {
        let image = next.image(manifest.rev);
        if header.format == newest && renewal.cipher.is_plain() == written_with.is_plain() {
            renewal.disk.copy(from, &image)?;
        } else {
            let upgrades = outstanding(options.upgrades, header.format);
            let source = Source { path: from, format: header.format, cipher: &written_with, manifest: &manifest };
            renewal.rewrite(&source, upgrades, &image, watch)?;
        }
        Ok(image)
    })
}

/// Looks whether there is an image at `from`, and whether the key of the options opens it.
pub fn try_backup(from: &Path, options: &Options) -> Result<(), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    Header::read(&disk, from)?.cipher(&disk, options.key.as_ref()).map(drop)
}

/// How the store that a backup will replace is written; where there is none that can be read, as `key` says.
fn present(home: &Home, disk: &Disk, key: Option<&Key>) -> Result<Cipher, EngineError> {
    match home.current().and_then(|layout| layout.cipher(key)) {
        Err(error @ (EngineError::Sealed { .. } | EngineError::WrongKey { .. })) => Err(error),
        Err(_) => key.map_or_else(|| Ok(Cipher::plain()), |key| Cipher::under(disk, key)),
        cipher => cipher,
    }
}

/// Copies the store in `dir`, which nobody has open, without what sled has given up and not returned.
pub fn compact(dir: &Path, options: &Options, watch: &mut Watch) -> Result<Compacted, EngineError> {
    let (engine, _) = SledEngine::open(dir, options.clone(), watch)?;
    let disk = engine.shared.disk.clone();
    let before = disk.bytes_in(dir)?;
    let cipher = engine.shared.tree.cipher.clone();
    copy(engine, cipher, dir, options, Task::Compacting, watch)?;
    Ok(Compacted { before, after: disk.bytes_in(dir)? })
}

/// Lets only `to` open the store in `dir`, which nobody has open and the key of the options opens now; without `to`
/// nothing is needed any more. To encrypt or decrypt, the store is copied, and everything of the old one is removed,
/// also views that were moved aside; to change the key of an encrypted one, only what keeps the data key is replaced.
/// Images beside the store are sealed anew as it is.
pub fn reseal(dir: &Path, to: Option<&Key>, options: &Options, watch: &mut Watch) -> Result<(), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    let home = Home::new(&disk, dir, newest(options.upgrades));
    let is_sealed = home.current()?.is_sealed()?;
    let renewal = |cipher| Renewal { home: home.clone(), disk: disk.clone(), cipher, options, task: Task::Encrypting };
    match to {
        Some(to) if is_sealed => {
            let _lock = home.lock()?;
            let current = home.current()?;
            current.rewrap(options.key.as_ref(), to)?;
            return renewal(current.cipher(Some(to))?).seal_images(watch);
        }
        None if !is_sealed => return Ok(()),
        _ => {}
    }
    let cipher = to.map_or_else(|| Ok(Cipher::plain()), |to| Cipher::under(&disk, to))?;
    let (engine, _) = SledEngine::open(dir, options.clone(), watch)?;
    renewal(cipher.clone()).seal_images(watch)?;
    copy(engine, cipher, dir, options, Task::Encrypting, watch)?;
    // What could not be removed would still be readable: that must be known.
    home.sweep()
}

/// Goes on where a killed [`reseal`] left off: seals the images beside the store as it is itself. They hold the data key
/// it holds, so that no other is needed. What this does not open belongs to another store or is damaged, which is for the
/// doctor to say; what cannot be written now is at the next opening.
pub fn finish_sealing(home: &Home, cipher: &Cipher, options: &Options, watch: &mut Watch) -> Result<(), EngineError> {
    let (home, disk, cipher) = (home.clone(), Disk::behind(options.gate.clone()), cipher.clone());
    let renewal = Renewal { home, disk, cipher, options, task: Task::Encrypting };
    for path in renewal.home.images()? {
        let own = |header: &Header| Ok(if header.kept.is_some() { renewal.cipher.clone() } else { Cipher::plain() });
        if let Err(EngineError::Stopped) = renewal.seal_image(&path, own, watch) {
            return Err(EngineError::Stopped);
        }
    }
    Ok(())
}

/// Brings the store of an older format that an engine has open to the newest. An image of it as it is stays beside it:
/// what an older program can go back to, and what is brought up, so that nobody can say it cannot be read.
pub fn upgrade(engine: SledEngine, home: &Home, options: &Options, watch: &mut Watch) -> Result<Upgraded, EngineError> {
    let Shared { layout, disk, tree, .. } = &*engine.shared;
    let (from, disk, cipher) = (layout.format(), disk.clone(), tree.cipher.clone());
    let path = layout.home().join(format!("format-{from}.image"));
    let manifest = engine.imager.take(&path, &cipher, Task::Upgrading, watch)?;
    engine.close()?;
    drop(engine);
    let renewal = Renewal { home: home.clone(), disk, cipher, options, task: Task::Upgrading };
    renewal.run(watch, |next, watch| {
        let image = next.image(manifest.rev);
        let source = Source { path: &path, format: from, cipher: &renewal.cipher, manifest: &manifest };
        renewal.rewrite(&source, outstanding(options.upgrades, from), &image, watch)?;
        renewal.carry_files(&renewal.cipher, next)?;
        Ok(image)
    })?;
    Ok(Upgraded { from, image: path })
}

fn copy(
    engine: SledEngine,
    cipher: Cipher,
    dir: &Path,
    options: &Options,
    task: Task,
    watch: &mut Watch,
) -> Result<Manifest, EngineError> {
    let _lock = Arc::clone(&engine.shared.holder.lock);
    let (disk, before) = (engine.shared.disk.clone(), engine.shared.tree.cipher.clone());
    let home = Home::new(&disk, dir, newest(options.upgrades));
    let renewal = Renewal { home, disk, cipher, options, task };
    renewal.run(watch, |next, watch| {
        let taken = next.images().join("taken");
        let manifest = engine.imager.take(&taken, &renewal.cipher, task, watch)?;
        let image = next.image(manifest.rev);
        renewal.disk.place(&taken, &image)?;
        engine.close()?;
        drop(engine);
        renewal.carry_files(&before, next)?;
        Ok(image)
    })
}

/// An image, what it is read with, and what it holds.
struct Source<'a> {
    path: &'a Path,
    format: u32,
    cipher: &'a Cipher,
    manifest: &'a Manifest,
}

struct Renewal<'a> {
    home: Home,
    disk: Disk,
    /// How the next generation is written.
    cipher: Cipher,
    options: &'a Options,
    task: Task,
}

impl Renewal<'_> {
    /// Writes an image once more, sealed as the next generation, each entry brought up.
    fn rewrite(&self, from: &Source, upgrades: &[Upgrade], to: &Path, watch: &mut Watch) -> Result<(), EngineError> {
        let Source { path, format, cipher, manifest } = from;
        let mut entries = Entries::of_image(&self.disk, cipher, path)?;
        let format = format + upgrades.len() as u32;
        let mut image = Writer::create(&self.disk, &self.cipher, to, format, manifest.rev)?;
        let mut sum = Sum::default();
        while let Some(entry) = entries.next()? {
            for Entry { key, stored } in upgraded(upgrades, entry)? {
                sum.add(&key, stored.rev, &stored.value);
                image.add(key, stored.rev, Some(stored.value))?;
            }
            tell(watch, self.task, entries.done(), 2 * entries.total())?;
        }
        image.sign(manifest.rev, manifest.at_unix_ms, sum, self.task, watch).map(drop)
    }

    /// Seals the images beside the store as the next generation. One that the store's key does not open is not ours.
    fn seal_images(&self, watch: &mut Watch) -> Result<(), EngineError> {
        for path in self.home.images()? {
            let as_it_says = |header: &Header| header.cipher(&self.disk, self.options.key.as_ref());
            match self.seal_image(&path, as_it_says, watch) {
                Err(EngineError::NotAnImage { .. } | EngineError::Sealed { .. } | EngineError::WrongKey { .. }) => {}
                sealed => sealed?,
            }
        }
        Ok(())
    }

    fn seal_image(
        &self,
        path: &Path,
        written_with: impl Fn(&Header) -> Result<Cipher, EngineError>,
        watch: &mut Watch,
    ) -> Result<(), EngineError> {
        let header = Header::read(&self.disk, path)?;
        if header.kept == self.cipher.kept()? {
            return Ok(());
        }
        let cipher = written_with(&header)?;
        let manifest = verify(&self.disk, &cipher, path, self.task, watch)?;
        let source = Source { path, format: header.format, cipher: &cipher, manifest: &manifest };
        self.rewrite(&source, &[], path, watch)
    }

    /// Takes the caches and drafts of the present store along; one that cannot be read was to be lost anyway.
    fn carry_files(&self, written_with: &Cipher, next: &Layout) -> Result<(), EngineError> {
        self.disk.create_dir(&next.beside())?;
        for path in self.disk.list(&self.home.current()?.beside())? {
            if let (Ok(Some(bytes)), Some(name)) = (file::read(&self.disk, &path, written_with), path.file_name()) {
                file::write(&self.disk, &next.beside().join(name), &self.cipher, bytes)?;
            }
        }
        Ok(())
    }

    /// Makes the next generation around the image that `provide` puts into it, and takes it into use.
    fn run(
        &self,
        watch: &mut Watch,
        provide: impl FnOnce(&Layout, &mut Watch) -> Result<PathBuf, EngineError>,
    ) -> Result<Manifest, EngineError> {
        let next = self.home.next()?;
        let made = self.make(&next, watch, provide);
        // An error after the switch leaves both: either may be the one a power cut would show.
        if made.is_err() && !self.home.may_use(&next) {
            // What cannot be removed now is removed at the next opening.
            let _ = self.disk.remove(next.dir());
        }
        let manifest = made?;
        let _ = self.home.sweep();
        Ok(manifest)
    }

    fn make(
        &self,
        next: &Layout,
        watch: &mut Watch,
        provide: impl FnOnce(&Layout, &mut Watch) -> Result<PathBuf, EngineError>,
    ) -> Result<Manifest, EngineError> {
        let Self { home, disk, cipher, options, task } = self;
        disk.remove(next.dir())?;
        next.create(cipher)?;
        let image = provide(next, watch)?;
        let store = next.store();
        let manifest = fill(disk, cipher, &store, options.cache_bytes, &image, *task, watch)?;
        Journal::create(disk, cipher, &next.journal(), options.segment_bytes, manifest.rev)?;
        next.set_mark(&Mark::Clean { rev: manifest.rev, files: fingerprint(disk, &store)? })?;
        disk.sync_tree(next.dir())?;
        home.switch(next)?;
        Ok(manifest)
    }
}
