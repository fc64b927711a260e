//! Every value by its table: its checksum, its version, its shape, and that it lies where it belongs.

use crate::crm::{audit, hooks};
use crate::domain::finding::{Finding, Place};
use crate::domain::id::UndoId;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::reason::reason;
use crate::domain::undo::UndoEntry;
use crate::store::engine::chain;
use crate::store::key::{Table, last_number, number_at};
use crate::store::records::{self, AnyRecord, undo as keys};
use crate::store::value::{self, ValueError};

/// An entry of the store, read as its table says.
pub(super) enum Entry {
    Record(Box<dyn AnyRecord>),
    /// A key that says where a record or an undo entry is found.
    Index,
    Undo(UndoEntry),
    /// A piece of the steps of one of an undo entry's commits.
    Steps {
        undo: UndoId,
        batch: u64,
        chunk: u64,
        bytes: Vec<u8>,
    },
    /// Ids of a noun, or of undo entries, and the next one.
    Sequence {
        of: u8,
        next: u64,
    },
    /// An entry of the audit log.
    Audit,
    /// A damaged value that a repair put aside.
    Quarantined,
    /// Bookkeeping that nothing else rests on.
    Plain,
}

/// Reads an entry; what cannot be read comes back as the finding. A new table must find its place here.
pub(super) fn read(key: &[u8], stored: &[u8]) -> Result<Entry, Finding> {
    let Some((table, noun)) = Table::of_key(key) else { return Err(unreadable(key)) };
    match table {
        Table::Records => noun.map_or_else(|| Err(unreadable(key)), |noun| record(noun, key, stored)),
        Table::Timeline
        | Table::Queue
        | Table::FollowUpsOf
        | Table::Board
        | Table::DealsOf
        | Table::TicketsOf
        | Table::OpenTickets
        | Table::OrdersOf
        | Table::PeopleAt
        | Table::ByAddress
        | Table::ByExternalId
        | Table::ByName
        | Table::Suppressed
        | Table::MembersOf
        | Table::AttemptsOf
        | Table::Due
        | Table::StepsOf
        | Table::ByContent
        | Table::OrderedAt
        | Table::InteractionsAt
        | Table::CallbacksAt
        | Table::UndoBy
        | Table::UndoOf => Ok(Entry::Index),
        Table::Sequence => sequence(key, stored),
        Table::Undo => undo(key, stored).map(Entry::Undo),
        Table::UndoSteps => steps(key, stored),
        Table::Cursor if key.len() == 1 + 16 && stored.len() == 8 => Ok(Entry::Plain),
        Table::HashKey if key.len() == 1 && stored.len() == 32 => Ok(Entry::Plain),
        Table::Cursor | Table::HashKey => Err(unreadable(key)),
        Table::Hook => {
            hooks::decode(stored).map(|_| Entry::Plain).map_err(|error| finding(Place::Key(hex(key)), &error))
        }
        Table::Quarantine => Ok(Entry::Quarantined),
        Table::Audit => audit_entry(key, stored),
    }
}

fn record(noun: Noun, key: &[u8], stored: &[u8]) -> Result<Entry, Finding> {
    let Some(id) = number_of(key, 1 + 8, 1) else { return Err(unreadable(key)) };
    let place = Place::Record(RecordRef { noun, id });
    let record = records::unseal_any(noun, stored).map_err(|error| finding(place.clone(), &error))?;
    let says = record.reference();
    if says.id == id {
        return Ok(Entry::Record(record));
    }
    Err(Finding::ValueDamaged { place, why: reason("value-misplaced").with("says", says) })
}

/// Reads an undo entry; what cannot be read comes back as the finding.
pub(in crate::crm) fn undo(key: &[u8], stored: &[u8]) -> Result<UndoEntry, Finding> {
    let Some(id) = number_of(key, 1 + 8, 1) else { return Err(unreadable(key)) };
    let place = Place::Undo(UndoId(id));
    let entry: UndoEntry = value::unseal(keys::ENTRY, stored).map_err(|error| finding(place.clone(), &error))?;
    if entry.id == UndoId(id) {
        return Ok(entry);
    }
    Err(Finding::ValueDamaged { place, why: reason("value-misplaced").with("says", entry.id) })
}

fn steps(key: &[u8], stored: &[u8]) -> Result<Entry, Finding> {
    let parts = (number_of(key, 1 + 3 * 8, 1), number_at(key, 9), number_at(key, 17));
    let (Some(undo), Some(batch), Some(chunk)) = parts else { return Err(unreadable(key)) };
    let undo = UndoId(undo);
    let bytes = value::unseal(keys::STEPS, stored).map_err(|error| finding(Place::Undo(undo), &error))?;
    Ok(Entry::Steps { undo, batch, chunk, bytes })
}

fn sequence(key: &[u8], stored: &[u8]) -> Result<Entry, Finding> {
    match key {
        [_, of] if super::sequences::name(*of).is_some() => {
            // A damaged number is as good as none: the ids there are say what the next one is.
            let next = stored.try_into().map_or(0, u64::from_be_bytes);
            Ok(Entry::Sequence { of: *of, next })
        }
        _ => Err(unreadable(key)),
    }
}

fn audit_entry(key: &[u8], stored: &[u8]) -> Result<Entry, Finding> {
    let place = Place::Audit(last_number(key).unwrap_or_default());
    let Some((_, entry)) = chain::split(stored) else { return Err(unreadable(key)) };
    audit::decode(entry).map(|_| Entry::Audit).map_err(|error| finding(place, &error))
}

/// The number at `offset` of a key that is exactly so long.
fn number_of(key: &[u8], length: usize, offset: usize) -> Option<u64> {
    if key.len() == length { number_at(key, offset) } else { None }
}

fn finding(place: Place, error: &ValueError) -> Finding {
    match error {
        ValueError::FromTheFuture { found, known, .. } => Finding::ValueTooNew { place, found: *found, known: *known },
        ValueError::Damaged { .. } | ValueError::TooLarge { .. } => {
            Finding::ValueDamaged { place, why: reason("value-unreadable") }
        }
    }
}

fn unreadable(key: &[u8]) -> Finding {
    Finding::ValueDamaged { place: Place::Key(hex(key)), why: reason("value-unknown") }
}

/// A key as a person can pass it on.
pub(super) fn hex(key: &[u8]) -> String {
    key.iter().fold(String::new(), |shown, byte| shown + &format!("{byte:02x}"))
}
