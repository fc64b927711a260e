//! A field's value as a person would type it, so that it reads back as the same value.

use crate::domain::field::{self, Kind};
use crate::domain::money::Money;
use crate::domain::party::Owner;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A value as text; empty for none. What a form shows otherwise than a file holds it is said here.
pub fn written(kind: Kind, value: &Value, zone: Tz) -> String {
    match kind {
        Kind::Phones | Kind::PhonesLabelled(_) => phones(value),
        Kind::Moment => moment(value, zone),
        Kind::Owner => read(value).map_or_else(String::new, |owner: Owner| owner.to_string()),
        Kind::Money if read(value).is_some_and(|money: Money| money.minor == 0) => String::new(),
        _ => field::written(kind, value),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

/// Numbers as they were typed.
fn phones(value: &Value) -> String {
    let phones: Vec<Phone> = read(value).unwrap_or_default();
    let phone =
        |phone: Phone| if phone.label.is_empty() { phone.typed } else { format!("{}: {}", phone.label, phone.typed) };
    phones.into_iter().map(phone).collect::<Vec<_>>().join("; ")
}

fn moment(value: &Value, zone: Tz) -> String {
    let at: Option<Timestamp> = read(value);
    at.filter(|at| *at != Timestamp::default())
        .map_or_else(String::new, |at| at.local(zone).format("%Y-%m-%d %H:%M").to_string())
}
