//! Undo entries and their steps. The steps of one commit are one value cut into chunks, because a
//! large change does not fit into one.

use crate::domain::id::{CustomerId, UndoId, UserId};
use crate::domain::undo::UndoEntry;
use crate::store::key::{Key, Table, number_at};
use crate::store::value::Kind;

/// The kind of an undo entry's value.
pub const ENTRY: Kind = Kind { tag: 0x80, version: 1, what: "undo entry" };
/// The kind of a chunk of undo steps.
pub const STEPS: Kind = Kind { tag: 0x81, version: 1, what: "undo step" };

/// Every entry, oldest first: ids are handed out in the order of time.
pub fn entries() -> Key {
    Key::of(Table::Undo)
}

/// The steps of all entries, the oldest entry's first.
pub fn all_steps() -> Key {
    Key::of(Table::UndoSteps)
}

/// The entry that is under a key, or one of its steps.
pub fn entry_of(key: &[u8]) -> Option<UndoId> {
    number_at(key, 1).map(UndoId)
}

/// Where an entry is found: by who made it, and by whose data it holds.
pub fn indexed(entry: &UndoEntry) -> impl Iterator<Item = Key> {
    let by = entry.by.map(|user| by_user(user).id(entry.id));
    by.into_iter().chain(entry.customers.iter().map(|customer| of_customer(*customer).id(entry.id)))
}

/// An entry's own key.
pub fn entry(id: UndoId) -> Key {
    Key::of(Table::Undo).id(id)
}

/// A user's entries, oldest first.
pub fn by_user(user: UserId) -> Key {
    Key::of(Table::UndoBy).id(user)
}

/// Entries that hold a customer's personal data.
pub fn of_customer(customer: CustomerId) -> Key {
    Key::of(Table::UndoOf).id(customer)
}

/// The steps of one of an entry's commits; behind this come the chunks' numbers.
pub fn steps(id: UndoId, batch: u32) -> Key {
    Key::of(Table::UndoSteps).id(id).number(batch.into())
}
