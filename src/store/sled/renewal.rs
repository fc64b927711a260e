//! A store replaced whole, by a backup or by itself: the next generation is filled from an image, verified and made
//! durable, and only then becomes the one in use. Until that moment nothing of the present one is touched.

use super::super::disk::{Disk, bytes_in};
use super::super::engine::{Engine, EngineError};
use super::super::image::{Header, Manifest, verify};
use super::super::progress::{Task, Watch};
use super::super::seal::Cipher;
use super::fill::fill;
use super::home::Home;
use super::journal::Journal;
use super::layout::Layout;
use super::mark::{Mark, fingerprint};
use super::{Options, SledEngine};
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
/// Where there is no store, it becomes one.
pub fn restore(dir: &Path, from: &Path, options: &Options, watch: &mut Watch) -> Result<Manifest, EngineError> {
    let disk = Disk::behind(options.gate.clone());
    let cipher = Header::read(&disk, from)?.cipher(options.key.as_ref())?;
    let manifest = verify(&disk, &cipher, from, Task::Restoring, watch)?;
    let home = Home::new(dir);
    let _lock = home.lock(&disk)?;
    let renewal = Renewal { home, disk, cipher, options, task: Task::Restoring };
    renewal.run(watch, |next, _| {
        let image = next.image(manifest.rev);
        renewal.disk.copy(from, &image)?;
        Ok(image)
    })
}

/// Copies the store in `dir`, which nobody has open, without what sled has given up and not returned.
pub fn compact(dir: &Path, options: &Options, watch: &mut Watch) -> Result<Compacted, EngineError> {
    let (engine, _) = SledEngine::open(dir, options.clone(), watch)?;
    let before = bytes_in(dir)?;
    let _lock = Arc::clone(&engine.shared.holder.lock);
    let (disk, cipher) = (engine.shared.disk.clone(), engine.shared.tree.cipher.clone());
    let renewal = Renewal { home: Home::new(dir), disk, cipher, options, task: Task::Compacting };
    renewal.run(watch, |next, watch| {
        let taken = next.images().join("taken");
        let manifest = engine.imager.take(&taken, &renewal.cipher, Task::Compacting, watch)?;
        let image = next.image(manifest.rev);
        renewal.disk.place(&taken, &image)?;
        engine.close()?;
        drop(engine);
        Ok(image)
    })?;
    Ok(Compacted { before, after: bytes_in(dir)? })
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
