//! Reports: what was done, folded over a range of time.

mod dashboard;
mod floor;

use super::context::Context;
use super::users::login_of;
use super::{Crm, Sink, going_on, refuse, resolve};
use crate::analytics::day::{Day, together};
use crate::domain::follow_up::FollowUp;
use crate::domain::id::UserId;
use crate::domain::interaction::Interaction;
use crate::domain::report::{AgentDay, DayReport};
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::door::reports::{Request, Response};
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::{Stored, follow_up, interaction};
use chrono::NaiveDate;
use std::collections::BTreeSet;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Day { date, team } => {
            let date = date.unwrap_or_else(|| crm.settings().day_of(context.now));
            let report = day(crm, date, team.as_deref(), sink)?;
            Ok(Response::Day(Box::new(report)))
        }
        Request::Dashboard { days } => {
            dashboard::dashboard(crm, context, days, sink).map(|report| Response::Dashboard(Box::new(report)))
        }
        Request::Floor => floor::floor(crm, context, sink).map(|report| Response::Floor(Box::new(report))),
    }
}

/// A day of everybody, or of a team. Only the day's own interactions and callbacks are read.
fn day(crm: &Crm, date: NaiveDate, team: Option<&str>, sink: &mut dyn Sink) -> Result<DayReport, Refusal> {
    let snapshot = crm.snapshot()?;
    let settings = crm.settings();
    let (from, until) = settings.day(date);
    let members = team.map(|team| members(crm, &*snapshot, team)).transpose()?;

    let outcomes: Vec<_> = settings.all_dispositions().cloned().collect();
    let mut day = Day::new(&outcomes, until);
    each::<Interaction>(&*snapshot, interaction::by_time(), (from, until), sink, |found| day.interaction(&found))?;
    each::<FollowUp>(&*snapshot, follow_up::callbacks(), (from, until), sink, |found| day.follow_up(&found))?;

    let mut tallies = day.tallies();
    tallies.retain(|user, _| members.as_ref().is_none_or(|members| user.is_some_and(|user| members.contains(&user))));
    let all = together(tallies.values());
    let agent = |(user, tally)| Some(AgentDay { user: user?, login: login_of(crm, user?), tally });
    let mut agents: Vec<AgentDay> = tallies.into_iter().filter_map(agent).collect();
    agents.sort_by(|a, b| a.login.cmp(&b.login));
    Ok(DayReport { date, from, until, all, agents })
}

fn members(crm: &Crm, snapshot: &dyn Snapshot, team: &str) -> Result<BTreeSet<UserId>, Refusal> {
    let team = resolve::team(snapshot, team)?;
    Ok(crm.users().iter().filter(|user| user.team == Some(team)).map(|user| user.id).collect())
}

/// Every record an index by time has in a span.
fn each<T: Stored>(
    snapshot: &dyn Snapshot,
    index: Key,
    (from, until): (Timestamp, Timestamp),
    sink: &mut dyn Sink,
    mut see: impl FnMut(T),
) -> Result<(), Refusal> {
    let stop = sink.stop();
    let range = KeyRange::new(index.clone().time(from).bytes(), index.time(until).bytes());
    for id in read::in_range::<T::Id>(snapshot, range, Direction::Forward) {
        if going_on(&stop).is_break() {
            return Err(Refusal::Cancelled);
        }
        if let Some((record, _)) = read::get::<T>(snapshot, id.map_err(refuse)?).map_err(refuse)? {
            see(record);
        }
    }
    Ok(())
}
