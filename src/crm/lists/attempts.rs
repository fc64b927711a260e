//! What came of a customer's turn.

use crate::crm::change::Change;
use crate::crm::{dialling, refuse};
use crate::domain::call_list::{Attempt, CallList, ListMember, Tried};
use crate::domain::customer::Customer;
use crate::domain::disposition::{self, Disposition};
use crate::domain::id::{CustomerId, InteractionId, ListId, MemberId};
use crate::domain::reason::reason;
use crate::door::Refusal;
use crate::store::engine::Direction;
use crate::store::read;
use crate::store::records::lists::members_of;

/// An attempt somebody tells of on a customer they have.
pub(super) fn attempt(change: &mut Change, member: MemberId, given: &str) -> Result<(), Refusal> {
    let found = disposition::find(&change.settings().dispositions, given);
    let found =
        found.ok_or_else(|| Refusal::invalid("disposition", reason("not-a-disposition").with("given", given)))?.clone();
    let member = change.get::<ListMember>(member)?;
    if member.leased_to != Some(change.me().id) {
        return Err(Refusal::invalid("member", reason("not-leased")));
    }
    record(change, member, &found.slug, None)
}

/// A wrap-up of a call from a list is an attempt.
pub(in crate::crm) fn attempted(
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
    record(change, member, disposition, Some(interaction))
}

fn record(
    change: &mut Change,
    mut member: ListMember,
    disposition: &str,
    interaction: Option<InteractionId>,
) -> Result<(), Refusal> {
    let list = change.get::<CallList>(member.list)?;
    let customer = change.find::<Customer>(member.customer)?;
    let attempt = Attempt {
        member: member.id,
        list: member.list,
        by: Some(change.me().id),
        at: change.now(),
        disposition: disposition.to_owned(),
        interaction,
        ..Attempt::default()
    };
    let result = disposition::find(&change.settings().dispositions, disposition);
    let result = result.map_or(Tried::Again, Disposition::tried);
    let (hours, clocks) = dialling::hours(change.settings(), list.hours, customer.as_ref(), "");
    member.attempted(result, list.retry, &hours, &clocks, change.now());
    change.put(member)?;
    change.add(attempt).map(drop)
}
