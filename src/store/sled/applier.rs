//! Behind the commits: brings what is durable into sled, on a thread of its own. Commits do not wait for it unless
//! more lies before it than may be kept in memory.
//!
//! It takes its time: each batch makes sled write to the disk twice and wait, which is felt by the next commit's
//! sync. So it lets commits gather to a full batch, but not for long.

use super::super::engine::stage::Group;
use super::super::engine::{EngineError, Health, Rev, Stored, library_said};
use super::super::sum::Sum;
use super::guard::caught;
use super::shared::Shared;
use super::tree::{Applied, CHUNK};
use super::views::Image;
use parking_lot::{Condvar, Mutex};
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long commits may gather to one batch of sled's: what a kill would leave to be replayed.
const LINGER: Duration = Duration::from_millis(50);

/// The way to the applier's thread.
pub struct Applier {
    desk: Arc<Desk>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Where the thread takes its work from.
struct Desk {
    shared: Arc<Shared>,
    backlog: Mutex<Backlog>,
    /// Told when there is work, or none will come any more.
    work: Condvar,
    /// Told when something was done.
    room: Condvar,
    /// Bytes that may lie here.
    cap: usize,
}

#[derive(Default)]
struct Backlog {
    groups: VecDeque<Arc<Group>>,
    /// How many writes they are.
    writes: usize,
    bytes: usize,
    closed: bool,
}

impl Applier {
    /// Starts the thread; commits wait while more than `cap` bytes lie before it.
    pub fn start(shared: Arc<Shared>, cap: usize) -> io::Result<Self> {
        let backlog = Mutex::default();
        let desk = Arc::new(Desk { shared, backlog, work: Condvar::new(), room: Condvar::new(), cap });
        let worker = Arc::clone(&desk);
        let thread = std::thread::Builder::new().name("store applier".to_owned()).spawn(move || worker.work())?;
        Ok(Self { desk, thread: Mutex::new(Some(thread)) })
    }

    /// Takes a group that is durable and laid down fresh.
    pub fn take(&self, group: Arc<Group>) {
        let mut backlog = self.desk.backlog.lock();
        backlog.bytes += group.weight();
        backlog.writes += group.writes().count();
        backlog.groups.push_back(group);
        if backlog.groups.len() == 1 || self.desk.is_pressing(&backlog) {
            self.desk.work.notify_one();
        }
    }

    /// Waits until not too much lies before the applier; if it has failed, the store's health says so.
    pub fn wait_for_room(&self) {
        let mut backlog = self.desk.backlog.lock();
        while backlog.bytes > self.desk.cap && !backlog.closed {
            self.desk.room.wait(&mut backlog);
        }
    }

    /// Lets the thread finish what it took, and waits for it.
    pub fn stop(&self) {
        self.desk.backlog.lock().closed = true;
        self.desk.work.notify_one();
        if let Some(thread) = self.thread.lock().take() {
            // Its panics are caught inside; there is nobody to tell of another.
            let _ = thread.join();
        }
    }
}

impl Desk {
    fn work(&self) {
        while let Some(groups) = self.wait_for_work() {
            let groups: Vec<&Group> = groups.iter().map(|group| &**group).collect();
            if let Err(error) = caught("applying commits", || self.shared.bring(&groups)) {
                // Without room the store can still be read: what did not come into sled stays fresh.
                if !matches!(error, EngineError::ReadOnly { .. }) {
                    let why = match error {
                        EngineError::Broken { why, .. } | EngineError::StoreDamaged { why } => why,
                        other => library_said(other),
                    };
                    self.shared.set_health(Health::Broken { why });
                }
                self.shared.halted.store(true, Ordering::Relaxed);
                self.backlog.lock().closed = true;
                self.room.notify_all();
                return;
            }
            let mut backlog = self.backlog.lock();
            backlog.groups.drain(..groups.len());
            backlog.writes -= groups.iter().map(|group| group.writes().count()).sum::<usize>();
            backlog.bytes -= groups.iter().map(|group| group.weight()).sum::<usize>();
            self.room.notify_all();
        }
    }

    /// Whether nothing is won by waiting for more.
    fn is_pressing(&self, backlog: &Backlog) -> bool {
        backlog.closed || backlog.writes >= CHUNK || backlog.bytes > self.cap / 2
    }

    /// The next groups, as many as fit one batch of sled's; they stay in the backlog until they are done. `None` at
    /// the end.
    fn wait_for_work(&self) -> Option<Vec<Arc<Group>>> {
        let mut backlog = self.backlog.lock();
        while backlog.groups.is_empty() {
            if backlog.closed {
                return None;
            }
            self.work.wait(&mut backlog);
        }
        let until = Instant::now() + LINGER;
        while !self.is_pressing(&backlog) && !self.work.wait_until(&mut backlog, until).timed_out() {}
        let mut writes = 0;
        let fitting = backlog.groups.iter().enumerate().take_while(|(n, group)| {
            writes += group.writes().count();
            *n == 0 || writes < CHUNK
        });
        Some(fitting.map(|(_, group)| Arc::clone(group)).collect())
    }
}

/// What a key comes to hold, one write after the other.
type Steps<'g> = (&'g [u8], Vec<(Rev, Option<&'g [u8]>)>);

impl Shared {
    /// Brings durable groups into sled, in chunks, keeping before-images for those who look.
    pub fn bring(&self, groups: &[&Group]) -> Result<(), EngineError> {
        let mut steps = BTreeMap::<&[u8], Vec<_>>::new();
        for (key, rev, value) in groups.iter().flat_map(|group| group.writes()) {
            steps.entry(key).or_default().push((rev, value));
        }
        let steps: Vec<Steps> = steps.into_iter().collect();
        let mut applied = self.applied.lock();
        let mut chunks = steps.chunks(CHUNK - 1).peekable();
        while let Some(chunk) = chunks.next() {
            // Until its last chunk is in, a group counts as not applied; opening would finish it.
            let rev = groups.last().filter(|_| chunks.peek().is_none()).map_or(applied.rev, |group| group.last());
            let Brought { sum, writes, images } = self.follow(chunk, applied.sum.clone())?;
            self.views.keep(images.into_iter());
            *applied = Applied { rev, sum };
            self.noticing(self.tree.apply(&writes, &applied))?;
            let last_steps = chunk.iter().filter_map(|(key, steps)| Some((*key, steps.last()?.0)));
            self.fresh.lift(last_steps);
        }
        self.brought.notify_all();
        Ok(())
    }

    fn follow<'g>(&self, chunk: &[Steps<'g>], sum: Sum) -> Result<Brought<'g>, EngineError> {
        let mut brought = Brought { sum, writes: Vec::with_capacity(chunk.len()), images: Vec::new() };
        for (key, steps) in chunk {
            let mut held = self.in_sled(key)?;
            if let Some(stored) = &held {
                brought.sum.remove(key, stored.rev, &stored.value);
            }
            for (until, value) in steps {
                let now = value.map(|value| Stored { rev: *until, value: value.to_vec() });
                let before = std::mem::replace(&mut held, now);
                brought.images.push(Image { key: key.to_vec(), until: *until, held: before });
            }
            if let Some(stored) = &held {
                brought.sum.add(key, stored.rev, &stored.value);
            }
            brought.writes.push((*key, held));
        }
        Ok(brought)
    }
}

/// What a chunk comes to.
struct Brought<'g> {
    sum: Sum,
    writes: Vec<(&'g [u8], Option<Stored>)>,
    images: Vec<Image>,
}
