//! Keys: a table's byte, then big-endian parts, so that order is meaning. This is the registry of
//! tables; no other file knows a prefix.

use crate::domain::id::{CustomerId, Id};
use crate::domain::noun::Noun;
use crate::domain::party::{Owner, Party};
use crate::domain::time::Timestamp;

/// Declares the tables, each with the word it is called by in findings.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $byte:literal $slug:literal,)*) => {
        /// Every table of the store, by its first byte. Stored: never renumber.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Table {
            $($(#[$doc])* $name = $byte,)*
        }

        impl Table {
            /// Every table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in findings, behind `table-` in the locale files.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }
        }
    };
}

tables! {
    /// Records, one table a noun: this byte plus the noun's place.
    Records = 0x01 "records",
    /// Interactions: party, time descending, id.
    Timeline = 0x20 "timeline",
    /// Open follow-ups: owner, due, customer (0 for a bare number), id.
    Queue = 0x21 "queue",
    /// Follow-ups: party, due, id.
    FollowUpsOf = 0x22 "follow-ups-of",
    /// Open deals: hashed pipeline, hashed stage, rank, customer, id.
    Board = 0x23 "board",
    /// Deals: customer, id.
    DealsOf = 0x24 "deals-of",
    /// Tickets: customer, id.
    TicketsOf = 0x25 "tickets-of",
    /// Open tickets: complaints first, customer, id.
    OpenTickets = 0x26 "open-tickets",
    /// Orders: customer, time descending, id.
    OrdersOf = 0x27 "orders-of",
    /// People: organisation, person.
    PeopleAt = 0x28 "people-at",
    /// Customers: hashed phone or e-mail, id.
    ByAddress = 0x29 "by-address",
    /// Records: noun, hashed external id, id.
    ByExternalId = 0x2a "by-external-id",
    /// Records: noun, hashed folded name, id.
    ByName = 0x2b "by-name",
    /// Do-not-contact entries: hashed number or address, id.
    Suppressed = 0x2c "suppressed",
    /// Places on call lists: list, next attempt, id.
    MembersOf = 0x2d "members-of",
    /// Attempts: list, id.
    AttemptsOf = 0x2e "attempts-of",
    /// Everything that happens at a time: time, kind, id.
    Due = 0x2f "due",
    /// Open follow-ups: deal, due, id.
    StepsOf = 0x30 "steps-of",
    /// Interactions by content, so that a file read twice adds nothing: hash, id.
    ByContent = 0x31 "by-content",
    /// Orders: time, customer, id.
    OrderedAt = 0x32 "ordered-at",
    /// Interactions: time, id.
    InteractionsAt = 0x33 "interactions-at",
    /// Callbacks, done or not: due, id.
    CallbacksAt = 0x34 "callbacks-at",
    /// Ids handed out, by noun.
    Sequence = 0x40 "sequence",
    /// Undo entries: id.
    Undo = 0x41 "undo",
    /// Undo steps: undo id, batch, chunk.
    UndoSteps = 0x42 "undo-steps",
    /// Undo entries: user, id.
    UndoBy = 0x43 "undo-by",
    /// Undo entries: customer, id.
    UndoOf = 0x44 "undo-of",
    /// Cursors of the change feed: hashed name.
    Cursor = 0x45 "cursor",
    /// The key of the hashes in keys.
    HashKey = 0x46 "hash-key",
    /// Damaged values that a repair put aside: the revision that wrote it, the key it was found at.
    Quarantine = 0x47 "quarantine",
    /// Hooks: id.
    Hook = 0x48 "hook",
    /// The audit log: sequence number.
    Audit = 0x50 "audit",
}

impl Table {
    /// The first byte of the keys of a noun's records.
    pub const fn of_records(noun: Noun) -> u8 {
        Self::Records as u8 + noun as u8
    }

    /// The table a key is in, with the noun if it is a record's.
    pub fn of_key(key: &[u8]) -> Option<(Self, Option<Noun>)> {
        let byte = *key.first()?;
        let noun = byte.checked_sub(Self::Records as u8).and_then(|place| Noun::ALL.get(usize::from(place)));
        match noun {
            Some(noun) => Some((Self::Records, Some(*noun))),
            None => Self::ALL.iter().find(|table| **table as u8 == byte).map(|table| (*table, None)),
        }
    }
}

/// What falls due, in the key of [`Table::Due`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum DueKind {
    /// A follow-up with an hour.
    FollowUp = 1,
}

/// A key under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
    /// The beginning of a table.
    pub fn of(table: Table) -> Self {
        Self(vec![table as u8])
    }

    /// The beginning of a noun's records.
    pub fn records(noun: Noun) -> Self {
        Self(vec![Table::of_records(noun)])
    }

    /// A record.
    pub fn record(noun: Noun, id: u64) -> Self {
        Self::records(noun).number(id)
    }

    /// Eight bytes, big-endian.
    pub fn number(mut self, number: u64) -> Self {
        self.0.extend(number.to_be_bytes());
        self
    }

    /// An id.
    pub fn id(self, id: impl Id) -> Self {
        self.number(id.number())
    }

    /// One byte.
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// A signed number; smaller ones first, negative ones too.
    pub fn signed(self, number: i64) -> Self {
        self.number(number.cast_unsigned() ^ (1 << 63))
    }

    /// A moment, earlier first.
    pub fn time(self, at: Timestamp) -> Self {
        self.signed(at.0)
    }

    /// A moment, later first.
    pub fn time_descending(self, at: Timestamp) -> Self {
        self.signed(!at.0)
    }

    /// Sixteen bytes of a keyed hash.
    pub fn hash(mut self, hash: [u8; 16]) -> Self {
        self.0.extend(hash);
        self
    }

    /// The other side of a contact.
    pub fn party(self, party: &Party, hasher: &Hasher) -> Self {
        match party {
            Party::Customer(id) => self.customer(*id),
            Party::Number(number) => self.byte(2).hash(hasher.hash(number)),
            Party::Withheld => self.byte(3),
        }
    }

    /// A customer as the other side of a contact.
    pub fn customer(self, id: CustomerId) -> Self {
        self.byte(1).id(id)
    }

    /// Whose work.
    pub fn owner(self, owner: Owner) -> Self {
        match owner {
            Owner::Anyone => self.byte(1).number(0),
            Owner::Team(id) => self.byte(2).id(id),
            Owner::User(id) => self.byte(3).id(id),
        }
    }

    /// The part of a key of [`Table::Queue`] that names the owner.
    pub fn owner_in_queue(key: &[u8]) -> Option<Self> {
        key.first_chunk::<10>().map(|owner| Self(owner.to_vec()))
    }

    /// The bytes.
    pub fn bytes(self) -> Vec<u8> {
        self.0
    }
}

/// The number at the end of an index key: the id of the record it points to.
pub fn last_number(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// The number before the last: the customer of the record an index key points to, in the tables that name both.
pub fn number_before_last(key: &[u8]) -> Option<u64> {
    number_at(key, key.len().checked_sub(2 * size_of::<u64>())?)
}

/// The number at `offset` of a key.
pub fn number_at(key: &[u8], offset: usize) -> Option<u64> {
    key.get(offset..)?.first_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// The moment at `offset`, written by [`Key::time`].
pub fn time_at(key: &[u8], offset: usize) -> Option<Timestamp> {
    number_at(key, offset).map(|number| Timestamp((number ^ (1 << 63)).cast_signed()))
}

/// The moment at `offset`, written by [`Key::time_descending`].
pub fn descending_time_at(key: &[u8], offset: usize) -> Option<Timestamp> {
    time_at(key, offset).map(|at| Timestamp(!at.0))
}

/// Hashes values that become part of keys, under a key of the store's own: names and numbers cannot
/// be guessed from an encrypted store's keys.
#[derive(Clone)]
pub struct Hasher([u8; 32]);

impl Hasher {
    /// With the store's key.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Sixteen bytes for a value.
    pub fn hash(&self, value: &str) -> [u8; 16] {
        let hash = blake3::keyed_hash(&self.0, value.as_bytes());
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        short
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::InteractionId;
    use proptest::prelude::*;

    #[test]
    fn a_timeline_key_gives_back_its_parts() {
        let at = Timestamp(1_795_302_000_000);
        let key = Key::of(Table::Timeline).customer(CustomerId(7)).time_descending(at).id(InteractionId(90)).bytes();
        assert_eq!(number_at(&key, 2), Some(7));
        assert_eq!(descending_time_at(&key, 10), Some(at));
        assert_eq!(last_number(&key), Some(90));
    }

    #[test]
    fn no_noun_reaches_into_another_table() {
        let last = *Key::records(Noun::Settings).bytes().first().unwrap();
        assert!(last < Table::Timeline as u8);
    }

    proptest! {
        #[test]
        fn keys_order_as_their_times_do(a in any::<i64>(), b in any::<i64>()) {
            let key = |at| Key::of(Table::Due).time(Timestamp(at)).bytes();
            let back = |at| Key::of(Table::Due).time_descending(Timestamp(at)).bytes();
            prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
            prop_assert_eq!(back(a).cmp(&back(b)), b.cmp(&a));
            prop_assert_eq!(time_at(&key(a), 1), Some(Timestamp(a)));
        }
    }
}
