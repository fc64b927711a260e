//! A rhythm: `every week`, `every 2 months until 24.12.`, 每两周.

use super::words::{Input, Parsed, digits, gap, han_number, one_word_of, space, word};
use super::{Reason, WhenError, nothing_after, read_from};
use crate::domain::calendar::Calendar;
use crate::domain::time::Timestamp;
use crate::domain::typed::Typed;
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use winnow::Parser;
use winnow::combinator::{alt, delimited, opt, preceded};
use winnow::stream::{LocatingSlice, Location};

/// How often something comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Recurrence {
    /// Every so many units; at least 1.
    pub every: u16,
    /// Of these.
    pub unit: Unit,
    /// The last date it may fall on.
    pub until: Option<NaiveDate>,
}

/// What a rhythm is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Unit {
    /// Days, worked or not.
    Day,
    /// Weeks of seven days.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Recurrence {
    /// Reads the whole of `text` as a rhythm; `now` and `calendar` are for the date after `until`.
    pub fn read(text: &str, now: Timestamp, calendar: &Calendar) -> Result<Self, WhenError> {
        let typed = Typed::new(text);
        let start = typed.word(0).start;
        let mut input = LocatingSlice::new(typed.from(start));
        let Ok((every, unit)) = rhythm.parse_next(&mut input) else { return Err(no_rhythm(&typed, start)) };
        let until = opt(until).parse_next(&mut input).ok().flatten();
        let end = start + input.current_token_start();
        let (until, end) = match until {
            Some(()) => read_from(&typed, end, now, calendar).map(|(when, end)| (Some(when.date), end))?,
            None => (None, end),
        };
        nothing_after(&typed, end)?;
        Ok(Self { every, unit, until })
    }

    /// The date that follows `after`, or nothing when the rhythm is over. The 31st becomes the last
    /// day of a shorter month and stays there: [`Recurrence::next_since`] keeps the 31st.
    pub fn next(self, after: NaiveDate) -> Option<NaiveDate> {
        self.nth(after, 1)
    }

    /// The first date later than `after` of a rhythm that began on `start`: from the 31st of January
    /// every month that is 28 February, 31 March, 30 April.
    pub fn next_since(self, start: NaiveDate, after: NaiveDate) -> Option<NaiveDate> {
        let longest = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 31,
            Unit::Year => 366,
        };
        let passed = (after - start).num_days() / (longest * i64::from(self.every.max(1)));
        let surely_not_later = u32::try_from(passed).unwrap_or(0);
        (surely_not_later..).map_while(|times| self.nth(start, times)).find(|date| *date > after)
    }

    /// The date so many times the rhythm after `start`.
    fn nth(self, start: NaiveDate, times: u32) -> Option<NaiveDate> {
        let count = u32::from(self.every.max(1)).checked_mul(times)?;
        let date = match self.unit {
            Unit::Day => start.checked_add_days(Days::new(count.into())),
            Unit::Week => start.checked_add_days(Days::new(7 * u64::from(count))),
            Unit::Month => start.checked_add_months(Months::new(count)),
            Unit::Year => start.checked_add_months(Months::new(count.checked_mul(12)?)),
        }?;
        self.until.is_none_or(|until| date <= until).then_some(date)
    }
}

impl fmt::Display for Recurrence {
    /// The text that reads back as the same rhythm: `every 2 weeks until 2026-12-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        match self.every {
            1 => write!(f, "every {unit}")?,
            every => write!(f, "every {every} {unit}s")?,
        }
        self.until.map_or(Ok(()), |until| write!(f, " until {until}"))
    }
}

fn rhythm(input: &mut Input<'_>) -> Parsed<(u16, Unit)> {
    const WHOLE: &[(&str, Unit)] =
        &[("daily", Unit::Day), ("weekly", Unit::Week), ("monthly", Unit::Month), ("yearly", Unit::Year)];
    const LATIN: &[(&str, Unit)] = &[
        ("day", Unit::Day),
        ("days", Unit::Day),
        ("week", Unit::Week),
        ("weeks", Unit::Week),
        ("month", Unit::Month),
        ("months", Unit::Month),
        ("year", Unit::Year),
        ("years", Unit::Year),
    ];
    const HAN: &[(&str, Unit)] = &[
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("周", Unit::Week),
        ("星期", Unit::Week),
        ("个星期", Unit::Week),
        ("月", Unit::Month),
        ("个月", Unit::Month),
        ("年", Unit::Year),
    ];
    let times = |number: Option<u32>| u16::try_from(number.unwrap_or(1)).ok().filter(|every| *every > 0);
    let other = (word("other"), space).value(2);
    let number = alt((other, (digits(1, 3), gap).map(|(number, ())| number)));
    let latin = (preceded((word("every"), space), opt(number)), one_word_of(LATIN));
    let han = (preceded('每', opt(delimited(gap, alt((digits(1, 3), han_number)), gap))), one_word_of(HAN));
    let counted = alt((latin, han)).verify_map(|(number, unit)| Some((times(number)?, unit)));
    alt((one_word_of(WHOLE).map(|unit| (1, unit)), counted)).parse_next(input)
}

/// What stands before the last date.
fn until(input: &mut Input<'_>) -> Parsed<()> {
    let latin = (space, word("until"), space).void();
    let han = (gap, opt(','), gap, alt(("直到", "到", "至")), gap).void();
    alt((latin, han)).parse_next(input)
}

/// Points at the word after `every`, for there it stops being a rhythm.
fn no_rhythm(typed: &Typed<'_>, start: usize) -> WhenError {
    let first = typed.word(start);
    let second = typed.word(first.end);
    let word = if second.is_empty() { first } else { second };
    let why = if word.is_empty() { Reason::Missing } else { Reason::NoRhythm };
    WhenError { word: typed.shown(word), why }
}
