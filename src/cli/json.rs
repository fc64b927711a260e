//! What `--json` prints where it is not simply the record: field names may grow, never change.

use crate::domain::customer::CustomerKind;
use crate::domain::deal::DealState;
use crate::domain::follow_up::{FollowUpKind, FollowUpState, Lane, Weight};
use crate::domain::id::{CustomerId, DealId, FollowUpId};
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::time::Timestamp;
use crate::door::customers::{Card, Relation};
use crate::door::deals::{self, Column};
use crate::door::follow_ups::{self, DealRow, QueueItem};
use crate::door::refusal::Candidate;
use crate::door::search::{CustomerRow, Found, Highlight, NoteLine};
use chrono::NaiveDate;
use serde::Serialize;

/// `find`.
#[derive(Debug, Serialize)]
pub struct FoundView<'a> {
    matched: usize,
    elapsed_us: u64,
    paint_us: u64,
    rows: Vec<FoundRow<'a>>,
}

#[derive(Debug, Serialize)]
struct FoundRow<'a> {
    id: CustomerId,
    name: &'a str,
    kind: CustomerKind,
    company: &'a str,
    city: &'a str,
    phones: &'a [String],
    emails: &'a [String],
    tags: &'a [String],
    last_contact: Option<Timestamp>,
    highlights: &'a [Highlight],
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a NoteLine>,
}

impl<'a> FoundView<'a> {
    /// Of what search found.
    pub fn of(found: &'a Found) -> Self {
        let row = |row: &'a CustomerRow| FoundRow {
            id: row.id,
            name: &row.name,
            kind: row.kind,
            company: &row.company,
            city: &row.city,
            phones: &row.phones,
            emails: &row.emails,
            tags: &row.tags,
            last_contact: row.last_contact,
            highlights: &row.highlights,
            note: row.note.as_deref(),
        };
        Self {
            matched: found.matched,
            elapsed_us: found.elapsed_us,
            paint_us: found.paint_us,
            rows: found.rows.iter().map(row).collect(),
        }
    }
}

/// A customer as a row of a table: id, name, company, first phone, first e-mail, tags.
pub fn ids_and_words(row: &CustomerRow) -> Vec<String> {
    let first = |values: &[String]| values.first().cloned().unwrap_or_default();
    vec![
        row.id.to_string(),
        row.name.clone(),
        row.company.clone(),
        first(&row.phones),
        first(&row.emails),
        row.tags.join(" "),
    ]
}

/// `show`.
#[derive(Debug, Serialize)]
pub struct CardView<'a> {
    customer: &'a crate::domain::customer::Customer,
    timeline: &'a [crate::domain::interaction::Interaction],
    deals: &'a [crate::domain::deal::Deal],
    follow_ups: &'a [crate::domain::follow_up::FollowUp],
    tickets: &'a [crate::domain::ticket::Ticket],
    orders: &'a [crate::domain::order::Order],
    relations: &'a [Relation],
    members: &'a [Candidate],
    do_not_contact: &'a [crate::domain::do_not_contact::DoNotContact],
    last_contact: Option<Timestamp>,
    more: bool,
}

impl<'a> CardView<'a> {
    /// Of a card.
    pub fn of(card: &'a Card) -> Self {
        Self {
            customer: &card.customer,
            timeline: &card.timeline,
            deals: &card.deals,
            follow_ups: &card.follow_ups,
            tickets: &card.tickets,
            orders: &card.orders,
            relations: &card.relations,
            members: &card.members,
            do_not_contact: &card.do_not_contact,
            last_contact: card.last_contact,
            more: card.more,
        }
    }
}

/// `queue`.
#[derive(Debug, Serialize)]
pub struct QueueView<'a> {
    follow_ups: Vec<QueueRow<'a>>,
    no_next_step: Vec<DealView<'a>>,
    more: bool,
}

#[derive(Debug, Serialize)]
struct QueueRow<'a> {
    id: FollowUpId,
    kind: FollowUpKind,
    customer: Option<CustomerId>,
    customer_name: &'a str,
    number: Option<&'a str>,
    due: Timestamp,
    all_day: bool,
    text: &'a str,
    owner: &'a str,
    leased_to: Option<&'a str>,
    state: FollowUpState,
    lane: Lane,
    score: i64,
    why: Vec<Weight>,
}

impl<'a> QueueView<'a> {
    /// Of the queue as it is at `now`.
    pub fn of(queue: &'a follow_ups::Queue, now: Timestamp) -> Self {
        Self {
            follow_ups: queue.items.iter().map(|item| queue_row(item, now)).collect(),
            no_next_step: queue.no_next_step.iter().map(|row| DealView::of(row, now)).collect(),
            more: queue.more,
        }
    }
}

fn queue_row(item: &QueueItem, now: Timestamp) -> QueueRow<'_> {
    let follow_up = &item.follow_up;
    let number = match &follow_up.party {
        Party::Number(number) => Some(number.as_str()),
        Party::Customer(_) | Party::Withheld => None,
    };
    QueueRow {
        id: follow_up.id,
        kind: follow_up.kind,
        customer: follow_up.party.customer(),
        customer_name: &item.customer_name,
        number,
        due: follow_up.due,
        all_day: follow_up.all_day,
        text: &follow_up.text,
        owner: &item.owner_name,
        leased_to: item.leased_to.as_deref(),
        state: follow_up.state,
        lane: item.lane,
        score: item.score,
        why: follow_up.weights(now),
    }
}

/// `board`.
#[derive(Debug, Serialize)]
pub struct BoardView<'a> {
    pipeline: &'a str,
    stages: Vec<StageView<'a>>,
}

#[derive(Debug, Serialize)]
struct StageView<'a> {
    name: &'a str,
    label: &'a str,
    probability: u8,
    count: usize,
    values: &'a [Money],
    deals: Vec<DealView<'a>>,
}

/// A deal on the board or in the list.
#[derive(Debug, Serialize)]
pub struct DealView<'a> {
    id: DealId,
    title: &'a str,
    customer: CustomerId,
    customer_name: &'a str,
    value: Money,
    stage: &'a str,
    state: DealState,
    reason: &'a str,
    competitors: &'a [String],
    expected_close: Option<NaiveDate>,
    days_in_stage: i64,
    next_step: Option<Timestamp>,
}

impl<'a> BoardView<'a> {
    /// Of a board as it is at `now`.
    pub fn of(board: &'a deals::Board, now: Timestamp) -> Self {
        let stage = |column: &'a Column| StageView {
            name: &column.stage,
            label: &column.label,
            probability: column.probability,
            count: column.count,
            values: &column.values,
            deals: column.deals.iter().map(|row| DealView::of(row, now)).collect(),
        };
        Self { pipeline: &board.pipeline, stages: board.stages.iter().map(stage).collect() }
    }
}

impl<'a> DealView<'a> {
    /// Of a deal as it is at `now`.
    pub fn of(row: &'a DealRow, now: Timestamp) -> Self {
        let deal = &row.deal;
        Self {
            id: deal.id,
            title: &deal.title,
            customer: deal.customer,
            customer_name: &row.customer_name,
            value: deal.value,
            stage: &deal.stage,
            state: deal.state,
            reason: &deal.reason,
            competitors: &deal.competitors,
            expected_close: deal.expected_close,
            days_in_stage: deal.days_in_stage(now),
            next_step: row.next_step,
        }
    }
}
