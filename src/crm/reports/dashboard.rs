//! The dashboard, folded over the last days.

use super::each;
use crate::analytics::dashboard::{Contacts, kept};
use crate::crm::context::Context;
use crate::crm::{Crm, Sink, going_on, refuse};
use crate::domain::dashboard::{Dashboard, MOST_DAYS, StageValue};
use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::interaction::Interaction;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::store::engine::{Direction, Snapshot};
use crate::store::read;
use crate::store::records::deal::column;
use crate::store::records::interaction;
use chrono::{Days, NaiveDate};

/// What the last days came to: everybody's for whoever may see it, else one's own.
pub(super) fn dashboard(crm: &Crm, context: &Context, days: u16, sink: &mut dyn Sink) -> Result<Dashboard, Refusal> {
    let (snapshot, settings) = (crm.snapshot()?, crm.settings());
    let everybody = context.user.role.may(Action::Supervise);
    let (from, days) = days_until(&settings, context.now, days.clamp(1, MOST_DAYS).into());
    let span = (days.first().copied().unwrap_or(context.now), days.last().copied().unwrap_or(context.now));

    let outcomes: Vec<_> = settings.all_dispositions().cloned().collect();
    let mut contacts = Contacts::new(&outcomes, &days);
    each::<Interaction>(&*snapshot, interaction::by_time(), span, sink, |contact| {
        if everybody || contact.by == Some(context.user.id) {
            contacts.add(&contact);
        }
    })?;
    let (calls, dispositions, channels) = contacts.counted();

    let due = due(context, &*snapshot, span, everybody, sink)?;
    let day_end = |follow_up: &FollowUp| settings.day(settings.day_of(follow_up.due)).1;
    let kept = kept(due.iter().map(|follow_up| (follow_up, day_end(follow_up))));
    let pipeline = pipeline(crm, context, &*snapshot, everybody)?;
    Ok(Dashboard { from, everybody, calls, dispositions, channels, pipeline, kept })
}

/// The first of so many days, and the first moment of each day and of the one after the last.
fn days_until(settings: &Settings, now: Timestamp, count: u64) -> (NaiveDate, Vec<Timestamp>) {
    let today = settings.day_of(now);
    let from = today.checked_sub_days(Days::new(count - 1)).unwrap_or(today);
    let day = |number| from.checked_add_days(Days::new(number)).unwrap_or(today);
    (from, (0..=count).map(|number| settings.day(day(number)).0).collect())
}

/// The follow-ups that were due within a span; no index has those that are done by their time.
fn due(
    context: &Context,
    snapshot: &dyn Snapshot,
    (from, until): (Timestamp, Timestamp),
    everybody: bool,
    sink: &mut dyn Sink,
) -> Result<Vec<FollowUp>, Refusal> {
    let stop = sink.stop();
    let mut due = Vec::new();
    for follow_up in read::all::<FollowUp>(snapshot) {
        if going_on(&stop).is_break() {
            return Err(Refusal::Cancelled);
        }
        let follow_up = follow_up.map_err(refuse)?;
        let is_mine = follow_up.owner.includes(context.user.id, context.user.team);
        // What is due later today is neither kept nor broken yet.
        let has_come = follow_up.due <= context.now || !follow_up.is_open();
        if (from..until).contains(&follow_up.due) && (everybody || is_mine) && has_come {
            due.push(follow_up);
        }
    }
    Ok(due)
}

fn pipeline(
    crm: &Crm,
    context: &Context,
    snapshot: &dyn Snapshot,
    everybody: bool,
) -> Result<Vec<StageValue>, Refusal> {
    let mut stages = Vec::new();
    for pipeline in &crm.settings().pipelines {
        for stage in &pipeline.stages {
            let (pipeline, stage) = (pipeline.slug.clone(), stage.slug.clone());
            let cards = column(&pipeline, &stage, &crm.hasher);
            let mut value = StageValue { pipeline, stage, count: 0, values: Vec::new() };
            for deal in read::found::<Deal>(snapshot, cards, Direction::Forward) {
                let deal = deal.map_err(refuse)?;
                if everybody || deal.owner.includes(context.user.id, context.user.team) {
                    value.add(deal.value);
                }
            }
            stages.push(value);
        }
    }
    Ok(stages)
}
