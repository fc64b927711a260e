//! A form for a record, built from its noun's table of fields.

use super::written::written;
use super::{Completes, Origin, Purpose, Sheet, Wrong};
use crate::domain::edit::{Change, Draft};
use crate::domain::field::{self, Field, Kind};
use crate::domain::money::Money;
use crate::domain::noun::Noun;
use crate::domain::phone::Phone;
use crate::domain::when;
use crate::door::completion::Named;
use crate::door::{Request, Response, duplicates};
use crate::i18n::Value as Word;
use crate::tui::pane::{Context, Effect};
use crate::tui::widgets::form::{FieldSpec, Form};
use crate::tui::words;
use serde_json::{Map, Value};

/// What is made of a filled-in form.
pub enum Stored {
    /// A new record, with the fields the form does not ask for.
    New(Draft, fn(Draft) -> Request),
    /// Changes to the record that was seen.
    Changed(Map<String, Value>, Box<dyn Fn(Vec<Change>) -> Request>),
}

/// One field of the form.
pub struct Entry {
    field: &'static Field,
    /// The only values it takes, each with its label.
    options: Vec<(String, String)>,
    /// Asked for in one line although it may have several.
    one_line: bool,
    needed: bool,
    /// The text it has at first in a new record.
    preset: String,
}

impl Entry {
    /// A field of the table; of a closed choice its words are those of `family`.
    pub fn of(table: &'static [Field], name: &str, family: &str, context: &Context) -> Option<Self> {
        let field = field::find(table, name)?;
        let word = |slug: &&str| ((*slug).to_owned(), words::label(&context.look.words, family, slug));
        let options = match field.kind {
            Kind::Choice(slugs) => slugs.iter().map(word).collect(),
            Kind::MaybeChoice(slugs) => [nothing()].into_iter().chain(slugs.iter().map(word)).collect(),
            _ => Vec::new(),
        };
        Some(Self { field, options, one_line: false, needed: false, preset: String::new() })
    }

    /// Taking only these values.
    pub fn among(self, options: Vec<(String, String)>) -> Self {
        Self { options, ..self }
    }

    /// That must not be left empty.
    pub fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// In one line.
    pub fn one_line(self) -> Self {
        Self { one_line: true, ..self }
    }

    /// With this text in a new record.
    pub fn preset(self, text: &str) -> Self {
        Self { preset: text.to_owned(), ..self }
    }

    fn spec(&self, stored: &Stored, context: &Context) -> FieldSpec {
        let zone = context.settings.calendar.zone;
        let text = match stored {
            Stored::New(..) => self.preset.clone(),
            Stored::Changed(seen, _) => {
                seen.get(self.field.name).map_or_else(String::new, |v| written(self.field.kind, v, zone))
            }
        };
        let label = context.look.words.field(self.field.name);
        let key = self.field.name;
        match self.field.kind {
            _ if !self.options.is_empty() => FieldSpec::choice(key, label, self.with_present(&text), &text),
            Kind::Lines if !self.one_line || text.contains('\n') => FieldSpec::lines(key, label, &text),
            _ => FieldSpec::text(key, label, &text),
        }
    }

    /// A value no longer on offer stays what it is until another one is chosen.
    fn with_present(&self, present: &str) -> Vec<(String, String)> {
        let mut options = self.options.clone();
        if !present.is_empty() && !options.iter().any(|(value, _)| value == present) {
            options.insert(0, (present.to_owned(), present.to_owned()));
        }
        options
    }
}

/// The option that leaves a field empty.
pub fn nothing() -> (String, String) {
    (String::new(), "-".to_owned())
}

/// Fields by which one sees that a customer is there already.
const TELLING: [&str; 8] = ["name", "phones", "emails", "company", "city", "street", "postal_code", "birthday"];

/// What follows once the record is stored.
type Then = fn(&Response) -> Vec<Effect>;

/// The purpose of a record's form.
pub struct Record {
    noun: Noun,
    entries: Vec<Entry>,
    stored: Stored,
    then: Then,
}

/// What tells a stored record from the others of its noun: whose it is stands in the title of its form.
const TOLD: [&str; 4] = ["due", "name", "title", "text"];

impl Record {
    /// A form that makes or changes a record.
    pub fn sheet(
        noun: Noun,
        title: &str,
        entries: Vec<Option<Entry>>,
        stored: Stored,
        then: Then,
        context: &Context,
    ) -> Box<Sheet> {
        let entries: Vec<Entry> = entries.into_iter().flatten().collect();
        let specs = entries.iter().map(|entry| entry.spec(&stored, context)).collect();
        Sheet::boxed(title, specs, Self { noun, entries, stored, then }, context)
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.field.name == key)
    }

    /// What the person wrote: of a new record all that is not empty, of a known one what is different.
    fn draft(&self, form: &Form, context: &Context) -> Result<Draft, Wrong> {
        let mut draft = match &self.stored {
            Stored::New(fixed, _) => fixed.clone(),
            Stored::Changed(..) => Draft::default(),
        };
        for spec in form.fields() {
            let Some(entry) = self.entry(&spec.key) else { continue };
            let wanted = match &self.stored {
                Stored::New(..) => !spec.value().trim().is_empty(),
                Stored::Changed(..) => spec.is_edited(),
            };
            if wanted {
                draft.set(entry.field.name, value(entry, spec.value(), context).map_err(|why| wrong(&spec.key, why))?);
                set_all_day(&mut draft, entry.field, spec.value(), context);
            }
        }
        Ok(draft)
    }
}

fn wrong(key: &str, why: String) -> Wrong {
    Wrong { field: key.to_owned(), why }
}

/// A follow-up due on a day without an hour is for the whole day.
fn set_all_day(draft: &mut Draft, field: &Field, text: &str, context: &Context) {
    if field.name != "due" || field::find(field::FOLLOW_UP, "due") != Some(field) {
        return;
    }
    let when = when::read(text, context.now, &context.settings.calendar);
    draft.set("all_day", when.is_ok_and(|when| when.time.is_none()));
}

/// The field's value, or why there is none in the person's language.
fn value(entry: &Entry, text: &str, context: &Context) -> Result<Value, String> {
    let reading = context.settings.reading(context.now);
    field::read(entry.field, text, &reading).map_err(|bad| context.look.words.reason(&bad.why))
}

/// What a value means, where its text does not show it.
fn meaning(kind: Kind, text: &str, value: &Value, context: &Context) -> String {
    let words = &context.look.words;
    match kind {
        Kind::Date | Kind::Moment => when::read(text, context.now, &context.settings.calendar)
            .map_or_else(|_| String::new(), |when| words::when(words, &when, context.now, &context.settings.calendar)),
        Kind::Money => {
            serde_json::from_value(value.clone()).map_or_else(|_| String::new(), |money: Money| words.money(money))
        }
        Kind::Phones => {
            let phones: Vec<Phone> = serde_json::from_value(value.clone()).unwrap_or_default();
            phones.iter().map(Phone::to_string).collect::<Vec<_>>().join(" · ")
        }
        Kind::Recurrence => written(kind, value, context.settings.calendar.zone),
        _ => String::new(),
    }
}

impl Purpose for Record {
    fn read(&self, key: &str, text: &str, context: &Context) -> Result<String, String> {
        let Some(entry) = self.entry(key) else { return Ok(String::new()) };
        if text.trim().is_empty() {
            return if entry.needed { Err(context.look.words.t("why-needed").to_owned()) } else { Ok(String::new()) };
        }
        let value = value(entry, text, context)?;
        Ok(meaning(entry.field.kind, text, &value, context))
    }

    fn request(&self, form: &Form, context: &Context) -> Result<Option<Request>, Wrong> {
        let draft = self.draft(form, context)?;
        Ok(match &self.stored {
            Stored::New(_, ask) => Some(ask(draft)),
            Stored::Changed(seen, ask) => {
                let changes = draft.changes_to(seen);
                (!changes.is_empty()).then(|| ask(changes))
            }
        })
    }

    /// Of a new one when it is due, else what it is called; a known one is in the title.
    fn told(&self, form: &Form, context: &Context) -> String {
        let told = TOLD.into_iter().find(|key| !form.value(key).trim().is_empty());
        let Some(key) = told.filter(|_| matches!(self.stored, Stored::New(..))) else { return String::new() };
        let text = form.value(key).trim();
        self.read(key, text, context).ok().filter(|meaning| !meaning.is_empty()).unwrap_or_else(|| text.to_owned())
    }

    /// Only of a new customer: a known one was looked at.
    fn alike(&self, key: &str, form: &Form, context: &Context) -> Option<Request> {
        let is_new = matches!(self.stored, Stored::New(..)) && self.noun == Noun::Customer;
        if !is_new || !TELLING.contains(&key) {
            return None;
        }
        let told = form.fields().iter().filter(|spec| TELLING.contains(&spec.key.as_str()));
        let read = |spec: &FieldSpec| {
            let entry = self.entry(&spec.key).filter(|_| !spec.value().trim().is_empty())?;
            Some((entry.field.name.to_owned(), value(entry, spec.value(), context).ok()?))
        };
        Some(duplicates::Request::Like(told.filter_map(read).collect()).into())
    }

    fn conflict(&mut self, field: &str, theirs: &str, context: &Context) -> String {
        let Some(kind) = self.entry(field).map(|entry| entry.field.kind) else { return theirs.to_owned() };
        let Stored::Changed(seen, _) = &mut self.stored else { return theirs.to_owned() };
        // A refusal shows strings bare and everything else as JSON.
        let was_text = seen.get(field).is_some_and(Value::is_string);
        let parsed = if was_text { None } else { serde_json::from_str(theirs).ok() };
        let value = parsed.unwrap_or_else(|| Value::String(theirs.to_owned()));
        let text = written(kind, &value, context.settings.calendar.zone);
        seen.insert(field.to_owned(), value);
        text
    }

    fn completes(&self, key: &str) -> Option<Completes> {
        let field = self.entry(key)?.field;
        match (field.kind, field.name) {
            (Kind::User, _) => Some(Completes::one(Named::User)),
            (Kind::Team, _) => Some(Completes::one(Named::Team)),
            (Kind::Owner, _) => Some(Completes::one(Named::Owner)),
            (_, "company") => Some(Completes::one(Named::Company)),
            (_, "city") => Some(Completes::one(Named::City)),
            (_, "source") => Some(Completes::one(Named::Source)),
            (_, "tags") => Some(Completes { of: Named::Tag, parted_by: &[',', ';', '，', '；'] }),
            _ => None,
        }
    }

    fn names_colleague(&self, key: &str) -> bool {
        self.entry(key).is_some_and(|entry| entry.field.kind.is_colleague())
    }

    fn origin(&self) -> Option<Origin> {
        let (is_new, given) = match &self.stored {
            Stored::New(fixed, _) => {
                (true, fixed.fields().map(|(field, value)| (field.to_owned(), value.clone())).collect())
            }
            Stored::Changed(seen, _) => (false, seen.clone()),
        };
        Some(Origin { noun: self.noun, is_new, given: Value::Object(given).to_string() })
    }

    fn stored(&self, response: &Response, _context: &Context) -> Vec<Effect> {
        (self.then)(response)
    }
}

/// Words with one placeholder, for titles.
pub fn title(context: &Context, key: &str, name: &str) -> String {
    context.look.words.tf(key, &[("name", Word::from(name))])
}
