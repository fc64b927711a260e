//! What rings: the calls a telephone system announced, until they end, and who took them.

use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::door::event::{Ring, RingName, RingPhase};

/// The most rings kept; a machine gone mad must not fill the memory.
const MOST: usize = 1_000;

/// A call that was announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    name: RingName,
    /// When it began to ring.
    pub began: Timestamp,
    /// At whose desk, or who picked up; nothing for everybody's, or where that is not known.
    pub to: Option<UserId>,
    taken: Option<Taken>,
}

/// How a call was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Taken {
    /// By whoever picked up a handset then.
    ByHandset(Timestamp),
    /// At the screen of a session, by whoever has this name.
    At(u64, String),
}

impl Rung {
    fn is_at_a_screen(&self) -> bool {
        matches!(self.taken, Some(Taken::At(..)))
    }

    /// When somebody picked up a handset; nothing where nobody took it.
    pub fn answered(&self) -> Option<Timestamp> {
        match self.taken {
            Some(Taken::ByHandset(at)) => Some(at),
            _ => None,
        }
    }
}

/// The calls that ring or go on, the one announced first in front.
#[derive(Debug, Default)]
pub struct Rings(Vec<Rung>);

impl Rings {
    /// Takes note of an announcement. A call that ends and was taken at no screen is handed out: nobody writes it down.
    pub fn hear(&mut self, ring: &Ring, to: Option<UserId>, now: Timestamp) -> Option<Rung> {
        let name = ring.name();
        let known = self.0.iter().position(|rung| rung.name == name);
        match (ring.phase, known) {
            (RingPhase::Ringing, None) => {
                if self.0.len() >= MOST {
                    self.0.remove(0);
                }
                self.0.push(Rung { name, began: now, to, taken: None });
            }
            (RingPhase::Answered, Some(at)) => {
                if let Some(rung) = self.0.get_mut(at) {
                    rung.taken.get_or_insert(Taken::ByHandset(now));
                    // Who picked up is known better now than when it began to ring.
                    rung.to = to.or(rung.to);
                }
            }
            (RingPhase::Ended, Some(at)) => return Some(self.0.remove(at)).filter(|rung| !rung.is_at_a_screen()),
            (RingPhase::Ringing, Some(_)) | (RingPhase::Answered | RingPhase::Ended, None) => {}
        }
        None
    }

    /// Somebody takes a call at their screen: the first one has it, and their name is the error for all others.
    pub fn take(&mut self, name: &RingName, session: u64, by: &str) -> Result<(), String> {
        let Some(rung) = self.0.iter_mut().find(|rung| rung.name == *name) else { return Ok(()) };
        match &rung.taken {
            Some(Taken::At(other, name)) if *other != session => Err(name.clone()),
            _ => {
                rung.taken = Some(Taken::At(session, by.to_owned()));
                Ok(())
            }
        }
    }

    /// Whether a call rings at somebody's desk.
    pub fn at_desk_of(&self, user: UserId) -> bool {
        self.0.iter().any(|rung| rung.to == Some(user) && rung.taken.is_none())
    }
}
