use super::*;
use chrono_tz::Tz;

fn hours(text: &str) -> CallingHours {
    text.parse().unwrap_or_else(|why| panic!("{text}: {why}"))
}

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

fn berlin() -> Clocks {
    Clocks::of_number("+493012345678", Tz::UTC)
}

fn moment_of(text: &str) -> Timestamp {
    moment(at(text), Tz::Europe__Berlin)
}

#[test]
fn hours_are_read_in_both_languages_and_said_alike() {
    for (typed, said) in [
        ("8-21", "08:00-21:00"),
        ("mon-fri 9:00-20:00, sat 10-16", "mon-fri 09:00-20:00, sat 10:00-16:00"),
        ("Monday - Friday 9-17:30", "mon-fri 09:00-17:30"),
        ("weekdays 9–18; weekends 10–16", "mon-fri 09:00-18:00, sat-sun 10:00-16:00"),
        ("周一至周五 9:00-20:00，周六 10点-16点", "mon-fri 09:00-20:00, sat 10:00-16:00"),
        ("工作日 ９：００－１８：００", "mon-fri 09:00-18:00"),
        ("after 17:00", "17:00-24:00"),
        ("before 12", "00:00-12:00"),
        ("17点以后", "17:00-24:00"),
        ("sun 20-24", "sun 20:00-24:00"),
    ] {
        assert_eq!(hours(typed).to_string(), said, "{typed}");
        assert_eq!(hours(&hours(typed).to_string()), hours(typed), "{typed}");
    }
    for bad in ["", "never", "9", "20-9", "fri-mon 9-12", "mon 9-25", "9-12-15", "mon"] {
        assert!(bad.parse::<CallingHours>().is_err(), "{bad}");
    }
    assert_eq!(CallingHours::default().to_string(), "08:00-21:00");
}

#[test]
fn a_call_is_allowed_from_the_first_minute_until_before_the_last() {
    let hours = hours("mon-fri 9-20, sun 20-24");
    for (shown, allowed) in [
        ("2026-11-18 08:59", false),
        ("2026-11-18 09:00", true),
        ("2026-11-18 19:59", true),
        ("2026-11-18 20:00", false),
        ("2026-11-21 10:00", false),
        ("2026-11-22 23:59", true),
    ] {
        assert_eq!(hours.allow(at(shown)), allowed, "{shown}");
    }
}

#[test]
fn where_a_place_keeps_several_clocks_all_of_them_count() {
    let everywhere = Clocks::of_number("+1", Tz::UTC);
    assert!(everywhere.zones().len() > 3);
    let noon_in_berlin = moment_of("2026-11-18 12:00");
    assert!(!hours("8-21").are_open(&everywhere, noon_in_berlin));
    let next = hours("8-21").next(&everywhere, noon_in_berlin, |_| true);
    assert!(next.is_none_or(|next| hours("8-21").are_open(&everywhere, next)));
}

#[test]
fn the_next_moment_is_now_or_the_next_opening() {
    for (now, next) in [
        ("2026-11-18 10:07", "2026-11-18 10:07"),
        ("2026-11-18 20:30", "2026-11-19 09:00"),
        ("2026-11-20 20:30", "2026-11-23 09:00"),
    ] {
        let found = hours("mon-fri 9-20").next(&berlin(), moment_of(now), |_| true);
        assert_eq!(found, Some(moment_of(next)), "{now}");
    }
}

#[test]
fn whoever_did_not_answer_is_tried_at_another_part_of_the_day() {
    for (window, tried, again) in [
        ("8-21", "2026-11-18 10:07", "2026-11-18 12:00"),
        ("8-21", "2026-11-18 13:00", "2026-11-18 17:00"),
        ("8-21", "2026-11-18 18:40", "2026-11-19 08:00"),
        ("mon-fri 9-17", "2026-11-20 15:00", "2026-11-23 09:00"),
        ("mon-fri 9-12", "2026-11-18 10:00", "2026-11-19 10:00"),
    ] {
        assert_eq!(other_daypart(&hours(window), &berlin(), moment_of(tried)), moment_of(again), "{window} {tried}");
    }
}

#[test]
fn two_people_agree_on_the_hours_both_allow() {
    for (one, other, both) in [
        ("8-21", "after 17", "17:00-21:00"),
        ("mon-fri 9-20", "10-24", "mon-fri 10:00-20:00"),
        ("mon-tue 9-12", "tue 11-18", "tue 11:00-12:00"),
    ] {
        assert_eq!(hours(one).and(&hours(other)).to_string(), both);
        assert_eq!(hours(other).and(&hours(one)).to_string(), both);
    }
    assert!(!hours("mon 9-12").and(&hours("mon 13-18")).allow(at("2026-11-16 12:30")));
}
