//! What there is to hide in answers about the records of a noun, and in those about the store itself.

use super::{Eyes, Mask};
use crate::domain::report::LooseEnd;
use crate::domain::undo::UndoEntry;
use crate::door::customers::{Card, Relation};
use crate::door::follow_ups::{Queue, QueueItem};
use crate::door::refusal::Candidate;
use crate::door::{
    assignment, audit, bulk, completion, customers, deals, do_not_contact, duplicates, export, follow_ups, hooks,
    interactions, jobs, lists, maintenance, orders, reports, search, system, tickets, undo, users, views,
};

impl Mask for assignment::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // Names of colleagues and teams.
            Self::HandedOver { .. } => {}
        }
    }
}

impl Mask for audit::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // The log holds names of fields, never values.
            Self::Verified { .. }
            | Self::Broken { .. }
            | Self::Entries(_)
            | Self::Found { .. }
            | Self::Followed(_)
            | Self::Advanced => {}
        }
    }
}

impl Mask for bulk::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Outcome(outcome) => outcome.mask(eyes),
        }
    }
}

impl Mask for bulk::Outcome {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { matched: _, changed: _, unchanged: _, refused: _, why, rows, undo: _, ended } = self;
        why.mask(eyes);
        rows.mask(eyes);
        ended.mask(eyes);
    }
}

impl Mask for bulk::Row {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, name, changes } = self;
        eyes.text(name, Some(*id));
        for change in changes {
            eyes.change(change, *id);
        }
    }
}

impl Mask for duplicates::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Listed(listed) => listed.rows.mask(eyes),
            Self::Found(rows) => rows.mask(eyes),
            Self::Compared { both, organisations } => {
                both.mask(eyes);
                for (id, name) in organisations {
                    eyes.text(name, Some(*id));
                }
            }
            Self::Outcome(outcome) => outcome.mask(eyes),
            Self::Saved(_) => {}
        }
    }
}

impl Mask for duplicates::Compared {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { pair: _, one, other } = self;
        one.mask(eyes);
        other.mask(eyes);
    }
}

impl Mask for duplicates::Outcome {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { matched: _, merged: _, refused: _, why, rows, undo: _, ended } = self;
        why.mask(eyes);
        rows.mask(eyes);
        ended.mask(eyes);
    }
}

impl Mask for duplicates::Row {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { pair: _, one, other } = self;
        for candidate in [one, other] {
            candidate.mask(eyes);
        }
    }
}

impl Mask for Candidate {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, name, hint } = self;
        eyes.texts([name, hint], Some(*id));
    }
}

impl Mask for completion::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // Names of fields, tags, towns, stages and colleagues.
            Self::Offers(_) | Self::Known(_) => {}
        }
    }
}

impl Mask for customers::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Card(card) => card.mask(eyes),
            Self::Saved(_) | Self::Resolved(_) | Self::Revealed(_) | Self::Verified => {}
        }
    }
}

impl Mask for Card {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self {
            customer,
            relations,
            members,
            timeline,
            more: _,
            deals,
            follow_ups,
            tickets,
            orders,
            do_not_contact,
            last_contact: _,
        } = self;
        for suppressed in do_not_contact.iter_mut() {
            eyes.address(&mut suppressed.address, customer.id);
        }
        customer.mask(eyes);
        relations.mask(eyes);
        members.mask(eyes);
        timeline.mask(eyes);
        deals.mask(eyes);
        follow_ups.mask(eyes);
        tickets.mask(eyes);
        orders.mask(eyes);
        do_not_contact.mask(eyes);
    }
}

impl Mask for Relation {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, kind: _, name, title: _, phone, former: _ } = self;
        eyes.address(phone, *id);
        eyes.text(name, Some(*id));
    }
}

impl Mask for deals::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Deal(row) => row.mask(eyes),
            Self::Board(board) => board.stages.mask(eyes),
            Self::List(list) => list.rows.mask(eyes),
            Self::Saved(_) | Self::Moved { .. } => {}
        }
    }
}

impl Mask for deals::Column {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { stage: _, label: _, probability: _, count: _, values: _, deals } = self;
        deals.mask(eyes);
    }
}

impl Mask for do_not_contact::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::List(all) => all.mask(eyes),
            Self::Saved(_) => {}
        }
    }
}

impl Mask for export::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Page { items, mentioned: _, next: _ } => items.mask(eyes),
            Self::Started { .. } | Self::Finished(_) => {}
        }
    }
}

impl Mask for follow_ups::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::FollowUp(follow_up) => follow_up.mask(eyes),
            Self::Queue(queue) => queue.mask(eyes),
            Self::Saved(_) => {}
        }
    }
}

impl Mask for Queue {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { items, no_next_step, more: _ } = self;
        items.mask(eyes);
        no_next_step.mask(eyes);
    }
}

impl Mask for QueueItem {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { follow_up, customer_name, lane: _, score: _, owner_name: _, leased_to: _ } = self;
        eyes.text(customer_name, follow_up.party.customer());
        follow_up.mask(eyes);
    }
}

impl Mask for hooks::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // Only whoever keeps the store has hooks.
            Self::Added(_) | Self::Removed | Self::List(_) | Self::Tried(_) => {}
        }
    }
}

impl Mask for interactions::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Interaction(interaction) => interaction.mask(eyes),
            Self::Timeline { interactions, more: _ } => interactions.mask(eyes),
            Self::Saved(_) => {}
        }
    }
}

impl Mask for jobs::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // What a row was refused for is what the file said.
            Self::Started(_) | Self::Taken(_) | Self::Finished(_) => {}
        }
    }
}

impl Mask for lists::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Next(turn) => {
                let lists::Turn { next, passed, again: _ } = &mut **turn;
                if let Some(next) = next {
                    next.customer.mask(eyes);
                }
                for lists::Passed { customer, name, .. } in passed {
                    eyes.text(name, Some(*customer));
                }
            }
            Self::Results(outcomes) => {
                for lists::Outcome { customer, name, .. } in outcomes {
                    eyes.text(name, Some(*customer));
                }
            }
            // A query stays as it was written: it is to be run again.
            Self::Created { .. } | Self::Attempted | Self::Status(_) | Self::All(_) => {}
        }
    }
}

impl Mask for maintenance::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // Findings name records, never what is in them.
            Self::BackedUp(_)
            | Self::Restored(_)
            | Self::Compacted { .. }
            | Self::Checked(_)
            | Self::Repaired { .. }
            | Self::Resealed => {}
        }
    }
}

impl Mask for orders::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Orders(orders) => orders.mask(eyes),
            Self::Products(_) => {}
        }
    }
}

impl Mask for reports::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            // Counts, and names of colleagues.
            Self::Day(_) | Self::Dashboard(_) => {}
            Self::Floor(report) => {
                for LooseEnd { name, text, customer, .. } in &mut report.not_closed {
                    eyes.texts([name, text], *customer);
                }
            }
        }
    }
}

impl Mask for search::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Found(found) => found.rows.mask(eyes),
        }
    }
}

impl Mask for system::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            Self::State(_)
            | Self::Host(_)
            | Self::Status(_)
            | Self::Settings(_)
            | Self::Configured { .. }
            | Self::Outcome(_) => {}
        }
    }
}

impl Mask for tickets::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Ticket(row) => row.mask(eyes),
            Self::List(rows) => rows.mask(eyes),
            Self::Saved(_) => {}
        }
    }
}

impl Mask for tickets::TicketRow {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { ticket, customer_name } = self;
        eyes.text(customer_name, Some(ticket.customer));
        ticket.mask(eyes);
    }
}

impl Mask for UndoEntry {
    fn mask(&mut self, eyes: &mut Eyes) {
        eyes.text(&mut self.what, None);
    }
}

impl Mask for undo::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::List(entries) => entries.mask(eyes),
            Self::Peek(entry) => entry.mask(eyes),
            // A wrap-up that is open again is the call of whoever wrote it, to be stored anew.
            Self::Undone { entry, revision: _, reopened: _ } => entry.mask(eyes),
        }
    }
}

impl Mask for users::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // Numbers and addresses of colleagues are no customer's.
            Self::Saved(_) | Self::SeatSaved { .. } | Self::TeamSaved(_) | Self::List { .. } => {}
        }
    }
}

impl Mask for views::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            // A query stays as it was written: it is to be run again.
            Self::Saved(_) | Self::List(_) | Self::Counted(_) => {}
        }
    }
}
