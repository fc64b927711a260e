//! A session in another process than the host: the door, at the other end of a socket.
//!
//! When the host is gone the session says so ([`Delivery::Lost`]), looks for it again, or starts one of its own, and
//! goes on ([`Delivery::Back`]). What was asked meanwhile waits; what was under way is asked for by its name, and made
//! once more only if it never took place.

mod line;
#[cfg(test)]
mod tests;

use super::frame::Ear;
use super::reach::{Way, is_for_good};
use super::wire::{Farewell, TO_SESSION, ToSession, Wish, read};
use super::{failed, unreachable};
use crate::crm::Inbox;
use crate::domain::reason::reason;
use crate::door::{Call, Cause, Delivery, Door, Refusal, Ticket};
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use line::{Line, Out};
use parking_lot::{Condvar, Mutex};
use std::convert::Infallible;
use std::io::Write;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// How long a session waits for a host to come back before it refuses what is asked.
const PATIENCE: Duration = Duration::from_secs(30);
/// The pauses between looks for a host, which grow from the first to the longest.
const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_secs(2);
/// How long whoever leaves waits for what it said last to arrive.
const GOODBYE: Duration = Duration::from_secs(1);

/// A session with a host.
pub struct Client {
    desk: Arc<Desk>,
    inbox: Receiver<Delivery>,
    /// End when nothing more is written, and when nothing more is heard: nothing is ever sent.
    written: Receiver<Infallible>,
    heard: Receiver<Infallible>,
    /// Who is behind what is asked, where no person is.
    cause: Option<Cause>,
}

/// What a session's threads share.
struct Desk {
    line: Mutex<Line>,
    over: Condvar,
    inbox: Inbox,
}

impl Client {
    /// Attaches to a host, which is started if it is one's own and nobody serves yet.
    pub fn open(way: Way) -> Result<Self, Refusal> {
        let (stream, cause) = (Arc::new(way.attach(Wish::Attach, true)?), way.cause);
        let ((inbox, deliveries), (pen, frames)) = (Inbox::open(), unbounded());
        let ((pen_rests, written), (ear_rests, heard)) = (bounded(0), bounded(0));
        let line = Line::new(pen, way.key.clone(), Arc::clone(&stream));
        let desk = Arc::new(Desk { line: Mutex::new(line), over: Condvar::new(), inbox });
        desk.take_up(&stream);
        spawn("callsheet-pen", move || write(&frames, pen_rests))?;
        let ear = Arc::clone(&desk);
        spawn("callsheet-ear", move || ear.tend(&way, stream, ear_rests))?;
        Ok(Self { desk, inbox: deliveries, written, heard, cause })
    }

    /// Attaches to a host, and hears what happens from the first moment on.
    pub fn listening(way: Way) -> Result<Self, Refusal> {
        let client = Self::open(way)?;
        client.listen();
        Ok(client)
    }

    /// Hears from now on what happens, as a screen does.
    pub fn listen(&self) {
        self.desk.line.lock().listen();
    }
}

impl Door for Client {
    fn send(&self, call: Call) -> Ticket {
        let call = Call { cause: self.cause.unwrap_or(call.cause), ..call };
        let (ticket, refused) = self.desk.line.lock().take(call);
        self.desk.deliver(refused);
        ticket
    }

    fn cancel(&self, ticket: Ticket) {
        let cancelled = self.desk.line.lock().cancel(ticket);
        self.desk.deliver(cancelled);
    }

    fn inbox(&self) -> &Receiver<Delivery> {
        &self.inbox
    }
}

impl Drop for Client {
    /// Says what is left to say, and waits a moment for the host to have heard it.
    fn drop(&mut self) {
        let stream = self.desk.line.lock().hang_up();
        self.desk.over.notify_all();
        let _ = self.written.recv_timeout(GOODBYE);
        let _ = stream.shutdown(Shutdown::Write);
        let _ = self.heard.recv_timeout(GOODBYE);
    }
}

impl Desk {
    fn deliver(&self, deliveries: impl IntoIterator<Item = Delivery>) {
        for delivery in deliveries {
            self.inbox.put(delivery);
        }
    }

    fn take_up(&self, stream: &Arc<UnixStream>) {
        let told = self.line.lock().take_up(stream);
        self.deliver(told);
    }

    /// Hears the host, and finds one again when it is gone, until the session is over.
    fn tend(&self, way: &Way, first: Arc<UnixStream>, _ends: Sender<Infallible>) {
        let mut stream = first;
        loop {
            let farewell = self.hear(&stream);
            if self.line.lock().is_over() {
                return;
            }
            self.deliver(self.line.lock().lose());
            match self.again(way, farewell) {
                Some(next) => stream = Arc::new(next),
                None => return,
            }
            self.take_up(&stream);
        }
    }

    /// Hears the host until it is gone, with a word or without.
    fn hear(&self, stream: &UnixStream) -> Option<Farewell> {
        let mut ear = Ear::new(stream);
        while let Ok(Some(frame)) = ear.frame(TO_SESSION) {
            match read(&frame) {
                Ok(ToSession::Delivery(delivery)) => {
                    let deliveries = self.line.lock().hear(*delivery);
                    self.deliver(deliveries);
                }
                Ok(ToSession::Farewell(farewell)) => return Some(farewell),
                Err(_) => break,
            }
        }
        None
    }

    /// Looks for a host until there is one, or the session is over. One that was told to end is not started again.
    fn again(&self, way: &Way, farewell: Option<Farewell>) -> Option<UnixStream> {
        if let Some(farewell) = farewell {
            self.give_up(&goodbye(farewell));
        }
        let (begun, mut pause) = (Instant::now(), FIRST);
        loop {
            match way.attach(Wish::Rejoin, farewell.is_none()) {
                Ok(stream) => return Some(stream),
                Err(refusal) if is_for_good(&refusal) => self.give_up(&refusal),
                Err(refusal) if farewell.is_none() && begun.elapsed() > PATIENCE => self.give_up(&refusal),
                Err(_) => {}
            }
            let mut line = self.line.lock();
            self.over.wait_while_for(&mut line, |line| !line.is_over(), pause);
            if line.is_over() {
                return None;
            }
            pause = (pause * 2).min(LONGEST);
        }
    }

    /// Refuses everything that waits, and whatever is asked until there is a host again.
    fn give_up(&self, why: &Refusal) {
        let refused = self.line.lock().give_up(why);
        self.deliver(refused);
    }
}

/// Why the host is gone, in its own words.
fn goodbye(farewell: Farewell) -> Refusal {
    unreachable(match farewell {
        Farewell::Stopped => reason("host-stopped"),
        Farewell::Retired => reason("host-retired"),
    })
}

/// Writes what is said to whichever host there is. What one does not take, the next one is told anew.
fn write(said: &Receiver<Out>, _ends: Sender<Infallible>) {
    let mut stream: Option<Arc<UnixStream>> = None;
    for out in said {
        match (out, &stream) {
            (Out::To(next), _) => stream = Some(next),
            (Out::Say(frame), Some(host)) => {
                if (&mut &**host).write_all(&frame).is_err() {
                    let _ = host.shutdown(Shutdown::Both);
                    stream = None;
                }
            }
            (Out::Say(_), None) => {}
        }
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Refusal> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(work);
    thread.map(drop).map_err(|error| failed("beginning a session", error))
}
