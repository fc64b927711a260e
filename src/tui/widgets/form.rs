//! A form: labelled fields one below the other, what is wrong shown at the field.

mod draw;
#[cfg(test)]
mod tests;

use super::Edited;
use super::field::Field;
use super::hints::{self, Hint};
use super::note::Note;
use crate::domain::text::fold;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::ops::Range;

/// What the keys do in every form, in one of several fields, and in one with choices. What is said of Esc is true before
/// the first letter and after it: a row that changed with it would cost more than the letter.
const ENDS: [Hint<&str>; 2] = [DISCARD, ("Esc", "does-leave-untouched")];
const NEXT: Hint<&str> = ("Tab", "does-next-field");
const STEPS: [Hint<&str>; 2] = [("Shift-Tab", "does-previous-field"), ("Enter", "does-next-field")];
const CHOICES: Hint<&str> = ("← →", "does-other-choice");
/// What Ctrl-s does unless a form says otherwise.
const SAVES: &str = "does-save";
/// The key by which whoever has a form lets go of it with all that was typed; Esc never does.
pub const DISCARD: Hint<&str> = ("Ctrl-d", "does-discard");

/// What a field takes.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One line.
    Text(Field),
    /// Several lines.
    Lines(Note),
    /// One of these values, each with its label.
    Choice {
        /// Values and labels.
        options: Vec<(String, String)>,
        /// The chosen one.
        index: usize,
    },
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct FieldSpec {
    /// Its name towards the owner.
    pub key: String,
    /// Its name towards the person.
    pub label: String,
    /// What it takes, and what it holds.
    pub kind: Kind,
    /// What is wrong with it, or empty.
    pub error: String,
    /// What its value means, or empty: a date in words says here which day that is.
    pub hint: String,
    /// What it held when the form opened.
    first: String,
}

impl FieldSpec {
    /// A field of one line.
    pub fn text(key: impl Into<String>, label: impl Into<String>, value: &str) -> Self {
        Self::new(key.into(), label.into(), Kind::Text(Field::new(value)))
    }

    /// A field of several lines.
    pub fn lines(key: impl Into<String>, label: impl Into<String>, value: &str) -> Self {
        Self::new(key.into(), label.into(), Kind::Lines(Note::new(value)))
    }

    /// A choice between values, each with its label; the first one where `value` is none of them.
    pub fn choice(
        key: impl Into<String>,
        label: impl Into<String>,
        options: Vec<(String, String)>,
        value: &str,
    ) -> Self {
        let index = options.iter().position(|(known, _)| known == value).unwrap_or(0);
        Self::new(key.into(), label.into(), Kind::Choice { options, index })
    }

    fn new(key: String, label: String, kind: Kind) -> Self {
        let mut field = Self { key, label, kind, error: String::new(), hint: String::new(), first: String::new() };
        field.first = field.value().to_owned();
        field
    }

    /// With a hint from the start.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// What it holds: the text, or the chosen value.
    pub fn value(&self) -> &str {
        match &self.kind {
            Kind::Text(field) => field.text(),
            Kind::Lines(note) => note.text(),
            Kind::Choice { options, index } => options.get(*index).map_or("", |(value, _)| value),
        }
    }

    /// Whether it holds something else than when the form opened.
    pub fn is_edited(&self) -> bool {
        self.value() != self.first
    }

    fn on(&mut self, key: KeyEvent) -> Edited {
        match &mut self.kind {
            Kind::Text(field) => field.on(key),
            Kind::Lines(note) => note.on(key),
            Kind::Choice { options, index } => choose(options, index, key),
        }
    }
}

/// Left and right (or space) walk the options, a digit or a letter jumps to one.
fn choose(options: &[(String, String)], index: &mut usize, key: KeyEvent) -> Edited {
    let count = options.len().max(1);
    let chosen = match key.code {
        KeyCode::Left => Some((*index + count - 1) % count),
        KeyCode::Right | KeyCode::Char(' ' | '　') => Some((*index + 1) % count),
        KeyCode::Char(c) if key.modifiers.difference(KeyModifiers::SHIFT).is_empty() => option_of(options, *index, c),
        _ => return Edited::No,
    };
    match chosen.filter(|chosen| chosen != index) {
        Some(chosen) => {
            *index = chosen;
            Edited::Text
        }
        None => Edited::Cursor,
    }
}

/// The option of this digit, else the next one whose label begins with this letter.
fn option_of(options: &[(String, String)], index: usize, c: char) -> Option<usize> {
    let typed = fold(c.encode_utf8(&mut [0; 4]));
    if let Some(number) = typed.parse().ok().filter(|number: &usize| (1..=options.len()).contains(number)) {
        return Some(number - 1);
    }
    let after = (index + 1..options.len()).chain(0..options.len());
    let begins = |at: &usize| options.get(*at).is_some_and(|(_, label)| fold(label).starts_with(&typed));
    after.into_iter().find(begins)
}

/// What a key came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormEvent {
    /// Nothing the owner needs to know.
    Open,
    /// The field of this key holds something else now: check it, say its hint.
    Edited(String),
    /// The person is done: check all, then save or show the errors.
    Submit,
    /// Enter in the last field. A line of prose ends so too: what saves is a key that no text holds.
    End,
    /// The person wants to leave. The form keeps its texts: where something is `edited`, ask first.
    Leave {
        /// Whether any field holds something else than at first.
        edited: bool,
    },
}

/// A form being filled in.
#[derive(Debug, Clone)]
pub struct Form {
    title: String,
    fields: Vec<FieldSpec>,
    focus: usize,
    /// What there is to say of the whole, or empty.
    notice: String,
    /// The key of the words for what Ctrl-s does.
    sends: &'static str,
}

impl Form {
    /// A form with the first field in focus.
    pub fn new(title: impl Into<String>, fields: Vec<FieldSpec>) -> Self {
        Self { title: title.into(), fields, focus: 0, notice: String::new(), sends: SAVES }
    }

    /// One in which Ctrl-s does something else than save.
    pub fn sending(self, sends: &'static str) -> Self {
        Self { sends, ..self }
    }

    /// The fields in order.
    pub fn fields(&self) -> &[FieldSpec] {
        &self.fields
    }

    /// What the field of this key holds; empty when there is none.
    pub fn value(&self, key: &str) -> &str {
        self.field(key).map_or("", FieldSpec::value)
    }

    /// Each field's key and value.
    pub fn values(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.key.as_str(), field.value()))
    }

    /// The key of the field in focus.
    pub fn focused(&self) -> &str {
        self.fields.get(self.focus).map_or("", |field| &field.key)
    }

    /// Whether any field holds something else than at first.
    pub fn is_edited(&self) -> bool {
        self.fields.iter().any(FieldSpec::is_edited)
    }

    /// Says in other words what a line held at first; nothing changes where it holds something else by now.
    pub fn reword(&mut self, key: &str, text: &str) {
        if let Some(field) = self.field_mut(key).filter(|field| !field.is_edited())
            && let Kind::Text(line) = &mut field.kind
        {
            line.set(text);
            line.text().clone_into(&mut field.first);
        }
    }

    /// Says what a field's value means.
    pub fn set_hint(&mut self, key: &str, hint: impl Into<String>) {
        if let Some(field) = self.field_mut(key) {
            field.hint = hint.into();
        }
    }

    /// Says something of the whole, in place of the keys; nothing with an empty text.
    pub fn set_notice(&mut self, notice: impl Into<String>) {
        self.notice = notice.into();
    }

    /// Says what is wrong with a field, and puts it in focus.
    pub fn set_error(&mut self, key: &str, error: impl Into<String>) {
        if let Some(index) = self.fields.iter().position(|field| field.key == key) {
            self.focus = index;
        }
        if let Some(field) = self.field_mut(key) {
            field.error = error.into();
        }
    }

    /// What its keys do.
    pub fn hints(&self) -> Vec<Hint> {
        let has_choices = self.fields.iter().any(|field| matches!(field.kind, Kind::Choice { .. }));
        let has_several = self.fields.len() > 1;
        let steps: &[_] = if has_several { &STEPS } else { &[] };
        let next = has_several.then_some(NEXT).into_iter();
        let all = next.chain([("Ctrl-s", self.sends)]).chain(ENDS).chain(steps.iter().copied());
        hints::of(&all.chain(has_choices.then_some(CHOICES)).collect::<Vec<_>>())
    }

    /// Takes a key.
    pub fn on(&mut self, key: KeyEvent) -> FormEvent {
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        let in_lines = self.fields.get(self.focus).is_some_and(|field| matches!(field.kind, Kind::Lines(_)));
        match key.code {
            KeyCode::Esc => FormEvent::Leave { edited: self.is_edited() },
            KeyCode::Char('s') if ctrl => FormEvent::Submit,
            KeyCode::Enter if !in_lines && self.focus + 1 >= self.fields.len() => FormEvent::End,
            KeyCode::BackTab => self.focus_on(self.focus.saturating_sub(1)),
            KeyCode::Up if !in_lines => self.focus_on(self.focus.saturating_sub(1)),
            KeyCode::Tab => self.focus_on(self.focus + 1),
            KeyCode::Down | KeyCode::Enter if !in_lines => self.focus_on(self.focus + 1),
            _ => self.edit(|field| field.on(key)),
        }
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str) -> FormEvent {
        self.edit(|field| match &mut field.kind {
            Kind::Text(line) => line.paste(text),
            Kind::Lines(note) => note.paste(text),
            Kind::Choice { .. } => Edited::No,
        })
    }

    /// The text of several lines in focus, if it is one.
    pub fn long_text(&self) -> Option<&str> {
        match &self.fields.get(self.focus)?.kind {
            Kind::Lines(note) => Some(note.text()),
            Kind::Text(_) | Kind::Choice { .. } => None,
        }
    }

    /// Puts another text in its place.
    pub fn rewrite(&mut self, text: &str) -> FormEvent {
        self.edit(|field| match &mut field.kind {
            Kind::Lines(note) => {
                *note = Note::new(text);
                Edited::Text
            }
            Kind::Text(_) | Kind::Choice { .. } => Edited::No,
        })
    }

    /// The one line in focus, if it is one.
    pub fn line(&self) -> Option<&Field> {
        match &self.fields.get(self.focus)?.kind {
            Kind::Text(line) => Some(line),
            Kind::Lines(_) | Kind::Choice { .. } => None,
        }
    }

    /// Puts a text in the place of these bytes of it.
    pub fn replace(&mut self, place: Range<usize>, with: &str) -> FormEvent {
        self.edit(|field| match &mut field.kind {
            Kind::Text(line) => {
                line.replace(place, with);
                Edited::Text
            }
            Kind::Lines(_) | Kind::Choice { .. } => Edited::No,
        })
    }

    fn edit(&mut self, edit: impl FnOnce(&mut FieldSpec) -> Edited) -> FormEvent {
        let Some(field) = self.fields.get_mut(self.focus) else { return FormEvent::Open };
        if edit(field) != Edited::Text {
            return FormEvent::Open;
        }
        field.error.clear();
        FormEvent::Edited(field.key.clone())
    }

    fn focus_on(&mut self, index: usize) -> FormEvent {
        self.focus = index.min(self.fields.len().saturating_sub(1));
        FormEvent::Open
    }

    fn field(&self, key: &str) -> Option<&FieldSpec> {
        self.fields.iter().find(|field| field.key == key)
    }

    fn field_mut(&mut self, key: &str) -> Option<&mut FieldSpec> {
        self.fields.iter_mut().find(|field| field.key == key)
    }
}
