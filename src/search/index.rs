//! The customers search knows.

use super::phones::{PhoneBook, PhoneHit};
use super::record::{Bags, Record};
use super::row::{Column, Row, RowView};
use super::texts::Texts;
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Every customer, ready to be found. In memory only: rebuilt from the store.
#[derive(Debug, Default)]
pub struct Index {
    /// None where a row was replaced or removed; swept when there are too many.
    pub(super) records: Vec<Option<Record>>,
    /// Beside the records, so that a search passes quickly over rows that cannot fit.
    pub(super) bags: Vec<Bags>,
    pub(super) names: Texts,
    pub(super) others: Texts,
    pub(super) places: HashMap<CustomerId, usize>,
    phones: PhoneBook,
}

/// The gaps that are left alone, however few customers there are.
const FEW_GAPS: usize = 1_000;

impl Index {
    /// An index of nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many customers it knows.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it knows nobody.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Enters a customer, in place of an earlier row of the same one.
    pub fn put(&mut self, row: Row) {
        self.remove(row.id);
        let record = Record::new(&row);
        for number in numbers(&record) {
            self.phones.add(number, row.id);
        }
        self.append(record);
        if self.records.len() > 2 * self.len() + FEW_GAPS {
            self.sweep();
        }
    }

    /// Forgets a customer, who need not be known.
    pub fn remove(&mut self, id: CustomerId) {
        let place = self.places.remove(&id).and_then(|place| self.records.get_mut(place));
        let Some(record) = place.and_then(Option::take) else { return };
        for number in numbers(&record) {
            self.phones.remove(number, id);
        }
    }

    fn append(&mut self, record: Record) {
        let (names, others) = record.folded_parts();
        self.names.push(names);
        self.others.push(others);
        self.bags.push(record.bags());
        self.places.insert(record.id, self.records.len());
        self.records.push(Some(record));
    }

    /// Closes the gaps.
    fn sweep(&mut self) {
        let phones = std::mem::take(&mut self.phones);
        let swept = std::mem::replace(self, Self { phones, ..Self::default() });
        swept.records.into_iter().flatten().for_each(|record| self.append(record));
    }

    /// The row of a customer.
    pub fn get(&self, id: CustomerId) -> Option<RowView<'_>> {
        self.places.get(&id).and_then(|place| self.record(*place)).map(RowView)
    }

    pub(super) fn record(&self, place: usize) -> Option<&Record> {
        self.records.get(place)?.as_ref()
    }

    /// Notes when a customer was last in contact, without entering the row again.
    pub fn touch(&mut self, id: CustomerId, last_contact: Timestamp) {
        let place = self.places.get(&id).and_then(|place| self.records.get_mut(*place));
        if let Some(Some(record)) = place {
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
        let records: usize = self.records.iter().flatten().map(Record::heap_bytes).sum();
        let rows = self.records.capacity() * size_of::<Option<Record>>() + self.bags.capacity() * size_of::<Bags>();
        let places = self.places.capacity() * size_of::<(CustomerId, usize)>();
        records + rows + places + self.names.bytes() + self.others.bytes() + self.phones.bytes()
    }
}

fn numbers(record: &Record) -> impl Iterator<Item = &str> {
    RowView(record).values(Column::Phone)
}
