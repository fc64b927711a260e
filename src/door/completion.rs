//! What a query, or a line of a form, may go on with as it is typed.

use super::About;
use crate::domain::choice::choice;
use serde::{Deserialize, Serialize};
use std::ops::Range;

choice! {
    /// What a line of a form names one of.
    Named {
        /// Tags of customers.
        Tag = "tag",
        /// Towns of customers.
        City = "city",
        /// Firms customers are at.
        Company = "company",
        /// Where customers came from.
        Source = "source",
        /// Colleagues.
        User = "user",
        /// Teams.
        Team = "team",
        /// Whoever work can belong to: colleagues, teams, anyone.
        Owner = "owner",
    }
}

/// What can be asked of completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// What can stand where the cursor is: names of fields and their values.
    Offer {
        /// The query as typed.
        query: String,
        /// The cursor, a byte of the query.
        cursor: usize,
    },
    /// What there is of a kind that begins like this.
    Known {
        /// Of which kind.
        of: Named,
        /// What is typed of it.
        beginning: String,
    },
}

impl Request {
    /// Offers at a time, the most likely first.
    pub const OFFERS: usize = 8;

    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Offer { .. } => About::look("completion-offer"),
            Self::Known { .. } => About::look("completion-known"),
        }
    }
}

/// What completion answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The likeliest first.
    Offers(Vec<Offer>),
    /// Whole values as they are written, the commonest first.
    Known(Vec<String>),
}

/// What may take the place of a part of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The bytes of the query it takes the place of.
    pub replaces: Range<usize>,
    /// The text, with quotes where it needs them.
    pub with: String,
    /// How many customers it finds, where that is known.
    pub count: Option<usize>,
}
