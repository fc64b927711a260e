//! What a calendar says of a time zone whose clock it names: every change of the clock near the present.

use crate::domain::time::Timestamp;
use crate::interop::content_lines::ContentWriter;
use chrono::{DateTime, Offset, TimeDelta, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};
use std::io::{self, Write};

/// Days before and after the present whose changes are told.
const TOLD: (i64, i64) = (400, 2_200);

/// A change of the clock.
struct Change {
    at: DateTime<Utc>,
    zone: Tz,
}

/// Writes a zone as a `VTIMEZONE`: how the clock goes when the changes that are told begin, then each of them.
pub fn write<W: Write>(lines: &mut ContentWriter<W>, zone: Tz, now: Timestamp) -> io::Result<()> {
    let start = now.plus(-TOLD.0 * Timestamp::DAY).utc();
    let days = (0..TOLD.0 + TOLD.1).map(|day| start + TimeDelta::days(day));
    let changes = days.filter_map(|day| change(day, day + TimeDelta::days(1), zone));
    lines.raw("BEGIN", "VTIMEZONE")?;
    lines.raw("TZID", zone.name())?;
    for change in std::iter::once(Change { at: start, zone }).chain(changes) {
        change.write(lines)?;
    }
    lines.raw("END", "VTIMEZONE")
}

/// The change of the clock within a day, to the second.
fn change(mut before: DateTime<Utc>, mut after: DateTime<Utc>, zone: Tz) -> Option<Change> {
    let shows = |at: DateTime<Utc>| at.with_timezone(&zone).offset().fix();
    let (was, becomes) = (shows(before), shows(after));
    while was != becomes && after - before > TimeDelta::seconds(1) {
        let between = before + (after - before) / 2;
        if shows(between) == was { before = between } else { after = between }
    }
    (was != becomes).then_some(Change { at: after, zone })
}

impl Change {
    fn write<W: Write>(&self, lines: &mut ContentWriter<W>) -> io::Result<()> {
        let (before, after) = (self.at - TimeDelta::seconds(1), self.at.with_timezone(&self.zone));
        let was = before.with_timezone(&self.zone).offset().fix().local_minus_utc();
        let is = after.offset().fix().local_minus_utc();
        let kind = if after.offset().dst_offset().is_zero() { "STANDARD" } else { "DAYLIGHT" };
        // By the clock as it went until then.
        let wall = self.at.naive_utc() + TimeDelta::seconds(was.into());
        lines.raw("BEGIN", kind)?;
        lines.raw("DTSTART", &wall.format("%Y%m%dT%H%M%S").to_string())?;
        lines.raw("TZOFFSETFROM", &offset(was))?;
        lines.raw("TZOFFSETTO", &offset(is))?;
        lines.text("TZNAME", after.offset().abbreviation().unwrap_or_default())?;
        lines.raw("END", kind)
    }
}

/// `+0530`, with seconds only where there are any.
fn offset(seconds: i32) -> String {
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, rest) = (all / 3_600, all / 60 % 60, all % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(zone: Tz) -> String {
        let mut lines = ContentWriter::new(Vec::new());
        write(&mut lines, zone, Timestamp(1_795_302_000_000)).unwrap();
        String::from_utf8(lines.end().unwrap()).unwrap()
    }

    #[test]
    fn a_zone_says_when_its_clock_changes_and_how() {
        let berlin = written(Tz::Europe__Berlin);
        let spring = "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n";
        let autumn = "BEGIN:STANDARD\r\nDTSTART:20271031T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n";
        assert!(berlin.contains(spring) && berlin.contains(autumn), "{berlin}");
    }

    #[test]
    fn a_clock_that_never_changes_is_told_once() {
        let shanghai = written(Tz::Asia__Shanghai);
        assert_eq!(shanghai.matches("BEGIN:STANDARD").count(), 1, "{shanghai}");
        assert!(shanghai.contains("TZOFFSETTO:+0800") && !shanghai.contains("DAYLIGHT"), "{shanghai}");
        assert!(written(Tz::Asia__Kolkata).contains("TZOFFSETTO:+0530"));
    }
}
