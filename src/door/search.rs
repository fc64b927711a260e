//! Search as one types.

use super::About;
use crate::domain::customer::CustomerKind;
use crate::domain::id::{CustomerId, InteractionId};
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Customers that fit a query; answers in two parts, the first rows and then all.
    Find {
        /// The query as typed.
        query: String,
        /// How many rows to skip. A page further down is one of the same answer as long as one scrolls in it: rows
        /// stand still, only who is gone leaves. From the top one searches anew.
        offset: usize,
        /// How many rows to return.
        limit: usize,
        /// Searches anew, with this customer's row among them wherever it is now; where it is not found, the page
        /// stays as asked for.
        around: Option<CustomerId>,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Find { .. } => About::look("search-find"),
        }
    }
}

/// What search answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The rows.
    Found(Found),
}

/// Rows that fit a query.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Found {
    /// How many fit in all; while it is counting still, how many at least.
    pub matched: usize,
    /// Not everything a filter looks at was looked at yet: more rows may come.
    pub counting: bool,
    /// How many rows come before these.
    pub offset: usize,
    /// The asked-for window of them, best first.
    pub rows: Vec<CustomerRow>,
    /// Microseconds until the first rows were there.
    pub paint_us: u64,
    /// Microseconds until all were.
    pub elapsed_us: u64,
}

/// A customer as a line in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The customer.
    pub id: CustomerId,
    /// Person or organisation.
    pub kind: CustomerKind,
    /// The name.
    pub name: String,
    /// The firm.
    pub company: String,
    /// The town.
    pub city: String,
    /// Numbers as people read them.
    pub phones: Vec<String>,
    /// Addresses.
    pub emails: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// When we last had to do with each other.
    pub last_contact: Option<Timestamp>,
    /// Where the query matched.
    pub highlights: Vec<Highlight>,
    /// What was said, when the query asks for that.
    pub note: Option<Box<NoteLine>>,
}

/// A line of an interaction that holds what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteLine {
    /// Which interaction.
    pub interaction: InteractionId,
    /// When it was.
    pub at: Timestamp,
    /// The line, from a little before the found words on.
    pub text: String,
    /// The found words' characters (not bytes) of the text.
    pub chars: Vec<u32>,
}

/// Where a query matched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// The field's name as in [`CustomerRow`].
    pub field: String,
    /// Which value of a list.
    pub index: usize,
    /// Characters (not bytes) of the value.
    pub chars: Vec<u32>,
}
