//! The one way to the files that are ours: opened, written, synced and counted here, so that a test can let any of
//! these calls fail. Files are 0600 and directories 0700, whatever the umask.

mod gate;

pub use gate::{Call, Gate};

use super::engine::EngineError;
use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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

/// Where each call is counted, and let through or refused.
#[derive(Default)]
struct Desk {
    writes: AtomicU64,
    data_syncs: AtomicU64,
    full_syncs: AtomicU64,
    gate: Option<Arc<dyn Gate>>,
}

/// A file of ours, open for writing.
pub struct DiskFile {
    file: File,
    path: PathBuf,
    desk: Arc<Desk>,
}

impl Desk {
    fn make<T>(&self, call: Call, path: &Path, made: impl FnOnce() -> io::Result<T>) -> Result<T, EngineError> {
        self.count(call);
        let answer = match &self.gate {
            None => made(),
            Some(gate) => gate.before(call, path).and_then(|()| made()).inspect(|_| gate.after(call, path)),
        };
        answer.map_err(EngineError::io(call.doing(), path))
    }

    fn count(&self, call: Call) {
        let counter = match call {
            Call::Write => &self.writes,
            Call::SyncData => &self.data_syncs,
            Call::SyncAll => &self.full_syncs,
            Call::CreateDir | Call::Open | Call::Cut | Call::Rename | Call::Remove => return,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Disk {
    /// The disk behind a gate.
    pub fn behind(gate: Option<Arc<dyn Gate>>) -> Self {
        Self { desk: Arc::new(Desk { gate, ..Desk::default() }) }
    }

    /// What was asked of it so far.
    pub fn counts(&self) -> IoCounts {
        let Desk { writes, data_syncs, full_syncs, .. } = &*self.desk;
        IoCounts {
            writes: writes.load(Ordering::Relaxed),
            data_syncs: data_syncs.load(Ordering::Relaxed),
            full_syncs: full_syncs.load(Ordering::Relaxed),
        }
    }

    /// Makes a directory, and those above it, unless it is there. New ones are durable on return.
    pub fn create_dir(&self, path: &Path) -> Result<(), EngineError> {
        if path.is_dir() {
            return Ok(());
        }
        let parent = parent(path);
        self.create_dir(parent)?;
        self.desk.make(Call::CreateDir, path, || {
            DirBuilder::new().mode(DIR_MODE).create(path)?;
            std::fs::set_permissions(path, Permissions::from_mode(DIR_MODE))
        })?;
        self.sync(path)?;
        self.sync(parent)
    }

    /// Opens a file to write over, made if it is not there; what it holds is left.
    pub fn overwrite(&self, path: &Path) -> Result<DiskFile, EngineError> {
        self.open(path, OpenOptions::new().read(true).write(true).create(true).truncate(false))
    }

    /// Puts `bytes` in the place of the file at `path`: whoever reads it finds the old or the new, never half. The new
    /// one is durable on return.
    pub fn replace(&self, path: &Path, bytes: &[u8]) -> Result<(), EngineError> {
        let fresh = path.with_added_extension("new");
        let mut file = self.overwrite(&fresh)?;
        file.cut(0)?;
        file.write(bytes)?;
        file.sync_all()?;
        self.place(&fresh, path)
    }

    /// Opens a file to read.
    pub fn read(&self, path: &Path) -> Result<File, EngineError> {
        self.desk.make(Call::Open, path, || File::open(path))
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
            removed.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
        })
    }

    /// Copies a file to a new one, durably.
    pub fn copy(&self, from: &Path, to: &Path) -> Result<(), EngineError> {
        let source = self.read(from)?;
        let mut target = self.overwrite(to)?;
        target.cut(0)?;
        let mut piece = Vec::with_capacity(PIECE);
        loop {
            piece.clear();
            (&source).take(PIECE as u64).read_to_end(&mut piece).map_err(EngineError::io("reading", from))?;
            if piece.is_empty() {
                break;
            }
            target.write(&piece)?;
        }
        target.sync_all()?;
        self.sync(parent(to))
    }

    /// Makes everything under a directory private, whoever created it.
    #[expect(clippy::unused_self, reason = "every way to a file leads through the disk")]
    pub fn make_private(&self, dir: &Path) -> Result<(), EngineError> {
        walk(dir, &mut |path, is_dir| {
            let mode = if is_dir { DIR_MODE } else { FILE_MODE };
            std::fs::set_permissions(path, Permissions::from_mode(mode)).map_err(EngineError::io("protecting", path))
        })
    }

    /// Makes everything under a directory durable, whoever wrote it.
    pub fn sync_tree(&self, dir: &Path) -> Result<(), EngineError> {
        walk(dir, &mut |path, _| self.sync(path))
    }

    /// How much more fits the disk that `path` is on, bytes.
    #[expect(clippy::unused_self, reason = "every way to a file leads through the disk")]
    pub fn room(&self, path: &Path) -> Result<u64, EngineError> {
        let disk = rustix::fs::statvfs(path).map_err(|error| EngineError::io("measuring", path)(error.into()))?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }

    fn open(&self, path: &Path, options: &mut OpenOptions) -> Result<DiskFile, EngineError> {
        let file = self.desk.make(Call::Open, path, || {
            let file = options.mode(FILE_MODE).open(path)?;
            file.set_permissions(Permissions::from_mode(FILE_MODE))?;
            Ok(file)
        })?;
        Ok(DiskFile { file, path: path.to_owned(), desk: Arc::clone(&self.desk) })
    }
}

impl DiskFile {
    /// Writes all of `bytes`.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), EngineError> {
        self.desk.make(Call::Write, &self.path, || self.file.write_all(bytes))
    }

    /// Writes all of `bytes` at `offset`, over what is there.
    pub fn write_at(&mut self, offset: u64, bytes: &[u8]) -> Result<(), EngineError> {
        self.desk.make(Call::Write, &self.path, || self.file.write_all_at(bytes, offset))
    }

    /// Waits until what was written is durable. After a failure the file must not be used again: the kernel may
    /// have dropped what it could not write, and a second try would succeed without it.
    pub fn sync_data(&mut self) -> Result<(), EngineError> {
        self.desk.make(Call::SyncData, &self.path, || self.file.sync_data())
    }

    /// Waits until the file, its length and its attributes are durable.
    pub fn sync_all(&mut self) -> Result<(), EngineError> {
        self.desk.make(Call::SyncAll, &self.path, || self.file.sync_all())
    }

    /// Cuts the file to `len` bytes.
    pub fn cut(&mut self, len: u64) -> Result<(), EngineError> {
        self.desk.make(Call::Cut, &self.path, || self.file.set_len(len))
    }

    /// How long the file is, bytes.
    pub fn len(&self) -> Result<u64, EngineError> {
        self.file.metadata().map(|meta| meta.len()).map_err(EngineError::io("measuring", &self.path))
    }

    /// Locks the file for this process as long as it is open; false if another holds it.
    pub fn try_lock(&self) -> Result<bool, EngineError> {
        match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(error)) => Err(EngineError::io("locking", &self.path)(error)),
        }
    }
}

/// The directory a path lies in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Visits what lies under `dir`, then `dir` itself; says which are directories.
pub fn walk(dir: &Path, visit: &mut dyn FnMut(&Path, bool) -> Result<(), EngineError>) -> Result<(), EngineError> {
    for entry in std::fs::read_dir(dir).map_err(EngineError::io("reading", dir))? {
        let path = entry.map_err(EngineError::io("reading", dir))?.path();
        if path.is_dir() {
            walk(&path, visit)?;
        } else {
            visit(&path, false)?;
        }
    }
    visit(dir, true)
}

/// How much lies under a directory, bytes.
pub fn bytes_in(dir: &Path) -> Result<u64, EngineError> {
    let mut bytes = 0;
    walk(dir, &mut |path, is_dir| {
        if !is_dir {
            bytes += std::fs::metadata(path).map_err(EngineError::io("measuring", path))?.len();
        }
        Ok(())
    })?;
    Ok(bytes)
}

/// What lies in a directory; nothing if there is none.
pub fn list(dir: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(EngineError::io("reading", dir)(error)),
    };
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(EngineError::io("reading", dir))).collect()
}

/// The text of a small file; `None` if there is no such file.
pub fn read_text(path: &Path) -> Result<Option<String>, EngineError> {
    Ok(read_bytes(path)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// What a file holds; `None` if there is no such file.
pub fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>, EngineError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EngineError::io("reading", path)(error)),
    }
}
