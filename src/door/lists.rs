//! Call lists.

use super::search::CustomerRow;
use super::{About, Saved};
use crate::domain::call_list::{CallList, RetryRule};
use crate::domain::id::{ListId, MemberId};
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// What can be asked of call lists. A list is named by its id or its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// A new list from a query.
    Create {
        /// Its name.
        name: String,
        /// Who is on it.
        query: String,
        /// The script's text.
        script: String,
        /// When to try again.
        retry: RetryRule,
    },
    /// Lease the next customer to me.
    Next(String),
    /// Record an attempt on a leased customer.
    Attempt {
        /// The place on the list.
        member: MemberId,
        /// The disposition, code or slug.
        disposition: String,
    },
    /// How far a list is.
    Status(String),
    /// All lists.
    All,
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Create { .. } => About::change(Action::RunLists, "lists-create"),
            Self::Next(_) => About::change(Action::Write, "lists-next"),
            Self::Attempt { .. } => About::change(Action::Write, "lists-attempt"),
            Self::Status(_) => About::look("lists-status"),
            Self::All => About::look("lists-all"),
        }
    }
}

/// What call lists answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Stored, with so many customers.
    Created {
        /// The list.
        saved: Saved<ListId>,
        /// Customers on it.
        customers: usize,
    },
    /// The next customer, or nobody is left for now.
    Next(Option<Next>),
    /// The attempt is kept.
    Attempted,
    /// How far it is.
    Status(Status),
    /// All of them.
    All(Vec<CallList>),
}

/// A leased customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// The place on the list.
    pub member: MemberId,
    /// The list.
    pub list: ListId,
    /// The customer.
    pub customer: CustomerRow,
    /// The script.
    pub script: String,
    /// How many are done.
    pub done: usize,
    /// Of how many.
    pub total: usize,
}

/// How far a list is, by state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status {
    /// Its name.
    pub name: String,
    /// Its query.
    pub query: String,
    /// Customers on it.
    pub total: usize,
    /// Still to be reached.
    pub waiting: usize,
    /// With an agent.
    pub leased: usize,
    /// Spoken to.
    pub reached: usize,
    /// Tried as often as allowed.
    pub exhausted: usize,
    /// Left out.
    pub skipped: usize,
    /// Attempts made.
    pub attempts: usize,
}
