//! Everybody who listens.

use crate::door::{Delivery, Event};
use crossbeam_channel::{Sender, TrySendError};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A bounded inbox, seen from the sending side. What does not fit is dropped, and said so once there
/// is room again.
#[derive(Clone)]
pub struct Inbox {
    sender: Sender<Delivery>,
    missed: Arc<AtomicBool>,
}

impl Inbox {
    /// The sending side of an inbox.
    pub fn new(sender: Sender<Delivery>) -> Self {
        Self { sender, missed: Arc::default() }
    }

    /// An answer, or a part of one: waits for room, as whoever asked is reading. False when nobody is there any more.
    pub fn answer(&self, delivery: Delivery) -> bool {
        self.sender.send(delivery).is_ok()
    }

    /// An event: never waits. False when nobody is there any more.
    fn event(&self, event: Event) -> bool {
        if self.missed.load(Ordering::Acquire) {
            match self.sender.try_send(Delivery::Missed) {
                Ok(()) => self.missed.store(false, Ordering::Release),
                Err(TrySendError::Full(_)) => return true,
                Err(TrySendError::Disconnected(_)) => return false,
            }
        }
        match self.sender.try_send(Delivery::Event(event)) {
            Ok(()) => true,
            Err(TrySendError::Full(_)) => {
                self.missed.store(true, Ordering::Release);
                true
            }
            Err(TrySendError::Disconnected(_)) => false,
        }
    }
}

/// Every open inbox.
#[derive(Default)]
pub struct Hub(Mutex<Vec<Listener>>);

/// An open inbox, and whose it is.
struct Listener {
    session: u64,
    os_user: String,
    inbox: Inbox,
}

impl Hub {
    /// One more listener: its session's number and the user of the operating system behind it.
    pub fn join(&self, session: u64, os_user: &str, inbox: Inbox) {
        self.0.lock().push(Listener { session, os_user: os_user.to_owned(), inbox });
    }

    /// Whether nobody listens.
    pub fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }

    /// The session is over; says how many are left.
    pub fn leave(&self, session: u64) -> usize {
        let mut inboxes = self.0.lock();
        inboxes.retain(|listener| listener.session != session);
        inboxes.len()
    }

    /// Tells everybody; says how many there were.
    pub fn tell(&self, event: &Event) -> usize {
        let mut inboxes = self.0.lock();
        inboxes.retain(|listener| listener.inbox.event(event.clone()));
        inboxes.len()
    }

    /// Tells the sessions of one user; says how many there were.
    pub fn tell_user(&self, os_user: &str, event: &Event) -> usize {
        let mut told = 0;
        self.0.lock().retain(|listener| {
            let there = listener.os_user != os_user || listener.inbox.event(event.clone());
            told += usize::from(there && listener.os_user == os_user);
            there
        });
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::system::{Standing, State};

    #[test]
    fn an_inbox_that_overflows_says_so_and_never_blocks() {
        let (sender, receiver) = crossbeam_channel::bounded(2);
        let hub = Hub::default();
        hub.join(1, "anna", Inbox::new(sender));
        let event = Event::Store(Standing { state: State::Ready, notices: Vec::new() });
        for _ in 0..5 {
            assert_eq!(hub.tell(&event), 1);
        }
        assert_eq!(receiver.try_iter().count(), 2);
        hub.tell(&event);
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [Delivery::Missed, Delivery::Event(event.clone())]);
        drop(receiver);
        assert_eq!(hub.tell(&event), 0);
    }
}
