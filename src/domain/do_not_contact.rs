//! Do not contact: a number or address that must not be used on a channel, known customer or not.

use super::id::{DoNotContactId, UserId};
use super::phone::Phone;
use super::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A suppression. It survives merge, import and erasure, as it is not part of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DoNotContact {
    /// 0 until it is stored.
    pub id: DoNotContactId,
    /// The number or address in the form of [`address_key`].
    pub address: String,
    /// Channel slug, or empty for every channel.
    pub channel: String,
    /// Why.
    pub why: String,
    /// Since when.
    pub at: Timestamp,
    /// Who entered it.
    pub by: Option<UserId>,
}

impl DoNotContact {
    /// Whether it forbids `channel`.
    pub fn forbids(&self, channel: &str) -> bool {
        self.channel.is_empty() || self.channel == channel
    }
}

/// The one form in which numbers and addresses are compared: E.164, else bare digits; e-mail folded.
pub fn address_key(text: &str, region: &str) -> String {
    if text.contains('@') {
        return super::email::key(text);
    }
    Phone::read(text, region).key()
}
