//! Who may be the same as one customer, by index look-ups: their numbers, addresses and names, in any order of words.

use super::super::change::made;
use super::super::{Crm, customers, refuse, resolve};
use super::profiles::profile;
use super::rule::{self, Census, Profile};
use super::{are_apart, as_it_stands, is_open, kept, row};
use crate::domain::customer::Customer;
use crate::domain::duplicate::Pair;
use crate::domain::edit::Draft;
use crate::domain::email;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::phone::Phone;
use crate::door::Refusal;
use crate::door::duplicates::{Compared, Row};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::customer::{by_address, by_name};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Customers looked at for each key, at most.
const EACH: usize = 20;
/// How many have a value is counted up to here.
const COUNTED: usize = 500;
/// Words of a name that are tried in front.
const TURNS: usize = 4;
/// Fields of a draft that tell who it is.
const TELLING: [&str; 11] =
    ["kind", "name", "gender", "company", "phones", "emails", "street", "city", "postal_code", "country", "birthday"];

/// Who may be the same as a customer, also by what a look through all of them found.
pub(super) fn of(crm: &Crm, id: CustomerId) -> Result<Vec<Row>, Refusal> {
    let snapshot = crm.snapshot()?;
    let customer = customers::standing(&*snapshot, id)?;
    let mut found: BTreeMap<CustomerId, Compared> = BTreeMap::new();
    for both in near(crm, &*snapshot, &customer)? {
        found.insert(both.other.id, both);
    }
    if let Some(pairs) = kept::pairs(crm) {
        for pair in pairs.pairs.iter().filter(|pair| [pair.one, pair.other].contains(&customer.id)) {
            let other = if pair.one == customer.id { pair.other } else { pair.one };
            if let Some(both) = as_it_stands(crm, &*snapshot, pair, pairs.rev)? {
                found.entry(other).or_insert(both);
            }
        }
    }
    Ok(best(found.into_values().collect()))
}

/// Who may be the same as somebody who is being entered.
pub(super) fn like(crm: &Crm, draft: &Draft) -> Result<Vec<Row>, Refusal> {
    let telling = draft.fields().filter(|(field, _)| TELLING.contains(field));
    let telling: Draft = telling.map(|(field, value)| (field.to_owned(), value.clone())).collect();
    let customer = made::<Customer>(&telling)?;
    Ok(best(near(crm, &*crm.snapshot()?, &customer)?))
}

/// The pairs that are likely, the best first.
fn best(mut found: Vec<Compared>) -> Vec<Row> {
    found.retain(|both| both.pair.score >= Pair::LIKELY);
    found.sort_by_key(|both| Reverse(both.pair.score));
    found.into_iter().map(row).collect()
}

/// The pairs of a customer with each of those found under its keys.
fn near(crm: &Crm, snapshot: &dyn Snapshot, customer: &Customer) -> Result<Vec<Compared>, Refusal> {
    let mut met: BTreeMap<CustomerId, Customer> = BTreeMap::new();
    for key in keys(crm, customer) {
        for found in resolve::standing_few(snapshot, key, EACH)? {
            met.insert(found.id, found);
        }
    }
    let mut pairs = Vec::new();
    for other in met.into_values().filter(|other| other.id != customer.id && is_open(other)) {
        if !are_apart(snapshot, customer, &other)? {
            pairs.push(Compared { pair: weighed(crm, snapshot, customer, &other)?, one: customer.clone(), other });
        }
    }
    Ok(pairs)
}

fn keys(crm: &Crm, customer: &Customer) -> Vec<Key> {
    let hasher = &crm.hasher;
    let phones = customer.phones.iter().map(Phone::key).filter(|number| !number.is_empty());
    let emails = customer.emails.iter().map(|address| email::key(address));
    let addresses = phones.chain(emails).map(|address| by_address(&address, hasher));
    let names = turned(&customer.name).into_iter().map(|name| by_name(Noun::Customer, &name, hasher));
    addresses.chain(names).collect()
}

/// A name as it is written, and begun at each of its words: `Meyer, Anna` as `Anna Meyer`.
fn turned(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split([' ', ',', '，', '　']).filter(|word| !word.is_empty()).collect();
    let turn = |at: usize| words.iter().cycle().skip(at).take(words.len()).copied().collect::<Vec<_>>().join(" ");
    let mut names = vec![name.to_owned()];
    names.extend((0..words.len().min(TURNS)).map(turn));
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.trim().is_empty());
    names
}

/// Two customers weighed as they stand now; how many others have what they share is looked up.
pub(super) fn weighed(crm: &Crm, snapshot: &dyn Snapshot, one: &Customer, other: &Customer) -> Result<Pair, Refusal> {
    let (first, second) = (profile(snapshot, one)?, profile(snapshot, other)?);
    let mut census = Census::default();
    for phone in &one.phones {
        if let Some(value) = Profile::phone(&phone.key()) {
            census.note(value, holders(snapshot, by_address(&phone.key(), &crm.hasher))?);
        }
    }
    for address in &one.emails {
        if let Some(value) = Profile::email(address) {
            census.note(value, holders(snapshot, by_address(&email::key(address), &crm.hasher))?);
        }
    }
    census.note(first.name(), holders(snapshot, by_name(Noun::Customer, &one.name, &crm.hasher))?);
    Ok(rule::pair(&first, &second, &census))
}

fn holders(snapshot: &dyn Snapshot, key: Key) -> Result<u32, Refusal> {
    let all = read::ids::<CustomerId>(snapshot, key, Direction::Forward).take(COUNTED);
    all.map(|id| id.map(|_| 1)).sum::<Result<u32, _>>().map_err(refuse)
}
