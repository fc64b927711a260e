//! Tickets: with their customer, and among the open ones.

use super::{Index, Stored};
use crate::domain::id::CustomerId;
use crate::domain::ticket::{Ticket, TicketState};
use crate::store::key::{Key, Table};

impl Stored for Ticket {
    fn index(&self, keys: &mut Index) {
        keys.add(tickets_of(self.customer).id(self.id));
        if self.state == TicketState::Open {
            keys.add(
                Key::of(Table::OpenTickets)
                    .byte(OTHER - u8::from(self.is_open_complaint()))
                    .id(self.customer)
                    .id(self.id),
            );
        }
    }
}

/// In the key of an open ticket: it is no complaint. A complaint has the byte before, and so comes first.
const OTHER: u8 = 1;

/// Whether the key of an open ticket says that it is a complaint.
pub fn is_complaint(key: &[u8]) -> bool {
    key.get(1).is_some_and(|kind| *kind < OTHER)
}

/// A customer's tickets.
pub fn tickets_of(customer: CustomerId) -> Key {
    Key::of(Table::TicketsOf).id(customer)
}

#[cfg(test)]
mod tests {
    use super::super::golden;
    use super::*;
    use crate::domain::id::TicketId;
    use crate::domain::ticket::{TicketKind, Urgency};

    #[test]
    fn a_ticket_is_kept_in_these_bytes() {
        let ticket = Ticket {
            id: TicketId(512),
            customer: CustomerId(7),
            kind: TicketKind::Complaint,
            urgency: Urgency::High,
            text: "late".into(),
            ..Ticket::default()
        };
        golden(&ticket, "05012ac06e43fb00020702046c6174650200000000000000");
    }
}
