//! The columns with their cards, and the cursor among them.

use crate::domain::id::DealId;
use crate::door::deals::Column;
use crate::door::follow_ups::DealRow;
use crate::tui::widgets::list::{List, Step};
use ratatui::layout::Position;
use std::cell::Cell;

/// A column a stage.
#[derive(Default)]
pub(super) struct Columns {
    pub stages: Vec<Column>,
    /// A window over each column.
    pub lists: Vec<List<DealId>>,
    /// The column with the cursor.
    pub at: usize,
    /// The first column that was seen.
    pub first: Cell<usize>,
}

/// The deal of each card of a column.
pub(super) fn key_at(column: &Column) -> impl Fn(usize) -> Option<DealId> {
    |index| column.deals.get(index).map(|row| row.deal.id)
}

impl Columns {
    /// Takes the columns. The cursor stays on its deal, wherever that went.
    pub fn take(&mut self, stages: Vec<Column>) {
        let present = self.selected().map(|row| row.deal.id);
        self.stages = stages;
        self.lists.resize_with(self.stages.len(), List::default);
        for (list, column) in self.lists.iter_mut().zip(&self.stages) {
            list.refresh(column.deals.len(), key_at(column));
        }
        self.at = self.at.min(self.stages.len().saturating_sub(1));
        if let Some(deal) = present {
            self.go_to(deal);
        }
    }

    /// Puts the cursor on a deal, if it has a card.
    pub fn go_to(&mut self, deal: DealId) {
        for (at, (list, column)) in self.lists.iter_mut().zip(&self.stages).enumerate() {
            if let Some(index) = column.deals.iter().position(|row| row.deal.id == deal) {
                list.select(index, key_at(column));
                self.at = at;
                return;
            }
        }
    }

    /// The deal under the cursor.
    pub fn selected(&self) -> Option<&DealRow> {
        let (list, column) = self.lists.get(self.at).zip(self.stages.get(self.at))?;
        column.deals.get(list.index())
    }

    /// Moves the cursor in its column.
    pub fn go(&mut self, step: Step) {
        if let Some((list, column)) = self.lists.get_mut(self.at).zip(self.stages.get(self.at)) {
            list.go(step, key_at(column));
        }
    }

    /// Moves the cursor to the card drawn at a cell, if there is one.
    pub fn point(&mut self, cell: Position) {
        let found = self.lists.iter().enumerate().find_map(|(at, list)| Some((at, list.at(cell)?)));
        if let Some((at, index)) = found {
            self.at = at;
            self.go(Step::To(index));
        }
    }

    /// Moves the cursor to another column.
    pub fn go_column(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.stages.len().saturating_sub(1));
    }

    /// All deals, also those without a card.
    pub fn count(&self) -> usize {
        self.stages.iter().map(|column| column.count).sum()
    }
}
