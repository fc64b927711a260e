//! The deals one below the other, the closed ones last.

use crate::domain::id::DealId;
use crate::door::deals::DealList;
use crate::door::follow_ups::DealRow;
use crate::tui::widgets::list::{List, Step};

/// The list.
#[derive(Default)]
pub(super) struct Rows {
    pub answer: DealList,
    pub list: List<DealId>,
    /// It is what was looked at last.
    seen: bool,
}

/// The deal of each row.
pub(super) fn key_at(rows: &[DealRow]) -> impl Fn(usize) -> Option<DealId> {
    |index| rows.get(index).map(|row| row.deal.id)
}

impl Rows {
    /// Takes the rows; the cursor stays on its deal, or comes from the card it was on.
    pub fn take(&mut self, answer: DealList, card: Option<DealId>) {
        self.answer = answer;
        let rows = &self.answer.rows;
        self.list.refresh(rows.len(), key_at(rows));
        let from_card = card.filter(|_| !self.seen);
        if let Some(index) = from_card.and_then(|deal| rows.iter().position(|row| row.deal.id == deal)) {
            self.list.select(index, key_at(rows));
        }
        self.seen = true;
    }

    /// Whether the columns take the cursor over from here.
    pub fn is_left(&self) -> bool {
        self.seen
    }

    /// The columns are looked at now.
    pub fn leave(&mut self) {
        self.seen = false;
    }

    /// The deal under the cursor.
    pub fn selected(&self) -> Option<&DealRow> {
        self.answer.rows.get(self.list.index())
    }

    /// Moves the cursor.
    pub fn go(&mut self, step: Step) {
        self.list.go(step, key_at(&self.answer.rows));
    }
}
