//! How a follow-up repeats.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A unit of repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// Every so many units, until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    /// How many units.
    pub every: u16,
    /// Of what.
    pub unit: Unit,
    /// The last day it may fall on.
    pub until: Option<NaiveDate>,
}
