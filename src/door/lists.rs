//! Call lists.

use super::bulk::Whom;
use super::search::CustomerRow;
use super::{About, Saved};
use crate::domain::call_list::{MemberState, RetryRule, Skip};
use crate::domain::calling_hours::CallingHours;
use crate::domain::id::{CustomerId, ListId, MemberId};
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of call lists. A list is named by its id or its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// A new list.
    Create(Box<NewList>),
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
    /// What came of each customer of a list.
    Results(String),
    /// All lists and how far they are.
    All,
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Create(_) => About::change(Action::RunLists, "lists-create"),
            Self::Next(_) => About::change(Action::Write, "lists-next"),
            Self::Attempt { .. } => About::change(Action::Write, "lists-attempt"),
            Self::Status(_) => About::look("lists-status"),
            Self::Results(_) => About::look("lists-results"),
            Self::All => About::look("lists-all"),
        }
    }
}

/// A list to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// Who is on it.
    pub whom: Whom,
    /// The script's text.
    pub script: String,
    /// Hours in which to call; the store's own where there are none.
    pub hours: Option<CallingHours>,
    /// When to try again.
    pub retry: RetryRule,
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
    /// The next customer.
    Next(Box<Turn>),
    /// The attempt is kept.
    Attempted,
    /// How far it is.
    Status(Box<Status>),
    /// What came of each, in the order of the list.
    Results(Vec<Outcome>),
    /// All of them.
    All(Vec<Status>),
}

/// Whose turn it is, and whose it would have been.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Turn {
    /// The next customer; nobody for now, or for good.
    pub next: Option<Next>,
    /// Who was passed over on the way.
    pub passed: Vec<Passed>,
    /// When somebody's turn comes again, where nobody's is now.
    pub again: Option<Timestamp>,
}

/// A leased customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// The place on the list.
    pub member: MemberId,
    /// The list.
    pub list: ListId,
    /// The list's name.
    pub name: String,
    /// The customer.
    pub customer: CustomerRow,
    /// The script.
    pub script: String,
    /// Which place in the list this one takes, from 1.
    pub turn: usize,
    /// Of how many.
    pub total: usize,
    /// Attempts made on this customer.
    pub attempts: u8,
}

/// Somebody who is not called now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// Who.
    pub customer: CustomerId,
    /// The name.
    pub name: String,
    /// Why.
    pub why: Skip,
    /// When their turn comes again; nothing where it does not.
    pub again: Option<Timestamp>,
}

/// How far a list is, by state.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Status {
    /// Which.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Its query; empty where it was made from marked customers.
    pub query: String,
    /// Its hours, as typed; empty for the store's own.
    pub hours: String,
    /// Its retry rule, as typed.
    pub retry: String,
    /// Customers on it.
    pub total: usize,
    /// Still to be reached.
    pub waiting: usize,
    /// Of those, who could be called now.
    pub due: usize,
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
    /// Attempts by what came of them: the disposition's slug, and how often; the most frequent first.
    pub outcomes: Vec<(String, usize)>,
}

impl Status {
    /// Customers the list has done with.
    pub fn done(&self) -> usize {
        self.reached + self.exhausted + self.skipped
    }
}

/// What came of a customer on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The place on the list.
    pub member: MemberId,
    /// Who.
    pub customer: CustomerId,
    /// The name.
    pub name: String,
    /// Where they stand.
    pub state: MemberState,
    /// Why they were passed over last, if they were.
    pub skipped: Option<Skip>,
    /// Attempts made.
    pub attempts: u8,
    /// The last attempt's disposition; empty where there was none.
    pub disposition: String,
    /// The login of who made it, or has them now.
    pub by: String,
    /// When it was made.
    pub at: Option<Timestamp>,
    /// Not before this moment, while they wait.
    pub next_at: Option<Timestamp>,
}
