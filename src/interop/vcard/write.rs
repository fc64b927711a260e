//! Customers to cards of vCard 4.0 (RFC 6350).

use crate::domain::customer::{Birthday, CustomField, Customer, Gender};
use crate::domain::phone::Phone;
use crate::domain::text::is_han;
use crate::interop::content_lines::{ContentWriter, escaped};
use crate::interop::outgoing::Legend;
use chrono::{Datelike, NaiveDate};
use std::io::{self, Write};

/// Fields of one's own that have a property.
const PROPERTIES: [(&str, &str); 5] = [
    ("Nickname", "NICKNAME"),
    ("Role", "ROLE"),
    ("Website", "URL"),
    ("Messenger", "IMPP"),
    ("Anniversary", "ANNIVERSARY"),
];

/// Labels of numbers that have a type.
const TYPES: [(&str, &str); 5] =
    [("mobile", "cell"), ("work", "work"), ("home", "home"), ("fax", "fax"), ("pager", "pager")];

/// Writes a card a customer.
pub struct CardWriter<W> {
    lines: ContentWriter<W>,
}

impl<W: Write> CardWriter<W> {
    /// Begins a file of cards.
    pub fn begin(to: W) -> Self {
        Self { lines: ContentWriter::new(to) }
    }

    /// Adds a customer, unless it is merged into another; whether it is in the file.
    pub fn customer(&mut self, customer: &Customer, legend: &Legend) -> io::Result<bool> {
        if customer.merged_into.is_some() {
            return Ok(false);
        }
        self.lines.raw("BEGIN", "VCARD")?;
        self.lines.raw("VERSION", "4.0")?;
        self.lines.text("UID", &legend.id(customer.id))?;
        self.who(customer, legend)?;
        self.phones(&customer.phones)?;
        for (address, rank) in customer.emails.iter().zip(1_u32..) {
            self.lines.text(&format!("EMAIL;PREF={}", rank.min(100)), address)?;
        }
        let Customer { street, city, region, postal_code, country, .. } = customer;
        self.lines.parts("ADR", &["", "", street, city, region, postal_code, country])?;
        self.lines.text("LANG", &customer.language)?;
        self.lines.text("TZ", &customer.time_zone)?;
        if let Some(day) = customer.birthday.and_then(day) {
            self.lines.raw("BDAY", &day)?;
        }
        self.lines.list("CATEGORIES", customer.tags.iter().map(String::as_str))?;
        for CustomField { name, value } in &customer.custom {
            if let Some((_, property)) = PROPERTIES.iter().find(|(own, _)| own == name) {
                self.lines.text(property, value)?;
            }
        }
        self.lines.text("NOTE", &customer.remarks)?;
        self.lines.raw("END", "VCARD")?;
        Ok(true)
    }

    /// Name, kind and where they work.
    fn who(&mut self, customer: &Customer, legend: &Legend) -> io::Result<()> {
        self.lines.raw("KIND", if customer.is_organisation() { "org" } else { "individual" })?;
        // A card must have a name.
        self.lines.raw("FN", &escaped(&customer.name))?;
        if !customer.is_organisation() {
            let (family, given) = parts_of_name(&customer.name);
            self.lines.parts("N", &[family, given, "", &customer.salutation, ""])?;
        }
        if let Some(gender) = customer.gender {
            self.lines.raw("GENDER", letter(gender))?;
        }
        let present = customer.positions.iter().find(|position| position.to.is_none());
        let company = present.map_or("", |position| legend.name_of(position.organisation));
        let company = if company.is_empty() { &customer.company } else { company };
        let department = customer.custom.iter().find(|field| field.name == "Department");
        match department {
            Some(department) if !company.is_empty() => self.lines.parts("ORG", &[company, &department.value])?,
            _ => self.lines.text("ORG", company)?,
        }
        let title = if customer.occupation.is_empty() { customer.title() } else { &customer.occupation };
        self.lines.text("TITLE", title)
    }

    /// The numbers in their order; a label that is no type of numbers stands beside its number.
    fn phones(&mut self, phones: &[Phone]) -> io::Result<()> {
        for (phone, place) in phones.iter().zip(1_u32..) {
            let kind = TYPES.iter().find(|(label, _)| *label == phone.label).map(|(_, kind)| *kind);
            let beside = kind.is_none() && !phone.label.is_empty();
            let group = if beside { format!("item{place}.") } else { String::new() };
            let kind = kind.map_or_else(String::new, |kind| format!(";TYPE={kind}"));
            let property = format!("{group}TEL;PREF={}{kind}", place.min(100));
            let extension =
                if phone.extension.is_empty() { String::new() } else { format!(";ext={}", phone.extension) };
            match phone.e164.as_str() {
                "" => self.lines.text(&property, &phone.typed)?,
                number => self.lines.raw(&format!("{property};VALUE=uri"), &format!("tel:{number}{extension}"))?,
            }
            if beside {
                self.lines.text(&format!("{group}X-ABLABEL"), &phone.label)?;
            }
        }
        Ok(())
    }

    /// Ends the file, and hands back where it went.
    pub fn end(self) -> io::Result<W> {
        self.lines.end()
    }
}

/// The family's name and the given one: the last word, of a Chinese name nothing.
fn parts_of_name(name: &str) -> (&str, &str) {
    let whole = name.chars().any(is_han);
    name.trim().rsplit_once(' ').filter(|_| !whole).map_or(("", name), |(given, family)| (family, given))
}

fn letter(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "F",
        Gender::Male => "M",
        Gender::Other => "O",
    }
}

/// A birthday of the solar calendar, the only one cards have.
fn day(birthday: Birthday) -> Option<String> {
    let Birthday { year, month, day, lunar } = birthday;
    // Any leap year will do for one without.
    let date = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month, day).filter(|_| !lunar)?;
    Some(match year {
        Some(_) => format!("{:04}{:02}{:02}", date.year(), month, day),
        None => format!("--{month:02}{day:02}"),
    })
}
