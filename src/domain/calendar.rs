//! The calendar of the firm: its time zone, its hours, and the days on which they do not hold.

use super::time::Timestamp;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// From opening to closing on one day, by the wall clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute someone is there.
    pub opens: NaiveTime,
    /// The first minute nobody is there any more; 00:00 is midnight at the end of the day.
    pub closes: NaiveTime,
}

impl Hours {
    /// Nine to six: what a firm that never said otherwise is taken to keep.
    pub const OFFICE: Self = Self { opens: clock(9), closes: clock(18) };

    /// Whether someone is there at `time`.
    pub fn contain(self, time: NaiveTime) -> bool {
        self.opens <= time && (time < self.closes || self.closes == NaiveTime::MIN)
    }
}

/// A full hour, as a constant.
const fn clock(hour: u32) -> NaiveTime {
    match NaiveTime::from_hms_opt(hour, 0, 0) {
        Some(time) => time,
        None => NaiveTime::MIN,
    }
}

/// When the firm works, and on whose clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Calendar {
    /// The clock that dates and times in words are read by.
    #[serde(with = "zone_name")]
    pub zone: Tz,
    /// Monday first; nothing on a day that is closed every week.
    pub hours: [Option<Hours>; 7],
    /// Closed although the weekday is worked.
    pub holidays: BTreeSet<NaiveDate>,
    /// Worked although the weekday or a holiday says closed (调休); the stronger of the two sets.
    pub working_days: BTreeSet<NaiveDate>,
}

impl Default for Calendar {
    /// Monday to Friday, nine to six, UTC.
    fn default() -> Self {
        let open = Some(Hours::OFFICE);
        Self {
            zone: Tz::UTC,
            hours: [open, open, open, open, open, None, None],
            holidays: BTreeSet::new(),
            working_days: BTreeSet::new(),
        }
    }
}

impl Calendar {
    /// How far ahead a working day is looked for: a calendar without any is an error, not a hang.
    const HORIZON: usize = 50 * 366;

    /// Whether anyone works on `date`.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let worked = self.weekly(date.weekday()).is_some() && !self.holidays.contains(&date);
        worked || self.working_days.contains(&date)
    }

    /// The `count`th working day after `from`, or `from` itself for 0. Nothing when the calendar has
    /// too few of them within fifty years.
    pub fn add_working_days(&self, from: NaiveDate, count: u32) -> Option<NaiveDate> {
        let Some(further) = count.checked_sub(1) else { return Some(from) };
        let mut ahead = from.iter_days().skip(1).take(Self::HORIZON);
        ahead.by_ref().filter(|date| self.is_working_day(*date)).nth(further as usize)
    }

    /// `date` itself when it is worked, else the next day that is; `date` when none is.
    pub fn working_day_from(&self, date: NaiveDate) -> NaiveDate {
        let day_before = date.checked_sub_days(Days::new(1));
        day_before.and_then(|before| self.add_working_days(before, 1)).unwrap_or(date)
    }

    /// Whether someone is there at this moment.
    pub fn is_open(&self, at: Timestamp) -> bool {
        let local = at.local(self.zone);
        let date = local.date_naive();
        self.is_working_day(date) && self.hours_on(date).contain(local.time())
    }

    /// The hours of `date`. A day that is closed every week borrows those of the first weekday that
    /// is not: they hold on an extra working day, and give a plan for a closed day a time.
    pub fn hours_on(&self, date: NaiveDate) -> Hours {
        let first_open = || self.hours.iter().flatten().next().copied();
        self.weekly(date.weekday()).or_else(first_open).unwrap_or(Hours::OFFICE)
    }

    /// The moment the clock on the wall here shows `date` and `time`: see [`moment`].
    pub fn moment(&self, date: NaiveDate, time: NaiveTime) -> Timestamp {
        moment(date.and_time(time), self.zone)
    }

    fn weekly(&self, day: Weekday) -> Option<Hours> {
        self.hours.get(day.num_days_from_monday() as usize).copied().flatten()
    }
}

/// The moment the clocks of `zone` show `wall`.
///
/// A wall time that the clocks pass twice (summer time ends) is the earlier moment. One they skip
/// (summer time begins, or a whole day at the date line) is the first moment after the gap.
pub fn moment(wall: NaiveDateTime, zone: Tz) -> Timestamp {
    let minutes_after = |minutes| wall.with_second(0)?.checked_add_signed(TimeDelta::minutes(minutes));
    let after_gap = || (1..=LONGEST_GAP).find_map(|minutes| earliest(minutes_after(minutes)?, zone));
    earliest(wall, zone).or_else(after_gap).unwrap_or_else(|| wall.and_utc().into())
}

/// What the clocks of `zone` show at a moment; nothing where they show it twice, and so do not tell the moment.
pub fn wall(at: Timestamp, zone: Tz) -> Option<NaiveDateTime> {
    let wall = at.local(zone).naive_local();
    zone.from_local_datetime(&wall).single().map(|_| wall)
}

/// In minutes: Samoa went without a whole day in 2011.
const LONGEST_GAP: i64 = 25 * 60;

fn earliest(wall: NaiveDateTime, zone: Tz) -> Option<Timestamp> {
    zone.from_local_datetime(&wall).earliest().map(|time: DateTime<Tz>| time.into())
}

/// A zone as its IANA name, for people and for the store alike.
mod zone_name {
    use chrono_tz::Tz;
    use serde::de::{Deserialize, Deserializer, Error as _};
    use serde::ser::Serializer;

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
    pub fn serialize<S: Serializer>(zone: &Tz, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(zone.name())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
        let name = String::deserialize(deserializer)?;
        name.parse().map_err(|_| D::Error::custom(format!("`{name}` is not a time zone like Europe/Berlin")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str, zone: Tz) -> String {
        moment(text.parse().unwrap(), zone).to_string()
    }

    fn golden_week() -> Calendar {
        Calendar {
            zone: Tz::Asia__Shanghai,
            holidays: (1..=7).map(|day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap()).collect(),
            working_days: [date("2026-09-27"), date("2026-10-10")].into(),
            ..Calendar::default()
        }
    }

    #[test]
    fn holidays_and_shifted_working_days_are_counted() {
        let calendar = golden_week();
        for (from, count, to) in [
            ("2026-09-25", 1, "2026-09-27"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-09", 1, "2026-10-10"),
            ("2026-10-10", 1, "2026-10-12"),
            ("2026-10-03", 0, "2026-10-03"),
        ] {
            assert_eq!(calendar.add_working_days(date(from), count), Some(date(to)), "{count} from {from}");
        }
        assert_eq!(calendar.working_day_from(date("2026-10-01")), date("2026-10-08"));
        assert_eq!(calendar.working_day_from(date("2026-10-08")), date("2026-10-08"));
    }

    #[test]
    fn a_calendar_without_working_days_ends_the_count() {
        let never = Calendar { hours: [None; 7], ..Calendar::default() };
        assert_eq!(never.add_working_days(date("2026-11-18"), 1), None);
        assert_eq!(never.working_day_from(date("2026-11-18")), date("2026-11-18"));
    }

    #[test]
    fn someone_is_there_from_opening_until_closing() {
        let calendar = golden_week();
        for (wall, open) in [
            ("2026-11-18T08:59", false),
            ("2026-11-18T09:00", true),
            ("2026-11-18T17:59", true),
            ("2026-11-18T18:00", false),
            ("2026-11-21T10:00", false),
            ("2026-10-10T10:00", true),
            ("2026-10-02T10:00", false),
        ] {
            let wall = NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").unwrap();
            assert_eq!(calendar.is_open(moment(wall, calendar.zone)), open, "{wall}");
        }
    }

    #[test]
    fn a_day_that_closes_at_midnight_is_open_all_evening() {
        let hours = Hours { opens: clock(0), closes: NaiveTime::MIN };
        assert!(hours.contain(clock(0)) && hours.contain(clock(23)));
    }

    #[test]
    fn the_clock_change_moves_no_plan_into_an_hour_that_is_not() {
        let berlin = Tz::Europe__Berlin;
        assert_eq!(at("2026-11-18T14:05:00", berlin), "2026-11-18T13:05:00Z");
        assert_eq!(at("2026-03-29T02:30:15", berlin), "2026-03-29T01:00:00Z", "skipped: 03:00 summer time");
        assert_eq!(at("2026-10-25T02:30:00", berlin), "2026-10-25T00:30:00Z", "twice: the earlier");
        assert_eq!(at("2011-12-30T12:00:00", Tz::Pacific__Apia), "2011-12-30T10:00:00Z", "a day that never was");
    }

    #[test]
    fn a_calendar_reads_back_from_both_its_forms() {
        let calendar = golden_week();
        let json = serde_json::to_string(&calendar).unwrap();
        assert!(json.contains("\"zone\":\"Asia/Shanghai\""), "{json}");
        assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
        let bytes = bincode::serde::encode_to_vec(&calendar, bincode::config::standard()).unwrap();
        let (back, _): (Calendar, _) = bincode::serde::decode_from_slice(&bytes, bincode::config::standard()).unwrap();
        assert_eq!(back, calendar);
        assert_eq!(serde_json::from_str::<Calendar>("{}").unwrap(), Calendar::default());
    }
}
