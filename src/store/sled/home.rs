//! A data directory: whose it is, what it is, and which generation of the store is the one in use.
//!
//! ```text
//! DIR/lock      locked by the process that holds the store, with its id inside
//! DIR/current   `callsheet store FORMAT generation N` and a checksum: what is in use; written last at creation, so its
//!               presence says the store is whole
//! DIR/N/        generation N, see [`super::layout`]
//! DIR/format-FORMAT.image   the store as it was before it was brought up to a newer format
//! ```
//!
//! To restore, compact, reseal or upgrade a store is to fill generation N + 1 and then to write its number into
//! `current`: one file takes the place of another, so a kill at any moment leaves the one or the other whole.

use super::super::disk::{Disk, DiskFile};
use super::super::engine::{EngineError, Rev};
use super::super::seal::Cipher;
use super::journal::Journal;
use super::layout::Layout;
use super::mark::{signed, unsigned};
use super::segment::Trail;
use crate::domain::reason::{Reason, reason};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How `current` begins.
const WORDS: &str = "callsheet store ";

/// How long a lock of this very process may outlive its holder: a child shares it until it runs its own program.
const LETTING_GO: Duration = Duration::from_secs(10);

/// A data directory.
#[derive(Clone)]
pub struct Home {
    disk: Disk,
    dir: PathBuf,
    /// The newest format known here, in which new generations are written.
    format: u32,
}

impl Home {
    /// The data directory `dir`, for a program that knows formats up to this one.
    pub fn new(disk: &Disk, dir: &Path, format: u32) -> Self {
        Self { disk: disk.clone(), dir: dir.to_owned(), format }
    }

    /// Locks the directory, made if need be, for this process until the file is dropped, and signs with its id.
    pub fn lock(&self) -> Result<DiskFile, EngineError> {
        self.disk.create_dir(&self.dir)?;
        let path = self.dir.join("lock");
        let mut file = self.disk.overwrite(&path)?;
        let begun = Instant::now();
        while !file.try_lock()? {
            let pid = self.disk.read_text(&path)?.and_then(|text| text.trim().parse().ok());
            if pid != Some(std::process::id()) || begun.elapsed() > LETTING_GO {
                return Err(EngineError::InUse { pid, path: self.dir.clone() });
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        file.cut(0)?;
        file.write(format!("{}\n", std::process::id()).as_bytes())?;
        Ok(file)
    }

    /// Whether a whole store was created here; refuses what is not ours.
    pub fn is_whole(&self) -> Result<bool, EngineError> {
        match self.disk.read_text(&self.signature())? {
            Some(text) if text.starts_with(WORDS) => Ok(true),
            Some(_) => Err(self.not_a_store(reason("current-foreign"))),
            None => Ok(false),
        }
    }

    /// The generation in use; refuses one of a newer format.
    pub fn current(&self) -> Result<Layout, EngineError> {
        let (format, number) = self.in_use()?;
        let layout = self.generation(number, format);
        if !self.disk.is_dir(layout.dir())? {
            return Err(self.not_a_store(reason("generation-missing").with("number", number)));
        }
        if !self.disk.is_dir(&layout.journal())? {
            return Err(self.not_a_store(reason("journal-missing")));
        }
        Ok(layout)
    }

    /// Whether this generation is the one in use, or may be, for all that can be read.
    pub fn may_use(&self, layout: &Layout) -> bool {
        match self.current() {
            Ok(current) => current.dir() == layout.dir(),
            Err(error) => matches!(error, EngineError::Io { .. }),
        }
    }

    /// The generation that will come after the one in use: not there yet. Also where what is there cannot be used,
    /// unless a newer program can use it.
    pub fn next(&self) -> Result<Layout, EngineError> {
        if !self.is_whole()? {
            self.refuse_remains()?;
        }
        let used = match self.in_use() {
            Err(error @ (EngineError::FromTheFuture { .. } | EngineError::Io { .. })) => return Err(error),
            used => used.ok().map(|(_, number)| number),
        };
        let paths = self.disk.list(&self.dir)?;
        let last = paths.iter().filter_map(|path| number_of(path)).max().max(used);
        Ok(self.generation(last.unwrap_or(0) + 1, self.format))
    }

    /// Makes the first generation of an empty store; it is in use once its view is durable too.
    pub fn found(&self, cipher: &Cipher, segment_bytes: u64) -> Result<Layout, EngineError> {
        self.refuse_remains()?;
        let layout = self.generation(1, self.format);
        layout.create(cipher)?;
        Journal::create(&self.disk, cipher, &layout.journal(), segment_bytes, Rev(0))?;
        Ok(layout)
    }

    /// Makes a generation the one in use; it is whole and durable.
    pub fn switch(&self, to: &Layout) -> Result<(), EngineError> {
        self.disk.sync(&self.dir)?;
        let number = to.dir().file_name().unwrap_or_default().to_string_lossy();
        let line = signed(&format!("{WORDS}{} generation {number}", to.format()));
        self.disk.replace(&self.signature(), line.as_bytes())
    }

    /// Removes the generations that are not in use, and what else killed operations have left half done.
    pub fn sweep(&self) -> Result<(), EngineError> {
        let current = self.current()?;
        halves(&self.disk, &current)?.iter().try_for_each(|path| self.disk.remove(path))?;
        current.sweep()
    }

    /// Images that lie beside the store.
    pub fn images(&self) -> Result<Vec<PathBuf>, EngineError> {
        let mut images = self.disk.list(&self.dir)?;
        images.retain(|path| path.extension().is_some_and(|extension| extension == "image"));
        Ok(images)
    }

    fn generation(&self, number: u64, format: u32) -> Layout {
        Layout::new(self.disk.clone(), self.dir.join(number.to_string()), format)
    }

    /// Refuses to found a store where one lost its signature; what a killed founding left is no store.
    fn refuse_remains(&self) -> Result<(), EngineError> {
        for number in self.disk.list(&self.dir)?.iter().filter_map(|path| number_of(path)) {
            let layout = self.generation(number, self.format);
            if self.has_frames(&layout)? || !layout.kept_images()?.is_empty() {
                return Err(self.not_a_store(reason("current-missing")));
            }
            self.disk.remove(layout.dir())?;
        }
        Ok(())
    }

    /// Whether anything was ever written to a generation's journal.
    fn has_frames(&self, layout: &Layout) -> Result<bool, EngineError> {
        let dir = layout.journal();
        if self.disk.list(&dir)?.is_empty() {
            return Ok(false);
        }
        let trail = Trail::from(&self.disk, &Cipher::plain(), &dir, Rev(1))?;
        Ok(trail.is_none_or(|mut trail| !matches!(trail.next(), Ok(None))))
    }

    /// The format and the number of the generation in use.
    fn in_use(&self) -> Result<(u32, u64), EngineError> {
        let Some(text) = self.disk.read_text(&self.signature())? else {
            return Err(self.not_a_store(reason("current-missing")));
        };
        match parse(&text) {
            Some((found, _)) if found > self.format => Err(EngineError::FromTheFuture { found, known: self.format }),
            Some(used) => Ok(used),
            None => Err(self.not_a_store(reason("current-unreadable"))),
        }
    }

    fn signature(&self) -> PathBuf {
        self.dir.join("current")
    }

    fn not_a_store(&self, why: Reason) -> EngineError {
        EngineError::NotAStore { path: self.dir.clone(), why }
    }
}

/// What killed operations have left half done beside the generation in use.
pub fn halves(disk: &Disk, current: &Layout) -> Result<Vec<PathBuf>, EngineError> {
    let is_half = |path: &PathBuf| {
        let is_new = path.extension().is_some_and(|extension| extension == "new");
        path != current.dir() && (number_of(path).is_some() || is_new)
    };
    Ok(disk.list(current.home())?.into_iter().filter(is_half).collect())
}

/// What `current` says.
fn parse(text: &str) -> Option<(u32, u64)> {
    let (format, number) = unsigned(text)?.strip_prefix(WORDS)?.split_once(" generation ")?;
    Some((format.parse().ok().filter(|format| *format > 0)?, number.parse().ok()?))
}

fn number_of(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.parse().ok()
}
