//! The least a durable commit can cost: a write and an fdatasync, on the same disk.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Zeros a file is filled with before it is written over, bytes.
const AHEAD: usize = 64 << 20;

/// A file that records are written to, one after the other.
pub struct Floor {
    path: PathBuf,
    file: File,
    record: Vec<u8>,
    next: AtomicU64,
}

impl Floor {
    /// Records of so many bytes, to a file in `dir` that grows.
    pub fn growing(dir: &Path, bytes: usize) -> Self {
        Self::at(dir.join("floor-growing"), bytes)
    }

    /// Records of so many bytes, over the zeros of a file in `dir`, as databases do that fill ahead.
    pub fn filled(dir: &Path, bytes: usize) -> Self {
        let floor = Self::at(dir.join("floor-filled"), bytes);
        floor.file.write_all_at(&vec![0; AHEAD], 0).unwrap();
        floor.file.sync_all().unwrap();
        floor
    }

    fn at(path: PathBuf, bytes: usize) -> Self {
        let file = OpenOptions::new().create(true).truncate(true).write(true).open(&path).unwrap();
        Self { path, file, record: vec![7; bytes], next: AtomicU64::new(0) }
    }

    /// One record, durable on return.
    pub fn write(&self) {
        let at = self.next.fetch_add(self.record.len() as u64, Ordering::Relaxed);
        self.file.write_all_at(&self.record, at).unwrap();
        self.file.sync_data().unwrap();
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        std::fs::remove_file(&self.path).unwrap();
    }
}
