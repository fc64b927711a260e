//! Merging customers and taking them apart. Nothing that hangs on them moves: timelines and all else are read over the
//! members. Only fields are taken over, and what they replaced is kept to be given back.

use super::change::Change;
use super::masking::{refuse_answering, refuse_showing};
use crate::domain::customer::{Customer, Taken};
use crate::domain::edit;
use crate::domain::id::CustomerId;
use crate::domain::merge::{changes, given_back};
use crate::domain::reason::reason;
use crate::door::Refusal;

/// `other` becomes a member of `keep`, with the members it had, and `keep` takes these fields over from it. Refused, it
/// has changed nothing: of many merged in one commit the others still count.
pub(super) fn merge(
    change: &mut Change,
    keep: CustomerId,
    other: CustomerId,
    take: &[String],
) -> Result<CustomerId, Refusal> {
    let keeper = change.get::<Customer>(keep)?;
    let mut member = change.get::<Customer>(other)?;
    if keep == other {
        return Err(Refusal::invalid("other", reason("merged-with-itself")));
    }
    if let Some(into) = member.merged_into.or(keeper.merged_into) {
        return Err(Refusal::invalid("other", reason("merged-already").with("into", into)));
    }
    refuse_showing(change.crm(), change.context(), &keeper, &member)?;
    refuse_answering(change.crm(), change.context(), keep, take.iter().map(String::as_str))?;
    let mut grandchildren = Vec::with_capacity(member.members.len());
    for id in std::mem::take(&mut member.members) {
        let grandchild = change.get::<Customer>(id)?;
        refuse_showing(change.crm(), change.context(), &keeper, &grandchild)?;
        grandchildren.push(grandchild);
    }
    let taken = changes(&keeper, &member, take).map_err(|why| Refusal::invalid("take", why))?;
    let mut keeper = edit::apply(&keeper, &taken)?;
    super::customers::check(&keeper)?;
    if !taken.is_empty() {
        keeper.taken.push(Taken { from: other, changes: taken });
    }
    member.merged_into = Some(keep);
    keeper.members.push(other);
    for grandchild in grandchildren {
        keeper.members.push(grandchild.id);
        change.put(Customer { merged_into: Some(keep), ..grandchild })?;
    }
    change.put(keeper)?;
    change.put(member)?;
    Ok(keep)
}

/// `other` is a customer of its own again.
pub(super) fn unmerge(change: &mut Change, keep: CustomerId, other: CustomerId) -> Result<CustomerId, Refusal> {
    let mut keeper = change.get::<Customer>(keep)?;
    let member = change.get::<Customer>(other)?;
    if member.merged_into != Some(keep) {
        return Err(Refusal::invalid("other", reason("not-merged").with("other", other).with("into", keep)));
    }
    keeper.members.retain(|id| *id != other);
    if let Some(taken) = keeper.taken.iter().find(|taken| taken.from == other).cloned() {
        keeper = given_back(&keeper, &taken);
    }
    change.put(keeper)?;
    change.put(Customer { merged_into: None, ..member })?;
    Ok(keep)
}
