//! Undo entries and their steps: whatever can be asked to be taken back can be taken back.

use crate::crm::undo::decode_steps;
use crate::domain::id::UndoId;
use crate::domain::undo::UndoEntry;
use crate::store::key::Key;
use crate::store::records::undo as keys;
use std::collections::BTreeSet;

/// The keys that must be there for an entry: where it is found, and the first piece of the steps of each commit.
pub(super) fn keys_of(entry: &UndoEntry) -> Vec<Vec<u8>> {
    let steps = (0..entry.batches).map(|batch| keys::steps(entry.id, batch).number(0));
    keys::indexed(entry).chain(steps).map(Key::bytes).collect()
}

/// Puts the pieces of steps together as they come by, in the order of their keys.
#[derive(Default)]
pub(super) struct Steps {
    /// The commit whose pieces come by, and the next piece.
    open: Option<(UndoId, u64, u64)>,
    bytes: Vec<u8>,
    /// Entries with pieces that lack or do not decode.
    broken: BTreeSet<UndoId>,
}

impl Steps {
    /// The next piece.
    pub fn see(&mut self, undo: UndoId, batch: u64, chunk: u64, piece: &[u8]) {
        if chunk == 0 {
            self.close();
            self.open = Some((undo, batch, 0));
        }
        if self.open == Some((undo, batch, chunk)) {
            self.bytes.extend(piece);
            self.open = Some((undo, batch, chunk + 1));
        } else {
            self.broken.insert(undo);
        }
    }

    /// No more pieces: the entries whose steps are not whole.
    pub fn end(mut self) -> BTreeSet<UndoId> {
        self.close();
        self.broken
    }

    fn close(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if let Some((undo, ..)) = self.open.take()
            && decode_steps(&bytes).is_err()
        {
            self.broken.insert(undo);
        }
    }
}
