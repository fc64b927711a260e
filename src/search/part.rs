//! Rows in columns. A part never changes: an index is a few parts, and marks of what is gone from them.

use super::letters::Letters;
use super::phones::{self, PhoneBook};
use super::row::{Column, Row};
use super::spelling::Spelling;
use super::texts::{BETWEEN, Texts};
use super::values::{FIRM, Filling, Keeps, Seen, Values};
use super::written::{Text, Written, texts};
use crate::domain::id::CustomerId;
use crate::domain::party::Owner;
use crate::domain::phone::digits;
use crate::domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;

/// Rows of customers, in order of their ids, ready to be searched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    ids: Vec<CustomerId>,
    /// In minutes since 1970; 0 is never.
    contacts: Vec<u32>,
    created: Vec<u32>,
    profiles: Vec<Profile>,
    profile_codes: Vec<u32>,
    pub(super) names: Values,
    pub(super) companies: Values,
    pub(super) cities: Values,
    pub(super) tags: Values,
    pub(super) emails: Texts,
    #[serde(skip)]
    pub(super) email_letters: Letters,
    pub(super) phones: Texts,
    pub(super) book: PhoneBook,
}

/// What many customers have in common and filters ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Profile {
    pub organisation: bool,
    pub archived: bool,
    pub owner: Owner,
    pub country: String,
    pub source: String,
}

static NOBODY: Profile = Profile {
    organisation: false,
    archived: false,
    owner: Owner::Anyone,
    country: String::new(),
    source: String::new(),
};

const NAMES: Keeps = Keeps { bags: true, initials: true };
const PLACES: Keeps = Keeps { bags: true, initials: false };
const LABELS: Keeps = Keeps { bags: false, initials: false };

impl Part {
    /// Packs rows: folding their texts is what takes time, so do it where nobody waits. Of several rows
    /// of one customer the last counts.
    pub fn new(mut rows: Vec<Row>) -> Self {
        rows.sort_by_key(|row| row.id);
        let mut filling = PartFilling::new();
        for (row, at) in rows.iter().zip(1..) {
            if rows.get(at).is_none_or(|next| next.id != row.id) {
                filling.push(row);
            }
        }
        filling.finish()
    }

    /// One part of what is left of several; no customer may be left in two of them.
    pub(super) fn merged(parts: &[(&Self, &dyn Fn(usize) -> bool)]) -> Self {
        let rows = parts.iter().zip(0..).flat_map(|((part, is_left), which)| {
            let places = (0..part.len()).filter(|place| is_left(*place));
            places.map(move |place| (part.id(place), which, place))
        });
        let mut rows: Vec<(CustomerId, usize, usize)> = rows.collect();
        rows.sort_unstable();
        let mut filling = PartFilling::new();
        let mut seen: Vec<SeenColumns> = parts.iter().map(|_| SeenColumns::default()).collect();
        for (_, which, place) in rows {
            if let (Some((part, _)), Some(seen)) = (parts.get(which), seen.get_mut(which)) {
                filling.push_from(part, place, seen);
            }
        }
        filling.finish()
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whose rows it has, in ascending order.
    pub fn ids(&self) -> &[CustomerId] {
        &self.ids
    }

    pub(super) fn id(&self, place: usize) -> CustomerId {
        self.ids.get(place).copied().unwrap_or_default()
    }

    pub(super) fn place(&self, id: CustomerId) -> Option<usize> {
        let (first, last) = (self.ids.first()?, self.ids.last()?);
        if (first..=last).contains(&&id) { self.ids.binary_search(&id).ok() } else { None }
    }

    pub(super) fn last_contact(&self, place: usize) -> Option<Timestamp> {
        self.contacts.get(place).copied().and_then(moment)
    }

    /// The last contact as a number that grows with it.
    pub(super) fn recency(&self, place: usize) -> u32 {
        self.contacts.get(place).copied().unwrap_or(0)
    }

    pub(super) fn created(&self, place: usize) -> Option<Timestamp> {
        self.created.get(place).copied().and_then(moment)
    }

    pub(super) fn profile(&self, place: usize) -> &Profile {
        let code = self.profile_codes.get(place).map(|code| *code as usize);
        code.and_then(|code| self.profiles.get(code)).unwrap_or(&NOBODY)
    }

    /// The folded name of a row.
    pub(super) fn name(&self, place: usize) -> &str {
        self.names.of(place).next().unwrap_or_default()
    }

    /// The texts of a row in a column, in every spelling; of its names the first, or all the others.
    pub(super) fn values(&self, column: Column, place: usize) -> impl Iterator<Item = &str> {
        let (first, rest) = match column {
            Column::Name => (0, 1),
            Column::Alias => (1, usize::MAX),
            _ => (0, usize::MAX),
        };
        let texts: Box<dyn Iterator<Item = &str>> = match column {
            Column::Name | Column::Alias => Box::new(self.names.of(place)),
            Column::Company => Box::new(self.companies.of(place)),
            Column::City => Box::new(self.cities.of(place)),
            Column::Tag => Box::new(self.tags.of(place)),
            Column::Email => Box::new(self.emails.texts(place)),
            Column::Phone => Box::new(self.phones.texts(place)),
        };
        texts.skip(first).take(rest).filter(move |text| column == Column::Name || !text.is_empty())
    }

    /// A row as it is searched. Which text is which spelling of which is not kept.
    pub(super) fn written(&self, place: usize) -> Written<'_> {
        let texts = Column::ALL.into_iter().flat_map(|column| {
            let letters = self.values(column, place).map(Cow::Borrowed);
            letters.map(move |letters| Text { column, index: 0, spelling: Spelling::Folded, letters })
        });
        Written { organisation: self.profile(place).organisation, texts: texts.collect() }
    }

    /// The column of shared values that is searched under this name.
    pub(super) fn shared(&self) -> [(Column, &Values); 4] {
        [
            (Column::Name, &self.names),
            (Column::Company, &self.companies),
            (Column::City, &self.cities),
            (Column::Tag, &self.tags),
        ]
    }

    /// Makes a part that was read whole, if everything in it points to where something is.
    pub(super) fn is_sound(&mut self) -> bool {
        let rows = self.ids.len();
        let sound = self.ids.is_sorted_by(|a, b| a < b)
            && [&self.contacts, &self.created, &self.profile_codes].iter().all(|column| column.len() == rows)
            && self.profile_codes.iter().all(|code| (*code as usize) < self.profiles.len())
            && self.names.is_sound(rows, NAMES)
            && self.companies.is_sound(rows, PLACES)
            && self.cities.is_sound(rows, PLACES)
            && self.tags.is_sound(rows, LABELS)
            && [&self.emails, &self.phones].iter().all(|column| column.is_sound() && column.len() == rows)
            && self.book.is_sound(rows);
        if sound {
            self.email_letters = Letters::of(&self.emails);
        }
        sound
    }

    /// Bytes of memory it takes, about; what the allocator adds is not counted.
    pub(super) fn bytes(&self) -> usize {
        let shared: usize = self.shared().iter().map(|(_, values)| values.bytes()).sum();
        let numbers = self.contacts.capacity() + self.created.capacity() + self.profile_codes.capacity();
        let profiles: usize =
            self.profiles.iter().map(|p| size_of::<Profile>() + p.country.capacity() + p.source.capacity()).sum();
        let own = self.ids.capacity() * size_of::<CustomerId>() + numbers * size_of::<u32>() + profiles;
        own + shared + self.emails.bytes() + self.email_letters.bytes() + self.phones.bytes() + self.book.bytes()
    }
}

/// Milliseconds in a minute.
const MINUTE: i64 = 1_000 * Timestamp::MINUTE;

fn minutes(at: Timestamp) -> u32 {
    u32::try_from(at.0 / MINUTE).unwrap_or(if at.0 < 0 { 0 } else { u32::MAX })
}

fn moment(minutes: u32) -> Option<Timestamp> {
    (minutes > 0).then(|| Timestamp(i64::from(minutes) * MINUTE))
}

/// Which values of another part's columns became which.
#[derive(Default)]
struct SeenColumns {
    shared: [Seen; 4],
    profiles: Seen,
}

/// A part that is being filled.
struct PartFilling {
    part: Part,
    profiles: HashMap<Profile, u32>,
    shared: [Filling; 4],
    numbers: Vec<(u64, u32)>,
    line: String,
}

impl PartFilling {
    fn new() -> Self {
        let shared = [NAMES, PLACES, PLACES, LABELS].map(Filling::new);
        Self { part: Part::default(), profiles: HashMap::new(), shared, numbers: Vec::new(), line: String::new() }
    }

    fn push(&mut self, row: &Row) {
        let profile = Profile {
            organisation: row.organisation,
            archived: row.archived,
            owner: row.owner,
            country: row.country.clone(),
            source: row.source.clone(),
        };
        let profile = self.profile(&profile);
        self.stamp(row.id, row.last_contact.map_or(0, minutes), minutes(row.created), profile);
        let shared = [&[Column::Name, Column::Alias][..], &[Column::Company], &[Column::City], &[Column::Tag]];
        for (values, columns) in self.shared.iter_mut().zip(shared) {
            let firm = row.organisation && columns.contains(&Column::Name);
            self.line.clear();
            self.line.extend(firm.then_some(FIRM));
            for text in columns.iter().flat_map(|column| texts(row, *column)) {
                // With their lengths, as no character is sure to stand between two texts only.
                self.line.extend([char::from_u32(text.len() as u32).unwrap_or(BETWEEN)]);
                self.line.push_str(&text);
            }
            values.push(&self.line, || {
                let line = Written::new(row, columns).line();
                if firm { format!("{FIRM}{line}") } else { line }
            });
        }
        self.part.emails.push(&Written::new(row, &[Column::Email]).line());
        self.part.phones.push(&Written::new(row, &[Column::Phone]).line());
        self.enter_numbers();
    }

    fn push_from(&mut self, part: &Part, place: usize, seen: &mut SeenColumns) {
        let theirs = part.profile_codes.get(place).copied().unwrap_or_default();
        let profile = seen.profiles.code(theirs, || self.profile(part.profile(place)));
        let created = part.created.get(place).copied().unwrap_or_default();
        self.stamp(part.id(place), part.recency(place), created, profile);
        for ((column, seen), (_, theirs)) in self.shared.iter_mut().zip(&mut seen.shared).zip(part.shared()) {
            column.push_from(theirs, place, seen);
        }
        self.part.emails.push(part.emails.line(place));
        self.part.phones.push(part.phones.line(place));
        self.enter_numbers();
    }

    fn stamp(&mut self, id: CustomerId, contact: u32, created: u32, profile: u32) {
        self.part.ids.push(id);
        self.part.contacts.push(contact);
        self.part.created.push(created);
        self.part.profile_codes.push(profile);
    }

    fn profile(&mut self, profile: &Profile) -> u32 {
        if let Some(code) = self.profiles.get(profile) {
            return *code;
        }
        let code = self.profiles.len() as u32;
        self.profiles.insert(profile.clone(), code);
        self.part.profiles.push(profile.clone());
        code
    }

    /// Enters the numbers of the row last pushed.
    fn enter_numbers(&mut self) {
        let row = self.part.phones.len().saturating_sub(1);
        let mut before = "";
        for text in self.part.phones.texts(row) {
            // The digits alone of the number before are no other number.
            let respelled = text.bytes().all(|b| b.is_ascii_digit()) && digits(before) == text;
            let key = phones::key(text);
            if key != 0 && !respelled {
                self.numbers.push((key, row as u32));
            }
            before = text;
        }
    }

    fn finish(self) -> Part {
        let [names, companies, cities, tags] = self.shared.map(Filling::finish);
        let book = PhoneBook::new(self.numbers);
        let mut part = Part { names, companies, cities, tags, book, ..self.part };
        part.emails.shrink();
        part.email_letters = Letters::of(&part.emails);
        part.phones.shrink();
        part.ids.shrink_to_fit();
        for column in [&mut part.contacts, &mut part.created, &mut part.profile_codes] {
            column.shrink_to_fit();
        }
        part
    }
}
