use super::*;
use chrono_tz::Tz;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Wednesday, 18 November 2026, five past two in the afternoon in Berlin.
fn now() -> Timestamp {
    "2026-11-18T14:05:00+01:00".parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().into()
}

fn berlin() -> Calendar {
    let holidays = ["2026-12-25", "2027-01-01"].map(|date| date.parse().unwrap());
    Calendar { zone: Tz::Europe__Berlin, holidays: BTreeSet::from(holidays), ..Calendar::default() }
}

/// `2026-11-19 15:00` on the wall; a day alone when no time was said; deadlines marked `by`; notes
/// behind it.
fn shown(text: &str) -> String {
    let when = match read(text, now(), &berlin()) {
        Ok(when) => when,
        Err(error) => return format!("{error}"),
    };
    let mut shown = String::from(if when.deadline { "by " } else { "" });
    let wall = when.at.local(Tz::Europe__Berlin);
    assert_eq!(wall.date_naive(), when.date, "{text}");
    match when.time {
        Some(time) => {
            assert_eq!(wall.time(), time, "{text}");
            shown += &wall.format("%Y-%m-%d %H:%M").to_string();
        }
        None => shown += &when.date.to_string(),
    }
    for note in when.notes {
        shown += ", ";
        match note {
            Note::PastHourMovedToTomorrow => shown += "tomorrow",
            Note::AlreadyPast => shown += "past",
            Note::ClosedDay => shown += "closed",
            Note::OutsideHours => shown += "after hours",
            Note::OtherReading(date) => shown += &["or ", &date.to_string()].concat(),
        }
    }
    shown
}

fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, meant)| shown(text) != *meant)
        .map(|(text, meant)| format!("{text}: {} instead of {meant}", shown(text)))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn english_dates_mean_what_people_mean() {
    check(&[
        ("tomorrow 15:00", "2026-11-19 15:00"),
        ("Tomorrow, 15:00", "2026-11-19 15:00"),
        ("tomorrow at 3pm", "2026-11-19 15:00"),
        ("tomorrow 3 p.m.", "2026-11-19 15:00"),
        ("tomorrow at 3", "2026-11-19 15:00"),
        ("tomorrow at 15", "2026-11-19 15:00"),
        ("tue 10", "2026-11-24 10:00"),
        ("tomorrow 3:30", "2026-11-19 15:30"),
        ("tomorrow 03:30", "2026-11-19 03:30, after hours"),
        ("tomorrow morning", "2026-11-19 09:00"),
        ("tomorrow morning at 10", "2026-11-19 10:00"),
        ("tomorrow afternoon", "2026-11-19 14:00"),
        ("tomorrow at 10 in the morning", "2026-11-19 10:00"),
        ("tomorrow noon", "2026-11-19 12:00"),
        ("tomorrow at noon", "2026-11-19 12:00"),
        ("tomorrow", "2026-11-19"),
        ("day after tomorrow", "2026-11-20"),
        ("the day after tomorrow 9:00", "2026-11-20 09:00"),
        ("3pm", "2026-11-18 15:00"),
        ("3:30pm", "2026-11-18 15:30"),
        ("12am", "2026-11-19 00:00, tomorrow, after hours"),
        ("12pm", "2026-11-19 12:00, tomorrow"),
        ("15:00", "2026-11-18 15:00"),
        ("14:05", "2026-11-19 14:05, tomorrow"),
        ("10:00", "2026-11-19 10:00, tomorrow"),
        ("at 10", "2026-11-19 10:00, tomorrow"),
        ("noon", "2026-11-19 12:00, tomorrow"),
        ("midnight", "2026-11-19 00:00, after hours"),
        ("tonight", "2026-11-18 19:00, after hours"),
        ("this afternoon", "2026-11-18 15:00"),
        ("afternoon", "2026-11-18 15:00"),
        ("this morning", "2026-11-18 09:00, past"),
        ("tomorrow at 3 o'clock", "2026-11-19 15:00"),
        ("in two weeks", "2026-12-02"),
        ("friday at noon", "2026-11-20 12:00"),
        ("25 November at 10:30", "2026-11-25 10:30"),
        ("next tuesday at 10am", "2026-11-24 10:00"),
        ("tonight at 8", "2026-11-18 20:00, after hours"),
        ("this afternoon 4:30", "2026-11-18 16:30"),
        ("today", "2026-11-18"),
        ("today 16:00", "2026-11-18 16:00"),
        ("today 10:00", "2026-11-18 10:00, past"),
        ("yesterday 15:00", "2026-11-17 15:00, past"),
        ("now", "2026-11-18 14:05"),
        ("+3d", "2026-11-21, closed"),
        ("+ 2 days", "2026-11-20"),
        ("+5d 10:30", "2026-11-23 10:30"),
        ("+2h", "2026-11-18 16:05"),
        ("+30m", "2026-11-18 14:35"),
        ("+1w", "2026-11-25"),
        ("+2wd", "2026-11-20"),
        ("+3wd", "2026-11-23"),
        ("+1mo", "2026-12-18"),
        ("in 2 working days at 11:00", "2026-11-20 11:00"),
        ("in 5 days", "2026-11-23"),
        ("in a week", "2026-11-25"),
        ("in 2 hours", "2026-11-18 16:05"),
        ("in half an hour", "2026-11-18 14:35"),
        ("in an hour", "2026-11-18 15:05"),
        ("in 4 hours", "2026-11-18 18:05, after hours"),
        ("mon", "2026-11-23"),
        ("on monday 10:30", "2026-11-23 10:30"),
        ("10:30 on monday", "2026-11-23 10:30"),
        ("3pm tomorrow", "2026-11-19 15:00"),
        ("wed", "2026-11-25, or 2026-11-18"),
        ("wed 16:00", "2026-11-18 16:00, or 2026-11-25"),
        ("wed 9:00", "2026-11-25 09:00"),
        ("fri", "2026-11-20"),
        ("next fri", "2026-11-27, or 2026-11-20"),
        ("next mon 10:00", "2026-11-23 10:00"),
        ("next week friday", "2026-11-27"),
        ("this fri", "2026-11-20"),
        ("this mon", "2026-11-16, past"),
        ("saturday", "2026-11-21, closed"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("end of month", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("end of next month", "2026-12-31"),
        ("end of year", "2026-12-31"),
        ("by friday", "by 2026-11-20"),
        ("by friday 18:00", "by 2026-11-20 18:00"),
        ("before dec 1", "by 2026-12-01"),
        ("by end of month", "by 2026-11-30"),
        ("2026-12-24", "2026-12-24"),
        ("2026-12-24 10:00", "2026-12-24 10:00"),
        ("2026-12-24T10:00", "2026-12-24 10:00"),
        ("2026-12-24T10:00:00Z", "2026-12-24 11:00"),
        ("2026-12-24t10:00:00+01:00", "2026-12-24 10:00"),
        ("2026/12/24", "2026-12-24"),
        ("24.12.", "2026-12-24"),
        ("24.12. 14:00", "2026-12-24 14:00"),
        ("24.12.2026", "2026-12-24"),
        ("24. 12.2027", "2027-12-24"),
        ("24.12.27 9:15", "2027-12-24 09:15"),
        ("1.3.", "2027-03-01"),
        ("24 dec", "2026-12-24"),
        ("24th of December", "2026-12-24"),
        ("dec 24 2pm", "2026-12-24 14:00"),
        ("December 24th, 2027", "2027-12-24"),
        ("3 may", "2027-05-03"),
        ("the 3rd", "2026-12-03"),
        ("18.11.", "2026-11-18"),
        ("12/24", "2026-12-24"),
        ("12/25", "2026-12-25, closed"),
        ("25/12", "2026-12-25, closed"),
        ("12/11", "2026-12-11, or 2027-11-12"),
        ("12/12", "2026-12-12, closed"),
        ("12/24/2026", "2026-12-24"),
        ("  tomorrow  ", "2026-11-19"),
    ]);
}

#[test]
fn chinese_dates_mean_what_people_mean() {
    check(&[
        ("明天下午三点", "2026-11-19 15:00"),
        ("明天 下午 三点", "2026-11-19 15:00"),
        ("明天15:00", "2026-11-19 15:00"),
        ("明天１５：００", "2026-11-19 15:00"),
        ("明天下午3:30", "2026-11-19 15:30"),
        ("明天的下午三点", "2026-11-19 15:00"),
        ("明天下午", "2026-11-19 14:00"),
        ("今天", "2026-11-18"),
        ("今天下午五点", "2026-11-18 17:00"),
        ("今晚八点", "2026-11-18 20:00, after hours"),
        ("今晚", "2026-11-18 19:00, after hours"),
        ("今晚十二点", "2026-11-19 00:00, after hours"),
        ("明早九点半", "2026-11-19 09:30"),
        ("明天凌晨两点", "2026-11-19 02:00, after hours"),
        ("后天", "2026-11-20"),
        ("大后天", "2026-11-21, closed"),
        ("昨天上午十点", "2026-11-17 10:00, past"),
        ("下周二上午十点半", "2026-11-24 10:30"),
        ("下星期二", "2026-11-24"),
        ("下个礼拜二", "2026-11-24"),
        ("下下周一", "2026-11-30"),
        ("下周", "2026-11-23"),
        ("下周五", "2026-11-27"),
        ("这周五", "2026-11-20"),
        ("本周一", "2026-11-16, past"),
        ("周五", "2026-11-20"),
        ("周5", "2026-11-20"),
        ("周五前", "by 2026-11-20"),
        ("周五下午五点之前", "by 2026-11-20 17:00"),
        ("最迟周五", "by 2026-11-20"),
        ("月底前", "by 2026-11-30"),
        ("周五晚八点", "2026-11-20 20:00, after hours"),
        ("星期天", "2026-11-22, closed"),
        ("星期日下午2点", "2026-11-22 14:00, closed"),
        ("礼拜一", "2026-11-23"),
        ("月底", "2026-11-30"),
        ("下个月底", "2026-12-31"),
        ("年底", "2026-12-31"),
        ("下个月3号", "2026-12-03"),
        ("下月三号下午两点", "2026-12-03 14:00"),
        ("下个月", "2026-12-01"),
        ("3号", "2026-12-03"),
        ("二十三号", "2026-11-23"),
        ("18号", "2026-11-18"),
        ("31号", "2026-12-31"),
        ("12月24日", "2026-12-24"),
        ("十二月二十四号上午十点", "2026-12-24 10:00"),
        ("１２月２４日", "2026-12-24"),
        ("3月1日", "2027-03-01"),
        ("2027年1月4日", "2027-01-04"),
        ("明年1月5日", "2027-01-05"),
        ("3天后", "2026-11-21, closed"),
        ("两天后", "2026-11-20"),
        ("两天后下午四点", "2026-11-20 16:00"),
        ("十二天之后", "2026-11-30"),
        ("半小时后", "2026-11-18 14:35"),
        ("半个小时以后", "2026-11-18 14:35"),
        ("2小时后", "2026-11-18 16:05"),
        ("两个半小时后", "2026-11-18 16:35"),
        ("45分钟后", "2026-11-18 14:50"),
        ("一刻钟后", "2026-11-18 14:20"),
        ("2个工作日后", "2026-11-20"),
        ("三个工作日后", "2026-11-23"),
        ("一周后", "2026-11-25"),
        ("两个星期后", "2026-12-02"),
        ("一个月后", "2026-12-18"),
        ("半个月后", "2026-12-03"),
        ("半年后", "2027-05-18"),
        ("今天下午", "2026-11-18 15:00"),
        ("15点", "2026-11-18 15:00"),
        ("十分钟后", "2026-11-18 14:15"),
        ("中午", "2026-11-19 12:00, tomorrow"),
        ("明天中午十二点半", "2026-11-19 12:30"),
        ("中午一点", "2026-11-19 13:00, tomorrow"),
        ("十点一刻", "2026-11-19 10:15, tomorrow"),
        ("三点半", "2026-11-18 15:30"),
        ("三点", "2026-11-18 15:00"),
        ("下午三点四十五", "2026-11-18 15:45"),
        ("下午3点05分", "2026-11-18 15:05"),
        ("下午四点零五分", "2026-11-18 16:05"),
        ("下午四点钟", "2026-11-18 16:00"),
        ("现在", "2026-11-18 14:05"),
    ]);
}

#[test]
fn an_error_points_at_the_word() {
    for (text, word, why) in [
        ("", "", Reason::Missing),
        ("   ", "", Reason::Missing),
        ("31.02.", "31.02.", Reason::NoSuchDate),
        ("call on 24.12.", "call", Reason::Unreadable),
        ("tomorow 15:00", "tomorow", Reason::Unreadable),
        ("tomorrow 15:00 sharp", "sharp", Reason::Unreadable),
        ("tomorrow 25:00", "25:00", Reason::NoSuchTime),
        ("by firday", "firday", Reason::Unreadable),
        ("next", "next", Reason::Unreadable),
        ("2026-13-01", "2026-13-01", Reason::NoSuchDate),
        ("13/13", "13/13", Reason::NoSuchDate),
        ("29.02.2027", "29.02.2027", Reason::NoSuchDate),
        ("32号", "32号", Reason::NoSuchDate),
        ("２月３１日", "２月３１日", Reason::NoSuchDate),
        ("明天　下午二十五点", "下午二十五点", Reason::NoSuchTime),
        ("明天 开会", "开会", Reason::Unreadable),
        ("+9999y", "+9999y", Reason::TooFar),
        ("9999-12-31", "9999-12-31", Reason::TooFar),
        ("monk", "monk", Reason::Unreadable),
        ("3pmx", "3pmx", Reason::Unreadable),
        ("15:0", "15:0", Reason::Unreadable),
    ] {
        let error = match read(text, now(), &berlin()) {
            Err(error) => error,
            Ok(when) => panic!("{text} reads as {when:?}"),
        };
        assert_eq!((text.get(error.span()).unwrap(), error.why), (word, why), "{text}");
    }
}

#[test]
fn a_calendar_that_is_never_open_makes_working_days_too_far() {
    let never = Calendar { hours: [None; 7], ..berlin() };
    assert_eq!(read("+1wd", now(), &never).unwrap_err().why, Reason::TooFar);
    assert_eq!(read("tomorrow", now(), &never).unwrap().notes, [Note::ClosedDay]);
}

#[test]
fn without_a_time_a_plan_is_for_the_opening_and_a_deadline_for_the_closing_hour() {
    for (text, at) in [
        ("tomorrow", "2026-11-19T08:00:00Z"),
        ("by tomorrow", "2026-11-19T17:00:00Z"),
        ("today", "2026-11-18T13:05:00Z"),
        ("by today", "2026-11-18T17:00:00Z"),
        ("saturday", "2026-11-21T08:00:00Z"),
    ] {
        assert_eq!(read(text, now(), &berlin()).unwrap().at.to_string(), at, "{text}");
    }
}

#[test]
fn an_hour_the_clock_change_skips_is_the_first_there_is() {
    let when = read("29.03.2027 02:30", now(), &berlin()).unwrap();
    assert_eq!(when.at.to_string(), "2027-03-29T00:30:00Z", "the change is on the 28th");
    let when = read("28.03.2027 02:30", now(), &berlin()).unwrap();
    assert_eq!(when.at.to_string(), "2027-03-28T01:00:00Z");
}

#[test]
fn the_longest_beginning_that_is_a_date_is_taken() {
    for (text, rest) in [
        ("tomorrow 15:00 call with quote", " call with quote"),
        ("tomorrow 15:00 by phone", " by phone"),
        ("tomorrow 3 boxes", " 3 boxes"),
        ("tue 10 call back", " call back"),
        ("tue 10, discuss it", ", discuss it"),
        ("tue 10", ""),
        ("tue 10-12 visit", " 10-12 visit"),
        ("tue 10.5 kg", " 10.5 kg"),
        ("tue 30 call back", " 30 call back"),
        ("monday 10 boxes", " 10 boxes"),
        ("3pm mon prices", " prices"),
        ("fri-prices", ""),
        ("today's call", ""),
        ("in 3 days send it", " send it"),
        ("next week send it", " send it"),
        ("dec 24 1000 flyers", " 1000 flyers"),
        ("明天下午三点 带报价回电", " 带报价回电"),
        ("明天下午三点带报价回电", "带报价回电"),
        ("三点两个人来", "两个人来"),
        ("周五前台等", "前台等"),
        ("明天早点打", "早点打"),
        ("周五前发报价", "发报价"),
        ("下周二上午十点半开会", "开会"),
    ] {
        let end = read_prefix(text, now(), &berlin()).map_or(text.len(), |(_, end)| end);
        assert_eq!(&text[end..], rest, "{text}");
    }
}

mod recurrence_tests {
    use super::super::recurrence::{Recurrence, Unit};
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn rhythms_are_read_in_both_languages() {
        for (text, canonical) in [
            ("every day", "every day"),
            ("every week", "every week"),
            ("Every 2 weeks", "every 2 weeks"),
            ("every other week", "every 2 weeks"),
            ("every month", "every month"),
            ("monthly", "every month"),
            ("every 3 months until 24.12.2027", "every 3 months until 2027-12-24"),
            ("every year", "every year"),
            ("每天", "every day"),
            ("每周", "every week"),
            ("每两周", "every 2 weeks"),
            ("每2个星期", "every 2 weeks"),
            ("每月", "every month"),
            ("每个月", "every month"),
            ("每三个月", "every 3 months"),
            ("每周到2027年1月31日", "every week until 2027-01-31"),
            ("每年", "every year"),
        ] {
            let recurrence = Recurrence::read(text, now(), &berlin());
            assert_eq!(recurrence.map(|read| read.to_string()), Ok(canonical.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_rhythm_is_pointed_at() {
        for (text, word) in [
            ("every blue moon", "blue"),
            ("every 0 days", "0"),
            ("every week until never", "never"),
            ("每周开会", "每周开会"),
            ("every week or so", "or"),
            ("every", "every"),
        ] {
            let error = Recurrence::read(text, now(), &berlin()).unwrap_err();
            let pointed_at = text.get(error.span()).unwrap();
            assert!(word.contains(pointed_at) && !pointed_at.is_empty(), "{text}: {error}");
        }
    }

    #[test]
    fn a_month_end_stays_a_month_end() {
        let monthly = Recurrence { every: 1, unit: Unit::Month, until: Some(date("2027-04-30")) };
        let start = date("2027-01-31");
        assert_eq!(monthly.next(start), Some(date("2027-02-28")));
        assert_eq!(monthly.next_since(start, date("2027-02-28")), Some(date("2027-03-31")));
        assert_eq!(monthly.next_since(start, date("2027-03-31")), Some(date("2027-04-30")));
        assert_eq!(monthly.next_since(start, date("2027-04-30")), None);
        let fortnight = Recurrence { every: 2, unit: Unit::Week, until: None };
        assert_eq!(fortnight.next_since(date("2026-11-18"), date("2026-12-03")), Some(date("2026-12-16")));
        assert_eq!(fortnight.next_since(date("2026-11-18"), date("2026-01-01")), Some(date("2026-11-18")));
        let leap = Recurrence { every: 1, unit: Unit::Year, until: None };
        assert_eq!(leap.next_since(date("2024-02-29"), date("2027-12-01")), Some(date("2028-02-29")));
    }

    proptest! {
        #[test]
        fn a_rhythm_reads_back_from_its_text(every in 1_u16..999, unit in 0..4, until in proptest::option::of(0_i64..9999)) {
            let unit = [Unit::Day, Unit::Week, Unit::Month, Unit::Year][unit as usize];
            let until = until.map(|days| date("2026-11-18") + chrono::TimeDelta::days(days));
            let rhythm = Recurrence { every, unit, until };
            prop_assert_eq!(Recurrence::read(&rhythm.to_string(), now(), &berlin()), Ok(rhythm));
        }

        #[test]
        fn no_text_breaks_the_reader_of_rhythms(text in "(every |每|until |到|周|week|2|\\PC){0,6}") {
            if let Err(error) = Recurrence::read(&text, now(), &berlin()) {
                prop_assert!(text.get(error.span()).is_some());
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        if let Err(error) = read(&text, now(), &berlin()) {
            prop_assert!(text.get(error.span()).is_some());
        }
    }

    #[test]
    fn no_heap_of_date_words_breaks_the_reader(
        text in "(tomorrow|by |next |fri|on |at |in |[0-9]{1,4}|\\.|:|/|-|\\+|pm|dec| |下|周|个|月|底|点|半|后|前|天|号|十|二|晚|ß|㋀|㏘){0,10}"
    ) {
        match read_prefix(&text, now(), &berlin()) {
            Ok((when, end)) => {
                prop_assert!(text.get(..end).is_some());
                prop_assert_eq!(when.at.local(Tz::Europe__Berlin).date_naive(), when.date);
            }
            Err(error) => prop_assert!(text.get(error.span()).is_some()),
        }
    }

    #[test]
    fn any_day_and_minute_reads_back(days in 0_i64..3650, minutes in 0_i64..1440) {
        let wall = NaiveDate::from_ymd_opt(2026, 11, 18).unwrap().and_time(NaiveTime::MIN);
        let wall = wall + chrono::TimeDelta::days(days) + chrono::TimeDelta::minutes(minutes);
        let text = wall.format("%Y-%m-%d %H:%M").to_string();
        let when = read(&text, now(), &berlin()).unwrap();
        prop_assert_eq!(when.at, crate::domain::calendar::moment(wall, Tz::Europe__Berlin));
    }
}
