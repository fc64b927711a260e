//! The search index kept beside the store between two starts: a cache, caught up from what changed since.

use super::super::Crm;
use super::super::kept::{self, Stamp};
use crate::domain::id::{CustomerId, Id};
use crate::domain::noun::Noun;
use crate::search::Part;
use crate::store::key::{Key, Table, number_at};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The file it is kept in.
const FILE: &str = "search";

/// A store in which more than one of so many customers changed is read anew: that is faster.
const FEW: usize = 8;

/// An index that was read, and what it lacks.
pub struct Kept {
    pub part: Part,
    pub merged: Vec<(CustomerId, CustomerId)>,
    /// Customers whose rows may have changed since.
    pub changed: BTreeSet<CustomerId>,
}

/// Keeps an index, and who is merged into whom.
pub(super) fn keep(crm: &Crm, stamp: &Stamp, merged: Vec<(CustomerId, CustomerId)>, part: &Part) {
    let merged: Vec<(u64, u64)> = merged.into_iter().map(|(id, into)| (id.number(), into.number())).collect();
    kept::keep(crm, FILE, stamp, &merged, |bytes| part.pack(bytes));
}

/// Lets go of the index that is kept.
pub(super) fn forget(crm: &Crm) {
    kept::forget(crm, FILE);
}

/// The index that is kept, if it is one of this store and what changed since is little and known.
pub(super) fn read(crm: &Crm) -> Option<Kept> {
    let (stamp, merged, part): (_, Vec<(u64, u64)>, _) = kept::read(crm, FILE, Part::unpack)?;
    let changed = changed_since(crm, &stamp, part.len() / FEW)?;
    let merged = merged.into_iter().map(|(id, into)| (CustomerId(id), CustomerId(into))).collect();
    Some(Kept { part, merged, changed })
}

/// The customers whose records or timelines changed since; None if they are too many, or it can no longer be told.
fn changed_since(crm: &Crm, stamp: &Stamp, most: usize) -> Option<BTreeSet<CustomerId>> {
    let mut changed = BTreeSet::new();
    stamp.each_key_since(crm, |key| {
        changed.extend(customer_of(key));
        if changed.len() > most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Some(changed)
}

/// The customer whose row a key may change: one of a record, or of a timeline.
fn customer_of(key: &[u8]) -> Option<CustomerId> {
    let after = |prefix: Key| {
        let prefix = prefix.bytes();
        key.starts_with(&prefix).then(|| number_at(key, prefix.len())).flatten().map(CustomerId)
    };
    after(Key::records(Noun::Customer)).or_else(|| after(Key::of(Table::Timeline).byte(1)))
}
