//! Long jobs: rows cross the door in batches, each acknowledged; one undo for all.

use super::About;
use crate::domain::id::UndoId;
use crate::domain::import::system_of;
pub use crate::domain::import::{Bundle, KeptRow, Manner, RefusedRow, Row, Rows, Target};
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// Names a job while the store is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub u64);

/// What can be asked of jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Begin.
    Start(Start),
    /// What would become of these rows, by themselves: a few, while a person says how they are read.
    Try {
        /// How they would be taken.
        start: Start,
        /// They, at most [`Rows::MOST`].
        rows: Rows,
    },
    /// The next rows.
    Batch {
        /// Of this job.
        job: JobId,
        /// The rows, at most [`Rows::MOST`].
        rows: Rows,
    },
    /// All rows are in.
    Finish(JobId),
    /// Stop; what was taken so far stays and can be undone.
    Cancel(JobId),
}

impl Request {
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
    /// The other system whose ids the rows bring, `northwind`: two files of one system speak of the same customers.
    pub system: String,
    /// What a row is; bundles and kept records say so themselves.
    pub target: Target,
    /// Only say what would happen.
    pub dry_run: bool,
    /// Which rows are taken, and what they are matched by.
    pub manner: Manner,
    /// The undo of an import that was stopped, which this one goes on with.
    pub continues: Option<UndoId>,
}

impl Start {
    /// An import of everything, by itself.
    pub fn new(source: &str, target: Target) -> Self {
        Self {
            source: source.to_owned(),
            system: system_of(source).to_owned(),
            target,
            dry_run: false,
            manner: Manner::default(),
            continues: None,
        }
    }
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
    /// What takes back all the job wrote so far; nothing while that is nothing.
    pub undo: Option<UndoId>,
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
