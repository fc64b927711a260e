//! What is known of a session's line to its host: what was asked and is not answered, and what to do about it when
//! the line breaks. Nothing here waits for anything.

use crate::domain::reason::reason;
use crate::domain::secret::Key;
use crate::door::system::{self, Response as Said};
use crate::door::{Call, Delivery, Refusal, Request, Response, Ticket};
use crate::link::wire::{TO_HOST, ToHost, message};
use crate::link::{failed, unreachable};
use crossbeam_channel::Sender;
use std::collections::BTreeMap;
use std::os::unix::net::UnixStream;
use std::sync::Arc;

/// What is handed to whoever writes.
pub enum Out {
    /// This is the host from now on.
    To(Arc<UnixStream>),
    /// A frame.
    Say(Vec<u8>),
}

/// A line to a host.
pub struct Line {
    /// Where frames go; nothing once the session is over.
    pen: Option<Sender<Out>>,
    stream: Arc<UnixStream>,
    state: State,
    /// Its loss was told.
    is_lost: bool,
    last: u64,
    /// What was asked and is not answered.
    open: BTreeMap<Ticket, Asked>,
    /// The outcomes that were asked for, and of which calls.
    outcomes: BTreeMap<Ticket, Ticket>,
    listens: bool,
    /// What opened the store, for a host that has yet to open it.
    key: Option<Key>,
}

/// How a line stands.
enum State {
    /// There is a host; what needs its store waits for the answer to this.
    Settling(Ticket),
    /// Everything goes through.
    Open,
    /// There is no host, but may be in a moment.
    Broken,
    /// There is no host.
    Down(Refusal),
}

/// A call that is not answered.
struct Asked {
    call: Call,
    /// The host may have it.
    is_sent: bool,
}

impl Line {
    /// A line nobody has spoken on.
    pub fn new(pen: Sender<Out>, key: Option<Key>, stream: Arc<UnixStream>) -> Self {
        Self {
            pen: Some(pen),
            stream,
            state: State::Broken,
            is_lost: false,
            last: 0,
            open: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            listens: false,
            key,
        }
    }

    /// Whether the session is over.
    pub fn is_over(&self) -> bool {
        self.pen.is_none()
    }

    /// The session is over; the line, to be closed.
    pub fn hang_up(&mut self) -> Arc<UnixStream> {
        self.pen = None;
        Arc::clone(&self.stream)
    }

    /// The session is a screen from now on.
    pub fn listen(&mut self) {
        self.listens = true;
        if matches!(self.state, State::Open | State::Settling(_)) {
            self.say(&ToHost::Listen);
        }
    }

    /// Takes a call. Where it can only be refused, that comes back at once.
    pub fn take(&mut self, call: Call) -> (Ticket, Option<Delivery>) {
        let ticket = self.ticket();
        if let State::Down(why) = &self.state {
            return (ticket, Some(Delivery::Done(ticket, Err(why.clone()))));
        }
        self.open.insert(ticket, Asked { call, is_sent: false });
        let goes = match self.state {
            State::Open => true,
            // It is answered in every state, and shows how far that is.
            State::Settling(_) => self.open.get(&ticket).is_some_and(|asked| asks_state(&asked.call.request)),
            State::Broken | State::Down(_) => false,
        };
        (ticket, if goes { self.send(ticket) } else { None })
    }

    /// Gives a call up.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<Delivery> {
        let asked = self.open.get(&ticket)?;
        let up = matches!(self.state, State::Open | State::Settling(_));
        if asked.is_sent && up {
            self.say(&ToHost::Cancel(ticket));
            return None;
        }
        if asked.is_sent && asked.call.request.about().changes {
            // Whether it took place must be known first.
            return None;
        }
        self.open.remove(&ticket);
        Some(Delivery::Done(ticket, Err(Refusal::Cancelled)))
    }

    /// There is a host. One that has to open its store first is told how, and waited for.
    pub fn take_up(&mut self, stream: &Arc<UnixStream>) -> Vec<Delivery> {
        self.stream = Arc::clone(stream);
        if let Some(pen) = &self.pen {
            let _ = pen.send(Out::To(Arc::clone(stream)));
        }
        if self.listens {
            self.say(&ToHost::Listen);
        }
        let mut told: Vec<Delivery> = self.waiting(true).into_iter().filter_map(|ticket| self.send(ticket)).collect();
        let first = match &self.key {
            Some(key) => Some(system::Request::Unlock(key.clone())),
            None => self.is_lost.then_some(system::Request::Settled),
        };
        match first {
            Some(first) => {
                let ticket = self.ticket();
                self.say(&ToHost::Call(ticket, Call::by_person(first)));
                self.state = State::Settling(ticket);
            }
            None => told.extend(self.go_on()),
        }
        told
    }

    /// The host is gone.
    pub fn lose(&mut self) -> Option<Delivery> {
        self.state = State::Broken;
        self.outcomes.clear();
        (!std::mem::replace(&mut self.is_lost, true)).then_some(Delivery::Lost)
    }

    /// There is no host: refuses everything that waits for one, and whatever comes.
    pub fn give_up(&mut self, why: &Refusal) -> Vec<Delivery> {
        self.state = State::Down(why.clone());
        let waiting = std::mem::take(&mut self.open);
        waiting.into_keys().map(|ticket| Delivery::Done(ticket, Err(why.clone()))).collect()
    }

    /// The host says something; what of it is for the session.
    pub fn hear(&mut self, delivery: Delivery) -> Vec<Delivery> {
        match delivery {
            Delivery::Done(ticket, answer) => self.answered(ticket, answer),
            Delivery::Part(ticket, _) if !self.open.contains_key(&ticket) => Vec::new(),
            other => vec![other],
        }
    }

    fn answered(&mut self, ticket: Ticket, answer: Result<Response, Refusal>) -> Vec<Delivery> {
        if matches!(self.state, State::Settling(first) if first == ticket) {
            return self.go_on();
        }
        if let Some(call) = self.outcomes.remove(&ticket) {
            return self.outcome(call, answer).into_iter().collect();
        }
        let Some(asked) = self.open.remove(&ticket) else { return Vec::new() };
        if let (Request::System(system::Request::Unlock(key)), Ok(_)) = (asked.call.request, &answer) {
            self.key = Some(key);
        }
        vec![Delivery::Done(ticket, answer)]
    }

    /// Everything that waits goes to the host, what an earlier one may have had already with care.
    fn go_on(&mut self) -> Vec<Delivery> {
        self.state = State::Open;
        let back = std::mem::take(&mut self.is_lost).then_some(Delivery::Back);
        let waiting = self.waiting(false);
        back.into_iter().chain(waiting.into_iter().filter_map(|ticket| self.send_again(ticket))).collect()
    }

    /// What is not answered, in the order it was asked: what asks for the state, or everything else.
    fn waiting(&self, for_state: bool) -> Vec<Ticket> {
        let waiting = self.open.iter().filter(|(_, asked)| asks_state(&asked.call.request) == for_state);
        waiting.map(|(ticket, _)| *ticket).collect()
    }

    /// A call that changes something is made again only once it is known not to have taken place.
    fn send_again(&mut self, ticket: Ticket) -> Option<Delivery> {
        let asked = self.open.get(&ticket)?;
        if !asked.is_sent || !asked.call.request.about().changes {
            return self.send(ticket);
        }
        if let Request::Maintenance(_) = asked.call.request {
            // It is not a commit with a name: only a person can see how far it came.
            return self.refuse(ticket, unreachable(reason("host-ended-meanwhile")));
        }
        let outcome = Call::by_person(system::Request::Outcome(asked.call.id));
        let asking = self.ticket();
        self.outcomes.insert(asking, ticket);
        self.say(&ToHost::Call(asking, outcome));
        None
    }

    /// It is known what became of a call.
    fn outcome(&mut self, ticket: Ticket, answer: Result<Response, Refusal>) -> Option<Delivery> {
        match answer {
            Ok(Response::System(Said::Outcome(None))) => self.send(ticket),
            Ok(Response::System(Said::Outcome(Some(revision)))) => {
                self.refuse(ticket, Refusal::AlreadyDone { revision })
            }
            Ok(_) => self.refuse(ticket, Refusal::Unavailable { why: reason("answer-of-another-kind") }),
            Err(refusal) => self.refuse(ticket, refusal),
        }
    }

    fn refuse(&mut self, ticket: Ticket, why: Refusal) -> Option<Delivery> {
        self.open.remove(&ticket).map(|_| Delivery::Done(ticket, Err(why)))
    }

    fn send(&mut self, ticket: Ticket) -> Option<Delivery> {
        let asked = self.open.get_mut(&ticket)?;
        asked.is_sent = true;
        match message(&ToHost::Call(ticket, asked.call.clone()), TO_HOST) {
            Ok(frame) => {
                self.put(frame);
                None
            }
            Err(error) => self.refuse(ticket, failed("sending it to the host", error)),
        }
    }

    /// Says what always fits into a frame.
    fn say(&self, words: &ToHost) {
        if let Ok(frame) = message(words, TO_HOST) {
            self.put(frame);
        }
    }

    fn put(&self, frame: Vec<u8>) {
        if let Some(pen) = &self.pen {
            // Whoever writes lives as long as the pen does.
            let _ = pen.send(Out::Say(frame));
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.last += 1;
        Ticket(self.last)
    }
}

fn asks_state(request: &Request) -> bool {
    matches!(request, Request::System(system::Request::State))
}
