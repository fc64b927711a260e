//! What the clock shows where a customer is.
//!
//! Known in this order: the time zone somebody set; the country and its state; the number's country and area code; the
//! firm's own. Where a place keeps several clocks all of them count: one calls when each of them allows it.

use super::country;
use super::customer::Customer;
use super::text::fold;
use super::time::Timestamp;
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Country, then its zones.
const COUNTRIES: &str = include_str!("../../assets/zones/countries.txt");
/// Country and zones, then states.
const REGIONS: &str = include_str!("../../assets/zones/regions.txt");
/// Zones, then beginnings of numbers.
const PHONES: &str = include_str!("../../assets/zones/phones.txt");

/// How it is known what the clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum KnownBy {
    /// Somebody set the time zone.
    Set,
    /// The address says the country, and perhaps the state.
    Address,
    /// The number begins with the code of a country or an area.
    Number,
    /// Nothing is known: the firm's own clock.
    House,
}

/// The clocks that can be meant, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clocks {
    zones: Vec<Tz>,
    /// How they are known.
    pub known_by: KnownBy,
}

impl Clocks {
    /// Of a customer, who is called at `number` (E.164) or at the first of theirs.
    pub fn of(customer: &Customer, number: &str, house: Tz) -> Self {
        if let Ok(zone) = customer.time_zone.trim().parse() {
            return Self { zones: vec![zone], known_by: KnownBy::Set };
        }
        let number = match customer.phones.first() {
            Some(first) if number.is_empty() => first.e164.as_str(),
            _ => number,
        };
        let country = country::code(&customer.country);
        let by_address = country.map(|country| of_place(country, &customer.region)).unwrap_or_default();
        match by_address.as_slice() {
            [] => Self::of_number(number, house),
            [_] => Self { zones: by_address, known_by: KnownBy::Address },
            _ => Self::narrowed(by_address, number),
        }
    }

    /// Of whoever has this number (E.164).
    pub fn of_number(number: &str, house: Tz) -> Self {
        match by_number(number) {
            zones if zones.is_empty() => Self { zones: vec![house], known_by: KnownBy::House },
            zones => Self { zones, known_by: KnownBy::Number },
        }
    }

    /// A place of several clocks; a number from within it tells which, one from elsewhere nothing.
    fn narrowed(by_address: Vec<Tz>, number: &str) -> Self {
        let mut both = by_number(number);
        both.retain(|zone| by_address.contains(zone));
        match both.len() {
            0 => Self { zones: by_address, known_by: KnownBy::Address },
            _ => Self { zones: both, known_by: KnownBy::Number },
        }
    }

    /// The zones.
    pub fn zones(&self) -> &[Tz] {
        &self.zones
    }

    /// What the earliest and the latest of the clocks show; the same twice where they agree.
    pub fn read(&self, now: Timestamp) -> (NaiveDateTime, NaiveDateTime) {
        let shown = || self.zones.iter().map(|zone| now.local(*zone).naive_local());
        let here = now.utc().naive_utc();
        (shown().min().unwrap_or(here), shown().max().unwrap_or(here))
    }

    /// The zone a time is meant in that is said of a customer: theirs, or the firm's own where several may be theirs.
    pub fn meant(customer: &Customer, house: Tz) -> Tz {
        Self::of(customer, "", house).only().unwrap_or(house)
    }

    /// The zone of a customer of one clock.
    pub fn only(&self) -> Option<Tz> {
        match self.zones.as_slice() {
            [zone] => Some(*zone),
            _ => None,
        }
    }
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.starts_with('#'))
}

fn zones(names: &str) -> Vec<Tz> {
    names.split_whitespace().filter_map(|name| name.parse().ok()).collect()
}

/// The zones of a state where it is known, else of the whole country.
fn of_place(country: &str, state: &str) -> Vec<Tz> {
    let state = fold(state.trim());
    let of_country = |table| lines(table).filter_map(move |line| line.strip_prefix(country)?.strip_prefix(' '));
    let is_meant = |named: &str| {
        named.split_once(' ').is_some_and(|(code, name)| [code, name].iter().any(|word| fold(word) == state))
    };
    let by_state = of_country(REGIONS).filter_map(|line| line.split_once(": "));
    let by_state = by_state.into_iter().find(|(_, states)| states.split(',').any(is_meant)).map(|(names, _)| names);
    by_state.or_else(|| of_country(COUNTRIES).next()).map(zones).unwrap_or_default()
}

/// The zones of the longest beginning of a number that is known.
fn by_number(number: &str) -> Vec<Tz> {
    let Some(digits) = number.strip_prefix('+') else { return Vec::new() };
    let longest =
        |beginnings: &str| beginnings.split_whitespace().filter(|known| digits.starts_with(*known)).map(str::len).max();
    let fitting = lines(PHONES).filter_map(|line| line.split_once(": "));
    let fitting = fitting.filter_map(|(names, beginnings)| Some((longest(beginnings)?, names)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, names)| zones(names)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
