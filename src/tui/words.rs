//! How the screen says what records hold: labels of slugs, dates in thin columns.

use crate::domain::calendar::Calendar;
use crate::domain::call_list::{RetryRule, Wait};
use crate::domain::deal::{Age, Deal};
use crate::domain::follow_up::FollowUp;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::when::{Note, When};
use crate::i18n::{I18n, clock};
use chrono::{DateTime, Datelike};
use chrono_tz::Tz;

/// The word for a slug: `label(words, "channel", "phone")`; the slug itself where nobody gave it a word.
pub fn label(words: &I18n, family: &str, slug: &str) -> String {
    let key = format!("{family}-{slug}");
    if words.has(&key) { words.t(&key).to_owned() } else { slug.to_owned() }
}

/// What a store calls it, else the word for the slug.
pub fn label_or(words: &I18n, configured: &str, family: &str, slug: &str) -> String {
    if configured.is_empty() { label(words, family, slug) } else { configured.to_owned() }
}

/// A stage of a pipeline.
pub fn stage(words: &I18n, settings: &Settings, pipeline: &str, slug: &str) -> String {
    let known = settings.stage(pipeline, slug);
    label_or(words, known.map_or("", |stage| &stage.label), "stage", slug)
}

/// How long a deal has stood in its stage already, as that stage has it.
pub fn age(settings: &Settings, deal: &Deal, now: Timestamp) -> Age {
    settings.stage(&deal.pipeline, &deal.stage).map_or(Age::Fresh, |stage| deal.age(now, stage))
}

/// Two texts with the colon of the language between them.
pub fn about(words: &I18n, what: &str, said: &str) -> String {
    words.tf("about", &[("what", what.into()), ("said", said.into())])
}

/// A text with another one in brackets behind it.
pub fn aside(words: &I18n, what: &str, aside: &str) -> String {
    words.tf("aside", &[("what", what.into()), ("aside", aside.into())])
}

/// Texts with the commas of the language between them.
pub fn listed<T: AsRef<str>>(words: &I18n, all: impl IntoIterator<Item = T>) -> String {
    let comma = words.t("comma");
    let mut said = String::new();
    for text in all {
        said += if said.is_empty() { "" } else { comma };
        said += text.as_ref();
    }
    said
}

/// `6 attempts, each at another part of the day`.
pub fn retry(words: &I18n, rule: RetryRule) -> String {
    let attempts = ("attempts", usize::from(rule.attempts).into());
    match rule.wait {
        Wait::OtherDaypart => words.tf("retry-daypart", &[attempts]),
        Wait::Hours(hours) => words.tf("retry-hours", &[attempts, ("hours", usize::from(hours).into())]),
    }
}

/// The outcome of a contact; of a second level both parts.
pub fn disposition(words: &I18n, settings: &Settings, slug: &str) -> String {
    let configured = settings.disposition_label(slug);
    match slug.split_once('/') {
        Some((first, second)) if configured.is_empty() => {
            format!("{} / {second}", label(words, "disposition", first))
        }
        _ => label_or(words, configured, "disposition", slug),
    }
}

/// A moment in at most eleven cells, the same in every language: `15:00` today, `11-24 15:00` this
/// year, `2024-11-24` in any other.
pub fn stamp(at: Timestamp, now: Timestamp, zone: Tz) -> String {
    let (at, now) = (at.local(zone), now.local(zone));
    if at.date_naive() == now.date_naive() {
        return clock(at);
    }
    at.format(if at.year() == now.year() { "%m-%d %H:%M" } else { "%Y-%m-%d" }).to_string()
}

/// When a follow-up is due, near days in words: `15:00`, `today`, `tomorrow 09:00`, `11-24`.
pub fn due(words: &I18n, follow_up: &FollowUp, now: Timestamp, zone: Tz) -> String {
    let at = follow_up.due.local(zone);
    let time = if follow_up.all_day { String::new() } else { clock(at) };
    let day = match days_between(now.local(zone), at) {
        0 if !follow_up.all_day => String::new(),
        days @ 0..=1 => words.relative_days(days),
        _ if at.year() == now.local(zone).year() => at.format("%m-%d").to_string(),
        _ => at.format("%Y-%m-%d").to_string(),
    };
    [day, time].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a date in words came to: weekday, date, hour, how far away, and what is worth a second look.
pub fn when(words: &I18n, when: &When, now: Timestamp, calendar: &Calendar) -> String {
    let at = when.at.local(calendar.zone);
    let said = match when.time {
        Some(_) => words.date_time_full(at.naive_local()),
        None => words.date_full(when.date),
    };
    let away = words.relative_days(days_between(now.local(calendar.zone), at));
    let until = if when.deadline { words.tf("when-until", &[("date", said.as_str().into())]) } else { said };
    let notes = when.notes.iter().map(|note| note_words(words, *note));
    let when = words.tf("away", &[("when", until.into()), ("away", away.into())]);
    [when].into_iter().chain(notes).collect::<Vec<_>>().join(" · ")
}

/// What is worth a second look about a date in words.
pub fn note_words(words: &I18n, note: Note) -> String {
    match note {
        Note::PastHourMovedToTomorrow => words.t("when-moved").to_owned(),
        Note::AlreadyPast => words.t("when-past").to_owned(),
        Note::ClosedDay => words.t("when-closed-day").to_owned(),
        Note::OutsideHours => words.t("when-outside-hours").to_owned(),
        Note::OtherReading(date) => words.tf("when-other", &[("date", words.date_short(date).into())]),
    }
}

fn days_between(from: DateTime<Tz>, to: DateTime<Tz>) -> i64 {
    to.date_naive().signed_duration_since(from.date_naive()).num_days()
}
