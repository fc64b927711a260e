//! Who is on, what they do, and what they are in the middle of: the host's memory of its sessions. It outlives the
//! store it is opened and closed with; nothing here is a change, so nothing is undone or audited.

mod consults;
mod drafts;
mod keeping;
mod offers;
mod requests;
mod rings;
#[cfg(test)]
mod tests;
mod verified;

pub(super) use consults::Asked;
pub(super) use drafts::LeftCall;
pub(super) use keeping::start;
pub(super) use requests::handle;
pub(super) use rings::Rung;
pub(super) use verified::Proof;

use super::context::Identity;
use super::hub::Hub;
use crate::domain::call::Call;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::mask;
use crate::domain::presence::{Attendance, Presence, State};
use crate::domain::reason::Reason;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::event::{Ring, RingName};
use crate::door::floor::{Colleague, Draft, Left, News, Present};
use crate::door::{CallId, Event};
use drafts::{Drafts, Kept};
use offers::Offered;
use parking_lot::{Condvar, Mutex};
use rings::Rings;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everybody who is on.
pub struct Floor {
    hub: Arc<Hub>,
    room: Mutex<Room>,
    /// Drafts are to be written, or the store they are written beside is closed.
    changed: Condvar,
}

#[derive(Default)]
struct Room {
    seats: BTreeMap<u64, Seat>,
    people: BTreeMap<UserId, Attendance>,
    drafts: Drafts,
    rings: Rings,
    consults: Vec<Asked>,
    offers: Vec<Offered>,
    /// Which customer callers proved to be to whom, and how.
    verified: BTreeMap<(UserId, CustomerId), Proof>,
    /// The drafts of an earlier host were looked for.
    restored: bool,
    /// Drafts have changed since they were written.
    unwritten: bool,
}

/// A session, as the floor knows it.
struct Seat {
    who: Identity,
    since: Timestamp,
    heard: Timestamp,
    user: Option<UserId>,
    /// The user's name, for their colleagues.
    name: String,
    is_locked: bool,
    /// It is a screen; a command asks one thing and goes.
    listens: bool,
    /// The customer that is open there.
    customer: Option<CustomerId>,
}

impl Floor {
    /// An empty floor, whose news go to everybody of this hub.
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        Self { hub, room: Mutex::default(), changed: Condvar::new() }
    }

    /// A session begins.
    pub(super) fn enter(&self, session: u64, who: &Identity, now: Timestamp) {
        let seat = Seat {
            who: who.clone(),
            since: now,
            heard: now,
            user: None,
            name: String::new(),
            is_locked: false,
            listens: false,
            customer: None,
        };
        self.room.lock().seats.insert(session, seat);
    }

    /// A session is a screen from now on.
    pub(super) fn listen(&self, session: u64, now: Timestamp) {
        let mut room = self.room.lock();
        if let Some(seat) = room.seats.get_mut(&session) {
            seat.listens = true;
        }
        self.tell(room.come(session, now));
    }

    /// A session asks for something, as this user.
    pub(super) fn hear(&self, session: u64, user: &User, now: Timestamp) {
        let mut room = self.room.lock();
        let Some(seat) = room.seats.get_mut(&session) else { return };
        seat.heard = now;
        if seat.name != user.name {
            seat.name.clone_from(&user.name);
        }
        self.seat(&mut room, session, user.id, now);
    }

    /// Somebody sits at a session; whoever sat there before is gone from it.
    fn seat(&self, room: &mut Room, session: u64, user: UserId, now: Timestamp) {
        let Some(seat) = room.seats.get_mut(&session) else { return };
        if seat.user == Some(user) {
            return;
        }
        let before = seat.user.replace(user);
        if let Some(before) = before {
            self.go(room, before);
        }
        self.tell(room.come(session, now));
    }

    /// Somebody has left a screen. Who has left their last one can be asked for nothing any more.
    fn go(&self, room: &mut Room, user: UserId) {
        if let Some(news) = room.go(user) {
            self.tell(Some(news));
            self.nobody_to_ask(room, user);
            self.nobody_to_take(room, user);
        }
    }

    /// A session is over. What was typed there stays, to be gone on with elsewhere.
    pub(super) fn leave(&self, session: u64, now: Timestamp) {
        let mut room = self.room.lock();
        let Some(seat) = room.seats.remove(&session) else { return };
        self.tell_who_shares(&room, seat.customer);
        let Some(user) = seat.user else { return };
        if room.drafts.leave(session, seat.heard) {
            room.unwritten = true;
            self.changed.notify_all();
            self.tell_screens(&room, user, &News::LeftOpen);
        }
        self.go(&mut room, user);
        self.tell(room.imply(user, now));
    }

    /// Who is on, a screen each.
    pub fn present(&self) -> Vec<Present> {
        let room = self.room.lock();
        let screens = room.seats.iter().filter(|(_, seat)| seat.listens);
        screens.map(|(session, seat)| room.present(*session, seat)).collect()
    }

    /// The sessions of all screens, each with who opened it.
    pub(super) fn screens(&self) -> Vec<(u64, Identity)> {
        let room = self.room.lock();
        let screens = room.seats.iter().filter(|(_, seat)| seat.listens);
        screens.map(|(session, seat)| (*session, seat.who.clone())).collect()
    }

    /// Whether a session is a screen, and not a command that asks one thing and goes.
    pub(super) fn is_screen(&self, session: u64) -> bool {
        self.room.lock().seats.get(&session).is_some_and(|seat| seat.listens)
    }

    /// A screen somebody sits at, if they do.
    pub(super) fn screen_of(&self, user: UserId) -> Option<u64> {
        self.room.lock().screens_of(user).next()
    }

    /// Whether this user is on a call with this customer now.
    pub(super) fn is_on_call(&self, user: UserId, customer: CustomerId) -> bool {
        self.room.lock().drafts.is_on_call(user, customer)
    }

    /// Somebody chooses what they do; what they do now is the answer.
    fn choose(&self, user: UserId, presence: Presence, reason: &str, now: Timestamp) -> Result<State, Reason> {
        let mut room = self.room.lock();
        let attendance = room.people.entry(user).or_insert_with(|| Attendance::begin(now));
        attendance.choose(presence, reason, now)?;
        let state = attendance.state().clone();
        // Whoever has no screen open does nothing here once the command is over.
        let news = room.go(user).unwrap_or_else(|| News::State { user, state: Some(state.clone()) });
        self.tell(Some(news));
        Ok(state)
    }

    /// What somebody does, and what they have left open at other screens.
    fn mine(&self, session: u64, user: UserId, now: Timestamp) -> (State, Vec<Left>) {
        let room = self.room.lock();
        let state =
            room.people.get(&user).map_or_else(|| Attendance::begin(now).state().clone(), |a| a.state().clone());
        let heard = |kept: &Kept| {
            let seat = kept.session.and_then(|session| room.seats.get(&session));
            seat.map_or(kept.heard, |seat| seat.heard)
        };
        (state, room.drafts.left_by(user, session).map(|kept| kept.as_left(heard(kept))).collect())
    }

    /// A customer is open at a screen, or none is. Who else has it open is the answer, and those hear of it.
    fn open(&self, session: u64, customer: Option<CustomerId>) -> Vec<Colleague> {
        let mut room = self.room.lock();
        let Some(seat) = room.seats.get_mut(&session) else { return Vec::new() };
        let before = std::mem::replace(&mut seat.customer, customer);
        if before != customer {
            self.tell_who_shares(&room, before);
            self.tell_who_shares(&room, customer);
        }
        customer.map_or_else(Vec::new, |customer| room.sharing(customer, session))
    }

    /// Keeps what somebody is in the middle of. The terminal of the screen that has taken it over is the error.
    fn keep(&self, session: u64, user: UserId, draft: Draft, now: Timestamp) -> Result<(), String> {
        let mut room = self.room.lock();
        let (origin, id) = (room.origin(session), draft.id);
        match room.drafts.get_mut(id) {
            Some(kept) if kept.user == user && kept.session.is_none_or(|holder| holder == session) => {
                *kept = Kept { draft, user, session: Some(session), origin, heard: now, left_by: String::new() };
            }
            Some(kept) => return Err(kept.origin.clone()),
            None => {
                let left_by = String::new();
                room.drafts.add(Kept { draft, user, session: Some(session), origin, heard: now, left_by });
            }
        }
        self.show_call(&room, id);
        self.drafts_changed(&mut room, user, now);
        Ok(())
    }

    /// Gives a draft of a user up, unless it is typed at another screen now.
    fn drop_draft(&self, session: u64, user: UserId, id: CallId, now: Timestamp) {
        let mut room = self.room.lock();
        let is_theirs = |kept: &mut Kept| kept.user == user && kept.session.is_none_or(|holder| holder == session);
        if room.drafts.get_mut(id).is_some_and(is_theirs) {
            self.done_with(&mut room, id, now);
        }
    }

    /// Whether a telephone system told of this call of a user's.
    fn was_announced(&self, user: UserId, id: CallId) -> bool {
        self.room.lock().drafts.call_of(user, id).is_some_and(|open| !open.call.call_id.is_empty())
    }

    /// Something was stored under this name: what was drafted under it is done with.
    pub(super) fn stored(&self, id: CallId, now: Timestamp) {
        self.done_with(&mut self.room.lock(), id, now);
    }

    /// A draft is needed no more, by nobody.
    fn done_with(&self, room: &mut Room, id: CallId, now: Timestamp) {
        if let Some(kept) = room.drafts.remove(id) {
            self.end_consult(room, id);
            self.end_offer(room, id);
            self.drafts_changed(room, kept.user, now);
        }
    }

    /// Somebody goes on with a draft of theirs at this screen; the one that had it is told. None if it is done with.
    fn take_over(&self, session: u64, user: UserId, id: CallId, now: Timestamp) -> Option<Draft> {
        let mut room = self.room.lock();
        let at = room.origin(session);
        let kept = room.drafts.get_mut(id).filter(|kept| kept.user == user)?;
        let before = kept.session.replace(session).filter(|before| *before != session);
        kept.origin.clone_from(&at);
        kept.left_by.clear();
        kept.heard = now;
        let draft = kept.draft.clone();
        if let Some(before) = before {
            self.hub.tell_session(before, &Event::Floor(News::TakenOver { draft: id, at }));
        }
        self.drafts_changed(&mut room, user, now);
        Some(draft)
    }

    /// The calls whose screens are gone, and which nobody goes on with yet.
    pub(super) fn left_calls(&self) -> Vec<LeftCall> {
        self.room.lock().drafts.left_calls().collect()
    }

    /// Gives a call whose screen is gone to somebody. False if it is left no more.
    fn give(&self, call: CallId, to: UserId, by: &str, now: Timestamp) -> bool {
        let mut room = self.room.lock();
        let left = room.drafts.get_mut(call).filter(|kept| kept.session.is_none() && kept.draft.call().is_some());
        let Some(kept) = left else { return false };
        let before = std::mem::replace(&mut kept.user, to);
        by.clone_into(&mut kept.left_by);
        for user in [before, to] {
            self.drafts_changed(&mut room, user, now);
        }
        true
    }

    /// Somebody is offered to go on with what is left open.
    fn tell_of_what_is_left(&self, user: UserId) {
        self.tell_screens(&self.room.lock(), user, &News::LeftOpen);
    }

    /// A telephone system announced something, for somebody or for everybody. A call that is over and was taken at no
    /// screen is handed out.
    pub(super) fn ring(&self, ring: &Ring, to: Option<UserId>, now: Timestamp) -> Option<Rung> {
        let mut room = self.room.lock();
        let over = room.rings.hear(ring, to, now);
        self.tell(to.and_then(|user| room.imply(user, now)));
        over
    }

    /// Somebody takes a call that rings, and it rings no more anywhere. Who was faster is the error.
    fn take(&self, session: u64, user: &User, ring: RingName, now: Timestamp) -> Result<(), String> {
        let mut room = self.room.lock();
        room.rings.take(&ring, session, &user.name)?;
        self.tell(Some(News::RingTaken(ring)));
        self.tell(room.imply(user.id, now));
        Ok(())
    }

    fn drafts_changed(&self, room: &mut Room, user: UserId, now: Timestamp) {
        room.unwritten = true;
        self.changed.notify_all();
        self.tell(room.imply(user, now));
    }

    /// What somebody does who is there to work, at a screen that is not locked.
    pub(super) fn on_duty(&self, user: UserId) -> Option<State> {
        let room = self.room.lock();
        let is_seen = |screen| room.seats.get(&screen).is_some_and(|seat| !seat.is_locked);
        let state = room.people.get(&user).filter(|_| room.screens_of(user).any(is_seen))?.state();
        state.presence.is_on_duty().then(|| state.clone())
    }

    fn tell(&self, news: Option<News>) {
        if let Some(news) = news {
            self.hub.tell(&Event::Floor(news));
        }
    }

    /// Tells every screen a customer is open at who else has it open.
    fn tell_who_shares(&self, room: &Room, customer: Option<CustomerId>) {
        let Some(customer) = customer else { return };
        for (session, _) in room.seats.iter().filter(|(_, seat)| seat.customer == Some(customer)) {
            let by = room.sharing(customer, *session);
            self.hub.tell_session(*session, &Event::Floor(News::AlsoOpen { customer, by }));
        }
    }
}

impl Floor {
    /// Who sits at a session: who signed on there, or whose calls it made.
    pub fn user_of(&self, session: u64) -> Option<UserId> {
        self.room.lock().seats.get(&session)?.user
    }

    /// Somebody has proved who they are at this session, which is not locked any more.
    pub fn sign_on(&self, session: u64, user: UserId, now: Timestamp) {
        let mut room = self.room.lock();
        if let Some(seat) = room.seats.get_mut(&session) {
            seat.is_locked = false;
        }
        self.seat(&mut room, session, user, now);
    }

    /// Whoever signed on at this session is gone from it.
    pub fn sign_off(&self, session: u64) {
        let mut room = self.room.lock();
        if let Some(user) = room.seats.get_mut(&session).and_then(|seat| seat.user.take()) {
            self.go(&mut room, user);
        }
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
        if self.screens_of(user).next().is_some() {
            return None;
        }
        self.people.remove(&user).map(|_| News::State { user, state: None })
    }

    /// What the calls of somebody who is there imply now; news if it is another state.
    fn imply(&mut self, user: UserId, now: Timestamp) -> Option<News> {
        let rings = self.rings.at_desk_of(user).then_some(Presence::Ringing);
        let calls = self.drafts.presence(user).or(rings);
        let attendance = self.people.get_mut(&user)?;
        let before = attendance.state().clone();
        attendance.imply(calls, now);
        let state = attendance.state();
        (*state != before).then(|| News::State { user, state: Some(state.clone()) })
    }

    fn screens_of(&self, user: UserId) -> impl Iterator<Item = u64> {
        self.seats.iter().filter(move |(_, seat)| seat.listens && seat.user == Some(user)).map(|(session, _)| *session)
    }

    fn origin(&self, session: u64) -> String {
        self.seats.get(&session).map_or_else(String::new, |seat| seat.who.origin.clone())
    }

    /// Who has a customer open besides this session.
    fn sharing(&self, customer: CustomerId, but_at: u64) -> Vec<Colleague> {
        let others = self.seats.iter().filter(|(at, seat)| **at != but_at && seat.customer == Some(customer));
        others.map(|(_, seat)| Colleague { name: seat.name.clone(), origin: seat.who.origin.clone() }).collect()
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
            customer: seat.customer,
            call: self.drafts.call_at(session).cloned().map(masked),
        }
    }
}

/// A call as others see it: a number is told to whoever may know it by its customer's card only.
fn masked(mut call: Call) -> Call {
    for number in [&mut call.number, &mut call.shown_number] {
        *number = mask::address(number);
    }
    call
}
