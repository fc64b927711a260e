//! From `--set field=value` to drafts and changes.

use super::error::Failure;
use super::session::Session;
use crate::domain::edit::{Change, Draft, object};
use crate::domain::field::{self, Field};
use crate::domain::reason::{Reason, reason};
use crate::door::Refusal;
use serde::Serialize;
use serde_json::Value;
use std::ops::RangeInclusive;

impl Session<'_> {
    /// Reads one field's text as the store's settings say.
    pub fn read(&self, fields: &'static [Field], name: &str, text: &str) -> Result<Value, Failure> {
        let field = field::find(fields, name).ok_or_else(|| unknown(name, fields.iter().map(|field| field.name)))?;
        let settings = self.settings()?;
        let reading = settings.reading(self.now);
        field::read(field, text, &reading).map_err(|bad| Refusal::from(bad).into())
    }

    /// Fields given by name, of those that `record` has. A list named twice holds both.
    pub fn draft<T: Serialize>(
        &self,
        fields: &'static [Field],
        record: &T,
        given: &[(String, String)],
    ) -> Result<Draft, Failure> {
        let present = object(record);
        let known = || fields.iter().map(|field| field.name).filter(|name| present.contains_key(*name));
        let mut draft = Draft::default();
        for (name, text) in given {
            let field = field::find(fields, name).filter(|field| present.contains_key(field.name));
            let field = field.ok_or_else(|| unknown(name, known()))?;
            let value = self.read(fields, field.name, text)?;
            let value = joined(draft.get(field.name), value);
            draft.set(field.name, value);
        }
        Ok(draft)
    }

    /// What `given` changes in a record; an error when that is nothing.
    pub fn changes<T: Serialize>(
        &self,
        fields: &'static [Field],
        record: &T,
        given: &[(String, String)],
    ) -> Result<Vec<Change>, Failure> {
        let changes = self.draft(fields, record, given)?.changes_to(record);
        if changes.is_empty() { Err(Failure::failed("no-change")) } else { Ok(changes) }
    }
}

/// Splits `field=value`.
pub fn assignment(text: &str) -> Result<(String, String), Reason> {
    match text.split_once(['=', '＝']) {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err(reason("not-a-pair").with("given", text).with("form", "field=value")),
    }
}

/// A reader of whole numbers between these two.
pub fn between<N: TryFrom<i64>>(range: RangeInclusive<i64>) -> impl Fn(&str) -> Result<N, Reason> + Clone {
    move |text| {
        let number: i64 = text.parse().map_err(|_| reason("not-a-number").with("given", text))?;
        let within = Some(number).filter(|number| range.contains(number)).and_then(|number| N::try_from(number).ok());
        within.ok_or_else(|| {
            reason("not-between").with("given", text).with("least", range.start()).with("most", range.end())
        })
    }
}

fn unknown<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known = known.collect::<Vec<_>>().join(", ");
    Failure::usage("unknown-field").with("field", name).with("known", known)
}

fn joined(before: Option<&Value>, value: Value) -> Value {
    match (before, value) {
        (Some(Value::Array(before)), Value::Array(more)) => before.iter().cloned().chain(more).collect(),
        (_, value) => value,
    }
}
