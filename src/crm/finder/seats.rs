//! Searches at work at once: as many as there are cores. More of them would find nothing sooner: each would only take
//! longer, and hold up for as long whoever enters a change into the index.

use parking_lot::Mutex;
use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

/// Time between two looks of a search that waits at whether it is still wanted.
const LOOK: Duration = Duration::from_millis(20);

/// The seats.
pub struct Seats(Mutex<Room>);

struct Room {
    free: usize,
    /// Who waits for a seat, first come, first served: else some would be served again and again, and others never.
    waiting: VecDeque<Thread>,
}

/// A seat, until it is dropped.
pub struct Seat<'a>(&'a Seats);

impl Default for Seats {
    fn default() -> Self {
        Self::of(thread::available_parallelism().map_or(1, NonZero::get))
    }
}

impl Seats {
    fn of(free: usize) -> Self {
        Self(Mutex::new(Room { free, waiting: VecDeque::new() }))
    }

    /// A seat, once it is one's turn; nothing for a search that was given up meanwhile.
    pub fn take(&self, stop: &AtomicBool) -> Option<Seat<'_>> {
        let me = thread::current();
        self.0.lock().waiting.push_back(me.clone());
        loop {
            let mut room = self.0.lock();
            if room.is_turn_of(&me) {
                room.waiting.pop_front();
                room.free -= 1;
                room.call_next();
                return Some(Seat(self));
            }
            if stop.load(Ordering::Acquire) {
                room.waiting.retain(|waiting| waiting.id() != me.id());
                room.call_next();
                return None;
            }
            drop(room);
            thread::park_timeout(LOOK);
        }
    }
}

impl Room {
    fn is_turn_of(&self, one: &Thread) -> bool {
        self.free > 0 && self.waiting.front().is_some_and(|first| first.id() == one.id())
    }

    fn call_next(&self) {
        if let Some(next) = self.waiting.front().filter(|_| self.free > 0) {
            next.unpark();
        }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let mut room = self.0.0.lock();
        room.free += 1;
        room.call_next();
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
