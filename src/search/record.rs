//! A customer as search keeps it: folded and packed.

use super::bag;
use super::fit::word_starts;
use super::pinyin;
use super::row::{Column, Row};
use super::spelling::{self, Spelling};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::phone::{Phone, digits};
use crate::domain::text::{fold, is_han};
use crate::domain::time::Timestamp;
use std::ops::Range;

/// A row packed: its texts in two pieces.
#[derive(Debug)]
pub(super) struct Record {
    pub id: CustomerId,
    pub owner: Option<UserId>,
    pub created: Timestamp,
    pub last_contact: Option<Timestamp>,
    pub organisation: bool,
    pub archived: bool,
    folded: Box<str>,
    shown: Box<str>,
    values: Box<[Value]>,
}

/// One spelling of one text of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub column: Column,
    pub spelling: Spelling,
    /// Whether it holds Han characters, so that pinyin may find it.
    pub han: bool,
    /// Which of the column's texts this is.
    pub index: u16,
    folded: Span,
    /// None where folding changed nothing.
    shown: Option<Span>,
}

impl Value {
    /// The bytes of [`Record::folded`] it takes up.
    pub(super) fn bytes(&self) -> Range<usize> {
        self.folded.start as usize..self.folded.end as usize
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

/// The characters a row may be typed with where they do not stand in it literally.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Bags {
    /// As sounds or initials of a name.
    pub name_sounds: u64,
    /// As sounds or initials of anything.
    pub sounds: u64,
    /// Nearly, in names, company or city.
    pub nearly: u64,
}

impl Record {
    pub(super) fn new(row: &Row) -> Self {
        let mut packer = Packer::default();
        packer.add(Column::Name, 0, &row.name);
        packer.add_each(Column::Alias, &row.aliases);
        packer.add(Column::Company, 0, &row.company);
        packer.add_each(Column::Email, &row.emails);
        for (phone, index) in row.phones.iter().zip(0..) {
            packer.add_phone(index, phone);
        }
        packer.add(Column::City, 0, &row.city);
        packer.add_each(Column::Tag, &row.tags);
        packer.add(Column::Country, 0, &row.country);
        packer.add(Column::Source, 0, &row.source);
        Self {
            id: row.id,
            owner: row.owner,
            created: row.created,
            last_contact: row.last_contact,
            organisation: row.organisation,
            archived: row.archived,
            folded: packer.folded.into_boxed_str(),
            shown: packer.shown.into_boxed_str(),
            values: packer.values.into_boxed_slice(),
        }
    }

    /// Every spelling of every searched text, names first.
    pub(super) fn searched(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(|value| value.column.is_searched())
    }

    /// Every text once, as shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Value> {
        self.values.iter().filter(|value| value.spelling == Spelling::Folded)
    }

    /// The searched spelling of a text.
    pub(super) fn folded_text(&self, value: &Value) -> &str {
        value.folded.of(&self.folded)
    }

    /// The text itself.
    pub(super) fn shown_text(&self, value: &Value) -> &str {
        value.shown.map_or_else(|| self.folded_text(value), |shown| shown.of(&self.shown))
    }

    /// All searched spellings, a line each.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// The lines of the names, and the others.
    pub(super) fn folded_parts(&self) -> (&str, &str) {
        let names = self.values.iter().take_while(|value| value.column.is_name()).last();
        let end = names.map_or(0, |value| value.folded.end as usize + 1);
        self.folded.split_at_checked(end).unwrap_or_default()
    }

    /// The folded name, or empty.
    pub(super) fn folded_name(&self) -> &str {
        match self.values.first() {
            Some(value) if value.column == Column::Name => self.folded_text(value),
            _ => "",
        }
    }

    pub(super) fn bags(&self) -> Bags {
        let mut bags = Bags::default();
        for value in self.searched().filter(|value| value.column.is_spoken() || value.han) {
            let text = self.folded_text(value);
            let letters = bag::of(text);
            let mut sounds = if value.han { letters | pinyin::bag(text) } else { 0 };
            if value.column.is_name() {
                sounds = word_starts(text).fold(sounds, |bag, (_, c)| bag | bag::of_char(c));
                bags.name_sounds |= sounds;
            }
            bags.sounds |= sounds;
            bags.nearly |= letters;
        }
        bags
    }

    /// Bytes held outside the record itself.
    pub(super) fn heap_bytes(&self) -> usize {
        self.folded.len() + self.shown.len() + size_of_val(&*self.values)
    }
}

impl Span {
    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

#[derive(Default)]
struct Packer {
    folded: String,
    shown: String,
    values: Vec<Value>,
}

impl Packer {
    fn add_each(&mut self, column: Column, texts: &[String]) {
        for (text, index) in texts.iter().zip(0..) {
            self.add(column, index, text);
        }
    }

    fn add(&mut self, column: Column, index: u16, shown: &str) {
        if shown.is_empty() {
            return;
        }
        let folded = if column.is_searched() { fold(shown) } else { String::new() };
        let first = self.value(column, index, shown, &folded);
        if column.is_spoken()
            && let Some((spelling, respelled)) = spelling::other(shown, &folded)
        {
            self.respell(first, spelling, &respelled);
        }
    }

    /// The E.164 form where there is one, as that holds the digits in one piece; else the text.
    fn add_phone(&mut self, index: u16, phone: &Phone) {
        let mut shown = if phone.e164.is_empty() { phone.typed.clone() } else { phone.e164.clone() };
        if !phone.extension.is_empty() {
            shown = format!("{shown}x{}", phone.extension);
        }
        if shown.is_empty() {
            return;
        }
        let first = self.value(Column::Phone, index, &shown, &fold(&shown));
        let digits = digits(&shown);
        if !shown.contains(&digits) {
            self.respell(first, Spelling::Digits, &digits);
        }
    }

    fn value(&mut self, column: Column, index: u16, shown: &str, folded: &str) -> Value {
        let value = Value {
            column,
            spelling: Spelling::Folded,
            han: folded.chars().any(is_han),
            index,
            folded: append(&mut self.folded, folded),
            shown: (folded != shown).then(|| append(&mut self.shown, shown)),
        };
        self.values.push(value);
        value
    }

    /// Another spelling, of the same text shown.
    fn respell(&mut self, first: Value, spelling: Spelling, text: &str) {
        let shown = first.shown.unwrap_or_else(|| append(&mut self.shown, first.folded.of(&self.folded)));
        let folded = append(&mut self.folded, text);
        self.values.push(Value { spelling, folded, shown: Some(shown), ..first });
    }
}

fn append(text: &mut String, line: &str) -> Span {
    let start = text.len() as u32;
    text.push_str(line);
    let end = text.len() as u32;
    text.push('\n');
    Span { start, end }
}
