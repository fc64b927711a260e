//! Interactions: one contact on one channel.

use super::choice::choice;
use super::id::{DealId, FollowUpId, InteractionId, ListId, TicketId, UserId};
use super::party::Party;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

choice! {
    /// Who reached out.
    Direction {
        /// The customer came to us.
        In = "in",
        /// We went to the customer.
        Out = "out",
    }
}

/// Channels of a new store, by slug; a store may configure its own.
pub const CHANNELS: &[&str] =
    &["phone", "sms", "email", "wechat", "chat", "web", "in-store", "visit", "meeting", "event", "letter", "note"];

/// One contact with a party on one channel. Spans are in seconds, an empty text means unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interaction {
    /// 0 until it is stored.
    pub id: InteractionId,
    /// With whom.
    pub party: Party,
    /// Channel slug.
    pub channel: String,
    /// Who reached out.
    pub direction: Direction,
    /// When it began.
    pub at: Timestamp,
    /// Who of us it was.
    pub by: Option<UserId>,
    /// What was said.
    pub text: String,
    /// Disposition slug, the second level behind a slash: `not-interested/price`.
    pub disposition: String,
    /// Why the customer came: a slug.
    pub reason: String,
    /// Seconds talked.
    pub talk_s: u32,
    /// Seconds on hold.
    pub hold_s: u32,
    /// Seconds of after-call work.
    pub wrap_s: u32,
    /// The number or address used.
    pub number: String,
    /// Our line or queue.
    pub line: String,
    /// The telephone system's id of the call.
    pub call_id: String,
    /// Where the recording is.
    pub recording: String,
    /// How the caller was verified.
    pub verified: String,
    /// The ticket it belongs to.
    pub ticket: Option<TicketId>,
    /// The deal it belongs to.
    pub deal: Option<DealId>,
    /// The follow-up it agreed.
    pub follow_up: Option<FollowUpId>,
    /// The call list it was made from.
    pub list: Option<ListId>,
}

impl Default for Interaction {
    fn default() -> Self {
        Self {
            id: InteractionId::default(),
            party: Party::default(),
            channel: "phone".to_owned(),
            direction: Direction::In,
            at: Timestamp::default(),
            by: None,
            text: String::new(),
            disposition: String::new(),
            reason: String::new(),
            talk_s: 0,
            hold_s: 0,
            wrap_s: 0,
            number: String::new(),
            line: String::new(),
            call_id: String::new(),
            recording: String::new(),
            verified: String::new(),
            ticket: None,
            deal: None,
            follow_up: None,
            list: None,
        }
    }
}
