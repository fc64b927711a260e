//! Dates in words.

mod recurrence;
pub use recurrence::{Recurrence, Unit};

use super::calendar::Calendar;
use super::time::Timestamp;
use chrono::{NaiveDate, NaiveTime};

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The moment.
    pub at: Timestamp,
    /// The day.
    pub date: NaiveDate,
    /// The hour, if one was named.
    pub time: Option<NaiveTime>,
    /// Until then, not at that hour.
    pub deadline: bool,
}

/// Why it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date")]
pub struct WhenError(String);

/// Reads a date in words.
pub fn read(text: &str, _now: Timestamp, _calendar: &Calendar) -> Result<When, WhenError> {
    Err(WhenError(text.to_owned()))
}

/// Reads a repetition in words.
pub fn recurrence(text: &str) -> Result<Recurrence, WhenError> {
    Err(WhenError(text.to_owned()))
}
