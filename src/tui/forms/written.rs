//! A field's value as a person would type it, so that it reads back as the same value.

use crate::domain::customer::{Birthday, CustomField, ExternalId};
use crate::domain::field::Kind;
use crate::domain::money::Money;
use crate::domain::party::Owner;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use crate::domain::when::recurrence::Recurrence;
use chrono_tz::Tz;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A value as text; empty for none.
pub fn written(kind: Kind, value: &Value, zone: Tz) -> String {
    match kind {
        Kind::Words | Kind::Emails => list(value, ", ", |text: String| text),
        Kind::Phones | Kind::PhonesLabelled(_) => list(value, "; ", phone),
        Kind::Moment => moment(value, zone),
        Kind::Money => read(value).map_or_else(String::new, money),
        Kind::Birthday => read(value).map_or_else(String::new, birthday),
        Kind::Recurrence => read(value).map_or_else(String::new, |rhythm: Recurrence| rhythm.to_string()),
        Kind::Owner => read(value).map_or_else(String::new, |owner: Owner| owner.to_string()),
        Kind::ExternalIds => list(value, "; ", |id: ExternalId| format!("{}:{}", id.system, id.id)),
        Kind::Custom => list(value, "; ", |field: CustomField| format!("{}={}", field.name, field.value)),
        Kind::Flag => if value == &Value::Bool(true) { "yes" } else { "no" }.to_owned(),
        _ => plain(value),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

fn list<T: DeserializeOwned>(value: &Value, between: &str, write: impl Fn(T) -> String) -> String {
    let items: Vec<T> = read(value).unwrap_or_default();
    items.into_iter().map(write).collect::<Vec<_>>().join(between)
}

fn phone(phone: Phone) -> String {
    if phone.label.is_empty() { phone.typed } else { format!("{}: {}", phone.label, phone.typed) }
}

fn moment(value: &Value, zone: Tz) -> String {
    let at: Option<Timestamp> = read(value);
    at.filter(|at| *at != Timestamp::default())
        .map_or_else(String::new, |at| at.local(zone).format("%Y-%m-%d %H:%M").to_string())
}

fn money(money: Money) -> String {
    if money.minor == 0 { String::new() } else { format!("{} {}", money.amount(), money.currency) }
}

fn birthday(day: Birthday) -> String {
    let date = match day.year {
        Some(year) => format!("{year:04}-{:02}-{:02}", day.month, day.day),
        None => format!("{:02}-{:02}", day.month, day.day),
    };
    if day.lunar { format!("lunar {date}") } else { date }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
