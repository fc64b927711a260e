//! How a view was left, in a line that cannot be misread: whatever is unclear counts as not known, and then
//! everything is verified.

use super::super::disk::Disk;
use super::super::engine::{EngineError, Rev};
use super::boot::BootId;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// How a view was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// In use, by a process of this start of the machine.
    Open(BootId),
    /// Closed and durable.
    Clean {
        /// The last revision it holds.
        rev: Rev,
        /// What [`fingerprint`] told of its files.
        files: String,
    },
    /// It failed while it was in use.
    Doubtful,
}

impl Mark {
    /// The mark as a line.
    pub fn write(&self) -> String {
        signed(&match self {
            Self::Open(boot) => format!("open {}", boot.name()),
            Self::Clean { rev, files } => format!("clean {rev} {files}"),
            Self::Doubtful => "doubtful".to_owned(),
        })
    }

    /// The mark from its line.
    pub fn read(line: &str) -> Option<Self> {
        let words: Vec<_> = unsigned(line)?.split(' ').collect();
        match words[..] {
            ["open", boot] => Some(Self::Open(BootId::named(boot))),
            ["clean", rev, files] => Some(Self::Clean { rev: Rev(rev.parse().ok()?), files: files.to_owned() }),
            ["doubtful"] => Some(Self::Doubtful),
            _ => None,
        }
    }
}

/// What the files under a directory are known by without being read: their names, lengths and times. Whoever
/// touched one of them since, be it a backup tool or a hand, has changed it.
pub fn fingerprint(disk: &Disk, dir: &Path) -> Result<String, EngineError> {
    let mut hasher = blake3::Hasher::new();
    let mut files = Vec::new();
    disk.walk(dir, &mut |path, meta| {
        if !meta.is_dir() {
            files.push((path.to_owned(), meta.len(), meta.mtime(), meta.mtime_nsec()));
        }
        Ok(())
    })?;
    files.sort();
    for (path, length, seconds, nanoseconds) in files {
        let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().into_owned();
        hasher.update(format!("{name}\0{length}\0{seconds}\0{nanoseconds}\n").as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// A line with its checksum.
pub fn signed(words: &str) -> String {
    format!("{words} {:08x}\n", crc32fast::hash(words.as_bytes()))
}

/// What a line says, if its checksum is right.
pub fn unsigned(line: &str) -> Option<&str> {
    let words = line.trim_end().rsplit_once(' ')?.0;
    (signed(words) == line).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_back_and_a_changed_one_does_not() {
        let clean = Mark::Clean { rev: Rev(7), files: "abc".to_owned() };
        for mark in [Mark::Open(BootId::named("boot")), clean, Mark::Doubtful] {
            let line = mark.write();
            assert_eq!(Mark::read(&line), Some(mark));
            for at in 0..line.len() {
                let mut bytes = line.clone().into_bytes();
                bytes[at] ^= 1;
                assert_eq!(Mark::read(&String::from_utf8_lossy(&bytes)), None, "byte {at}");
                assert_eq!(Mark::read(&line[..at]), None, "cut at {at}");
            }
        }
    }

    #[test]
    fn a_touched_file_changes_the_fingerprint() {
        let dir = tempfile::TempDir::new().unwrap();
        let file = dir.path().join("a");
        std::fs::write(&file, "one").unwrap();
        let before = fingerprint(&Disk::default(), dir.path()).unwrap();
        assert_eq!(fingerprint(&Disk::default(), dir.path()).unwrap(), before);
        std::fs::write(&file, "three").unwrap();
        assert_ne!(fingerprint(&Disk::default(), dir.path()).unwrap(), before);
    }
}
