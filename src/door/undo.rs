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
    /// Take back this change, or do it again where it is an undo, although fields were changed since: each becomes
    /// as it is settled, and one nobody settled is refused as before.
    Settled {
        /// Which.
        id: UndoId,
        /// What becomes of those fields.
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

/// What shall become of fields that were changed since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Settling {
    /// Those somebody saw and decided.
    pub fields: Vec<Settled>,
    /// All others; nothing where they stay in the way.
    pub others: Option<Side>,
}

/// What shall become of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// The record, as [`crate::door::Refusal::ChangedSince`] names it.
    pub record: String,
    /// What was seen of the field: it holds only as long as the field is as it was then.
    pub clash: Clash,
    /// The value it had before the change that is taken back, or the one it holds now.
    pub side: Side,
}

impl Settling {
    /// The side a field is settled to; nothing where somebody has to be asked.
    pub fn side(&self, record: &str, clash: &Clash) -> Option<Side> {
        let settled = self.fields.iter().find(|settled| settled.record == record && settled.clash == *clash);
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
