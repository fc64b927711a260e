//! Interactions and events in one line of time.

use crate::domain::deal::{Deal, DealState};
use crate::domain::follow_up::{FollowUp, FollowUpState};
use crate::domain::id::UserId;
use crate::domain::interaction::Interaction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::order::Order;
use crate::domain::ticket::Ticket;
use crate::domain::time::Timestamp;
use crate::door::customers::Card;

/// Something that happened with a customer. Its words are given when it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// When.
    pub at: Timestamp,
    /// Which record it is of.
    pub record: RecordRef,
    /// Who of us it was.
    pub by: Option<UserId>,
    /// What is said of it.
    pub what: What,
    /// The text of it.
    pub text: String,
}

/// What kind of thing happened.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// A contact: on which channel, whether it came in, and its outcome.
    Contact { channel: String, incoming: bool, disposition: String },
    /// A follow-up was done or dropped: its kind.
    FollowUp { kind: &'static str, state: &'static str },
    /// A deal was won or lost.
    Deal(DealState),
    /// Something was bought, for so much.
    Order(crate::domain::money::Money),
    /// A ticket: its kind, and whether it is open.
    Ticket { kind: &'static str, state: &'static str },
}

/// Everything that happened, newest first. While there are older interactions to fetch, events older
/// than the last one known are left out: they would stand in the wrong place.
pub(super) fn entries(card: &Card, older: &[Interaction], more: bool) -> Vec<Entry> {
    let mut all: Vec<Entry> = card.timeline.iter().chain(older).map(of_interaction).collect();
    let reach = all.last().map(|entry| entry.at).filter(|_| more);
    let events = card.follow_ups.iter().filter_map(of_follow_up);
    let events = events.chain(card.deals.iter().filter_map(of_deal));
    let events = events.chain(card.orders.iter().map(of_order)).chain(card.tickets.iter().map(of_ticket));
    all.extend(events.filter(|event| reach.is_none_or(|reach| event.at >= reach)));
    all.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.record)));
    all
}

fn of_interaction(interaction: &Interaction) -> Entry {
    Entry {
        at: interaction.at,
        record: RecordRef { noun: Noun::Interaction, id: interaction.id.0 },
        by: interaction.by,
        what: What::Contact {
            channel: interaction.channel.clone(),
            incoming: interaction.direction == crate::domain::interaction::Direction::In,
            disposition: interaction.disposition.clone(),
        },
        text: interaction.text.clone(),
    }
}

fn of_follow_up(follow_up: &FollowUp) -> Option<Entry> {
    let text = [follow_up.text.as_str(), follow_up.outcome.as_str()];
    Some(Entry {
        at: follow_up.done_at.filter(|_| follow_up.state != FollowUpState::Open)?,
        record: RecordRef { noun: Noun::FollowUp, id: follow_up.id.0 },
        by: follow_up.done_by,
        what: What::FollowUp { kind: follow_up.kind.slug(), state: follow_up.state.slug() },
        text: text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "),
    })
}

fn of_deal(deal: &Deal) -> Option<Entry> {
    let text = if deal.reason.is_empty() { deal.title.clone() } else { format!("{}: {}", deal.title, deal.reason) };
    Some(Entry {
        at: deal.closed?,
        record: RecordRef { noun: Noun::Deal, id: deal.id.0 },
        by: deal.history.last().and_then(|change| change.by),
        what: What::Deal(deal.state),
        text,
    })
}

fn of_order(order: &Order) -> Entry {
    let lines: Vec<_> =
        order.lines.iter().map(|line| format!("{} x {}", line.quantity.normalize(), line.name)).collect();
    Entry {
        at: order.at,
        record: RecordRef { noun: Noun::Order, id: order.id.0 },
        by: None,
        what: What::Order(order.total()),
        text: lines.join(", "),
    }
}

fn of_ticket(ticket: &Ticket) -> Entry {
    let text = [ticket.text.as_str(), ticket.resolution.as_str()];
    Entry {
        at: ticket.created,
        record: RecordRef { noun: Noun::Ticket, id: ticket.id.0 },
        by: ticket.created_by,
        what: What::Ticket { kind: ticket.kind.slug(), state: ticket.state.slug() },
        text: text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "),
    }
}
