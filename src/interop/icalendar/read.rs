//! Tasks and events to rows: each is a follow-up under the columns of the mapping `icalendar`. With whom it is, its
//! attendee says, or whoever it names as contact.

use crate::domain::email;
use crate::domain::reason::reason;
use crate::interop::content_lines::{Component, ContentLines, Property};
use crate::interop::file::{FileError, Opened, Options, Record, Table};
use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use encoding_rs::Encoding;
use std::io::BufRead;

const HEADERS: [&str; 4] = ["ATTENDEE", "DUE", "SUMMARY", "RRULE"];

/// Properties that are read or say nothing of the follow-up.
const TAKEN: [&str; 20] = [
    "ATTENDEE",
    "CONTACT",
    "ORGANIZER",
    "X-CALLSHEET-CUSTOMER",
    "DUE",
    "DTSTART",
    "SUMMARY",
    "DESCRIPTION",
    "RRULE",
    "STATUS",
    "COMPLETED",
    "UID",
    "DTSTAMP",
    "CREATED",
    "LAST-MODIFIED",
    "SEQUENCE",
    "BEGIN",
    "END",
    "DTEND",
    "PERCENT-COMPLETE",
];

/// A calendar file.
pub struct CalendarFile<R> {
    opened: Opened,
    lines: ContentLines<R>,
    own: Vec<String>,
}

impl<R: BufRead> CalendarFile<R> {
    /// Reads tasks and events from a file that is open.
    pub fn new(
        name: &str,
        file: R,
        encoding: &'static Encoding,
        size: u64,
        options: &Options,
    ) -> Result<Self, FileError> {
        let opened = Opened::new(name, &HEADERS.map(str::to_owned), encoding.name(), size, options)?;
        let lines = ContentLines::new(file, encoding);
        let own = options.own_addresses.iter().map(|address| email::key(address)).collect();
        Ok(Self { opened, lines, own })
    }

    fn property(&mut self) -> Result<Option<Property>, FileError> {
        self.lines.next().map_err(|error| self.opened.failed(error))
    }

    /// A task or an event to its end, without its alarms.
    fn task(&mut self, component: &str) -> Result<Component, FileError> {
        let (mut task, mut depth) = (Component::default(), 0_u64);
        while let Some(property) = self.property()? {
            match property.name.as_str() {
                "END" if depth == 0 && property.marks("END", component) => return Ok(task),
                "BEGIN" => depth += 1,
                "END" if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                _ => task.add(property),
            }
        }
        Ok(task.unended())
    }

    fn cells(&self, all: &[Property]) -> Vec<String> {
        let first = |name: &str| all.iter().find(|property| property.name == name);
        let text = |name: &str| first(name).map(Property::text).unwrap_or_default();
        let due = first("DUE").or_else(|| first("DTSTART")).map(moment).unwrap_or_default();
        let about = [text("SUMMARY"), text("DESCRIPTION")].into_iter().filter(|text| !text.is_empty());
        let about = about.collect::<Vec<_>>().join("\n");
        vec![self.with_whom(all), due, about, first("RRULE").map(|rule| recurrence(&rule.value)).unwrap_or_default()]
    }

    /// A customer that is named as such, the first who attends and is none of us, a contact, who organises it.
    fn with_whom(&self, all: &[Property]) -> String {
        let of = |name: &'static str| all.iter().filter(move |property| property.name == name).map(Property::address);
        let is_ours = |address: &String| self.own.contains(&email::key(address));
        let people = of("ATTENDEE").chain(of("CONTACT")).chain(of("ORGANIZER"));
        of("X-CALLSHEET-CUSTOMER").chain(people.filter(|address| !is_ours(address))).next().unwrap_or_default()
    }
}

impl<R: BufRead + Send> Table for CalendarFile<R> {
    fn next_record(&mut self) -> Result<Option<Record>, FileError> {
        while let Some(property) = self.property()? {
            let component = property.value.trim().to_uppercase();
            if property.name != "BEGIN" || !matches!(component.as_str(), "VTODO" | "VEVENT") {
                continue;
            }
            let Component { properties, fault } = self.task(&component)?;
            let unknown =
                properties.iter().map(|property| &property.name).filter(|name| !TAKEN.contains(&name.as_str()));
            unknown.for_each(|name| self.opened.leave_out(name));
            let fault = fault.or_else(|| properties.iter().any(is_end).then(|| reason("task-ended")));
            let fault = fault.map(|why| (String::new(), why));
            return Ok(Some(Record { line: property.line, cells: self.cells(&properties), fault }));
        }
        Ok(None)
    }

    fn opened(&self) -> &Opened {
        &self.opened
    }

    fn read(&self) -> u64 {
        self.lines.read()
    }
}

/// Whether it says that there is nothing left to do.
fn is_end(property: &Property) -> bool {
    let status = property.value.trim().to_uppercase();
    property.name == "COMPLETED" || (property.name == "STATUS" && matches!(status.as_str(), "COMPLETED" | "CANCELLED"))
}

/// A moment as fields read it: with the offset of its zone, or as the store's own clock shows it.
fn moment(property: &Property) -> String {
    let text = property.value.trim();
    let parsed = NaiveDateTime::parse_from_str(text.trim_end_matches('Z'), "%Y%m%dT%H%M%S");
    let zone = if text.ends_with('Z') {
        Some(Tz::UTC)
    } else {
        property.params("TZID").find_map(|zone| zone.parse::<Tz>().ok())
    };
    match (parsed, zone) {
        (Ok(local), Some(zone)) => {
            zone.from_local_datetime(&local).earliest().map_or_else(|| text.to_owned(), |at| at.to_rfc3339())
        }
        _ => text.to_owned(),
    }
}

/// A repetition in words, as far as Callsheet has it; any other is left as it is, and refused.
fn recurrence(rule: &str) -> String {
    let parts: Vec<(&str, &str)> = rule.trim().split(';').filter_map(|part| part.split_once('=')).collect();
    let of = |name: &str| parts.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| *value);
    let unit = match of("FREQ").map(str::to_uppercase).as_deref() {
        Some("DAILY") => "days",
        Some("WEEKLY") => "weeks",
        Some("MONTHLY") => "months",
        Some("YEARLY") => "years",
        _ => return rule.to_owned(),
    };
    let until = of("UNTIL").map(|until| NaiveDate::parse_from_str(until.get(..8).unwrap_or(until), "%Y%m%d"));
    let is_plain = |name: &str| matches!(name.to_uppercase().as_str(), "FREQ" | "INTERVAL" | "WKST" | "UNTIL");
    let every = of("INTERVAL").unwrap_or("1");
    match until {
        _ if !parts.iter().all(|(name, _)| is_plain(name)) => rule.to_owned(),
        None => format!("every {every} {unit}"),
        Some(Ok(until)) => format!("every {every} {unit} until {until}"),
        Some(Err(_)) => rule.to_owned(),
    }
}

#[cfg(test)]
mod tests;
