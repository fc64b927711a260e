//! The one way to the files that are ours: opened, read, written, synced and counted here, so that a test can let any
//! of these calls fail. Files are 0600 and directories 0700, whatever the umask.

mod desk;
mod file;
mod gate;

pub use file::DiskFile;
pub use gate::{Call, Gate};

use super::engine::EngineError;
use desk::Desk;
use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE_MODE: u32 = 0o600;
const DIR_MODE: u32 = 0o700;
/// What is copied at once, bytes.
const PIECE: usize = 1 << 20;

/// How often the disk was asked for what, since the engine was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IoCounts {
    /// Writes to our files.
    pub writes: u64,
    /// `fdatasync` calls: what an acknowledged group of commits waits for, once.
    pub data_syncs: u64,
    /// `fsync` calls, of files and directories: at creation and for a new journal segment.
    pub full_syncs: u64,
}

/// The disk as this engine uses it.
#[derive(Clone, Default)]
pub struct Disk {
    desk: Arc<Desk>,
}

impl Disk {
    /// The disk behind a gate.
    pub fn behind(gate: Option<Arc<dyn Gate>>) -> Self {
        Self { desk: Arc::new(Desk::behind(gate)) }
    }

    /// What was asked of it so far.
    pub fn counts(&self) -> IoCounts {
        self.desk.counts()
    }

    /// Makes a directory, and those above it, unless it is there or somebody else makes it at this moment. New ones are
    /// durable on return.
    pub fn create_dir(&self, path: &Path) -> Result<(), EngineError> {
        if self.is_dir(path)? {
            return Ok(());
        }
        let parent = parent(path);
        self.create_dir(parent)?;
        self.desk.make(Call::CreateDir, path, || match DirBuilder::new().mode(DIR_MODE).create(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            made => made.and_then(|()| std::fs::set_permissions(path, Permissions::from_mode(DIR_MODE))),
        })?;
        self.sync(path)?;
        self.sync(parent)
    }

    /// Opens a file to write over, made if it is not there; what it holds is left.
    pub fn overwrite(&self, path: &Path) -> Result<DiskFile, EngineError> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).mode(FILE_MODE);
        self.open(path, || {
            let file = options.open(path)?;
            file.set_permissions(Permissions::from_mode(FILE_MODE))?;
            Ok(file)
        })
    }

    /// Puts `bytes` in the place of the file at `path`: whoever reads it finds the old or the new, never half. The new
    /// one is durable on return.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
        self.replace_by(path, &[bytes])
    }

    /// The same by several parts, one behind the other.
    pub fn replace_by(&self, path: &Path, parts: &[&[u8]]) -> Result<(), EngineError> {
        let fresh = path.with_added_extension("new");
        let mut file = self.overwrite(&fresh)?;
        file.cut(0)?;
        parts.iter().try_for_each(|part| file.write(part))?;
        file.sync_all()?;
        self.place(&fresh, path)
    }

    /// Opens a file to read.
    pub fn read(&self, path: &Path) -> Result<DiskFile, EngineError> {
        self.open(path, || File::open(path))
    }

    /// What a file holds; `None` if there is no such file.
    pub fn read_bytes(&self, path: &Path) -> Result<Option<Vec<u8>>, EngineError> {
        self.desk.make(Call::Read, path, || found(std::fs::read(path)))
    }

    /// The text of a small file; `None` if there is no such file.
    pub fn read_text(&self, path: &Path) -> Result<Option<String>, EngineError> {
        Ok(self.read_bytes(path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// What lies in a directory; nothing if there is none.
    pub fn list(&self, dir: &Path) -> Result<Vec<PathBuf>, EngineError> {
        let names = || std::fs::read_dir(dir)?.map(|entry| entry.map(|entry| entry.path())).collect();
        Ok(self.desk.make(Call::List, dir, || found(names()))?.unwrap_or_default())
    }

    /// What a path is; `None` if nothing is there.
    pub fn look(&self, path: &Path) -> Result<Option<Metadata>, EngineError> {
        self.desk.make(Call::Look, path, || found(std::fs::metadata(path)))
    }

    /// Whether anything is there.
    pub fn is_there(&self, path: &Path) -> Result<bool, EngineError> {
        Ok(self.look(path)?.is_some())
    }

    /// Whether a directory is there.
    pub fn is_dir(&self, path: &Path) -> Result<bool, EngineError> {
        Ok(self.look(path)?.is_some_and(|meta| meta.is_dir()))
    }

    /// How long a file is, bytes.
    pub fn len(&self, path: &Path) -> Result<u64, EngineError> {
        self.desk.make(Call::Look, path, || std::fs::metadata(path).map(|meta| meta.len()))
    }

    /// How much lies under a directory, bytes.
    pub fn bytes_in(&self, dir: &Path) -> Result<u64, EngineError> {
        let mut bytes = 0;
        self.walk(dir, &mut |_, meta| {
            bytes += if meta.is_dir() { 0 } else { meta.len() };
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Visits what lies under a directory, then the directory itself. What goes meanwhile is not visited.
    pub fn walk(
        &self,
        dir: &Path,
        visit: &mut dyn FnMut(&Path, &Metadata) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let Some(meta) = self.look(dir)? else { return Ok(()) };
        if meta.is_dir() {
            self.list(dir)?.iter().try_for_each(|path| self.walk(path, visit))?;
        }
        visit(dir, &meta)
    }

    /// Gives a file another name, in place of what has it; durable once the directory is.
    pub fn rename(&self, from: &Path, to: &Path) -> Result<(), EngineError> {
        self.desk.make(Call::Rename, to, || std::fs::rename(from, to))
    }

    /// Makes a file, or the names in a directory, durable.
    pub fn sync(&self, path: &Path) -> Result<(), EngineError> {
        self.desk.make(Call::SyncAll, path, || File::open(path)?.sync_all())
    }

    /// Gives a file or directory another name, in place of what has it, durably.
    pub fn place(&self, from: &Path, to: &Path) -> Result<(), EngineError> {
        self.rename(from, to)?;
        self.sync(parent(to))
    }

    /// Removes a file, or a directory and all in it; what is not there is removed already.
    pub fn remove(&self, path: &Path) -> Result<(), EngineError> {
        self.desk.make(Call::Remove, path, || {
            let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            found(removed).map(drop)
        })
    }

    /// Copies a file to a new one, durably.
    pub fn copy(&self, from: &Path, to: &Path) -> Result<(), EngineError> {
        let mut source = self.read(from)?;
        let mut target = self.overwrite(to)?;
        target.cut(0)?;
        let mut piece = Vec::with_capacity(PIECE);
        loop {
            piece.clear();
            (&mut source).take(PIECE as u64).read_to_end(&mut piece).map_err(EngineError::io("reading", from))?;
            if piece.is_empty() {
                break;
            }
            target.write(&piece)?;
        }
        target.sync_all()?;
        self.sync(parent(to))
    }

    /// Makes everything under a directory private, whoever created it.
    pub fn make_private(&self, dir: &Path) -> Result<(), EngineError> {
        self.walk(dir, &mut |path, meta| {
            let mode = if meta.is_dir() { DIR_MODE } else { FILE_MODE };
            self.desk.make(Call::Protect, path, || std::fs::set_permissions(path, Permissions::from_mode(mode)))
        })
    }

    /// Makes everything under a directory durable, whoever wrote it.
    pub fn sync_tree(&self, dir: &Path) -> Result<(), EngineError> {
        self.walk(dir, &mut |path, _| self.sync(path))
    }

    /// How much more fits the disk that `path` is on, bytes.
    pub fn room(&self, path: &Path) -> Result<u64, EngineError> {
        let disk = self.desk.make(Call::Look, path, || Ok(rustix::fs::statvfs(path)?))?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    fn open(&self, path: &Path, opened: impl FnOnce() -> io::Result<File>) -> Result<DiskFile, EngineError> {
        let file = self.desk.make(Call::Open, path, opened)?;
        Ok(DiskFile { file, path: path.to_owned(), desk: Arc::clone(&self.desk) })
    }
}

/// The directory a path lies in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What an answer tells of what may not be there.
fn found<T>(answer: io::Result<T>) -> io::Result<Option<T>> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody else who makes every directory just before we do.
    #[derive(Debug)]
    struct Quicker;

    impl Gate for Quicker {
        fn before(&self, call: Call, path: &Path) -> io::Result<()> {
            if call == Call::CreateDir { std::fs::create_dir(path) } else { Ok(()) }
        }

        fn after(&self, _: Call, _: &Path) {}
    }

    #[test]
    fn a_directory_that_somebody_else_makes_at_the_same_moment_will_do() {
        let place = tempfile::tempdir().unwrap();
        let deep = place.path().join("data/store");
        Disk::behind(Some(Arc::new(Quicker))).create_dir(&deep).unwrap();
        assert!(deep.is_dir());
    }
}
