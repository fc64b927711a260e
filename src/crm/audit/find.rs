//! Looking through the audit log by person, customer and time: a bounded look at a time.

use super::{LOG, damaged, decode};
use crate::crm::context::Context;
use crate::crm::users::login_of;
use crate::crm::{Crm, customers, refuse, resolve};
use crate::domain::audit::AuditEntry;
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, Id, UserId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::RecordRef;
use crate::domain::order::Order;
use crate::domain::party::Party;
use crate::domain::record::{Record, reference};
use crate::domain::ticket::Ticket;
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::door::audit::{Filter, Line, Look, Response};
use crate::store::engine::chain::{self, entry_key};
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::{Key, last_number};
use crate::store::read;
use crate::store::records::{deal::deals_of, follow_up, interaction, order::orders_of, ticket::tickets_of};
use std::collections::BTreeSet;

/// Entries looked through for one answer, at most: a filter that fits nothing does not hold the store up.
const LOOK: usize = 20_000;

/// The entries that fit, from where the last look ended.
pub(super) fn find(crm: &Crm, context: &Context, snapshot: &dyn Snapshot, look: &Look) -> Result<Response, Refusal> {
    let sieve = Sieve::new(crm, context, snapshot, &look.filter)?;
    let (first, end) = span(snapshot, look)?;
    let direction = if look.newest_first { Direction::Reverse } else { Direction::Forward };
    let mut lines = Vec::new();
    let mut past = None;
    let range = KeyRange::new(entry_key(LOG, first), entry_key(LOG, end.max(first)));
    for (looked, found) in snapshot.scan(range, direction).enumerate() {
        if lines.len() >= look.limit || looked >= LOOK {
            return Ok(Response::Found { lines, past });
        }
        let (key, stored) = found.map_err(refuse)?;
        let number = last_number(&key).unwrap_or_default();
        let (_, entry) = chain::split(&stored.value).ok_or_else(|| damaged(&key))?;
        let entry = decode(entry).map_err(refuse)?;
        past = Some(number);
        if sieve.keeps(&entry) {
            let login = entry.user.map_or_else(String::new, |user| login_of(crm, user));
            lines.push(Line { number, login, entry });
        }
    }
    Ok(Response::Found { lines, past: None })
}

/// The numbers that are still to be looked at: the first, and the one behind the last.
fn span(snapshot: &dyn Snapshot, look: &Look) -> Result<(u64, u64), Refusal> {
    let behind = snapshot.head(LOG).map_err(refuse)?.seq + 1;
    let Filter { since, until, .. } = look.filter;
    let first = since.map_or(Ok(1), |at| first_at(snapshot, behind, at))?;
    let end = until.map_or(Ok(behind), |at| first_at(snapshot, behind, at))?;
    Ok(match (look.past, look.newest_first) {
        (None, _) => (first, end),
        (Some(past), true) => (first, end.min(past)),
        (Some(past), false) => (first.max(past.saturating_add(1)), end),
    })
}

/// The number of the first entry at `at` or later, below `behind`. The log is in the order of its clock, so a few
/// looks find it however long the log is.
fn first_at(snapshot: &dyn Snapshot, behind: u64, at: Timestamp) -> Result<u64, Refusal> {
    let (mut low, mut high) = (1, behind);
    while low < high {
        let middle = low + (high - low) / 2;
        if written_at(snapshot, middle)?.is_some_and(|written| written < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn written_at(snapshot: &dyn Snapshot, number: u64) -> Result<Option<Timestamp>, Refusal> {
    let key = entry_key(LOG, number);
    let Some(stored) = snapshot.get(&key).map_err(refuse)? else { return Ok(None) };
    let (_, entry) = chain::split(&stored.value).ok_or_else(|| damaged(&key))?;
    Ok(Some(decode(entry).map_err(refuse)?.at))
}

/// What an entry has to be to fit, besides its time.
struct Sieve {
    by: Option<UserId>,
    records: Option<BTreeSet<RecordRef>>,
}

impl Sieve {
    fn new(crm: &Crm, context: &Context, snapshot: &dyn Snapshot, filter: &Filter) -> Result<Self, Refusal> {
        Ok(Self {
            by: filter.by.as_deref().map(|given| resolve::user(crm, context, given)).transpose()?,
            records: filter.customer.map(|customer| records_of(crm, snapshot, customer)).transpose()?,
        })
    }

    fn keeps(&self, entry: &AuditEntry) -> bool {
        let of_customer = |records: &BTreeSet<RecordRef>| entry.touched.iter().any(|t| records.contains(&t.record));
        self.by.is_none_or(|by| entry.user == Some(by)) && self.records.as_ref().is_none_or(of_customer)
    }
}

/// A customer with everything that hangs on it and on its members now. What was removed or moved away since is not
/// known to have been theirs.
fn records_of(crm: &Crm, snapshot: &dyn Snapshot, id: CustomerId) -> Result<BTreeSet<RecordRef>, Refusal> {
    let found = read::get::<Customer>(snapshot, id).map_err(refuse)?;
    let everyone = found.map_or_else(|| vec![id], |(customer, _)| customers::everyone(&customer));
    let mut records = BTreeSet::new();
    for id in everyone {
        let party = Party::Customer(id);
        records.insert(reference::<Customer>(id));
        gather::<Interaction>(snapshot, interaction::timeline(&party, &crm.hasher), &mut records)?;
        gather::<FollowUp>(snapshot, follow_up::of_party(&party, &crm.hasher), &mut records)?;
        gather::<Deal>(snapshot, deals_of(id), &mut records)?;
        gather::<Ticket>(snapshot, tickets_of(id), &mut records)?;
        gather::<Order>(snapshot, orders_of(id), &mut records)?;
    }
    Ok(records)
}

fn gather<T: Record>(snapshot: &dyn Snapshot, index: Key, records: &mut BTreeSet<RecordRef>) -> Result<(), Refusal> {
    for id in read::ids::<T::Id>(snapshot, index, Direction::Forward) {
        records.insert(RecordRef { noun: T::NOUN, id: id.map_err(refuse)?.number() });
    }
    Ok(())
}
