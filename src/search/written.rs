//! A customer as it is searched: every text in every spelling, folded.

use super::row::{Column, Row};
use super::spelling::{self, Spelling, searched};
use super::texts::BETWEEN;
use crate::domain::phone::{Phone, digits};
use std::borrow::Cow;
use std::slice;

/// One spelling of one text of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text<'a> {
    pub column: Column,
    /// Which of the column's texts this is.
    pub index: u16,
    pub spelling: Spelling,
    /// What is searched.
    pub letters: Cow<'a, str>,
}

/// What is searched of one customer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub organisation: bool,
    /// The name first, in all its spellings, then its other names, then the other columns.
    pub texts: Vec<Text<'a>>,
}

impl<'a> Written<'a> {
    /// Some columns of a row, or [`Column::ALL`].
    pub(super) fn new(row: &'a Row, columns: &[Column]) -> Self {
        let mut written = Self { organisation: row.organisation, texts: Vec::new() };
        for column in columns {
            for (shown, index) in texts(row, *column).zip(0..) {
                match column {
                    Column::Phone => written.add_number(index, shown),
                    _ => written.add(*column, index, shown),
                }
            }
        }
        written
    }

    /// Its texts in one line.
    pub(super) fn line(&self) -> String {
        let mut line = String::new();
        for (text, at) in self.texts.iter().zip(0..) {
            if at > 0 {
                line.push(BETWEEN);
            }
            line.push_str(&text.letters);
        }
        line
    }

    fn add(&mut self, column: Column, index: u16, shown: Cow<'a, str>) {
        // A customer without a name has an empty one: its other names are no names of its own.
        if shown.is_empty() && column != Column::Name {
            return;
        }
        let folded = folded(shown.clone());
        let others = if column.is_spoken() { spelling::others(&shown, &folded) } else { Vec::new() };
        self.spell(column, index, Spelling::Folded, folded);
        for (spelling, text) in others {
            self.spell(column, index, spelling, Cow::Owned(text));
        }
    }

    fn add_number(&mut self, index: u16, number: Cow<'a, str>) {
        let shown = folded(number);
        if shown.is_empty() {
            return;
        }
        let digits = digits(&shown);
        let respelled = !shown.contains(&digits);
        self.spell(Column::Phone, index, Spelling::Folded, shown);
        if respelled {
            self.spell(Column::Phone, index, Spelling::Digits, Cow::Owned(digits));
        }
    }

    fn spell(&mut self, column: Column, index: u16, spelling: Spelling, letters: Cow<'a, str>) {
        self.texts.push(Text { column, index, spelling, letters });
    }
}

/// A text folded for searching: most are already, as addresses and numbers are kept.
fn folded(shown: Cow<'_, str>) -> Cow<'_, str> {
    let is_folded = shown.bytes().all(|b| (b' '..=b'~').contains(&b) && !b.is_ascii_uppercase());
    if is_folded { shown } else { Cow::Owned(searched(&shown)) }
}

/// The texts of a row that are searched and marked.
pub(super) fn texts(row: &Row, column: Column) -> impl Iterator<Item = Cow<'_, str>> {
    let (texts, phones): (&[String], &[Phone]) = match column {
        Column::Name => (slice::from_ref(&row.name), &[]),
        Column::Alias => (&row.aliases, &[]),
        Column::Company => (slice::from_ref(&row.company), &[]),
        Column::Email => (&row.emails, &[]),
        Column::City => (slice::from_ref(&row.city), &[]),
        Column::Tag => (&row.tags, &[]),
        Column::Phone => (&[], &row.phones),
    };
    let numbers = phones.iter().map(|phone| number_searched(phone));
    texts.iter().map(|text| Cow::Borrowed(text.as_str())).chain(numbers)
}

/// A number as it is searched: in E.164 form where there is one, as that holds the digits in one
/// piece, else as typed; `x` and the extension behind it.
pub fn number_searched(phone: &Phone) -> Cow<'_, str> {
    let number = if phone.e164.is_empty() { &phone.typed } else { &phone.e164 };
    if phone.extension.is_empty() { number.into() } else { format!("{number}x{}", phone.extension).into() }
}
