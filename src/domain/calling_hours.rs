//! The hours in which people may be called, by their own clocks: `mon-fri 9-20, sat 10-16`.

use super::as_typed::as_typed;
use super::calendar::{Hours, moment};
use super::clocks::Clocks;
use super::reason::{Reason, reason};
use super::text::{fold, half_width};
use super::time::Timestamp;
use chrono::{Datelike, Days, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A window for each day of the week, Monday first; nothing on a day without calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CallingHours([Option<Hours>; 7]);

/// The days by their English abbreviations and in Chinese.
const DAYS: [[&str; 3]; 7] = [
    ["mon", "周一", "星期一"],
    ["tue", "周二", "星期二"],
    ["wed", "周三", "星期三"],
    ["thu", "周四", "星期四"],
    ["fri", "周五", "星期五"],
    ["sat", "周六", "星期六"],
    ["sun", "周日", "星期日"],
];

/// How far ahead a moment all clocks allow is looked for: a week and a day, in quarters of an hour.
const STEPS: i64 = 8 * 24 * 4;
const STEP: i64 = 15 * Timestamp::MINUTE;

impl Default for CallingHours {
    /// Eight to nine in the evening on every day: the hours outside of which 47 CFR 64.1200(c)(1) forbids calls to
    /// homes in the United States, by the called party's clock.
    fn default() -> Self {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        Self([Some(Hours { opens: hour(8), closes: hour(21) }); 7])
    }
}

impl CallingHours {
    /// Whether somebody whose clock shows this may be called.
    pub fn allow(&self, shown: NaiveDateTime) -> bool {
        let day = shown.weekday().num_days_from_monday() as usize;
        self.0.get(day).copied().flatten().is_some_and(|hours| hours.contain(shown.time()))
    }

    /// Whether every clock allows a call at this moment.
    pub fn are_open(&self, clocks: &Clocks, now: Timestamp) -> bool {
        clocks.zones().iter().all(|zone| self.allow(now.local(*zone).naive_local()))
    }

    /// The first quarter of an hour from `now` on at which `fits` and every clock allows a call; nothing within a week.
    pub fn next(&self, clocks: &Clocks, now: Timestamp, fits: impl Fn(NaiveDateTime) -> bool) -> Option<Timestamp> {
        let first = Timestamp(now.0 + (STEP * 1000 - now.0.rem_euclid(STEP * 1000)) % (STEP * 1000));
        let moments = std::iter::once(now).chain((0..STEPS).map(|step| first.plus(step * STEP)));
        let is_fit = |at: &Timestamp| clocks.zones().iter().all(|zone| fits(at.local(*zone).naive_local()));
        moments.filter(|at| self.are_open(clocks, *at)).find(is_fit)
    }

    /// The hours both allow.
    pub fn and(&self, other: &Self) -> Self {
        let both = |(a, b): (&Option<Hours>, &Option<Hours>)| {
            let (a, b) = ((*a)?, (*b)?);
            // Midnight at the end of the day is later than every other time.
            let end = |hours: Hours| (hours.closes == NaiveTime::MIN, hours.closes);
            let closes = if end(a) <= end(b) { a.closes } else { b.closes };
            let both = Hours { opens: a.opens.max(b.opens), closes };
            (closes == NaiveTime::MIN || both.opens < closes).then_some(both)
        };
        let mut days = [None; 7];
        for (day, pair) in days.iter_mut().zip(self.0.iter().zip(&other.0)) {
            *day = both(pair);
        }
        Self(days)
    }
}

impl FromStr for CallingHours {
    type Err = Reason;

    /// Parts by comma, each days and hours: `mon-fri 9:00-20:00, sat 10-16`; hours alone hold on every day.
    /// `after 17` and `before 12` leave the other end open.
    fn from_str(text: &str) -> Result<Self, Reason> {
        let folded = fold(&half_width(text)).replace(['，', '；', ';', '、'], ",").replace(['–', '—', '至', '~'], "-");
        let mut days = [None; 7];
        for part in folded.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let bad = || reason("not-calling-hours").with("given", part);
            let (which, hours) = split(part);
            let hours = read_hours(hours).ok_or_else(bad)?;
            let (first, last) = read_days(which).ok_or_else(bad)?;
            for day in days.iter_mut().skip(first).take(last + 1 - first) {
                *day = Some(hours);
            }
        }
        match days {
            [None, None, None, None, None, None, None] => Err(reason("not-calling-hours").with("given", text)),
            days => Ok(Self(days)),
        }
    }
}

/// The days of a part and its hours, which begin at the first digit or at `after` and `before`.
fn split(part: &str) -> (&str, &str) {
    let marks = ["after", "before"].iter().filter_map(|word| part.find(word)).min();
    let at = marks.or_else(|| part.find(|c: char| c.is_ascii_digit())).unwrap_or(part.len());
    let (days, hours) = part.split_at(at);
    (days.trim(), hours.trim())
}

fn read_days(text: &str) -> Option<(usize, usize)> {
    match text {
        "" | "daily" | "every day" | "每天" => return Some((0, 6)),
        "weekdays" | "工作日" => return Some((0, 4)),
        "weekends" | "周末" => return Some((5, 6)),
        _ => {}
    }
    let day = |text: &str| {
        let text = text.trim();
        DAYS.iter()
            .position(|names| names.contains(&text) || text.len() > 3 && text.is_ascii() && text.starts_with(names[0]))
    };
    let (first, last) = text.split_once('-').map_or((day(text), day(text)), |(first, last)| (day(first), day(last)));
    Some((first?, last?)).filter(|(first, last)| first <= last)
}

fn read_hours(text: &str) -> Option<Hours> {
    let (opens, closes) = match text.split_once('-') {
        Some((opens, closes)) => (read_time(opens)?, read_time(closes)?),
        None => match (text.strip_prefix("after"), text.strip_prefix("before")) {
            (Some(opens), None) => (read_time(opens)?, NaiveTime::MIN),
            (None, Some(closes)) => (NaiveTime::MIN, read_time(closes)?),
            _ if text.ends_with('后') => (read_time(text.trim_end_matches(['以', '之', '后']))?, NaiveTime::MIN),
            _ if text.ends_with('前') => (NaiveTime::MIN, read_time(text.trim_end_matches(['以', '之', '前']))?),
            _ => return None,
        },
    };
    (closes == NaiveTime::MIN || opens < closes).then_some(Hours { opens, closes })
}

/// `9`, `9:30`, `24`, `9点`.
fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().trim_end_matches(['点', '时']);
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    match (hour.trim().parse().ok()?, minute.trim().parse().ok()?) {
        (24, 0) => Some(NaiveTime::MIN),
        (hour, minute) => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

impl fmt::Display for CallingHours {
    /// As it is typed: `mon-fri 09:00-20:00, sat 10:00-16:00`; days alike together.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        let mut from = 0;
        while let Some(hours) = self.0.get(from) {
            let alike = self.0.iter().skip(from).take_while(|other| *other == hours).count();
            if let Some(Hours { opens, closes }) = hours {
                let closes =
                    if *closes == NaiveTime::MIN { "24:00".to_owned() } else { closes.format("%H:%M").to_string() };
                let days = match (from, alike) {
                    (0, 7) => String::new(),
                    (day, 1) => format!("{} ", name(day)),
                    (day, alike) => format!("{}-{} ", name(day), name(day + alike - 1)),
                };
                parts.push(format!("{days}{}-{closes}", opens.format("%H:%M")));
            }
            from += alike;
        }
        f.write_str(&parts.join(", "))
    }
}

fn name(day: usize) -> &'static str {
    DAYS.get(day).map_or("", |names| names[0])
}

as_typed!(CallingHours);

/// A part of the day, in which a person is found at home or is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Daypart {
    /// Until noon.
    Morning,
    /// Until five.
    Afternoon,
    /// From five on.
    Evening,
}

impl Daypart {
    /// The part a clock shows.
    pub fn of(shown: NaiveDateTime) -> Self {
        const NOON: u32 = 12;
        const FIVE: u32 = 17;
        match chrono::Timelike::hour(&shown) {
            ..NOON => Self::Morning,
            NOON..FIVE => Self::Afternoon,
            FIVE.. => Self::Evening,
        }
    }
}

/// When somebody who was tried at `now` is found at another part of the day: the first one the hours allow, at the
/// latest at the same hour of the next day, where the hours know one part only.
pub fn other_daypart(hours: &CallingHours, clocks: &Clocks, now: Timestamp) -> Timestamp {
    let tried = clocks.read(now).0;
    let part = Daypart::of(tried);
    let other = hours.next(clocks, now, |shown| Daypart::of(shown) != part);
    let tomorrow = || {
        let next_day = tried.date().checked_add_days(Days::new(1)).map(|date| date.and_time(tried.time()));
        let zone = clocks.zones().first().copied().unwrap_or(chrono_tz::Tz::UTC);
        next_day.map_or(now.plus(Timestamp::DAY), |wall| moment(wall, zone))
    };
    other.unwrap_or_else(tomorrow)
}

#[cfg(test)]
mod tests;
