//! What is to be done to a calendar (RFC 5545): what has an hour or a rhythm is an event, all else a task, each by the
//! customer's own clock and with an alarm.

use super::zones;
use crate::domain::calendar::wall;
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState};
use crate::domain::id::CustomerId;
use crate::domain::party::Party;
use crate::domain::time::Timestamp;
use crate::domain::when::Recurrence;
use crate::domain::when::recurrence::Unit;
use crate::interop::content_lines::ContentWriter;
use crate::interop::outgoing::Legend;
use chrono_tz::Tz;
use std::collections::BTreeSet;
use std::io::{self, Write};

/// The hour at which what is due on a day announces itself.
const MORNING: &str = "PT9H";

/// Writes an event or a task a follow-up.
pub struct CalendarWriter<W> {
    lines: ContentWriter<W>,
    /// Zones that were told already, by their names.
    told: BTreeSet<&'static str>,
}

impl<W: Write> CalendarWriter<W> {
    /// Begins a calendar.
    pub fn begin(to: W) -> io::Result<Self> {
        let mut lines = ContentWriter::new(to);
        lines.raw("BEGIN", "VCALENDAR")?;
        lines.raw("VERSION", "2.0")?;
        lines.raw("PRODID", "-//Callsheet//Callsheet//EN")?;
        Ok(Self { lines, told: BTreeSet::new() })
    }

    /// Adds a follow-up if it is still to be done; whether it is in the file.
    pub fn follow_up(&mut self, follow_up: &FollowUp, legend: &Legend) -> io::Result<bool> {
        if follow_up.state != FollowUpState::Open {
            return Ok(false);
        }
        let customer = follow_up.party.customer();
        let zone = customer.map_or(legend.settings.calendar.zone, |customer| legend.zone_of(customer));
        // An hour the clock shows twice is told by one that never does.
        let zone = if wall(follow_up.due, zone).is_some() { zone } else { Tz::UTC };
        if !follow_up.all_day && zone != Tz::UTC && self.told.insert(zone.name()) {
            zones::write(&mut self.lines, zone, legend.now)?;
        }
        let is_event = follow_up.kind == FollowUpKind::Callback || follow_up.recurrence.is_some();
        let component = if is_event { "VEVENT" } else { "VTODO" };
        self.lines.raw("BEGIN", component)?;
        self.lines.text("UID", &format!("{}@callsheet", legend.id(follow_up.id)))?;
        self.lines.raw("DTSTAMP", &moment(legend.now, Tz::UTC))?;
        self.due(follow_up, is_event, zone)?;
        self.about(follow_up, customer, legend)?;
        self.alarm(follow_up, is_event, customer, legend)?;
        self.lines.raw("END", component)?;
        Ok(true)
    }

    fn due(&mut self, follow_up: &FollowUp, is_event: bool, zone: Tz) -> io::Result<()> {
        let name = if is_event { "DTSTART" } else { "DUE" };
        if follow_up.all_day {
            let day = follow_up.due.local(zone).format("%Y%m%d").to_string();
            self.lines.raw(&format!("{name};VALUE=DATE"), &day)?;
        } else if zone == Tz::UTC {
            self.lines.raw(name, &moment(follow_up.due, zone))?;
        } else {
            self.lines.raw(&format!("{name};TZID={}", zone.name()), &moment(follow_up.due, zone))?;
        }
        match follow_up.recurrence {
            Some(rhythm) => self.lines.raw("RRULE", &rule(rhythm)),
            None => Ok(()),
        }
    }

    fn about(&mut self, follow_up: &FollowUp, customer: Option<CustomerId>, legend: &Legend) -> io::Result<()> {
        let (summary, more) = follow_up.text.split_once('\n').unwrap_or((&follow_up.text, ""));
        self.lines.text("SUMMARY", summary)?;
        self.lines.text("DESCRIPTION", more)?;
        self.lines.text("CATEGORIES", follow_up.kind.slug())?;
        match (&follow_up.party, customer) {
            (Party::Number(number), _) => self.lines.text("X-CALLSHEET-CUSTOMER", number),
            (_, Some(customer)) => {
                self.lines.text("X-CALLSHEET-CUSTOMER", &legend.customer(customer))?;
                self.lines.text("CONTACT", legend.name_of(customer))
            }
            (_, None) => Ok(()),
        }
    }

    /// As at the screen: a little before the hour; of what is due on a day, in its morning.
    fn alarm(
        &mut self,
        follow_up: &FollowUp,
        is_event: bool,
        customer: Option<CustomerId>,
        legend: &Legend,
    ) -> io::Result<()> {
        let before =
            if follow_up.all_day { MORNING.to_owned() } else { format!("-PT{}M", FollowUp::SOON / Timestamp::MINUTE) };
        let name = customer.map_or("", |customer| legend.name_of(customer));
        let said = [name, follow_up.text.lines().next().unwrap_or_default()];
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        // An alarm must say something.
        let said = if said.is_empty() { follow_up.kind.slug().to_owned() } else { said.join(": ") };
        self.lines.raw("BEGIN", "VALARM")?;
        self.lines.raw("ACTION", "DISPLAY")?;
        self.lines.raw(if is_event { "TRIGGER" } else { "TRIGGER;RELATED=END" }, &before)?;
        self.lines.text("DESCRIPTION", &said)?;
        self.lines.raw("END", "VALARM")
    }

    /// Ends the calendar, and hands back where it went.
    pub fn end(mut self) -> io::Result<W> {
        self.lines.raw("END", "VCALENDAR")?;
        self.lines.end()
    }
}

/// What the clock of a zone shows then.
fn moment(at: Timestamp, zone: Tz) -> String {
    let utc = if zone == Tz::UTC { "Z" } else { "" };
    format!("{}{utc}", at.local(zone).format("%Y%m%dT%H%M%S"))
}

fn rule(rhythm: Recurrence) -> String {
    let unit = match rhythm.unit {
        Unit::Day => "DAILY",
        Unit::Week => "WEEKLY",
        Unit::Month => "MONTHLY",
        Unit::Year => "YEARLY",
    };
    let until = rhythm.until.map_or_else(String::new, |until| format!(";UNTIL={}", until.format("%Y%m%d")));
    format!("FREQ={unit};INTERVAL={}{until}", rhythm.every)
}
