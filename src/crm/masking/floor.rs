//! What there is to hide in answers of the call floor: calls, rings, and what colleagues see of them.

use super::{Eyes, Mask};
use crate::domain::call::Call;
use crate::door::event::{Caller, Ring};
use crate::door::{calls, consult, floor, seat, transfer};

impl Mask for calls::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Callers(callers) => callers.mask(eyes),
            Self::WrappedUp { saved: _, follow_up: _, stage: _, party } => eyes.party(party),
            // The telephone needs the number; a masked one is told against an entry in the audit log.
            Self::Dial { .. } | Self::Told { .. } => {}
        }
    }
}

/// A number that is hidden is shown as on the card it stands on, so that it can be told which one it is.
impl Mask for Ring {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { number, call_id, line, phase: _, callers } = self;
        eyes.announced(number);
        eyes.texts([call_id, line], None);
        callers.mask(eyes);
    }
}

impl Mask for Caller {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, name, company, last_contact: _, open_complaint: _, exact: _ } = self;
        eyes.texts([name, company], Some(*id));
    }
}

impl Mask for consult::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Open(open) => open.mask(eyes),
            Self::Call(Some(shown)) => {
                let consult::Shown { consult, open } = &mut **shown;
                consult.mask(eyes);
                open.mask(eyes);
            }
            Self::Call(None) | Self::Asked(_) | Self::Done => {}
        }
    }
}

impl Mask for consult::Consult {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { call: _, is_mine, by: _, with, customer, asked: _, said } = self;
        // A call of one's own is theirs.
        if !*is_mine {
            eyes.text(with, *customer);
            eyes.texts(said.iter_mut().map(|said| &mut said.text), *customer);
        }
    }
}

/// A call of somebody else's; what one is in the middle of oneself never passes here.
impl Mask for floor::OpenCall {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { call, note, line, closing: _, script: _ } = self;
        call.mask(eyes);
        eyes.texts([&mut note.text, &mut line.text], call.customer);
    }
}

impl Mask for Call {
    fn mask(&mut self, eyes: &mut Eyes) {
        for number in [&mut self.number, &mut self.shown_number] {
            match self.customer {
                Some(customer) => eyes.address(number, customer),
                None => eyes.anyones(number),
            }
        }
        eyes.text(&mut self.name, self.customer);
    }
}

impl Mask for floor::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Present(screens) => screens.mask(eyes),
            // What somebody is in the middle of themselves is theirs.
            Self::Mine { .. }
            | Self::TakenOver(_)
            | Self::State(_)
            | Self::AlsoOpen(_)
            | Self::Done
            | Self::Elsewhere { .. } => {}
        }
    }
}

impl Mask for floor::Present {
    fn mask(&mut self, eyes: &mut Eyes) {
        self.call.mask(eyes);
    }
}

impl Mask for seat::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            Self::SignedOn | Self::SignedOff | Self::Locked | Self::Unlocked => {}
        }
    }
}

impl Mask for transfer::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Open(offers) => {
                for transfer::Offer { with, customer, .. } in offers.iter_mut().filter(|offer| !offer.is_mine) {
                    eyes.text(with, *customer);
                }
            }
            // Whoever takes a call is on it.
            Self::Accepted(_) | Self::Colleagues(_) | Self::Offered(_) | Self::Done => {}
        }
    }
}
