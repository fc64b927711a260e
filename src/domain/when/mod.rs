//! Dates in words, English and Chinese: `tomorrow 15:00`, `by friday`, 下周二上午十点半, 2个工作日后.
//!
//! What is said is read first (`grammar`), then given its meaning today (`resolve`). The rules:
//!
//! - An hour alone is today's, or tomorrow's once it is past, with a note. A date without a year is
//!   the next one of that name. A day that was named is never moved: what lies in the past says so.
//! - Without a time a plan is for the opening hour of its day, a deadline for the closing hour.
//! - `fri` is the next Friday to come. `next fri` is the Friday of the next calendar week, and the
//!   coming one is offered as the other reading; 下周五 has only that one. `this fri`, 这周五: of
//!   this calendar week, Monday to Sunday.
//! - `next week`, `next month` are the first working day of it; `end of month` is its last day.
//! - `12/25` has the month first, `24.12.` the day; `12/11` offers the other reading.
//! - An hour from 1 to 6 without a leading zero or a part of the day is in the afternoon: `3:30`,
//!   三点半. `03:30` is at night. `this afternoon` is at 14:00, or the next full hour while it lasts.
//! - A bare number from 7 to 20 right behind a day is an hour, unless it counts what follows: `tue 10 call back`, but not
//!   `tue 10 boxes`.
//! - A wall time that the clock change skips or repeats: see [`moment`](super::calendar::moment).

mod clock;
mod day;
mod grammar;
pub mod recurrence;
mod resolve;
mod words;

#[cfg(test)]
mod tests;

pub use recurrence::{Recurrence, Unit};

use super::calendar::Calendar;
use super::reason::{self, reason};
use super::time::Timestamp;
use super::typed::{Span, Typed, Word};
use chrono::{NaiveDate, NaiveTime};
use resolve::Rules;
use std::ops::Range;
use winnow::Parser;
use winnow::stream::{LocatingSlice, Location};

/// A moment that was meant, and what is worth saying about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The moment.
    pub at: Timestamp,
    /// The day, on the calendar's clock.
    pub date: NaiveDate,
    /// The time, if one was said; else `at` is the opening or, for a deadline, the closing hour.
    pub time: Option<NaiveTime>,
    /// It is the latest moment (`by friday`, 周五前), not the planned one.
    pub deadline: bool,
    /// What the echo should mention, in the order it should.
    pub notes: Vec<Note>,
}

/// Something about a date that its words do not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The hour is past today, so it is tomorrow's.
    PastHourMovedToTomorrow,
    /// The day was named, and the moment is past.
    AlreadyPast,
    /// Nobody works on that day.
    ClosedDay,
    /// Nobody is there at that hour.
    OutsideHours,
    /// The same words mean this date to some.
    OtherReading(NaiveDate),
}

/// Why a text is no moment, and the word it is about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word}{why}")]
pub struct WhenError {
    /// The word to point at.
    pub word: Word,
    /// What is the matter with it.
    pub why: Reason,
}

impl WhenError {
    /// Where the word stands in the typed text.
    pub fn span(&self) -> Span {
        self.word.span.clone()
    }
}

/// What can be the matter with a date in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Nothing was typed.
    #[error("a date or time is missing, like tomorrow 15:00 or +3d")]
    Missing,
    /// No words for a date.
    #[error("not read as a date; try tomorrow 15:00, +3d, next fri or 24.12.")]
    Unreadable,
    /// A date no calendar has: the 31st of February.
    #[error("there is no such date")]
    NoSuchDate,
    /// A time no clock shows: 25:00.
    #[error("there is no such time")]
    NoSuchTime,
    /// Beyond any plan, or more working days than the calendar has.
    #[error("too far away")]
    TooFar,
    /// No rhythm like `every 2 weeks`.
    #[error("not read as a rhythm; try every week, every 2 months or every day until 24.12.")]
    NoRhythm,
}

impl From<WhenError> for reason::Reason {
    fn from(error: WhenError) -> Self {
        Self::from(error.why).about(error.word)
    }
}

impl From<Reason> for reason::Reason {
    fn from(why: Reason) -> Self {
        match why {
            Reason::Missing => reason("date-missing"),
            Reason::Unreadable => reason("date-unreadable"),
            Reason::NoSuchDate => reason("no-such-date"),
            Reason::NoSuchTime => reason("no-such-time"),
            Reason::TooFar => reason("too-far"),
            Reason::NoRhythm => reason("no-rhythm"),
        }
    }
}

/// Reads the whole of `text` as a moment, by the clock and hours of `calendar`.
pub fn read(text: &str, now: Timestamp, calendar: &Calendar) -> Result<When, WhenError> {
    let typed = Typed::new(text);
    let (when, end) = read_from(&typed, 0, now, calendar)?;
    nothing_after(&typed, end)?;
    Ok(when)
}

/// Reads the longest beginning of `text` that is a moment: what it means, and how many bytes of
/// `text` it takes.
pub fn read_prefix(text: &str, now: Timestamp, calendar: &Calendar) -> Result<(When, usize), WhenError> {
    let typed = Typed::new(text);
    let (when, end) = read_from(&typed, 0, now, calendar)?;
    Ok((when, typed.place(end)))
}

/// Reads a moment in `typed` at or after the folded byte `start`; ends at the folded byte returned.
fn read_from(typed: &Typed<'_>, start: usize, now: Timestamp, calendar: &Calendar) -> Result<(When, usize), WhenError> {
    let start = typed.word(start).start;
    let mut input = LocatingSlice::new(typed.from(start));
    let phrase = grammar::phrase.parse_next(&mut input).map_err(|_| unreadable(typed, start))?;
    let place = |range: Range<usize>| start + range.start..start + range.end;
    let read = 0..input.current_token_start();
    let when = Rules::new(now, calendar).resolve(&phrase, read.clone());
    let when = when.map_err(|(why, range)| WhenError { word: typed.shown(place(range)), why })?;
    Ok((when, start + read.end))
}

fn nothing_after(typed: &Typed<'_>, end: usize) -> Result<(), WhenError> {
    let rest = typed.word(end);
    if rest.is_empty() { Ok(()) } else { Err(WhenError { word: typed.shown(rest), why: Reason::Unreadable }) }
}

/// The first word that no date begins with: in `by firday` that is `firday`.
fn unreadable(typed: &Typed<'_>, start: usize) -> WhenError {
    const LEADS: [&str; 8] = ["by", "before", "due", "on", "at", "next", "this", "in"];
    let first = typed.word(start);
    let second = typed.word(first.end);
    let leads = typed.folded().get(first.clone()).is_some_and(|word| LEADS.contains(&word));
    let word = if leads && !second.is_empty() { second } else { first };
    let why = if word.is_empty() { Reason::Missing } else { Reason::Unreadable };
    WhenError { word: typed.shown(word), why }
}
