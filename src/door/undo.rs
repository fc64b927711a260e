//! Undo and redo.

use super::About;
use super::refusal::Clash;
use crate::domain::edit::Side;
use crate::domain::id::UndoId;
use crate::domain::interaction::Interaction;
use crate::domain::role::Action;
use crate::domain::undo::UndoEntry;
use serde::{Deserialize, Serialize};

/// What can be asked of undo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// What could be undone, newest first.
    List {
        /// At most so many.
        limit: usize,
    },
    /// What [`Request::Undo`] without an id would take back.
    Peek,
    /// What [`Request::Redo`] would do again.
    PeekRedo,
    /// Take back this change, or my last one.
    Undo(Option<UndoId>),
    /// Do again what I undid last.
    Redo,
    /// Take back this change, or do it again where it is an undo, although records were changed since: each field, and
    /// each record that is another one as a whole, becomes as it is settled; what nobody settled is refused as before.
    Settled {
        /// Which.
        id: UndoId,
        /// What becomes of what was changed.
        settling: Settling,
    },
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::List { .. } | Self::Peek | Self::PeekRedo => About::look("undo-list"),
            Self::Undo(_) | Self::Settled { .. } => About::change(Action::UndoOwn, "undo"),
            Self::Redo => About::change(Action::UndoOwn, "redo"),
        }
    }
}

/// What shall become of what was changed since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settling {
    /// What somebody saw and decided.
    pub seen: Vec<Settled>,
    /// All else; nothing where it stays in the way.
    pub others: Option<Side>,
}

/// What shall become of one field, or of a record as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What was seen of it, as [`crate::door::Refusal::ChangedSince`] told: it holds only as long as it is so.
    pub clash: Clash,
    /// What it was before the change that is taken back, or what it is now.
    pub side: Side,
}

impl Settling {
    /// The side that was chosen; nothing where somebody has to be asked.
    pub fn side(&self, clash: &Clash) -> Option<Side> {
        let settled = self.seen.iter().find(|settled| settled.clash == *clash);
        settled.map(|settled| settled.side).or(self.others)
    }
}

/// What undo answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// What could be undone.
    List(Vec<UndoEntry>),
    /// What would be; nothing when there is nothing.
    Peek(Option<UndoEntry>),
    /// Taken back (or done again).
    Undone {
        /// What it was.
        entry: UndoEntry,
        /// The revision of the commit.
        revision: u64,
        /// A wrap-up that is open again, with its text.
        reopened: Option<Box<Interaction>>,
    },
}
