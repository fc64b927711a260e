//! Searches at work at once: as many as there are cores. More of them would find nothing sooner: each would only take
//! longer, and hold up for as long whoever enters a change into the index.

use parking_lot::{Condvar, Mutex};
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

/// Time between two looks of a search that waits at whether it is still wanted.
const LOOK: Duration = Duration::from_millis(20);

/// The seats.
pub struct Seats {
    free: Mutex<usize>,
    left: Condvar,
}

/// A seat, until it is dropped.
pub struct Seat<'a>(&'a Seats);

impl Default for Seats {
    fn default() -> Self {
        Self::of(thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Seats {
    fn of(seats: usize) -> Self {
        Self { free: Mutex::new(seats), left: Condvar::new() }
    }

    /// A seat, once there is one; nothing for a search that was given up meanwhile.
    pub fn take(&self, stop: &AtomicBool) -> Option<Seat<'_>> {
        let mut free = self.free.lock();
        while *free == 0 {
            if stop.load(Ordering::Acquire) {
                return None;
            }
            self.left.wait_for(&mut free, LOOK);
        }
        *free -= 1;
        Some(Seat(self))
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *self.0.free.lock() += 1;
        self.0.left.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn no_more_are_seated_than_there_are_seats_and_all_have_their_turn() {
        let (seats, seated, stop) = (Seats::of(2), AtomicUsize::new(0), AtomicBool::new(false));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let seat = seats.take(&stop).unwrap();
                        assert!(seated.fetch_add(1, Ordering::AcqRel) < 2);
                        thread::yield_now();
                        seated.fetch_sub(1, Ordering::AcqRel);
                        drop(seat);
                    }
                });
            }
        });
    }

    #[test]
    fn a_search_that_is_given_up_waits_for_no_seat() {
        let (seats, stop) = (Seats::of(1), AtomicBool::new(false));
        let seat = seats.take(&stop);
        thread::scope(|scope| {
            let waits = scope.spawn(|| seats.take(&stop).is_none());
            stop.store(true, Ordering::Release);
            assert!(waits.join().unwrap());
        });
        drop(seat);
        assert!(seats.take(&stop).is_some(), "a seat that is free is had also then: the search ends by itself");
    }
}
