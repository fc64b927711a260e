//! A customer as search is told it and shows it.

use super::part::Part;
use crate::domain::id::CustomerId;
use crate::domain::party::Owner;
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
    pub owner: Owner,
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
    /// The city.
    City,
    /// A label.
    Tag,
    /// An e-mail address.
    Email,
    /// A phone number: `+12065559857x5467`, or as typed when it could not be parsed.
    Phone,
}

impl Column {
    /// All of them, names first.
    pub(super) const ALL: [Self; 7] =
        [Self::Name, Self::Alias, Self::Company, Self::City, Self::Tag, Self::Email, Self::Phone];

    /// Whether the column holds what the customer is called: searched first, and ranked above the others.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Alias)
    }

    /// Whether the column holds names in the wider sense, with other spellings and typos.
    pub(super) fn is_spoken(self) -> bool {
        matches!(self, Self::Name | Self::Alias | Self::Company | Self::City)
    }

    /// Whether Chinese is found here by its sounds.
    pub(super) fn is_sounded(self) -> bool {
        self.is_spoken() || self == Self::Tag
    }
}

/// A row of the index, for filters: its texts are folded, as [`crate::domain::text::fold`] folds and
/// with simplified characters. What is shown to people comes from the store.
#[derive(Debug, Clone, Copy)]
pub struct RowView<'a> {
    pub(super) part: &'a Part,
    pub(super) place: usize,
}

impl<'a> RowView<'a> {
    /// Whose row this is.
    pub fn id(&self) -> CustomerId {
        self.part.id(self.place)
    }

    /// The name.
    pub fn name(&self) -> &'a str {
        self.part.values(Column::Name, self.place).next().unwrap_or_default()
    }

    /// Whether this is an organisation.
    pub fn organisation(&self) -> bool {
        self.part.profile(self.place).organisation
    }

    /// The organisation a person is at, or empty.
    pub fn company(&self) -> &'a str {
        self.part.values(Column::Company, self.place).next().unwrap_or_default()
    }

    /// The city, or empty.
    pub fn city(&self) -> &'a str {
        self.part.values(Column::City, self.place).next().unwrap_or_default()
    }

    /// The country as it was entered, or empty.
    pub fn country(&self) -> &'a str {
        &self.part.profile(self.place).country
    }

    /// Where the customer came from as it was entered, or empty.
    pub fn source(&self) -> &'a str {
        &self.part.profile(self.place).source
    }

    /// The texts of a column, in every spelling.
    pub fn values(&self, column: Column) -> impl Iterator<Item = &'a str> + use<'a> {
        self.part.values(column, self.place)
    }

    /// Who looks after the customer.
    pub fn owner(&self) -> Owner {
        self.part.profile(self.place).owner
    }

    /// When the customer was entered, to the minute.
    pub fn created(&self) -> Timestamp {
        self.part.created(self.place).unwrap_or_default()
    }

    /// When the customer was last in contact, to the minute.
    pub fn last_contact(&self) -> Option<Timestamp> {
        self.part.last_contact(self.place)
    }

    /// Whether the customer is archived.
    pub fn archived(&self) -> bool {
        self.part.profile(self.place).archived
    }
}
