//! The customers search knows.

use super::phones::{PhoneBook, PhoneHit};
use super::row::{Bags, Column, Record, Row, RowView};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Every customer, ready to be found. In memory only: rebuilt from the store.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) records: Vec<Record>,
    /// Beside the records, so that a search passes quickly over rows that cannot fit.
    pub(super) bags: Vec<Bags>,
    places: HashMap<CustomerId, usize>,
    phones: PhoneBook,
}

impl Index {
    /// An index of nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many customers it knows.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it knows nobody.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Enters a customer, in place of an earlier row of the same one.
    pub fn put(&mut self, row: Row) {
        self.remove(row.id);
        let record = Record::new(&row);
        for number in numbers(&record) {
            self.phones.add(number, row.id);
        }
        self.places.insert(row.id, self.records.len());
        self.bags.push(record.bags());
        self.records.push(record);
    }

    /// Forgets a customer, who need not be known.
    pub fn remove(&mut self, id: CustomerId) {
        let Some(place) = self.places.remove(&id) else { return };
        let record = self.records.swap_remove(place);
        self.bags.swap_remove(place);
        for number in numbers(&record) {
            self.phones.remove(number, id);
        }
        if let Some(moved) = self.records.get(place) {
            self.places.insert(moved.id, place);
        }
    }

    /// The row of a customer.
    pub fn get(&self, id: CustomerId) -> Option<RowView<'_>> {
        self.places.get(&id).and_then(|place| self.records.get(*place)).map(RowView)
    }

    /// Notes when a customer was last in contact, without entering the row again.
    pub fn touch(&mut self, id: CustomerId, last_contact: Timestamp) {
        if let Some(record) = self.places.get(&id).and_then(|place| self.records.get_mut(*place)) {
            record.last_contact = Some(last_contact);
        }
    }

    /// Everyone who may be calling from a number in any format, dialled from `region` (ISO 3166,
    /// `DE`): exact matches first, then those with more last digits alike, then by recency of contact.
    pub fn by_phone(&self, number: &str, region: &str) -> Vec<PhoneHit> {
        let mut hits = self.phones.matching(&Phone::read(number, region).key());
        hits.sort_by_key(|(hit, same)| {
            let contact = self.get(hit.id).and_then(|row| row.last_contact());
            (Reverse(hit.exact), Reverse(*same), Reverse(contact), hit.id)
        });
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// Bytes of memory it takes, about; what the allocator adds is not counted.
    pub fn bytes(&self) -> usize {
        let texts: usize = self.records.iter().map(Record::heap_bytes).sum();
        let rows = self.records.capacity() * size_of::<Record>() + self.bags.capacity() * size_of::<Bags>();
        let places = self.places.capacity() * size_of::<(CustomerId, usize)>();
        texts + rows + places + self.phones.bytes()
    }
}

fn numbers(record: &Record) -> impl Iterator<Item = &str> {
    RowView(record).values(Column::Phone)
}
