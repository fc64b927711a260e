//! Making a view anew from the truth: the last image, and the journal since. The journal is read to its end first,
//! so that nothing is moved unless everything is there; the old view is moved aside, never deleted.

use super::super::disk::Disk;
use super::super::engine::{EngineError, Rev};
use super::super::progress::{Progress, Task, Watch, tell};
use super::super::seal::Cipher;
use super::fill::fill;
use super::layout::{Kept, Layout};
use super::segment::{ReadError, Segment, Sizes, Trail};
use super::{Doubt, Options, Rebuilt};

/// Puts a new view in the place of one that is in doubt. It holds the image; opening it replays the journal.
pub fn rebuild(
    disk: &Disk,
    layout: &Layout,
    cipher: &Cipher,
    options: &Options,
    why: Doubt,
    watch: &mut Watch,
) -> Result<Rebuilt, EngineError> {
    let image = image_before_journal(disk, layout)?;
    let base = image.as_ref().map_or(Rev(0), |image| image.rev);
    let journal = Sizes::from(disk, &layout.journal(), base.next())?;
    // Filling a view is told as twice the image: written, and read again.
    let filling = image.as_ref().map(|image| disk.len(&image.path)).transpose()?.map_or(0, |length| 2 * length);
    let total = journal.total() + filling;
    let end = read_through(disk, cipher, layout, base, &mut |trail| {
        tell(watch, Task::Rebuilding, journal.read_by(trail), total)
    })?;
    tell(watch, Task::Rebuilding, journal.total(), total)?;
    let fresh = layout.fresh_store();
    disk.remove(&fresh)?;
    let mut behind_journal = |progress: Progress| {
        watch(Progress { done: journal.total() + progress.done, total: journal.total() + progress.total, ..progress })
    };
    let fill = |Kept { path, .. }: &Kept| {
        fill(disk, cipher, &fresh, options.cache_bytes, path, Task::Rebuilding, &mut behind_journal)
    };
    let manifest = image.as_ref().map(fill).transpose().inspect_err(|_| {
        // What cannot be removed now is removed at the next opening.
        let _ = disk.remove(&fresh);
    })?;
    let aside = layout.put_aside()?;
    match &manifest {
        Some(_) => disk.place(&fresh, &layout.store())?,
        None => disk.create_dir(&layout.store())?,
    }
    let taken = manifest.map(|manifest| (manifest.rev, manifest.at_unix_ms));
    let (to, at_unix_ms) = end.or(taken).unzip();
    Ok(Rebuilt { why, image: image.map(|image| image.rev), aside, to: to.unwrap_or_default(), at_unix_ms })
}

/// The image the journal goes on from; none if the journal reaches back to the beginning.
fn image_before_journal(disk: &Disk, layout: &Layout) -> Result<Option<Kept>, EngineError> {
    let first = Segment::list(disk, &layout.journal())?.first().map_or(Rev(1), |segment| segment.first);
    if first == Rev(1) {
        return Ok(None);
    }
    let image = layout.kept_images()?.pop().filter(|image| image.rev.next() >= first);
    image.map(Some).ok_or_else(|| EngineError::ImageMissing { path: layout.images(), first })
}

/// Reads the journal from behind `base` to its end, and tells the last commit and its time.
fn read_through(
    disk: &Disk,
    cipher: &Cipher,
    layout: &Layout,
    base: Rev,
    told: &mut dyn FnMut(&Trail) -> Result<(), EngineError>,
) -> Result<Option<(Rev, u64)>, EngineError> {
    let dir = layout.journal();
    let Some(mut trail) = Trail::from(disk, cipher, &dir, base.next())? else { return Ok(None) };
    let mut last = None;
    loop {
        match trail.next() {
            Ok(Some(group)) if group.last() > base => {
                last = group.commits.last().map(|commit| (group.last(), commit.id.unix_ms()));
            }
            Ok(Some(_)) => {}
            Ok(None) => return Ok(last),
            Err(ReadError::Bad(bad)) => return trail.explain(&bad).map(|_| last),
            Err(ReadError::Engine(error)) => return Err(error),
        }
        told(&trail)?;
    }
}
