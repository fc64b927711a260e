//! Reading records at one snapshot.

use super::engine::{Direction, EngineError, KeyRange, Rev, Snapshot};
use super::key::{Key, last_number};
use super::records::{self, Stored};
use super::value::ValueError;
use crate::domain::id::Id;

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The engine could not.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A value is damaged or too new.
    #[error(transparent)]
    Value(#[from] ValueError),
}

/// The record with this id, and the revision that wrote it.
pub fn get<T: Stored>(snapshot: &dyn Snapshot, id: T::Id) -> Result<Option<(T, Rev)>, ReadError> {
    let Some(stored) = snapshot.get(&records::key::<T>(id))? else { return Ok(None) };
    Ok(Some((records::unseal(&stored.value)?, stored.rev)))
}

/// Every record of a noun, by id.
pub fn all<T: Stored>(snapshot: &dyn Snapshot) -> impl Iterator<Item = Result<T, ReadError>> {
    after::<T>(snapshot, T::Id::default())
}

/// The records of a noun behind this id.
pub fn after<T: Stored>(snapshot: &dyn Snapshot, id: T::Id) -> impl Iterator<Item = Result<T, ReadError>> {
    let first = Key::records(T::NOUN).number(id.number().saturating_add(1)).bytes();
    let range = KeyRange { start: first, ..KeyRange::prefix(&Key::records(T::NOUN).bytes()) };
    snapshot.scan(range, Direction::Forward).map(|entry| Ok(records::unseal(&entry?.1.value)?))
}

/// The ids at the ends of the index keys that begin with `prefix`.
pub fn ids<I: Id>(
    snapshot: &dyn Snapshot,
    prefix: Key,
    direction: Direction,
) -> impl Iterator<Item = Result<I, ReadError>> {
    in_range(snapshot, KeyRange::prefix(&prefix.bytes()), direction)
}

/// The ids at the ends of the index keys in a range.
pub fn in_range<I: Id>(
    snapshot: &dyn Snapshot,
    range: KeyRange,
    direction: Direction,
) -> impl Iterator<Item = Result<I, ReadError>> {
    snapshot.scan(range, direction).filter_map(|entry| match entry {
        Ok((key, _)) => last_number(&key).map(|number| Ok(I::new(number))),
        Err(error) => Some(Err(error.into())),
    })
}

/// The records the index keys that begin with `prefix` point to.
pub fn found<T: Stored>(
    snapshot: &dyn Snapshot,
    prefix: Key,
    direction: Direction,
) -> impl Iterator<Item = Result<T, ReadError>> {
    ids::<T::Id>(snapshot, prefix, direction).filter_map(move |id| match id {
        Ok(id) => get::<T>(snapshot, id).map(|found| found.map(|(record, _)| record)).transpose(),
        Err(error) => Some(Err(error)),
    })
}
