//! Whose turn it is: the next customer is with one agent for a while, and given back when the agent's screen is gone.

use crate::crm::change::{Change, not_found};
use crate::crm::context::Context;
use crate::crm::undo::UndoPlan;
use crate::crm::{Crm, customers, dialling, finder, leases, refuse, search, tickets};
use crate::domain::call_list::{CallList, ListMember, MemberState, Skip};
use crate::domain::customer::Customer;
use crate::domain::id::{ListId, MemberId};
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::door::lists::{Next, Passed, Turn};
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::lists::members_of;

/// Whose turn it is on each list at the screens that are open.
pub type Leases = leases::Leases<ListId, MemberId>;

/// Leases the next customer to whoever asks, and says who was passed over.
pub(super) fn next(crm: &Crm, context: &Context, list: &CallList) -> Result<Turn, Refusal> {
    let lease = |change: &mut Change| {
        let mut turn = Turn::default();
        let leased = leased(crm, change, list, &mut turn.passed)?;
        Ok((leased, turn))
    };
    let ((leased, mut turn), _, _) = crm.change_under(context, UndoPlan::None, lease)?;
    let snapshot = crm.snapshot()?;
    match leased {
        Some(member) => {
            crm.turns_taken.keep(crm, context, member.list, member.id);
            turn.next = Some(shown(crm, &*snapshot, list, &member)?);
        }
        None => turn.again = next_turn(&*snapshot, list)?,
    }
    Ok(turn)
}

fn leased(
    crm: &Crm,
    change: &mut Change,
    list: &CallList,
    passed: &mut Vec<Passed>,
) -> Result<Option<ListMember>, Refusal> {
    let (me, now) = (change.me().id, change.now());
    let members = read::found::<ListMember>(change.snapshot(), members_of(list.id), Direction::Forward);
    let mut members: Vec<ListMember> = members.collect::<Result<_, _>>().map_err(refuse)?;
    members.retain(|member| member.is_free_for(me, now) && !is_being_called(crm, change, member));
    // What one has already comes back first.
    members.sort_by_key(|member| member.leased_to != Some(me));
    for member in members {
        let member = change.get::<ListMember>(member.id)?;
        let customer = change.find::<Customer>(member.customer)?;
        let Some((why, again)) = skip(crm, change, list, customer.as_ref())? else {
            let leased = member.leased(me, now);
            change.put(leased.clone())?;
            return Ok(Some(leased));
        };
        let name = customer.map_or_else(|| member.customer.to_string(), |customer| customer.name);
        passed.push(Passed { customer: member.customer, name, why, again: (!why.is_final()).then_some(again) });
        change.put(member.skipped(why, again))?;
    }
    Ok(None)
}

/// Whether whoever has leased it is talking to them, however long that takes.
fn is_being_called(crm: &Crm, change: &Change, member: &ListMember) -> bool {
    let other = member.leased_to.filter(|to| *to != change.me().id);
    other.is_some_and(|other| crm.floor.is_on_call(other, member.customer))
}

/// Why somebody is not called now, and when they may be.
fn skip(
    crm: &Crm,
    change: &Change,
    list: &CallList,
    customer: Option<&Customer>,
) -> Result<Option<(Skip, Timestamp)>, Refusal> {
    let now = change.now();
    let Some(customer) = customer.filter(|customer| customer.merged_into.is_none() && !customer.archived) else {
        return Ok(Some((Skip::Gone, now)));
    };
    if customer.phones.is_empty() {
        return Ok(Some((Skip::NoNumber, now)));
    }
    let suppressed = customers::suppressions(crm, change.snapshot(), customer)?;
    if suppressed.iter().any(|entry| entry.forbids(dialling::PHONE)) {
        return Ok(Some((Skip::DoNotContact, now)));
    }
    if tickets::has_open_complaint(change.snapshot(), customer)? {
        return Ok(Some((Skip::Complaint, now.plus(Timestamp::DAY))));
    }
    let (hours, clocks) = dialling::hours(change.settings(), list.hours, Some(customer), "");
    let again = || hours.next(&clocks, now, |_| true).unwrap_or_else(|| now.plus(Timestamp::DAY));
    Ok((!hours.are_open(&clocks, now)).then(|| (Skip::Hours, again())))
}

/// The leased customer as whoever leased it is told.
fn shown(crm: &Crm, snapshot: &dyn Snapshot, list: &CallList, member: &ListMember) -> Result<Next, Refusal> {
    let gone = || not_found::<Customer>(member.customer);
    let (customer, _) = read::get::<Customer>(snapshot, member.customer).map_err(refuse)?.ok_or_else(gone)?;
    let contact = finder::last_contact(crm, snapshot, &customers::everyone(&customer))?;
    let row = finder::shown(snapshot, member.customer, contact)?.ok_or_else(gone)?;
    let (turn, total) = place_of(snapshot, member)?;
    Ok(Next {
        member: member.id,
        list: list.id,
        name: list.name.clone(),
        customer: search::customer_row(&row, &[]),
        script: list.script.clone(),
        turn,
        total,
        attempts: member.attempts,
    })
}

/// The how-manieth on the list a member is, from 1, and of how many.
fn place_of(snapshot: &dyn Snapshot, of: &ListMember) -> Result<(usize, usize), Refusal> {
    let (mut turn, mut total) = (0, 0);
    for member in read::ids::<MemberId>(snapshot, members_of(of.list), Direction::Forward) {
        total += 1;
        turn += usize::from(member.map_err(refuse)? <= of.id);
    }
    Ok((turn, total))
}

/// When the next of those who wait may be called.
fn next_turn(snapshot: &dyn Snapshot, list: &CallList) -> Result<Option<Timestamp>, Refusal> {
    let mut next = None;
    for member in read::found::<ListMember>(snapshot, members_of(list.id), Direction::Forward) {
        let member = member.map_err(refuse)?;
        let at = match member.state {
            MemberState::Waiting => member.next_at,
            MemberState::Leased => member.leased_until,
            MemberState::Reached | MemberState::Exhausted | MemberState::Skipped => continue,
        };
        next = Some(next.map_or(at, |next: Timestamp| next.min(at)));
    }
    Ok(next)
}

/// A screen is gone: what was leased to it is anybody's again, unless they are being called.
pub(in crate::crm) fn give_back(crm: &Crm, session: u64) {
    for (_, (who, member)) in crm.turns_taken.left_at(session) {
        leases::give_back(crm, who, "lists-give-back", |change| {
            let me = change.me().id;
            let kept = change.find::<ListMember>(member)?.filter(|member| member.leased_to == Some(me));
            match kept {
                Some(member) if !crm.floor.is_on_call(me, member.customer) => change.put(member.given_back()),
                _ => Ok(()),
            }
        });
    }
}
