//! Hooks: commands of one's own that are run when something happened.

use super::audit::{AuditEntry, Fate};
use super::choice::choice;
use super::id::HookId;
use super::noun::{Noun, RecordRef};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

choice! {
    /// What a hook waits for. New ones go at the end: the order is stored.
    HookEvent {
        /// Somebody logged a contact, or wrapped up a call.
        InteractionLogged = "interaction-logged",
        /// A call nobody took ended.
        CallMissed = "call-missed",
        /// A customer was added.
        CustomerCreated = "customer-created",
        /// A deal was added.
        DealCreated = "deal-created",
        /// A deal was won.
        DealWon = "deal-won",
        /// A deal was lost.
        DealLost = "deal-lost",
        /// A next step was planned.
        FollowUpPlanned = "follow-up-planned",
        /// The hour of a follow-up came.
        FollowUpDue = "follow-up-due",
        /// A follow-up is done.
        FollowUpDone = "follow-up-done",
        /// A ticket was opened.
        TicketOpened = "ticket-opened",
        /// A ticket was closed.
        TicketClosed = "ticket-closed",
    }
}

choice! {
    /// How a hook's last run ended.
    HookOutcome {
        /// It ended with exit code 0.
        Done = "done",
        /// It ended with another one, or by a signal.
        Failed = "failed",
        /// It took longer than it may, and was ended.
        TooLong = "too-long",
        /// It could not be started.
        NotStarted = "not-started",
    }
}

/// A hook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// 0 until it is stored.
    pub id: HookId,
    /// What it waits for.
    pub event: HookEvent,
    /// What a shell runs.
    pub command: String,
    /// Seconds it may take.
    pub limit_s: u32,
    /// Everything up to this entry of the audit log was dealt with.
    pub seen: u64,
    /// So many records of the entry behind it, too.
    pub done: u32,
    /// Events it was run for.
    pub events: u64,
    /// Of those, how many it failed at for good.
    pub failures: u64,
    /// The last run.
    pub last: Option<HookRun>,
}

/// A run of a hook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookRun {
    /// When it ended.
    pub at: Timestamp,
    /// How.
    pub outcome: HookOutcome,
    /// The exit code, where there was one.
    pub code: Option<i32>,
    /// The beginning of what it said on stderr, or why it could not be started.
    pub said: String,
}

impl Hook {
    /// Seconds a hook may take, unless something else is said.
    pub const LIMIT_S: u32 = 30;
    /// The longest it may be given, in seconds.
    pub const LONGEST_S: u32 = 600;
    /// Causes before an event, at most: what a hook did may run another one, but never in circles.
    pub const DEEPEST: u8 = 3;
}

/// What is brought in by the thousand, or only taken back, is no event.
const QUIET: [&str; 3] = ["jobs-import", "undo", "redo"];

/// The events an entry of the audit log amounts to, each with its record.
pub fn events(entry: &AuditEntry) -> Vec<(HookEvent, RecordRef)> {
    if QUIET.contains(&entry.request.as_str()) {
        return Vec::new();
    }
    let event = |(noun, fate, edited): (Noun, Fate, bool)| match (noun, fate, entry.request.as_str()) {
        (Noun::Interaction, Fate::Created, "calls-ring") => Some(HookEvent::CallMissed),
        (Noun::Interaction, Fate::Created, _) => Some(HookEvent::InteractionLogged),
        (Noun::Customer, Fate::Created, _) => Some(HookEvent::CustomerCreated),
        (Noun::Deal, Fate::Created, _) => Some(HookEvent::DealCreated),
        (Noun::Deal, Fate::Edited, "deals-win") => Some(HookEvent::DealWon),
        (Noun::Deal, Fate::Edited, "deals-lose") => Some(HookEvent::DealLost),
        (Noun::FollowUp, Fate::Created, _) => Some(HookEvent::FollowUpPlanned),
        (Noun::FollowUp, Fate::Due, _) => Some(HookEvent::FollowUpDue),
        (Noun::FollowUp, Fate::Edited, "follow-ups-done") if edited => Some(HookEvent::FollowUpDone),
        (Noun::Ticket, Fate::Created, _) => Some(HookEvent::TicketOpened),
        (Noun::Ticket, Fate::Edited, "tickets-close") => Some(HookEvent::TicketClosed),
        _ => None,
    };
    let touched = entry.touched.iter();
    let found = touched.filter_map(|touched| {
        let edited = touched.fields.iter().any(|field| field == "state");
        Some((event((touched.record.noun, touched.fate, edited))?, touched.record))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::audit::{Actor, Touched};

    fn of(request: &str, noun: Noun, fate: Fate, fields: &[&str]) -> Vec<&'static str> {
        let fields = fields.iter().map(|&field| field.to_owned()).collect();
        let entry = AuditEntry {
            at: Timestamp(0),
            user: None,
            os_user: String::new(),
            origin: String::new(),
            actor: Actor::User,
            depth: 0,
            request: request.to_owned(),
            touched: vec![Touched { record: RecordRef { noun, id: 7 }, fate, fields }],
            exported: Vec::new(),
        };
        events(&entry).into_iter().map(|(event, _)| event.slug()).collect()
    }

    #[test]
    fn an_entry_amounts_to_the_event_people_would_say() {
        for (request, noun, fate, fields, expected) in [
            ("calls-wrap-up", Noun::Interaction, Fate::Created, &[][..], "interaction-logged"),
            ("calls-ring", Noun::Interaction, Fate::Created, &[], "call-missed"),
            ("customers-add", Noun::Customer, Fate::Created, &[], "customer-created"),
            ("deals-win", Noun::Deal, Fate::Edited, &["state"], "deal-won"),
            ("deals-lose", Noun::Deal, Fate::Edited, &["state"], "deal-lost"),
            ("follow-ups-due", Noun::FollowUp, Fate::Due, &[], "follow-up-due"),
            ("follow-ups-done", Noun::FollowUp, Fate::Edited, &["state"], "follow-up-done"),
            ("tickets-close", Noun::Ticket, Fate::Edited, &["state"], "ticket-closed"),
        ] {
            assert_eq!(of(request, noun, fate, fields), [expected], "{request}");
        }
    }

    #[test]
    fn edits_imports_and_what_is_taken_back_are_no_events() {
        for (request, noun, fate) in [
            ("customers-edit", Noun::Customer, Fate::Edited),
            ("jobs-import", Noun::Customer, Fate::Created),
            ("undo", Noun::Interaction, Fate::Created),
            ("deals-edit", Noun::Deal, Fate::Edited),
            ("follow-ups-done", Noun::FollowUp, Fate::Edited),
        ] {
            assert!(of(request, noun, fate, &["due"]).is_empty(), "{request}");
        }
    }
}
