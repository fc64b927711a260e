//! The day in words: `next fri`, `24.12.`, 下周二, 月底.

use super::words::{Input, Parsed, count, digits, end_of_word, gap, han_number, one_word_of, space, word};
use chrono::Weekday;
use winnow::Parser;
use winnow::combinator::{alt, not, opt, peek, preceded, terminated};
use winnow::error::EmptyError;
use winnow::token::one_of;

/// A day as it was said; which date that is depends on today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// So many days from today, back when negative.
    Ahead(i64),
    /// So many units from today.
    After(u32, Unit),
    /// A weekday of a week.
    Weekday(Weekday, Week),
    /// The first working day of the week so many weeks from this one.
    WeekAhead(i64),
    /// The first working day of the month so many months from this one.
    MonthAhead(u32),
    /// The last day of the month so many months from this one.
    MonthEnd(u32),
    /// The last day of the year.
    YearEnd,
    /// A day of a month, so many months from this one if that was said.
    OfMonth(Option<u32>, u32),
    /// A month and a day, perhaps of a year.
    Date { year: Option<Year>, month: u32, day: u32, order: Order },
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    WorkingDay,
    Week,
    Month,
    Year,
}

/// The week a weekday was said to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Week {
    /// None: the next such day.
    Coming,
    /// English `next`, which some take for the coming one.
    Next,
    /// So many calendar weeks from this one.
    Ahead(i64),
}

/// The year as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Year {
    /// 2026.
    Number(i32),
    /// 明年 is 1.
    Ahead(i32),
}

/// Whether month and day can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Known,
    /// `12/11`: the month first, but some mean the day.
    MonthFirst,
}

const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("feb", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
];

const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Mon),
    ("mon", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("tues", Weekday::Tue),
    ("tue", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("wed", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("thurs", Weekday::Thu),
    ("thur", Weekday::Thu),
    ("thu", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("fri", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sat", Weekday::Sat),
    ("sunday", Weekday::Sun),
    ("sun", Weekday::Sun),
];

/// What follows 周, 星期 or 礼拜.
const HAN_WEEKDAYS: &[(&str, Weekday)] = &[
    ("一", Weekday::Mon),
    ("二", Weekday::Tue),
    ("三", Weekday::Wed),
    ("四", Weekday::Thu),
    ("五", Weekday::Fri),
    ("六", Weekday::Sat),
    ("日", Weekday::Sun),
    ("天", Weekday::Sun),
    ("1", Weekday::Mon),
    ("2", Weekday::Tue),
    ("3", Weekday::Wed),
    ("4", Weekday::Thu),
    ("5", Weekday::Fri),
    ("6", Weekday::Sat),
    ("7", Weekday::Sun),
];

const WHOLE: &[(&str, Day)] = &[
    ("today", Day::Ahead(0)),
    ("tomorrow", Day::Ahead(1)),
    ("tmrw", Day::Ahead(1)),
    ("day after tomorrow", Day::Ahead(2)),
    ("the day after tomorrow", Day::Ahead(2)),
    ("yesterday", Day::Ahead(-1)),
    ("next week", Day::WeekAhead(1)),
    ("next month", Day::MonthAhead(1)),
    ("end of month", Day::MonthEnd(0)),
    ("end of the month", Day::MonthEnd(0)),
    ("eom", Day::MonthEnd(0)),
    ("end of next month", Day::MonthEnd(1)),
    ("end of year", Day::YearEnd),
    ("end of the year", Day::YearEnd),
    ("eoy", Day::YearEnd),
    ("今天", Day::Ahead(0)),
    ("今日", Day::Ahead(0)),
    ("明天", Day::Ahead(1)),
    ("明日", Day::Ahead(1)),
    ("后天", Day::Ahead(2)),
    ("大后天", Day::Ahead(3)),
    ("昨天", Day::Ahead(-1)),
    ("前天", Day::Ahead(-2)),
    ("下周", Day::WeekAhead(1)),
    ("下星期", Day::WeekAhead(1)),
    ("下个星期", Day::WeekAhead(1)),
    ("下礼拜", Day::WeekAhead(1)),
    ("下下周", Day::WeekAhead(2)),
    ("下月", Day::MonthAhead(1)),
    ("下个月", Day::MonthAhead(1)),
    ("月底", Day::MonthEnd(0)),
    ("本月底", Day::MonthEnd(0)),
    ("这个月底", Day::MonthEnd(0)),
    ("下月底", Day::MonthEnd(1)),
    ("下个月底", Day::MonthEnd(1)),
    ("年底", Day::YearEnd),
];

/// A day. What says more of it is tried before what says less.
pub fn day(input: &mut Input<'_>) -> Parsed<Day> {
    let dated = alt((iso, dotted, slashed, named_month, han_date));
    let said = alt((after, weekday, han_weekday, han_day_of_month, one_word_of(WHOLE), ordinal));
    preceded(opt((word("on"), space)), alt((dated, said))).parse_next(input)
}

/// `+3d`, `in 3 days`, 3天后.
fn after(input: &mut Input<'_>) -> Parsed<Day> {
    const LATIN: &[(&str, Unit)] = &[
        ("d", Unit::Day),
        ("day", Unit::Day),
        ("days", Unit::Day),
        ("wd", Unit::WorkingDay),
        ("working day", Unit::WorkingDay),
        ("working days", Unit::WorkingDay),
        ("business day", Unit::WorkingDay),
        ("business days", Unit::WorkingDay),
        ("w", Unit::Week),
        ("week", Unit::Week),
        ("weeks", Unit::Week),
        ("mo", Unit::Month),
        ("month", Unit::Month),
        ("months", Unit::Month),
        ("y", Unit::Year),
        ("year", Unit::Year),
        ("years", Unit::Year),
    ];
    const HAN: &[(&str, Unit)] = &[
        ("天", Unit::Day),
        ("日", Unit::Day),
        ("个工作日", Unit::WorkingDay),
        ("工作日", Unit::WorkingDay),
        ("周", Unit::Week),
        ("个星期", Unit::Week),
        ("星期", Unit::Week),
        ("个礼拜", Unit::Week),
        ("个月", Unit::Month),
        ("年", Unit::Year),
    ];
    let half = terminated(alt(("半个月".value((15, Unit::Day)), "半年".value((6, Unit::Month)))), (gap, later));
    alt((latin_after(LATIN), half, han_after(HAN))).map(|(count, unit)| Day::After(count, unit)).parse_next(input)
}

const NUMBERS: &[(&str, u32)] = &[
    ("a", 1),
    ("an", 1),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("twelve", 12),
];

/// `+3` or `in 3` or `in three`, then a unit.
pub fn latin_after<'a, T: Copy>(units: &'static [(&'static str, T)]) -> impl Parser<Input<'a>, (u32, T), EmptyError> {
    let plus = preceded(('+', gap), digits(1, 4));
    let within = preceded((word("in"), space), alt((digits(1, 4), one_word_of(NUMBERS))));
    (alt((plus, within)), gap, one_word_of(units)).map(|(count, (), unit)| (count, unit))
}

/// A count, a unit and 后.
pub fn han_after<'a, T: Copy>(units: &'static [(&'static str, T)]) -> impl Parser<Input<'a>, (u32, T), EmptyError> {
    (count, gap, one_word_of(units), gap, later).map(|(count, (), unit, (), ())| (count, unit))
}

/// 后, 之后, 以后.
pub fn later(input: &mut Input<'_>) -> Parsed<()> {
    alt(("后", "之后", "以后")).void().parse_next(input)
}

/// `fri`, `this friday`, `next fri`, `next week friday`.
fn weekday(input: &mut Input<'_>) -> Parsed<Day> {
    const WEEKS: &[(&str, Week)] = &[
        ("this", Week::Ahead(0)),
        ("coming", Week::Coming),
        ("next", Week::Next),
        ("next week", Week::Ahead(1)),
        ("next week on", Week::Ahead(1)),
    ];
    (opt(terminated(one_word_of(WEEKS), space)), one_word_of(WEEKDAYS))
        .map(|(week, day)| Day::Weekday(day, week.unwrap_or(Week::Coming)))
        .parse_next(input)
}

/// 周五, 这周五, 下周二, 星期天.
fn han_weekday(input: &mut Input<'_>) -> Parsed<Day> {
    const WEEKS: &[(&str, Week)] = &[
        ("这", Week::Ahead(0)),
        ("这个", Week::Ahead(0)),
        ("本", Week::Ahead(0)),
        ("下", Week::Ahead(1)),
        ("下个", Week::Ahead(1)),
        ("下下", Week::Ahead(2)),
        ("下下个", Week::Ahead(2)),
    ];
    (opt(one_word_of(WEEKS)), alt(("周", "星期", "礼拜")), one_word_of(HAN_WEEKDAYS))
        .map(|(week, _, day)| Day::Weekday(day, week.unwrap_or(Week::Coming)))
        .parse_next(input)
}

/// `2026-12-24`, `2026/12/24`.
fn iso(input: &mut Input<'_>) -> Parsed<Day> {
    let written = |mark: char| (year_number, mark, digits(1, 2), mark, digits(1, 2));
    alt((written('-'), written('/'), written('.')))
        .map(|(year, _, month, _, day)| known(Some(year), month, day))
        .parse_next(input)
}

/// `24.12.`, `24.12.2026`: the day first, as where dates are written so. Without a year it ends
/// with its dot, or `1.5` would be a date.
fn dotted(input: &mut Input<'_>) -> Parsed<Day> {
    let year = alt((year_number, short_year));
    let ending = alt((year.map(Some), peek(not(one_of('0'..='9'))).value(None)));
    (digits(1, 2), '.', opt(' '), digits(1, 2), '.', ending)
        .map(|(day, _, _, month, _, year)| known(year, month, day))
        .parse_next(input)
}

/// `12/25`, `12/25/2026`: the month first, unless only the other way is a date.
fn slashed(input: &mut Input<'_>) -> Parsed<Day> {
    let year = preceded('/', alt((year_number, short_year)));
    (digits(1, 2), '/', digits(1, 2), opt(year), end_of_word, peek(not(one_of('/'))))
        .map(|(month, _, day, year, ..)| match (month, day) {
            (13.., ..=12) => known(year, day, month),
            _ => Day::Date { year, month, day, order: Order::MonthFirst },
        })
        .parse_next(input)
}

/// `24 dec`, `24th of december 2026`, `dec 24`.
fn named_month(input: &mut Input<'_>) -> Parsed<Day> {
    let month = || one_word_of(MONTHS);
    let of = (space, opt((word("of"), space)));
    let day_first = (opt((word("the"), space)), day_number, of, month()).map(|(_, day, _, month)| (month, day));
    let month_first = (month(), space, opt((word("the"), space)), day_number).map(|(month, (), _, day)| (month, day));
    let year = preceded((opt(','), space), terminated(year_number, end_of_word));
    (alt((day_first, month_first)), opt(year)).map(|((month, day), year)| known(year, month, day)).parse_next(input)
}

/// `24`, `24th`.
fn day_number(input: &mut Input<'_>) -> Parsed<u32> {
    terminated(terminated(digits(1, 2), opt(alt(("st", "nd", "rd", "th")))), end_of_word).parse_next(input)
}

/// `the 3rd`, `3rd`.
fn ordinal(input: &mut Input<'_>) -> Parsed<Day> {
    let suffix = alt((word("st"), word("nd"), word("rd"), word("th")));
    preceded(opt((word("the"), space)), terminated(digits(1, 2), suffix))
        .map(|day| Day::OfMonth(None, day))
        .parse_next(input)
}

/// 12月24日, 2026年12月24号, 明年1月5日.
fn han_date(input: &mut Input<'_>) -> Parsed<Day> {
    let named = alt(("今年".value(0), "明年".value(1), "后年".value(2))).map(Year::Ahead);
    let year = alt((named, terminated(year_number, (gap, "年"))));
    let number = || alt((digits(1, 2), han_number));
    (opt(year), gap, number(), gap, '月', gap, number(), gap, opt(one_of(['日', '号'])))
        .map(|(year, (), month, (), _, (), day, ..)| known(year, month, day))
        .parse_next(input)
}

/// 3号, 下个月3号, 本月十五日.
fn han_day_of_month(input: &mut Input<'_>) -> Parsed<Day> {
    const MONTHS_AHEAD: &[(&str, u32)] =
        &[("本月", 0), ("这个月", 0), ("这月", 0), ("下月", 1), ("下个月", 1), ("下下个月", 2)];
    let number = alt((digits(1, 2), han_number));
    (opt(terminated(one_word_of(MONTHS_AHEAD), gap)), number, gap, one_of(['日', '号']))
        .map(|(months, day, ..)| Day::OfMonth(months, day))
        .parse_next(input)
}

fn known(year: Option<Year>, month: u32, day: u32) -> Day {
    Day::Date { year, month, day, order: Order::Known }
}

/// A year as this century and its neighbours write it, so that `dec 24 1000 flyers` has none.
fn year_number(input: &mut Input<'_>) -> Parsed<Year> {
    digits(4, 4).verify(|year| (1900..=9999).contains(year)).map(|year| Year::Number(year as i32)).parse_next(input)
}

fn short_year(input: &mut Input<'_>) -> Parsed<Year> {
    digits(2, 2).map(|year| Year::Number(2000 + year as i32)).parse_next(input)
}
