//! A customer as search is told it and shows it.

use super::record::Record;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;

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
