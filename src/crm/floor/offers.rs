//! Calls that are offered to a colleague. Whoever offers one has it until it is taken.

use super::{Draft, Floor, News, Room};
use crate::domain::id::UserId;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::floor::OpenCall;
use crate::door::{CallId, Event};

/// A call that is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered {
    pub call: CallId,
    pub by: UserId,
    pub to: UserId,
}

impl Floor {
    /// Offers a call of this user to a colleague instead of anybody else. False if it is over.
    pub fn offer(&self, by: UserId, call: CallId, to: UserId) -> bool {
        let mut room = self.room.lock();
        if room.drafts.call_of(by, call).is_none() {
            return false;
        }
        self.end_offer(&mut room, call);
        let offered = Offered { call, by, to };
        room.offers.push(offered);
        self.tell_of_offer(&room, offered);
        true
    }

    /// What somebody offers or is offered, with the calls.
    pub fn offers(&self, user: UserId) -> Vec<(Offered, OpenCall)> {
        let room = self.room.lock();
        let concerned = room.offers.iter().filter(|one| one.by == user || one.to == user);
        concerned.filter_map(|one| Some((*one, room.drafts.call_of(one.by, one.call)?.clone()))).collect()
    }

    /// Whoever is offered a call does not take it, which the other side is told; or it is offered no more.
    pub fn decline(&self, user: &User, call: CallId) {
        let mut room = self.room.lock();
        let is_meant = |one: &mut Offered| one.call == call && (one.by == user.id || one.to == user.id);
        for offered in room.offers.extract_if(.., is_meant).collect::<Vec<_>>() {
            if offered.to == user.id {
                let declined = News::Declined { by: user.name.clone() };
                self.tell_screens(&room, offered.by, &declined);
            }
            self.tell_of_offer(&room, offered);
        }
    }

    /// Somebody takes a call that is offered to them to this screen; the one that had it is told.
    pub fn accept(&self, session: u64, user: &User, call: CallId, now: Timestamp) -> Option<Draft> {
        let mut room = self.room.lock();
        let at = room.offers.iter().position(|one| one.call == call && one.to == user.id)?;
        let offered = room.offers.remove(at);
        let origin = room.origin(session);
        let kept = room.drafts.get_mut(call).filter(|kept| kept.user == offered.by)?;
        let before = kept.session.replace(session);
        (kept.user, kept.origin, kept.heard) = (user.id, origin, now);
        let draft = kept.draft.clone();
        if let Some(before) = before {
            let taken = News::Transferred { draft: call, to: user.name.clone() };
            self.hub.tell_session(before, &Event::Floor(taken));
        }
        self.tell_of_offer(&room, offered);
        self.end_consult(&mut room, call);
        for user in [offered.by, offered.to] {
            self.drafts_changed(&mut room, user, now);
        }
        Some(draft)
    }

    /// A call is over: it is offered no more.
    pub(super) fn end_offer(&self, room: &mut Room, call: CallId) {
        for offered in room.offers.extract_if(.., |one| one.call == call).collect::<Vec<_>>() {
            self.tell_of_offer(room, offered);
        }
    }

    /// Somebody is gone, and can be offered nothing any more.
    pub(super) fn nobody_to_take(&self, room: &mut Room, user: UserId) {
        for offered in room.offers.extract_if(.., |one| one.to == user).collect::<Vec<_>>() {
            self.tell_of_offer(room, offered);
        }
    }

    fn tell_of_offer(&self, room: &Room, offered: Offered) {
        for user in [offered.by, offered.to] {
            self.tell_screens(room, user, &News::Offers);
        }
    }
}
