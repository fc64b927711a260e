//! Deals: made, moved, ranked, won and lost.

use super::change::{Change, not_found};
use super::context::Context;
use super::follow_ups::row;
use super::{Crm, Sink, board, change, refuse, resolve};
use crate::domain::customer::Customer;
use crate::domain::deal::{CannotMove, Deal, DealState, Pipeline, STAGE_NAMES, Stage, StageChange, rank};
use crate::domain::edit::Draft;
use crate::domain::id::DealId;
use crate::domain::money::Money;
use crate::domain::noun::Noun;
use crate::domain::party::Owner;
use crate::domain::reason::{none_of, reason};
use crate::domain::settings::Settings;
use crate::door::deals::{Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::engine::Direction;
use crate::store::read;
use crate::store::records::deal::column;

/// Fields an edit leaves to moving, winning and losing.
const MOVED_NOT_EDITED: [&str; 5] = ["stage", "state", "pipeline", "history", "closed"];

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Add(draft) => {
            let draft = resolve::draft(crm, context, Noun::Deal, &draft)?;
            Ok(saved(crm.change(context, |change| {
                let deal = made(change, &draft)?;
                change.add(deal)
            })?))
        }
        Request::Edit(mut edit) => {
            edit.changes = resolve::changes(crm, context, Noun::Deal, &edit.changes)?;
            if let Some(moved) = edit.changes.iter().find(|c| MOVED_NOT_EDITED.contains(&c.field.as_str())) {
                return Err(Refusal::invalid(&moved.field, reason("moved-not-edited")));
            }
            Ok(saved(crm.change(context, |change| {
                let deal = change.edited::<Deal>(&edit)?;
                check(&deal)?;
                change.put(deal)?;
                Ok(edit.id)
            })?))
        }
        Request::Move { id, pipeline, stage } => {
            Ok(moved(crm.change(context, |change| move_to(change, id, &pipeline, &stage))?, id))
        }
        Request::Step { id, steps } => Ok(moved(crm.change(context, |change| step(change, id, steps))?, id)),
        Request::Rank { id, steps } => Ok(saved(crm.change(context, |change| rank_by(change, id, steps))?)),
        Request::Win { id, reason, competitors } => close(crm, context, id, (DealState::Won, &reason, &competitors)),
        Request::Lose { id, reason, competitors } => close(crm, context, id, (DealState::Lost, &reason, &competitors)),
        Request::Show(id) => {
            let snapshot = crm.snapshot()?;
            let found = read::get::<Deal>(&*snapshot, id).map_err(refuse)?;
            let (deal, _) = found.ok_or_else(|| not_found::<Deal>(id))?;
            row(crm, &*snapshot, deal).map(|row| Response::Deal(Box::new(row)))
        }
        Request::Board { pipeline, query, limit } => {
            board::board(crm, context, (&pipeline, &query, limit), sink).map(Response::Board)
        }
        Request::List { pipeline, query, state, limit } => {
            board::list(crm, context, (&pipeline, &query, state, limit), sink).map(Response::List)
        }
    }
}

fn saved((id, revision): (DealId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

fn moved((place, revision): (Place, u64), id: DealId) -> Response {
    let Place { pipeline, stage } = place;
    Response::Moved { saved: Saved { id, revision }, pipeline, stage }
}

/// Where a deal stands now, by slugs; of a closed one the stage is `won` or `lost`.
pub(super) struct Place {
    pub pipeline: String,
    pub stage: String,
}

/// A new deal from a draft: in the first stage and mine unless it says otherwise.
pub(super) fn made(change: &mut Change, draft: &Draft) -> Result<Deal, Refusal> {
    let mut deal = change::made::<Deal>(draft)?;
    let settings = change.settings();
    if draft.get("pipeline").is_none() {
        settings.default_pipeline().clone_into(&mut deal.pipeline);
    }
    let pipeline = pipeline_of(settings, &deal.pipeline)?;
    let stage = if draft.get("stage").is_some() { found(pipeline, &deal.stage)? } else { first(pipeline)? };
    deal.stage = stage.slug.clone();
    if draft.get("value").is_none() {
        deal.value = Money { minor: 0, currency: settings.currency };
    }
    if draft.get("owner").is_none() {
        deal.owner = Owner::User(change.me().id);
    }
    deal.created = change.now();
    deal.history = vec![StageChange { stage: deal.stage.clone(), at: change.now(), by: Some(change.me().id) }];
    change.get::<Customer>(deal.customer)?;
    deal.rank = bottom(change, &deal.pipeline, &deal.stage)?;
    check(&deal)?;
    Ok(deal)
}

/// What every deal must have.
pub(super) fn check(deal: &Deal) -> Result<(), Refusal> {
    if deal.title.trim().is_empty() {
        return Err(Refusal::invalid("title", reason("needed")));
    }
    if deal.value.minor < 0 {
        return Err(Refusal::invalid("value", reason("negative").with("given", deal.value)));
    }
    if let Some(percent) = deal.probability.filter(|percent| *percent > 100) {
        return Err(Refusal::invalid("probability", reason("not-a-percentage").with("given", percent)));
    }
    Ok(())
}

pub(super) fn pipeline_of<'a>(settings: &'a Settings, slug: &str) -> Result<&'a Pipeline, Refusal> {
    let known = || settings.pipelines.iter().map(|p| p.slug.as_str()).collect::<Vec<_>>();
    let found = settings.pipelines.iter().find(|pipeline| pipeline.slug == slug);
    found.ok_or_else(|| Refusal::invalid("pipeline", none_of(slug, &known())))
}

fn refuse_move(error: CannotMove) -> Refusal {
    let field = if matches!(error, CannotMove::Closed(_)) { "state" } else { "stage" };
    Refusal::invalid(field, error)
}

/// Refuses to leave an open deal in a stage that was retired since: no board would show it.
pub(super) fn stands_on_the_board(change: &mut Change, id: DealId) -> Result<(), Refusal> {
    match change.find::<Deal>(id)?.filter(Deal::is_open) {
        Some(deal) => {
            pipeline_of(change.settings(), &deal.pipeline)?.open_stage(&deal.stage).map(drop).map_err(refuse_move)
        }
        None => Ok(()),
    }
}

/// Moves a deal to the stage meant, of its own pipeline where none is named; where it stands then.
pub(super) fn move_to(change: &mut Change, id: DealId, pipeline: &str, stage: &str) -> Result<Place, Refusal> {
    let deal = change.get::<Deal>(id)?;
    let slug = if pipeline.is_empty() { &deal.pipeline } else { pipeline };
    let pipeline = pipeline_of(change.settings(), slug)?.clone();
    let stage = if stage.is_empty() { first(&pipeline)? } else { found(&pipeline, stage)? };
    put_into(change, deal, &pipeline, stage)
}

fn first(pipeline: &Pipeline) -> Result<&Stage, Refusal> {
    pipeline.stages.first().ok_or_else(|| Refusal::invalid("pipeline", reason("pipeline-without-stages")))
}

fn found<'a>(pipeline: &'a Pipeline, stage: &str) -> Result<&'a Stage, Refusal> {
    pipeline.find_stage(stage, STAGE_NAMES).map_err(refuse_move)
}

fn step(change: &mut Change, id: DealId, steps: i8) -> Result<Place, Refusal> {
    let deal = change.get::<Deal>(id)?;
    let pipeline = pipeline_of(change.settings(), &deal.pipeline)?.clone();
    let stage = pipeline.step(&deal.stage, steps.into());
    let stage = stage.map_or_else(|| found(&pipeline, &deal.stage), Ok)?;
    put_into(change, deal, &pipeline, stage)
}

fn put_into(change: &mut Change, mut deal: Deal, pipeline: &Pipeline, stage: &Stage) -> Result<Place, Refusal> {
    let from = (deal.pipeline.clone(), deal.stage.clone());
    deal.move_into(pipeline, stage, change.now(), Some(change.me().id)).map_err(refuse_move)?;
    if from != (deal.pipeline.clone(), deal.stage.clone()) {
        deal.rank = bottom(change, &deal.pipeline, &deal.stage)?;
    }
    let place = Place { pipeline: deal.pipeline.clone(), stage: deal.stage.clone() };
    change.put(deal)?;
    Ok(place)
}

/// The rank below the last card of a column.
fn bottom(change: &Change, pipeline: &str, stage: &str) -> Result<i64, Refusal> {
    let column = column(pipeline, stage, change.hasher());
    let last = read::found::<Deal>(change.snapshot(), column, Direction::Reverse).next();
    Ok(last.transpose().map_err(refuse)?.map_or(0, |deal| deal.rank.saturating_add(1)))
}

/// Moves a deal in its column; only cards whose place became another one are written.
fn rank_by(change: &mut Change, id: DealId, steps: i8) -> Result<DealId, Refusal> {
    let deal = change.get::<Deal>(id)?;
    if !deal.is_open() {
        return Err(refuse_move(CannotMove::Closed(deal.state)));
    }
    let column = column(&deal.pipeline, &deal.stage, change.hasher());
    let cards = read::found::<Deal>(change.snapshot(), column, Direction::Forward);
    let cards = cards.collect::<Result<Vec<Deal>, _>>().map_err(refuse)?;
    let ranks: Vec<i64> = cards.iter().map(|card| card.rank).collect();
    let Some(at) = cards.iter().position(|card| card.id == id) else { return Ok(id) };
    // First the one it is about: the change is named by it.
    let mut places = rank::moved(&ranks, at, steps);
    places.sort_by_key(|(card, _)| *card != at);
    for (card, rank) in places {
        if let Some(card) = cards.get(card).filter(|card| card.rank != rank) {
            let card = change.get::<Deal>(card.id)?;
            change.put(Deal { rank, ..card })?;
        }
    }
    Ok(id)
}

fn close(
    crm: &Crm,
    context: &Context,
    id: DealId,
    (state, why, competitors): (DealState, &str, &[String]),
) -> Result<Response, Refusal> {
    if state == DealState::Lost && why.trim().is_empty() {
        return Err(Refusal::invalid("reason", reason("needed")));
    }
    let result = crm.change(context, |change| {
        let mut deal = change.get::<Deal>(id)?;
        deal.close(state, why.trim(), change.now(), Some(change.me().id)).map_err(refuse_move)?;
        deal.compete(competitors);
        let place = Place { pipeline: deal.pipeline.clone(), stage: state.slug().to_owned() };
        change.put(deal)?;
        Ok(place)
    })?;
    Ok(moved(result, id))
}
