//! Dates, spans of time, money and counts of calls as each language says them.

use super::{I18n, Value};
use crate::domain::money::{Currency, Money, in_thousands};
use crate::domain::report::CallCount;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike, Weekday};
use rust_decimal::Decimal;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl I18n {
    /// `Mon`, `周一`.
    pub fn weekday(&self, day: Weekday) -> &str {
        self.t(match day {
            Weekday::Mon => "weekday-mon",
            Weekday::Tue => "weekday-tue",
            Weekday::Wed => "weekday-wed",
            Weekday::Thu => "weekday-thu",
            Weekday::Fri => "weekday-fri",
            Weekday::Sat => "weekday-sat",
            Weekday::Sun => "weekday-sun",
        })
    }

    /// `Nov`, `11月`; `month` from 1 to 12.
    pub fn month(&self, month: u32) -> &str {
        const KEYS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9",
            "month-10", "month-11", "month-12",
        ];
        self.t(KEYS.get(month.wrapping_sub(1) as usize).copied().unwrap_or("month-1"))
    }

    /// Without the year: `Mon 24 Nov`, `11月24日 周一`.
    pub fn date_short(&self, date: NaiveDate) -> String {
        self.tf("date-short", &self.date_parts(date))
    }

    /// With the year: `Mon 24 Nov 2025`, `2025年11月24日 周一`.
    pub fn date_full(&self, date: NaiveDate) -> String {
        self.tf("date-full", &self.date_parts(date))
    }

    /// `Mon 24 Nov 15:00`, `11月24日 周一 15:00`.
    pub fn date_time(&self, time: NaiveDateTime) -> String {
        format!("{} {}", self.date_short(time.date()), clock(time))
    }

    /// With the year: `Mon 24 Nov 2025 15:00`, `2025年11月24日 周一 15:00`.
    pub fn date_time_full(&self, time: NaiveDateTime) -> String {
        format!("{} {}", self.date_full(time.date()), clock(time))
    }

    /// What clocks show that differ: `Mon 05:12-08:12`, `Sat 23:12-Sun 02:12`; of one clock, or of those that agree, the
    /// one time.
    pub fn between(&self, from: NaiveDateTime, until: NaiveDateTime) -> String {
        let on_its_day = |time: NaiveDateTime| format!("{} {}", self.weekday(time.weekday()), clock(time));
        match () {
            () if from == until => on_its_day(from),
            () if from.date() == until.date() => format!("{}-{}", on_its_day(from), clock(until)),
            () => format!("{}-{}", on_its_day(from), on_its_day(until)),
        }
    }

    /// A day as people say it, counted from today: `today`, `in 3 days`, `2 days ago`.
    pub fn relative_days(&self, days: i64) -> String {
        match days {
            0 => self.t("day-today").to_owned(),
            1 => self.t("day-tomorrow").to_owned(),
            -1 => self.t("day-yesterday").to_owned(),
            2.. => self.tf("in-days", &[("days", days.into())]),
            _ => self.tf("days-ago", &[("days", days.saturating_neg().into())]),
        }
    }

    /// How long something lasted: `40 s`, `3 min`, `2 h`, `3 days`.
    pub fn span(&self, seconds: i64) -> String {
        match seconds.max(0) {
            seconds @ ..MINUTE => self.tf("span-seconds", &[("count", seconds.into())]),
            seconds @ MINUTE..HOUR => self.tf("span-minutes", &[("count", (seconds / MINUTE).into())]),
            seconds @ HOUR..DAY => self.tf("span-hours", &[("count", (seconds / HOUR).into())]),
            seconds => self.tf("span-days", &[("count", (seconds / DAY).into())]),
        }
    }

    /// How long ago something was: `just now`, `5 min ago`, `3 h ago`, `12 days ago`, `4 months ago`, `2 years ago`.
    pub fn ago(&self, seconds: i64) -> String {
        match seconds {
            ..MINUTE => self.t("just-now").to_owned(),
            MINUTE..HOUR => self.tf("minutes-ago", &[("minutes", (seconds / MINUTE).into())]),
            HOUR..DAY => self.tf("hours-ago", &[("hours", (seconds / HOUR).into())]),
            _ => self.days_ago(seconds / DAY),
        }
    }

    fn days_ago(&self, days: i64) -> String {
        match days {
            ..60 => self.tf("days-ago", &[("days", days.into())]),
            60..730 => self.tf("months-ago", &[("months", (days / 30).into())]),
            _ => self.tf("years-ago", &[("years", (days / 365).into())]),
        }
    }

    /// To the last minor unit: `€12,000.00`, `12,000.00 CHF`.
    pub fn money(&self, money: Money) -> String {
        with_sign(&money.grouped(), money.currency)
    }

    /// For thin columns: `€950`, `€12.5k`, `€1.2m`; in Chinese `¥1,200`, `¥1.2万`, `¥3亿`.
    pub fn money_short(&self, money: Money) -> String {
        let amount = money.amount();
        // Three zeros a step in English, four in Chinese.
        let step = Decimal::from(self.t("money-step").parse::<i64>().unwrap_or(1_000));
        for (scale, key) in [(step * step, "money-step-twice"), (step, "money-step-once")] {
            if amount.abs() >= scale {
                let number = (amount / scale).round_dp(1).normalize();
                return with_sign(&format!("{number}{}", self.t(key)), money.currency);
            }
        }
        with_sign(&in_thousands(&amount.round().to_string()), money.currency)
    }

    /// Calls of both directions: `in 42, answered 40, missed 2 · out 84, reached 42`.
    pub fn calls(&self, calls: &CallCount) -> String {
        let counts = [
            ("offered", calls.offered.into()),
            ("answered", calls.answered.into()),
            ("missed", calls.missed.into()),
            ("dialled", calls.dialled.into()),
            ("reached", calls.reached.into()),
        ];
        self.tf("dashboard-counts", &counts)
    }

    fn date_parts(&self, date: NaiveDate) -> [(&'static str, Value<'_>); 4] {
        [
            ("weekday", self.weekday(date.weekday()).into()),
            ("day", date.day().into()),
            ("month", self.month(date.month()).into()),
            ("year", date.year().to_string().into()),
        ]
    }
}

/// `15:00`, in every language.
pub fn clock(time: impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A running time: `4:12`, `1:04:12`.
pub fn timer(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (hours, minutes, seconds) = (seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes:02}:{seconds:02}") }
}

/// Bytes as people count them: `812 B`, `4.2 MB`.
pub fn size(bytes: u64) -> String {
    let mut size = bytes as f64;
    let mut unit = "B";
    for larger in ["kB", "MB", "GB", "TB"] {
        if size < 1000.0 {
            break;
        }
        size /= 1000.0;
        unit = larger;
    }
    if unit == "B" { format!("{bytes} B") } else { format!("{size:.1} {unit}") }
}

fn with_sign(number: &str, currency: Currency) -> String {
    let sign = match currency.code() {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "CNY" => "¥",
        code => return format!("{number} {code}"),
    };
    format!("{sign}{number}")
}
