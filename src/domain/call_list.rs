//! Call lists: customers to call, made from a query, and the attempts to reach them.

use super::as_typed::as_typed;
use super::calling_hours::{CallingHours, other_daypart};
use super::choice::choice;
use super::clocks::Clocks;
use super::id::{AttemptId, CustomerId, InteractionId, ListId, MemberId, UserId};
use super::reason::{Reason, reason};
use super::text::{fold, half_width};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A list of customers to call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CallList {
    /// 0 until it is stored.
    pub id: ListId,
    /// What it is called.
    pub name: String,
    /// The query it was made from.
    pub query: String,
    /// The script's text.
    pub script: String,
    /// Hours in which to call, by the customer's clock; the store's own where there are none.
    pub hours: Option<CallingHours>,
    /// When to try again.
    pub retry: RetryRule,
    /// When it came to be.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: Option<UserId>,
}

/// When a customer who was not reached is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RetryRule {
    /// Attempts in all.
    pub attempts: u8,
    /// How long to wait between two of them.
    pub wait: Wait,
}

/// How long to wait before somebody is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// Until another part of the day, by the customer's clock.
    OtherDaypart,
    /// So many hours.
    Hours(u16),
}

impl Default for RetryRule {
    /// At most six attempts, each at another part of the day.
    fn default() -> Self {
        Self { attempts: 6, wait: Wait::OtherDaypart }
    }
}

impl RetryRule {
    /// When somebody tried at `now` may be tried again, within the hours.
    fn next(self, hours: &CallingHours, clocks: &Clocks, now: Timestamp) -> Timestamp {
        match self.wait {
            Wait::OtherDaypart => other_daypart(hours, clocks, now),
            Wait::Hours(span) => {
                let rested = now.plus(i64::from(span) * Timestamp::HOUR);
                hours.next(clocks, rested, |_| true).unwrap_or(rested)
            }
        }
    }
}

impl FromStr for RetryRule {
    type Err = Reason;

    /// `6`: six attempts, each at another part of the day. `6x4h`: four hours apart.
    fn from_str(text: &str) -> Result<Self, Reason> {
        let folded = fold(&half_width(text)).replace('×', "x");
        let (attempts, wait) = match folded.trim().trim_end_matches('h').split_once('x') {
            Some((attempts, hours)) => (attempts.trim().parse(), hours.trim().parse().map(Wait::Hours)),
            None => (folded.trim().parse(), Ok(Wait::OtherDaypart)),
        };
        match (attempts, wait) {
            (Ok(attempts @ 1..), Ok(wait)) => Ok(Self { attempts, wait }),
            _ => Err(reason("not-a-retry-rule").with("given", text)),
        }
    }
}

impl fmt::Display for RetryRule {
    /// As it is typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.wait {
            Wait::OtherDaypart => write!(f, "{}", self.attempts),
            Wait::Hours(hours) => write!(f, "{}x{hours}h", self.attempts),
        }
    }
}

as_typed!(RetryRule);

choice! {
    /// Why a customer whose turn it is is not called.
    Skip {
        /// Their complaint is to be resolved first; then they are called.
        Complaint = "complaint",
        /// Every number of theirs is not to be called.
        DoNotContact = "do-not-contact",
        /// They have no number.
        NoNumber = "no-number",
        /// They are archived, merged into somebody else, or gone.
        Gone = "gone",
        /// Their clock does not allow it now; they are called when it does.
        Hours = "hours",
    }
}

impl Skip {
    /// Whether the list has done with them; otherwise their turn comes again.
    pub fn is_final(self) -> bool {
        matches!(self, Self::DoNotContact | Self::NoNumber | Self::Gone)
    }
}

choice! {
    /// Where a customer on a call list stands.
    MemberState {
        /// Still to be reached.
        Waiting = "waiting",
        /// With an agent now.
        Leased = "leased",
        /// Spoken to.
        Reached = "reached",
        /// Tried as often as the rule allows, or not to be reached at the number.
        Exhausted = "exhausted",
        /// Left out for good.
        Skipped = "skipped",
    }
}

/// A customer's place on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListMember {
    /// 0 until it is stored.
    pub id: MemberId,
    /// The list.
    pub list: ListId,
    /// The customer.
    pub customer: CustomerId,
    /// Where it stands.
    pub state: MemberState,
    /// Attempts made.
    pub attempts: u8,
    /// Not before this moment.
    pub next_at: Timestamp,
    /// Who has it.
    pub leased_to: Option<UserId>,
    /// Until when.
    pub leased_until: Timestamp,
    /// Why they were passed over when it was their turn last.
    pub skipped: Option<Skip>,
}

impl Default for ListMember {
    fn default() -> Self {
        Self {
            id: MemberId::default(),
            list: ListId::default(),
            customer: CustomerId::default(),
            state: MemberState::Waiting,
            attempts: 0,
            next_at: Timestamp::default(),
            leased_to: None,
            leased_until: Timestamp::default(),
            skipped: None,
        }
    }
}

impl ListMember {
    /// How long an agent keeps a customer without an attempt, in seconds.
    pub const LEASE: i64 = 15 * Timestamp::MINUTE;

    /// Whether `user` may take it at `now`: waiting and due, a lease of one's own, or one that ran out.
    pub fn is_free_for(&self, user: UserId, now: Timestamp) -> bool {
        match self.state {
            MemberState::Waiting => self.next_at <= now,
            MemberState::Leased => self.leased_to == Some(user) || self.leased_until <= now,
            MemberState::Reached | MemberState::Exhausted | MemberState::Skipped => false,
        }
    }

    /// The same with `user`, for as long as a lease lasts.
    pub fn leased(self, user: UserId, now: Timestamp) -> Self {
        Self {
            state: MemberState::Leased,
            leased_to: Some(user),
            leased_until: now.plus(Self::LEASE),
            skipped: None,
            ..self
        }
    }

    /// The same, left out at `now`: for good, or until `again`.
    pub fn skipped(self, why: Skip, again: Timestamp) -> Self {
        let state = if why.is_final() { MemberState::Skipped } else { MemberState::Waiting };
        Self { state, next_at: again, leased_to: None, skipped: Some(why), ..self }
    }

    /// The same, for whoever asks next, if it was leased.
    pub fn given_back(self) -> Self {
        match self.state {
            MemberState::Leased => Self { state: MemberState::Waiting, leased_to: None, ..self },
            _ => self,
        }
    }

    /// As it was made, where nobody has tried yet: that it was leased or passed over meanwhile is no change of it.
    pub fn untried(self) -> Self {
        match self.attempts {
            0 => Self { id: self.id, list: self.list, customer: self.customer, ..Self::default() },
            _ => self,
        }
    }

    /// What an attempt with this result makes of it.
    pub fn attempted(&mut self, result: Tried, rule: RetryRule, hours: &CallingHours, clocks: &Clocks, now: Timestamp) {
        self.attempts = self.attempts.saturating_add(1);
        self.leased_to = None;
        self.next_at = now;
        self.state = match result {
            Tried::Reached => MemberState::Reached,
            Tried::Again if self.attempts < rule.attempts => {
                self.next_at = rule.next(hours, clocks, now);
                MemberState::Waiting
            }
            Tried::Again | Tried::Never => MemberState::Exhausted,
        };
    }
}

/// What came of an attempt, as far as the list goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// They were spoken to.
    Reached,
    /// They were not there.
    Again,
    /// They are never there: a wrong number, or one not to be called.
    Never,
}

/// One try to reach a customer on a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Attempt {
    /// 0 until it is stored.
    pub id: AttemptId,
    /// The place on the list.
    pub member: MemberId,
    /// The list.
    pub list: ListId,
    /// Who tried.
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
    /// The disposition's slug.
    pub disposition: String,
    /// The contact it became.
    pub interaction: Option<InteractionId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    /// Wednesday 18 November 2026, 14:05 in Berlin.
    const NOW: Timestamp = Timestamp(1_795_007_100_000);

    fn tried(result: Tried, rule: &str, before: u8) -> ListMember {
        let mut member = ListMember { attempts: before, ..ListMember::default() };
        let clocks = Clocks::of_number("+493012345678", Tz::UTC);
        let hours = CallingHours::default();
        member.attempted(result, rule.parse().unwrap(), &hours, &clocks, NOW);
        member
    }

    #[test]
    fn a_retry_rule_is_read_and_said_alike() {
        for (typed, said) in [("6", "6"), ("6x4h", "6x4h"), (" ３ x 24 ", "3x24h"), ("2×1H", "2x1h")] {
            assert_eq!(typed.parse::<RetryRule>().unwrap().to_string(), said);
        }
        for bad in ["", "0", "0x4h", "x4h", "6x-4h", "often", "300"] {
            assert!(bad.parse::<RetryRule>().is_err(), "{bad}");
        }
        assert_eq!(RetryRule::default().to_string(), "6");
    }

    #[test]
    fn nobody_is_tried_oftener_than_the_rule_says() {
        for (result, before, state) in [
            (Tried::Again, 0, MemberState::Waiting),
            (Tried::Again, 4, MemberState::Waiting),
            (Tried::Again, 5, MemberState::Exhausted),
            (Tried::Reached, 5, MemberState::Reached),
            (Tried::Never, 0, MemberState::Exhausted),
        ] {
            assert_eq!(tried(result, "6", before).state, state, "{result:?} after {before}");
        }
    }

    #[test]
    fn the_next_try_is_at_another_part_of_the_day_or_after_so_many_hours_within_the_calling_hours() {
        for (rule, again) in
            [("6", "2026-11-18T16:00:00Z"), ("6x4h", "2026-11-18T17:05:00Z"), ("6x8h", "2026-11-19T07:00:00Z")]
        {
            assert_eq!(tried(Tried::Again, rule, 0).next_at.to_string(), again, "{rule}");
        }
    }

    #[test]
    fn who_was_leased_or_passed_over_but_never_tried_is_as_it_was_made() {
        let made = ListMember { id: MemberId(3), list: ListId(1), customer: CustomerId(7), ..ListMember::default() };
        assert_eq!(made.clone().leased(UserId(2), NOW).untried(), made);
        assert_eq!(made.clone().skipped(Skip::Complaint, NOW).untried(), made);
        assert_ne!(tried(Tried::Again, "6", 0).untried(), ListMember::default());
    }
}
