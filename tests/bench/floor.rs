//! The least a durable commit can cost: append and fdatasync, on the same disk.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// A file that only grows.
pub struct Floor {
    path: PathBuf,
    file: File,
    record: Vec<u8>,
}

impl Floor {
    /// Appends records of so many bytes in `dir`.
    pub fn new(dir: &Path, bytes: usize) -> Self {
        let path = dir.join("floor");
        let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
        Self { path, file, record: vec![7; bytes] }
    }

    /// One record, durable on return.
    pub fn append(&self) {
        (&self.file).write_all(&self.record).unwrap();
        self.file.sync_data().unwrap();
    }
}

impl Drop for Floor {
    fn drop(&mut self) {
        std::fs::remove_file(&self.path).unwrap();
    }
}
