//! What there is to hide in answers, parts and refusals. Every variant is named: a new one has to say so.

use super::{Eyes, Mask};
use crate::domain::call::Call;
use crate::domain::mask;
use crate::domain::report::LooseEnd;
use crate::domain::undo::UndoEntry;
use crate::door::customers::{Card, Relation};
use crate::door::event::{Caller, Ring};
use crate::door::follow_ups::{Queue, QueueItem};
use crate::door::refusal::{Candidate, Clash};
use crate::door::{
    Part, Refusal, Response, assignment, audit, bulk, calls, completion, consult, customers, deals, do_not_contact,
    duplicates, export, floor, follow_ups, hooks, interactions, jobs, lists, maintenance, orders, reports, search,
    seat, system, tickets, transfer, undo, users, views,
};
use serde_json::Value;

impl Mask for Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Assignment(answer) => answer.mask(eyes),
            Self::Audit(answer) => answer.mask(eyes),
            Self::Bulk(answer) => answer.mask(eyes),
            Self::Calls(answer) => answer.mask(eyes),
            Self::Completion(answer) => answer.mask(eyes),
            Self::Consult(answer) => answer.mask(eyes),
            Self::Customers(answer) => answer.mask(eyes),
            Self::Deals(answer) => answer.mask(eyes),
            Self::DoNotContact(answer) => answer.mask(eyes),
            Self::Duplicates(answer) => answer.mask(eyes),
            Self::Export(answer) => answer.mask(eyes),
            Self::Floor(answer) => answer.mask(eyes),
            Self::FollowUps(answer) => answer.mask(eyes),
            Self::Hooks(answer) => answer.mask(eyes),
            Self::Interactions(answer) => answer.mask(eyes),
            Self::Jobs(answer) => answer.mask(eyes),
            Self::Lists(answer) => answer.mask(eyes),
            Self::Maintenance(answer) => answer.mask(eyes),
            Self::Orders(answer) => answer.mask(eyes),
            // Counts and queries.
            Self::Quality(_) => {}
            Self::Reports(answer) => answer.mask(eyes),
            Self::Search(answer) => answer.mask(eyes),
            Self::Seat(answer) => answer.mask(eyes),
            Self::System(answer) => answer.mask(eyes),
            Self::Tickets(answer) => answer.mask(eyes),
            Self::Transfer(answer) => answer.mask(eyes),
            Self::Undo(answer) => answer.mask(eyes),
            Self::Users(answer) => answer.mask(eyes),
            Self::Views(answer) => answer.mask(eyes),
        }
    }
}

impl Mask for Part {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Found(found) => found.rows.mask(eyes),
            Self::Counted(_) | Self::Flawed(_) | Self::Progress(_) | Self::Upkeep(_) => {}
        }
    }
}

impl Mask for Refusal {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::DoNotContact { address, why } => {
                eyes.anyones(address);
                eyes.text(why, None);
            }
            Self::Conflict(clashes) | Self::ChangedSince { clashes, count: _ } => clashes.mask(eyes),
            Self::Ambiguous { given: _, candidates } => candidates.mask(eyes),
            // What they say beyond fixed words is what was asked with, or names no customer.
            Self::NotAllowed(_)
            | Self::Stranger { .. }
            | Self::Inactive { .. }
            | Self::SignOn
            | Self::ScreenLocked { .. }
            | Self::WrongPin
            | Self::TooSoon { .. }
            | Self::OutsideHours { .. }
            | Self::Invalid { .. }
            | Self::NotFound { .. }
            | Self::ReadOnly { .. }
            | Self::Locked { .. }
            | Self::WrongKey(_)
            | Self::BackupLocked { .. }
            | Self::BackupWrongKey(_)
            | Self::Recovering(_)
            | Self::NothingToUndo
            | Self::AlreadyDone { .. }
            | Self::Interrupted
            | Self::Cancelled
            | Self::InUse { .. }
            | Self::FromTheFuture { .. }
            | Self::Unreachable(_)
            | Self::Unavailable { .. } => {}
        }
    }
}

impl Mask for Clash {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { record, field, seen, mine, theirs, barred: _ } = self;
        // Whoever asks by a wrong guess is told no better.
        if eyes.answers(field) {
            *theirs = mask::whole();
        }
        if field.is_empty() {
            for whole in [&mut *mine, &mut *theirs] {
                without_answers(whole, eyes);
            }
        }
        eyes.texts([record, seen, mine, theirs], None);
    }
}

/// The fields of a record without what a caller is asked for.
fn without_answers(whole: &mut String, eyes: &Eyes) {
    if let Ok(Value::Object(mut fields)) = serde_json::from_str(whole) {
        fields.retain(|field, _| !eyes.answers(field));
        *whole = Value::Object(fields).to_string();
    }
}

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

impl Mask for calls::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Callers(callers) => callers.mask(eyes),
            Self::WrappedUp { saved: _, follow_up: _, stage: _, party } => eyes.party(party),
            // The telephone needs the number; a masked one is told against an entry in the audit log.
            Self::Dial { .. } | Self::Told { .. } => {}
        }
    }
}

/// A number that is hidden is shown as on the card it stands on, so that it can be told which one it is.
impl Mask for Ring {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { number, call_id, line, phase: _, callers } = self;
        eyes.announced(number);
        eyes.texts([call_id, line], None);
        callers.mask(eyes);
    }
}

impl Mask for Caller {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { id, name, company, last_contact: _, open_complaint: _, exact: _ } = self;
        eyes.texts([name, company], Some(*id));
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

impl Mask for consult::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Open(open) => open.mask(eyes),
            Self::Call(Some(shown)) => {
                let consult::Shown { consult, open } = &mut **shown;
                consult.mask(eyes);
                open.mask(eyes);
            }
            Self::Call(None) | Self::Asked(_) | Self::Done => {}
        }
    }
}

impl Mask for consult::Consult {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { call: _, is_mine, by: _, with, customer, asked: _, said } = self;
        // A call of one's own is theirs.
        if !*is_mine {
            eyes.text(with, *customer);
            eyes.texts(said.iter_mut().map(|said| &mut said.text), *customer);
        }
    }
}

/// A call of somebody else's; what one is in the middle of oneself never passes here.
impl Mask for floor::OpenCall {
    fn mask(&mut self, eyes: &mut Eyes) {
        let Self { call, note, line, closing: _, script: _ } = self;
        call.mask(eyes);
        eyes.texts([&mut note.text, &mut line.text], call.customer);
    }
}

impl Mask for Call {
    fn mask(&mut self, eyes: &mut Eyes) {
        for number in [&mut self.number, &mut self.shown_number] {
            match self.customer {
                Some(customer) => eyes.address(number, customer),
                None => eyes.anyones(number),
            }
        }
        eyes.text(&mut self.name, self.customer);
    }
}

impl Mask for floor::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Present(screens) => screens.mask(eyes),
            // What somebody is in the middle of themselves is theirs.
            Self::Mine { .. }
            | Self::TakenOver(_)
            | Self::State(_)
            | Self::AlsoOpen(_)
            | Self::Done
            | Self::Elsewhere { .. } => {}
        }
    }
}

impl Mask for floor::Present {
    fn mask(&mut self, eyes: &mut Eyes) {
        self.call.mask(eyes);
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

impl Mask for seat::Response {
    fn mask(&mut self, _: &mut Eyes) {
        match self {
            Self::SignedOn | Self::SignedOff | Self::Locked | Self::Unlocked => {}
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

impl Mask for transfer::Response {
    fn mask(&mut self, eyes: &mut Eyes) {
        match self {
            Self::Open(offers) => {
                for transfer::Offer { with, customer, .. } in offers.iter_mut().filter(|offer| !offer.is_mine) {
                    eyes.text(with, *customer);
                }
            }
            // Whoever takes a call is on it.
            Self::Accepted(_) | Self::Colleagues(_) | Self::Offered(_) | Self::Done => {}
        }
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
