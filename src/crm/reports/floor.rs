//! How the floor stands at this moment: who does what, what waits, and what of today is not closed.

use super::each;
use crate::analytics::day::{Day, PHONE, together};
use crate::crm::context::Context;
use crate::crm::customers::party_name;
use crate::crm::floor::LeftCall;
use crate::crm::follow_ups::{day_end, owner_name};
use crate::crm::users::{login_of, takes_calls};
use crate::crm::{Crm, Sink, refuse};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::id::UserId;
use crate::domain::interaction::Interaction;
use crate::domain::party::Owner;
use crate::domain::presence::{Presence, State};
use crate::domain::record::Record;
use crate::domain::report::{AgentNow, FloorReport, Loose, LooseEnd, QueueCount, Unclosed};
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::domain::user::{Team, User};
use crate::door::Refusal;
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::time_at;
use crate::store::read;
use crate::store::records::follow_up::queue;
use crate::store::records::interaction::by_time;
use std::collections::BTreeMap;

/// Of what is not closed, so much is shown at most, of each kind.
const SHOWN: usize = 100;

/// How the floor stands, as far as anybody's calls and queues of today tell.
pub(super) fn floor(crm: &Crm, context: &Context, sink: &mut dyn Sink) -> Result<FloorReport, Refusal> {
    let snapshot = &*crm.snapshot()?;
    let settings = crm.settings();
    let (from, until) = settings.day(settings.day_of(context.now));
    let states = states(crm);
    let users = crm.users();
    let agents: Vec<&User> = users.iter().filter(|user| takes_calls(user)).collect();

    let outcomes: Vec<_> = settings.all_dispositions().cloned().collect();
    let mut day = Day::new(&outcomes, until);
    let mut open_calls = Vec::new();
    each::<Interaction>(snapshot, by_time(), (from, until), sink, |call| {
        day.interaction(&call);
        if is_open(&call) && open_calls.len() < SHOWN {
            open_calls.push(call);
        }
    })?;
    let tallies = day.tallies();

    let mut not_closed = open_calls.iter().map(|call| open_call(crm, snapshot, call)).collect::<Result<Vec<_>, _>>()?;
    not_closed.extend(crm.floor.left_calls().into_iter().map(|left| left_call(crm, left)));
    let teams = read::all::<Team>(snapshot).collect::<Result<Vec<_>, _>>().map_err(refuse)?;
    let shared = teams.iter().map(|team| Owner::Team(team.id)).chain([Owner::Anyone]);
    let end = day_end(&settings, context.now);
    for owner in agents.iter().map(|user| Owner::User(user.id)).chain(shared.clone()) {
        let is_on = !matches!(owner, Owner::User(id) if is_off(states.get(&id)));
        not_closed.extend(loose_steps(crm, snapshot, owner, is_on, (context.now, end))?);
    }
    not_closed.sort_by_key(|end| end.at);

    let agent = |user: &&User| {
        let calls = tallies.get(&Some(user.id)).map(|tally| tally.calls).unwrap_or_default();
        let queue = count(snapshot, Owner::User(user.id), context.now)?;
        Ok(AgentNow { user: user.id, name: user.name.clone(), state: states.get(&user.id).cloned(), calls, queue })
    };
    let mut agents = agents.iter().map(agent).collect::<Result<Vec<_>, Refusal>>()?;
    agents.sort_by_key(|agent| fold(&agent.name));
    let waiting = |owner| Ok((owner_name(crm, snapshot, owner)?, count(snapshot, owner, context.now)?));
    let queues = shared.map(waiting).collect::<Result<_, Refusal>>()?;
    Ok(FloorReport { agents, queues, calls: together(tallies.values()).calls, not_closed })
}

/// What everybody who is on does.
fn states(crm: &Crm) -> BTreeMap<UserId, State> {
    crm.floor.present().into_iter().filter_map(|screen| Some((screen.user?, screen.state?))).collect()
}

fn is_off(state: Option<&State>) -> bool {
    state.is_none_or(|state| state.presence == Presence::Off)
}

/// A call somebody took and nobody wrapped up; whoever answered it by handset may not be known.
fn is_open(call: &Interaction) -> bool {
    call.channel == PHONE && call.disposition.is_empty() && (call.by.is_some() || call.talk_s > 0)
}

fn open_call(crm: &Crm, snapshot: &dyn Snapshot, call: &Interaction) -> Result<LooseEnd, Refusal> {
    Ok(LooseEnd {
        why: Loose::WrapUp,
        what: Unclosed::Record(call.reference()),
        customer: call.party.customer(),
        name: party_name(snapshot, &call.party)?,
        owner: owner_name(crm, snapshot, call.by.map_or(Owner::Anyone, Owner::User))?,
        at: call.at,
        text: call.text.clone(),
    })
}

fn left_call(crm: &Crm, left: LeftCall) -> LooseEnd {
    let call = left.open.call;
    LooseEnd {
        why: Loose::WrapUp,
        what: Unclosed::LeftCall(left.id.0),
        customer: call.customer,
        name: call.other_side().to_owned(),
        owner: login_of(crm, left.by),
        at: call.began,
        text: left.open.note.text,
    }
}

/// Callbacks of an owner whose time has passed; of one who is not on, everything due before the day ends.
fn loose_steps(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    owner: Owner,
    is_on: bool,
    (now, day_end): (Timestamp, Timestamp),
) -> Result<Vec<LooseEnd>, Refusal> {
    let until = if is_on { now } else { day_end };
    let range = KeyRange::new(queue(owner).bytes(), queue(owner).time(until).bytes());
    let mut loose = Vec::new();
    for id in read::in_range(snapshot, range, Direction::Reverse).take(SHOWN) {
        let Some((step, _)) = read::get::<FollowUp>(snapshot, id.map_err(refuse)?).map_err(refuse)? else { continue };
        let late = step.kind == FollowUpKind::Callback && step.due <= now && !step.all_day;
        let why = if late { Loose::Callback } else { Loose::OffDuty };
        if late || !is_on {
            loose.push(LooseEnd {
                why,
                what: Unclosed::Record(step.reference()),
                customer: step.party.customer(),
                name: party_name(snapshot, &step.party)?,
                owner: owner_name(crm, snapshot, owner)?,
                at: step.due,
                text: step.text,
            });
        }
    }
    Ok(loose)
}

/// What stands in an owner's queue; only its keys are read.
fn count(snapshot: &dyn Snapshot, owner: Owner, now: Timestamp) -> Result<QueueCount, Refusal> {
    let prefix = queue(owner).bytes();
    let mut count = QueueCount::default();
    for found in snapshot.scan_prefix(&prefix, Direction::Forward) {
        let (key, _) = found.map_err(refuse)?;
        count.open += 1;
        count.overdue += u64::from(time_at(&key, prefix.len()).is_some_and(|due| due < now));
    }
    Ok(count)
}
