//! Customers: add, edit, archive, and the card.

use super::change::made;
use super::context::Context;
use super::finder::last_contact;
use super::resolve::{self, name_of};
use super::{Crm, audit, interactions, masking, merge, refuse, verification};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::email;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::CustomerId;
use crate::domain::merge::RESHAPED;
use crate::domain::noun::Noun;
use crate::domain::order::Order;
use crate::domain::party::Party;
use crate::domain::phone::Phone;
use crate::domain::reason::reason;
use crate::domain::record::Record;
use crate::domain::ticket::{Ticket, TicketState};
use crate::door::customers::{Card, Masked, Relation, Request, Response, Revealed};
use crate::door::refusal::Candidate;
use crate::door::{Edit, Refusal, Saved};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, Table};
use crate::store::read;
use crate::store::records::{
    deal::deals_of, do_not_contact::suppressed, follow_up, order::orders_of, ticket::tickets_of,
};
use std::collections::BTreeSet;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Add(draft) => {
            check_fields(draft.fields().map(|(field, _)| field))?;
            let draft = resolve::draft(crm, context, Noun::Customer, &draft)?;
            Ok(saved(crm.change(context, |change| {
                let customer = Customer { created: change.now(), ..made::<Customer>(&draft)? };
                check(&customer)?;
                change.add(customer)
            })?))
        }
        Request::Edit(edit) => {
            let fields = || edit.changes.iter().map(|change| change.field.as_str());
            check_fields(fields())?;
            masking::refuse_answering(crm, context, edit.id, fields())?;
            let changes = resolve::changes(crm, context, Noun::Customer, &edit.changes)?;
            let edit = Edit { id: edit.id, changes };
            Ok(saved(crm.change(context, |change| {
                let customer = change.edited::<Customer>(&edit)?;
                check(&customer)?;
                change.put(customer)?;
                Ok(edit.id)
            })?))
        }
        Request::Archive(id, archived) => Ok(saved(crm.change(context, |change| {
            let customer = Customer { archived, ..change.get::<Customer>(id)? };
            change.put(customer)?;
            Ok(id)
        })?)),
        Request::Merge { keep, other, take } => {
            Ok(saved(crm.change(context, |change| merge::merge(change, keep, other, &take))?))
        }
        Request::Unmerge { keep, other } => {
            Ok(saved(crm.change(context, |change| merge::unmerge(change, keep, other))?))
        }
        Request::Resolve(given) => {
            let snapshot = crm.snapshot()?;
            resolve::customer(crm, &*snapshot, &given).map(Response::Resolved)
        }
        Request::Card(id) => {
            let snapshot = crm.snapshot()?;
            card(crm, &*snapshot, id).map(|card| Response::Card(Box::new(card)))
        }
        Request::Reveal(id, masked) => {
            let customer = standing(&*crm.snapshot()?, id)?;
            masking::refuse_unverified(crm, context, customer.id)?;
            audit::revealed(crm, context, customer.reference(), &[masked.field()])?;
            Ok(Response::Revealed(match masked {
                Masked::Phones => Revealed::Phones(customer.phones),
                Masked::Emails => Revealed::Emails(customer.emails),
            }))
        }
        Request::Verify { id, answers, otherwise } => {
            let customer = standing(&*crm.snapshot()?, id)?;
            verification::verify(crm, context, &customer, &answers, &otherwise)?;
            Ok(Response::Verified)
        }
    }
}

fn saved((id, revision): (CustomerId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

/// What every customer must have.
pub(super) fn check(customer: &Customer) -> Result<(), Refusal> {
    if customer.name.trim().is_empty() {
        return Err(Refusal::invalid("name", reason("needed")));
    }
    match customer.emails.iter().find(|address| !email::is_valid(address)) {
        Some(bad) => Err(Refusal::invalid("emails", reason("not-an-email").with("given", bad))),
        None => Ok(()),
    }
}

/// Refuses what is changed in other ways than by an edit.
pub(super) fn check_fields<'a>(mut fields: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    match fields.find(|field| RESHAPED.contains(field)) {
        Some(field) => Err(Refusal::invalid(field, reason("reshaped-not-edited"))),
        None => Ok(()),
    }
}

/// A customer and everyone merged into it.
pub(super) fn everyone(customer: &Customer) -> Vec<CustomerId> {
    std::iter::once(customer.id).chain(customer.members.iter().copied()).collect()
}

/// The customer with this id, or the one it is merged into.
pub(super) fn standing(snapshot: &dyn Snapshot, id: CustomerId) -> Result<Customer, Refusal> {
    let found = read::get::<Customer>(snapshot, id).map_err(refuse)?;
    let (customer, _) = found.ok_or_else(|| super::change::not_found::<Customer>(id))?;
    let keeper = customer.merged_into.and_then(|into| read::get(snapshot, into).transpose()).transpose();
    Ok(keeper.map_err(refuse)?.map_or(customer, |(keeper, _)| keeper))
}

/// The number of a customer that was shown as `masked`, told to be dialled.
pub(super) fn meant(
    crm: &Crm,
    context: &Context,
    snapshot: &dyn Snapshot,
    masked: &str,
    customer: Option<CustomerId>,
) -> Result<String, Refusal> {
    let customer = customer.ok_or_else(|| Refusal::invalid("number", reason("masked")))?;
    let customer = standing(snapshot, customer)?;
    let number = unmasked(&customer, masked)?;
    audit::revealed(crm, context, customer.reference(), &[Masked::Phones.field()])?;
    Ok(number)
}

/// The number of a customer that was shown as `masked`.
pub(super) fn unmasked(customer: &Customer, masked: &str) -> Result<String, Refusal> {
    let phone = customer.phones.iter().find(|phone| phone.masked().typed == masked);
    phone.map(Phone::key).ok_or_else(|| Refusal::invalid("number", reason("masked")))
}

fn card(crm: &Crm, snapshot: &dyn Snapshot, id: CustomerId) -> Result<Card, Refusal> {
    let customer = standing(snapshot, id)?;
    let ids = everyone(&customer);
    let (timeline, more) = interactions::timeline(crm, snapshot, &ids, None, Card::TIMELINE)?;
    let mut deals: Vec<Deal> = gathered(snapshot, &ids, deals_of, Direction::Reverse, usize::MAX)?;
    deals.sort_by_key(|deal| !deal.is_open());
    let mut tickets: Vec<Ticket> = gathered(snapshot, &ids, tickets_of, Direction::Reverse, usize::MAX)?;
    tickets.sort_by_key(|ticket| (!ticket.is_open_complaint(), ticket.state != TicketState::Open));
    let mut orders: Vec<Order> = gathered(snapshot, &ids, orders_of, Direction::Forward, Card::ORDERS)?;
    orders.sort_by_key(|order| std::cmp::Reverse(order.at));
    let steps = |id| follow_up::of_party(&Party::Customer(id), &crm.hasher);
    let mut follow_ups: Vec<FollowUp> = gathered(snapshot, &ids, steps, Direction::Reverse, usize::MAX)?;
    follow_ups.sort_by_key(|f| (!f.is_open(), if f.is_open() { f.due.0 } else { -f.due.0 }));
    Ok(Card {
        relations: relations(snapshot, &customer)?,
        members: members(snapshot, &customer)?,
        do_not_contact: suppressions(crm, snapshot, &customer)?,
        last_contact: last_contact(crm, snapshot, &ids)?,
        customer,
        timeline,
        more,
        deals,
        follow_ups,
        tickets,
        orders,
    })
}

/// The records an index has for each of several customers, no more than `limit` for each.
fn gathered<T: crate::store::records::Stored>(
    snapshot: &dyn Snapshot,
    ids: &[CustomerId],
    key: impl Fn(CustomerId) -> Key,
    direction: Direction,
    limit: usize,
) -> Result<Vec<T>, Refusal> {
    let each = ids.iter().flat_map(|id| read::found::<T>(snapshot, key(*id), direction).take(limit));
    each.collect::<Result<_, _>>().map_err(refuse)
}

/// Those merged into a customer, each as it was.
fn members(snapshot: &dyn Snapshot, customer: &Customer) -> Result<Vec<Candidate>, Refusal> {
    let mut members = Vec::with_capacity(customer.members.len());
    for id in &customer.members {
        let member = read::get::<Customer>(snapshot, *id).map_err(refuse)?;
        members.extend(member.map(|(member, _)| resolve::candidate(&member)));
    }
    Ok(members)
}

/// An organisation's people, or a person's organisations.
fn relations(snapshot: &dyn Snapshot, customer: &Customer) -> Result<Vec<Relation>, Refusal> {
    let mut relations = Vec::new();
    for position in &customer.positions {
        if let Some((organisation, _)) = read::get::<Customer>(snapshot, position.organisation).map_err(refuse)? {
            relations.push(relation(&organisation, &position.title, position.to.is_some()));
        }
    }
    let people = Key::of(Table::PeopleAt).id(customer.id);
    for person in read::found::<Customer>(snapshot, people, Direction::Forward) {
        let person = person.map_err(refuse)?;
        let position = person.positions.iter().find(|position| position.organisation == customer.id);
        let (title, former) = position.map_or(("", true), |p| (p.title.as_str(), p.to.is_some()));
        relations.push(relation(&person, title, former));
    }
    relations.sort_by_key(|relation| relation.former);
    Ok(relations)
}

fn relation(other: &Customer, title: &str, former: bool) -> Relation {
    Relation {
        id: other.id,
        kind: other.kind,
        name: other.name.clone(),
        title: title.to_owned(),
        phone: other.phones.first().map(ToString::to_string).unwrap_or_default(),
        former,
    }
}

/// Every suppression of one of the numbers and addresses of the customer and its members.
pub(super) fn suppressions(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    customer: &Customer,
) -> Result<Vec<DoNotContact>, Refusal> {
    let mut found = Vec::new();
    for address in addresses(snapshot, customer)? {
        let entries = read::found::<DoNotContact>(snapshot, suppressed(&address, &crm.hasher), Direction::Forward);
        for entry in entries {
            found.push(entry.map_err(refuse)?);
        }
    }
    Ok(found)
}

/// Numbers and addresses of the customer and its members, each once, in the form suppressions have them.
fn addresses(snapshot: &dyn Snapshot, customer: &Customer) -> Result<BTreeSet<String>, Refusal> {
    let mut addresses = BTreeSet::new();
    let mut add = |customer: &Customer| {
        addresses.extend(customer.phones.iter().map(Phone::key));
        addresses.extend(customer.emails.iter().map(|address| email::key(address)));
    };
    add(customer);
    for id in &customer.members {
        if let Some((member, _)) = read::get::<Customer>(snapshot, *id).map_err(refuse)? {
            add(&member);
        }
    }
    Ok(addresses)
}

/// The name of the other side of a contact.
pub(super) fn party_name(snapshot: &dyn Snapshot, party: &Party) -> Result<String, Refusal> {
    match party {
        Party::Customer(id) => name_of(snapshot, *id),
        Party::Number(number) => Ok(crate::domain::phone::pretty(number).unwrap_or_else(|| number.clone())),
        Party::Withheld => Ok(String::new()),
    }
}
