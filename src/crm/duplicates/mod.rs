//! Duplicates: found, kept so that they are there at once, told apart, and merged.

mod certain;
mod find;
mod kept;
mod near;
mod profiles;

use super::change::Change;
use super::context::Context;
use super::{Crm, Sink, refuse, resolve};
use crate::analytics::duplicates as rule;
use crate::domain::customer::Customer;
use crate::domain::duplicate::Pair;
use crate::domain::id::CustomerId;
use crate::domain::reason::reason;
use crate::door::duplicates::{Compared, Listed, Request, Response, Row};
use crate::door::{Refusal, Saved};
use crate::store::engine::Snapshot;
use crate::store::read;
use kept::Known;
use parking_lot::Mutex;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What is known of duplicates.
#[derive(Default)]
pub struct Duplicates {
    known: Mutex<Option<Arc<Known>>>,
    /// Held by whoever looks through all customers.
    looking: Mutex<()>,
}

/// Pairs of a page, at most.
const PAGE: usize = 500;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Find => {
            find::find(crm, context, sink)?;
            list(crm, 0, 0, Pair::LIKELY).map(Response::Listed)
        }
        Request::List { from, limit, least } => list(crm, from, limit.min(PAGE), least).map(Response::Listed),
        Request::Of(id) => near::of(crm, id).map(Response::Found),
        Request::Like(draft) => near::like(crm, &draft).map(Response::Found),
        Request::Compare(one, other) => {
            let snapshot = crm.snapshot()?;
            let both = compare(crm, &*snapshot, one, other)?;
            let organisations = organisations(&*snapshot, &both)?;
            Ok(Response::Compared { both: Box::new(both), organisations })
        }
        Request::KeepApart(one, other) => {
            let (id, revision) = crm.change(context, |change| keep_apart(change, one, other))?;
            Ok(Response::Saved(Saved { id, revision }))
        }
        Request::PreviewMerge(least) => certain::preview(crm, least, sink).map(|o| Response::Outcome(Box::new(o))),
        Request::MergeAll(least) => {
            certain::merge_all(crm, context, least, sink).map(|outcome| Response::Outcome(Box::new(outcome)))
        }
    }
}

/// A page of what was found last. Pairs that were settled since are passed over, and forgotten.
fn list(crm: &Crm, from: usize, limit: usize, least: u8) -> Result<Listed, Refusal> {
    let Some(pairs) = kept::pairs(crm) else { return Ok(Listed::default()) };
    let snapshot = crm.snapshot()?;
    let mut listed = Listed { at: Some(pairs.at), ..Listed::default() };
    let mut settled = BTreeSet::new();
    each_open(crm, &*snapshot, &pairs, least, from, |place, open| {
        if listed.rows.len() == limit {
            listed.next = Some(place);
            return ControlFlow::Break(());
        }
        match open {
            Some(both) if both.pair.score >= least => listed.rows.push(row(both)),
            Some(_) => {}
            None => drop(settled.insert(place)),
        }
        ControlFlow::Continue(())
    })?;
    listed.next = listed.next.map(|place| place - settled.len());
    listed.open = pairs.pairs.iter().filter(|pair| pair.score >= least).count() - settled.len();
    kept::forget(crm, &pairs, &settled);
    Ok(listed)
}

/// Looks at the pairs from a place on as they stand now, until it is told to stop; nothing for one that is settled.
fn each_open(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    pairs: &Known,
    least: u8,
    from: usize,
    mut look: impl FnMut(usize, Option<Compared>) -> ControlFlow<()>,
) -> Result<(), Refusal> {
    for (place, pair) in pairs.pairs.iter().enumerate().skip(from).take_while(|(_, pair)| pair.score >= least) {
        let open = as_it_stands(crm, snapshot, pair, pairs.rev)?.filter(|both| both.pair.score >= Pair::LIKELY);
        if look(place, open).is_break() {
            break;
        }
    }
    Ok(())
}

/// A pair with both customers, weighed anew where one of them changed since `rev`; nothing once it is settled.
fn as_it_stands(crm: &Crm, snapshot: &dyn Snapshot, pair: &Pair, rev: u64) -> Result<Option<Compared>, Refusal> {
    let read = |id| read::get::<Customer>(snapshot, id).map_err(refuse);
    let (Some((one, first)), Some((other, second))) = (read(pair.one)?, read(pair.other)?) else { return Ok(None) };
    if !is_open(&one) || !is_open(&other) || are_apart(snapshot, &one, &other)? {
        return Ok(None);
    }
    let changed = first.0 > rev || second.0 > rev;
    let pair = if changed { near::weighed(crm, snapshot, &one, &other)? } else { pair.clone() };
    Ok(Some(Compared { pair, one, other }))
}

/// Whether a customer stands for itself and is in use.
fn is_open(customer: &Customer) -> bool {
    customer.merged_into.is_none() && !customer.archived
}

/// Whether somebody said that two customers, or those merged into them, are not the same.
fn are_apart(snapshot: &dyn Snapshot, one: &Customer, other: &Customer) -> Result<bool, Refusal> {
    let others = super::customers::everyone(other);
    let mut apart = one.apart.clone();
    for member in &one.members {
        apart.extend(read::get::<Customer>(snapshot, *member).map_err(refuse)?.into_iter().flat_map(|(m, _)| m.apart));
    }
    Ok(apart.iter().any(|id| others.contains(id)))
}

fn row(both: Compared) -> Row {
    let (one, other) = (resolve::candidate(&both.one), resolve::candidate(&both.other));
    Row { pair: both.pair, one, other }
}

/// Two customers as they are, the older one first.
fn compare(crm: &Crm, snapshot: &dyn Snapshot, one: CustomerId, other: CustomerId) -> Result<Compared, Refusal> {
    let standing = |id| super::customers::standing(snapshot, id);
    let (one, other) = (standing(one.min(other))?, standing(one.max(other))?);
    if one.id == other.id {
        return Err(Refusal::invalid("other", reason("merged-with-itself")));
    }
    Ok(Compared { pair: near::weighed(crm, snapshot, &one, &other)?, one, other })
}

/// What the organisations are called at which two customers are people.
fn organisations(snapshot: &dyn Snapshot, both: &Compared) -> Result<Vec<(CustomerId, String)>, Refusal> {
    let positions = both.one.positions.iter().chain(&both.other.positions);
    let ids: BTreeSet<CustomerId> = positions.map(|position| position.organisation).collect();
    let mut named = Vec::with_capacity(ids.len());
    for id in ids {
        named.extend(read::get::<Customer>(snapshot, id).map_err(refuse)?.map(|(customer, _)| (id, customer.name)));
    }
    Ok(named)
}

fn keep_apart(change: &mut Change, one: CustomerId, other: CustomerId) -> Result<CustomerId, Refusal> {
    if one == other {
        return Err(Refusal::invalid("other", reason("merged-with-itself")));
    }
    for (id, from) in [(one, other), (other, one)] {
        let mut customer = change.get::<Customer>(id)?;
        if !customer.apart.contains(&from) {
            customer.apart.push(from);
        }
        change.put(customer)?;
    }
    Ok(one)
}
