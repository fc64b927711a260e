//! Settings of a store: what is configurable for everybody in it.

use super::calendar::Calendar;
use super::calling_hours::CallingHours;
use super::deal::{Pipeline, SALES, Stage, pipeline};
use super::disposition::{self, Disposition};
use super::field::Reading;
use super::id::SettingsId;
use super::interaction::{CHANNELS, Direction};
use super::money::Currency;
use super::phone;
use super::reason::Reason;
use super::script::Script;
use super::time::Timestamp;
use super::verification::Question;
use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Outcomes contacts had once, for those that have them.
    pub retired_dispositions: Vec<Disposition>,
    /// What is said on calls.
    pub scripts: Scripts,
    /// Ways deals go.
    pub pipelines: Vec<Pipeline>,
    /// Ways deals went once.
    pub retired_pipelines: Vec<Pipeline>,
    /// Reasons for losing a deal, in words.
    pub lost_reasons: Vec<String>,
    /// When a day begins in reports, by the wall clock: where people work past midnight, later than that.
    pub day_starts: NaiveTime,
    /// Agents see the numbers and e-mail addresses of customers that are not theirs masked.
    pub mask_phones: bool,
    /// What a caller answers before those who see them masked see a customer's details.
    pub verification: Vec<Question>,
    /// Users of the operating system whose screens several people share.
    pub seats: Vec<String>,
    /// Minutes after which a screen nobody touches is locked; 0 for never.
    pub lock_after_min: u16,
}

/// What is said on calls, as texts of [`super::script`]; empty for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scripts {
    /// On calls of no list that come in.
    pub inbound: String,
    /// On calls of no list that go out.
    pub outbound: String,
    /// Once a call comes to one of a set of dispositions, by the slug of the first level they share: what to ask, and
    /// which of the second it is.
    pub sets: BTreeMap<String, String>,
}

/// What a script is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScriptFor {
    /// Calls of this direction that are of no list.
    Calls(Direction),
    /// The set of dispositions of this first level.
    Set(String),
}

impl Scripts {
    /// What is said there.
    pub fn of(&self, what: &ScriptFor) -> &str {
        match what {
            ScriptFor::Calls(Direction::In) => &self.inbound,
            ScriptFor::Calls(Direction::Out) => &self.outbound,
            ScriptFor::Set(slug) => self.sets.get(slug).map_or("", String::as_str),
        }
    }

    /// Has something else said there.
    pub fn set(&mut self, what: ScriptFor, text: String) {
        match what {
            ScriptFor::Calls(Direction::In) => self.inbound = text,
            ScriptFor::Calls(Direction::Out) => self.outbound = text,
            ScriptFor::Set(slug) if text.is_empty() => drop(self.sets.remove(&slug)),
            ScriptFor::Set(slug) => drop(self.sets.insert(slug, text)),
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        [&self.inbound, &self.outbound].into_iter().chain(self.sets.values())
    }
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
            retired_dispositions: Vec::new(),
            scripts: Scripts::default(),
            pipelines: vec![Pipeline::sales()],
            retired_pipelines: Vec::new(),
            lost_reasons: ["price", "competitor", "no-need", "no-answer", "other"].map(str::to_owned).to_vec(),
            day_starts: NaiveTime::MIN,
            mask_phones: false,
            verification: Vec::new(),
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

    /// A stage by its slug, also one that is retired.
    pub fn stage(&self, pipeline: &str, slug: &str) -> Option<&Stage> {
        let mut all = self.pipelines.iter().chain(&self.retired_pipelines);
        all.find(|known| known.slug == pipeline)?.stage(slug)
    }

    /// The outcomes contacts may have, those retired behind the others.
    pub fn all_dispositions(&self) -> impl Iterator<Item = &Disposition> {
        self.dispositions.iter().chain(&self.retired_dispositions)
    }

    /// What these outcomes are called; empty where the word is the languages' own.
    pub fn disposition_label(&self, slug: &str) -> &str {
        self.all_dispositions().find(|known| known.slug == slug).map_or("", |known| &known.label)
    }

    /// What is said once a call comes to this outcome, by code or slug, or to another of its set.
    pub fn script_of_set(&self, outcome: &str) -> &str {
        let set = disposition::find(&self.dispositions, outcome).map(Disposition::first_level);
        set.and_then(|set| self.scripts.sets.get(set)).map_or("", String::as_str)
    }

    /// The same with these outcomes; those left out are retired, and what was said at a set that is gone is gone too.
    pub fn with_dispositions(self, dispositions: Vec<Disposition>) -> Self {
        let mut retired: Vec<_> = self.all_dispositions().cloned().collect();
        retired.retain(|known| dispositions.iter().all(|kept| kept.slug != known.slug));
        let mut scripts = self.scripts;
        scripts.sets.retain(|set, _| dispositions.iter().any(|kept| kept.slug == *set));
        Self { dispositions, retired_dispositions: retired, scripts, ..self }
    }

    /// The same with these pipelines; those left out are retired, and so are stages.
    pub fn with_pipelines(mut self, mut pipelines: Vec<Pipeline>) -> Self {
        let before = self.pipelines.drain(..).chain(self.retired_pipelines.drain(..)).collect();
        let retired_pipelines = pipeline::retire(&mut pipelines, before);
        Self { pipelines, retired_pipelines, ..self }
    }

    /// What must hold of settings, whoever makes them: the field that is wrong, and why.
    pub fn check(&self) -> Result<(), (&'static str, Reason)> {
        disposition::check(&self.dispositions).map_err(|why| ("dispositions", why))?;
        pipeline::check(&self.pipelines).map_err(|why| ("pipelines", why))?;
        let outcomes: Vec<&str> = self.dispositions.iter().flat_map(|d| [d.code.as_str(), d.slug.as_str()]).collect();
        for text in self.scripts.all() {
            let fits = text.parse::<Script>().and_then(|script| script.comes_to(&outcomes));
            fits.map_err(|why| ("scripts", why))?;
        }
        Ok(())
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
    fn what_is_left_out_stays_readable() {
        let kept: Vec<_> = disposition::defaults().into_iter().take(2).collect();
        let mut settings = Settings::default();
        settings.dispositions[2].label = "Ruft zurück".into();
        let settings = settings.with_dispositions(kept.clone());
        assert_eq!(settings.disposition_label("callback"), "Ruft zurück");
        assert_eq!((settings.dispositions.len(), settings.retired_dispositions.len()), (2, 7));
        let back = settings.with_dispositions(disposition::defaults());
        assert_eq!(back.retired_dispositions, []);
        let renewals = Pipeline::read("Renewals", &["Due:30".into()]).unwrap();
        let settings = back.with_pipelines(vec![renewals]);
        assert_eq!(settings.stage("sales", "proposal").map(|stage| stage.probability), Some(50));
        assert_eq!(settings.check(), Ok(()));
        let scripts = Scripts { inbound: "[bye] = gone\nBye.".into(), ..Scripts::default() };
        let unknown = Settings { scripts, ..Settings::default() };
        assert_eq!(unknown.check().map_err(|(field, _)| field), Err("scripts"));
    }

    #[test]
    fn a_set_of_outcomes_has_a_script_as_long_as_there_is_one() {
        let outcomes =
            disposition::read("1 reached reached\n7 not-interested\n71 not-interested/price : Too dear").unwrap();
        let mut settings = Settings::default().with_dispositions(outcomes);
        settings.scripts.set(ScriptFor::Set("not-interested".into()), "Is it the price?\n1 Yes -> y\n[y] = 71".into());
        assert_eq!(settings.check(), Ok(()));
        for outcome in ["7", "71", "not-interested/price"] {
            assert!(settings.script_of_set(outcome).starts_with("Is it"), "{outcome}");
        }
        assert_eq!((settings.script_of_set("1"), settings.script_of_set("8")), ("", ""));
        let fewer = disposition::read("1 reached reached").unwrap();
        assert_eq!(settings.with_dispositions(fewer).scripts, Scripts::default());
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
