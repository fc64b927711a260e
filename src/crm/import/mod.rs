//! Rows of files into records; one file a target.
//!
//! Every row is first looked for in the store and among the rows before it: what says nothing new
//! changes nothing, so the same file twice adds nothing. A row that cannot be taken is refused by
//! itself, whole; the rows around it are taken. What a row is not known by, its content tells: of rows that say
//! the same the file's third is the store's third, so that the same purchase twice stays two purchases.
//! An import adds and changes, it never empties: a list grows, a field takes the value the file has.

mod contacts;
mod customers;
mod kept;
mod news;
mod orders;
mod users;
mod work;

use super::change::{Change, fits};
use super::{export, refuse};
use crate::domain::customer::Customer;
use crate::domain::edit::{self, Draft};
use crate::domain::id::{CustomerId, Id};
use crate::domain::import::{Bundle, KeptRow, Only, RefusedRow, Row, Target};
use crate::domain::reason::reason;
use crate::door::Refusal;
use crate::door::jobs::{Start, Taken};
use crate::door::refusal::Clash;
use crate::store::engine::Direction;
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::{self, Stored};
use news::news;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Records an index key leads to that are looked at.
const LOOKED_AT: usize = 50;

/// Takes rows into a change.
pub(super) fn rows(change: &mut Change, start: &Start, rows: &[Row], known: &mut Known) -> Result<Taken, Refusal> {
    Intake::new(change, start, known).take(rows.iter().map(|row| (row.line, row)), Intake::row)
}

/// Takes records as a store kept them, each at its id.
pub(super) fn kept(
    change: &mut Change,
    start: &Start,
    store: &str,
    rows: &[KeptRow],
    known: &mut Known,
) -> Result<Taken, Refusal> {
    change.loosen();
    let intake = Intake::new(change, start, known);
    let may_replace = store == intake.store;
    let items = rows.iter().map(|row| (row.line, &row.item));
    intake.take(items, |intake, item| kept::row(intake, item, may_replace))
}

/// Stores a new customer with what hangs on it.
pub(super) fn bundle(change: &mut Change, bundle: &Bundle) -> Result<CustomerId, Refusal> {
    work::bundle(change, bundle)
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Created,
    Updated,
    Unchanged,
}

impl Fate {
    /// Of a row that is two records: the first one's, unless only the second is news.
    fn and(self, second: Self) -> Self {
        if self == Self::Unchanged && second != Self::Unchanged { Self::Updated } else { self }
    }
}

/// What a change wrote, which its snapshot does not show.
#[derive(Default)]
pub(super) struct Known {
    /// Its records by their index keys.
    by_key: HashMap<Vec<u8>, Vec<u64>>,
    /// Records of a dry run, which get no ids.
    judged: u64,
}

/// Rows being taken into a change.
struct Intake<'i, 'c> {
    change: &'i mut Change<'c>,
    start: &'i Start,
    known: &'i mut Known,
    /// What this store is called in its own files.
    store: String,
}

impl<'i, 'c> Intake<'i, 'c> {
    fn new(change: &'i mut Change<'c>, start: &'i Start, known: &'i mut Known) -> Self {
        let store = export::store_name(change.crm());
        Self { change, start, known, store }
    }

    /// Takes rows, each with its line; one that cannot be taken leaves nothing behind.
    fn take<'r, R: 'r>(
        mut self,
        rows: impl Iterator<Item = (u64, &'r R)>,
        each: impl Fn(&mut Self, &R) -> Result<Fate, Refusal>,
    ) -> Result<Taken, Refusal> {
        let mut taken = Taken::default();
        for (line, row) in rows {
            self.change.begin_row();
            match each(&mut self, row).and_then(|fate| self.wanted(fate)) {
                Ok(Fate::Created) => taken.created += 1,
                Ok(Fate::Updated) => taken.updated += 1,
                Ok(Fate::Unchanged) => taken.unchanged += 1,
                Err(refusal) => {
                    self.change.give_row_up();
                    taken.refused.push(refused(line, refusal)?);
                }
            }
        }
        Ok(taken)
    }

    fn row(&mut self, row: &Row) -> Result<Fate, Refusal> {
        let draft = &row.draft;
        match self.start.target {
            Target::Customers => customers::row(self, draft),
            Target::Contacts => contacts::row(self, draft),
            Target::Interactions => work::interaction(self, row),
            Target::Deals => work::deal(self, row),
            Target::FollowUps => work::follow_up(self, row),
            Target::Tickets => work::ticket(self, row),
            Target::Orders => orders::order(self, row),
            Target::OrderLines => orders::line(self, row),
            Target::Products => orders::product(self, draft),
            Target::Users => users::row(self, draft),
        }
    }

    /// What becomes of a row where only new or only known ones are wanted.
    fn wanted(&mut self, fate: Fate) -> Result<Fate, Refusal> {
        match (self.start.manner.only, fate) {
            (Some(Only::Create), Fate::Updated) => {
                self.change.give_row_up();
                Ok(Fate::Unchanged)
            }
            (Some(Only::Update), Fate::Created) => Err(Refusal::invalid("", reason("nothing-to-update"))),
            (_, fate) => Ok(fate),
        }
    }

    /// The records that index keys with this prefix lead to, as this change has them.
    fn found<T: Stored>(&mut self, key: Key) -> Result<Vec<T>, Refusal> {
        self.first_found(key, LOOKED_AT)
    }

    /// The first `limit` of them in the store, and all of this change.
    fn first_found<T: Stored>(&mut self, key: Key, limit: usize) -> Result<Vec<T>, Refusal> {
        let stored = read::ids::<T::Id>(self.change.snapshot(), key.clone(), Direction::Forward).take(limit);
        let mut ids = stored.collect::<Result<Vec<T::Id>, _>>().map_err(refuse)?;
        for number in self.known.by_key.get(&key.bytes()).into_iter().flatten() {
            ids.push(T::Id::new(*number));
        }
        let mut once = BTreeSet::new();
        ids.retain(|id| once.insert(*id));
        let mut found = Vec::new();
        for id in ids {
            found.extend(self.change.find::<T>(id)?);
        }
        Ok(found)
    }

    fn add<T: Stored>(&mut self, mut record: T) -> Result<T::Id, Refusal> {
        fits(&record)?;
        let id = if self.start.dry_run {
            let id = T::Id::new(u64::MAX - self.known.judged);
            self.known.judged += 1;
            record.set_id(id);
            self.change.put(record.clone())?;
            id
        } else {
            self.change.add(record.clone())?
        };
        record.set_id(id);
        self.remember(&record);
        Ok(id)
    }

    fn put<T: Stored>(&mut self, record: T) -> Result<(), Refusal> {
        fits(&record)?;
        self.remember(&record);
        self.change.put(record)
    }

    /// Files a record under its index keys, each of which ends with its id.
    fn remember<T: Stored>(&mut self, record: &T) {
        for mut key in records::index_keys(record, self.change.hasher()) {
            key.truncate(key.len().saturating_sub(size_of::<u64>()));
            self.known.by_key.entry(key).or_default().push(record.id().number());
        }
    }

    /// Sets what a draft says of a record that is there; the fields it does not name stay.
    fn update<T: Stored>(
        &mut self,
        present: &T,
        draft: &Draft,
        check: impl FnOnce(&T) -> Result<(), Refusal>,
    ) -> Result<Fate, Refusal> {
        let changes = news(draft, present);
        if changes.is_empty() {
            return Ok(Fate::Unchanged);
        }
        let record: T = edit::apply(present, &changes)?;
        check(&record)?;
        self.put(record)?;
        Ok(Fate::Updated)
    }
}

/// Why a row is refused; whatever concerns more than the row is passed on.
fn refused(line: u64, refusal: Refusal) -> Result<RefusedRow, Refusal> {
    let (field, why) = match refusal {
        Refusal::Invalid { field, why } => (field, why),
        Refusal::NotFound { noun, given } => {
            (if noun == "user" { "owner".to_owned() } else { noun }, reason("not-found").with("given", given))
        }
        Refusal::Ambiguous { given, candidates } => {
            ("customer".to_owned(), reason("ambiguous").with("given", given).with("count", candidates.len()))
        }
        Refusal::Conflict(clashes) => match clashes.into_iter().next() {
            Some(Clash { field, theirs, .. }) => (field, reason("changed-meanwhile").with("theirs", theirs)),
            None => return Err(Refusal::Conflict(Vec::new())),
        },
        other => return Err(other),
    };
    Ok(RefusedRow { line, field, why })
}

/// The same refusal with this field to blame.
fn blaming(field: &str, refusal: Refusal) -> Refusal {
    refused(0, refusal).map_or_else(|other| other, |row| Refusal::invalid(field, row.why))
}

/// A text in a draft, or nothing.
fn text<'d>(draft: &'d Draft, field: &str) -> &'d str {
    draft.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The draft without the fields that are no fields of the record.
fn without(draft: &Draft, fields: &[&str]) -> Draft {
    let kept = draft.fields().filter(|(field, _)| !fields.contains(field));
    kept.map(|(field, value)| (field.to_owned(), value.clone())).collect()
}

/// The draft with the customer it names by an id of another system looked up. In a file such an id goes before our
/// own, which may look the same.
fn with_customer(intake: &mut Intake, draft: &Draft) -> Result<Draft, Refusal> {
    let mut draft = draft.clone();
    if let Some(known) = customers::by_id_elsewhere(intake, text(&draft, "customer"))? {
        draft.set("customer", known.id.to_string());
    }
    Ok(draft)
}

/// The customer a row refers to, as the record it stands for now.
fn standing(intake: &mut Intake, customer: Customer) -> Result<Option<Customer>, Refusal> {
    match customer.merged_into {
        Some(keeper) => intake.change.find::<Customer>(keeper),
        None => Ok(Some(customer)),
    }
}
