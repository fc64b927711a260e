//! Making a view from an image: filled, made durable, read again and held against what the image says.

use super::super::disk::Disk;
use super::super::engine::EngineError;
use super::super::image::{Entries, Entry, Manifest};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::Cipher;
use super::tree::{Applied, Tree};
use crate::domain::reason::reason;
use std::path::Path;

/// Entries between two words to who watches.
const TOLD_EVERY: u64 = 256;

/// Fills the empty directory `store` from the image at `from`. On return it is durable, private and verified.
pub fn fill(
    disk: &Disk,
    cipher: &Cipher,
    store: &Path,
    cache_bytes: u64,
    from: &Path,
    task: Task,
    watch: &mut Watch,
) -> Result<Manifest, EngineError> {
    disk.create_dir(store)?;
    let tree = Tree::open(store, cache_bytes, cipher.clone())?;
    let mut entries = Entries::of_image(disk, cipher, from)?;
    for laid in 0_u64.. {
        let Some(Entry { key, stored }) = entries.next()? else { break };
        tree.lay(&key, &stored)?;
        if laid % TOLD_EVERY == 0 {
            tell(watch, task, entries.done(), 2 * entries.total())?;
        }
    }
    let total = entries.total();
    let manifest = entries.finish()?;
    tree.apply(&[], &Applied { rev: manifest.rev, sum: manifest.sum.clone() })?;
    tree.flush()?;
    let found = tree.recount(task, &mut |progress| {
        let share = total * progress.done / progress.total.max(1);
        watch(super::Progress { task, done: total + share, total: 2 * total })
    })?;
    if found != manifest.sum {
        return Err(EngineError::StoreDamaged { why: reason("not-as-written") });
    }
    drop(tree);
    disk.make_private(store)?;
    disk.sync_tree(store)?;
    Ok(manifest)
}
