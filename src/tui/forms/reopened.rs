//! A form that was left unsaved at a screen that is gone, opened again as it was filled in.

use super::{Sheet, customer, deal, follow_up, interaction, ticket};
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::door::CallId;
use crate::door::floor::OpenForm;
use crate::tui::pane::{Context, Pane};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The form of this draft; nothing where there is none for its noun. What others changed since is asked about when it
/// is saved.
pub fn reopened(id: CallId, left: &OpenForm, context: &Context) -> Option<Box<dyn Pane>> {
    let mut sheet = blank(left, context)?;
    sheet.id = id;
    sheet.title.clone_from(&left.title);
    sheet.fill(&left.fields, context);
    Some(sheet)
}

/// The form before anything was typed.
fn blank(left: &OpenForm, context: &Context) -> Option<Box<Sheet>> {
    let OpenForm { noun, is_new, given, .. } = left;
    Some(match ((*noun)?, is_new) {
        (Noun::Customer, true) => customer::add(context, ""),
        (Noun::Customer, false) => customer::edit(context, &seen(given)?),
        (Noun::Deal, true) => deal::add(context, party(given)?, "", &part(given, "pipeline")?),
        (Noun::Deal, false) => deal::edit(context, &seen(given)?),
        (Noun::FollowUp, true) => follow_up::add(context, party(given)?, ""),
        (Noun::FollowUp, false) => follow_up::edit(context, &seen(given)?),
        (Noun::Interaction, false) => interaction::edit(context, &seen(given)?),
        (Noun::Ticket, true) => ticket::add(context, party(given)?, ""),
        (Noun::Ticket, false) => ticket::edit(context, &seen(given)?),
        _ => return None,
    })
}

/// The record as it was seen.
fn seen<T: DeserializeOwned>(given: &str) -> Option<T> {
    serde_json::from_str(given).ok()
}

/// The customer a new record is about.
fn party(given: &str) -> Option<CustomerId> {
    part(given, "customer")?.parse().ok()
}

/// A text among what the form does not ask for; empty where there is none.
fn part(given: &str, field: &str) -> Option<String> {
    let given: Value = seen(given)?;
    Some(given.get(field).and_then(Value::as_str).unwrap_or_default().to_owned())
}
