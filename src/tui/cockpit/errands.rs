//! Who asked what: tickets of the door back to the asking pane and its tag.

use crate::door::{Call, CallId, Cause, Door, Refusal, Request, Response, Ticket};
use crate::tui::pane::{Slot, Tag};
use std::collections::HashMap;
use std::sync::Arc;

/// Names a layer as long as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LayerId(pub u64);

/// Somebody in the cockpit who asks and is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asker {
    /// A pane of the base layer.
    Pane(Slot),
    /// A layer above.
    Layer(LayerId),
    /// The call.
    Desk,
    /// Undo and redo.
    Undoing,
    /// What is shared with the floor.
    Sharing,
    /// Asking the supervisor.
    Consulting,
    /// Handing a call on.
    Transferring,
    /// The cockpit itself.
    House,
}

/// What is being asked at the moment.
pub struct Errands {
    door: Arc<dyn Door>,
    open: HashMap<Ticket, Errand>,
    /// Changes of which nobody knows whether they were made. Asked for once more, they keep their names, so that
    /// nothing is done twice.
    unclear: HashMap<(Asker, Tag), Call>,
    /// Whose answer decides what the keys mean next.
    first: Option<Ticket>,
}

/// Something asked, and who waits for the answer.
struct Errand {
    to: (Asker, Tag),
    /// The call, where it changes something.
    change: Option<Call>,
}

impl Errands {
    /// Nothing is asked yet.
    pub fn new(door: Arc<dyn Door>) -> Self {
        Self { door, open: HashMap::new(), unclear: HashMap::new(), first: None }
    }

    /// Asks the door. An older question of the same asker under the same tag is given up, unless it
    /// changes something: a change is never taken back by asking another.
    pub fn ask(&mut self, asker: Asker, tag: Tag, request: Request) -> Ticket {
        let to = (asker, tag);
        let changes = request.about().changes;
        if !changes {
            self.give_up(|known| known == to);
        }
        let again = if changes { self.unclear.remove(&to) } else { None };
        let again = again.filter(|call| call.request == request);
        let call = again.unwrap_or_else(|| Call::by_person(request));
        let change = changes.then(|| call.clone());
        self.send(call, Errand { to, change })
    }

    /// Asks the door under this name: what was stored under it before is not stored again.
    pub fn ask_as(&mut self, id: CallId, asker: Asker, tag: Tag, request: Request) {
        let call = Call { id, cause: Cause::PERSON, request };
        self.send(call, Errand { to: (asker, tag), change: None });
    }

    fn send(&mut self, call: Call, errand: Errand) -> Ticket {
        let ticket = self.door.send(call);
        self.open.insert(ticket, errand);
        ticket
    }

    /// Asks the door something whose answer opens what the next keys are meant for.
    pub fn ask_first(&mut self, asker: Asker, tag: Tag, request: Request) {
        self.first = Some(self.ask(asker, tag, request));
    }

    /// Whether such an answer is still to come: until then no key knows where to go.
    pub fn holds_keys(&self) -> bool {
        self.first.is_some_and(|ticket| self.open.contains_key(&ticket))
    }

    /// Gives that question up.
    pub fn give_up_first(&mut self) {
        if let Some(first) = self.first.take() {
            self.open.remove(&first);
            self.door.cancel(first);
        }
    }

    /// Gives up all an asker asked that is gone now.
    pub fn forget(&mut self, asker: Asker) {
        self.give_up(|(known, _)| known == asker);
        self.unclear.retain(|(known, _), _| *known != asker);
    }

    fn give_up(&mut self, stale: impl Fn((Asker, Tag)) -> bool) {
        let tickets: Vec<Ticket> =
            self.open.iter().filter(|(_, errand)| stale(errand.to)).map(|(ticket, _)| *ticket).collect();
        for ticket in tickets {
            self.open.remove(&ticket);
            self.door.cancel(ticket);
        }
    }

    /// Who is waiting for a piece of this answer; nobody where it is stale.
    pub fn asker(&self, ticket: Ticket) -> Option<(Asker, Tag)> {
        self.open.get(&ticket).map(|errand| errand.to)
    }

    /// Who was waiting for this answer.
    pub fn settle(&mut self, ticket: Ticket, answer: &Result<Response, Refusal>) -> Option<(Asker, Tag)> {
        let errand = self.open.remove(&ticket)?;
        if let Err(Refusal::ReadOnly { .. } | Refusal::Unavailable { .. }) = answer {
            self.remember(&errand);
        }
        Some(errand.to)
    }

    fn remember(&mut self, errand: &Errand) {
        self.unclear.extend(errand.change.clone().map(|call| (errand.to, call)));
    }

    /// The connection is gone: nothing asked so far will be answered.
    pub fn lose(&mut self) -> Vec<(Asker, Tag)> {
        let lost: Vec<Errand> = self.open.drain().map(|(_, errand)| errand).collect();
        for errand in &lost {
            self.remember(errand);
        }
        lost.into_iter().map(|errand| errand.to).collect()
    }
}
