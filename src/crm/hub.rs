//! Everybody who listens.

use crate::door::{Delivery, Event};
use crossbeam_channel::{Receiver, Sender, unbounded};
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Deliveries that may wait in an inbox before what nobody asked for is dropped.
const MOST: usize = 1_024;

/// An inbox, seen from the sending side. Nobody ever waits for room in it: answers always find some, as there are no
/// more of them than calls; what else does not fit is dropped, and said so once there is room again.
#[derive(Clone)]
pub struct Inbox {
    sender: Sender<Delivery>,
    missed: Arc<AtomicBool>,
}

impl Inbox {
    /// Both sides of an inbox.
    pub fn open() -> (Self, Receiver<Delivery>) {
        let (sender, receiver) = unbounded();
        (Self { sender, missed: Arc::default() }, receiver)
    }

    /// Anything, each in its way.
    pub fn put(&self, delivery: Delivery) {
        match delivery {
            Delivery::Event(event) => drop(self.event(event)),
            Delivery::Part(..) => self.part(delivery),
            Delivery::Done(..) | Delivery::Missed | Delivery::Lost | Delivery::Back => self.answer(delivery),
        }
    }

    /// An answer.
    pub fn answer(&self, delivery: Delivery) {
        // Nobody is left to read it when the session is over.
        let _ = self.sender.send(delivery);
    }

    /// A part of an answer, which is whole without it.
    pub fn part(&self, delivery: Delivery) {
        if self.sender.len() < MOST {
            self.answer(delivery);
        }
    }

    /// An event. False when nobody is there any more.
    fn event(&self, event: Event) -> bool {
        if self.sender.len() >= MOST {
            self.missed.store(true, Ordering::Release);
            return true;
        }
        if self.missed.swap(false, Ordering::AcqRel) {
            self.answer(Delivery::Missed);
        }
        self.sender.send(Delivery::Event(event)).is_ok()
    }
}

/// Every open inbox.
#[derive(Default)]
pub struct Hub(Mutex<Vec<Listener>>);

/// An open inbox, and whose it is.
struct Listener {
    session: u64,
    inbox: Inbox,
}

impl Hub {
    /// One more listener, by its session's number.
    pub fn join(&self, session: u64, inbox: Inbox) {
        self.0.lock().push(Listener { session, inbox });
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

    /// Tells one session, if it listens.
    pub fn tell_session(&self, session: u64, event: &Event) {
        self.0.lock().retain(|listener| listener.session != session || listener.inbox.event(event.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::search::Found;
    use crate::door::system::{Standing, State};
    use crate::door::{Part, Refusal, Ticket};

    #[test]
    fn an_inbox_that_overflows_says_so_and_never_blocks() {
        let (inbox, receiver) = Inbox::open();
        let hub = Hub::default();
        hub.join(1, inbox.clone());
        let event = Event::Store(Standing { state: State::Ready, notices: Vec::new() });
        let (part, answer) = (Part::Found(Found::default()), Err(Refusal::Cancelled));
        for _ in 0..MOST + 3 {
            assert_eq!(hub.tell(&event), 1);
        }
        inbox.part(Delivery::Part(Ticket(1), part));
        inbox.answer(Delivery::Done(Ticket(1), answer.clone()));
        let held: Vec<_> = receiver.try_iter().skip(MOST).collect();
        assert_eq!(held, [Delivery::Done(Ticket(1), answer)], "an answer always finds room");
        hub.tell(&event);
        assert_eq!(receiver.try_iter().collect::<Vec<_>>(), [Delivery::Missed, Delivery::Event(event.clone())]);
        drop(receiver);
        assert_eq!(hub.tell(&event), 0);
    }
}
