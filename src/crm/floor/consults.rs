//! Calls somebody asks about: who is asked, and what was said. The screens of both sides are told of every change.

use super::{Floor, News, Room};
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::door::consult::Said;
use crate::door::floor::OpenCall;
use crate::door::{CallId, Event};

/// The most that is kept of what was said about one call.
const MOST: usize = 50;
/// The most characters of one thing said.
const LONGEST: usize = 500;

/// A call somebody asks about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub call: CallId,
    pub by: UserId,
    pub whom: Vec<UserId>,
    pub said: Vec<Said>,
}

impl Asked {
    pub fn concerns(&self, user: UserId) -> bool {
        self.by == user || self.whom.contains(&user)
    }

    fn both_sides(&self) -> impl Iterator<Item = UserId> {
        self.whom.iter().copied().chain([self.by])
    }
}

impl Floor {
    /// Shows a call of this user to others. False if it is over.
    pub fn consult(&self, by: UserId, call: CallId, whom: Vec<UserId>) -> bool {
        let mut room = self.room.lock();
        if room.drafts.call_of(by, call).is_none() {
            return false;
        }
        if room.consults.iter().all(|known| known.call != call) {
            let asked = Asked { call, by, whom, said: Vec::new() };
            self.tell_of_consult(&room, &asked);
            room.consults.push(asked);
        }
        true
    }

    /// What somebody asks about or is asked about, with the calls.
    pub fn consults(&self, user: UserId) -> Vec<(Asked, OpenCall)> {
        let room = self.room.lock();
        let concerned = room.consults.iter().filter(|asked| asked.concerns(user));
        let with_call = |asked: &Asked| Some((asked.clone(), room.drafts.call_of(asked.by, asked.call)?.clone()));
        concerned.filter_map(with_call).collect()
    }

    /// One of those asked says something: from now on nobody else is asked.
    pub fn reply(&self, user: &User, call: CallId, text: &str) {
        let mut room = self.room.lock();
        let Some(at) = room.consults.iter().position(|one| one.call == call && one.whom.contains(&user.id)) else {
            return;
        };
        let Some(asked) = room.consults.get_mut(at).filter(|asked| asked.said.len() < MOST) else { return };
        let before = asked.clone();
        asked.whom = vec![user.id];
        asked.said.push(Said { by: user.name.clone(), text: text.chars().take(LONGEST).collect() });
        self.tell_of_consult(&room, &before);
    }

    /// Whoever asked does so no more; of those asked one less is.
    pub fn close_consult(&self, user: UserId, call: CallId) {
        self.close_consults(&mut self.room.lock(), |asked| asked.call == call, user);
    }

    /// Somebody is gone, and cannot be asked any more.
    pub(super) fn nobody_to_ask(&self, room: &mut Room, user: UserId) {
        self.close_consults(room, |asked| asked.by != user, user);
    }

    fn close_consults(&self, room: &mut Room, which: impl Fn(&Asked) -> bool, user: UserId) {
        for mut asked in room.consults.extract_if(.., |asked| which(asked) && asked.concerns(user)).collect::<Vec<_>>()
        {
            self.tell_of_consult(room, &asked);
            asked.whom.retain(|one| *one != user);
            if asked.by != user && !asked.whom.is_empty() {
                room.consults.push(asked);
            }
        }
    }

    /// A call is over, or another's: nobody is asked about it any more.
    pub(super) fn end_consult(&self, room: &mut Room, call: CallId) {
        for asked in room.consults.extract_if(.., |asked| asked.call == call).collect::<Vec<_>>() {
            self.tell_of_consult(room, &asked);
        }
    }

    fn tell_of_consult(&self, room: &Room, asked: &Asked) {
        for user in asked.both_sides() {
            self.tell_screens(room, user, &News::Consults);
        }
    }

    /// Something was typed about a call: those it is shown to look again.
    pub(super) fn show_call(&self, room: &Room, call: CallId) {
        for asked in room.consults.iter().filter(|asked| asked.call == call) {
            for user in &asked.whom {
                self.tell_screens(room, *user, &News::ShownCall);
            }
        }
    }

    pub(super) fn tell_screens(&self, room: &Room, user: UserId, news: &News) {
        for screen in room.screens_of(user) {
            self.hub.tell_session(screen, &Event::Floor(news.clone()));
        }
    }
}
