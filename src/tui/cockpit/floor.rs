//! The base layer: four panes and the room each gets.

use crate::tui::pane::{Pane, Slot};
use ratatui::layout::{Position, Rect};

/// The panes of the base layer.
pub struct Slots {
    /// Search box and results.
    pub customers: Box<dyn Pane>,
    /// The card and every interaction.
    pub timeline: Box<dyn Pane>,
    /// The board.
    pub pipeline: Box<dyn Pane>,
    /// The queue.
    pub follow_ups: Box<dyn Pane>,
}

impl Slots {
    /// The pane of a slot.
    pub fn get(&self, slot: Slot) -> &dyn Pane {
        match slot {
            Slot::Customers => &*self.customers,
            Slot::Timeline => &*self.timeline,
            Slot::Pipeline => &*self.pipeline,
            Slot::FollowUps => &*self.follow_ups,
        }
    }

    /// The pane of a slot, to tell it something.
    pub fn get_mut(&mut self, slot: Slot) -> &mut dyn Pane {
        match slot {
            Slot::Customers => &mut *self.customers,
            Slot::Timeline => &mut *self.timeline,
            Slot::Pipeline => &mut *self.pipeline,
            Slot::FollowUps => &mut *self.follow_ups,
        }
    }
}

/// The slots in the order Tab goes.
pub const ORDER: [Slot; 4] = [Slot::Customers, Slot::Timeline, Slot::Pipeline, Slot::FollowUps];

/// From this size on all four panes are shown.
const WIDE: (u16, u16) = (120, 28);
/// Cells of the customers beside another pane, on a narrow and on a wide screen; of a very wide one they have a quarter.
const LIST: u16 = 32;
const WIDE_LIST: u16 = 38;

/// The panes with their arrangement.
pub struct Floor {
    /// The panes.
    pub slots: Slots,
    focus: Slot,
    /// What stands beside the customers where only two fit; never these themselves.
    main: Slot,
    zoomed: bool,
    /// The panes that were drawn last, each with its room.
    seen: Vec<(Slot, Rect)>,
}

impl Floor {
    /// The customers have the focus, the timeline beside them.
    pub fn new(slots: Slots) -> Self {
        Self { slots, focus: Slot::Customers, main: Slot::Timeline, zoomed: false, seen: Vec::new() }
    }

    /// Who has the keys.
    pub fn focus(&self) -> Slot {
        self.focus
    }

    /// Gives a slot the keys, and the screen where one pane has it all.
    pub fn give_focus(&mut self, slot: Slot) {
        self.focus = slot;
        if slot != Slot::Customers {
            self.main = slot;
        }
    }

    /// Lets a slot be seen beside the customers; where one pane has the whole screen, it is that one, with the keys. Who
    /// went on to another pane meanwhile stays there.
    pub fn show(&mut self, slot: Slot) {
        if self.focus != Slot::Customers {
            return;
        }
        if self.zoomed {
            self.give_focus(slot);
        } else {
            self.main = slot;
        }
    }

    /// Gives the focus to the slot so many places further on.
    pub fn step_focus(&mut self, steps: usize) {
        let at = ORDER.iter().position(|slot| *slot == self.focus).unwrap_or(0);
        if let Some(slot) = ORDER.iter().cycle().nth(at + steps) {
            self.give_focus(*slot);
        }
    }

    /// Gives the focused pane the whole screen, or takes it back.
    pub fn toggle_zoom(&mut self) {
        self.zoomed = !self.zoomed;
    }

    /// The panes that are seen, each with its room.
    pub fn arrange(&mut self, area: Rect) -> Vec<(Slot, Rect)> {
        self.seen = self.arranged(area);
        self.seen.clone()
    }

    /// The pane seen at a cell.
    pub fn at(&self, cell: Position) -> Option<Slot> {
        self.seen.iter().find(|(_, area)| area.contains(cell)).map(|(slot, _)| *slot)
    }

    fn arranged(&self, area: Rect) -> Vec<(Slot, Rect)> {
        if self.zoomed {
            return vec![(self.focus, area)];
        }
        if area.width < WIDE.0 || area.height < WIDE.1 {
            let (list, main) = split(area, LIST);
            return vec![(Slot::Customers, list), (self.main, main)];
        }
        let (list, rest) = split(area, WIDE_LIST.max(area.width / 4));
        let upper = Rect { height: rest.height - rest.height * 2 / 5, ..rest };
        let lower = Rect { y: upper.bottom(), height: rest.height - upper.height, ..rest };
        let (board, queue) = split(lower, lower.width - lower.width * 2 / 5);
        vec![(Slot::Customers, list), (Slot::Timeline, upper), (Slot::Pipeline, board), (Slot::FollowUps, queue)]
    }
}

/// The left part of so many cells, and the rest.
fn split(area: Rect, cells: u16) -> (Rect, Rect) {
    let left = Rect { width: cells.min(area.width), ..area };
    (left, Rect { x: left.right(), width: area.width - left.width, ..area })
}
