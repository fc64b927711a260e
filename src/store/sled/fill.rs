//! Making a view from an image: filled, made durable, read again and held against what the image says.

use super::super::disk::Disk;
use super::super::engine::{EngineError, Stored};
use super::super::image::{Entries, Entry, Manifest};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::Cipher;
use super::tree::{Applied, CHUNK, Tree, Write};
use std::path::Path;

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
    let mut applied = Applied::default();
    loop {
        let chunk = next_chunk(&mut entries)?;
        if chunk.is_empty() {
            break;
        }
        let mut writes: Vec<Write> = Vec::with_capacity(chunk.len());
        for (key, stored) in &chunk {
            applied.sum.add(key, stored.rev, &stored.value);
            writes.push((key, Some(stored.clone())));
        }
        tree.apply(&writes, &applied)?;
        tell(watch, task, entries.done(), 2 * entries.total())?;
    }
    let total = entries.total();
    let manifest = entries.finish()?;
    applied.rev = manifest.rev;
    tree.apply(&[], &applied)?;
    tree.flush()?;
    let found = tree.recount(task, &mut |progress| {
        let share = total * progress.done / progress.total.max(1);
        watch(super::Progress { task, done: total + share, total: 2 * total })
    })?;
    if found != manifest.sum {
        return Err(EngineError::StoreDamaged { why: "it does not hold what was just written to it".to_owned() });
    }
    drop(tree);
    disk.make_private(store)?;
    disk.sync_tree(store)?;
    Ok(manifest)
}

fn next_chunk(entries: &mut Entries) -> Result<Vec<(Vec<u8>, Stored)>, EngineError> {
    let mut chunk = Vec::with_capacity(CHUNK);
    while chunk.len() < CHUNK - 1
        && let Some(Entry { key, stored }) = entries.next()?
    {
        chunk.push((key, stored));
    }
    Ok(chunk)
}
