//! What rings: calls a telephone system announced and nobody here has taken yet.

use crate::door::event::{Caller, Ring, RingName, RingPhase};

/// The ringing calls, the longest-ringing first.
#[derive(Debug, Clone, Default)]
pub struct Ringing(Vec<Ring>);

impl Ringing {
    /// The most rings kept; a machine gone mad must not fill the memory.
    const MOST: usize = 99;

    /// Takes note of an announcement. An answered call stays until it is over, so that whoever
    /// picked up the handset can still open it.
    pub fn hear(&mut self, ring: Ring) {
        let same = |known: &Ring| known.call_id == ring.call_id;
        match (ring.phase, self.0.iter().position(same)) {
            (RingPhase::Ended, _) => self.0.retain(|known| !same(known)),
            (RingPhase::Ringing | RingPhase::Answered, Some(at)) => {
                if let Some(known) = self.0.get_mut(at) {
                    known.phase = ring.phase;
                }
            }
            (RingPhase::Ringing, None) if self.0.len() < Self::MOST => self.0.push(ring),
            (RingPhase::Ringing | RingPhase::Answered, None) => {}
        }
    }

    /// A call was taken at some screen: it rings no more.
    pub fn forget(&mut self, taken: &RingName) {
        self.0.retain(|known| known.name() != *taken);
    }

    /// The call to take next.
    pub fn first(&self) -> Option<&Ring> {
        self.0.first()
    }

    /// Takes the next call off the list.
    pub fn take(&mut self) -> Option<Ring> {
        if self.0.is_empty() { None } else { Some(self.0.remove(0)) }
    }

    /// How many ring.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|ring| ring.phase == RingPhase::Ringing).count()
    }
}

/// Who calls, if there is no doubt: one customer has exactly this number.
pub fn certain(callers: &[Caller]) -> Option<&Caller> {
    let mut exact = callers.iter().filter(|caller| caller.exact);
    exact.next().filter(|_| exact.next().is_none())
}
