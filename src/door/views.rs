//! Saved views.

use super::{About, Saved};
use crate::domain::id::ViewId;
use crate::domain::role::Action;
use crate::domain::view::View;
use serde::{Deserialize, Serialize};

/// What can be asked of views.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Save a query under a name; an equal name is replaced.
    Save {
        /// The name.
        name: String,
        /// The query.
        query: String,
    },
    /// Remove one.
    Remove(ViewId),
    /// Mine and everybody's, in order; the first nine have a digit.
    List,
    /// How many customers each of them finds now: told one after the other, as they are counted.
    Count,
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::Save { .. } => About::change(Action::Write, "views-save"),
            Self::Remove(_) => About::change(Action::Write, "views-remove"),
            Self::List => About::look("views-list"),
            Self::Count => About::look("views-count"),
        }
    }
}

/// What views answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Response {
    /// Stored.
    Saved(Saved<ViewId>),
    /// In order.
    List(Vec<View>),
    /// All counts, in the same order.
    Counted(Vec<Count>),
}

/// How many customers a view finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The view.
    pub view: ViewId,
    /// How many; none when its query means somebody or something that is gone.
    pub customers: Option<usize>,
}
