//! Whom callers proved to be, as long as it counts: to the end of the call, or for a while.

use super::Floor;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::time::Timestamp;

/// How long it counts where there is no call, seconds.
const COUNTS_FOR: i64 = 15 * 60;

impl Floor {
    /// Somebody proved to this user to be this customer.
    pub(in crate::crm) fn verify(&self, user: UserId, customer: CustomerId, now: Timestamp) {
        let mut room = self.room.lock();
        room.verified.retain(|_, at| now.seconds_since(*at) < 24 * Timestamp::HOUR);
        room.verified.insert((user, customer), now);
    }

    /// Whether somebody proved so to this user, and it still counts.
    pub(in crate::crm) fn is_verified(&self, user: UserId, customer: CustomerId, now: Timestamp) -> bool {
        let room = self.room.lock();
        let at = room.verified.get(&(user, customer));
        at.is_some_and(|at| now.seconds_since(*at) < COUNTS_FOR || room.drafts.is_on_call(user, customer))
    }

    /// The call is over: the next one begins with the questions.
    pub(in crate::crm) fn end_verified(&self, user: UserId, customer: CustomerId) {
        self.room.lock().verified.remove(&(user, customer));
    }
}
