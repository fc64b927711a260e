//! From what people type to records: customers by id, number, address or name; users and teams by
//! name.

use super::context::Context;
use super::{Crm, refuse};
use crate::domain::customer::Customer;
use crate::domain::do_not_contact::address_key;
use crate::domain::edit::{Change, Draft};
use crate::domain::id::{CustomerId, Id, TeamId, UserId};
use crate::domain::noun::Noun;
use crate::domain::party::Owner;
use crate::domain::phone;
use crate::domain::text::fold;
use crate::domain::user::Team;
use crate::door::Refusal;
use crate::door::refusal::Candidate;
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::customer::{by_address, by_external_id, by_name};
use serde::Serialize;
use serde_json::{Value, json};

/// Whose work is that belongs to nobody.
const ANYONE: &str = "anyone";
/// Candidates a refusal names, at most.
const CANDIDATES: usize = 20;

/// The customer meant by an id, then an external id, then a phone or e-mail, then a unique name. A
/// customer merged into another means that other.
pub(super) fn customer(crm: &Crm, snapshot: &dyn Snapshot, given: &str) -> Result<CustomerId, Refusal> {
    let given = given.trim();
    if let Ok(id) = given.parse::<CustomerId>()
        && let Some((found, _)) = read::get::<Customer>(snapshot, id).map_err(refuse)?
    {
        return Ok(found.merged_into.unwrap_or(id));
    }
    let region = &crm.settings().region;
    let mut keys = vec![by_external_id(Noun::Customer, given, &crm.hasher)];
    if given.contains('@') || phone::digits(given).len() >= 5 {
        keys.push(by_address(&address_key(given, region), &crm.hasher));
    }
    keys.push(by_name(Noun::Customer, given, &crm.hasher));
    for key in keys {
        let found = standing(snapshot, key)?;
        match &found[..] {
            [] => {}
            [one] => return Ok(one.id),
            several => {
                let candidates = several.iter().take(CANDIDATES).map(candidate).collect();
                return Err(Refusal::Ambiguous { given: given.to_owned(), candidates });
            }
        }
    }
    Err(Refusal::NotFound { noun: Noun::Customer.slug().to_owned(), given: given.to_owned() })
}

/// The customers an index key leads to, each merged one replaced by the one it is merged into.
pub(super) fn standing(snapshot: &dyn Snapshot, key: Key) -> Result<Vec<Customer>, Refusal> {
    standing_few(snapshot, key, usize::MAX)
}

/// The same for the first `most` that have the key.
pub(super) fn standing_few(snapshot: &dyn Snapshot, key: Key, most: usize) -> Result<Vec<Customer>, Refusal> {
    let mut found: Vec<Customer> = Vec::new();
    for customer in read::found::<Customer>(snapshot, key, Direction::Forward).take(most) {
        let mut customer = customer.map_err(refuse)?;
        if let Some(into) = customer.merged_into {
            match read::get::<Customer>(snapshot, into).map_err(refuse)? {
                Some((keeper, _)) => customer = keeper,
                None => continue,
            }
        }
        if !found.iter().any(|other| other.id == customer.id) {
            found.push(customer);
        }
    }
    Ok(found)
}

/// A customer with what tells it from others of its name.
pub(super) fn candidate(customer: &Customer) -> Candidate {
    let hint = [customer.company.as_str(), &customer.city].into_iter().filter(|part| !part.is_empty());
    Candidate { id: customer.id, name: customer.name.clone(), hint: hint.collect::<Vec<_>>().join(", ") }
}

/// The user meant by `me`, an id, a login or a name.
pub(super) fn user(crm: &Crm, context: &Context, given: &str) -> Result<UserId, Refusal> {
    let wanted = fold(given.trim());
    if wanted == "me" {
        return Ok(context.user.id);
    }
    let users = crm.users();
    let by_id = given.trim().starts_with(['U', 'u']).then(|| given.parse::<UserId>().ok()).flatten();
    let found = users
        .iter()
        .find(|user| by_id == Some(user.id))
        .or_else(|| users.iter().find(|user| fold(&user.login) == wanted))
        .or_else(|| users.iter().find(|user| fold(&user.name) == wanted));
    found.map(|user| user.id).ok_or_else(|| Refusal::NotFound { noun: "user".to_owned(), given: given.to_owned() })
}

/// The owner meant: `anyone`, a team's name, or a user.
pub(super) fn owner(crm: &Crm, context: &Context, given: &str) -> Result<Owner, Refusal> {
    let wanted = fold(given.trim());
    if wanted == ANYONE {
        return Ok(Owner::Anyone);
    }
    match team(&*crm.snapshot()?, given) {
        Ok(team) => Ok(Owner::Team(team)),
        Err(Refusal::NotFound { .. }) => user(crm, context, given).map(Owner::User),
        Err(refusal) => Err(refusal),
    }
}

/// Everybody and everything work can belong to, by the names [`owner`] knows: the active users, the teams, `anyone`.
pub(super) fn owners(crm: &Crm) -> Result<Vec<String>, Refusal> {
    Ok(logins(crm).into_iter().chain(teams(crm)?).chain([ANYONE.to_owned()]).collect())
}

/// The name of every team.
pub(super) fn teams(crm: &Crm) -> Result<Vec<String>, Refusal> {
    let snapshot = crm.snapshot()?;
    read::all::<Team>(&*snapshot).map(|team| team.map(|team| team.name)).collect::<Result<_, _>>().map_err(refuse)
}

/// The active users, by what they sign on with.
pub(super) fn logins(crm: &Crm) -> Vec<String> {
    crm.users().iter().filter(|user| user.active).map(|user| user.login.clone()).collect()
}

/// The team meant by an id or a name.
pub(super) fn team(snapshot: &dyn Snapshot, given: &str) -> Result<TeamId, Refusal> {
    let wanted = fold(given.trim());
    for team in read::all::<Team>(snapshot) {
        let team = team.map_err(refuse)?;
        if fold(&team.name) == wanted || team.id.to_string() == given {
            return Ok(team.id);
        }
    }
    Err(Refusal::NotFound { noun: Noun::Team.slug().to_owned(), given: given.to_owned() })
}

/// A draft with every reference in it looked up, ready for the record.
pub(super) fn draft(crm: &Crm, context: &Context, noun: Noun, draft: &Draft) -> Result<Draft, Refusal> {
    let snapshot = crm.snapshot()?;
    draft.fields().map(|(field, value)| looked_up(crm, context, &*snapshot, noun, field, value)).collect()
}

/// Changes with every reference in what they set looked up.
pub(super) fn changes(crm: &Crm, context: &Context, noun: Noun, changes: &[Change]) -> Result<Vec<Change>, Refusal> {
    let snapshot = crm.snapshot()?;
    let one = |change: &Change| {
        let (field, to) = looked_up(crm, context, &*snapshot, noun, &change.field, &change.to)?;
        Ok(Change { field, from: change.from.clone(), to })
    };
    changes.iter().map(one).collect()
}

/// One field: names become ids. Whatever is no text, or no reference, stays as it is.
fn looked_up(
    crm: &Crm,
    context: &Context,
    snapshot: &dyn Snapshot,
    noun: Noun,
    field: &str,
    value: &Value,
) -> Result<(String, Value), Refusal> {
    let keep = || Ok((field.to_owned(), value.clone()));
    let Some(text) = value.as_str() else { return keep() };
    match (noun, field) {
        (Noun::Customer, "owner" | "service_agent") => Ok((field.to_owned(), shown(&user(crm, context, text)?))),
        (Noun::FollowUp | Noun::Deal | Noun::Ticket, "owner") => {
            Ok((field.to_owned(), shown(&owner(crm, context, text)?)))
        }
        (Noun::Customer | Noun::User, "team") => Ok((field.to_owned(), shown(&team(snapshot, text)?))),
        (Noun::Interaction | Noun::FollowUp, "customer") => {
            Ok(("party".to_owned(), json!({ "customer": customer(crm, snapshot, text)?.to_string() })))
        }
        (Noun::Deal | Noun::Ticket | Noun::Order, "customer") => {
            Ok((field.to_owned(), shown(&customer(crm, snapshot, text)?)))
        }
        _ => keep(),
    }
}

fn shown<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// The customer's name, or a stand-in for one that is gone.
pub(super) fn name_of(snapshot: &dyn Snapshot, id: CustomerId) -> Result<String, Refusal> {
    let found = read::get::<Customer>(snapshot, id).map_err(refuse)?;
    Ok(found.map_or_else(|| format!("#{}", id.number()), |(customer, _)| customer.name))
}
