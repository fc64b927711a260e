//! Long jobs: rows cross the door in batches, each acknowledged; one undo for all.

use super::About;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::edit::Draft;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::UndoId;
use crate::domain::interaction::Interaction;
use crate::domain::role::Action;
use crate::domain::ticket::Ticket;
use serde::{Deserialize, Serialize};

/// Names a job while the store is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u64);

/// What can be asked of jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Begin.
    Start(Start),
    /// The next rows.
    Batch {
        /// Of this job.
        job: JobId,
        /// The rows, at most [`Request::BATCH`].
        rows: Rows,
    },
    /// All rows are in.
    Finish(JobId),
    /// Stop; what was taken so far stays and can be undone.
    Cancel(JobId),
}

impl Request {
    /// Rows a batch, at most: a commit stays well under its size limit.
    pub const BATCH: usize = 500;

    /// What this request says of itself.
    pub fn about(&self) -> About {
        About::change(Action::Import, "jobs-import")
    }
}

/// How a job begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Where the rows come from, for the audit log and the undo: a file's name.
    pub source: String,
    /// What a row is.
    pub target: Target,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What the rows of an import are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Customers; a row that names a contact becomes an organisation and its contact.
    Customers,
    /// People at organisations that are already there.
    Contacts,
    /// Interactions.
    Interactions,
    /// Deals.
    Deals,
    /// Orders.
    Orders,
    /// Lines of orders that are already there.
    OrderLines,
    /// Products.
    Products,
    /// Follow-ups.
    FollowUps,
    /// Users.
    Users,
}

impl Target {
    /// Every target with its word on the command line.
    pub const ALL: [(&'static str, Self); 9] = [
        ("customers", Self::Customers),
        ("contacts", Self::Contacts),
        ("interactions", Self::Interactions),
        ("deals", Self::Deals),
        ("orders", Self::Orders),
        ("order-lines", Self::OrderLines),
        ("products", Self::Products),
        ("follow-ups", Self::FollowUps),
        ("users", Self::Users),
    ];
}

/// Rows of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Rows {
    /// Of a file: matched against what is there, references by name or external id.
    Drafts(Vec<Row>),
    /// New customers with what hangs on them, as the demo makes them; nothing is matched.
    Bundles(Vec<Bundle>),
}

/// A row of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The line it began on, from 1.
    pub line: u64,
    /// Fields by the names of `domain::field`.
    pub draft: Draft,
}

/// A new customer with what hangs on it. Parties and ids are filled in when it is stored.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Bundle {
    /// The customer.
    pub customer: Customer,
    /// Contacts with it.
    pub interactions: Vec<Interaction>,
    /// Sales to it.
    pub deals: Vec<Deal>,
    /// Next steps with it.
    pub follow_ups: Vec<FollowUp>,
    /// Its tickets.
    pub tickets: Vec<Ticket>,
}

/// What jobs answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Begun.
    Started(JobId),
    /// The batch is kept (or, in a dry run, judged).
    Taken(Taken),
    /// Finished or stopped.
    Finished(Summary),
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Taken {
    /// New records.
    pub created: u64,
    /// Changed records.
    pub updated: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows that could not be taken.
    pub refused: Vec<RefusedRow>,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The line it began on.
    pub line: u64,
    /// The field that is to blame, or empty.
    pub field: String,
    /// Why.
    pub why: String,
}

/// A whole job.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// New records.
    pub created: u64,
    /// Changed records.
    pub updated: u64,
    /// Rows that said nothing new.
    pub unchanged: u64,
    /// Rows that could not be taken.
    pub refused: u64,
    /// What takes it all back.
    pub undo: Option<UndoId>,
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Units done.
    pub done: u64,
    /// Units in all, if known.
    pub total: Option<u64>,
}
