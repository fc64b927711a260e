//! What there is to hide in an answer, a part of one and a refusal, whatever they are about: every variant is named, so
//! that a new one has to say so.

use super::{Eyes, Mask};
use crate::domain::id::CustomerId;
use crate::domain::mask;
use crate::door::refusal::Clash;
use crate::door::{Part, Refusal, Response};
use serde_json::Value;

impl Mask for Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Assignment(answer) => answer.mask(eyes),
            Self::Audit(answer) => answer.mask(eyes),
            Self::Bulk(answer) => answer.mask(eyes),
            Self::Calls(answer) => answer.mask(eyes),
            Self::Completion(answer) => answer.mask(eyes),
            Self::Consult(answer) => answer.mask(eyes),
            Self::Customers(answer) => answer.mask(eyes),
            Self::Deals(answer) => answer.mask(eyes),
            Self::DoNotContact(answer) => answer.mask(eyes),
            Self::Duplicates(answer) => answer.mask(eyes),
            Self::Export(answer) => answer.mask(eyes),
            Self::Floor(answer) => answer.mask(eyes),
            Self::FollowUps(answer) => answer.mask(eyes),
            Self::Hooks(answer) => answer.mask(eyes),
            Self::Interactions(answer) => answer.mask(eyes),
            Self::Jobs(answer) => answer.mask(eyes),
            Self::Lists(answer) => answer.mask(eyes),
            Self::Maintenance(answer) => answer.mask(eyes),
            Self::Orders(answer) => answer.mask(eyes),
            // Counts and queries.
            Self::Quality(_) => {}
            Self::Reports(answer) => answer.mask(eyes),
            Self::Search(answer) => answer.mask(eyes),
            Self::Seat(answer) => answer.mask(eyes),
            Self::System(answer) => answer.mask(eyes),
            Self::Tickets(answer) => answer.mask(eyes),
            Self::Transfer(answer) => answer.mask(eyes),
            Self::Undo(answer) => answer.mask(eyes),
            Self::Users(answer) => answer.mask(eyes),
            Self::Views(answer) => answer.mask(eyes),
        }
    }
}

impl Mask for Part {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Found(found) => found.rows.mask(eyes),
            Self::Counted(_) | Self::Flawed(_) | Self::Progress(_) | Self::Upkeep(_) => {}
        }
    }
}

impl Mask for Refusal {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::DoNotContact { address, why } => {
                eyes.anyones(address);
                eyes.text(why, None);
            }
            Self::Conflict(clashes) | Self::ChangedSince { clashes, count: _ } => clashes.mask(eyes),
            Self::Ambiguous { given: _, candidates } => candidates.mask(eyes),
            // What they say beyond fixed words is what was asked with, or names no customer.
            Self::NotAllowed(_)
            | Self::Stranger { .. }
            | Self::Inactive { .. }
            | Self::SignOn
            | Self::ScreenLocked { .. }
            | Self::WrongPin
            | Self::TooSoon { .. }
            | Self::OutsideHours { .. }
            | Self::Invalid { .. }
            | Self::NotFound { .. }
            | Self::ReadOnly { .. }
            | Self::Locked { .. }
            | Self::WrongKey(_)
            | Self::BackupLocked { .. }
            | Self::BackupWrongKey(_)
            | Self::Recovering(_)
            | Self::NothingToUndo
            | Self::AlreadyDone { .. }
            | Self::Interrupted
            | Self::Cancelled
            | Self::InUse { .. }
            | Self::FromTheFuture { .. }
            | Self::Unreachable(_)
            | Self::Unavailable { .. } => {}
        }
    }
}

impl Mask for Clash {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { record, field, seen, mine, theirs, barred: _ } = self;
        let customer = customer_of(record);
        if customer.is_none_or(|customer| eyes.hides(customer)) {
            // Whoever asks by a wrong guess is told no better.
            if eyes.answers(field) {
                *theirs = mask::whole();
            }
            // What an undo would put back they may never have seen.
            if eyes.answers(field) && customer.is_some() {
                *mine = mask::whole();
            }
            if field.is_empty() {
                for whole in [&mut *mine, &mut *theirs] {
                    without_answers(whole, eyes);
                }
            }
        }
        eyes.texts([record, seen, mine, theirs], customer);
    }
}

/// Whom a conflict is about, where it names a customer: `10432 Anna Meyer`.
fn customer_of(record: &str) -> Option<CustomerId> {
    record.split(' ').next()?.parse().ok()
}

/// The fields of a record without what a caller is asked for.
fn without_answers(whole: &mut String, eyes: &Eyes) {
    if let Ok(Value::Object(mut fields)) = serde_json::from_str(whole) {
        fields.retain(|field, _| !eyes.answers(field));
        *whole = Value::Object(fields).to_string();
    }
}
