//! The dashboard: what the last days came to, in numbers made to be drawn.

use super::follow_up::FollowUpKind;
use super::money::Money;
use super::report::{CallCount, CallbackCount};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The days it looks back on, the present one included: whoever looks chooses one of these.
pub const SPANS: [u16; 4] = [7, 14, 30, 90];
/// The one that is shown first: a fortnight has every day of the week twice.
pub const DAYS: u16 = 14;
/// The most days it looks back on.
pub const MOST_DAYS: u16 = 366;

/// What the last days came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The first of the days.
    pub from: NaiveDate,
    /// It tells of everybody's work, not only of one's own.
    pub everybody: bool,
    /// Telephone calls, day by day.
    pub calls: Vec<CallCount>,
    /// Telephone calls by the slug of their disposition.
    pub dispositions: BTreeMap<String, u64>,
    /// Contacts by channel slug.
    pub channels: BTreeMap<String, ChannelCount>,
    /// The open deals, stage by stage of each pipeline.
    pub pipeline: Vec<StageValue>,
    /// What was due, and whether it was done in time.
    pub kept: Vec<Kept>,
}

/// Contacts on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChannelCount {
    /// From customers.
    pub received: u64,
    /// To customers.
    pub sent: u64,
    /// The median time in seconds from the first thing a customer said to our answer on the same channel. A call is
    /// answered at once or not at all, so the telephone has none.
    pub response_s: Option<i64>,
}

/// What stands in a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StageValue {
    /// The pipeline's slug.
    pub pipeline: String,
    /// The stage's slug.
    pub stage: String,
    /// Open deals.
    pub count: u64,
    /// What they are worth, a sum a currency.
    pub values: Vec<Money>,
}

/// Follow-ups of one kind that were due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Which kind.
    pub kind: FollowUpKind,
    /// How many, and whether they were done in time.
    pub count: CallbackCount,
}

impl Dashboard {
    /// All days' calls together.
    pub fn all_calls(&self) -> CallCount {
        let mut all = CallCount::default();
        self.calls.iter().for_each(|day| all.join(day));
        all
    }
}

impl StageValue {
    /// Counts a deal.
    pub fn add(&mut self, value: Money) {
        self.count += 1;
        match self.values.iter_mut().find(|sum| sum.currency == value.currency) {
            Some(sum) => sum.minor = sum.minor.saturating_add(value.minor),
            None => self.values.push(value),
        }
    }
}
