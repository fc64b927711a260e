//! Reports.

use super::About;
use crate::domain::dashboard::Dashboard;
use crate::domain::report::{DayReport, FloorReport};
use crate::domain::role::Action;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What can be asked of reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// A day's calls and callbacks.
    Day {
        /// Which day, as the firm counts them; nothing for the present one.
        date: Option<NaiveDate>,
        /// Of this team's people only, by its id or name. Calls that rang at everybody and that nobody took belong to no team.
        team: Option<String>,
    },
    /// How the floor stands at this moment.
    Floor,
    /// What the last days came to: everybody's for whoever leads, else one's own.
    Dashboard {
        /// Over how many days, the present one included; no less than one and no more than a year.
        days: u16,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Day { .. } => About::look_as(Action::Supervise, "reports-day"),
            Self::Floor => About::look_as(Action::Supervise, "reports-floor"),
            Self::Dashboard { .. } => About::look("reports-dashboard"),
        }
    }
}

/// What reports answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The day.
    Day(Box<DayReport>),
    /// The floor.
    Floor(Box<FloorReport>),
    /// The dashboard.
    Dashboard(Box<Dashboard>),
}
