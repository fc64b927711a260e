//! Merging every pair that is certain: commit by commit under one undo entry, each pair weighed as it stands then.

use super::super::change::Change;
use super::super::context::Context;
use super::super::merge::merge;
use super::super::undo::{self, UndoPlan};
use super::super::{Crm, Sink, going_on};
use super::{are_apart, each_open, is_open, kept, row};
use crate::domain::customer::Customer;
use crate::domain::duplicate::Pair;
use crate::domain::id::CustomerId;
use crate::domain::merge::completing;
use crate::domain::undo::UndoEntry;
use crate::door::duplicates::{Compared, Outcome};
use crate::door::jobs::Progress;
use crate::door::{CallId, Part, Refusal};

/// Pairs a commit merges, at most.
const COMMIT: usize = 50;

/// What merging would come to.
pub(super) fn preview(crm: &Crm, least: u8, sink: &mut dyn Sink) -> Result<Outcome, Refusal> {
    let mut outcome = Outcome::default();
    open(crm, least, sink, |both| {
        outcome.matched += 1;
        if outcome.rows.len() < Outcome::SHOWN {
            outcome.rows.push(row(both));
        }
    })?;
    Ok(outcome)
}

/// Merges them.
pub(super) fn merge_all(crm: &Crm, context: &Context, least: u8, sink: &mut dyn Sink) -> Result<Outcome, Refusal> {
    let mut pairs: Vec<Pair> = Vec::new();
    open(crm, least, sink, |both| pairs.push(both.pair))?;
    let (stop, total) = (sink.stop(), pairs.len());
    let mut outcome = Outcome { matched: total, ..Outcome::default() };
    let mut undo = undo::fresh(crm, context, context.request)?;
    let mut each = context.clone();
    for (some, done) in pairs.chunks(COMMIT).zip((0..).step_by(COMMIT)) {
        let stopped = if going_on(&stop).is_break() { Err(Refusal::Cancelled) } else { Ok(()) };
        match stopped.and_then(|()| commit(crm, &each, some, &undo)) {
            Ok((tally, grown)) => {
                undo = grown;
                outcome.merged += tally.merged;
                outcome.refused += tally.refused;
                outcome.why = outcome.why.take().or(tally.why);
            }
            Err(refusal) if undo.batches == 0 => return Err(refusal),
            Err(refusal) => {
                outcome.ended = Some(refusal);
                break;
            }
        }
        // Only the first commit can bear the call's own name.
        each.call = CallId::fresh();
        sink.part(Part::Progress(Progress { done: (done + some.len()) as u64, total: Some(total as u64) }));
    }
    outcome.undo = (undo.batches > 0).then_some(undo.id);
    Ok(outcome)
}

/// Looks at the open pairs from a score on, one after the other: both records of all of them would be too much to hold.
fn open(crm: &Crm, least: u8, sink: &dyn Sink, mut look: impl FnMut(Compared)) -> Result<(), Refusal> {
    let Some(pairs) = kept::pairs(crm) else { return Ok(()) };
    let stop = sink.stop();
    each_open(crm, &*crm.snapshot()?, &pairs, least, 0, |_, both| {
        both.filter(|both| both.pair.score >= least).into_iter().for_each(&mut look);
        going_on(&stop)
    })?;
    if going_on(&stop).is_break() { Err(Refusal::Cancelled) } else { Ok(()) }
}

/// What became of the pairs of one commit.
#[derive(Default)]
struct Tally {
    merged: usize,
    refused: usize,
    why: Option<Refusal>,
}

fn commit(crm: &Crm, context: &Context, pairs: &[Pair], undo: &UndoEntry) -> Result<(Tally, UndoEntry), Refusal> {
    let (tally, plan, _) = crm.change_under(context, UndoPlan::Part(undo.clone()), |change| {
        let mut tally = Tally::default();
        for pair in pairs {
            match merge_pair(change, pair) {
                Ok(merged) => tally.merged += usize::from(merged),
                Err(refusal) => {
                    tally.refused += 1;
                    tally.why.get_or_insert(refusal);
                }
            }
        }
        Ok(tally)
    })?;
    let grown = if let UndoPlan::Part(grown) = plan { grown } else { undo.clone() };
    Ok((tally, grown))
}

/// Merges the younger of a pair into the older, whoever stands for them by now; says whether there was anything to do.
fn merge_pair(change: &mut Change, pair: &Pair) -> Result<bool, Refusal> {
    let (one, other) = (standing(change, pair.one)?, standing(change, pair.other)?);
    let (keep, other) = if one.id <= other.id { (one, other) } else { (other, one) };
    if keep.id == other.id || !is_open(&keep) || !is_open(&other) || are_apart(change.snapshot(), &keep, &other)? {
        return Ok(false);
    }
    let take = completing(&keep, &other);
    merge(change, keep.id, other.id, &take).map(|_| true)
}

fn standing(change: &mut Change, id: CustomerId) -> Result<Customer, Refusal> {
    let customer = change.get::<Customer>(id)?;
    match customer.merged_into {
        Some(keeper) => change.get::<Customer>(keeper),
        None => Ok(customer),
    }
}
