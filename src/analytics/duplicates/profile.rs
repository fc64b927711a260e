//! What of a customer is compared: small, as a million of them are held at once. Text is only kept of the name; of all
//! else it is enough to know whether it is the same.

use super::name::{self, Name};
use crate::domain::customer::{Birthday, Customer, Gender};
use crate::domain::email;
use crate::domain::id::CustomerId;
use crate::domain::phone::digits;
use crate::domain::text::fold;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// A value as it is counted and compared: a hash, with the kind of value in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value(pub(super) u64);

impl Value {
    /// Of this kind; nothing for an empty text.
    pub(super) fn of(kind: &str, text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(hash((kind, text))))
    }
}

/// A stable number for a value.
pub(super) fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A number in E.164 digits, which fit, and a hash of its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub digits: u64,
    pub label: u64,
}

/// An e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub address: Value,
    /// What stands in front of the `@`, where it is somebody's own: not just the name, which namesakes have, too.
    pub name: Option<Value>,
}

/// What of a customer is compared with others.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(super) id: CustomerId,
    pub(super) is_organisation: bool,
    pub(super) gender: Option<Gender>,
    pub(super) name: Name,
    pub(super) company: Option<Value>,
    pub(super) phones: Box<[Number]>,
    pub(super) emails: Box<[Mailbox]>,
    pub(super) address: Option<Value>,
    pub(super) postcode: Option<Value>,
    pub(super) city: Option<Value>,
    pub(super) country: Option<Value>,
    pub(super) birthday: Option<Birthday>,
    /// System and id.
    pub(super) external: Box<[(u64, u64)]>,
}

/// A mailbox name of fewer letters is anybody's.
const OWN_MAILBOX: usize = 6;

impl Profile {
    /// Of a customer who works at this firm.
    pub fn of(customer: &Customer, company: &str) -> Self {
        let is_organisation = customer.is_organisation();
        let text = |kind, text: &str| Value::of(kind, &letters(text));
        let postcode = text("postcode", &customer.postal_code);
        let city = text("city", &customer.city);
        let street = street(&customer.street);
        let place = postcode.or(city).filter(|_| !street.is_empty());
        Self {
            id: customer.id,
            is_organisation,
            gender: customer.gender,
            name: name::read(&customer.name, is_organisation),
            company: Value::of("company", &name::read(company, true).text.replace(' ', "")),
            phones: customer.phones.iter().filter_map(|phone| number(&phone.key(), &phone.label)).collect(),
            emails: customer.emails.iter().filter_map(|address| mailbox(address)).collect(),
            address: place.map(|Value(place)| Value(hash(("address", street, place)))),
            postcode,
            city,
            country: text("country", &customer.country),
            birthday: customer.birthday,
            external: customer.external_ids.iter().map(|e| (hash(&e.system), hash(fold(&e.id)))).collect(),
        }
    }

    /// The customer.
    pub fn id(&self) -> CustomerId {
        self.id
    }

    /// The values of which it matters how many have them.
    pub fn values(&self) -> impl Iterator<Item = Value> {
        let phones = self.phones.iter().map(Number::value);
        let emails = self.emails.iter().map(|mailbox| mailbox.address);
        phones.chain(emails).chain(self.company).chain([self.name.value()])
    }

    /// A number as [`Census`](super::Census) counts it, given as [`crate::domain::phone::Phone::key`] has it.
    pub fn phone(key: &str) -> Option<Value> {
        number(key, "").map(|number| number.value())
    }

    /// An e-mail address as it is counted.
    pub fn email(address: &str) -> Option<Value> {
        mailbox(address).map(|mailbox| mailbox.address)
    }

    /// The name as it is counted.
    pub fn name(&self) -> Value {
        self.name.value()
    }
}

impl Number {
    pub fn value(&self) -> Value {
        Value(hash(("phone", self.digits)))
    }
}

fn number(key: &str, label: &str) -> Option<Number> {
    let digits = digits(key).parse().ok().filter(|digits| *digits >= 10_000)?;
    Some(Number { digits, label: hash(label) })
}

fn mailbox(address: &str) -> Option<Mailbox> {
    let key = email::key(address);
    let (name, _) = key.split_once('@')?;
    let name: String = name.split('+').next()?.chars().filter(|c| !matches!(c, '.' | '-' | '_')).collect();
    let is_own = name.chars().count() >= OWN_MAILBOX && name.contains(|c: char| c.is_ascii_digit());
    Some(Mailbox { address: Value::of("email", &key)?, name: Value::of("mailbox", &name).filter(|_| is_own) })
}

/// Letters and digits alone, folded.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// How people shorten what streets are called.
const STREETS: &[(&str, &str)] = &[
    ("strasse", "str"),
    ("straat", "str"),
    ("street", "st"),
    ("avenue", "ave"),
    ("avda", "ave"),
    ("avenida", "ave"),
    ("road", "rd"),
    ("drive", "dr"),
    ("lane", "ln"),
    ("boulevard", "blvd"),
    ("square", "sq"),
    ("platz", "pl"),
    ("place", "pl"),
    ("号", ""),
];

/// Street and house in one form, whichever of them stands first; nothing without both.
fn street(text: &str) -> String {
    let mut folded = fold(text);
    for (long, short) in STREETS {
        if folded.contains(long) {
            folded = folded.replace(long, short);
        }
    }
    let of = |wanted: fn(&char) -> bool| folded.chars().filter(wanted).collect::<String>();
    let (house, name) = (of(|c| c.is_numeric()), of(|c| c.is_alphabetic()));
    if house.is_empty() || name.is_empty() { String::new() } else { format!("{name} {house}") }
}
