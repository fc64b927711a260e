//! A store replaced whole, by a backup or by itself: the next generation is filled from an image, verified and made
//! durable, and only then becomes the one in use. Until that moment nothing of the present one is touched.

use super::super::disk::{self, Disk, bytes_in};
use super::super::engine::{Engine, EngineError};
use super::super::image::{Entries, Entry, Header, Manifest, Writer, verify};
use super::super::progress::{Task, Watch};
use super::super::seal::{Cipher, file};
use super::fill::fill;
use super::home::Home;
use super::journal::Journal;
use super::layout::Layout;
use super::mark::{Mark, fingerprint};
use super::{Options, SledEngine};
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
    let written_with = Header::read(&disk, from)?.cipher(key)?;
    let manifest = verify(&disk, &written_with, from, Task::Restoring, watch)?;
    let home = Home::new(dir);
    let _lock = home.lock(&disk)?;
    let cipher = if written_with.is_plain() { present(&home, key)? } else { written_with.clone() };
    let renewal = Renewal { home, disk, cipher, options, task: Task::Restoring };
    renewal.run(watch, |next, watch| {
        let image = next.image(manifest.rev);
        if renewal.cipher.is_plain() == written_with.is_plain() {
            renewal.disk.copy(from, &image)?;
        } else {
            renewal.seal(from, &manifest, &image, watch)?;
        }
        Ok(image)
    })
}

/// Looks whether there is an image at `from`, and whether the key of the options opens it.
pub fn try_backup(from: &Path, options: &Options) -> Result<(), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    Header::read(&disk, from)?.cipher(options.key.as_ref()).map(drop)
}

/// How the store that a backup will replace is written; where there is none that can be read, as `key` says.
fn present(home: &Home, key: Option<&Key>) -> Result<Cipher, EngineError> {
    match home.current().and_then(|layout| layout.cipher(key)) {
        Err(error @ (EngineError::Sealed { .. } | EngineError::WrongKey { .. })) => Err(error),
        Err(_) => key.map_or_else(|| Ok(Cipher::plain()), Cipher::under),
        cipher => cipher,
    }
}

/// Copies the store in `dir`, which nobody has open, without what sled has given up and not returned.
pub fn compact(dir: &Path, options: &Options, watch: &mut Watch) -> Result<Compacted, EngineError> {
    let (engine, _) = SledEngine::open(dir, options.clone(), watch)?;
    let before = bytes_in(dir)?;
    let cipher = engine.shared.tree.cipher.clone();
    copy(engine, cipher, dir, options, Task::Compacting, watch)?;
    Ok(Compacted { before, after: bytes_in(dir)? })
}

/// Lets only `to` open the store in `dir`, which nobody has open and the key of the options opens now; without `to`
/// nothing is needed any more. To encrypt or decrypt, the store is copied, and everything of the old one is removed,
/// also views that were moved aside; to change the key of an encrypted one, only what keeps the data key is replaced.
pub fn reseal(dir: &Path, to: Option<&Key>, options: &Options, watch: &mut Watch) -> Result<(), EngineError> {
    let disk = Disk::behind(options.gate.clone());
    let home = Home::new(dir);
    let is_sealed = home.current()?.is_sealed();
    match to {
        Some(to) if is_sealed => {
            let _lock = home.lock(&disk)?;
            return home.current()?.rewrap(&disk, options.key.as_ref(), to);
        }
        None if !is_sealed => return Ok(()),
        _ => {}
    }
    let cipher = to.map_or_else(|| Ok(Cipher::plain()), Cipher::under)?;
    let (engine, _) = SledEngine::open(dir, options.clone(), watch)?;
    copy(engine, cipher, dir, options, Task::Encrypting, watch)?;
    // What could not be removed would still be readable: that must be known.
    home.sweep(&disk)
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
    let renewal = Renewal { home: Home::new(dir), disk, cipher, options, task };
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

struct Renewal<'a> {
    home: Home,
    disk: Disk,
    /// How the next generation is written.
    cipher: Cipher,
    options: &'a Options,
    task: Task,
}

impl Renewal<'_> {
    /// Writes the image at `from`, which is plain, once more as the next generation is written.
    fn seal(&self, from: &Path, manifest: &Manifest, to: &Path, watch: &mut Watch) -> Result<(), EngineError> {
        let mut entries = Entries::of_image(&self.disk, &Cipher::plain(), from)?;
        let mut image = Writer::create(&self.disk, &self.cipher, to, manifest.rev)?;
        while let Some(Entry { key, stored }) = entries.next()? {
            image.add(key, stored.rev, Some(stored.value))?;
        }
        image.sign(manifest.rev, manifest.at_unix_ms, manifest.sum, self.task, watch).map(drop)
    }

    /// Takes the caches and drafts of the present store along; one that cannot be read was to be lost anyway.
    fn carry_files(&self, written_with: &Cipher, next: &Layout) -> Result<(), EngineError> {
        self.disk.create_dir(&next.beside())?;
        for path in disk::list(&self.home.current()?.beside())? {
            if let (Ok(Some(bytes)), Some(name)) = (file::read(&path, written_with), path.file_name()) {
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
        let next = self.home.next(&self.disk)?;
        let made = self.make(&next, watch, provide);
        // An error after the switch leaves both: either may be the one a power cut would show.
        if made.is_err() && !self.home.uses(&next) {
            // What cannot be removed now is removed at the next opening.
            let _ = self.disk.remove(next.dir());
        }
        let manifest = made?;
        let _ = self.home.sweep(&self.disk);
        Ok(manifest)
    }

    fn make(
        &self,
        next: &Layout,
        watch: &mut Watch,
        provide: impl FnOnce(&Layout, &mut Watch) -> Result<PathBuf, EngineError>,
    ) -> Result<Manifest, EngineError> {
        let Self { home, disk, cipher, options, task } = self;
        let is_whole = home.is_whole()?;
        disk.remove(next.dir())?;
        next.create(disk, cipher)?;
        let image = provide(next, watch)?;
        let store = next.store();
        let manifest = fill(disk, cipher, &store, options.cache_bytes, &image, *task, watch)?;
        Journal::create(disk, cipher, &next.journal(), options.segment_bytes, manifest.rev)?;
        next.set_mark(disk, &Mark::Clean { rev: manifest.rev, files: fingerprint(&store)? })?;
        disk.sync_tree(next.dir())?;
        home.switch(disk, next)?;
        if !is_whole {
            home.sign(disk)?;
        }
        Ok(manifest)
    }
}
