//! Calls: who is it, may we dial, and the wrap-up.

use super::change::Change;
use super::context::Context;
use super::dialling::{self, PHONE};
use super::floor::Rung;
use super::{
    Crm, customers, deals, do_not_contact, finder, interactions, lists, masking, refuse, resolve, seat, tickets,
};
use crate::domain::customer::Customer;
use crate::domain::disposition;
use crate::domain::do_not_contact::address_key;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::id::{FollowUpId, UserId};
use crate::domain::interaction::{Direction, Interaction};
use crate::domain::mask::is_masked;
use crate::domain::party::{Owner, Party};
use crate::domain::phone;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::door::calls::{Request, Response, WrapUp};
use crate::door::event::{Caller, Ring};
use crate::door::{Event, Refusal, Saved};
use crate::store::engine::Snapshot;
use crate::store::read;
use crate::store::records::customer::by_address;
use std::collections::HashMap;
use std::time::Duration;

/// Callers named for one number, at most: as many as have a digit.
const CALLERS: usize = 9;
/// The outcome of a call somebody missed.
const NO_ANSWER: &str = "no-answer";
/// How long a call nobody has the number of waits for an index that is still being built.
const PATIENCE: Duration = Duration::from_secs(1);

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::CallerId(number) => callers(crm, &number).map(Response::Callers),
        Request::Dial(to_dial) => dialling::dial(crm, context, &to_dial),
        Request::DialNevertheless { to_dial, why } => dialling::dial_nevertheless(crm, context, &to_dial, &why),
        Request::Ring { ring, to } => ring_at(crm, context, ring, &to),
        Request::WrapUp(wrap_up) => wrapped_up(crm, context, &wrap_up),
    }
}

/// Tells everybody, or only the user named, that a call rings, and who it could be, each as they may see it. One that
/// is over and was taken at no screen is written down.
fn ring_at(crm: &Crm, context: &Context, mut ring: Ring, to: &str) -> Result<Response, Refusal> {
    let to = if to.is_empty() { None } else { Some(resolve::user(crm, context, to)?) };
    ring.callers = callers(crm, &ring.number)?;
    if ring.call_id.is_empty() {
        ring.call_id = name_for(crm, &ring.number);
    }
    let over = crm.floor.ring(&ring, to, context.now);
    let sessions = announce(crm, context, &ring, to);
    if let Some(rung) = over {
        unwritten_call(crm, context, ring, &rung)?;
    }
    Ok(Response::Told { sessions })
}

/// A name for a call the telephone system has none for: the same for as long as it rings, and it tells no number.
fn name_for(crm: &Crm, number: &str) -> String {
    format!("{:032x}", u128::from_be_bytes(crm.hasher.hash(number)))
}

/// Tells the screens of one user, or of everybody, of a ring; says how many there are.
fn announce(crm: &Crm, context: &Context, ring: &Ring, to: Option<UserId>) -> usize {
    let (mut told, mut shown) = (0, HashMap::new());
    for (session, who) in crm.floor.screens() {
        // Whom nobody knows, or nobody lets in, is told nothing.
        let Ok(user) = seat::behind(crm, session, &who) else { continue };
        if to.is_none_or(|to| to == user.id) {
            let id = user.id;
            let event = shown
                .entry(id)
                .or_insert_with(|| Event::Ring(masking::shown(crm, &Context { user, ..context.clone() }, ring)));
            crm.hub.tell_session(session, event);
            told += 1;
        }
    }
    told
}

/// A call that was taken at no screen stands in the timeline all the same. One that rang at somebody's desk, or that they
/// answered by handset, is theirs, else nobody's. One that was answered is left to be wrapped up; of one that was missed
/// a callback is due.
fn unwritten_call(crm: &Crm, context: &Context, announced: Ring, rung: &Rung) -> Result<(), Refusal> {
    let exact: Vec<_> = announced.callers.iter().filter(|caller| caller.exact).collect();
    let number = address_key(&announced.number, &crm.settings().region);
    let party = match exact.as_slice() {
        [caller] => Party::Customer(caller.id),
        _ if number.is_empty() => Party::Withheld,
        _ => Party::Number(number.clone()),
    };
    let call = Interaction {
        party: party.clone(),
        channel: PHONE.to_owned(),
        direction: Direction::In,
        at: rung.began,
        number,
        line: announced.line,
        call_id: announced.call_id,
        ..Interaction::default()
    };
    let (call, callback) = match rung.answered() {
        Some(answered) => (answered_call(call, rung, answered, context.now), None),
        None => (missed_call(call, rung, &crm.settings()), callback(&party, rung, context.now)),
    };
    crm.change(context, |change| {
        change.is_about(&party);
        let call = change.add(call.clone())?;
        if let Some(callback) = &callback {
            change.add(FollowUp { agreed_in: Some(call), ..callback.clone() })?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Somebody was spoken to, be it for less than a second.
fn answered_call(call: Interaction, rung: &Rung, answered: Timestamp, now: Timestamp) -> Interaction {
    let talked = u32::try_from(now.seconds_since(answered)).unwrap_or_default().max(1);
    Interaction { by: rung.to, talk_s: talked, ..call }
}

/// Missed by whoever it rang at alone; where it rang at everybody the floor as such missed it, once. A call of
/// somebody's needs an outcome that says nobody was reached: a store that has none counts it for the floor.
fn missed_call(call: Interaction, rung: &Rung, settings: &Settings) -> Interaction {
    let unreached = disposition::find(&settings.dispositions, NO_ANSWER).filter(|disposition| !disposition.reached);
    match unreached {
        Some(disposition) if rung.to.is_some() => {
            Interaction { by: rung.to, disposition: disposition.slug.clone(), ..call }
        }
        _ => call,
    }
}

/// For whoever it rang at. A number nobody told can be called by nobody.
fn callback(party: &Party, rung: &Rung, now: Timestamp) -> Option<FollowUp> {
    let callback = FollowUp {
        kind: FollowUpKind::Callback,
        party: party.clone(),
        due: now,
        method: PHONE.to_owned(),
        owner: rung.to.map_or(Owner::Anyone, Owner::User),
        created: now,
        ..FollowUp::default()
    };
    (*party != Party::Withheld).then_some(callback)
}

/// Who has this number: exactly it first, then those whose number ends alike.
fn callers(crm: &Crm, number: &str) -> Result<Vec<Caller>, Refusal> {
    let snapshot = crm.snapshot()?;
    let region = crm.settings().region.clone();
    let key = address_key(number, &region);
    if phone::digits(&key).is_empty() {
        return Ok(Vec::new());
    }
    let mut callers = Vec::new();
    for customer in resolve::standing(&*snapshot, by_address(&key, &crm.hasher))? {
        callers.push(caller(crm, &*snapshot, &customer, true)?);
    }
    if callers.is_empty() {
        // Whoever has the number exactly is told at once; those it is like stand in the index only.
        finder::whole_within(crm, PATIENCE)?;
    }
    for similar in crm.finder.similar(&key, &region) {
        let is_named = callers.iter().any(|caller| caller.id == similar);
        let found = if is_named { None } else { read::get::<Customer>(&*snapshot, similar).map_err(refuse)? };
        if let Some((customer, _)) = found {
            callers.push(caller(crm, &*snapshot, &customer, false)?);
        }
    }
    callers.truncate(CALLERS);
    Ok(callers)
}

fn caller(crm: &Crm, snapshot: &dyn Snapshot, customer: &Customer, exact: bool) -> Result<Caller, Refusal> {
    Ok(Caller {
        id: customer.id,
        name: customer.name.clone(),
        company: finder::company(snapshot, customer)?,
        last_contact: finder::last_contact(crm, snapshot, &customers::everyone(customer))?,
        open_complaint: tickets::has_open_complaint(snapshot, customer)?,
        exact,
    })
}

/// The interaction, its next step, its deal, its list and a wish not to be called again: all or nothing.
fn wrapped_up(crm: &Crm, context: &Context, wrap_up: &WrapUp) -> Result<Response, Refusal> {
    let caller = wrap_up.interaction.party.customer();
    let verified = caller.and_then(|caller| Some((caller, crm.floor.proof(context.user.id, caller, context.now)?)));
    let (done, revision) = crm.change(context, |change| {
        let mut interaction = checked(change, wrap_up)?;
        if let Some((_, proof)) = verified.as_ref().filter(|_| interaction.verified.is_empty()) {
            interaction.verified.clone_from(&proof.how);
        }
        change.is_about(&interaction.party);
        let stage = match &wrap_up.deal {
            Some((deal, stage)) => {
                interaction.deal = Some(*deal);
                Some(deals::move_to(change, *deal, "", stage)?.stage)
            }
            None => None,
        };
        do_not_contact::as_wished(change, &interaction)?;
        let (party, disposition) = (interaction.party.clone(), interaction.disposition.clone());
        let follow_up = next_step(change, wrap_up, &interaction)?;
        interaction.follow_up = follow_up;
        let id = change.add(interaction)?;
        if let Some(step) = follow_up {
            let step = change.get::<FollowUp>(step)?;
            change.put(FollowUp { agreed_in: Some(id), ..step })?;
        }
        if let (Some(list), Some(customer)) = (wrap_up.list, party.customer()) {
            lists::attempted(change, list, customer, id, &disposition)?;
        }
        Ok((id, follow_up, stage, party))
    })?;
    if let Some((caller, _)) = verified {
        crm.floor.end_verified(context.user.id, caller);
    }
    let (id, follow_up, stage, party) = done;
    Ok(Response::WrappedUp { saved: Saved { id, revision }, follow_up, stage, party })
}

fn checked(change: &mut Change, wrap_up: &WrapUp) -> Result<Interaction, Refusal> {
    let mut interaction = wrap_up.interaction.clone();
    interactions::check(change.settings(), &mut interaction)?;
    interaction.by = Some(change.me().id);
    interaction.list = wrap_up.list;
    if let (true, Party::Customer(id)) = (is_masked(&interaction.number), &interaction.party) {
        interaction.number = customers::unmasked(&change.get::<Customer>(*id)?, &interaction.number)?;
    }
    match &mut interaction.party {
        Party::Customer(id) => drop(change.get::<Customer>(*id)?),
        Party::Number(number) => *number = address_key(number, &change.settings().region),
        Party::Withheld => {}
    }
    Ok(interaction)
}

/// The follow-up agreed in a call: a callback when its hour was named, else a task.
fn next_step(change: &mut Change, wrap_up: &WrapUp, interaction: &Interaction) -> Result<Option<FollowUpId>, Refusal> {
    let Some(step) = &wrap_up.next_step else { return Ok(None) };
    let me = change.me().id;
    let follow_up = FollowUp {
        kind: if step.all_day { FollowUpKind::Task } else { FollowUpKind::Callback },
        party: interaction.party.clone(),
        due: step.due,
        all_day: step.all_day,
        text: step.text.clone(),
        method: interaction.channel.clone(),
        owner: step.owner.unwrap_or(Owner::User(me)),
        deal: wrap_up.deal.as_ref().map(|(deal, _)| *deal),
        ticket: interaction.ticket,
        created: change.now(),
        created_by: Some(me),
        ..FollowUp::default()
    };
    change.add(follow_up).map(Some)
}
