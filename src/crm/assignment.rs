//! Handing work over: whose it becomes, what comes along, and the note for them.

use super::change::Change;
use super::context::Context;
use super::dialling::PHONE;
use super::follow_ups::{open, owner_name};
use super::{Crm, Sink, refuse, resolve, search};
use crate::domain::assignment::{Candidate, shared};
use crate::domain::customer::Customer;
use crate::domain::deal::{Deal, DealState};
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, FollowUpId, Id, TeamId, UserId};
use crate::domain::interaction::{Direction as Way, Interaction};
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::party::{Owner, Party};
use crate::domain::presence::Presence;
use crate::domain::reason::reason;
use crate::domain::record::reference;
use crate::domain::role::Action;
use crate::domain::ticket::{Ticket, TicketState};
use crate::door::Refusal;
use crate::door::assignment::{Heir, Request, Response, Share, Work};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::{Stored, deal::deals_of, follow_up, ticket::tickets_of};
use parking_lot::Mutex;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Pieces of work handed over at once, at most: it is written in one commit.
const LARGEST: usize = 5_000;
/// The channel a note is kept on.
const NOTE: &str = "note";

/// Who of each team got the last piece that was shared out in turn.
pub type Turns = Mutex<BTreeMap<TeamId, UserId>>;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let Request::HandOver { what, to, note } = request;
    let records = match what {
        Work::Records(records) => records,
        Work::Found(query) => {
            search::everyone(crm, context, &query, sink)?.into_iter().map(reference::<Customer>).collect()
        }
    };
    match records.len() {
        0 => return Err(Refusal::invalid("", reason("nothing-marked"))),
        1..=LARGEST => {}
        count => {
            return Err(Refusal::invalid("", reason("too-much-at-once").with("count", count).with("most", LARGEST)));
        }
    }
    let owners = owners(crm, context, &to, records.len())?;
    let ((), revision) = crm.change(context, |change| {
        let mut told = BTreeSet::new();
        records
            .iter()
            .zip(&owners)
            .try_for_each(|(record, owner)| hand(change, *record, *owner, note.trim(), &mut told))
    })?;
    Ok(Response::HandedOver { shares: shares(crm, &owners)?, revision })
}

/// Whose each piece becomes.
fn owners(crm: &Crm, context: &Context, to: &Heir, count: usize) -> Result<Vec<Owner>, Refusal> {
    let (team, sharing) = match to {
        Heir::Owner(given) => return Ok(vec![resolve::owner(crm, context, given)?; count]),
        Heir::Among { team, sharing } => (team, *sharing),
    };
    let snapshot = crm.snapshot()?;
    let id = resolve::team(&*snapshot, team)?;
    let candidates = ready(crm, &*snapshot, id)?;
    let mut turns = crm.turns.lock();
    let users = shared(sharing, &candidates, turns.get(&id).copied(), count);
    match users.last() {
        Some(last) => drop(turns.insert(id, *last)),
        None => return Err(Refusal::invalid("owner", reason("nobody-ready").with("team", team))),
    }
    Ok(users.into_iter().map(Owner::User).collect())
}

/// Those of a team who are ready and may do the work, with what stands in their queues.
fn ready(crm: &Crm, snapshot: &dyn Snapshot, team: TeamId) -> Result<Vec<Candidate>, Refusal> {
    let present = crm.floor.present();
    let is_ready = |user: UserId| {
        let mut screens = present.iter().filter(|screen| screen.user == Some(user));
        screens.any(|screen| screen.state.as_ref().is_some_and(|state| state.presence == Presence::Ready))
    };
    let users = crm.users();
    let members = users.iter().filter(|user| user.team == Some(team) && user.active && user.role.may(Action::Write));
    let candidate = |user: UserId| {
        let queue = read::ids::<FollowUpId>(snapshot, follow_up::queue(Owner::User(user)), Direction::Forward);
        let load = queue.map(|id| id.map(drop)).collect::<Result<Vec<()>, _>>().map_err(refuse)?.len();
        Ok(Candidate { user, load })
    };
    members.map(|user| user.id).filter(|user| is_ready(*user)).map(candidate).collect()
}

/// Gives one piece of work to its new owner.
fn hand(
    change: &mut Change,
    record: RecordRef,
    owner: Owner,
    note: &str,
    told: &mut BTreeSet<CustomerId>,
) -> Result<(), Refusal> {
    match record.noun {
        Noun::Customer => {
            let mut customer = change.get::<Customer>(Id::new(record.id))?;
            let (id, before) = (customer.id, customer.owned_by());
            customer.hand_to(owner);
            change.put(customer)?;
            if let Owner::User(_) = before {
                hand_along(change, id, before, owner)?;
            }
            tell(change, note, Interaction { party: Party::Customer(id), ..Interaction::default() }, told)
        }
        Noun::Deal => {
            let deal = Deal { owner, ..change.get::<Deal>(Id::new(record.id))? };
            let note_on =
                Interaction { party: Party::Customer(deal.customer), deal: Some(deal.id), ..Interaction::default() };
            change.put(deal)?;
            tell(change, note, note_on, told)
        }
        Noun::Ticket => {
            let ticket = Ticket { owner, ..change.get::<Ticket>(Id::new(record.id))? };
            let note_on = Interaction {
                party: Party::Customer(ticket.customer),
                ticket: Some(ticket.id),
                ..Interaction::default()
            };
            change.put(ticket)?;
            tell(change, note, note_on, told)
        }
        Noun::FollowUp => {
            let mut step = open(change, Id::new(record.id))?;
            (step.owner, step.lease) = (owner, None);
            let lines = [step.text.as_str(), note].into_iter().filter(|line| !line.is_empty());
            step.text = lines.collect::<Vec<_>>().join("\n");
            change.put(step)
        }
        Noun::Interaction => hand_wrap_up(change, record, owner, note),
        _ => Err(Refusal::invalid("", reason("not-handed-over").with("given", record))),
    }
}

/// A call nobody wrapped up becomes the new owner's to write down, and stands in their queue. A colleague's needs the
/// right to reassign.
fn hand_wrap_up(change: &mut Change, record: RecordRef, owner: Owner, note: &str) -> Result<(), Refusal> {
    let call = change.get::<Interaction>(Id::new(record.id))?;
    if call.channel != PHONE || !call.disposition.is_empty() {
        return Err(Refusal::invalid("", reason("no-open-call").with("given", record)));
    }
    if call.by.is_some_and(|by| by != change.me().id) {
        change.context().allow(Action::Reassign)?;
    }
    let lines = [call.text.as_str(), note].into_iter().filter(|line| !line.is_empty());
    let step = FollowUp {
        party: call.party.clone(),
        due: change.now(),
        text: lines.collect::<Vec<_>>().join("\n"),
        owner,
        agreed_in: Some(call.id),
        created: change.now(),
        created_by: Some(change.me().id),
        ..FollowUp::default()
    };
    let by = if let Owner::User(user) = owner { Some(user) } else { None };
    change.put(Interaction { by, ..call })?;
    change.add(step).map(drop)
}

/// What is open with a customer and was the former owner's.
fn hand_along(change: &mut Change, customer: CustomerId, from: Owner, to: Owner) -> Result<(), Refusal> {
    let steps = follow_up::of_party(&Party::Customer(customer), change.hasher());
    for id in ids::<FollowUp>(change, steps)? {
        let step = change.get::<FollowUp>(id)?;
        if step.is_open() && step.owner == from {
            change.put(FollowUp { owner: to, ..step })?;
        }
    }
    for id in ids::<Deal>(change, deals_of(customer))? {
        let deal = change.get::<Deal>(id)?;
        if deal.state == DealState::Open && deal.owner == from {
            change.put(Deal { owner: to, ..deal })?;
        }
    }
    for id in ids::<Ticket>(change, tickets_of(customer))? {
        let ticket = change.get::<Ticket>(id)?;
        if ticket.state == TicketState::Open && ticket.owner == from {
            change.put(Ticket { owner: to, ..ticket })?;
        }
    }
    Ok(())
}

fn ids<T: Stored>(change: &Change, key: Key) -> Result<Vec<T::Id>, Refusal> {
    read::ids(change.snapshot(), key, Direction::Forward).collect::<Result<_, _>>().map_err(refuse)
}

/// Keeps the note with the customer, once however many of its records are handed over.
fn tell(change: &mut Change, note: &str, on: Interaction, told: &mut BTreeSet<CustomerId>) -> Result<(), Refusal> {
    if note.is_empty() || !on.party.customer().is_some_and(|customer| told.insert(customer)) {
        return Ok(());
    }
    let (at, by) = (change.now(), Some(change.me().id));
    change.add(Interaction { channel: NOTE.into(), direction: Way::Out, at, by, text: note.into(), ..on }).map(drop)
}

/// How much each owner got, who got most first.
fn shares(crm: &Crm, owners: &[Owner]) -> Result<Vec<Share>, Refusal> {
    let snapshot = crm.snapshot()?;
    let mut counts: BTreeMap<Owner, usize> = BTreeMap::new();
    for owner in owners {
        *counts.entry(*owner).or_default() += 1;
    }
    let share = |(owner, count)| Ok(Share { owner, name: owner_name(crm, &*snapshot, owner)?, count });
    let mut shares = counts.into_iter().map(share).collect::<Result<Vec<_>, Refusal>>()?;
    shares.sort_by_key(|share| Reverse(share.count));
    Ok(shares)
}
