//! Follow-ups: dated next steps.

use super::choice::choice;
use super::id::{DealId, FollowUpId, InteractionId, TicketId, UserId};
use super::party::{Owner, Party};
use super::time::Timestamp;
use super::when::recurrence::Recurrence;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choice! {
    /// What kind of next step.
    FollowUpKind {
        /// A call agreed for a certain time.
        Callback = "callback",
        /// Something promised to the customer.
        Promise = "promise",
        /// Something to do.
        Task = "task",
        /// A call to ask how things are.
        CareCall = "care-call",
    }
}

choice! {
    /// Where a follow-up stands.
    FollowUpState {
        /// To be done.
        Open = "open",
        /// Done, with its outcome.
        Done = "done",
        /// No longer wanted.
        Cancelled = "cancelled",
    }
}

/// A dated next step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// 0 until it is stored.
    pub id: FollowUpId,
    /// Callback, promise, task or care call.
    pub kind: FollowUpKind,
    /// With whom.
    pub party: Party,
    /// When it is due.
    pub due: Timestamp,
    /// The day counts, not the hour.
    pub all_day: bool,
    /// What to do.
    pub text: String,
    /// Channel slug to use.
    pub method: String,
    /// What it should achieve.
    pub goal: String,
    /// How it repeats.
    pub recurrence: Option<Recurrence>,
    /// The day its rhythm began on: what is put off, or falls on a short month, does not move the rhythm.
    pub began: Option<NaiveDate>,
    /// Who is to do it.
    pub owner: Owner,
    /// Open, done or cancelled.
    pub state: FollowUpState,
    /// What came of it.
    pub outcome: String,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// Who did it.
    pub done_by: Option<UserId>,
    /// How often it was put off.
    pub snoozed: u16,
    /// The deal it serves.
    pub deal: Option<DealId>,
    /// The ticket it serves.
    pub ticket: Option<TicketId>,
    /// The contact in which it was agreed.
    pub agreed_in: Option<InteractionId>,
    /// When it came to be.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// Who opened it last, while it is a team's or anyone's.
    pub lease: Option<Lease>,
}

/// For whom shared work is kept, so that no two call the same customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// For whom.
    pub to: UserId,
    /// Until when.
    pub until: Timestamp,
}

impl Default for FollowUp {
    fn default() -> Self {
        Self {
            id: FollowUpId::default(),
            kind: FollowUpKind::Task,
            party: Party::default(),
            due: Timestamp::default(),
            all_day: false,
            text: String::new(),
            method: String::new(),
            goal: String::new(),
            recurrence: None,
            began: None,
            owner: Owner::Anyone,
            state: FollowUpState::Open,
            outcome: String::new(),
            done_at: None,
            done_by: None,
            snoozed: 0,
            deal: None,
            ticket: None,
            agreed_in: None,
            created: Timestamp::default(),
            created_by: None,
            lease: None,
        }
    }
}

choice! {
    /// Why a follow-up comes before others.
    Why {
        /// Its time has passed.
        Overdue = "overdue",
        /// The customer was promised it.
        Promise = "promise",
        /// It was put off before.
        Snoozed = "snoozed",
    }
}

/// What a reason counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// The reason.
    pub why: Why,
    /// Points.
    pub points: i64,
}

choice! {
    /// When a follow-up announces itself.
    Announcement {
        /// [`FollowUp::SOON`] before it is due.
        Soon = "soon",
        /// When it is due.
        Now = "now",
        /// Later: it came due while nobody was there.
        Late = "late",
    }
}

choice! {
    /// The part of the queue a follow-up stands in, in the order shown.
    Lane {
        /// Callbacks of today, by the clock, also those whose hour has passed.
        Callback = "callbacks",
        /// Of an earlier day or hour.
        Overdue = "overdue",
        /// Of today.
        Today = "today",
        /// Of a later day.
        Later = "later",
    }
}

impl FollowUp {
    /// How long shared work is kept for whoever opened it, in seconds.
    pub const LEASE: i64 = 15 * Timestamp::MINUTE;

    /// How long before its time a callback announces itself, in seconds.
    pub const SOON: i64 = 5 * Timestamp::MINUTE;

    /// Whether it is for whoever takes it first.
    pub fn is_shared(&self) -> bool {
        !matches!(self.owner, Owner::User(_))
    }

    /// For whom it is kept at the moment.
    pub fn leased_to(&self, now: Timestamp) -> Option<UserId> {
        self.lease.filter(|lease| lease.until > now && self.is_shared()).map(|lease| lease.to)
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.state == FollowUpState::Open
    }

    /// The lane at `now`, where the present day ends at `day_end`.
    pub fn lane(&self, now: Timestamp, day_end: Timestamp) -> Lane {
        match self.kind {
            FollowUpKind::Callback if self.due < day_end => Lane::Callback,
            _ if self.due >= day_end => Lane::Later,
            _ if self.due < now && !self.all_day => Lane::Overdue,
            _ if self.due.seconds_since(day_end) < -Timestamp::DAY => Lane::Overdue,
            _ => Lane::Today,
        }
    }

    /// The arithmetic behind the order within a lane: whole hours overdue (at most 240), 24 for a promise, 6 for each
    /// time it was put off. What counts for nothing is left out.
    pub fn weights(&self, now: Timestamp) -> Vec<Weight> {
        let overdue = (now.seconds_since(self.due) / Timestamp::HOUR).clamp(0, 240);
        let promise = if self.kind == FollowUpKind::Promise { 24 } else { 0 };
        let parts = [(Why::Overdue, overdue), (Why::Promise, promise), (Why::Snoozed, 6 * i64::from(self.snoozed))];
        parts.into_iter().filter(|(_, points)| *points > 0).map(|(why, points)| Weight { why, points }).collect()
    }

    /// Their sum: higher comes first.
    pub fn score(&self, now: Timestamp) -> i64 {
        self.weights(now).iter().map(|weight| weight.points).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_is_the_sum_of_what_is_said_of_it() {
        let at = |hours: i64| Timestamp(0).plus(hours * Timestamp::HOUR);
        let promise = FollowUp { kind: FollowUpKind::Promise, due: at(0), snoozed: 2, ..FollowUp::default() };
        let weights = promise.weights(at(3));
        let said: Vec<_> = weights.iter().map(|weight| (weight.why, weight.points)).collect();
        assert_eq!(said, [(Why::Overdue, 3), (Why::Promise, 24), (Why::Snoozed, 12)]);
        assert_eq!(promise.score(at(3)), 39);
        assert_eq!(promise.score(at(9_000)), 276, "ten days are as bad as ten months");
        assert_eq!(FollowUp { due: at(1), ..FollowUp::default() }.weights(at(0)), []);
    }
}
