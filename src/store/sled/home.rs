//! A data directory: whose it is, what it is, and which generation of the store is the one in use.
//!
//! ```text
//! DIR/format    `callsheet store 1`; written last at creation, so its presence says the store is whole
//! DIR/lock      locked by the process that holds the store, with its id inside
//! DIR/current   the number of the generation in use
//! DIR/N/        generation N, see [`super::layout`]
//! ```
//!
//! To restore, compact or reseal a store is to fill generation N + 1 and then to write its number into `current`:
//! one file takes the place of another, so a kill at any moment leaves the one or the other whole.

use super::super::disk::{self, Disk, DiskFile, read_text};
use super::super::engine::{EngineError, Rev};
use super::super::seal::Cipher;
use super::journal::Journal;
use super::layout::Layout;
use super::mark::{signed, unsigned};
use super::segment::Trail;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The newest format known here.
const FORMAT: u32 = 1;
const FORMAT_WORDS: &str = "callsheet store ";

/// How long a lock of this very process may outlive its holder: a child shares it until it runs its own program.
const LETTING_GO: Duration = Duration::from_millis(500);

/// A data directory.
#[derive(Debug, Clone)]
pub struct Home {
    dir: PathBuf,
}

impl Home {
    /// The data directory `dir`.
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// Locks the directory, made if need be, for this process until the file is dropped, and signs with its id.
    pub fn lock(&self, disk: &Disk) -> Result<DiskFile, EngineError> {
        disk.create_dir(&self.dir)?;
        let path = self.dir.join("lock");
        let mut file = disk.overwrite(&path)?;
        let begun = Instant::now();
        while !file.try_lock()? {
            let pid = read_text(&path)?.and_then(|text| text.trim().parse().ok());
            if pid != Some(std::process::id()) || begun.elapsed() > LETTING_GO {
                return Err(EngineError::InUse { pid, path: self.dir.clone() });
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        file.cut(0)?;
        file.write(format!("{}\n", std::process::id()).as_bytes())?;
        Ok(file)
    }

    /// Whether a whole store was created here; refuses one that is newer or not ours.
    pub fn is_whole(&self) -> Result<bool, EngineError> {
        let Some(text) = read_text(&self.format())? else {
            return Ok(false);
        };
        match text.trim().strip_prefix(FORMAT_WORDS).and_then(|number| number.parse().ok()) {
            Some(FORMAT) => Ok(true),
            Some(found) if found > FORMAT => Err(EngineError::FromTheFuture { found, known: FORMAT }),
            _ => Err(self.not_a_store("its format file is unreadable")),
        }
    }

    /// The generation in use.
    pub fn current(&self) -> Result<Layout, EngineError> {
        let number = self.number()?;
        let layout = self.generation(number);
        if !layout.dir().is_dir() {
            return Err(self.not_a_store(&format!("generation {number}, the one in use, is missing")));
        }
        if !layout.journal().is_dir() {
            return Err(self.not_a_store("its journal is missing"));
        }
        Ok(layout)
    }

    /// Whether this generation is the one in use.
    pub fn uses(&self, layout: &Layout) -> bool {
        self.number().is_ok_and(|number| self.generation(number) == *layout)
    }

    /// The generation that will come after the one in use: not there yet. Also where what is there cannot be used.
    pub fn next(&self, disk: &Disk) -> Result<Layout, EngineError> {
        if !self.is_whole()? {
            self.refuse_remains(disk)?;
        }
        let paths = disk::list(&self.dir)?;
        let last = paths.iter().filter_map(|path| number_of(&path.file_name()?.to_string_lossy())).max();
        let number = last.max(self.number().ok()).unwrap_or(0) + 1;
        Ok(self.generation(number))
    }

    /// Makes the first generation of an empty store; it is signed once its view is durable too.
    pub fn found(&self, disk: &Disk, cipher: &Cipher, segment_bytes: u64) -> Result<Layout, EngineError> {
        self.refuse_remains(disk)?;
        let layout = self.generation(1);
        layout.create(disk, cipher)?;
        Journal::create(disk, cipher, &layout.journal(), segment_bytes, Rev(0))?;
        self.switch(disk, &layout)?;
        Ok(layout)
    }

    /// Makes a generation the one in use; it is whole and durable.
    pub fn switch(&self, disk: &Disk, to: &Layout) -> Result<(), EngineError> {
        disk.sync(&self.dir)?;
        let number = to.dir().file_name().unwrap_or_default().to_string_lossy();
        disk.replace(&self.dir.join("current"), signed(&number).as_bytes())
    }

    /// Signs the store as whole, after everything else is durable.
    pub fn sign(&self, disk: &Disk) -> Result<(), EngineError> {
        disk.replace(&self.format(), format!("{FORMAT_WORDS}{FORMAT}\n").as_bytes())
    }

    /// Removes the generations that are not in use, and what else killed operations have left half done.
    pub fn sweep(&self, disk: &Disk) -> Result<(), EngineError> {
        let current = self.current()?;
        self.halves(&current)?.iter().try_for_each(|path| disk.remove(path))?;
        current.sweep(disk)
    }

    /// What killed operations have left half done beside the generation in use.
    pub fn halves(&self, current: &Layout) -> Result<Vec<PathBuf>, EngineError> {
        let is_half = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path != current.dir() && (number_of(&name).is_some() || name.ends_with(".new"))
        };
        Ok(disk::list(&self.dir)?.into_iter().filter(is_half).collect())
    }

    fn generation(&self, number: u64) -> Layout {
        Layout::new(self.dir.join(number.to_string()))
    }

    fn number(&self) -> Result<u64, EngineError> {
        let text = read_text(&self.dir.join("current"))?;
        let text = text.ok_or_else(|| self.not_a_store("`current`, which names the generation in use, is missing"))?;
        let number = unsigned(&text).and_then(number_of);
        number.ok_or_else(|| self.not_a_store("`current`, which names the generation in use, is unreadable"))
    }

    /// Refuses to found a store where one lost its format; what a killed founding left is no store.
    fn refuse_remains(&self, disk: &Disk) -> Result<(), EngineError> {
        for path in disk::list(&self.dir)? {
            if number_of(&path.file_name().unwrap_or_default().to_string_lossy()).is_none() {
                continue;
            }
            let layout = Layout::new(path);
            if has_frames(disk, &layout)? || !layout.kept_images()?.is_empty() {
                return Err(self.not_a_store("its format file is missing"));
            }
            disk.remove(layout.dir())?;
        }
        Ok(())
    }

    fn format(&self) -> PathBuf {
        self.dir.join("format")
    }

    fn not_a_store(&self, why: &str) -> EngineError {
        EngineError::NotAStore { path: self.dir.clone(), why: why.to_owned() }
    }
}

/// Whether anything was ever written to a generation's journal.
fn has_frames(disk: &Disk, layout: &Layout) -> Result<bool, EngineError> {
    if disk::list(&layout.journal())?.is_empty() {
        return Ok(false);
    }
    let trail = Trail::from(disk, &Cipher::plain(), &layout.journal(), Rev(1))?;
    Ok(trail.is_none_or(|mut trail| !matches!(trail.next(), Ok(None))))
}

fn number_of(name: &str) -> Option<u64> {
    name.parse().ok()
}
