//! What is written of customers that are hidden from whoever writes: a mask is never stored in place of what it hides,
//! and nobody writes the answers they are to be given.

use super::{answers, must_ask, questions};
use crate::crm::Crm;
use crate::crm::context::Context;
use crate::domain::edit::{self, Change};
use crate::domain::id::CustomerId;
use crate::domain::mask::{self, is_masked};
use crate::domain::noun::Noun;
use crate::domain::phone::Phone;
use crate::domain::reason::reason;
use crate::door::Refusal;
use serde_json::Value;

/// Refuses to change what callers are asked before this one has answered: whoever wrote it could answer with it. That
/// it is named is enough, so that nobody finds out by trying what is there.
pub(in crate::crm) fn refuse_answering<'f>(
    crm: &Crm,
    context: &Context,
    customer: CustomerId,
    fields: impl IntoIterator<Item = &'f str>,
) -> Result<(), Refusal> {
    match fields.into_iter().find(|field| answers(crm, field)) {
        Some(field) if must_ask(crm, context, customer) => {
            Err(Refusal::invalid(field, reason("asked-of-callers").with("questions", questions(crm))))
        }
        _ => Ok(()),
    }
}

/// Changes with what was seen masked put back as it is: who adds a number changes no other. A masked value that
/// cannot be told for certain is refused, and never stored.
pub(in crate::crm) fn unmasked<T: serde::Serialize>(record: &T, changes: &[Change]) -> Result<Vec<Change>, Refusal> {
    let holds_mask = |change: &Change| is_masked(&change.from.to_string()) || is_masked(&change.to.to_string());
    if !changes.iter().any(holds_mask) {
        return Ok(changes.to_vec());
    }
    let present = edit::object(record);
    let restored = |change: &Change| {
        let Some(now) = present.get(&change.field).filter(|now| !is_masked(&now.to_string())) else {
            return Ok(change.clone());
        };
        let (from, to) = (restored(&change.from, now), restored(&change.to, now));
        if is_masked(&from.to_string()) || (is_masked(&to.to_string()) && is_masked(&change.from.to_string())) {
            return Err(Refusal::invalid(&change.field, reason("masked")));
        }
        Ok(Change { field: change.field.clone(), from, to })
    };
    changes.iter().map(restored).collect()
}

/// A value with every masked text in it replaced by the one of `present` it stands for.
fn restored(value: &Value, present: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(|one| restored(one, present)).collect(),
        Value::Object(fields) if fields.get("typed").and_then(Value::as_str).is_some_and(is_masked) => {
            phone_restored(value, present)
        }
        Value::Object(fields) => {
            let field = |(name, one): (&String, &Value)| {
                (name.clone(), present.get(name).map_or_else(|| one.clone(), |now| restored(one, now)))
            };
            Value::Object(fields.iter().map(field).collect())
        }
        Value::String(text) if is_masked(text) => {
            let all = present.as_array().map_or(std::slice::from_ref(present), Vec::as_slice);
            let meant = all.iter().filter(|now| now.as_str().is_some_and(|now| mask::address(now) == *text));
            only(meant).unwrap_or(value).clone()
        }
        other => other.clone(),
    }
}

/// A number with another label, or the same, as it is kept.
fn phone_restored(value: &Value, present: &Value) -> Value {
    let read = |value: &Value| serde_json::from_value::<Phone>(value.clone()).ok();
    let kept = present.as_array().into_iter().flatten().filter_map(read).collect::<Vec<_>>();
    let Some(given) = read(value) else { return value.clone() };
    let meant = kept.iter().filter(|phone| phone.masked().typed == given.typed);
    let phone = only(meant).map(|phone| phone.clone().labelled(&given.label));
    phone.and_then(|phone| serde_json::to_value(phone).ok()).unwrap_or_else(|| value.clone())
}

/// The one there is, if there is no second.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Refuses a masked number or address where a real one is to be stored.
pub(in crate::crm) fn check(noun: Noun, fields: &serde_json::Map<String, Value>) -> Result<(), Refusal> {
    const ADDRESSES: &[(Noun, &str)] = &[
        (Noun::Customer, "phones"),
        (Noun::Customer, "emails"),
        (Noun::Interaction, "party"),
        (Noun::Interaction, "number"),
        (Noun::FollowUp, "party"),
        (Noun::DoNotContact, "address"),
    ];
    let is_masked = |field: &str| fields.get(field).is_some_and(|value| is_masked(&value.to_string()));
    match ADDRESSES.iter().find(|(of, field)| *of == noun && is_masked(field)) {
        Some((_, field)) => Err(Refusal::invalid(field, reason("masked"))),
        None => Ok(()),
    }
}
