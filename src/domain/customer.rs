//! The customer: the party we deal with, a person or an organisation.

use super::choice::choice;
use super::edit::Change;
use super::id::{CustomerId, TeamId, UserId};
use super::party::Owner;
use super::phone::Phone;
use super::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choice! {
    /// What a customer is.
    CustomerKind {
        /// A human being.
        Person = "person",
        /// A firm, an authority, a club; people at it are its contacts.
        Organisation = "organisation",
    }
}

choice! {
    /// A contact's part in a sale.
    DealRole {
        /// Decides.
        DecisionMaker = "decision-maker",
        /// Signs or pays.
        Buyer = "buyer",
        /// Speaks for us.
        Champion = "champion",
        /// Is asked for advice.
        Influencer = "influencer",
        /// Works with what is sold.
        User = "user",
    }
}

choice! {
    /// How a person is addressed.
    Gender {
        /// A woman.
        Female = "female",
        /// A man.
        Male = "male",
        /// Neither.
        Other = "other",
    }
}

/// A customer record. An empty text means unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customer {
    /// 0 until it is stored.
    pub id: CustomerId,
    /// Person or organisation.
    pub kind: CustomerKind,
    /// Full name as it is written.
    pub name: String,
    /// `Ms`, `Dr`, `先生` …
    pub salutation: String,
    /// How to address a person.
    pub gender: Option<Gender>,
    /// A person's trade.
    pub occupation: String,
    /// The firm in free text, where there is no organisation record.
    pub company: String,
    /// Where a person works or worked.
    pub positions: Vec<Position>,
    /// Numbers, the first one preferred.
    pub phones: Vec<Phone>,
    /// Addresses, the first one preferred.
    pub emails: Vec<String>,
    /// Street and number.
    pub street: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166 code where it is known, else as written.
    pub country: String,
    /// Channel slug the customer prefers.
    pub preferred_channel: String,
    /// Hours the customer prefers, in words: `after 17:00`.
    pub preferred_hours: String,
    /// IANA name, or empty for the store's own.
    pub time_zone: String,
    /// BCP 47 code: `de`, `zh-CN`.
    pub language: String,
    /// When the birthday is.
    pub birthday: Option<Birthday>,
    /// Where the customer came from: `fair`, `website`, a file's name.
    pub source: String,
    /// Who looks after the relation.
    pub owner: Option<UserId>,
    /// The team that does, as long as nobody of it does alone.
    pub team: Option<TeamId>,
    /// Who looks after the service.
    pub service_agent: Option<UserId>,
    /// Labels.
    pub tags: Vec<String>,
    /// Ids in other systems.
    pub external_ids: Vec<ExternalId>,
    /// Fields of the user's own.
    pub custom: Vec<CustomField>,
    /// Permissions given.
    pub consents: Vec<Consent>,
    /// Free remarks.
    pub remarks: String,
    /// Put away: not found unless asked for.
    pub archived: bool,
    /// Customers merged into this one; nothing of theirs moves.
    pub members: Vec<CustomerId>,
    /// The customer this one is merged into.
    pub merged_into: Option<CustomerId>,
    /// When the record came to be.
    pub created: Timestamp,
    /// What this one took over from customers merged into it, in that order.
    pub taken: Vec<Taken>,
    /// Customers that look like this one and are somebody else.
    pub apart: Vec<CustomerId>,
}

impl Customer {
    /// The fields that hold whose it is: the ids of users and of a team.
    pub const OWNERS: [&str; 3] = ["owner", "team", "service_agent"];

    /// Whether anybody in particular looks after it.
    pub fn is_looked_after(&self) -> bool {
        self.owner.or(self.service_agent).is_some() || self.team.is_some()
    }

    /// Whose it is: a person's, else a team's, else anyone's.
    pub fn owned_by(&self) -> Owner {
        let person = self.owner.map(Owner::User);
        person.or(self.team.map(Owner::Team)).unwrap_or_default()
    }

    /// Gives it to an owner.
    pub fn hand_to(&mut self, owner: Owner) {
        (self.owner, self.team) = match owner {
            Owner::Anyone => (None, None),
            Owner::User(id) => (Some(id), None),
            Owner::Team(id) => (None, Some(id)),
        };
    }
}

impl Default for Customer {
    fn default() -> Self {
        Self {
            id: CustomerId::default(),
            kind: CustomerKind::Person,
            name: String::new(),
            salutation: String::new(),
            gender: None,
            occupation: String::new(),
            company: String::new(),
            positions: Vec::new(),
            phones: Vec::new(),
            emails: Vec::new(),
            street: String::new(),
            city: String::new(),
            region: String::new(),
            postal_code: String::new(),
            country: String::new(),
            preferred_channel: String::new(),
            preferred_hours: String::new(),
            time_zone: String::new(),
            language: String::new(),
            birthday: None,
            source: String::new(),
            owner: None,
            team: None,
            service_agent: None,
            tags: Vec::new(),
            external_ids: Vec::new(),
            custom: Vec::new(),
            consents: Vec::new(),
            remarks: String::new(),
            archived: false,
            members: Vec::new(),
            merged_into: None,
            created: Timestamp::default(),
            taken: Vec::new(),
            apart: Vec::new(),
        }
    }
}

impl Customer {
    /// Whether it is an organisation.
    pub fn is_organisation(&self) -> bool {
        self.kind == CustomerKind::Organisation
    }

    /// The title of the present position, or empty.
    pub fn title(&self) -> &str {
        self.positions.iter().find(|p| p.to.is_none()).map_or("", |p| &p.title)
    }
}

/// What a customer took over from one merged into it; taking them apart gives it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// From whom.
    pub from: CustomerId,
    /// What became of the fields.
    pub changes: Vec<Change>,
}

/// A person's place at an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The organisation.
    pub organisation: CustomerId,
    /// `Sales Representative`.
    pub title: String,
    /// The part this person plays in sales.
    pub role: Option<DealRole>,
    /// First day, if known.
    pub from: Option<NaiveDate>,
    /// Last day; nothing while it lasts.
    pub to: Option<NaiveDate>,
}

/// A birthday, perhaps without its year, perhaps by the lunar calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Birthday {
    /// Year of birth, if told.
    pub year: Option<i32>,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31.
    pub day: u32,
    /// By the Chinese lunar calendar.
    pub lunar: bool,
}

/// An id this customer has elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalId {
    /// The other system: `northwind`.
    pub system: String,
    /// The id there: `ALFKI`.
    pub id: String,
}

/// A field of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomField {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Permission to use data or a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What is permitted: a channel slug or a purpose such as `marketing`.
    pub purpose: String,
    /// Where the permission comes from: `web form 2026-11-01`.
    pub source: String,
    /// The day it was given.
    pub given: NaiveDate,
    /// The day it was taken back.
    pub withdrawn: Option<NaiveDate>,
}
