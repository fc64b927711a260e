//! How a moment is said as a whole: a day and a time in either order, or a span from now.

use super::clock::{Clock, Part, clock, hour_behind_day, within};
use super::day::{Day, day, han_after, later, latin_after};
use super::words::{Input, Parsed, digits, gap, han_number, one_word_of, space, word};
use crate::domain::time::Timestamp;
use chrono::DateTime;
use std::ops::Range;
use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded};
use winnow::token::{one_of, take_while};

/// What was said, before it is known what it means today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// It is the last moment, not the first: `by friday`, 周五前.
    pub deadline: bool,
    pub said: Said,
}

/// A part of the phrase and where it stands, so that an error can point at it.
pub type Placed<T> = (T, Range<usize>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// So many minutes from now.
    Minutes(i64),
    /// A moment written in full: RFC 3339.
    Moment(Timestamp),
    /// A day, perhaps with a time.
    Day(Placed<Day>, Option<Placed<Clock>>),
    /// A time of today or, if that is past, of tomorrow.
    Clock(Placed<Clock>),
}

/// A moment, as far as the text speaks of one.
pub fn phrase(input: &mut Input<'_>) -> Parsed<Phrase> {
    let by = (alt((word("by"), word("before"), word("due"))), space).void();
    let latest = (alt(("最迟", "最晚", "截止")), opt('到'), gap).void();
    let said = alt((minutes, moment, part_of_day, day_and_clock, clock_and_day));
    (opt(alt((by, latest))), said, opt(before))
        .map(|(by, said, before)| Phrase { deadline: by.is_some() || before.is_some(), said })
        .parse_next(input)
}

/// 前 behind a date, but not the 前 of 前台, 前往 or 前天.
fn before(input: &mut Input<'_>) -> Parsed<()> {
    let other_word = one_of(['台', '往', '来', '面', '天']);
    alt((alt(("之前", "以前")).void(), ("前", peek(not(other_word))).void())).parse_next(input)
}

/// `+2h`, `in 30 minutes`, `now`, 半小时后.
fn minutes(input: &mut Input<'_>) -> Parsed<Said> {
    const LATIN: &[(&str, u32)] = &[
        ("m", 1),
        ("min", 1),
        ("mins", 1),
        ("minute", 1),
        ("minutes", 1),
        ("h", 60),
        ("hr", 60),
        ("hrs", 60),
        ("hour", 60),
        ("hours", 60),
    ];
    const HAN: &[(&str, u32)] =
        &[("分钟", 1), ("分", 1), ("刻钟", 15), ("小时", 60), ("个小时", 60), ("钟头", 60), ("个钟头", 60)];
    let now = alt((word("now"), "现在".void(), "马上".void())).value(0);
    let half_hour = alt((
        (word("in"), space, word("half an hour")).void(),
        (alt(("半小时", "半个小时", "半个钟头")), gap, later).void(),
    ));
    let and_half = (alt((digits(1, 4), han_number)), "个半", alt(("小时", "钟头")), gap, later);
    let counted = alt((latin_after(LATIN), han_after(HAN))).map(|(count, unit)| count * unit);
    alt((now, half_hour.value(30), and_half.map(|(hours, ..)| hours * 60 + 30), counted))
        .map(|minutes| Said::Minutes(minutes.into()))
        .parse_next(input)
}

/// `2026-12-24T10:00:00+01:00`.
fn moment(input: &mut Input<'_>) -> Parsed<Said> {
    take_while(20..=40, ('0'..='9', '-', ':', '.', '+', 't', 'z'))
        .verify_map(|text: &str| DateTime::parse_from_rfc3339(text).ok())
        .map(|moment| Said::Moment(moment.into()))
        .parse_next(input)
}

/// `tonight at 8`, `this afternoon`, 今晚八点, 明早: the day and the part of it in one word.
fn part_of_day(input: &mut Input<'_>) -> Parsed<Said> {
    const FUSED: &[(&str, (i64, Part))] = &[
        ("tonight", (0, Part::Evening)),
        ("this morning", (0, Part::Morning)),
        ("this afternoon", (0, Part::Pm)),
        ("this evening", (0, Part::Evening)),
        ("今早", (0, Part::Morning)),
        ("今晚", (0, Part::Evening)),
        ("明早", (1, Part::Morning)),
        ("明晚", (1, Part::Evening)),
        ("昨晚", (-1, Part::Evening)),
    ];
    let ((days, part), day_place) = one_word_of(FUSED).with_span().parse_next(input)?;
    let (clock, clock_place) = within(part).with_span().parse_next(input)?;
    Ok(Said::Day((Day::Ahead(days), day_place), Some((clock, clock_place))))
}

/// `tomorrow 15:00`, `tue 10`, 明天下午三点, `2026-12-24T10:00`.
fn day_and_clock(input: &mut Input<'_>) -> Parsed<Said> {
    let joint = alt(("t".void(), (gap, opt(one_of([',', '的'])), gap).void()));
    let hour = preceded(space, hour_behind_day.with_span());
    (day.with_span(), opt(alt((preceded(joint, clock.with_span()), hour))))
        .map(|(day, clock)| Said::Day(day, clock))
        .parse_next(input)
}

/// `15:00`, `3pm tomorrow`.
fn clock_and_day(input: &mut Input<'_>) -> Parsed<Said> {
    let behind = preceded((opt(','), space), day.with_span());
    (clock.with_span(), opt(behind))
        .map(|(clock, day)| match day {
            Some(day) => Said::Day(day, Some(clock)),
            None => Said::Clock(clock),
        })
        .parse_next(input)
}
