//! Callers prove who they are before details of theirs are shown.

use super::context::Context;
use super::dialling::NOTE;
use super::floor::Proof;
use super::undo::UndoPlan;
use super::{Crm, audit};
use crate::domain::audit::{Fate, Touched};
use crate::domain::customer::Customer;
use crate::domain::id::InteractionId;
use crate::domain::interaction::Interaction;
use crate::domain::party::Party;
use crate::domain::reason::reason;
use crate::domain::record::Record;
use crate::domain::role::Action;
use crate::door::Refusal;
use crate::door::customers::Answered;

/// Checks a caller's answers: to each question of the store the record can answer there must be the right one. What
/// was asked is in the audit log, and what was not answered rightly, but never an answer. Where the record can answer
/// none, whoever speaks with them says how they made sure `otherwise`.
pub(super) fn verify(
    crm: &Crm,
    context: &Context,
    customer: &Customer,
    answers: &[Answered],
    otherwise: &str,
) -> Result<(), Refusal> {
    let settings = crm.settings();
    if settings.verification.is_empty() {
        return Ok(());
    }
    let reading = settings.reading(context.now);
    let mut asked = Vec::new();
    for question in &settings.verification {
        let said = answers.iter().find(|answer| answer.question == *question).map_or("", |answer| &answer.said);
        match question.is_right(customer, said, &reading) {
            Some(false) => {
                audit::not_verified(crm, context, customer.reference(), question.field())?;
                return Err(Refusal::invalid(question.slug(), reason("answer-differs")));
            }
            Some(true) => asked.push(*question),
            None => {}
        }
    }
    let how = if asked.is_empty() {
        vouched(crm, context, customer, otherwise)?.to_string()
    } else {
        let fields: Vec<&str> = asked.iter().map(|question| question.field()).collect();
        audit::revealed(crm, context, customer.reference(), &fields)?;
        asked.iter().map(|question| question.slug()).collect::<Vec<_>>().join(", ")
    };
    crm.floor.verify(context.user.id, customer.id, Proof { at: context.now, how });
    Ok(())
}

/// Keeps with the customer how somebody made sure who is calling. The audit log names it, as it holds no words, and no
/// undo takes it away.
fn vouched(crm: &Crm, context: &Context, customer: &Customer, how: &str) -> Result<InteractionId, Refusal> {
    if how.trim().is_empty() {
        return Err(Refusal::invalid("reason", reason("nothing-to-ask")));
    }
    context.allow(Action::Write)?;
    let note = Interaction {
        party: Party::Customer(customer.id),
        channel: NOTE.to_owned(),
        at: context.now,
        by: Some(context.user.id),
        text: how.trim().to_owned(),
        reason: "verified-otherwise".to_owned(),
        ..Interaction::default()
    };
    let (id, _, _) = crm.change_under(context, UndoPlan::None, |change| {
        change.tell(Touched { record: customer.reference(), fate: Fate::Revealed, fields: Vec::new() });
        change.add(note.clone())
    })?;
    Ok(id)
}
