//! A customer as it is searched: every text in every spelling, folded.

use super::row::{Column, Row};
use super::spelling::{self, Spelling, searched};
use crate::domain::phone::{Phone, digits};
use std::borrow::Cow;

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

impl Written<'static> {
    pub(super) fn new(row: &Row) -> Self {
        let mut written = Self { organisation: row.organisation, texts: Vec::new() };
        written.add(Column::Name, 0, &row.name);
        written.add_each(Column::Alias, &row.aliases);
        written.add(Column::Company, 0, &row.company);
        written.add(Column::City, 0, &row.city);
        written.add_each(Column::Tag, &row.tags);
        written.add_each(Column::Email, &row.emails);
        for (phone, index) in row.phones.iter().zip(0..) {
            written.add_phone(index, phone);
        }
        written
    }

    fn add_each(&mut self, column: Column, texts: &[String]) {
        for (text, index) in texts.iter().zip(0..) {
            self.add(column, index, text);
        }
    }

    fn add(&mut self, column: Column, index: u16, shown: &str) {
        // A customer without a name has an empty one: its other names are no names of its own.
        if shown.is_empty() && column != Column::Name {
            return;
        }
        let folded = searched(shown);
        let others = if column.is_spoken() { spelling::others(shown, &folded) } else { Vec::new() };
        self.spell(column, index, Spelling::Folded, folded);
        for (spelling, text) in others {
            self.spell(column, index, spelling, text);
        }
    }

    fn add_phone(&mut self, index: u16, phone: &Phone) {
        let shown = searched(&number_searched(phone));
        if shown.is_empty() {
            return;
        }
        let digits = digits(&shown);
        let respelled = !shown.contains(&digits);
        self.spell(Column::Phone, index, Spelling::Folded, shown);
        if respelled {
            self.spell(Column::Phone, index, Spelling::Digits, digits);
        }
    }

    fn spell(&mut self, column: Column, index: u16, spelling: Spelling, letters: String) {
        self.texts.push(Text { column, index, spelling, letters: Cow::Owned(letters) });
    }
}

/// The text of a row that is searched and marked.
pub(super) fn shown(row: &Row, column: Column, index: usize) -> Cow<'_, str> {
    let text = match column {
        Column::Name => Some(&row.name),
        Column::Alias => row.aliases.get(index),
        Column::Company => Some(&row.company),
        Column::Email => row.emails.get(index),
        Column::City => Some(&row.city),
        Column::Tag => row.tags.get(index),
        Column::Phone => return row.phones.get(index).map(number_searched).unwrap_or_default().into(),
    };
    text.map_or(Cow::Borrowed(""), |text| Cow::Borrowed(text.as_str()))
}

/// A number as it is searched: in E.164 form where there is one, as that holds the digits in one
/// piece, else as typed; `x` and the extension behind it.
pub fn number_searched(phone: &Phone) -> String {
    let number = if phone.e164.is_empty() { &phone.typed } else { &phone.e164 };
    if phone.extension.is_empty() { number.clone() } else { format!("{number}x{}", phone.extension) }
}
