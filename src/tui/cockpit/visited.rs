//! The customers one was at, to jump back to.

use super::Cockpit;
use crate::domain::id::CustomerId;
use crate::tui::pane::{Slot, Subject};

/// The most customers remembered.
const MOST: usize = 100;

/// Customers whose card one went to, in that order.
#[derive(Default)]
pub struct Visited {
    customers: Vec<CustomerId>,
    /// Where among them one is.
    at: usize,
}

impl Visited {
    /// Notes a visit. What one had jumped back from is forgotten.
    fn note(&mut self, customer: CustomerId) {
        if self.customers.get(self.at) == Some(&customer) {
            return;
        }
        self.customers.truncate(self.at + 1);
        self.customers.push(customer);
        let forgotten = self.customers.len().saturating_sub(MOST);
        self.customers.drain(..forgotten);
        self.at = self.customers.len() - 1;
    }

    /// Jumps a visit back or forward.
    fn jump(&mut self, by: isize) -> Option<CustomerId> {
        let to = self.at.checked_add_signed(by)?;
        let customer = *self.customers.get(to)?;
        self.at = to;
        Some(customer)
    }
}

impl Cockpit {
    /// One is at the customer everything is about.
    pub(super) fn visit(&mut self) {
        if let Some(customer) = self.context.subject.and_then(Subject::customer) {
            self.visited.note(customer);
        }
    }

    /// Goes to the card of the customer visited before or after this one.
    pub(super) fn jump(&mut self, by: isize) {
        match self.visited.jump(by) {
            Some(customer) => {
                self.select(Subject::Customer(customer));
                self.floor.give_focus(Slot::Timeline);
            }
            None => self.warn("nobody-visited"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_jumps_back_and_forward_and_a_new_visit_forgets_what_was_ahead() {
        let mut visited = Visited::default();
        assert_eq!(visited.jump(-1), None);
        [1, 2, 2, 3].map(CustomerId).into_iter().for_each(|customer| visited.note(customer));
        assert_eq!(
            [-1, -1, -1, 1].map(|by| visited.jump(by)),
            [Some(2), Some(1), None, Some(2)].map(|id| id.map(CustomerId))
        );
        visited.note(CustomerId(9));
        assert_eq!((visited.jump(1), visited.jump(-1)), (None, Some(CustomerId(2))));
    }

    #[test]
    fn the_oldest_visits_are_forgotten() {
        let mut visited = Visited::default();
        (0..500).map(CustomerId).for_each(|customer| visited.note(customer));
        assert_eq!((visited.customers.len(), visited.jump(-1)), (MOST, Some(CustomerId(498))));
    }
}
