//! Hands that answer: threads, as many as there is work, and none when there is none.

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How long a hand rests before it goes.
const REST: Duration = Duration::from_secs(10);

/// A piece of work.
type Work = Box<dyn FnOnce() + Send>;

/// A pool of threads.
pub struct Hands {
    work: Sender<Work>,
    queue: Receiver<Work>,
    /// Hands that rest and are promised to nobody.
    idle: Arc<AtomicUsize>,
}

impl Default for Hands {
    fn default() -> Self {
        let (work, queue) = unbounded();
        Self { work, queue, idle: Arc::default() }
    }
}

impl Hands {
    /// Has a resting hand do it, else a new one. Fails when the system gives no more threads.
    pub fn give(&self, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let work: Work = Box::new(work);
        if claim(&self.idle) {
            // The hand that was claimed rests until it comes.
            let _ = self.work.send(work);
            return Ok(());
        }
        let (queue, idle) = (self.queue.clone(), Arc::clone(&self.idle));
        thread::Builder::new().name("callsheet-hand".to_owned()).spawn(move || live(work, &queue, &idle)).map(drop)
    }
}

/// Takes one of the hands that rest, if there is any.
fn claim(idle: &AtomicUsize) -> bool {
    idle.fetch_update(Ordering::AcqRel, Ordering::Acquire, |hands| hands.checked_sub(1)).is_ok()
}

/// A hand's life: works, rests, and goes when nothing came for long, or when nothing will come any more.
fn live(first: Work, queue: &Receiver<Work>, idle: &AtomicUsize) {
    let mut work = first;
    loop {
        work();
        idle.fetch_add(1, Ordering::AcqRel);
        let next = match queue.recv_timeout(REST) {
            Err(RecvTimeoutError::Timeout) if claim(idle) => return,
            // Somebody claimed it at this very moment.
            Err(RecvTimeoutError::Timeout) => queue.recv().ok(),
            next => next.ok(),
        };
        match next {
            Some(next) => work = next,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossbeam_channel::bounded;

    #[test]
    fn work_never_waits_for_other_work_and_hands_are_used_again() {
        let hands = Hands::default();
        let (begun, begins) = bounded(0);
        let (go_on, waits) = bounded::<()>(0);
        for _ in 0..8 {
            let (begun, waits) = (begun.clone(), waits.clone());
            let work = move || {
                begun.send(thread::current().id()).unwrap();
                let _ = waits.recv();
            };
            hands.give(work).unwrap();
        }
        let at_work: Vec<_> = begins.iter().take(8).collect();
        drop(go_on);
        let mut seen = at_work;
        // Whoever rested for too long meanwhile is gone: then the next one is new, and used again.
        loop {
            while hands.idle.load(Ordering::Acquire) == 0 {
                thread::yield_now();
            }
            let begun = begun.clone();
            hands.give(move || begun.send(thread::current().id()).unwrap()).unwrap();
            let hand = begins.recv().unwrap();
            if seen.contains(&hand) {
                break;
            }
            seen.push(hand);
        }
    }
}
