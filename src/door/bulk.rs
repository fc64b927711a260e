//! Bulk edit: many customers changed alike, seen before and taken back as one.

use super::{About, Refusal};
use crate::domain::cleaning::Cleaning;
use crate::domain::edit::{Change, Draft};
use crate::domain::id::{CustomerId, UndoId};
use crate::domain::role::Action;
use crate::domain::tags::Retag;
use serde::{Deserialize, Serialize};

/// What can be asked of a bulk edit. Both tell how far they are, and end when they are given up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// What it would change.
    Preview(BulkEdit),
    /// Change it, one undo for all. Given up, what was changed so far stays and can be undone.
    Make(BulkEdit),
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Preview(_) => About::look("bulk-preview"),
            Self::Make(_) => About::change(Action::Write, "bulk-edit"),
        }
    }
}

/// What shall become of whom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BulkEdit {
    /// Whom it is about.
    pub whom: Whom,
    /// Fields and what they shall be; owners by name.
    pub set: Draft,
    /// Tags to add and to remove.
    pub tags: Retag,
    /// What is written anew as it should be.
    pub clean: Vec<Cleaning>,
}

impl BulkEdit {
    /// One that changes nothing yet.
    pub fn of(whom: Whom) -> Self {
        Self { whom, set: Draft::default(), tags: Retag::default(), clean: Vec::new() }
    }
}

/// Whom a bulk edit is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whom {
    /// Everyone a query finds when it is asked.
    Query(String),
    /// These, in any order.
    These(Vec<CustomerId>),
}

/// What a bulk edit answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// What came, or would come, of it.
    Outcome(Box<Outcome>),
}

/// What came of a bulk edit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Whom it is about: so many.
    pub matched: usize,
    /// Customers that are changed.
    pub changed: usize,
    /// Customers that are as they shall be already.
    pub unchanged: usize,
    /// Customers that cannot be changed so.
    pub refused: usize,
    /// Why the first of those cannot.
    pub why: Option<Refusal>,
    /// Of a preview the first changes, at most [`Outcome::SHOWN`].
    pub rows: Vec<Row>,
    /// What takes it all back; nothing when nothing was changed.
    pub undo: Option<UndoId>,
    /// Why it ended before all were done.
    pub ended: Option<Refusal>,
}

impl Outcome {
    /// Changed customers a preview shows.
    pub const SHOWN: usize = 20;
}

/// One customer's changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Who.
    pub id: CustomerId,
    /// The name.
    pub name: String,
    /// Each field as it is and as it shall be; owners by login.
    pub changes: Vec<Change>,
}
