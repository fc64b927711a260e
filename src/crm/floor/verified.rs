//! Whom callers proved to be, as long as it counts: to the end of the call, or for a while.

use super::Floor;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::time::Timestamp;

/// How long it counts where there is no call, seconds.
const COUNTS_FOR: i64 = 15 * 60;

/// That a caller is who they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// When they proved it.
    pub at: Timestamp,
    /// The questions they answered, or the note of what else made it sure, as a call says it.
    pub how: String,
}

impl Floor {
    /// Somebody proved to this user to be this customer.
    pub(in crate::crm) fn verify(&self, user: UserId, customer: CustomerId, proof: Proof) {
        let mut room = self.room.lock();
        room.verified.retain(|_, known| proof.at.seconds_since(known.at) < Timestamp::DAY);
        room.verified.insert((user, customer), proof);
    }

    /// How somebody proved so to this user, while it still counts.
    pub(in crate::crm) fn proof(&self, user: UserId, customer: CustomerId, now: Timestamp) -> Option<Proof> {
        let room = self.room.lock();
        let counts =
            |proof: &&Proof| now.seconds_since(proof.at) < COUNTS_FOR || room.drafts.is_on_call(user, customer);
        room.verified.get(&(user, customer)).filter(counts).cloned()
    }

    /// The call is over: the next one begins with the questions.
    pub(in crate::crm) fn end_verified(&self, user: UserId, customer: CustomerId) {
        self.room.lock().verified.remove(&(user, customer));
    }
}
