//! Two customers side by side, and for each field in which they differ what is taken.

use crate::domain::customer::{Customer, CustomerKind, Position};
use crate::domain::duplicate::Pair;
use crate::domain::edit::plain;
use crate::domain::field::{self, Kind};
use crate::domain::id::CustomerId;
use crate::domain::merge::{self, Both};
use crate::domain::phone::Phone;
use crate::door::duplicates::Compared;
use crate::i18n::I18n;
use crate::tui::forms::Colleagues;
use crate::tui::words;
use crossterm::event::KeyCode;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// The pair in view.
pub struct Sides {
    pub pair: Pair,
    /// The one that stays.
    pub keep: Customer,
    pub other: Customer,
    /// The fields, those that differ first.
    pub fields: Vec<Both>,
    take: BTreeSet<String>,
    pub at: usize,
    organisations: Vec<(CustomerId, String)>,
}

impl Sides {
    /// The older one stays, and takes over what it lacks.
    pub fn new(both: Compared, organisations: Vec<(CustomerId, String)>) -> Self {
        Self::of(both.pair, both.one, both.other, organisations)
    }

    fn of(pair: Pair, keep: Customer, other: Customer, organisations: Vec<(CustomerId, String)>) -> Self {
        let mut fields = merge::fields(&keep, &other);
        fields.sort_by_key(|both| !both.differs());
        let take = merge::completing(&keep, &other).into_iter().collect();
        Self { pair, keep, other, fields, take, at: 0, organisations }
    }

    /// Who stays, and who becomes part of it.
    pub fn ids(&self) -> (CustomerId, CustomerId) {
        (self.keep.id, self.other.id)
    }

    /// The fields that are taken over.
    pub fn taken(&self) -> Vec<String> {
        self.take.iter().cloned().collect()
    }

    /// Whether a field is taken over.
    pub fn takes(&self, field: &str) -> bool {
        self.take.contains(field)
    }

    /// A key about the fields.
    pub fn key(&mut self, code: KeyCode) {
        match code {
            KeyCode::Left | KeyCode::Char('h' | '1') => self.choose(false),
            KeyCode::Right | KeyCode::Char('l' | '2') => self.choose(true),
            KeyCode::Down | KeyCode::Char('j') | KeyCode::Tab => self.go(self.at + 1),
            KeyCode::Up | KeyCode::Char('k') | KeyCode::BackTab => self.go(self.at.saturating_sub(1)),
            KeyCode::Char('s') => self.swap(),
            _ => {}
        }
    }

    /// Only where they differ there is anything to choose.
    fn go(&mut self, at: usize) {
        let differing = self.fields.iter().filter(|both| both.differs()).count();
        self.at = at.min(differing.saturating_sub(1));
    }

    /// Chooses for the field the cursor is on, and goes on.
    fn choose(&mut self, right: bool) {
        let Some(both) = self.fields.get(self.at).filter(|both| both.differs()) else { return };
        if right {
            self.take.insert(both.field.clone());
        } else {
            self.take.remove(&both.field);
        }
        self.go(self.at + 1);
    }

    /// The other one stays.
    fn swap(&mut self) {
        let organisations = std::mem::take(&mut self.organisations);
        *self = Self::of(self.pair.clone(), self.other.clone(), self.keep.clone(), organisations);
    }

    /// A field's value as a person reads it.
    pub fn shown(&self, field: &str, value: &Value, colleagues: &Colleagues, words: &I18n) -> String {
        match field {
            "positions" => list(value, |position: Position| self.position(&position)),
            field if Customer::OWNERS.contains(&field) => colleagues.typed(&plain(value)).to_owned(),
            field => shown(field, value, words),
        }
    }

    fn position(&self, position: &Position) -> String {
        let known = self.organisations.iter().find(|(id, _)| *id == position.organisation);
        let organisation = known.map_or_else(|| position.organisation.to_string(), |(_, name)| name.clone());
        format!("{} {organisation}", position.title).trim_start().to_owned()
    }
}

/// A value that says all by itself.
fn shown(field: &str, value: &Value, words: &I18n) -> String {
    match field {
        "phones" => list(value, |phone: Phone| phone.to_string()),
        // Of the lunar calendar it is another day.
        "birthday" => field::written(Kind::Birthday, value),
        "consents" => field::written(Kind::Consents, value),
        "kind" => read(value).map_or_else(String::new, |kind: CustomerKind| words::label(words, "kind", kind.slug())),
        "gender" => value.as_str().map_or_else(String::new, |gender| words::label(words, "gender", gender)),
        _ => pieces(value),
    }
}

/// Of what has fields of its own, what they hold.
fn pieces(value: &Value) -> String {
    match value {
        Value::Array(all) => all.iter().map(pieces).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let held = fields.values().filter(|value| !value.is_null()).map(pieces).filter(|text| !text.is_empty());
            held.collect::<Vec<_>>().join(" ")
        }
        other => plain(other),
    }
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

fn list<T: DeserializeOwned>(value: &Value, shown: impl Fn(T) -> String) -> String {
    let items: Vec<T> = read(value).unwrap_or_default();
    items.into_iter().map(shown).collect::<Vec<_>>().join(", ")
}
