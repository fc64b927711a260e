//! Looking at deals: the board, column by column, and the list.

use super::context::Context;
use super::deals::pipeline_of;
use super::filter::{DealSieve, Maker};
use super::follow_ups::row;
use super::{Crm, Sink, refuse, search};
use crate::domain::deal::{Deal, DealState, Stage};
use crate::domain::money::Money;
use crate::door::Refusal;
use crate::door::deals::{Board, Column, DealList};
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::deal::column;
use std::cmp::Reverse;

/// The columns of a pipeline; of the first one where none is named.
pub(super) fn board(
    crm: &Crm,
    context: &Context,
    (pipeline, query, limit): (&str, &str, usize),
    sink: &mut dyn Sink,
) -> Result<Board, Refusal> {
    let settings = crm.settings();
    let slug = if pipeline.is_empty() { settings.default_pipeline() } else { pipeline };
    let pipeline = pipeline_of(&settings, slug)?;
    let sieve = sieve(crm, context, query, sink)?;
    let snapshot = crm.snapshot()?;
    let stages = pipeline.stages.iter().map(|stage| one(crm, &*snapshot, (slug, stage), &sieve, limit));
    Ok(Board { pipeline: pipeline.slug.clone(), stages: stages.collect::<Result<_, Refusal>>()? })
}

fn sieve(crm: &Crm, context: &Context, query: &str, sink: &dyn Sink) -> Result<DealSieve, Refusal> {
    let query = search::parsed(crm, query)?;
    Maker { crm, context, stop: &sink.stop() }.deal_sieve(query)
}

fn one(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    (pipeline, stage): (&str, &Stage),
    sieve: &DealSieve,
    limit: usize,
) -> Result<Column, Refusal> {
    let mut values: Vec<Money> = Vec::new();
    let (mut count, mut deals) = (0, Vec::new());
    for deal in read::found::<Deal>(snapshot, column(pipeline, &stage.slug, &crm.hasher), Direction::Forward) {
        let deal = deal.map_err(refuse)?;
        if !sieve.keeps(crm, &deal) {
            continue;
        }
        count += 1;
        match values.iter_mut().find(|sum| sum.currency == deal.value.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(deal.value.minor),
            None => values.push(deal.value),
        }
        if deals.len() < limit {
            deals.push(row(crm, snapshot, deal)?);
        }
    }
    let (stage, label, probability) = (stage.slug.clone(), stage.label.clone(), stage.probability);
    Ok(Column { stage, label, probability, count, values, deals })
}

/// Deals one below the other.
pub(super) fn list(
    crm: &Crm,
    context: &Context,
    (pipeline, query, state, limit): (&str, &str, Option<DealState>, usize),
    sink: &mut dyn Sink,
) -> Result<DealList, Refusal> {
    let settings = crm.settings();
    if !pipeline.is_empty() {
        pipeline_of(&settings, pipeline)?;
    }
    let sieve = sieve(crm, context, query, sink)?;
    let snapshot = crm.snapshot()?;
    let mut deals = Vec::new();
    for deal in read::all::<Deal>(&*snapshot) {
        let deal = deal.map_err(refuse)?;
        let is_asked = (pipeline.is_empty() || deal.pipeline == pipeline) && state.is_none_or(|s| s == deal.state);
        if is_asked && sieve.keeps(crm, &deal) {
            deals.push(deal);
        }
    }
    let stages = settings.pipelines.iter().flat_map(|pipeline| pipeline.stages.iter().map(move |s| (pipeline, s)));
    let stages: Vec<_> = stages.map(|(pipeline, stage)| (&pipeline.slug, &stage.slug)).collect();
    deals.sort_by_cached_key(|deal| {
        let column = stages.iter().position(|stage| *stage == (&deal.pipeline, &deal.stage));
        (!deal.is_open(), Reverse(deal.closed), column, deal.rank, deal.id)
    });
    let count = deals.len();
    let rows = deals.into_iter().take(limit).map(|deal| row(crm, &*snapshot, deal));
    Ok(DealList { count, rows: rows.collect::<Result<_, Refusal>>()? })
}
