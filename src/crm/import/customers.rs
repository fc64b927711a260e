//! Customers. A row that names a contact is an organisation and its contact.

use super::news::{news, replaces};
use super::{Fate, Intake, standing, text, without};
use crate::crm::change::made;
use crate::crm::customers::check;
use crate::crm::resolve;
use crate::domain::customer::{Customer, CustomerKind, ExternalId, Position};
use crate::domain::edit::Draft;
use crate::domain::email;
use crate::domain::id::CustomerId;
use crate::domain::import::MatchBy;
use crate::domain::mention::at_home;
use crate::domain::noun::Noun;
use crate::domain::phone::Phone;
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::door::Refusal;
use crate::store::key::{Key, Table};
use crate::store::records::customer::{by_address, by_external_id, by_name};
use serde_json::{Value, json};

/// Fields of a row that are none of the customer's.
const NOT_OF_THE_RECORD: [&str; 3] = ["contact", "contact_title", "external_id"];

pub(super) fn row(intake: &mut Intake, draft: &Draft) -> Result<Fate, Refusal> {
    let contact = text(draft, "contact");
    let mut own = own(intake, draft)?;
    if !contact.is_empty() && own.get("kind").is_none() {
        own.set("kind", CustomerKind::Organisation.slug());
    }
    let (id, fate) = match matching(intake, &own, text(draft, "external_id"))? {
        Some(present) => (present.id, intake.update(&present, &own, check)?),
        None => (add(intake, &own)?, Fate::Created),
    };
    if contact.is_empty() {
        return Ok(fate);
    }
    let person = Draft::from_iter([("name".to_owned(), contact.into())]);
    Ok(fate.and(employ(intake, id, &person, "", text(draft, "contact_title"))?))
}

/// What a row says of the record itself: references looked up, its id in the file made an external id.
pub(super) fn own(intake: &Intake, draft: &Draft) -> Result<Draft, Refusal> {
    let crm = intake.change.crm();
    let draft_of_record = without(draft, &NOT_OF_THE_RECORD);
    let mut own = resolve::draft(crm, intake.change.context(), Noun::Customer, &draft_of_record)?;
    let id = text(draft, "external_id");
    if !id.is_empty() && at_home(&intake.store, id).is_none() {
        let mut ids = own.get("external_ids").and_then(Value::as_array).cloned().unwrap_or_default();
        ids.push(json!({ "system": intake.start.system, "id": id }));
        own.set("external_ids", ids);
    }
    Ok(own)
}

fn add(intake: &mut Intake, own: &Draft) -> Result<CustomerId, Refusal> {
    let customer = Customer { created: intake.change.now(), ..made::<Customer>(own)? };
    check(&customer)?;
    intake.add(customer)
}

/// The customer with this id in another system: in the one the file is from, else in any. What this store's own files
/// call it is such an id too.
pub(super) fn by_id_elsewhere(intake: &mut Intake, id: &str) -> Result<Option<Customer>, Refusal> {
    by_id(intake, id, |_| true)
}

/// The same, where of those who have the id in any other system than the file's only one who is `meant` counts.
fn by_id(intake: &mut Intake, id: &str, meant: impl Fn(&Customer) -> bool) -> Result<Option<Customer>, Refusal> {
    if id.is_empty() {
        return Ok(None);
    }
    if let Some(own) = at_home(&intake.store, id).and_then(|id| id.parse::<CustomerId>().ok())
        && let Some(customer) = intake.change.find::<Customer>(own)?
    {
        return standing(intake, customer);
    }
    let mut found = intake.found::<Customer>(by_external_id(Noun::Customer, id, intake.change.hasher()))?;
    let system = &intake.start.system;
    let in_the_file = |known: &ExternalId| known.system == *system && fold(&known.id) == fold(id);
    let of_the_file = |customer: &Customer| customer.external_ids.iter().any(in_the_file);
    found.sort_by_key(|customer| !of_the_file(customer));
    found.retain(|customer| of_the_file(customer) || meant(customer));
    for customer in found {
        if let Some(customer) = standing(intake, customer)? {
            return Ok(Some(customer));
        }
    }
    Ok(None)
}

/// The customer with this id in the file's system, made if nobody has it: its id is all that is known of it.
pub(super) fn known_or_made(intake: &mut Intake, id: &str) -> Result<CustomerId, Refusal> {
    if let Some(known) = by_id_elsewhere(intake, id)? {
        return Ok(known.id);
    }
    let own = own(intake, &Draft::from_iter([("name".to_owned(), id.into()), ("external_id".to_owned(), id.into())]))?;
    add(intake, &own)
}

/// The customer a row is about: by what the import is to match by alone; else by its id, which in another system than
/// the file's may be anybody's and counts only with the name or an address; else by a number or address of a customer of
/// this name; else, where the row has none of these, by a name alone that it does not contradict.
fn matching(intake: &mut Intake, own: &Draft, id: &str) -> Result<Option<Customer>, Refusal> {
    if let Some(by) = intake.start.manner.by {
        return matching_by(intake, by, own, id);
    }
    let name = fold(text(own, "name"));
    let addresses = addresses(own);
    let meant = |known: &Customer| fold(&known.name) == name || shares_one(known, &addresses);
    if let Some(known) = by_id(intake, id, meant)? {
        return Ok(Some(known));
    }
    for address in &addresses {
        for customer in intake.found::<Customer>(by_address(address, intake.change.hasher()))? {
            if let Some(customer) = standing(intake, customer)?
                && fold(&customer.name) == name
                && !has_other_id(intake, &customer, id)
            {
                return Ok(Some(customer));
            }
        }
    }
    if !addresses.is_empty() || !id.is_empty() {
        return Ok(None);
    }
    let mut namesakes = Vec::new();
    for customer in intake.found::<Customer>(by_name(Noun::Customer, &name, intake.change.hasher()))? {
        namesakes.extend(standing(intake, customer)?.filter(|customer| agrees(own, customer)));
    }
    let same = namesakes.iter().position(|customer| news(own, customer).is_empty());
    Ok(match (same, namesakes.len()) {
        (Some(same), _) => Some(namesakes.swap_remove(same)),
        (None, 1) => namesakes.pop(),
        (None, _) => None,
    })
}

/// The one customer a row is about by this alone. Several that fit are nobody in particular: the row is refused.
fn matching_by(intake: &mut Intake, by: MatchBy, own: &Draft, id: &str) -> Result<Option<Customer>, Refusal> {
    let hasher = intake.change.hasher();
    let (field, keys) = match by {
        MatchBy::Id => return by_id_elsewhere(intake, id),
        MatchBy::Name => ("name", vec![by_name(Noun::Customer, &fold(text(own, "name")), hasher)]),
        MatchBy::Phone => ("phones", phones(own).map(|key| by_address(&key, hasher)).collect()),
        MatchBy::Email => ("emails", emails(own).map(|key| by_address(&key, hasher)).collect()),
    };
    let mut fitting: Vec<Customer> = Vec::new();
    for key in keys {
        for customer in intake.found::<Customer>(key)? {
            fitting.extend(standing(intake, customer)?);
        }
    }
    fitting.sort_by_key(|customer| customer.id);
    fitting.dedup_by_key(|customer| customer.id);
    match fitting.len() {
        0 | 1 => Ok(fitting.pop()),
        count => Err(Refusal::invalid(field, reason("fits-several").with("count", count))),
    }
}

/// Whether one of these numbers and addresses is the customer's.
fn shares_one(customer: &Customer, addresses: &[String]) -> bool {
    let phones = customer.phones.iter().map(Phone::key);
    phones.chain(customer.emails.iter().map(|address| email::key(address))).any(|key| addresses.contains(&key))
}

/// Whether the customer goes by another id in the same file: then it is another customer.
fn has_other_id(intake: &Intake, customer: &Customer, id: &str) -> bool {
    let system = &intake.start.system;
    !id.is_empty() && customer.external_ids.iter().any(|other| other.system == *system && fold(&other.id) != fold(id))
}

fn addresses(own: &Draft) -> Vec<String> {
    phones(own).chain(emails(own)).collect()
}

fn phones(own: &Draft) -> impl Iterator<Item = String> {
    list(own, "phones").filter_map(|phone| serde_json::from_value::<Phone>(phone.clone()).ok()).map(|phone| phone.key())
}

fn emails(own: &Draft) -> impl Iterator<Item = String> {
    list(own, "emails").filter_map(Value::as_str).map(email::key)
}

fn list<'d>(own: &'d Draft, field: &str) -> impl Iterator<Item = &'d Value> {
    own.get(field).and_then(Value::as_array).into_iter().flatten()
}

/// Whether a draft only fills in what is empty, or adds to lists.
fn agrees(own: &Draft, customer: &Customer) -> bool {
    own.changes_to(customer).iter().all(|change| change.field == "name" || !replaces(change))
}

/// Makes a person one of an organisation's people, or says what is new of one who is: of one of them
/// by name, else of whoever has the id or an address of the row.
pub(super) fn employ(
    intake: &mut Intake,
    organisation: CustomerId,
    own: &Draft,
    id: &str,
    title: &str,
) -> Result<Fate, Refusal> {
    let name = fold(text(own, "name"));
    let people = intake.found::<Customer>(Key::of(Table::PeopleAt).id(organisation))?;
    let mut present = people.into_iter().find(|person| fold(&person.name) == name && !has_other_id(intake, person, id));
    if present.is_none() && (!id.is_empty() || !addresses(own).is_empty()) {
        present = matching(intake, own, id)?;
    }
    let mut employed = own.clone();
    employed.set("positions", json!(positions(present.as_ref(), organisation, title)));
    match present {
        Some(present) => intake.update(&present, &employed, check),
        None => add(intake, &employed).map(|_| Fate::Created),
    }
}

/// The positions a person holds, with this one among them.
fn positions(present: Option<&Customer>, organisation: CustomerId, title: &str) -> Vec<Position> {
    let mut positions = present.map(|person| person.positions.clone()).unwrap_or_default();
    let here = positions.iter_mut().find(|position| position.organisation == organisation && position.to.is_none());
    match here {
        Some(here) if !title.is_empty() => title.clone_into(&mut here.title),
        Some(_) => {}
        None => positions.push(Position { organisation, title: title.to_owned(), role: None, from: None, to: None }),
    }
    positions
}
