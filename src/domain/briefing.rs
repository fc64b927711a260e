//! The briefing: what to know before saying hello, what matters most first, and from which record each of it comes.

use super::clocks::{Clocks, KnownBy};
use super::customer::{Birthday, Customer};
use super::deal::Deal;
use super::do_not_contact::DoNotContact;
use super::follow_up::{FollowUp, FollowUpKind, FollowUpState};
use super::interaction::{Direction, Interaction};
use super::money::{Currency, Money};
use super::noun::RecordRef;
use super::record::Record;
use super::ticket::Ticket;
use super::time::Timestamp;
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// What is known of a customer.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Who.
    pub customer: &'a Customer,
    /// Their tickets.
    pub tickets: &'a [Ticket],
    /// Their follow-ups.
    pub follow_ups: &'a [FollowUp],
    /// Their deals.
    pub deals: &'a [Deal],
    /// Contacts with them, the newest first.
    pub contacts: &'a [Interaction],
    /// What of theirs must not be used.
    pub do_not_contact: &'a [DoNotContact],
}

/// Something to know, and where it is known from.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What.
    pub what: What,
    /// The records it comes from; none where it is said on the customer itself.
    pub records: Vec<RecordRef>,
    /// The fields of the customer it comes from.
    pub fields: &'static [&'static str],
}

/// What there is to know.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A complaint is open.
    Complaint(Ticket),
    /// A number or address must not be used.
    DoNotContact(DoNotContact),
    /// What is to be done next.
    NextStep(FollowUp),
    /// Nothing is to be done next.
    NoNextStep,
    /// A promise that is open, or the last one made, where it is not the next step.
    Promise(FollowUp),
    /// What their clock shows: the earliest and the latest that can be meant.
    Clock(NaiveDateTime, NaiveDateTime),
    /// What open deals are worth, by currency, and how many there are.
    Money(Vec<Money>, usize),
    /// Calls in the last seven days, in and out.
    Calls(usize, usize),
    /// The birthday, and days until then; none where the lunar calendar is not to be told.
    Birthday(Birthday, Option<i64>),
}

const WEEK: i64 = 7 * Timestamp::DAY;

/// What to know of a customer, at `now` and in a firm that lives by the clock of `house`.
pub fn briefing(known: Known, now: Timestamp, house: Tz) -> Vec<Fact> {
    let clocks = Clocks::of(known.customer, "", house);
    let next = next_step(known.follow_ups);
    let complaints = known.tickets.iter().filter(|ticket| ticket.is_open_complaint());
    let mut facts: Vec<Fact> = complaints.map(|ticket| of(What::Complaint(ticket.clone()), [ticket])).collect();
    facts.extend(known.do_not_contact.iter().map(|entry| of(What::DoNotContact(entry.clone()), [entry])));
    facts.push(match next {
        Some(next) => of(What::NextStep(next.clone()), [next]),
        None => Fact { what: What::NoNextStep, records: Vec::new(), fields: &[] },
    });
    facts.extend(promises(known.follow_ups, next));
    facts.extend(clock(&clocks, now));
    facts.extend(money(known.deals));
    facts.extend(calls(known.contacts, now));
    facts.extend(birthday(known.customer, clocks.read(now).0.date()));
    facts
}

fn of<'a, T: Record + 'a>(what: What, records: impl IntoIterator<Item = &'a T>) -> Fact {
    Fact { what, records: records.into_iter().map(Record::reference).collect(), fields: &[] }
}

/// The open follow-up that is due first.
fn next_step(follow_ups: &[FollowUp]) -> Option<&FollowUp> {
    follow_ups.iter().filter(|step| step.is_open()).min_by_key(|step| (step.due, step.id))
}

/// The open ones and the last one made, by their time. One that was given up is no promise any more.
fn promises(follow_ups: &[FollowUp], next: Option<&FollowUp>) -> Vec<Fact> {
    let made = |step: &&FollowUp| step.kind == FollowUpKind::Promise && step.state != FollowUpState::Cancelled;
    let last = follow_ups.iter().filter(made).max_by_key(|step| (step.created, step.id)).map(|step| step.id);
    let is_told = |step: &&FollowUp| next.map(|next| next.id) != Some(step.id);
    let counts = |step: &&FollowUp| step.is_open() || last == Some(step.id);
    let mut told: Vec<_> = follow_ups.iter().filter(made).filter(counts).filter(is_told).collect();
    told.sort_by_key(|step| (step.due, step.id));
    told.into_iter().map(|step| of(What::Promise(step.clone()), [step])).collect()
}

/// Nothing is said of a clock that is only the firm's own.
fn clock(clocks: &Clocks, now: Timestamp) -> Option<Fact> {
    let fields: &[&str] = match clocks.known_by {
        KnownBy::Set => &["time_zone"],
        KnownBy::Address => &["country", "region"],
        KnownBy::Number => &["phones"],
        KnownBy::House => return None,
    };
    let (from, until) = clocks.read(now);
    Some(Fact { what: What::Clock(from, until), records: Vec::new(), fields })
}

fn money(deals: &[Deal]) -> Option<Fact> {
    let open: Vec<&Deal> = deals.iter().filter(|deal| deal.is_open()).collect();
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for deal in &open {
        let sum = sums.entry(deal.value.currency).or_default();
        *sum = sum.saturating_add(deal.value.minor);
    }
    let sums = sums.into_iter().map(|(currency, minor)| Money { minor, currency }).collect();
    (!open.is_empty()).then(|| of(What::Money(sums, open.len()), open.iter().copied()))
}

fn calls(contacts: &[Interaction], now: Timestamp) -> Option<Fact> {
    let is_recent = |call: &&Interaction| call.channel == "phone" && now.seconds_since(call.at) < WEEK;
    let calls: Vec<&Interaction> = contacts.iter().filter(is_recent).collect();
    let incoming = calls.iter().filter(|call| call.direction == Direction::In).count();
    (!calls.is_empty()).then(|| of(What::Calls(incoming, calls.len() - incoming), calls.iter().copied()))
}

fn birthday(customer: &Customer, today: NaiveDate) -> Option<Fact> {
    let birthday = customer.birthday?;
    let what = What::Birthday(birthday, days_until(birthday, today));
    Some(Fact { what, records: Vec::new(), fields: &["birthday"] })
}

/// Days from `today` until a birthday of our calendar; one of 29 February is kept on the 28th in other years.
fn days_until(birthday: Birthday, today: NaiveDate) -> Option<i64> {
    let in_year = |year| {
        let day = NaiveDate::from_ymd_opt(year, birthday.month, birthday.day);
        day.or_else(|| NaiveDate::from_ymd_opt(year, birthday.month, birthday.day.saturating_sub(1)))
    };
    let next = [today.year(), today.year() + 1].into_iter().filter_map(in_year).find(|day| *day >= today);
    next.filter(|_| !birthday.lunar).map(|next| (next - today).num_days())
}

#[cfg(test)]
mod tests;
