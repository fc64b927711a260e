//! Backups in a directory: named after the time they were taken, so that the names alone say which are the oldest.

use super::super::disk::Disk;
use super::super::engine::EngineError;
use super::check_lightly;
use chrono::{DateTime, NaiveDateTime, Utc};
use std::path::Path;

/// As in `callsheet-20261122-143005.image`, in UTC.
const PATTERN: &str = "callsheet-%Y%m%d-%H%M%S.image";

/// The name of a backup taken at this time.
pub fn name_of(at: DateTime<Utc>) -> String {
    at.format(PATTERN).to_string()
}

/// Removes all but the last `keep` backups in `dir`, but at least one stays. A file under another name, or one that
/// is no whole image of ours, is neither counted nor touched.
pub fn prune(disk: &Disk, dir: &Path, keep: usize) -> Result<(), EngineError> {
    let mut backups: Vec<_> = disk.list(dir)?.into_iter().filter(|path| is_backup(disk, path)).collect();
    backups.sort();
    let needless = backups.len().saturating_sub(keep.max(1));
    for path in backups.iter().take(needless) {
        disk.remove(path)?;
    }
    disk.sync(dir)
}

fn is_backup(disk: &Disk, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    NaiveDateTime::parse_from_str(&name, PATTERN).is_ok_and(|at| name == name_of(at.and_utc()))
        && check_lightly(disk, path).is_ok()
}
