//! Settings of a store: what is configurable for everybody in it.

use super::calendar::Calendar;
use super::calling_hours::CallingHours;
use super::deal::{Pipeline, SALES};
use super::disposition::{self, Disposition};
use super::field::Reading;
use super::id::SettingsId;
use super::interaction::CHANNELS;
use super::money::Currency;
use super::phone;
use super::time::Timestamp;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What is configurable for everybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Always [`Settings::ID`].
    pub id: SettingsId,
    /// ISO 3166 region from which numbers without a country code are dialled.
    pub region: String,
    /// Currency of amounts without one.
    pub currency: Currency,
    /// Time zone, opening hours and holidays.
    pub calendar: Calendar,
    /// Hours in which customers are called, by their clocks.
    pub calling_hours: CallingHours,
    /// Channel slugs.
    pub channels: Vec<String>,
    /// Outcomes of contacts.
    pub dispositions: Vec<Disposition>,
    /// Ways deals go.
    pub pipelines: Vec<Pipeline>,
    /// Reasons for losing a deal, in words.
    pub lost_reasons: Vec<String>,
    /// When a day begins in reports, by the wall clock: where people work past midnight, later than that.
    pub day_starts: NaiveTime,
    /// Agents see the numbers and e-mail addresses of customers that are not theirs masked.
    pub mask_phones: bool,
    /// Users of the operating system whose screens several people share.
    pub seats: Vec<String>,
    /// Minutes after which a screen nobody touches is locked; 0 for never.
    pub lock_after_min: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            id: Self::ID,
            region: "US".to_owned(),
            currency: Currency::USD,
            calendar: Calendar::default(),
            calling_hours: CallingHours::default(),
            channels: CHANNELS.iter().map(|&slug| slug.to_owned()).collect(),
            dispositions: disposition::defaults(),
            pipelines: vec![Pipeline::sales()],
            lost_reasons: ["price", "competitor", "no-need", "no-answer", "other"].map(str::to_owned).to_vec(),
            day_starts: NaiveTime::MIN,
            mask_phones: false,
            seats: Vec::new(),
            lock_after_min: 0,
        }
    }
}

impl Settings {
    /// The one settings record.
    pub const ID: SettingsId = SettingsId(1);

    /// What a new store begins with where people say `locale` (`de_DE.UTF-8`) and live by the clock of `zone`.
    pub fn for_place(locale: &str, zone: Tz) -> Self {
        let region =
            locale.split(['.', '@']).next().and_then(|tag| tag.split_once(['_', '-'])).map(|(_, region)| region);
        let region = region.filter(|region| phone::is_region(region)).unwrap_or("US").to_ascii_uppercase();
        let currency = currency_of(&region);
        Self { region, currency, calendar: Calendar { zone, ..Calendar::default() }, ..Self::default() }
    }

    /// How the text of a field is read in this store.
    pub fn reading(&self, now: Timestamp) -> Reading<'_> {
        Reading { region: &self.region, currency: self.currency, calendar: &self.calendar, now }
    }

    /// When a day of reports begins, and when the next one does.
    pub fn day(&self, date: NaiveDate) -> (Timestamp, Timestamp) {
        let next = date.succ_opt().unwrap_or(date);
        (self.calendar.moment(date, self.day_starts), self.calendar.moment(next, self.day_starts))
    }

    /// The day of reports a moment belongs to.
    pub fn day_of(&self, at: Timestamp) -> NaiveDate {
        let date = at.local(self.calendar.zone).date_naive();
        let before = date.pred_opt().unwrap_or(date);
        if at < self.day(date).0 { before } else { date }
    }

    /// The pipeline with this slug, or the first.
    pub fn pipeline(&self, slug: &str) -> Option<&Pipeline> {
        self.pipelines.iter().find(|p| p.slug == slug).or_else(|| self.pipelines.first())
    }

    /// The pipeline new deals go into.
    pub fn default_pipeline(&self) -> &str {
        self.pipelines.first().map_or(SALES, |p| &p.slug)
    }
}

/// The currency most people of a region are paid in; the dollar where this table does not know.
fn currency_of(region: &str) -> Currency {
    const EURO: [&str; 20] = [
        "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PT",
        "SI", "SK",
    ];
    const OTHERS: [(&str, &str); 12] = [
        ("AU", "AUD"),
        ("BR", "BRL"),
        ("CA", "CAD"),
        ("CH", "CHF"),
        ("CN", "CNY"),
        ("DK", "DKK"),
        ("GB", "GBP"),
        ("HK", "HKD"),
        ("IN", "INR"),
        ("JP", "JPY"),
        ("NO", "NOK"),
        ("SE", "SEK"),
    ];
    if EURO.contains(&region) {
        return Currency::EUR;
    }
    let other = OTHERS.iter().find(|(of, _)| *of == region).and_then(|(_, code)| code.parse().ok());
    other.unwrap_or(Currency::USD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_reports_begins_when_the_firm_says_so() {
        let mut settings = Settings { day_starts: NaiveTime::from_hms_opt(6, 0, 0).unwrap(), ..Settings::default() };
        settings.calendar.zone = Tz::Europe__Berlin;
        let date = NaiveDate::from_ymd_opt(2026, 10, 24).unwrap();
        let (from, until) = settings.day(date);
        assert_eq!(from.to_string(), "2026-10-24T04:00:00Z");
        assert_eq!(until.seconds_since(from), 25 * Timestamp::HOUR, "summer time ends");
        for (at, day) in [(from, date), (until.plus(-1), date), (from.plus(-1), date.pred_opt().unwrap())] {
            assert_eq!(settings.day_of(at), day);
        }
    }

    #[test]
    fn a_new_store_speaks_the_numbers_and_money_of_its_place() {
        for (locale, region, currency) in
            [("de_DE.UTF-8", "DE", "EUR"), ("zh_CN", "CN", "CNY"), ("C.UTF-8", "US", "USD")]
        {
            let settings = Settings::for_place(locale, Tz::UTC);
            assert_eq!((settings.region.as_str(), settings.currency.code()), (region, currency), "{locale}");
        }
    }
}
