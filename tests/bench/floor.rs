//! The least a durable commit can cost: append and fdatasync, on the same disk.

use crate::sample::Sample;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

pub fn append_and_sync(dir: &Path, bytes: usize, times: usize) -> Sample {
    let path = dir.join("floor");
    let mut file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
    let record = vec![7; bytes];
    let sample = Sample::of("append + fdatasync", times, |_| {
        file.write_all(&record).unwrap();
        file.sync_data().unwrap();
    });
    std::fs::remove_file(path).unwrap();
    sample
}
