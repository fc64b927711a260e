//! What a query may go on with, as it is typed.

use super::About;
use serde::{Deserialize, Serialize};
use std::ops::Range;

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
}

impl Request {
    /// Offers at a time, the most likely first.
    pub const OFFERS: usize = 8;

    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Offer { .. } => About::look("completion-offer"),
        }
    }
}

/// What completion answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// The likeliest first.
    Offers(Vec<Offer>),
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
