//! Undo and redo.

use super::About;
use crate::domain::id::UndoId;
use crate::domain::interaction::Interaction;
use crate::domain::role::Action;
use crate::domain::undo::UndoEntry;
use serde::{Deserialize, Serialize};

/// What can be asked of undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
}

impl Request {
    /// What this request says of itself.
    pub fn about(&self) -> About {
        match self {
            Self::List { .. } | Self::Peek | Self::PeekRedo => About::look("undo-list"),
            Self::Undo(_) => About::change(Action::UndoOwn, "undo"),
            Self::Redo => About::change(Action::UndoOwn, "redo"),
        }
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
