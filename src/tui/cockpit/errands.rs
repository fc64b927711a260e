//! Who asked what: tickets of the door back to the asking pane and its tag.

use crate::door::{Call, Door, Request, Ticket};
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
    /// The cockpit itself.
    House,
}

/// What is being asked at the moment.
pub struct Errands {
    door: Arc<dyn Door>,
    open: HashMap<Ticket, (Asker, Tag)>,
    /// Whose answer decides what the keys mean next.
    first: Option<Ticket>,
}

impl Errands {
    /// Nothing is asked yet.
    pub fn new(door: Arc<dyn Door>) -> Self {
        Self { door, open: HashMap::new(), first: None }
    }

    /// Asks the door. An older question of the same asker under the same tag is given up, unless it
    /// changes something: a change is never taken back by asking another.
    pub fn ask(&mut self, asker: Asker, tag: Tag, request: Request) -> Ticket {
        if !request.about().changes {
            self.give_up(|known| known == (asker, tag));
        }
        let ticket = self.door.send(Call::by_person(request));
        self.open.insert(ticket, (asker, tag));
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
    }

    fn give_up(&mut self, stale: impl Fn((Asker, Tag)) -> bool) {
        let tickets: Vec<Ticket> = self.open.iter().filter(|(_, to)| stale(**to)).map(|(ticket, _)| *ticket).collect();
        for ticket in tickets {
            self.open.remove(&ticket);
            self.door.cancel(ticket);
        }
    }

    /// Who is waiting for a piece of this answer; nobody where it is stale.
    pub fn asker(&self, ticket: Ticket) -> Option<(Asker, Tag)> {
        self.open.get(&ticket).copied()
    }

    /// Who was waiting for this answer.
    pub fn settle(&mut self, ticket: Ticket) -> Option<(Asker, Tag)> {
        self.open.remove(&ticket)
    }

    /// The connection is gone: nothing asked so far will be answered.
    pub fn lose(&mut self) -> Vec<(Asker, Tag)> {
        self.open.drain().map(|(_, to)| to).collect()
    }
}
