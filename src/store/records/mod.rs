//! One file a noun: its value's version, the index keys it is found under, and golden bytes.
//!
//! The value written now is the domain type itself. When its layout changes, the golden bytes fail:
//! then the old shape is kept here as a frozen struct, the version goes up, and
//! [`Stored::upgrade`] turns the old into the new.

pub mod customer;
pub mod deal;
pub mod do_not_contact;
pub mod follow_up;
pub mod interaction;
pub mod lists;
pub mod order;
mod people;
mod settings;
pub mod ticket;
pub mod undo;

use super::key::{Hasher, Key};
use super::value::{self, Kind, ValueError};
use crate::domain::call_list::{Attempt, CallList, ListMember};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::follow_up::FollowUp;
use crate::domain::interaction::Interaction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::order::{Order, Product};
use crate::domain::reference::Refers;
use crate::domain::settings::Settings;
use crate::domain::ticket::Ticket;
use crate::domain::user::{Team, User};
use crate::domain::view::View;

/// A record as it is kept.
pub trait Stored: Refers {
    /// The version of its value written now.
    const VERSION: u8 = 1;

    /// The keys it is found under, besides its own.
    fn index(&self, keys: &mut Index);

    /// A value of an earlier version, made into one of today's.
    fn upgrade(version: u8, _payload: &[u8]) -> Result<Self, ValueError> {
        let why = format!("its version {version} was never written");
        Err(ValueError::Damaged { what: Self::NOUN.slug(), why })
    }
}

/// Collects the keys a record is found under.
pub struct Index<'a> {
    hasher: &'a Hasher,
    keys: Vec<Vec<u8>>,
}

impl Index<'_> {
    fn add(&mut self, key: Key) {
        self.keys.push(key.bytes());
    }
}

/// The keys a record is found under, besides its own.
pub fn index_keys<T: Stored>(record: &T, hasher: &Hasher) -> Vec<Vec<u8>> {
    let mut index = Index { hasher, keys: Vec::new() };
    record.index(&mut index);
    index.keys
}

/// A record's own key.
pub fn key<T: Stored>(id: T::Id) -> Vec<u8> {
    Key::records(T::NOUN).id(id).bytes()
}

/// Seals a record.
pub fn seal<T: Stored>(record: &T) -> Result<Vec<u8>, ValueError> {
    value::seal(kind::<T>(), record)
}

/// Opens a record of any version.
pub fn unseal<T: Stored>(sealed: &[u8]) -> Result<T, ValueError> {
    let (version, payload) = value::open(kind::<T>(), sealed)?;
    if version == T::VERSION { value::decode(kind::<T>(), payload) } else { T::upgrade(version, payload) }
}

/// A stored record of whatever noun, for what looks at all of them alike.
pub trait AnyRecord {
    /// It, by noun and number.
    fn reference(&self) -> RecordRef;
    /// The keys it is found under, besides its own.
    fn index_keys(&self, hasher: &Hasher) -> Vec<Vec<u8>>;
    /// The records it names.
    fn refers(&self) -> Vec<RecordRef>;
}

impl<T: Stored> AnyRecord for T {
    fn reference(&self) -> RecordRef {
        crate::domain::record::Record::reference(self)
    }

    fn index_keys(&self, hasher: &Hasher) -> Vec<Vec<u8>> {
        index_keys(self, hasher)
    }

    fn refers(&self) -> Vec<RecordRef> {
        Refers::refers(self)
    }
}

/// Opens a record of a noun that is only known now.
pub fn unseal_any(noun: Noun, sealed: &[u8]) -> Result<Box<dyn AnyRecord>, ValueError> {
    fn boxed<T: Stored>(sealed: &[u8]) -> Result<Box<dyn AnyRecord>, ValueError> {
        Ok(Box::new(unseal::<T>(sealed)?))
    }
    match noun {
        Noun::Customer => boxed::<Customer>(sealed),
        Noun::Interaction => boxed::<Interaction>(sealed),
        Noun::FollowUp => boxed::<FollowUp>(sealed),
        Noun::Deal => boxed::<Deal>(sealed),
        Noun::Ticket => boxed::<Ticket>(sealed),
        Noun::Order => boxed::<Order>(sealed),
        Noun::Product => boxed::<Product>(sealed),
        Noun::DoNotContact => boxed::<DoNotContact>(sealed),
        Noun::List => boxed::<CallList>(sealed),
        Noun::Member => boxed::<ListMember>(sealed),
        Noun::Attempt => boxed::<Attempt>(sealed),
        Noun::User => boxed::<User>(sealed),
        Noun::Team => boxed::<Team>(sealed),
        Noun::View => boxed::<View>(sealed),
        Noun::Settings => boxed::<Settings>(sealed),
    }
}

fn kind<T: Stored>() -> Kind {
    Kind { tag: tag(T::NOUN), version: T::VERSION, what: T::NOUN.slug() }
}

/// A noun's tag in sealed values; undo and other bookkeeping begin at 0x80.
fn tag(noun: Noun) -> u8 {
    1 + noun as u8
}

/// Golden bytes: the promise that what is written today is read for ever.
#[cfg(test)]
pub(crate) fn golden<T: Stored + std::fmt::Debug>(record: &T, hex: &str) {
    let bytes = seal(record).unwrap();
    let shown = bytes.iter().fold(String::new(), |shown, byte| shown + &format!("{byte:02x}"));
    assert_eq!(shown, hex, "the stored layout changed: freeze the old struct, raise VERSION, write upgrade()");
    assert_eq!(&unseal::<T>(&bytes).unwrap(), record);
}

#[cfg(test)]
mod tests;
