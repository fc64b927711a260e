//! What was said becomes a date and a moment: today, the calendar and the rules of the house.

use super::clock::Clock;
use super::day::{Day, Order, Unit, Week, Year};
use super::grammar::{Phrase, Placed, Said};
use super::{Note, Reason, When};
use crate::domain::calendar::Calendar;
use crate::domain::time::Timestamp;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Weekday};
use std::ops::Range;

/// A date after this year is a slip of the hand.
const LAST_YEAR: i32 = 2199;

/// What is wrong, and where in the folded text.
pub type Wrong = (Reason, Range<usize>);

/// What every rule looks at.
pub struct Rules<'a> {
    pub now: Timestamp,
    pub calendar: &'a Calendar,
    pub wall: NaiveDateTime,
}

/// A date, and the one some people mean by the same words.
struct Dated {
    date: NaiveDate,
    other: Option<NaiveDate>,
}

impl From<NaiveDate> for Dated {
    fn from(date: NaiveDate) -> Self {
        Self { date, other: None }
    }
}

impl<'a> Rules<'a> {
    pub fn new(now: Timestamp, calendar: &'a Calendar) -> Self {
        Self { now, calendar, wall: now.local(calendar.zone).naive_local() }
    }

    /// The moment a phrase means; `whole` is where the phrase stands.
    pub fn resolve(&self, phrase: &Phrase, whole: Range<usize>) -> Result<When, Wrong> {
        let when = match &phrase.said {
            Said::Minutes(minutes) => self.exactly(self.now.plus(minutes * Timestamp::MINUTE)),
            Said::Moment(at) => self.exactly(*at),
            Said::Clock(clock) => self.at_clock(clock)?,
            Said::Day(day, clock) => self.on_day(day, clock.as_ref(), phrase.deadline)?,
        };
        if when.date.year() > LAST_YEAR {
            return Err((Reason::TooFar, whole));
        }
        Ok(self.with_notes(When { deadline: phrase.deadline, ..when }))
    }

    fn exactly(&self, at: Timestamp) -> When {
        let local = at.local(self.calendar.zone);
        When { at, date: local.date_naive(), time: Some(local.time()), deadline: false, notes: Vec::new() }
    }

    /// An hour of today, or of tomorrow when it is past.
    fn at_clock(&self, (clock, place): &Placed<Clock>) -> Result<When, Wrong> {
        let (time, days) = self.time_today(*clock).ok_or((Reason::NoSuchTime, place.clone()))?;
        let too_far = || (Reason::TooFar, place.clone());
        let date = self.wall.date().checked_add_days(Days::new(days)).ok_or_else(too_far)?;
        if self.calendar.moment(date, time) > self.now {
            return Ok(self.planned(date, Some(time), Vec::new()));
        }
        let tomorrow = date.succ_opt().ok_or_else(too_far)?;
        Ok(self.planned(tomorrow, Some(time), vec![Note::PastHourMovedToTomorrow]))
    }

    fn on_day(&self, day: &Placed<Day>, clock: Option<&Placed<Clock>>, deadline: bool) -> Result<When, Wrong> {
        let (day, day_place) = day;
        let time = match clock {
            Some((clock, place)) => {
                let time = if *day == Day::Ahead(0) { self.time_today(*clock) } else { clock.time() };
                Some(time.ok_or((Reason::NoSuchTime, place.clone()))?)
            }
            None => None,
        };
        let dated = self.dated(*day, time.map(|(time, _)| time)).map_err(|why| (why, day_place.clone()))?;
        let notes = dated.other.map(Note::OtherReading).into_iter().collect();
        let Some((time, days)) = time else { return Ok(self.some_time_on(dated.date, deadline, notes)) };
        let date = dated.date.checked_add_days(Days::new(days)).ok_or((Reason::TooFar, day_place.clone()))?;
        Ok(self.planned(date, Some(time), notes))
    }

    /// A part of today that has begun and not ended means its next full hour.
    fn time_today(&self, clock: Clock) -> Option<(NaiveTime, u64)> {
        let hour = self.wall.hour();
        match clock {
            Clock { part: Some(part), reading: None } if part.goes_on_in(hour) => {
                Some((NaiveTime::from_hms_opt((hour + 1) % 24, 0, 0)?, u64::from((hour + 1) / 24)))
            }
            _ => clock.time(),
        }
    }

    /// Without a time a plan is for the opening hour, or for now when that is past today; a deadline
    /// is the closing hour.
    fn some_time_on(&self, date: NaiveDate, deadline: bool, notes: Vec<Note>) -> When {
        let hours = self.calendar.hours_on(date);
        let when = self.planned(date, None, notes);
        match deadline {
            true if hours.closes == NaiveTime::MIN => When { at: self.calendar.moment(date, LAST_MINUTE), ..when },
            true => When { at: self.calendar.moment(date, hours.closes), ..when },
            false if date == self.wall.date() => When { at: when.at.max(self.now), ..when },
            false => when,
        }
    }

    fn planned(&self, date: NaiveDate, time: Option<NaiveTime>, notes: Vec<Note>) -> When {
        let at = self.calendar.moment(date, time.unwrap_or(self.calendar.hours_on(date).opens));
        When { at, date, time, deadline: false, notes }
    }

    fn with_notes(&self, mut when: When) -> When {
        if when.at < self.now {
            when.notes.push(Note::AlreadyPast);
        }
        let hours = self.calendar.hours_on(when.date);
        let ends_the_day = when.deadline && when.time == Some(hours.closes);
        if !self.calendar.is_working_day(when.date) {
            when.notes.push(Note::ClosedDay);
        } else if when.time.is_some_and(|time| !hours.contain(time)) && !ends_the_day {
            when.notes.push(Note::OutsideHours);
        }
        when
    }

    fn dated(&self, day: Day, time: Option<NaiveTime>) -> Result<Dated, Reason> {
        let today = self.wall.date();
        let month_start = |months: u32| today.with_day(1)?.checked_add_months(Months::new(months));
        let date = match day {
            Day::Weekday(weekday, week) => return self.weekday(weekday, week, time).ok_or(Reason::TooFar),
            Day::Date { year, month, day, order } => return self.date(year, month, day, order),
            Day::OfMonth(months, day) => return self.day_of_month(months, day).map(Dated::from),
            Day::Ahead(days) => today.checked_add_signed(TimeDelta::days(days)),
            Day::After(count, unit) => self.after(count, unit),
            Day::WeekAhead(weeks) => self.monday(weeks).map(|monday| self.calendar.working_day_from(monday)),
            Day::MonthAhead(months) => month_start(months).map(|first| self.calendar.working_day_from(first)),
            Day::MonthEnd(months) => month_start(months + 1).and_then(|first| first.pred_opt()),
            Day::YearEnd => NaiveDate::from_ymd_opt(today.year(), 12, 31),
        };
        date.map(Dated::from).ok_or(Reason::TooFar)
    }

    fn after(&self, count: u32, unit: Unit) -> Option<NaiveDate> {
        let today = self.wall.date();
        match unit {
            Unit::Day => today.checked_add_days(Days::new(count.into())),
            Unit::WorkingDay => self.calendar.add_working_days(today, count),
            Unit::Week => today.checked_add_days(Days::new(7 * u64::from(count))),
            Unit::Month => today.checked_add_months(Months::new(count)),
            Unit::Year => today.checked_add_months(Months::new(12 * count)),
        }
    }

    /// The Monday so many calendar weeks from this week's.
    fn monday(&self, weeks: i64) -> Option<NaiveDate> {
        self.wall.date().week(Weekday::Mon).checked_first_day()?.checked_add_signed(TimeDelta::weeks(weeks))
    }

    /// `next fri` on a Wednesday is the Friday of next week, nine days on, and the one in two days
    /// is offered. Today's own name means today if a time still ahead was said, else in a week; the
    /// other of the two is offered as long as it lies ahead.
    fn weekday(&self, weekday: Weekday, week: Week, time: Option<NaiveTime>) -> Option<Dated> {
        let today = self.wall.date();
        let in_week = |weeks| {
            let days = Days::new(weekday.num_days_from_monday().into());
            self.monday(weeks)?.checked_add_days(days)
        };
        let this_week = in_week(0)?;
        let next_week = in_week(1)?;
        let coming = if this_week > today { this_week } else { next_week };
        let ahead_today = this_week == today && time.is_none_or(|time| time > self.wall.time());
        let dated = match week {
            Week::Ahead(weeks) => in_week(weeks)?.into(),
            Week::Next => Dated { date: next_week, other: Some(coming).filter(|coming| *coming != next_week) },
            Week::Coming if ahead_today && time.is_some() => Dated { date: today, other: Some(next_week) },
            Week::Coming => Dated { date: coming, other: ahead_today.then_some(today) },
        };
        Some(dated)
    }

    /// A date without a year is the next one of that name; `12/11` may be the other way round.
    fn date(&self, year: Option<Year>, month: u32, day: u32, order: Order) -> Result<Dated, Reason> {
        let date = self.in_year(year, month, day).ok_or(Reason::NoSuchDate)?;
        let other = match order {
            Order::Known => None,
            Order::MonthFirst => self.in_year(year, day, month).filter(|other| *other != date),
        };
        Ok(Dated { date, other })
    }

    fn in_year(&self, year: Option<Year>, month: u32, day: u32) -> Option<NaiveDate> {
        let today = self.wall.date();
        let of = |year| NaiveDate::from_ymd_opt(year, month, day);
        match year {
            Some(Year::Number(year)) => of(year),
            Some(Year::Ahead(years)) => of(today.year() + years),
            None => of(today.year()).filter(|date| *date >= today).or_else(|| of(today.year() + 1)),
        }
    }

    /// A day of this month, or of the next when it is past or this month has none such.
    fn day_of_month(&self, months: Option<u32>, day: u32) -> Result<NaiveDate, Reason> {
        let today = self.wall.date();
        let of = |months| today.with_day(1)?.checked_add_months(Months::new(months))?.with_day(day);
        let date = match months {
            Some(months) => of(months),
            None => of(0).filter(|date| *date >= today).or_else(|| of(1)),
        };
        date.ok_or(Reason::NoSuchDate)
    }
}

/// What a deadline on a day that closes at midnight means, so that it stays on its day.
const LAST_MINUTE: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};
