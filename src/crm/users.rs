//! Users, teams, and who is asking.

use super::change::made;
use super::context::{Context, Identity};
use super::undo::UndoPlan;
use super::{Crm, no_randomness, refuse};
use crate::domain::customer::Customer;
use crate::domain::id::UserId;
use crate::domain::noun::Noun;
use crate::domain::pin::PinHash;
use crate::domain::reason::reason;
use crate::domain::role::{Action, Role};
use crate::domain::secret::Secret;
use crate::domain::settings::Settings;
use crate::domain::text::fold;
use crate::domain::user::{Team, User};
use crate::door::users::{Request, Response};
use crate::door::{CallId, Cause, Refusal, Saved};
use crate::store::engine::Snapshot;
use crate::store::read;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Add(draft) => Ok(saved(crm.change(context, |change| {
            check_fields(draft.fields().map(|(field, _)| field))?;
            let draft = super::resolve::draft(crm, context, Noun::User, &draft)?;
            let user = made::<User>(&draft)?;
            check(&user, &change.all::<User>()?)?;
            change.add(user)
        })?)),
        Request::Edit(edit) => Ok(saved(crm.change(context, |change| {
            check_fields(edit.changes.iter().map(|change| change.field.as_str()))?;
            let user = change.edited::<User>(&edit)?;
            check(&user, &change.all::<User>()?)?;
            change.put(user)?;
            Ok(edit.id)
        })?)),
        Request::SetRole { login, role } => {
            let id = super::resolve::user(crm, context, &login)?;
            Ok(saved(crm.change(context, |change| {
                let user = User { role, ..change.get::<User>(id)? };
                check(&user, &change.all::<User>()?)?;
                change.put(user)?;
                Ok(id)
            })?))
        }
        Request::SetPin { login, pin } => {
            let id = super::resolve::user(crm, context, &login)?;
            if id != context.user.id {
                context.allow(Action::ManageUsers)?;
            }
            set_pin(crm, context, id, &pin).map(saved)
        }
        Request::SetSeat { os_user, shared } => {
            let ((), revision) = crm.change(context, |change| {
                let mut settings = change.get::<Settings>(Settings::ID)?;
                settings.seats.retain(|seat| *seat != os_user);
                settings.seats.extend(shared.then(|| os_user.clone()));
                change.put(settings)
            })?;
            Ok(Response::SeatSaved { revision })
        }
        Request::AddTeam(name) => {
            let (id, revision) = crm.change(context, |change| {
                if name.trim().is_empty() {
                    return Err(Refusal::invalid("name", reason("needed")));
                }
                change.add(Team { name: name.trim().to_owned(), ..Team::default() })
            })?;
            Ok(Response::TeamSaved(Saved { id, revision }))
        }
        Request::List => {
            let snapshot = crm.snapshot()?;
            let mut users = (*crm.users()).clone();
            users.sort_by_key(|user| fold(&user.login));
            let mut teams = read::all::<Team>(&*snapshot).collect::<Result<Vec<_>, _>>().map_err(refuse)?;
            teams.sort_by_key(|team| fold(&team.name));
            Ok(Response::List { users, teams })
        }
    }
}

/// Refuses what is set in ways of its own only.
fn check_fields<'a>(mut fields: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    if fields.any(|field| field == "pin") { Err(Refusal::invalid("pin", reason("no-such-field"))) } else { Ok(()) }
}

/// Another PIN; what it was before cannot be brought back.
fn set_pin(crm: &Crm, context: &Context, id: UserId, pin: &Secret) -> Result<(UserId, u64), Refusal> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(no_randomness)?;
    let hash = PinHash::of(pin, salt).map_err(|why| Refusal::invalid("pin", why))?;
    let (id, _, rev) = crm.change_under(context, UndoPlan::None, |change| {
        let user = change.get::<User>(id)?;
        change.put(User { pin: Some(hash.clone()), ..user })?;
        Ok(id)
    })?;
    Ok((id, rev.0))
}

/// Everybody, without their PINs: what is held in memory and told is told to anybody.
pub(super) fn everybody(snapshot: &dyn Snapshot) -> Result<Vec<User>, Refusal> {
    let users = read::all::<User>(snapshot).map(|user| user.map(|user| User { pin: None, ..user }));
    users.collect::<Result<_, _>>().map_err(refuse)
}

fn saved((id, revision): (UserId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

/// A login is there and unique; somebody stays admin.
pub(super) fn check(user: &User, everybody: &[User]) -> Result<(), Refusal> {
    if user.login.trim().is_empty() {
        return Err(Refusal::invalid("login", reason("needed")));
    }
    let mut admin_left = user.role == Role::Admin && user.active;
    for other in everybody.iter().filter(|other| other.id != user.id) {
        if fold(&other.login) == fold(&user.login) {
            return Err(Refusal::invalid("login", reason("taken").with("given", &user.login).with("by", &other.name)));
        }
        if !user.os_user.is_empty() && other.os_user == user.os_user {
            return Err(Refusal::invalid(
                "os_user",
                reason("taken").with("given", &user.os_user).with("by", &other.login),
            ));
        }
        admin_left |= other.role == Role::Admin && other.active;
    }
    if admin_left { Ok(()) } else { Err(Refusal::invalid("role", reason("admin-needed"))) }
}

/// Whether a customer is looked after by who asks, or by somebody of their team.
pub(super) fn is_theirs(crm: &Crm, context: &Context, customer: &Customer) -> bool {
    let (me, users) = (&context.user, crm.users());
    let team = |id: UserId| users.iter().find(|user| user.id == id).and_then(|user| user.team);
    let ours = |id: UserId| id == me.id || (me.team.is_some() && team(id) == me.team);
    let my_teams = me.team.is_some() && customer.team == me.team;
    my_teams || [customer.owner, customer.service_agent].into_iter().flatten().any(ours)
}

/// Who may let somebody in, in words.
pub(super) fn admins(crm: &Crm) -> String {
    let users = crm.users();
    let admins = users.iter().filter(|user| user.active && user.role == Role::Admin).map(|user| user.name.as_str());
    admins.collect::<Vec<_>>().join(", ")
}

/// Whether somebody works on the telephone.
pub(super) fn takes_calls(user: &User) -> bool {
    user.active && user.role != Role::Service && user.role.may(Action::Write)
}

/// The user of Callsheet behind a user of the operating system. The owner of the store is always its admin, also
/// where nobody knows them yet. Of others only who is known and active is let in.
pub(super) fn welcome(crm: &Crm, identity: &Identity) -> Result<User, Refusal> {
    match known(crm, identity) {
        Some(owner) if identity.is_owner => Ok(User { role: Role::Admin, active: true, ..owner }),
        Some(user) if user.active => Ok(user),
        Some(user) => Err(Refusal::Inactive { login: user.login, ask: admins(crm) }),
        None if identity.is_owner => introduced(crm, identity),
        None => Err(Refusal::Stranger { os_user: identity.os_user.clone(), ask: admins(crm) }),
    }
}

/// The owner, from now on known as an admin.
fn introduced(crm: &Crm, identity: &Identity) -> Result<User, Refusal> {
    let _one_at_a_time = crm.welcoming.lock();
    if let Some(owner) = known(crm, identity) {
        return Ok(owner);
    }
    let users = crm.users();
    let taken = |login: &str| users.iter().any(|user| fold(&user.login) == fold(login));
    let os_user = &identity.os_user;
    let login = if taken(os_user) { format!("{os_user}-owner") } else { os_user.clone() };
    let user = User { name: os_user.clone(), login, os_user: os_user.clone(), role: Role::Admin, ..User::default() };
    let context = Context {
        session: 0,
        user: user.clone(),
        os_user: os_user.clone(),
        origin: identity.origin.clone(),
        now: crm.clock.now(),
        cause: Cause::SYSTEM,
        call: CallId::fresh(),
        request: "users-welcome",
    };
    let (id, _, _) = crm.change_under(&context, UndoPlan::None, |change| change.add(user.clone()))?;
    Ok(User { id, ..user })
}

/// The user an administrator gave this user of the operating system: the active one, if there are several.
fn known(crm: &Crm, identity: &Identity) -> Option<User> {
    let users = crm.users();
    let same = users.iter().filter(|user| user.os_user == identity.os_user);
    same.max_by_key(|user| user.active).cloned()
}

/// The logins of users by id, for showing whose something is.
pub(super) fn login_of(crm: &Crm, id: UserId) -> String {
    crm.users().iter().find(|user| user.id == id).map_or_else(|| id.to_string(), |user| user.login.clone())
}
