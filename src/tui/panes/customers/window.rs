//! The rows held of a list of any length.

use super::Key;
use crate::door::search::CustomerRow;

/// Rows held at a time: a list of a million is a window moved along.
pub(super) const WINDOW: usize = 200;
/// The window is moved before the cursor comes this close to its edge.
const MARGIN: usize = 50;

/// The rows held of all that were found.
#[derive(Default)]
pub(super) struct Window {
    pub matched: usize,
    /// More may be found still.
    pub counting: bool,
    pub offset: usize,
    pub rows: Vec<CustomerRow>,
    /// Where the window asked for last begins.
    pub asked: usize,
    /// Some answer came.
    pub known: bool,
    /// They are of no search.
    pub is_everybody: bool,
    /// Whether a row to make a new customer follows.
    pub with_new: bool,
}

impl Window {
    pub fn row(&self, index: usize) -> Option<&CustomerRow> {
        self.rows.get(index.checked_sub(self.offset)?)
    }

    pub fn key_at(&self, index: usize) -> Option<Key> {
        if self.with_new && index == self.matched {
            return Some(Key::New);
        }
        self.row(index).map(|row| Key::Customer(row.id))
    }

    pub fn len(&self) -> usize {
        self.matched + usize::from(self.with_new)
    }

    /// Where a better window for this row begins, if the rows held end close to it.
    pub fn wanted(&self, index: usize) -> Option<usize> {
        let end = self.offset + self.rows.len();
        let short = index + MARGIN > end && end < self.matched || index < self.offset + MARGIN && self.offset > 0;
        let begin = index.saturating_sub(WINDOW / 2);
        (short && begin != self.asked).then_some(begin)
    }
}
