//! Taking data out: records cross the door in pages, each asked for by itself, so that neither side holds more than
//! one; that they did is audited with how many.

use super::About;
use crate::domain::audit::Exported;
use crate::domain::id::CustomerId;
use crate::domain::item::Item;
use crate::domain::mention::Mention;
use crate::domain::noun::Noun;
use crate::domain::party::Owner;
use crate::domain::role::Action;
use serde::{Deserialize, Serialize};

/// Names an export while the store is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExportId(pub u64);

/// What can be asked of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Begin; whom a query finds is found now.
    Start(What),
    /// The next records of a noun; of some customers there are those of [`Noun::OF_CUSTOMERS`] only. The same page can
    /// be asked for again.
    Page {
        /// Of this export.
        export: ExportId,
        /// Of this noun.
        of: Noun,
        /// Where the page before ended; the beginning by default.
        mark: Mark,
    },
    /// No more is wanted.
    Finish(ExportId),
}

impl Request {
    /// What this request says of itself. It changes no record, and leaves its trace.
    pub fn about(&self) -> About {
        match self {
            Self::Start(_) => About::look_as(Action::Export, "export-start"),
            Self::Page { .. } => About::look_as(Action::Export, "export-page"),
            Self::Finish(_) => About::look_as(Action::Export, "export-finish"),
        }
    }
}

/// What is taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Every record of every noun.
    Everything,
    /// The customers a query finds, and what hangs on them.
    Query(String),
    /// These customers, and what hangs on them.
    These(Vec<CustomerId>),
}

/// Where a page ended; only whoever gave it knows what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Mark {
    /// A record, or the place of a customer among those meant.
    pub at: u64,
    /// Records of that customer that were taken already.
    pub taken: u64,
}

/// What an export answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Begun.
    Started {
        /// Its name.
        export: ExportId,
        /// The store's own name: its records keep their ids where they come back to.
        store: String,
        /// How many customers are meant; nothing where it is everything.
        customers: Option<u64>,
        /// What everybody who can own something is called: users by their logins, teams by their names.
        owners: Vec<(Owner, String)>,
    },
    /// Records in the order of their ids, or customer by customer.
    Page {
        /// They; perhaps none although there are more.
        items: Vec<Item>,
        /// The customers they mention.
        mentioned: Vec<Mention>,
        /// Where to go on; nothing at the end.
        next: Option<Mark>,
    },
    /// How many records were handed out.
    Finished(Vec<Exported>),
}
