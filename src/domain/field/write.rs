//! Writing a field's value as the text that is read as it again.

use super::{COLONS, Kind, MARKS, UNTIL};
use crate::domain::customer::{Birthday, Consent};
use crate::domain::edit::plain;
use crate::domain::money::Money;
use crate::domain::phone::Phone;
use crate::domain::when::Recurrence;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The text of a field's value, which [`super::read`] reads as the same; nothing where there is nothing to say.
pub fn written(kind: Kind, value: &Value) -> String {
    match (kind, value) {
        (Kind::Phones | Kind::PhonesLabelled(_), Value::Array(phones)) => joined(phones.iter().map(phone)),
        (Kind::Words | Kind::Emails, Value::Array(words)) => listed(words.iter().map(plain)),
        (Kind::ExternalIds, Value::Array(pairs)) => joined(pairs.iter().map(|each| pair(each, "system", ':', "id"))),
        (Kind::Consents, Value::Array(consents)) => joined(consents.iter().map(|each| listable(said(each, consent)))),
        (Kind::Custom, Value::Array(pairs)) => joined(pairs.iter().map(|each| pair(each, "name", '=', "value"))),
        (Kind::Money, value) => said::<Money>(value, |money| format!("{} {}", money.amount(), money.currency)),
        (Kind::Birthday, value) => said(value, birthday),
        (Kind::Recurrence, value) => said::<Recurrence>(value, |rhythm| rhythm.to_string()),
        (Kind::Flag, Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        (_, value) => plain(value),
    }
}

/// A customer's field as it is shown beside another value of it: numbers as they are called, all else bare.
pub fn shown(field: &str, value: &Value) -> String {
    if field == "phones" { written(Kind::Phones, value) } else { plain(value) }
}

/// A value that is what it should be, in words.
fn said<T: DeserializeOwned>(value: &Value, words: impl FnOnce(T) -> String) -> String {
    serde_json::from_value::<Option<T>>(value.clone()).ok().flatten().map_or_else(String::new, words)
}

/// Words as a list that is read as the same words.
pub fn listed(words: impl Iterator<Item = String>) -> String {
    joined(words.map(listable))
}

fn joined(entries: impl Iterator<Item = String>) -> String {
    entries.filter(|entry| !entry.is_empty()).collect::<Vec<_>>().join("; ")
}

/// An entry of a list.
fn listable(text: String) -> String {
    before(&MARKS, text)
}

/// A text that ends at one of these marks; in quotes where it would else end sooner, or be another one.
fn before(marks: &[char], text: String) -> String {
    let as_it_is = text.trim() == text && !text.starts_with('"') && !text.contains(marks);
    if as_it_is { text } else { in_quotes(&text) }
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn pair(value: &Value, left: &str, mark: char, right: &str) -> String {
    let of = |name| value.get(name).map(plain).unwrap_or_default();
    listable(format!("{}{mark}{}", before(&[mark], of(left)), of(right)))
}

/// A number with its label before it and its extension behind it. What could not be parsed is as it was typed, save
/// for the marks that would make two numbers of it.
fn phone(value: &Value) -> String {
    let Ok(phone) = serde_json::from_value::<Phone>(value.clone()) else { return String::new() };
    let unmarked = |text: &str| text.replace(MARKS, " ").replace([':', '：'], " ");
    let number = if phone.e164.is_empty() { unmarked(&phone.typed) } else { phone.e164 };
    let label = if phone.label.is_empty() { String::new() } else { unmarked(&phone.label) + ": " };
    let extension = if phone.extension.is_empty() { String::new() } else { format!(" ext {}", phone.extension) };
    format!("{label}{}{extension}", number.trim())
}

fn consent(consent: Consent) -> String {
    let Consent { purpose, source, given, withdrawn } = consent;
    let source = if source.is_empty() { source } else { format!(": {}", before_day(&[], source)) };
    let withdrawn = withdrawn.map_or_else(String::new, |day| format!(" until {day}"));
    format!("{}{source} {given}{withdrawn}", before_day(&COLONS, purpose))
}

/// The same before a day, too, of which a text that ends with `until` would make another one.
fn before_day(marks: &[char], text: String) -> String {
    if UNTIL.iter().any(|until| text.ends_with(until)) { in_quotes(&text) } else { before(marks, text) }
}

fn birthday(birthday: Birthday) -> String {
    let Birthday { year, month, day, lunar } = birthday;
    let calendar = if lunar { "lunar " } else { "" };
    let year = year.map_or_else(String::new, |year| format!("{year:04}-"));
    format!("{calendar}{year}{month:02}-{day:02}")
}
