//! Reading a field's text into its value.

use super::{COLONS, Field, Kind, MARKS, UNTIL};
use crate::domain::calendar::Calendar;
use crate::domain::country;
use crate::domain::customer::{Birthday, Consent};
use crate::domain::email;
use crate::domain::money::{Currency, Money};
use crate::domain::phone::Phone;
use crate::domain::reason::{Reason, misfit, none_of, reason};
use crate::domain::text::{fold, half_width};
use crate::domain::time::Timestamp;
use crate::domain::when::{self, Recurrence};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::Value;
use std::str::FromStr;

/// What reading a text depends on.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// Region of numbers without a country code.
    pub region: &'a str,
    /// Currency of amounts without one.
    pub currency: Currency,
    /// Time zone and working days.
    pub calendar: &'a Calendar,
    /// The present moment.
    pub now: Timestamp,
}

/// A text that does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct BadValue {
    /// The field's name.
    pub field: &'static str,
    /// What is wrong with which word.
    pub why: Reason,
}

/// Reads a field's text. An empty text is the field's empty value.
pub fn read(field: &Field, text: &str, reading: &Reading) -> Result<Value, BadValue> {
    let text = text.trim();
    value(field.kind, text, reading).map_err(|why| BadValue { field: field.name, why })
}

fn value(kind: Kind, text: &str, reading: &Reading) -> Result<Value, Reason> {
    if text.is_empty() && may_be_nothing(kind) {
        return Ok(Value::Null);
    }
    match kind {
        Kind::Text | Kind::Lines | Kind::Reference | Kind::User | Kind::Team => Ok(text.into()),
        Kind::Owner => Ok(if text.is_empty() { "anyone" } else { text }.into()),
        Kind::Words => Ok(split(text, &MARKS).into()),
        Kind::Phones => json(&phones(text, "", reading)?),
        Kind::PhonesLabelled(label) => json(&phones(text, label, reading)?),
        Kind::Emails => emails(text),
        Kind::Country => Ok(country::normalised(text).into()),
        Kind::Choice(slugs) | Kind::MaybeChoice(slugs) => choice(text, slugs),
        Kind::Date => json(&day(text, reading)?),
        Kind::Moment => json(&moment(text, reading)?),
        Kind::Money => json(&Money::read(zero_if_empty(text), reading.currency)?),
        Kind::Number => json(&number(text)?),
        Kind::Seconds => seconds(text).map(Value::from),
        Kind::Percent => percent(text),
        Kind::Flag => flag(text).map(Value::Bool),
        Kind::Birthday => json(&birthday(text)?),
        Kind::Recurrence => json(&Recurrence::read(text, reading.now, reading.calendar)?),
        Kind::Currency if text.is_empty() => json(&reading.currency),
        Kind::Currency => json(&Currency::from_str(text)?),
        Kind::ExternalIds => pairs(text, ':', "system", "id"),
        Kind::Consents => consents(text, reading),
        Kind::Custom => pairs(text, '=', "name", "value"),
    }
}

/// Whether the field is empty rather than wrong without a text.
fn may_be_nothing(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::MaybeChoice(_) | Kind::Percent | Kind::Date | Kind::Birthday | Kind::Recurrence | Kind::User | Kind::Team
    )
}

fn json<T: Serialize>(value: &T) -> Result<Value, Reason> {
    serde_json::to_value(value).map_err(|error| misfit(&error))
}

fn zero_if_empty(text: &str) -> &str {
    if text.is_empty() { "0" } else { text }
}

/// The entries of a list.
fn split(text: &str, marks: &[char]) -> Vec<String> {
    let (mut entries, mut rest) = (Vec::new(), Some(text));
    while let Some(text) = rest {
        let (entry, after) = first(text, marks);
        entries.extend(Some(entry).filter(|entry| !entry.is_empty()));
        rest = after;
    }
    entries
}

/// What stands before a mark, and what is behind it.
fn first<'t>(text: &'t str, marks: &[char]) -> (String, Option<&'t str>) {
    quoted(text.trim_start(), marks).unwrap_or_else(|| bare(text, marks))
}

/// An entry up to the next mark, and what is behind that.
fn bare<'t>(text: &'t str, marks: &[char]) -> (String, Option<&'t str>) {
    let (entry, after) = text.split_once(marks).map_or((text, None), |(entry, after)| (entry, Some(after)));
    (entry.trim().to_owned(), after)
}

/// An entry in quotes, in which two quotes stand for one, and what is behind the mark that follows; nothing if the
/// quotes are only a part of the entry.
fn quoted<'t>(text: &'t str, marks: &[char]) -> Option<(String, Option<&'t str>)> {
    let (mut entry, mut rest) = (String::new(), text.strip_prefix('"')?);
    loop {
        let (part, after) = rest.split_once('"')?;
        entry.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                entry.push('"');
                rest = more;
            }
            None => match after.trim_start() {
                "" => return Some((entry, None)),
                behind => return behind.strip_prefix(marks).map(|after| (entry, Some(after))),
            },
        }
    }
}

/// Letters of a word that is dialled, at the least.
const SHORTEST_WORD: usize = 3;

fn phones(text: &str, label: &str, reading: &Reading) -> Result<Vec<Phone>, Reason> {
    let one = |text: String| {
        let (own, number) = match text.split_once(COLONS) {
            Some((own, number)) => (own.trim(), number.trim()),
            None => (label, text.as_str()),
        };
        let phone = Phone::read(number, reading.region).labelled(own);
        match () {
            () if phone.digits().is_empty() => Err(reason("no-digits").with("given", number)),
            () if !is_legible(&phone) => Err(reason("phone-letters").with("given", number)),
            () => Ok(phone),
        }
    };
    split(text, &MARKS).into_iter().map(one).collect()
}

/// Whether no letters stand in a number but those of an extension (`x 12`) or of a word to dial (`1-800-FLOWERS`): any
/// others were lost when it is dialled.
fn is_legible(phone: &Phone) -> bool {
    let words = phone.typed.split(|c: char| !c.is_ascii_alphabetic());
    let longest = words.map(str::len).max().unwrap_or_default();
    longest == 0 || (!phone.e164.is_empty() && (!phone.extension.is_empty() || longest >= SHORTEST_WORD))
}

fn emails(text: &str) -> Result<Value, Reason> {
    let addresses = split(text, &[';', ',', ' ', '，', '；']);
    match addresses.iter().find(|address| !email::is_valid(address)) {
        Some(bad) => Err(reason("not-an-email").with("given", bad)),
        None => Ok(addresses.into()),
    }
}

fn choice(text: &str, slugs: &[&str]) -> Result<Value, Reason> {
    let wanted = fold(text).replace([' ', '_'], "-");
    let found = slugs.iter().find(|slug| **slug == wanted);
    found.map(|slug| Value::from(*slug)).ok_or_else(|| none_of(text, slugs))
}

fn day(text: &str, reading: &Reading) -> Result<NaiveDate, Reason> {
    Ok(when::read(text, reading.now, reading.calendar)?.date)
}

/// A moment as files write it, read literally and whatever the year, else in words.
fn moment(text: &str, reading: &Reading) -> Result<Timestamp, Reason> {
    const FORMATS: [&str; 5] =
        ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y%m%dT%H%M%S"];
    let zone = reading.calendar.zone;
    if let Ok(with_offset) = DateTime::parse_from_rfc3339(text) {
        return Ok(with_offset.to_utc().into());
    }
    let literal = FORMATS.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    // Eight digits are a day, from its midnight on.
    let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let literal = literal.or_else(|| {
        let day = digits.then(|| NaiveDate::parse_from_str(text, "%Y%m%d").ok()).flatten()?;
        Some(day.and_time(NaiveTime::MIN))
    });
    if let Some(local) = literal {
        return Ok(local.and_local_timezone(zone).earliest().map_or_else(|| local.and_utc().into(), Timestamp::from));
    }
    Ok(when::read(text, reading.now, reading.calendar)?.at)
}

fn number(text: &str) -> Result<Decimal, Reason> {
    let number = Decimal::from_str(zero_if_empty(&half_width(text)));
    let number = number.map_err(|_| reason("not-a-number").with("given", text))?;
    if number.is_sign_negative() { Err(reason("negative").with("given", text)) } else { Ok(number) }
}

fn seconds(text: &str) -> Result<u32, Reason> {
    let bad = || reason("not-a-duration").with("given", text);
    let folded = half_width(zero_if_empty(text)).into_owned();
    let parts: Option<Vec<u32>> = folded.split(':').map(|part| part.trim().parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() <= 3).ok_or_else(bad)?;
    parts.iter().try_fold(0_u32, |sum, part| sum.checked_mul(60)?.checked_add(*part)).ok_or_else(bad)
}

fn percent(text: &str) -> Result<Value, Reason> {
    let folded = half_width(text);
    let number = folded.trim_end_matches('%').trim().parse::<u8>().ok().filter(|n| *n <= 100);
    number.map(Value::from).ok_or_else(|| reason("not-a-percentage").with("given", text))
}

/// Yes or no, in English or Chinese; nothing typed is no.
pub fn flag(text: &str) -> Result<bool, Reason> {
    match fold(text).as_str() {
        "yes" | "y" | "true" | "1" | "on" | "x" | "是" => Ok(true),
        "" | "no" | "n" | "false" | "0" | "off" | "否" => Ok(false),
        _ => Err(reason("neither-yes-nor-no").with("given", text)),
    }
}

fn birthday(text: &str) -> Result<Birthday, Reason> {
    let bad = || reason("not-a-birthday").with("given", text);
    let folded = fold(text);
    let solar = folded.trim_start_matches("lunar").trim_start_matches("农历");
    let lunar = solar.len() < folded.len();
    let digits = solar.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<i32> = digits.take(3).map_while(|part| part.parse().ok()).collect();
    let (year, month, day) = match numbers[..] {
        [year, month, day] if year > 31 => (Some(year), month, day),
        // 8.12.1948 has the day first, 12/8/1948 the month.
        [day, month, year] if year > 31 && solar.contains('.') => (Some(year), month, day),
        [month, day, year] if year > 31 => (Some(year), month, day),
        [month, day] => (None, month, day),
        _ => return Err(bad()),
    };
    let fits = NaiveDate::from_ymd_opt(year.unwrap_or(2000), month.unsigned_abs(), day.unsigned_abs()).is_some()
        || (lunar && (1..=12).contains(&month) && (1..=30).contains(&day));
    if !fits {
        return Err(bad());
    }
    Ok(Birthday { year, month: month.unsigned_abs(), day: day.unsigned_abs(), lunar })
}

/// `newsletter: web form 2026-01-05 until 2026-06-30`: for what, from where, and the days it was given and taken back.
/// Either of the first two may stand in quotes. Without a day it is given today.
fn consents(text: &str, reading: &Reading) -> Result<Value, Reason> {
    let today = reading.now.local(reading.calendar.zone).date_naive();
    let one = |said: String| {
        let (rest, last) = last_day(&said);
        let (rest, given, withdrawn) = match UNTIL.iter().find_map(|until| rest.strip_suffix(until)) {
            Some(rest) if last.is_some() => {
                let (rest, given) = last_day(rest.trim_end());
                (rest, given, last)
            }
            _ => (rest, last, None),
        };
        let (purpose, source) = first(rest, &COLONS);
        let source = source.map_or_else(String::new, |source| first(source, &[]).0);
        if purpose.is_empty() {
            return Err(reason("not-a-pair").with("given", said).with("form", "purpose: source 2026-01-05"));
        }
        Ok(Consent { purpose, source, given: given.unwrap_or(today), withdrawn })
    };
    json(&split(text, &MARKS).into_iter().map(one).collect::<Result<Vec<_>, Reason>>()?)
}

/// What stands before the day a text ends in, and that day, if it does.
fn last_day(text: &str) -> (&str, Option<NaiveDate>) {
    let (rest, last) = text.rsplit_once(' ').unwrap_or(("", text));
    match last.parse() {
        Ok(day) => (rest.trim_end(), Some(day)),
        Err(_) => (text, None),
    }
}

/// `a:1; b:2` as objects with the two keys.
fn pairs(text: &str, mark: char, left: &str, right: &str) -> Result<Value, Reason> {
    let one = |pair: String| {
        let bad = || reason("not-a-pair").with("given", &pair).with("form", format!("{left}{mark}{right}"));
        let (a, b) = first(&pair, &[mark]);
        let entry = [(left.to_owned(), a.into()), (right.to_owned(), b.ok_or_else(bad)?.trim().into())];
        Ok(Value::Object(entry.into_iter().collect()))
    };
    split(text, &[';', '；']).into_iter().map(one).collect::<Result<Vec<_>, Reason>>().map(Value::Array)
}
