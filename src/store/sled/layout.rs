//! What lies where in one generation of a store. All of it is made, verified and durable before [`super::home`] says
//! that it is the one in use:
//!
//! ```text
//! DIR/N/key       only if encrypted: the data key, wrapped in a passphrase or a key file
//! DIR/N/opened    how the view was left: open, closed cleanly, or in doubt
//! DIR/N/images/   REV.image: the last verified image, the truth up to there
//! DIR/N/journal/  the truth since
//! DIR/N/store/    sled's directory: the view of both
//! DIR/N/beside/   caches and drafts, which can be lost without harm
//! DIR/N/store.damaged-…  views that could not be read, moved aside
//! ```

use super::super::disk::Disk;
use super::super::engine::{EngineError, Rev};
use super::super::seal::Cipher;
use super::super::seal::key::WrappedKey;
use super::mark::Mark;
use crate::domain::secret::Key;
use std::path::{Path, PathBuf};

const IMAGE: &str = "image";
const DAMAGED: &str = "store.damaged-";

/// One generation of a store.
#[derive(Clone)]
pub struct Layout {
    disk: Disk,
    dir: PathBuf,
    format: u32,
}

/// An image of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The revision it is of.
    pub rev: Rev,
    /// Its file.
    pub path: PathBuf,
}

impl Layout {
    /// The generation that lies in `dir`, of this format.
    pub const fn new(disk: Disk, dir: PathBuf, format: u32) -> Self {
        Self { disk, dir, format }
    }

    /// What its entries mean: see [`super::upgrade`].
    pub const fn format(&self) -> u32 {
        self.format
    }

    /// Where it lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The data directory it is a generation of.
    pub fn home(&self) -> &Path {
        self.dir.parent().unwrap_or(&self.dir)
    }

    /// Where the journal's segments are.
    pub fn journal(&self) -> PathBuf {
        self.dir.join("journal")
    }

    /// Where sled's files are.
    pub fn store(&self) -> PathBuf {
        self.dir.join("store")
    }

    /// Where a view is made that will take the place of the one in use.
    pub fn fresh_store(&self) -> PathBuf {
        self.dir.join("store.new")
    }

    /// Where files are that can be lost without harm.
    pub fn beside(&self) -> PathBuf {
        self.dir.join("beside")
    }

    /// How this generation is written: sealed if a wrapped key lies here.
    pub fn cipher(&self, key: Option<&Key>) -> Result<Cipher, EngineError> {
        let kept = self.disk.read_bytes(&self.key())?;
        kept.map_or_else(|| Ok(Cipher::plain()), |kept| Cipher::kept_in(&self.disk, &kept, key))
    }

    /// Whether a key is needed.
    pub fn is_sealed(&self) -> Result<bool, EngineError> {
        self.disk.is_there(&self.key())
    }

    /// Lets `to` bring the data key out in place of `from`.
    pub fn rewrap(&self, from: Option<&Key>, to: &Key) -> Result<(), EngineError> {
        let kept = WrappedKey::from_bytes(&self.disk.read_bytes(&self.key())?.unwrap_or_default())?;
        self.disk.replace(&self.key(), &kept.rewrap(&self.disk, from, to)?.to_bytes()?)
    }

    /// Where images are.
    pub fn images(&self) -> PathBuf {
        self.dir.join("images")
    }

    /// Where the image of `rev` is.
    pub fn image(&self, rev: Rev) -> PathBuf {
        self.images().join(format!("{:020}.{IMAGE}", rev.0))
    }

    /// Every image by its name, oldest first.
    pub fn kept_images(&self) -> Result<Vec<Kept>, EngineError> {
        let mut kept: Vec<_> = self.disk.list(&self.images())?.into_iter().filter_map(Kept::of).collect();
        kept.sort_by_key(|image| image.rev);
        Ok(kept)
    }

    /// Makes its directories, and keeps the key of what will be written in them.
    pub fn create(&self, cipher: &Cipher) -> Result<(), EngineError> {
        [self.store(), self.journal(), self.images()].iter().try_for_each(|dir| self.disk.create_dir(dir))?;
        cipher.kept()?.map_or(Ok(()), |kept| self.disk.replace(&self.key(), &kept))
    }

    /// Whether sled has been here.
    pub fn has_sled(&self) -> Result<bool, EngineError> {
        self.disk.is_there(&self.store().join("db"))
    }

    /// How the view was left; `None` if that is not known.
    pub fn mark(&self) -> Result<Option<Mark>, EngineError> {
        Ok(self.disk.read_text(&self.opened())?.and_then(|text| Mark::read(&text)))
    }

    /// Says how the view is left.
    pub fn set_mark(&self, mark: &Mark) -> Result<(), EngineError> {
        self.disk.replace(&self.opened(), mark.write().as_bytes())
    }

    /// Moves the view aside, if there is one, and tells where to.
    pub fn put_aside(&self) -> Result<Option<PathBuf>, EngineError> {
        let store = self.store();
        if !self.disk.is_there(&store)? {
            return Ok(None);
        }
        let number = self.aside()?.iter().filter_map(|path| number_aside(path)).max().unwrap_or(0) + 1;
        let aside = self.dir.join(format!("{DAMAGED}{number}"));
        self.disk.place(&store, &aside)?;
        Ok(Some(aside))
    }

    /// Views that were moved aside.
    pub fn aside(&self) -> Result<Vec<PathBuf>, EngineError> {
        Ok(self.disk.list(&self.dir)?.into_iter().filter(|path| number_aside(path).is_some()).collect())
    }

    /// Removes what killed operations have left half done.
    pub fn sweep(&self) -> Result<(), EngineError> {
        let halves = self.disk.list(&self.images())?.into_iter().filter(|path| Kept::of(path.clone()).is_none());
        halves.chain([self.fresh_store()]).try_for_each(|path| self.disk.remove(&path))
    }

    fn key(&self) -> PathBuf {
        self.dir.join("key")
    }

    fn opened(&self) -> PathBuf {
        self.dir.join("opened")
    }
}

impl Kept {
    fn of(path: PathBuf) -> Option<Self> {
        if path.extension()? != IMAGE {
            return None;
        }
        let rev = path.file_stem()?.to_str()?.parse().ok()?;
        Some(Self { rev: Rev(rev), path })
    }
}

fn number_aside(path: &Path) -> Option<u64> {
    path.file_name()?.to_str()?.strip_prefix(DAMAGED)?.parse().ok()
}
