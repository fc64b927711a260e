//! Moments: UTC milliseconds that order as integers and print as RFC 3339.

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A moment in UTC, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// A span in seconds, as [`Timestamp::plus`] takes it.
    pub const MINUTE: i64 = 60;
    /// Seconds in an hour.
    pub const HOUR: i64 = 3_600;
    /// Seconds in a day of 24 hours.
    pub const DAY: i64 = 86_400;

    /// This moment in UTC. A value outside chrono's range reads as 1970.
    pub fn utc(self) -> DateTime<Utc> {
        Utc.timestamp_millis_opt(self.0).single().unwrap_or_default()
    }

    /// This moment on a clock in `zone`.
    pub fn local(self, zone: Tz) -> DateTime<Tz> {
        self.utc().with_timezone(&zone)
    }

    /// `seconds` later (earlier when negative).
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1000)))
    }

    /// Whole seconds from `earlier` to here, negative when `earlier` is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0) / 1000
    }
}

impl<Z: TimeZone> From<DateTime<Z>> for Timestamp {
    fn from(time: DateTime<Z>) -> Self {
        Self(time.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.utc().to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            let time = DateTime::parse_from_rfc3339(&text).map_err(D::Error::custom)?;
            Ok(time.into())
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_rfc_3339_for_people_and_an_integer_for_the_store() {
        let moment = Timestamp(1_795_302_000_000);
        assert_eq!(serde_json::to_string(&moment).unwrap(), "\"2026-11-21T23:00:00Z\"");
        let back: Timestamp = serde_json::from_str("\"2026-11-22T00:00:00+01:00\"").unwrap();
        assert_eq!(back, moment);
    }

    #[test]
    fn a_moment_out_of_range_still_prints() {
        assert_eq!(Timestamp(i64::MAX).to_string(), "1970-01-01T00:00:00Z");
    }
}
