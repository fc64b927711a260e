//! Call lists: made from a query, leased customer by customer, attempts counted.

use super::change::{Change, not_found};
use super::context::Context;
use super::undo::UndoPlan;
use super::{Crm, Sink, customers, finder, refuse, search, tickets};
use crate::domain::call_list::{Attempt, CallList, ListMember, MemberState};
use crate::domain::customer::Customer;
use crate::domain::disposition;
use crate::domain::id::{CustomerId, InteractionId, ListId, MemberId};
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::door::lists::{Next, Request, Response, Status};
use crate::door::{Refusal, Saved};
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::lists::{attempts_of, members_of};

/// Customers on a list, at most: it is written in one commit.
const LARGEST: usize = 5_000;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Create { name, query, script, retry } => {
            let list = CallList { name, query, script, retry, ..CallList::default() };
            create(crm, context, &list, sink)
        }
        Request::Next(list) => {
            let snapshot = crm.snapshot()?;
            let list = named(&*snapshot, &list)?;
            next(crm, context, &list).map(Response::Next)
        }
        Request::Attempt { member, disposition } => {
            crm.change(context, |change| attempt(change, member, &disposition))?;
            Ok(Response::Attempted)
        }
        Request::Status(list) => {
            let snapshot = crm.snapshot()?;
            let list = named(&*snapshot, &list)?;
            status(&*snapshot, &list).map(Response::Status)
        }
        Request::All => {
            let snapshot = crm.snapshot()?;
            read::all::<CallList>(&*snapshot).collect::<Result<_, _>>().map(Response::All).map_err(refuse)
        }
    }
}

/// The list meant by an id or a name.
fn named(snapshot: &dyn Snapshot, given: &str) -> Result<CallList, Refusal> {
    let wanted = fold(given.trim());
    for list in read::all::<CallList>(snapshot) {
        let list = list.map_err(refuse)?;
        if fold(&list.name) == wanted || fold(&list.id.to_string()) == wanted {
            return Ok(list);
        }
    }
    Err(Refusal::NotFound { noun: "list".to_owned(), given: given.to_owned() })
}

fn create(crm: &Crm, context: &Context, list: &CallList, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    if list.name.trim().is_empty() {
        return Err(Refusal::invalid("name", reason("needed")));
    }
    if named(&*crm.snapshot()?, &list.name).is_ok() {
        return Err(Refusal::invalid("name", reason("name-taken").with("given", &list.name)));
    }
    let customers = search::everyone(crm, context, &list.query, sink)?;
    if customers.len() > LARGEST {
        let why = reason("list-too-large").with("count", customers.len()).with("most", LARGEST);
        return Err(Refusal::invalid("query", why));
    }
    let (id, revision) = crm.change(context, |change| {
        let id = change.add(CallList { created: change.now(), created_by: Some(change.me().id), ..list.clone() })?;
        for customer in &customers {
            change.add(ListMember { list: id, customer: *customer, ..ListMember::default() })?;
        }
        Ok(id)
    })?;
    Ok(Response::Created { saved: Saved { id, revision }, customers: customers.len() })
}

/// Leases the next customer to whoever asks; one with an open complaint or a suppressed number is skipped.
fn next(crm: &Crm, context: &Context, list: &CallList) -> Result<Option<Next>, Refusal> {
    let lease = |change: &mut Change| {
        let members = read::found::<ListMember>(change.snapshot(), members_of(list.id), Direction::Forward);
        let members: Vec<ListMember> = members.collect::<Result<_, _>>().map_err(refuse)?;
        let (me, now) = (change.me().id, change.now());
        let mut free: Vec<&ListMember> = members.iter().filter(|member| member.is_free_for(me, now)).collect();
        // What one has already comes back first.
        free.sort_by_key(|member| member.leased_to != Some(me));
        for member in free {
            let mut member = change.get::<ListMember>(member.id)?;
            let customer = change.find::<Customer>(member.customer)?;
            if is_to_be_skipped(crm, change.snapshot(), customer.as_ref())? {
                change.put(ListMember { state: MemberState::Skipped, ..member })?;
                continue;
            }
            member.state = MemberState::Leased;
            member.leased_to = Some(me);
            member.leased_until = now.plus(ListMember::LEASE);
            change.put(member.clone())?;
            return Ok(Some(member));
        }
        Ok(None)
    };
    let (leased, _, _) = crm.change_under(context, UndoPlan::None, lease)?;
    let Some(member) = leased else { return Ok(None) };
    let snapshot = crm.snapshot()?;
    let customer = read::get::<Customer>(&*snapshot, member.customer).map_err(refuse)?.map(|(customer, _)| customer);
    let contact = customer.map(|customer| finder::last_contact(crm, &*snapshot, &customers::everyone(&customer)));
    let row = finder::shown(&*snapshot, member.customer, contact.transpose()?.flatten())?;
    let status = status(&*snapshot, list)?;
    Ok(Some(Next {
        member: member.id,
        list: list.id,
        customer: row
            .map(|row| search::customer_row(&row, &[]))
            .ok_or_else(|| not_found::<Customer>(member.customer))?,
        script: list.script.clone(),
        done: status.reached + status.exhausted + status.skipped,
        total: status.total,
    }))
}

/// Somebody who is gone, archived, merged into another, suppressed or complaining is not called.
fn is_to_be_skipped(crm: &Crm, snapshot: &dyn Snapshot, customer: Option<&Customer>) -> Result<bool, Refusal> {
    let Some(customer) = customer.filter(|customer| customer.merged_into.is_none() && !customer.archived) else {
        return Ok(true);
    };
    if tickets::has_open_complaint(snapshot, customer)? {
        return Ok(true);
    }
    let suppressed = customers::suppressions(crm, snapshot, customer)?;
    Ok(suppressed.iter().any(|entry| entry.forbids("phone")))
}

fn attempt(change: &mut Change, member: MemberId, given: &str) -> Result<(), Refusal> {
    let found = disposition::find(&change.settings().dispositions, given);
    let found =
        found.ok_or_else(|| Refusal::invalid("disposition", reason("not-a-disposition").with("given", given)))?.clone();
    let member = change.get::<ListMember>(member)?;
    if member.leased_to != Some(change.me().id) {
        return Err(Refusal::invalid("member", reason("not-leased")));
    }
    record(change, member, &found.slug, found.reached, None)
}

/// A wrap-up of a call from a list is an attempt.
pub(super) fn attempted(
    change: &mut Change,
    list: ListId,
    customer: CustomerId,
    interaction: InteractionId,
    disposition: &str,
) -> Result<(), Refusal> {
    let mut members = read::found::<ListMember>(change.snapshot(), members_of(list), Direction::Forward);
    let found = members.find(|member| member.as_ref().map_or(true, |member| member.customer == customer));
    drop(members);
    let Some(member) = found.transpose().map_err(refuse)? else { return Ok(()) };
    let member = change.get::<ListMember>(member.id)?;
    let reached = disposition::find(&change.settings().dispositions, disposition).is_some_and(|found| found.reached);
    record(change, member, disposition, reached, Some(interaction))
}

fn record(
    change: &mut Change,
    mut member: ListMember,
    disposition: &str,
    reached: bool,
    interaction: Option<InteractionId>,
) -> Result<(), Refusal> {
    let rule = change.get::<CallList>(member.list)?.retry;
    let attempt = Attempt {
        member: member.id,
        list: member.list,
        by: Some(change.me().id),
        at: change.now(),
        disposition: disposition.to_owned(),
        interaction,
        ..Attempt::default()
    };
    member.attempted(reached, rule, change.now());
    change.put(member)?;
    change.add(attempt).map(drop)
}

fn status(snapshot: &dyn Snapshot, list: &CallList) -> Result<Status, Refusal> {
    let mut status = Status { name: list.name.clone(), query: list.query.clone(), ..Status::default() };
    for member in read::found::<ListMember>(snapshot, members_of(list.id), Direction::Forward) {
        status.total += 1;
        *match member.map_err(refuse)?.state {
            MemberState::Waiting => &mut status.waiting,
            MemberState::Leased => &mut status.leased,
            MemberState::Reached => &mut status.reached,
            MemberState::Exhausted => &mut status.exhausted,
            MemberState::Skipped => &mut status.skipped,
        } += 1;
    }
    status.attempts = snapshot.scan_prefix(&attempts_of(list.id).bytes(), Direction::Forward).count();
    Ok(status)
}
