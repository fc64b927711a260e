//! The work of one search: on how many threads, how much of it, and whether it is still wanted.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Rows or values between two looks at the cancel flag.
const STRETCH: usize = 16_384;

/// Fewer than this are done faster by one thread than shared out.
const WORTH_SHARING: usize = 65_536;

pub(super) struct Work<'a> {
    cancel: &'a AtomicBool,
    threads: usize,
    bytes: AtomicUsize,
}

impl<'a> Work<'a> {
    pub(super) fn new(cancel: &'a AtomicBool, threads: usize) -> Self {
        Self { cancel, threads, bytes: AtomicUsize::new(0) }
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }

    /// Counts bytes looked through.
    pub(super) fn count(&self, bytes: usize) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Goes over a number of things in short stretches, on as many threads as pay. What is left when
    /// the search is cancelled is not done.
    pub(super) fn spread<T: Default + Send>(
        &self,
        things: usize,
        work: impl Fn(&mut T, Range<usize>) + Sync,
    ) -> Vec<T> {
        let threads = if things < WORTH_SHARING { 1 } else { self.threads.max(1) };
        let share = things.div_ceil(threads);
        let work = |thread: usize| {
            let mut done = T::default();
            let end = ((thread + 1) * share).min(things);
            for at in (thread * share..end).step_by(STRETCH).take_while(|_| !self.is_cancelled()) {
                work(&mut done, at..(at + STRETCH).min(end));
            }
            done
        };
        if threads == 1 {
            return vec![work(0)];
        }
        thread::scope(|scope| {
            let work = &work;
            let others: Vec<_> = (1..threads).map(|thread| scope.spawn(move || work(thread))).collect();
            let mut done = vec![work(0)];
            // A thread that panicked has found nothing; nothing in a search should.
            done.extend(others.into_iter().filter_map(|other| other.join().ok()));
            done
        })
    }
}
