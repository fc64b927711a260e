//! Edits that name what they saw.
//!
//! A record is compared and changed field by field through its JSON form, the same for every noun:
//! a form, `--set`, an import that updates, a merge and an undo are all a list of [`Change`]s.
//! A list field (phones, tags) is a set: what stands in `to` but not in `from` is added, what
//! stands in `from` but not in `to` is removed, so two people adding a tag never collide.

use super::reason::{Reason, misfit, reason};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

/// One field's change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field's JSON name.
    pub field: String,
    /// What the person saw.
    #[serde(with = "value_text")]
    pub from: Value,
    /// What it shall be.
    #[serde(with = "value_text")]
    pub to: Value,
}

impl Change {
    /// The change that takes this one back.
    pub fn inverse(&self) -> Self {
        Self { field: self.field.clone(), from: self.to.clone(), to: self.from.clone() }
    }
}

/// The fields of a record that is to be made; all others have their defaults.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Draft(Vec<(String, DraftValue)>);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct DraftValue(#[serde(with = "value_text")] Value);

impl Draft {
    /// What of `record` differs from a fresh one.
    pub fn of<T: Serialize + Default>(record: &T) -> Self {
        diff(&T::default(), record).into_iter().map(|change| (change.field, change.to)).collect()
    }

    /// Sets a field, replacing an earlier value.
    pub fn set(&mut self, field: &str, value: impl Into<Value>) {
        let value = DraftValue(value.into());
        match self.0.iter_mut().find(|(name, _)| name == field) {
            Some((_, old)) => *old = value,
            None => self.0.push((field.to_owned(), value)),
        }
    }

    /// The fields with their values.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), &value.0))
    }

    /// One field's value.
    pub fn get(&self, field: &str) -> Option<&Value> {
        self.fields().find(|(name, _)| *name == field).map(|(_, value)| value)
    }

    /// Whether no field is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes that turn `record` into what this draft says; fields it does not name stay.
    pub fn changes_to<T: Serialize>(&self, record: &T) -> Vec<Change> {
        let present = object(record);
        let changed = self.fields().filter_map(|(field, to)| {
            let from = present.get(field).cloned().unwrap_or(Value::Null);
            (from != *to).then(|| Change { field: field.to_owned(), from, to: to.clone() })
        });
        changed.collect()
    }
}

impl FromIterator<(String, Value)> for Draft {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name, DraftValue(value))).collect())
    }
}

/// A field two people changed: what one saw and wants, and what it holds now.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// The change that cannot be made.
    pub change: Change,
    /// What the field holds now.
    pub theirs: Value,
}

/// Whose value a field two people changed shall have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// One's own.
    Mine,
    /// The one that is there.
    Theirs,
}

/// Why an edit cannot be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// Somebody else changed these fields meanwhile.
    #[error("{} fields were changed meanwhile", .0.len())]
    Conflict(Vec<Clash>),
    /// There is no such field, or the value does not fit.
    #[error("{field}: {why}")]
    Invalid {
        /// The field.
        field: String,
        /// What is wrong.
        why: Reason,
    },
}

/// The fields in which two records differ, in the order they are declared.
pub fn diff<T: Serialize>(before: &T, after: &T) -> Vec<Change> {
    let before = object(before);
    let mut changes = Vec::new();
    for (field, to) in object(after) {
        let from = before.get(&field).cloned().unwrap_or(Value::Null);
        if from != to {
            changes.push(Change { field, from, to });
        }
    }
    changes
}

/// The record with the changes made, or why not: every field somebody else changed, else the first that does not fit.
pub fn apply<T: Serialize + DeserializeOwned>(record: &T, changes: &[Change]) -> Result<T, EditError> {
    let mut fields = object(record);
    let clashes = clashes(&fields, changes);
    if !clashes.is_empty() {
        return Err(EditError::Conflict(clashes));
    }
    for change in changes {
        let Some(present) = fields.get_mut(&change.field).filter(|_| change.field != "id") else {
            return Err(EditError::Invalid { field: change.field.clone(), why: reason("no-such-field") });
        };
        *present = changed(present, change);
    }
    serde_json::from_value(Value::Object(fields)).map_err(|error| misfitting::<T>(record, changes, &error))
}

/// A new record with what a draft says, or the first field that does not fit.
pub fn made<T: Serialize + DeserializeOwned + Default>(draft: &Draft) -> Result<T, EditError> {
    let fresh = T::default();
    let mut fields = object(&fresh);
    for (field, to) in draft.fields() {
        let Some(value) = fields.get_mut(field).filter(|_| field != "id") else {
            return Err(EditError::Invalid { field: field.to_owned(), why: reason("no-such-field") });
        };
        value.clone_from(to);
    }
    let fitting = serde_json::from_value(Value::Object(fields));
    fitting.map_err(|error| misfitting(&fresh, &draft.changes_to(&fresh), &error))
}

/// What is wrong with changes that do not fit: made one by one, so that the error names the field.
fn misfitting<T: Serialize + DeserializeOwned>(
    record: &T,
    changes: &[Change],
    together: &serde_json::Error,
) -> EditError {
    let mut fields = object(record);
    for change in changes {
        if let Some(present) = fields.get_mut(&change.field) {
            *present = changed(present, change);
        }
        if let Err(error) = serde_json::from_value::<T>(Value::Object(fields.clone())) {
            return EditError::Invalid { field: change.field.clone(), why: misfit(&error) };
        }
    }
    EditError::Invalid { field: String::new(), why: misfit(together) }
}

/// The changes that rest on a value which is another one now. A set clashes with nothing.
pub fn clashes(present: &Map<String, Value>, changes: &[Change]) -> Vec<Clash> {
    let clash = |change: &Change| {
        let theirs = present.get(&change.field)?;
        let is_set = theirs.is_array() && change.from.is_array() && change.to.is_array();
        (!is_set && *theirs != change.from).then(|| Clash { change: change.clone(), theirs: theirs.clone() })
    };
    changes.iter().filter(|change| change.field != "id").filter_map(clash).collect()
}

/// What a field holds after a change.
fn changed(present: &Value, change: &Change) -> Value {
    match (present, &change.from, &change.to) {
        (Value::Array(present), Value::Array(from), Value::Array(to)) => Value::Array(changed_set(present, from, to)),
        _ => change.to.clone(),
    }
}

/// Removes what `to` dropped and adds what it brought; when nobody else touched it, it is just `to`,
/// so that the order asked for holds.
fn changed_set(present: &[Value], from: &[Value], to: &[Value]) -> Vec<Value> {
    if present == from {
        return to.to_vec();
    }
    let mut kept: Vec<Value> = present.iter().filter(|v| !from.contains(v) || to.contains(v)).cloned().collect();
    for value in to.iter().filter(|v| !from.contains(v)) {
        if !kept.contains(value) {
            kept.push(value.clone());
        }
    }
    kept
}

/// A number that changes whenever any field does.
pub fn fingerprint<T: Serialize>(record: &T) -> u64 {
    let text = serde_json::to_vec(record).unwrap_or_default();
    let hash = blake3::hash(&text);
    hash.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// A field's value in words: bare text, a list with commas, nothing as nothing.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A record's fields by name.
pub fn object<T: Serialize>(record: &T) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// JSON values as they are for people, as text for the store, which does not describe itself.
mod value_text {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Value};

    pub(super) fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            value.serialize(serializer)
        } else {
            value.to_string().serialize(serializer)
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        if deserializer.is_human_readable() {
            return Value::deserialize(deserializer);
        }
        serde_json::from_str(&String::deserialize(deserializer)?).map_err(super::value_error)
    }
}

fn value_error<E: serde::de::Error>(error: serde_json::Error) -> E {
    E::custom(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer::Customer;
    use serde_json::json;

    fn anna() -> Customer {
        Customer { name: "Anna".into(), city: "Berlin".into(), tags: vec!["vip".into()], ..Customer::default() }
    }

    fn change(field: &str, from: impl Into<Value>, to: impl Into<Value>) -> Change {
        Change { field: field.into(), from: from.into(), to: to.into() }
    }

    #[test]
    fn an_edit_and_its_inverse_leave_nothing_changed() {
        let after = Customer { city: "Köln".into(), tags: vec![], archived: true, ..anna() };
        let changes = diff(&anna(), &after);
        assert_eq!(changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(), ["city", "tags", "archived"]);
        assert_eq!(apply(&anna(), &changes).unwrap(), after);
        let back: Vec<_> = changes.iter().map(Change::inverse).collect();
        assert_eq!(apply(&after, &back).unwrap(), anna());
    }

    #[test]
    fn every_field_changed_meanwhile_is_a_conflict_that_shows_their_value() {
        let edit = [
            change("city", "Bonn", "Köln"),
            change("tags", json!([]), json!(["late"])),
            change("archived", false, true),
            change("name", "Anne", "Anja"),
        ];
        let clash = |at: usize, theirs: &str| Clash { change: edit[at].clone(), theirs: json!(theirs) };
        let conflict = EditError::Conflict(vec![clash(0, "Berlin"), clash(3, "Anna")]);
        assert_eq!(apply(&anna(), &edit), Err(conflict));
    }

    #[test]
    fn disjoint_edits_merge_by_themselves() {
        let mine = apply(&anna(), &[change("city", "Berlin", "Köln")]).unwrap();
        let both = apply(&mine, &[change("name", "Anna", "Anna M.")]).unwrap();
        assert_eq!((both.city.as_str(), both.name.as_str()), ("Köln", "Anna M."));
    }

    #[test]
    fn tags_added_by_two_people_are_both_there() {
        let hers = apply(&anna(), &[change("tags", json!(["vip"]), json!(["vip", "fair"]))]).unwrap();
        let both = apply(&hers, &[change("tags", json!(["vip"]), json!(["late"]))]).unwrap();
        assert_eq!(both.tags, ["fair", "late"]);
    }

    #[test]
    fn a_wrong_field_or_value_is_named() {
        for (edit, field) in [
            (change("nmae", "", ""), "nmae"),
            (change("archived", false, "perhaps"), "archived"),
            (change("id", "0", "5"), "id"),
        ] {
            let draft = Draft::from_iter([(edit.field.clone(), edit.to.clone())]);
            assert!(matches!(made::<Customer>(&draft), Err(EditError::Invalid { field: f, .. }) if f == field));
            assert!(matches!(apply(&anna(), &[edit]), Err(EditError::Invalid { field: f, .. }) if f == field));
        }
    }

    #[test]
    fn a_draft_holds_only_what_differs_and_survives_the_store() {
        let draft = Draft::of(&anna());
        assert_eq!(draft.fields().map(|(f, _)| f).collect::<Vec<_>>(), ["name", "city", "tags"]);
        let config = bincode::config::standard();
        let bytes = bincode::serde::encode_to_vec(&draft, config).unwrap();
        let (back, _): (Draft, usize) = bincode::serde::decode_from_slice(&bytes, config).unwrap();
        assert_eq!(made::<Customer>(&back), Ok(anna()));
    }
}
