//! Follow-ups and the queue.

mod leases;

pub(super) use leases::{Leases, leave};

use super::change::{Change, not_found};
use super::context::Context;
use super::customers::party_name;
use super::resolve::{self, name_of};
use super::users::login_of;
use super::{Crm, change, refuse};
use crate::domain::calendar;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::edit::Draft;
use crate::domain::follow_up::{FollowUp, FollowUpState, Lane};
use crate::domain::id::{DealId, FollowUpId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::domain::party::{Owner, Party};
use crate::domain::reason::reason;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::user::Team;
use crate::door::follow_ups::{DealRow, Queue, QueueFilter, QueueItem, Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::time_at;
use crate::store::read;
use crate::store::records::follow_up::{of_party, queue as queue_key, steps_of};
use chrono::{Days, NaiveDate, NaiveTime};
use std::collections::BTreeSet;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Add(draft) => {
            let draft = resolve::draft(crm, context, Noun::FollowUp, &draft)?;
            Ok(saved(crm.change(context, |change| {
                let follow_up = made(change, &draft)?;
                change.add(follow_up)
            })?))
        }
        Request::Edit(mut edit) => {
            edit.changes = resolve::changes(crm, context, Noun::FollowUp, &edit.changes)?;
            Ok(saved(crm.change(context, |change| {
                let before = change.get::<FollowUp>(edit.id)?.party;
                let mut follow_up = change.edited::<FollowUp>(&edit)?;
                if edit.changes.iter().any(|change| ["due", "recurrence"].contains(&change.field.as_str())) {
                    follow_up.began = beginning(&follow_up, change.settings());
                }
                if let Party::Customer(id) = follow_up.party {
                    change.get::<Customer>(id)?;
                }
                move_the_call(change, &follow_up, &before)?;
                change.put(follow_up)?;
                Ok(edit.id)
            })?))
        }
        Request::Done { ids, outcome, next } => {
            let next = next.map(|next| resolve::draft(crm, context, Noun::FollowUp, &next)).transpose()?;
            Ok(saved(crm.change(context, |change| each(change, &ids, |c, id| done(c, id, &outcome, next.as_ref())))?))
        }
        Request::Snooze { ids, until } => {
            Ok(saved(crm.change(context, |change| each(change, &ids, |change, id| snooze(change, id, until)))?))
        }
        Request::Take(id) => {
            let (id, rev) = leases::take(crm, context, id)?;
            Ok(saved((id, rev.0)))
        }
        Request::GiveBack(id) => {
            let (id, rev) = leases::give_back(crm, context, id)?;
            Ok(saved((id, rev.0)))
        }
        Request::Show(id) => {
            let snapshot = crm.snapshot()?;
            let found = read::get::<FollowUp>(&*snapshot, id).map_err(refuse)?;
            let (follow_up, _) = found.ok_or_else(|| not_found::<FollowUp>(id))?;
            Ok(Response::FollowUp(Box::new(follow_up)))
        }
        Request::Queue(filter) => queue(crm, context, &filter).map(Response::Queue),
    }
}

/// Whoever it is with now was also the one spoken to where it was agreed.
fn move_the_call(change: &mut Change, follow_up: &FollowUp, before: &Party) -> Result<(), Refusal> {
    let Some(call) = follow_up.agreed_in.filter(|_| follow_up.party != *before) else { return Ok(()) };
    let call = change.get::<Interaction>(call)?;
    if call.party == *before {
        change.put(Interaction { party: follow_up.party.clone(), ..call })?;
    }
    Ok(())
}

/// Does the same with each of them; names the first.
fn each(
    change: &mut Change,
    ids: &[FollowUpId],
    mut one: impl FnMut(&mut Change, FollowUpId) -> Result<(), Refusal>,
) -> Result<FollowUpId, Refusal> {
    ids.iter().try_for_each(|id| one(change, *id))?;
    ids.first().copied().ok_or_else(|| Refusal::invalid("", reason("nothing-marked")))
}

fn snooze(change: &mut Change, id: FollowUpId, until: Timestamp) -> Result<(), Refusal> {
    let follow_up = free(change, id)?;
    if until <= change.now() {
        return Err(Refusal::invalid("until", reason("moment-past")));
    }
    let snoozed = follow_up.snoozed.saturating_add(1);
    change.put(FollowUp { due: until, all_day: false, snoozed, lease: None, ..follow_up })
}

fn saved((id, revision): (FollowUpId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

/// A new follow-up from a draft: mine unless it says otherwise.
pub(super) fn made(change: &mut Change, draft: &Draft) -> Result<FollowUp, Refusal> {
    let mut follow_up = change::made::<FollowUp>(draft)?;
    follow_up.created = change.now();
    follow_up.created_by = Some(change.me().id);
    if draft.get("owner").is_none() {
        follow_up.owner = Owner::User(change.me().id);
    }
    if draft.get("due").is_none() {
        return Err(Refusal::invalid("due", reason("needed")));
    }
    if let Party::Customer(id) = follow_up.party {
        change.get::<Customer>(id)?;
    }
    follow_up.began = beginning(&follow_up, change.settings());
    Ok(follow_up)
}

/// The day the rhythm of a follow-up begins on, if it has one.
fn beginning(follow_up: &FollowUp, settings: &Settings) -> Option<NaiveDate> {
    follow_up.recurrence.map(|_| follow_up.due.local(settings.calendar.zone).date_naive())
}

pub(super) fn open(change: &mut Change, id: FollowUpId) -> Result<FollowUp, Refusal> {
    let follow_up = change.get::<FollowUp>(id)?;
    if follow_up.is_open() {
        Ok(follow_up)
    } else {
        Err(Refusal::invalid("state", reason("ended-already").with("id", id).with("state", follow_up.state)))
    }
}

/// The same, unless a colleague has it open.
fn free(change: &mut Change, id: FollowUpId) -> Result<FollowUp, Refusal> {
    let follow_up = open(change, id)?;
    match follow_up.leased_to(change.now()).filter(|to| *to != change.me().id) {
        Some(to) => Err(Refusal::invalid("", reason("leased").with("id", id).with("by", login_of(change.crm(), to)))),
        None => Ok(follow_up),
    }
}

/// Done; the next step is the one asked for, else the next repetition.
fn done(change: &mut Change, id: FollowUpId, outcome: &str, next: Option<&Draft>) -> Result<(), Refusal> {
    let follow_up = free(change, id)?;
    let successor = match next {
        Some(next) => {
            let mut step = made(change, next)?;
            if step.party == Party::Withheld {
                step.party = follow_up.party.clone();
                step.deal = step.deal.or(follow_up.deal);
            }
            Some(step)
        }
        None => repeated(&follow_up, change.settings(), change.now()),
    };
    change.put(FollowUp {
        state: FollowUpState::Done,
        outcome: outcome.to_owned(),
        done_at: Some(change.now()),
        done_by: Some(change.me().id),
        lease: None,
        ..follow_up
    })?;
    if let Some(step) = successor {
        change.add(step)?;
    }
    Ok(())
}

/// The next repetition, on the same hour, on the first day of its rhythm that is still to come.
fn repeated(follow_up: &FollowUp, settings: &Settings, now: Timestamp) -> Option<FollowUp> {
    let zone = settings.calendar.zone;
    let due = follow_up.due.local(zone);
    let after = due.date_naive().max(now.local(zone).date_naive());
    let began = follow_up.began.unwrap_or(due.date_naive());
    let day = follow_up.recurrence?.next_since(began, after)?;
    let due = calendar::moment(day.and_time(due.time()), zone);
    Some(FollowUp { due, began: Some(began), snoozed: 0, created: now, lease: None, ..follow_up.clone() })
}

/// When the present day ends in the store's own time zone.
pub(super) fn day_end(settings: &Settings, now: Timestamp) -> Timestamp {
    let today = now.local(settings.calendar.zone).date_naive();
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    calendar::moment(tomorrow.and_time(NaiveTime::MIN), settings.calendar.zone)
}

fn queue(crm: &Crm, context: &Context, filter: &QueueFilter) -> Result<Queue, Refusal> {
    let snapshot = crm.snapshot()?;
    let limit = if filter.limit == 0 { QueueFilter::LIMIT } else { filter.limit };
    let day_end = day_end(&crm.settings(), context.now);
    let mut items = Vec::new();
    for owner in owners(crm, context, filter.owner.as_deref())? {
        for id in first_of(&*snapshot, owner, day_end, limit)? {
            if let Some((follow_up, _)) = read::get::<FollowUp>(&*snapshot, id).map_err(refuse)? {
                items.push(item(crm, &*snapshot, follow_up, context.now, day_end)?);
            }
        }
    }
    if filter.overdue {
        items.retain(|item| item.follow_up.due < context.now);
    }
    items.sort_by_key(|item| {
        let by_clock = matches!(item.lane, Lane::Callback | Lane::Later);
        let first = if by_clock { item.follow_up.due.0 } else { -item.score };
        (item.lane, first, item.follow_up.due, item.follow_up.id)
    });
    let more = items.len() > limit;
    items.truncate(limit);
    let no_next_step = if filter.overdue { Vec::new() } else { no_next_step(crm, context, &*snapshot, limit)? };
    Ok(Queue { items, no_next_step, more })
}

/// The follow-ups of an owner among which the first `limit` (and whether there are more) are: the
/// earliest ones, and all of today, as a callback of today stands before whatever is overdue.
fn first_of(
    snapshot: &dyn Snapshot,
    owner: Owner,
    day_end: Timestamp,
    limit: usize,
) -> Result<BTreeSet<FollowUpId>, Refusal> {
    let key = queue_key(owner);
    let today =
        KeyRange::new(key.clone().time(day_end.plus(-Timestamp::DAY)).bytes(), key.clone().time(day_end).bytes());
    let earliest = read::ids::<FollowUpId>(snapshot, key, Direction::Forward).take(limit + 1);
    let today = read::in_range::<FollowUpId>(snapshot, today, Direction::Forward);
    earliest.chain(today).collect::<Result<_, _>>().map_err(refuse)
}

/// Whose queue is asked for; without a name: mine, my team's and nobody's.
fn owners(crm: &Crm, context: &Context, asked: Option<&str>) -> Result<Vec<Owner>, Refusal> {
    let me = Owner::User(context.user.id);
    let team = context.user.team.map(Owner::Team);
    match asked {
        None => Ok([Some(me), team, Some(Owner::Anyone)].into_iter().flatten().collect()),
        Some("team") => Ok(team.into_iter().collect()),
        Some(name) => Ok(vec![resolve::owner(crm, context, name)?]),
    }
}

fn item(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    follow_up: FollowUp,
    now: Timestamp,
    day_end: Timestamp,
) -> Result<QueueItem, Refusal> {
    Ok(QueueItem {
        customer_name: party_name(snapshot, &follow_up.party)?,
        lane: follow_up.lane(now, day_end),
        score: follow_up.score(now),
        owner_name: owner_name(crm, snapshot, follow_up.owner)?,
        leased_to: follow_up.leased_to(now).map(|to| login_of(crm, to)),
        follow_up,
    })
}

/// The login, the team's name, or `anyone`.
pub(super) fn owner_name(crm: &Crm, snapshot: &dyn Snapshot, owner: Owner) -> Result<String, Refusal> {
    match owner {
        Owner::Anyone => Ok("anyone".to_owned()),
        Owner::User(id) => Ok(login_of(crm, id)),
        Owner::Team(id) => {
            let team = read::get::<Team>(snapshot, id).map_err(refuse)?;
            Ok(team.map_or_else(|| id.to_string(), |(team, _)| team.name))
        }
    }
}

/// My open deals (and nobody's) for which nothing is planned.
fn no_next_step(crm: &Crm, context: &Context, snapshot: &dyn Snapshot, limit: usize) -> Result<Vec<DealRow>, Refusal> {
    let mut rows = Vec::new();
    for pipeline in &crm.settings().pipelines {
        let board = crate::store::records::deal::board(&pipeline.slug, &crm.hasher);
        for deal in read::found::<Deal>(snapshot, board, Direction::Forward) {
            let deal = deal.map_err(refuse)?;
            let is_mine = deal.owner.includes(context.user.id, context.user.team);
            if is_mine && next_step(crm, snapshot, &deal)?.is_none() {
                rows.push(row(crm, snapshot, deal)?);
            }
            if rows.len() >= limit {
                return Ok(rows);
            }
        }
    }
    Ok(rows)
}

/// A deal with its customer's name and its next step.
pub(super) fn row(crm: &Crm, snapshot: &dyn Snapshot, deal: Deal) -> Result<DealRow, Refusal> {
    Ok(DealRow { customer_name: name_of(snapshot, deal.customer)?, next_step: next_step(crm, snapshot, &deal)?, deal })
}

/// When something is planned for a deal: for the deal itself, else with its customer for no other deal.
fn next_step(crm: &Crm, snapshot: &dyn Snapshot, deal: &Deal) -> Result<Option<Timestamp>, Refusal> {
    if let Some(at) = first_step(snapshot, deal.id)? {
        return Ok(Some(at));
    }
    let with_customer = of_party(&Party::Customer(deal.customer), &crm.hasher);
    for found in read::found::<FollowUp>(snapshot, with_customer, Direction::Reverse) {
        let follow_up = found.map_err(refuse)?;
        if follow_up.is_open() && follow_up.deal.is_none() {
            return Ok(Some(follow_up.due));
        }
    }
    Ok(None)
}

fn first_step(snapshot: &dyn Snapshot, deal: DealId) -> Result<Option<Timestamp>, Refusal> {
    let prefix = steps_of(deal).bytes();
    let first = snapshot.scan_prefix(&prefix, Direction::Forward).next();
    Ok(first.transpose().map_err(refuse)?.and_then(|(key, _)| time_at(&key, prefix.len())))
}
