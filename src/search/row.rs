//! A customer as search is told it, keeps it and shows it.

use super::bag;
use super::fit::word_starts;
use super::pinyin;
use super::spelling::{self, Spelling};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::phone::{Phone, digits};
use crate::domain::text::{fold, is_han};
use crate::domain::time::Timestamp;
use std::ops::Range;

/// What search is told of a customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Whose row this is; a later row of the same customer takes its place.
    pub id: CustomerId,
    /// The name as shown.
    pub name: String,
    /// Whether this is an organisation, not a person.
    pub organisation: bool,
    /// The organisation a person is at, or empty.
    pub company: String,
    /// Names of merged members, in Latin letters, and others.
    pub aliases: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Phone numbers, parsed.
    pub phones: Vec<Phone>,
    /// The city of the address.
    pub city: String,
    /// The country, for filters: not searched.
    pub country: String,
    /// Labels.
    pub tags: Vec<String>,
    /// Who looks after the customer.
    pub owner: Option<UserId>,
    /// Where the customer came from, for filters: not searched.
    pub source: String,
    /// When the customer was entered.
    pub created: Timestamp,
    /// When the customer was last in contact; orders equals.
    pub last_contact: Option<Timestamp>,
    /// Whether the customer is archived, for filters.
    pub archived: bool,
}

/// The part of a row a text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The name.
    Name,
    /// A name of a merged member or in other letters.
    Alias,
    /// The organisation a person is at.
    Company,
    /// An e-mail address.
    Email,
    /// A phone number: `+12065559857x5467`, or as typed when it could not be parsed.
    Phone,
    /// The city.
    City,
    /// A label.
    Tag,
    /// The country; kept, not searched.
    Country,
    /// The source; kept, not searched.
    Source,
}

impl Column {
    /// Whether the column holds what the customer is called: searched first, and ranked above the others.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Alias)
    }

    /// Whether typed words are looked for here.
    pub(super) fn is_searched(self) -> bool {
        !matches!(self, Self::Country | Self::Source)
    }

    /// Whether the column holds names in the wider sense, with other spellings and pinyin.
    pub(super) fn is_spoken(self) -> bool {
        matches!(self, Self::Name | Self::Alias | Self::Company | Self::City)
    }
}

/// A row of the index, to read.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'a>(pub(super) &'a Record);

impl<'a> RowView<'a> {
    /// Whose row this is.
    pub fn id(&self) -> CustomerId {
        self.0.id
    }

    /// The name as shown.
    pub fn name(&self) -> &'a str {
        self.first(Column::Name)
    }

    /// Whether this is an organisation.
    pub fn organisation(&self) -> bool {
        self.0.organisation
    }

    /// The organisation a person is at, or empty.
    pub fn company(&self) -> &'a str {
        self.first(Column::Company)
    }

    /// The city, or empty.
    pub fn city(&self) -> &'a str {
        self.first(Column::City)
    }

    /// The country, or empty.
    pub fn country(&self) -> &'a str {
        self.first(Column::Country)
    }

    /// Where the customer came from, or empty.
    pub fn source(&self) -> &'a str {
        self.first(Column::Source)
    }

    /// The texts of a column in their order: aliases, e-mails, phones, tags.
    pub fn values(&self, column: Column) -> impl Iterator<Item = &'a str> + use<'a> {
        let record = self.0;
        record.shown().filter(move |value| value.column == column).map(|value| record.shown_text(value))
    }

    /// Who looks after the customer.
    pub fn owner(&self) -> Option<UserId> {
        self.0.owner
    }

    /// When the customer was entered.
    pub fn created(&self) -> Timestamp {
        self.0.created
    }

    /// When the customer was last in contact.
    pub fn last_contact(&self) -> Option<Timestamp> {
        self.0.last_contact
    }

    /// Whether the customer is archived.
    pub fn archived(&self) -> bool {
        self.0.archived
    }

    fn first(self, column: Column) -> &'a str {
        self.values(column).next().unwrap_or_default()
    }
}

impl Value {
    /// The bytes of [`Record::folded`] it takes up.
    pub(super) fn bytes(&self) -> Range<usize> {
        self.folded.start as usize..self.folded.end as usize
    }
}

/// A row packed: its texts in two pieces.
#[derive(Debug)]
pub(super) struct Record {
    pub id: CustomerId,
    pub owner: Option<UserId>,
    pub created: Timestamp,
    pub last_contact: Option<Timestamp>,
    pub organisation: bool,
    pub archived: bool,
    folded: Box<str>,
    shown: Box<str>,
    values: Box<[Value]>,
}

/// One spelling of one text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub column: Column,
    pub spelling: Spelling,
    /// Whether it holds Han characters, so that pinyin may find it.
    pub han: bool,
    /// Which of the column's texts this is.
    pub index: u16,
    folded: Span,
    /// None where folding changed nothing.
    shown: Option<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

/// The characters a row may be typed with where they do not stand in it literally.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bags {
    /// As sounds or initials of a name.
    pub name_sounds: u64,
    /// As sounds or initials of anything.
    pub sounds: u64,
    /// Nearly, in names, company or city.
    pub nearly: u64,
}

impl Record {
    pub(super) fn new(row: &Row) -> Self {
        let mut packer = Packer::default();
        packer.add(Column::Name, 0, &row.name);
        packer.add_each(Column::Alias, &row.aliases);
        packer.add(Column::Company, 0, &row.company);
        packer.add_each(Column::Email, &row.emails);
        for (phone, index) in row.phones.iter().zip(0..) {
            packer.add_phone(index, phone);
        }
        packer.add(Column::City, 0, &row.city);
        packer.add_each(Column::Tag, &row.tags);
        packer.add(Column::Country, 0, &row.country);
        packer.add(Column::Source, 0, &row.source);
        Self {
            id: row.id,
            owner: row.owner,
            created: row.created,
            last_contact: row.last_contact,
            organisation: row.organisation,
            archived: row.archived,
            folded: packer.folded.into_boxed_str(),
            shown: packer.shown.into_boxed_str(),
            values: packer.values.into_boxed_slice(),
        }
    }

    /// Every spelling of every searched text, names first.
    pub(super) fn searched(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(|value| value.column.is_searched())
    }

    /// Every text once, as shown.
    fn shown(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(|value| value.spelling == Spelling::Folded)
    }

    /// The searched spelling of a text.
    pub(super) fn folded_text(&self, value: &Value) -> &str {
        value.folded.of(&self.folded)
    }

    /// The text itself.
    pub(super) fn shown_text(&self, value: &Value) -> &str {
        value.shown.map_or_else(|| self.folded_text(value), |shown| shown.of(&self.shown))
    }

    /// All searched spellings, a line each.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// The lines of the names, and the others.
    pub(super) fn folded_parts(&self) -> (&str, &str) {
        let names = self.values.iter().take_while(|value| value.column.is_name()).last();
        let end = names.map_or(0, |value| value.folded.end as usize + 1);
        self.folded.split_at_checked(end).unwrap_or_default()
    }

    /// The folded name, or empty.
    pub(super) fn folded_name(&self) -> &str {
        match self.values.first() {
            Some(value) if value.column == Column::Name => self.folded_text(value),
            _ => "",
        }
    }

    pub(super) fn bags(&self) -> Bags {
        let mut bags = Bags::default();
        for value in self.searched().filter(|value| value.column.is_spoken() || value.han) {
            let text = self.folded_text(value);
            let letters = bag::of(text);
            let mut sounds = if value.han { letters | pinyin::bag(text) } else { 0 };
            if value.column.is_name() {
                sounds = word_starts(text).fold(sounds, |bag, (_, c)| bag | bag::of_char(c));
                bags.name_sounds |= sounds;
            }
            bags.sounds |= sounds;
            bags.nearly |= letters;
        }
        bags
    }

    /// Bytes held outside the record itself.
    pub(super) fn heap_bytes(&self) -> usize {
        self.folded.len() + self.shown.len() + size_of_val(&*self.values)
    }
}

impl Span {
    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

#[derive(Default)]
struct Packer {
    folded: String,
    shown: String,
    values: Vec<Value>,
}

impl Packer {
    fn add_each(&mut self, column: Column, texts: &[String]) {
        for (text, index) in texts.iter().zip(0..) {
            self.add(column, index, text);
        }
    }

    fn add(&mut self, column: Column, index: u16, shown: &str) {
        if shown.is_empty() {
            return;
        }
        let folded = if column.is_searched() { fold(shown) } else { String::new() };
        let first = self.value(column, index, shown, &folded);
        if column.is_spoken()
            && let Some((spelling, respelled)) = spelling::other(shown, &folded)
        {
            self.respell(first, spelling, &respelled);
        }
    }

    /// The E.164 form where there is one, as that holds the digits in one piece; else the text.
    fn add_phone(&mut self, index: u16, phone: &Phone) {
        let mut shown = if phone.e164.is_empty() { phone.typed.clone() } else { phone.e164.clone() };
        if !phone.extension.is_empty() {
            shown = format!("{shown}x{}", phone.extension);
        }
        if shown.is_empty() {
            return;
        }
        let first = self.value(Column::Phone, index, &shown, &fold(&shown));
        let digits = digits(&shown);
        if !shown.contains(&digits) {
            self.respell(first, Spelling::Digits, &digits);
        }
    }

    fn value(&mut self, column: Column, index: u16, shown: &str, folded: &str) -> Value {
        let value = Value {
            column,
            spelling: Spelling::Folded,
            han: folded.chars().any(is_han),
            index,
            folded: append(&mut self.folded, folded),
            shown: (folded != shown).then(|| append(&mut self.shown, shown)),
        };
        self.values.push(value);
        value
    }

    /// Another spelling, of the same text shown.
    fn respell(&mut self, first: Value, spelling: Spelling, text: &str) {
        let shown = first.shown.unwrap_or_else(|| append(&mut self.shown, first.folded.of(&self.folded)));
        let folded = append(&mut self.folded, text);
        self.values.push(Value { spelling, folded, shown: Some(shown), ..first });
    }
}

fn append(text: &mut String, line: &str) -> Span {
    let start = text.len() as u32;
    text.push_str(line);
    let end = text.len() as u32;
    text.push('\n');
    Span { start, end }
}
