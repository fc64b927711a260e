//! The filters of a query. Those a customer's row answers are looked at row by row; the others
//! become a set of customers first, from the index that knows.

use super::context::Context;
use super::follow_ups::{day_end, due_between};
use super::resolve;
use super::{Crm, refuse};
use crate::domain::country;
use crate::domain::deal::{Deal, STAGE_NAMES};
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::interaction::Interaction;
use crate::domain::money::Money;
use crate::domain::noun::Noun;
use crate::domain::phone;
use crate::domain::query::{Bound, Compare, Day, Field, Filter, Query};
use crate::domain::text::fold;
use crate::domain::ticket::Ticket;
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::search::{Column, RowView};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, Table};
use crate::store::read;
use crate::store::records::customer::by_address;
use std::collections::HashSet;

/// The filters of a query, ready to be asked of rows.
pub struct Sieve {
    rows: Vec<(Filter, Vec<UserId>)>,
    sets: Vec<(HashSet<CustomerId>, bool)>,
    now: Timestamp,
    day_end: Timestamp,
}

impl Sieve {
    /// Gets everything that does not stand in the rows.
    pub fn new(crm: &Crm, context: &Context, query: &Query) -> Result<Self, Refusal> {
        let day_end = day_end(&crm.settings(), context.now);
        let mut sieve = Self { rows: Vec::new(), sets: Vec::new(), now: context.now, day_end };
        let snapshot = crm.snapshot()?;
        for filter in &query.filters {
            if filter.field.is_row() {
                sieve.rows.push((filter.clone(), owners(crm, context, filter)?));
            } else {
                sieve.sets.push((sieve.set(crm, &*snapshot, filter)?, filter.negated));
            }
        }
        Ok(sieve)
    }

    /// Whether a row passes all of them; archived customers never do.
    pub fn keeps(&self, row: RowView<'_>) -> bool {
        !row.archived()
            && self.sets.iter().all(|(set, negated)| set.contains(&row.id()) != *negated)
            && self.rows.iter().all(|(filter, owners)| self.fits(row, filter, owners) != filter.negated)
    }

    fn fits(&self, row: RowView<'_>, filter: &Filter, owners: &[UserId]) -> bool {
        match (filter.field, &filter.op) {
            (Field::Name, Compare::AnyOf(words)) => part_of(row.name(), words),
            (Field::Company, Compare::AnyOf(words)) => part_of(row.company(), words),
            (Field::City, Compare::AnyOf(words)) => part_of(row.city(), words),
            (Field::Country, Compare::AnyOf(words)) => {
                let here = country::normalised(row.country());
                words.iter().any(|word| country::normalised(word) == here || fold(row.country()) == *word)
            }
            (Field::Source, Compare::AnyOf(words)) => part_of(row.source(), words),
            (Field::Tag, Compare::AnyOf(words)) => row.values(Column::Tag).any(|tag| words.contains(&fold(tag))),
            (Field::Email, Compare::AnyOf(words)) => row.values(Column::Email).any(|email| part_of(email, words)),
            (Field::Phone, Compare::AnyOf(words)) => row.values(Column::Phone).any(|number| {
                let digits = phone::digits(number);
                let asked = words.iter().map(|word| phone::digits(word)).filter(|asked| !asked.is_empty());
                asked.into_iter().any(|asked| digits.contains(asked.trim_start_matches('0')))
            }),
            (Field::Kind, Compare::AnyOf(words)) => {
                let kind = if row.organisation() { "organisation" } else { "person" };
                words.iter().any(|word| word == kind)
            }
            (Field::Owner, _) => row.owner().is_some_and(|owner| owners.contains(&owner)),
            (Field::Last, op) => self.when(row.last_contact(), op),
            (Field::Created, op) => self.when(Some(row.created()), op),
            _ => false,
        }
    }

    /// Whether a past moment fits.
    fn when(&self, at: Option<Timestamp>, op: &Compare) -> bool {
        let since = |days: u32| self.now.plus(-i64::from(days) * Timestamp::DAY);
        let Some(at) = at else { return matches!(op, Compare::Beyond(_)) };
        match op {
            Compare::Within(days) => at >= since(*days),
            Compare::Beyond(days) => at < since(*days),
            Compare::On(day) => self.span(*day).contains(&at),
            _ => false,
        }
    }

    /// The moments of a day; overdue is everything before now.
    fn span(&self, day: Day) -> std::ops::Range<Timestamp> {
        let today = self.day_end.plus(-Timestamp::DAY);
        match day {
            Day::Overdue => Timestamp(i64::MIN)..self.now,
            Day::Yesterday => today.plus(-Timestamp::DAY)..today,
            Day::Today => today..self.day_end,
            Day::Tomorrow => self.day_end..self.day_end.plus(Timestamp::DAY),
        }
    }

    /// The customers a filter over other records holds for, its negation left aside.
    fn set(&self, crm: &Crm, snapshot: &dyn Snapshot, filter: &Filter) -> Result<HashSet<CustomerId>, Refusal> {
        match filter.field {
            Field::Due => {
                let span = match &filter.op {
                    Compare::On(day) => self.span(*day),
                    Compare::Within(days) => Timestamp(i64::MIN)..self.now.plus(i64::from(*days) * Timestamp::DAY),
                    Compare::Beyond(days) => self.now.plus(i64::from(*days) * Timestamp::DAY)..Timestamp(i64::MAX),
                    _ => return Ok(HashSet::new()),
                };
                let due = due_between(snapshot, span.start, span.end)?;
                Ok(due.iter().filter_map(|step| step.party.customer()).map(|id| crm.finder.keeper(id)).collect())
            }
            Field::Ticket => tickets(crm, snapshot, &filter.op),
            Field::DoNotContact => suppressed(crm, snapshot, &filter.op),
            Field::Note => notes(crm, snapshot, &filter.op),
            _ => deals(crm, snapshot, filter),
        }
    }
}

/// Whether one of the words is a part of the text; both folded.
fn part_of(text: &str, words: &[String]) -> bool {
    let text = fold(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The users a filter by owner names.
fn owners(crm: &Crm, context: &Context, filter: &Filter) -> Result<Vec<UserId>, Refusal> {
    match (filter.field, &filter.op) {
        (Field::Owner, Compare::AnyOf(names)) => names.iter().map(|name| resolve::user(crm, context, name)).collect(),
        _ => Ok(Vec::new()),
    }
}

fn deals(crm: &Crm, snapshot: &dyn Snapshot, filter: &Filter) -> Result<HashSet<CustomerId>, Refusal> {
    let settings = crm.settings();
    let is_stage = |deal: &Deal, word: &str| {
        let pipeline = settings.pipelines.iter().find(|pipeline| pipeline.slug == deal.pipeline);
        pipeline.and_then(|p| p.find_stage(word, STAGE_NAMES).ok()).is_some_and(|stage| stage.slug == deal.stage)
    };
    let fits = |deal: &Deal| match (filter.field, &filter.op) {
        (Field::Stage, Compare::AnyOf(words)) => words.iter().any(|word| is_stage(deal, word)),
        (Field::Pipeline, Compare::AnyOf(words)) => words.iter().any(|word| fold(&deal.pipeline) == *word),
        (Field::Deal, Compare::AnyOf(words)) => {
            part_of(&deal.title, words) || words.iter().any(|word| fold(&deal.id.to_string()) == *word)
        }
        (Field::Value, Compare::Amount(bound, amount)) => is_on_side(deal.value, *bound, *amount),
        (Field::Value, Compare::Between(least, most)) => {
            is_on_side(deal.value, Bound::AtLeast, *least) && is_on_side(deal.value, Bound::AtMost, *most)
        }
        _ => false,
    };
    let mut customers = HashSet::new();
    for deal in read::found::<Deal>(snapshot, Key::of(Table::Board), Direction::Forward) {
        let deal = deal.map_err(refuse)?;
        if fits(&deal) {
            customers.insert(crm.finder.keeper(deal.customer));
        }
    }
    Ok(customers)
}

/// Amounts of different currencies are never compared.
fn is_on_side(value: Money, bound: Bound, than: Money) -> bool {
    value.currency == than.currency
        && match bound {
            Bound::Below => value.minor < than.minor,
            Bound::AtMost => value.minor <= than.minor,
            Bound::Exactly => value.minor == than.minor,
            Bound::AtLeast => value.minor >= than.minor,
            Bound::Above => value.minor > than.minor,
        }
}

/// Customers with an open ticket, with an open complaint, or with none.
fn tickets(crm: &Crm, snapshot: &dyn Snapshot, op: &Compare) -> Result<HashSet<CustomerId>, Refusal> {
    let Compare::AnyOf(words) = op else { return Ok(HashSet::new()) };
    let asked = |word: &str| words.iter().any(|w| w == word);
    let (mut with, mut customers) = (HashSet::new(), HashSet::new());
    for ticket in read::found::<Ticket>(snapshot, Key::of(Table::OpenTickets), Direction::Forward) {
        let ticket = ticket.map_err(refuse)?;
        let customer = crm.finder.keeper(ticket.customer);
        with.insert(customer);
        if asked("open") || (asked("complaint") && ticket.is_open_complaint()) {
            customers.insert(customer);
        }
    }
    if asked("none") {
        customers.extend(everyone_but(snapshot, &with)?);
    }
    Ok(customers)
}

/// Customers one of whose numbers or addresses is suppressed (or none of whose is).
fn suppressed(crm: &Crm, snapshot: &dyn Snapshot, op: &Compare) -> Result<HashSet<CustomerId>, Refusal> {
    let mut customers = HashSet::new();
    for entry in read::all::<DoNotContact>(snapshot) {
        let entry = entry.map_err(refuse)?;
        let key = by_address(&entry.address, &crm.hasher);
        customers.extend(resolve::standing(snapshot, key)?.iter().map(|customer| customer.id));
    }
    if matches!(op, Compare::Is(true)) {
        return Ok(customers);
    }
    everyone_but(snapshot, &customers)
}

fn everyone_but(snapshot: &dyn Snapshot, these: &HashSet<CustomerId>) -> Result<HashSet<CustomerId>, Refusal> {
    let all = read::ids::<CustomerId>(snapshot, Key::records(Noun::Customer), Direction::Forward);
    all.filter(|id| id.as_ref().map_or(true, |id| !these.contains(id))).collect::<Result<_, _>>().map_err(refuse)
}

/// Customers an interaction of whom says one of the words.
fn notes(crm: &Crm, snapshot: &dyn Snapshot, op: &Compare) -> Result<HashSet<CustomerId>, Refusal> {
    let Compare::AnyOf(words) = op else { return Ok(HashSet::new()) };
    let mut customers = HashSet::new();
    for interaction in read::all::<Interaction>(snapshot) {
        let interaction = interaction.map_err(refuse)?;
        if let Some(id) = interaction.party.customer().filter(|_| part_of(&interaction.text, words)) {
            customers.insert(crm.finder.keeper(id));
        }
    }
    Ok(customers)
}
