//! The time of day in words: `15:00`, `at 3pm`, `noon`, 下午三点半.

use super::words::{Input, Parsed, count, digits, end_of_word, gap, han_number, one_word_of, space, word};
use chrono::NaiveTime;
use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The part of the day it was said to be in.
    pub part: Option<Part>,
    /// The hour and minute; without them the part of the day stands for its usual hour.
    pub reading: Option<Reading>,
}

/// A part of the day. It says which of two hours a `3` is, and has an hour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// `am`, 凌晨: twelve is midnight at its start.
    Am,
    /// `morning`, 上午.
    Morning,
    /// `noon`, 中午.
    Noon,
    /// `pm`, `afternoon`, 下午.
    Pm,
    /// `evening`, `tonight`, 晚上: twelve is midnight at its end.
    Evening,
}

/// Hour and minute as they were said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    hour: u32,
    minute: u32,
    /// Said so that it can only be meant on the clock of 24 hours: `03:30`.
    exact: bool,
}

impl Clock {
    /// A part of the day without an hour.
    pub fn part(part: Part) -> Self {
        Self { part: Some(part), reading: None }
    }

    /// The time on the clock of 24 hours, and how many days later it is than the day named:
    /// midnight belongs to the evening before it. Nothing for a time no clock shows.
    ///
    /// Without a part of the day, 1 to 6 are hours of the afternoon unless written with a leading
    /// zero: nobody plans a call for three in the night by saying three.
    pub fn time(self) -> Option<(NaiveTime, u64)> {
        let (hour, minute) = match (self.part, self.reading) {
            (Some(part), None) => (part.usual_hour(), 0),
            (Some(part), Some(reading)) => (part.hour(reading.hour)?, reading.minute),
            (None, Some(Reading { hour: hour @ 1..=6, minute, exact: false })) => (hour + 12, minute),
            (None, Some(Reading { hour: hour @ 0..=23, minute, .. })) => (hour, minute),
            (None, Some(Reading { hour: 24, minute: 0, .. })) => (24, 0),
            (None, _) => return None,
        };
        Some((NaiveTime::from_hms_opt(hour % 24, minute, 0)?, u64::from(hour / 24)))
    }
}

impl Part {
    /// Whether this part of the day has begun and not ended in `hour`: there is more of it to come.
    pub fn goes_on_in(self, hour: u32) -> bool {
        match self {
            Self::Morning => (9..12).contains(&hour),
            Self::Pm => (14..18).contains(&hour),
            Self::Evening => (19..24).contains(&hour),
            Self::Am | Self::Noon => false,
        }
    }

    fn usual_hour(self) -> u32 {
        match self {
            Self::Am => 0,
            Self::Morning => 9,
            Self::Noon => 12,
            Self::Pm => 14,
            Self::Evening => 19,
        }
    }

    /// The hour of 24 that `hour` is in this part of the day; 24 and more are after midnight.
    #[expect(clippy::match_same_arms, reason = "one line a half of the day")]
    fn hour(self, hour: u32) -> Option<u32> {
        match (self, hour) {
            (Self::Am, 12) => Some(0),
            (Self::Am, 0..=11) | (Self::Morning, 0..=12) => Some(hour),
            (Self::Noon, 10..=14) | (Self::Pm, 12..=23) | (Self::Evening, 17..=24) => Some(hour),
            (Self::Noon, 1..=3) | (Self::Pm, 1..=11) | (Self::Evening, 5..=12) => Some(hour + 12),
            (Self::Evening, 0..=4) => Some(hour + 24),
            _ => None,
        }
    }
}

const PARTS: &[(&str, Part)] = &[
    ("morning", Part::Morning),
    ("noon", Part::Noon),
    ("midday", Part::Noon),
    ("afternoon", Part::Pm),
    ("evening", Part::Evening),
    ("night", Part::Evening),
    ("凌晨", Part::Am),
    ("清晨", Part::Morning),
    ("早晨", Part::Morning),
    ("早上", Part::Morning),
    ("上午", Part::Morning),
    ("中午", Part::Noon),
    ("正午", Part::Noon),
    ("下午", Part::Pm),
    ("傍晚", Part::Evening),
    ("晚上", Part::Evening),
    ("夜里", Part::Evening),
];

/// Too short to mean a part of the day unless an hour follows: 周五晚八点.
const SHORT_PARTS: &[(&str, Part)] = &[("早", Part::Morning), ("晚", Part::Evening)];

/// A time of day.
pub fn clock(input: &mut Input<'_>) -> Parsed<Clock> {
    let alone = preceded(opt((word("at"), space)), part).map(Clock::part);
    let plain = (reading, opt(preceded(space, part))).map(|(reading, part)| Clock { part, reading: Some(reading) });
    alt((hour_within_part, alone, meridiem_reading, plain)).parse_next(input)
}

/// `afternoon at 3`, 下午三点, 晚八点.
fn hour_within_part(input: &mut Input<'_>) -> Parsed<Clock> {
    let part = alt((part, one_word_of(SHORT_PARTS))).parse_next(input)?;
    within(part).verify(|clock| clock.reading.is_some()).parse_next(input)
}

/// What may follow a part of the day that has been read: its hour.
pub fn within<'a>(part: Part) -> impl Parser<Input<'a>, Clock, EmptyError> {
    opt(preceded(gap, reading)).map(move |reading| Clock { part: Some(part), reading })
}

/// `afternoon`, `in the afternoon`, 下午.
fn part(input: &mut Input<'_>) -> Parsed<Part> {
    let in_the = (word("in"), space, word("the"), space);
    preceded(opt(in_the), one_word_of(PARTS)).parse_next(input)
}

/// `3pm`, `at 10:30 a.m.`
fn meridiem_reading(input: &mut Input<'_>) -> Parsed<Clock> {
    const MERIDIEM: &[(&str, Part)] = &[("am", Part::Am), ("a.m.", Part::Am), ("pm", Part::Pm), ("p.m.", Part::Pm)];
    let hour = digits(1, 2).map(|hour| Reading { hour, minute: 0, exact: false });
    (opt(at), alt((colon_reading, hour)), gap, one_word_of(MERIDIEM))
        .verify(|(_, reading, ..)| (1..=12).contains(&reading.hour))
        .map(|(_, reading, (), part)| Clock { part: Some(part), reading: Some(reading) })
        .parse_next(input)
}

/// `15:00`, `at 15`, `midnight`, `三点半`.
fn reading(input: &mut Input<'_>) -> Parsed<Reading> {
    let full_hour = || terminated(digits(1, 2), end_of_word).map(|hour| Reading { hour, minute: 0, exact: false });
    let o_clock = terminated(full_hour(), (space, word("o'clock")));
    let named = alt((colon_reading, han_reading, midnight, o_clock));
    alt((preceded(opt(at), named), preceded(at, full_hour()))).parse_next(input)
}

/// `10` right behind a day, where an hour of work is meant: `tue 10 call back`. Any other number begins what to do, and
/// so does one that counts: `tue 10 boxes`.
pub fn hour_behind_day(input: &mut Input<'_>) -> Parsed<Clock> {
    terminated(digits(1, 2), (end_of_word, counts_nothing))
        .verify(|hour| (7..=20).contains(hour))
        .map(|hour| Clock { part: None, reading: Some(Reading { hour, minute: 0, exact: false }) })
        .parse_next(input)
}

/// What stands behind a number is no plural, and a word if it is anything.
fn counts_nothing(input: &mut Input<'_>) -> Parsed<()> {
    let rest = input.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_plural = word.ends_with('s') && !word.ends_with("ss");
    let is_fine = if word.is_empty() { rest.is_empty() } else { !is_plural };
    if is_fine { Ok(()) } else { Err(EmptyError) }
}

fn at(input: &mut Input<'_>) -> Parsed<()> {
    alt(((word("at"), space).void(), ("@", gap).void())).parse_next(input)
}

fn midnight(input: &mut Input<'_>) -> Parsed<Reading> {
    alt((word("midnight"), "午夜".void(), "半夜".void()))
        .value(Reading { hour: 24, minute: 0, exact: true })
        .parse_next(input)
}

/// `9:30`, `09:30`, `09:30:15`; the seconds of a plan do not count.
fn colon_reading(input: &mut Input<'_>) -> Parsed<Reading> {
    let exact = input.starts_with('0');
    let seconds = opt((':', digits(2, 2)));
    (digits(1, 2), ':', digits(2, 2), seconds)
        .map(|(hour, _, minute, _)| Reading { hour, minute, exact })
        .parse_next(input)
}

/// 三点, 三点整, 三点半, 十点一刻, 8点05分.
fn han_reading(input: &mut Input<'_>) -> Parsed<Reading> {
    let quarters = alt(("半".value(30), "一刻".value(15), "三刻".value(45)));
    let full = alt(("整".value(0), "钟".value(0)));
    let minutes = alt((quarters, full, han_minutes));
    (alt((digits(1, 2), han_number)), alt(("点", "點", "时")), opt(minutes))
        .map(|(hour, _, minute)| Reading { hour, minute: minute.unwrap_or(0), exact: false })
        .parse_next(input)
}

/// Minutes after 点. A single digit needs its 分, or 三点两个人来 would be at two past three.
fn han_minutes(input: &mut Input<'_>) -> Parsed<u32> {
    let spelled_out = |input: &mut Input<'_>| {
        let padded = input.starts_with(['0', '零', '〇']);
        count.verify(|minutes| padded || *minutes >= 10).parse_next(input)
    };
    let unclaimed = peek(not(one_of(['个', '点', '天', '人'])));
    alt((terminated(count, "分"), terminated(spelled_out, unclaimed))).parse_next(input)
}
