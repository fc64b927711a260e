//! What is done with customers: interactions, deals, follow-ups, tickets.

use super::{Fate, Intake, LOOKED_AT, text, with_customer, without};
use crate::crm::change::Change;
use crate::crm::{deals, follow_ups, interactions, resolve, tickets};
use crate::domain::customer::Customer;
use crate::domain::deal::{Deal, DealState};
use crate::domain::edit::Draft;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::CustomerId;
use crate::domain::import::{Bundle, Row};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::text::fold;
use crate::domain::ticket::Ticket;
use crate::door::Refusal;
use crate::store::records::deal::deals_of;
use crate::store::records::follow_up::of_party;
use crate::store::records::interaction::by_content;
use crate::store::records::ticket::tickets_of;
use serde_json::json;

/// Words for a deal that is closed, where a file says so in the column of the stage.
const WON: [&str; 2] = ["won", "赢单"];
const LOST: [&str; 2] = ["lost", "输单"];

/// An interaction; as many of the same party, moment, channel and text may be there already as the file has of it.
pub(super) fn interaction(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let mut draft = looked_up(intake, Noun::Interaction, &row.draft)?;
    let number = text(&draft, "number").to_owned();
    if draft.get("party").is_none()
        && let Ok(customer) = resolve::customer(intake.change.crm(), intake.change.snapshot(), &number)
    {
        draft.set("party", json!(Party::Customer(customer)));
    }
    let interaction = interactions::made(intake.change, &draft)?;
    let occurrence = row.occurrence as usize;
    let same = intake.first_found::<Interaction>(by_content(&interaction, intake.change.hasher()), occurrence)?;
    if same.len() >= occurrence { Ok(Fate::Unchanged) } else { intake.add(interaction).map(|_| Fate::Created) }
}

/// A follow-up; as many with the same party, hour and text may be there already, done or not.
pub(super) fn follow_up(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let draft = looked_up(intake, Noun::FollowUp, &row.draft)?;
    let follow_up = follow_ups::made(intake.change, &draft)?;
    let then = of_party(&follow_up.party, intake.change.hasher()).time(follow_up.due);
    let there = intake.first_found::<FollowUp>(then, LOOKED_AT.max(row.occurrence as usize))?;
    let same = there.iter().filter(|there| fold(&there.text) == fold(&follow_up.text)).count();
    if same >= row.occurrence as usize { Ok(Fate::Unchanged) } else { intake.add(follow_up).map(|_| Fate::Created) }
}

/// A ticket: the file's n-th row with a text is the customer's n-th ticket with it.
pub(super) fn ticket(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let draft = looked_up(intake, Noun::Ticket, &row.draft)?;
    let ticket = tickets::made(intake.change, &draft)?;
    let theirs = intake.found::<Ticket>(tickets_of(ticket.customer))?;
    let same = |there: &&Ticket| fold(&there.text) == fold(&ticket.text);
    match theirs.iter().filter(same).nth(row.before()) {
        Some(present) => intake.update(present, &draft, |_| Ok(())),
        None => intake.add(ticket).map(|_| Fate::Created),
    }
}

/// A deal: the file's n-th row with a title is the customer's n-th deal of that title. An open one goes to the stage the
/// row names; one that is closed stays where it is.
pub(super) fn deal(intake: &mut Intake, row: &Row) -> Result<Fate, Refusal> {
    let draft = &row.draft;
    let stage = text(draft, "stage").to_owned();
    let closed = closed(&stage);
    let left_out: &[&str] = if closed.is_some() { &["stage"] } else { &[] };
    let draft = looked_up(intake, Noun::Deal, &without(draft, left_out))?;
    let mut deal = deals::made(intake.change, &draft)?;
    let theirs = intake.found::<Deal>(deals_of(deal.customer))?;
    let same = |there: &Deal| fold(&there.title) == fold(&deal.title);
    let Some(present) = theirs.into_iter().filter(same).nth(row.before()) else {
        close(&mut deal, closed, intake.change)?;
        return intake.add(deal).map(|_| Fate::Created);
    };
    let fate = intake.update(&present, &without(&draft, &["stage", "pipeline"]), deals::check)?;
    let mut present = intake.change.get::<Deal>(present.id)?;
    if !present.is_open() {
        return Ok(fate);
    }
    if closed.is_some() {
        close(&mut present, closed, intake.change)?;
        intake.put(present)?;
    } else if stage.is_empty() || present.stage == deal.stage {
        return Ok(fate);
    } else {
        deals::move_to(intake.change, present.id, "", &stage)?;
    }
    Ok(Fate::Updated)
}

fn closed(stage: &str) -> Option<DealState> {
    let says = |words: [&str; 2]| words.contains(&fold(stage).as_str());
    if says(WON) { Some(DealState::Won) } else { says(LOST).then_some(DealState::Lost) }
}

fn close(deal: &mut Deal, state: Option<DealState>, change: &Change) -> Result<(), Refusal> {
    let Some(state) = state else { return Ok(()) };
    let reason = if state == DealState::Lost { "other" } else { "" };
    deal.close(state, reason, change.now(), Some(change.me().id)).map_err(|error| Refusal::invalid("stage", error))
}

fn looked_up(intake: &mut Intake, noun: Noun, draft: &Draft) -> Result<Draft, Refusal> {
    let draft = with_customer(intake, draft)?;
    resolve::draft(intake.change.crm(), intake.change.context(), noun, &draft)
}

/// A new customer with what hangs on it, as it is; everything was done by whoever stores it.
pub(super) fn bundle(change: &mut Change, bundle: &Bundle) -> Result<CustomerId, Refusal> {
    let me = Some(change.me().id);
    let customer = change.add(Customer::clone(&bundle.customer))?;
    let party = Party::Customer(customer);
    for interaction in &bundle.interactions {
        change.add(Interaction { party: party.clone(), by: interaction.by.or(me), ..interaction.clone() })?;
    }
    for deal in &bundle.deals {
        change.add(Deal { customer, ..deal.clone() })?;
    }
    for follow_up in &bundle.follow_ups {
        change.add(FollowUp { party: party.clone(), created_by: follow_up.created_by.or(me), ..follow_up.clone() })?;
    }
    for ticket in &bundle.tickets {
        change.add(Ticket { customer, created_by: ticket.created_by.or(me), ..ticket.clone() })?;
    }
    Ok(customer)
}
