//! Duplicates: customers that are there twice, found, told apart or merged.

use super::refusal::Candidate;
use super::{About, Refusal, Saved};
use crate::domain::customer::Customer;
use crate::domain::duplicate::Pair;
use crate::domain::edit::Draft;
use crate::domain::id::{CustomerId, UndoId};
use crate::domain::role::Action;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What can be asked of duplicates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Look through all customers; tells how far it is, ends when it is given up, and what it finds is kept.
    Find,
    /// A page of what was found last, the best first.
    List {
        /// Where the page begins.
        from: usize,
        /// Pairs, at most.
        limit: usize,
        /// The least score.
        least: u8,
    },
    /// Who may be the same as a customer: by look-ups, at once.
    Of(CustomerId),
    /// Who may be the same as somebody who is being entered: by look-ups, at once.
    Like(Draft),
    /// Two customers side by side.
    Compare(CustomerId, CustomerId),
    /// They are not the same, for good.
    KeepApart(CustomerId, CustomerId),
    /// What merging every pair from this score on would come to.
    PreviewMerge(u8),
    /// Merge every pair from this score on, one undo for all. Given up, what was merged so far stays and can be undone.
    MergeAll(u8),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Find => About::look("duplicates-find"),
            Self::List { .. } => About::look("duplicates-list"),
            Self::Of(_) => About::look("duplicates-of"),
            Self::Like(_) => About::look("duplicates-like"),
            Self::Compare(..) => About::look("duplicates-compare"),
            Self::KeepApart(..) => About::change(Action::Reshape, "duplicates-keep-apart"),
            Self::PreviewMerge(_) => About::look("duplicates-preview"),
            Self::MergeAll(_) => About::change(Action::Reshape, "duplicates-merge"),
        }
    }
}

/// What duplicates answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// A page.
    Listed(Listed),
    /// Pairs of one customer, the best first.
    Found(Vec<Row>),
    /// Two customers.
    Compared {
        /// They.
        both: Box<Compared>,
        /// What the organisations at which they are people are called.
        organisations: Vec<(CustomerId, String)>,
    },
    /// Stored.
    Saved(Saved<CustomerId>),
    /// What came, or would come, of merging all.
    Outcome(Box<Outcome>),
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Listed {
    /// When the customers were looked through; nothing where nobody did yet.
    pub at: Option<Timestamp>,
    /// Pairs that are still open, on all pages; some may turn out to be settled.
    pub open: usize,
    /// The page.
    pub rows: Vec<Row>,
    /// Where the next one begins.
    pub next: Option<usize>,
}

/// A pair, with what tells its customers from others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The pair.
    pub pair: Pair,
    /// The older one.
    pub one: Candidate,
    /// The younger one.
    pub other: Candidate,
}

/// Two customers side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Compared {
    /// What speaks for and against their being one.
    pub pair: Pair,
    /// The older one.
    pub one: Customer,
    /// The younger one.
    pub other: Customer,
}

/// What came of merging all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Pairs from that score on.
    pub matched: usize,
    /// Pairs that are one customer now.
    pub merged: usize,
    /// Pairs that could not be merged.
    pub refused: usize,
    /// Why the first of those could not.
    pub why: Option<Refusal>,
    /// Of a preview the first pairs, at most [`Outcome::SHOWN`].
    pub rows: Vec<Row>,
    /// What takes it all back; nothing when nothing was merged.
    pub undo: Option<UndoId>,
    /// Why it ended before all were done.
    pub ended: Option<Refusal>,
}

impl Outcome {
    /// Pairs a preview shows.
    pub const SHOWN: usize = 20;
}
