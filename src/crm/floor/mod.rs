//! Who is on, and what they do: the host's memory of its sessions. It outlives the store it is opened and closed
//! with; nothing here is a change, so nothing is undone or audited.

mod requests;
#[cfg(test)]
mod tests;

pub(super) use requests::handle;

use super::context::Identity;
use super::hub::Hub;
use crate::domain::id::UserId;
use crate::domain::presence::{Attendance, Presence, State};
use crate::domain::reason::Reason;
use crate::domain::time::Timestamp;
use crate::door::Event;
use crate::door::floor::{News, Present};
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everybody who is on.
pub struct Floor {
    hub: Arc<Hub>,
    room: Mutex<Room>,
}

#[derive(Default)]
struct Room {
    seats: BTreeMap<u64, Seat>,
    people: BTreeMap<UserId, Attendance>,
}

/// A session, as the floor knows it.
struct Seat {
    who: Identity,
    since: Timestamp,
    heard: Timestamp,
    user: Option<UserId>,
    is_locked: bool,
    /// It is a screen; a command asks one thing and goes.
    listens: bool,
}

impl Floor {
    /// An empty floor, whose news go to everybody of this hub.
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        Self { hub, room: Mutex::default() }
    }

    /// A session begins.
    pub(super) fn enter(&self, session: u64, who: &Identity, now: Timestamp) {
        let who = who.clone();
        let seat = Seat { who, since: now, heard: now, user: None, is_locked: false, listens: false };
        self.room.lock().seats.insert(session, seat);
    }

    /// A session is a screen from now on.
    pub(super) fn listen(&self, session: u64, now: Timestamp) {
        let mut room = self.room.lock();
        if let Some(seat) = room.seats.get_mut(&session) {
            seat.listens = true;
        }
        let news = room.come(session, now);
        self.tell(news);
    }

    /// A session asks for something, as this user.
    pub(super) fn hear(&self, session: u64, user: UserId, now: Timestamp) {
        let mut room = self.room.lock();
        let Some(seat) = room.seats.get_mut(&session) else { return };
        seat.heard = now;
        let left = seat.user.replace(user).filter(|before| *before != user);
        let news = [left.and_then(|before| room.go(before)), room.come(session, now)];
        self.tell(news.into_iter().flatten());
    }

    /// A session is over.
    pub(super) fn leave(&self, session: u64) {
        let mut room = self.room.lock();
        let user = room.seats.remove(&session).and_then(|seat| seat.user);
        let news = user.and_then(|user| room.go(user));
        self.tell(news);
    }

    /// Who is on, a screen each.
    pub fn present(&self) -> Vec<Present> {
        let room = self.room.lock();
        let screens = room.seats.iter().filter(|(_, seat)| seat.listens);
        screens.map(|(session, seat)| room.present(*session, seat)).collect()
    }

    /// Somebody chooses what they do; what they do now is the answer.
    fn choose(&self, user: UserId, presence: Presence, reason: &str, now: Timestamp) -> Result<State, Reason> {
        let mut room = self.room.lock();
        let attendance = room.people.entry(user).or_insert_with(|| Attendance::begin(now));
        attendance.choose(presence, reason, now)?;
        let state = attendance.state().clone();
        // Whoever has no screen open does nothing here once the command is over.
        let news = room.go(user).unwrap_or_else(|| News::State { user, state: Some(state.clone()) });
        self.tell([news]);
        Ok(state)
    }

    fn tell(&self, news: impl IntoIterator<Item = News>) {
        for news in news {
            self.hub.tell(&Event::Floor(news));
        }
    }
}

#[allow(dead_code, reason = "what signing on at a shared screen stands on")]
impl Floor {
    /// Who sits at a session: who signed on there, or whose calls it made.
    pub fn user_of(&self, session: u64) -> Option<UserId> {
        self.room.lock().seats.get(&session)?.user
    }

    /// Somebody has proved who they are at this session, which is not locked any more.
    pub fn sign_on(&self, session: u64, user: UserId, now: Timestamp) {
        if let Some(seat) = self.room.lock().seats.get_mut(&session) {
            seat.is_locked = false;
        }
        self.hear(session, user, now);
    }

    /// Whoever signed on at this session is gone from it.
    pub fn sign_off(&self, session: u64) {
        let mut room = self.room.lock();
        let user = room.seats.get_mut(&session).and_then(|seat| seat.user.take());
        let news = user.and_then(|user| room.go(user));
        self.tell(news);
    }

    /// Until its user proves who they are, nothing is answered to this session.
    pub fn lock(&self, session: u64) {
        if let Some(seat) = self.room.lock().seats.get_mut(&session) {
            seat.is_locked = true;
        }
    }

    /// Whether a session is locked.
    pub fn is_locked(&self, session: u64) -> bool {
        self.room.lock().seats.get(&session).is_some_and(|seat| seat.is_locked)
    }
}

impl Room {
    /// Whoever sits at a screen now, if they were not there before.
    fn come(&mut self, session: u64, now: Timestamp) -> Option<News> {
        let user = self.seats.get(&session).filter(|seat| seat.listens)?.user?;
        if self.people.contains_key(&user) {
            return None;
        }
        let attendance = self.people.entry(user).or_insert_with(|| Attendance::begin(now));
        Some(News::State { user, state: Some(attendance.state().clone()) })
    }

    /// Somebody has left a screen; news if it was their last.
    fn go(&mut self, user: UserId) -> Option<News> {
        let is_there = self.seats.values().any(|seat| seat.listens && seat.user == Some(user));
        if is_there {
            return None;
        }
        self.people.remove(&user).map(|_| News::State { user, state: None })
    }

    fn present(&self, session: u64, seat: &Seat) -> Present {
        let state = seat.user.and_then(|user| self.people.get(&user)).map(|attendance| attendance.state().clone());
        Present {
            session,
            user: seat.user,
            os_user: seat.who.os_user.clone(),
            origin: seat.who.origin.clone(),
            pid: seat.who.pid,
            since: seat.since,
            heard: seat.heard,
            is_locked: seat.is_locked,
            state,
        }
    }
}
