//! Call lists: customers to call, made from a query, and the attempts to reach them.

use super::choice::choice;
use super::id::{AttemptId, CustomerId, InteractionId, ListId, MemberId, UserId};
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Hours in which to call, in words.
    pub hours: String,
    /// When to try again.
    pub retry: RetryRule,
    /// When it came to be.
    pub created: Timestamp,
    /// Who made it.
    pub created_by: Option<UserId>,
}

/// When a customer who was not reached is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetryRule {
    /// Attempts in all.
    pub attempts: u8,
    /// Hours between two of them.
    pub hours: u16,
}

impl Default for RetryRule {
    /// At most six attempts, four hours apart, so that the next falls into another part of the day.
    fn default() -> Self {
        Self { attempts: 6, hours: 4 }
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
        /// Tried as often as the rule allows.
        Exhausted = "exhausted",
        /// Left out: do-not-contact or an open complaint.
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

    /// What an attempt makes of it.
    pub fn attempted(&mut self, reached: bool, rule: RetryRule, now: Timestamp) {
        self.attempts = self.attempts.saturating_add(1);
        self.leased_to = None;
        self.next_at = now.plus(i64::from(rule.hours) * Timestamp::HOUR);
        self.state = if reached {
            MemberState::Reached
        } else if self.attempts >= rule.attempts {
            MemberState::Exhausted
        } else {
            MemberState::Waiting
        };
    }
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
