//! A file of ours: all that is read from it and written to it passes the desk.

use super::super::engine::EngineError;
use super::Call;
use super::desk::Desk;
use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::sync::Arc;

/// An open file of ours.
pub struct DiskFile {
    pub(super) file: File,
    pub(super) path: PathBuf,
    pub(super) desk: Arc<Desk>,
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
        self.desk.make(Call::Look, &self.path, || self.file.metadata().map(|meta| meta.len()))
    }

    /// Locks the file for this process as long as it is open; false if another holds it.
    pub fn try_lock(&self) -> Result<bool, EngineError> {
        self.desk.make(Call::Lock, &self.path, || match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        })
    }
}

impl Read for DiskFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.desk.pass(Call::Read, &self.path, || self.file.read(into))
    }
}

impl Seek for DiskFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
