//! Taking images: pages are read from sled while writers go on, then what they committed meanwhile is read from the
//! journal. By itself when the journal outgrows the live data; the journal is cut at the image once that is verified.

use super::super::engine::{EngineError, Health, Rev};
use super::super::image::{Manifest, Writer};
use super::super::progress::{Task, Watch, tell};
use super::super::seal::Cipher;
use super::segment::{Segment, Trail};
use super::shared::Shared;
use crate::domain::finding::Finding;
use crate::domain::reason::reason;
use crossbeam_channel::{Receiver, Sender, bounded};
use parking_lot::{Mutex, MutexGuard};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{SystemTime, UNIX_EPOCH};

/// Takes images, one at a time.
pub struct Imager {
    desk: Arc<Desk>,
    wake: Mutex<Option<Sender<()>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

struct Desk {
    shared: Arc<Shared>,
    /// How much was committed since the last image, bytes.
    grown: AtomicU64,
    /// How much may be before the next one.
    limit: AtomicU64,
    /// The least that limit is.
    floor: u64,
    /// An image is being taken, or about to be.
    awake: AtomicBool,
    stopping: AtomicBool,
    /// The journal is not cut while an image needs it.
    one_at_a_time: Mutex<()>,
}

impl Imager {
    /// Starts the thread that takes an image whenever the journal outgrows the last one, and `floor` bytes.
    pub fn start(shared: Arc<Shared>, floor: u64) -> Result<Self, EngineError> {
        let Shared { layout, disk, .. } = &*shared;
        let last = layout.kept_images()?.pop();
        let live = last.map(|image| disk.len(&image.path)).transpose()?.unwrap_or_default();
        let segments = Segment::list(disk, &layout.journal())?;
        let journal: Result<u64, EngineError> = segments.iter().map(|segment| segment.len(disk)).sum();
        let desk = Arc::new(Desk {
            shared,
            grown: AtomicU64::new(journal?),
            limit: AtomicU64::new(live.max(floor)),
            floor,
            awake: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            one_at_a_time: Mutex::new(()),
        });
        let (wake, woken) = bounded(1);
        let worker = Arc::clone(&desk);
        let thread = std::thread::Builder::new()
            .name("store imager".to_owned())
            .spawn(move || worker.work(&woken))
            .map_err(EngineError::io("starting a thread for", desk.shared.layout.dir()))?;
        Ok(Self { desk, wake: Mutex::new(Some(wake)), thread: Mutex::new(Some(thread)) })
    }

    /// So many bytes more are in the journal.
    pub fn grown(&self, bytes: u64) {
        let grown = self.desk.grown.fetch_add(bytes, Ordering::Relaxed) + bytes;
        if grown > self.desk.limit.load(Ordering::Relaxed) {
            self.wake();
        }
    }

    /// Has an image taken now.
    pub fn wake(&self) {
        if let Some(wake) = &*self.wake.lock() {
            self.desk.awake.store(true, Ordering::Relaxed);
            // One that is awake already need not be woken.
            let _ = wake.try_send(());
        }
    }

    /// Whether an image is being taken, or about to be.
    pub fn is_awake(&self) -> bool {
        self.desk.awake.load(Ordering::Relaxed)
    }

    /// Takes an image to somewhere else.
    pub fn take(&self, to: &Path, cipher: &Cipher, task: Task, watch: &mut Watch) -> Result<Manifest, EngineError> {
        let _one = self.desk.one_at_a_time.lock();
        take(&self.desk.shared, to, cipher, task, watch)
    }

    /// No image is taken, and nothing made needless by one is removed, as long as this is held.
    pub fn still(&self) -> MutexGuard<'_, ()> {
        self.desk.one_at_a_time.lock()
    }

    /// Gives up the image being taken, and takes no more.
    pub fn stop(&self) {
        self.desk.stopping.store(true, Ordering::Relaxed);
        self.wake.lock().take();
        if let Some(thread) = self.thread.lock().take() {
            // There is nobody to tell of a panic; it left no image.
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn work(&self, woken: &Receiver<()>) {
        while woken.recv().is_ok() {
            // Whoever woke it may have done so just as the last image was done.
            self.awake.store(true, Ordering::Relaxed);
            match self.renew() {
                Ok(()) => self.shared.mended(|trouble| matches!(trouble, Finding::ImageNotTaken { .. })),
                Err(EngineError::Stopped) => {}
                Err(EngineError::StoreDamaged { why } | EngineError::Broken { why, .. }) => {
                    self.shared.set_health(Health::Broken { why });
                }
                // Tried again when as much was written once more, or at the next opening.
                Err(error) => self.shared.note(Finding::ImageNotTaken { why: error.standstill() }),
            }
            self.awake.store(!woken.is_empty(), Ordering::Relaxed);
        }
    }

    /// Takes an image, and removes what it makes needless.
    fn renew(&self) -> Result<(), EngineError> {
        let _one = self.one_at_a_time.lock();
        let Shared { layout, disk, .. } = &*self.shared;
        self.grown.store(0, Ordering::Relaxed);
        let rev = self.shared.applied.lock().rev;
        let beside = layout.image(rev).with_extension("taken");
        let stopping = || self.stopping.load(Ordering::Relaxed);
        let mut watch = |_| if stopping() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let manifest = take(&self.shared, &beside, &self.shared.tree.cipher, Task::Imaging, &mut watch)?;
        let path = layout.image(manifest.rev);
        disk.place(&beside, &path)?;
        self.limit.store(disk.len(&path)?.max(self.floor), Ordering::Relaxed);
        // The view a killed program leaves must not end before the journal begins, or it had to be rebuilt.
        self.shared.noticing(self.shared.tree.flush())?;
        self.cut(&manifest)
    }

    /// Removes the images before this one, and the segments it makes needless.
    fn cut(&self, manifest: &Manifest) -> Result<(), EngineError> {
        let Shared { layout, disk, .. } = &*self.shared;
        let segments = Segment::list(disk, &layout.journal())?;
        for pair in segments.windows(2) {
            if let [old, after] = pair
                && after.first <= manifest.rev.next()
            {
                disk.remove(&old.path)?;
            }
        }
        for image in layout.kept_images()?.into_iter().filter(|image| image.rev < manifest.rev) {
            disk.remove(&image.path)?;
        }
        disk.sync(&layout.journal())?;
        disk.sync(&layout.images())
    }
}

/// Writes everything to an image at `to`.
fn take(shared: &Shared, to: &Path, cipher: &Cipher, task: Task, watch: &mut Watch) -> Result<Manifest, EngineError> {
    let began = shared.caught_up()?;
    let mut image = Writer::create(&shared.disk, cipher, to, shared.layout.format(), began.rev)?;
    let (entries, mut count) = (began.sum.count(), 0);
    for page in shared.tree.pages() {
        for (key, stored) in shared.noticing(page)? {
            image.add(key, stored.rev, Some(stored.value))?;
            count += 1;
        }
        let expected = image.len() * entries.max(count) / count.max(1);
        tell(watch, task, image.len(), 2 * expected)?;
    }
    // Nothing the pages may have shown is younger than this: whoever applies holds the lock until all is in.
    let ended = shared.applied.lock().clone();
    add_tail(shared, &mut image, began.rev, ended.rev)?;
    image.sign(ended.rev, now_unix_ms(), ended.sum, task, watch)
}

/// Adds what was committed behind `began`, up to `ended`.
fn add_tail(shared: &Shared, image: &mut Writer, began: Rev, ended: Rev) -> Result<(), EngineError> {
    image.begin_tail()?;
    if began == ended {
        return Ok(());
    }
    let dir = shared.layout.journal();
    let missing = || EngineError::JournalDamaged {
        path: dir.clone(),
        offset: 0,
        why: reason("revision-missing").with("revision", began.next()),
    };
    let mut trail = Trail::from(&shared.disk, &shared.tree.cipher, &dir, began.next())?.ok_or_else(missing)?;
    while trail.next_rev() <= ended {
        let group = trail.next()?.ok_or_else(missing)?;
        for (rev, commit) in group.revisions().filter(|(rev, _)| *rev > began) {
            for (key, value) in &commit.writes {
                image.add(key.clone(), rev, value.clone())?;
            }
        }
    }
    Ok(())
}

fn now_unix_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
