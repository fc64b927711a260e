//! What a row says of a record that is there: a field it names has its value, a list grows by what it adds.

use crate::domain::edit::{self, Change, Draft};
use crate::domain::email;
use crate::domain::phone::Phone;
use crate::domain::record::Record;
use crate::domain::text::fold;
use serde_json::Value;

/// What a draft says of a record that it does not say itself.
pub(super) fn news<T: Record>(draft: &Draft, present: &T) -> Vec<Change> {
    let present = edit::object(present);
    let change = |(field, value): (&str, &Value)| {
        let from = present.get(field).cloned().unwrap_or(Value::Null);
        let to = match (&from, value) {
            // These come as they shall be.
            (Value::Array(there), Value::Array(more)) if !["positions", "lines"].contains(&field) => {
                Value::Array(grown(field, there, more))
            }
            _ => value.clone(),
        };
        (from != to).then(|| Change { field: field.to_owned(), from, to })
    };
    draft.fields().filter_map(change).collect()
}

/// Whether something that is there gives way to what a draft says, where other changes fill in or add.
pub(super) fn replaces(change: &Change) -> bool {
    match (&change.from, &change.to) {
        (Value::Array(there), Value::Array(more)) if change.field == "custom" => {
            names(more).into_iter().any(|name| !called(there, name).is_empty() && differ(there, more, name))
        }
        (Value::Null | Value::Array(_), _) => false,
        (from, _) => from.as_str() != Some(""),
    }
}

/// A list with what a file's adds to it. An entry that is there already adds nothing, but that a consent has an end.
fn grown(field: &str, there: &[Value], more: &[Value]) -> Vec<Value> {
    if field == "custom" {
        return said_anew(there, more);
    }
    let mut all = there.to_vec();
    for new in more {
        match all.iter_mut().take(there.len()).find(|old| alike(field, old, new)) {
            Some(old) if has_ended(new) => old.clone_from(new),
            Some(_) => {}
            None => all.push(new.clone()),
        }
    }
    all
}

/// Whether it is a consent that was taken back.
fn has_ended(entry: &Value) -> bool {
    entry.get("withdrawn").is_some_and(|day| !day.is_null())
}

/// Whether two entries of a list mean the same, however they are written.
fn alike(field: &str, a: &Value, b: &Value) -> bool {
    match field {
        "phones" => number(a).is_some() && number(a) == number(b),
        "emails" => a.as_str().map(email::key) == b.as_str().map(email::key),
        "tags" => a.as_str().map(fold) == b.as_str().map(fold),
        // One id a system: the other system's name depends on the file's.
        "external_ids" => a.get("id") == b.get("id"),
        // One given again while it still holds is no other: a file may not say on what day it was given.
        "consents" => {
            let same = |part| a.get(part) == b.get(part);
            same("purpose") && same("source") && (same("given") || !has_ended(a) && !has_ended(b))
        }
        _ => a == b,
    }
}

fn number(phone: &Value) -> Option<String> {
    serde_json::from_value::<Phone>(phone.clone()).ok().map(|phone| phone.key())
}

/// The fields of one's own with a file's: what it says under a name stands where something else stood under it.
fn said_anew(there: &[Value], more: &[Value]) -> Vec<Value> {
    let mut all = there.to_vec();
    for name in names(more) {
        if differ(&all, more, name) {
            let at = all.iter().position(|entry| is_called(entry, name)).unwrap_or(all.len());
            all.retain(|entry| !is_called(entry, name));
            all.splice(at..at, called(more, name).into_iter().cloned());
        }
    }
    all
}

/// The names of fields of one's own; one may stand there twice, with two websites.
fn names(entries: &[Value]) -> Vec<&Value> {
    entries.iter().filter_map(|entry| entry.get("name")).collect()
}

fn is_called(entry: &Value, name: &Value) -> bool {
    entry.get("name") == Some(name)
}

/// The fields of one's own with this name.
fn called<'e>(entries: &'e [Value], name: &Value) -> Vec<&'e Value> {
    entries.iter().filter(|entry| is_called(entry, name)).collect()
}

/// Whether two sides say something else under a name.
fn differ(a: &[Value], b: &[Value], name: &Value) -> bool {
    called(a, name) != called(b, name)
}
