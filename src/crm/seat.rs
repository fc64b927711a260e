//! Who sits at a session: the user behind the user of the operating system, or at a shared seat whoever signed on
//! there with a PIN. A locked session is answered nothing until that PIN is typed.

use super::context::{Context, Identity};
use super::{Crm, audit, refuse, users};
use crate::domain::id::UserId;
use crate::domain::pin::PinHash;
use crate::domain::reason::reason;
use crate::domain::secret::Secret;
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::domain::user::User;
use crate::door::seat::{Request, Response};
use crate::door::{Call, Refusal};
use crate::store::read;
use std::collections::HashMap;

/// Wrong PINs in a row that cost nothing but the typing.
const FREE: u32 = 3;
/// The longest anybody waits for the next try, as a power of two of seconds.
const LONGEST: u32 = 9;

/// Wrong PINs, by whose they should have been; those for nobody's login count together.
#[derive(Debug, Default)]
pub(super) struct Tries(HashMap<UserId, (u32, Timestamp)>);

impl Tries {
    /// Seconds until the next try is taken.
    fn wait(&self, user: UserId, now: Timestamp) -> i64 {
        let Some((wrong, last)) = self.0.get(&user) else { return 0 };
        match wrong.checked_sub(FREE) {
            Some(more) => (1_i64 << more.saturating_add(1).min(LONGEST)) - now.seconds_since(*last),
            None => 0,
        }
    }

    fn was_wrong(&mut self, user: UserId, now: Timestamp) {
        let (wrong, last) = self.0.entry(user).or_insert((0, now));
        (*wrong, *last) = (wrong.saturating_add(1), now);
    }
}

/// The user whose requests these are, unless the session is locked.
pub(super) fn sitting(crm: &Crm, session: u64, who: &Identity) -> Result<User, Refusal> {
    let user = behind(crm, session, who)?;
    if crm.floor.is_locked(session) { Err(Refusal::ScreenLocked { login: user.login }) } else { Ok(user) }
}

/// The same, also while it is locked.
pub(super) fn behind(crm: &Crm, session: u64, who: &Identity) -> Result<User, Refusal> {
    if !is_seat(crm, who) {
        return users::welcome(crm, who);
    }
    let signed_on = crm.floor.user_of(session);
    let users = crm.users();
    match users.iter().find(|user| Some(user.id) == signed_on) {
        Some(user) if user.active => Ok(user.clone()),
        Some(user) => Err(Refusal::Inactive { login: user.login.clone(), ask: users::admins(crm) }),
        None => Err(Refusal::SignOn),
    }
}

/// The owner of the store is never shut out of it, whatever is called a seat.
fn is_seat(crm: &Crm, who: &Identity) -> bool {
    !who.is_owner && crm.settings().seats.contains(&who.os_user)
}

/// Only a shared seat is signed on at, and left.
fn shared(crm: &Crm, who: &Identity) -> Result<(), Refusal> {
    if is_seat(crm, who) {
        return Ok(());
    }
    Err(Refusal::invalid("login", reason("not-a-seat").with("user", &who.os_user)))
}

pub(super) fn handle(
    crm: &Crm,
    session: u64,
    who: &Identity,
    call: &Call,
    request: Request,
) -> Result<Response, Refusal> {
    let context = |user: User| crm.context_of(user, session, who, call);
    match request {
        Request::SignOn { login, pin } => {
            shared(crm, who)?;
            let user = named(crm, &login);
            let context = context(user.clone().unwrap_or_default());
            prove(crm, &context, user.as_ref(), &pin)?;
            audit::attest(crm, &context)?;
            crm.floor.sign_on(session, context.user.id, context.now);
            Ok(Response::SignedOn)
        }
        Request::SignOff => {
            shared(crm, who)?;
            audit::attest(crm, &context(sitting(crm, session, who)?))?;
            crm.floor.sign_off(session);
            Ok(Response::SignedOff)
        }
        Request::Lock => {
            let user = sitting(crm, session, who)?;
            if pin_of(crm, user.id)?.is_none() {
                return Err(Refusal::invalid("", reason("no-pin").with("login", user.login)));
            }
            crm.floor.lock(session);
            Ok(Response::Locked)
        }
        Request::Unlock(pin) => {
            let user = behind(crm, session, who)?;
            let context = context(user.clone());
            prove(crm, &context, Some(&user), &pin)?;
            crm.floor.sign_on(session, user.id, context.now);
            Ok(Response::Unlocked)
        }
    }
}

fn named(crm: &Crm, login: &str) -> Option<User> {
    let (users, wanted) = (crm.users(), fold(login.trim()));
    users.iter().find(|user| user.active && fold(&user.login) == wanted).cloned()
}

/// The PIN is theirs. One try at a time, and each wrong one after the first few makes the next one slower; who is
/// asked for is not told to exist.
fn prove(crm: &Crm, context: &Context, user: Option<&User>, pin: &Secret) -> Result<(), Refusal> {
    let mut tries = crm.tries.lock();
    let wait = tries.wait(context.user.id, context.now);
    if wait > 0 {
        return Err(Refusal::TooSoon { seconds: wait.unsigned_abs() });
    }
    let hash = user.map(|user| pin_of(crm, user.id)).transpose()?.flatten();
    if hash.is_some_and(|hash| hash.is(pin)) {
        tries.0.remove(&context.user.id);
        return Ok(());
    }
    tries.was_wrong(context.user.id, context.now);
    audit::attest(crm, &Context { request: "seat-refused", ..context.clone() })?;
    Err(Refusal::WrongPin)
}

/// Read from the store only here: nothing else of the host holds it.
fn pin_of(crm: &Crm, id: UserId) -> Result<Option<PinHash>, Refusal> {
    let found = read::get::<User>(&*crm.snapshot()?, id).map_err(refuse)?;
    Ok(found.and_then(|(user, _)| user.pin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_pin_after_the_third_makes_the_next_try_slower_up_to_some_minutes() {
        let (mut tries, now) = (Tries::default(), Timestamp(0));
        let waits: Vec<i64> = std::iter::from_fn(|| {
            let wait = tries.wait(UserId(3), now);
            tries.was_wrong(UserId(3), now);
            Some(wait)
        })
        .take(15)
        .collect();
        assert_eq!(waits, [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512, 512]);
        assert!(tries.wait(UserId(3), now.plus(512)) <= 0);
        assert_eq!(tries.wait(UserId(4), now), 0, "others are not kept waiting");
    }
}
