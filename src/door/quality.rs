//! What is amiss with what is known of customers, and whom it is about.

use super::About;
use crate::domain::quality::Flaw;
use serde::{Deserialize, Serialize};

/// What can be asked about the quality of what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Every flaw with how many customers have it: told one after the other, as they are counted.
    Report {
        /// Months without contact after which a customer is stale.
        stale_months: u32,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        About::look("quality-report")
    }
}

/// A flaw and whom it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What is amiss.
    pub flaw: Flaw,
    /// So many customers have it.
    pub customers: usize,
    /// The query that finds them.
    pub query: String,
}

/// What is answered about the quality of what is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Every flaw.
    Report {
        /// All customers there are.
        customers: usize,
        /// Each flaw, also one nobody has.
        lines: Vec<Line>,
    },
}
