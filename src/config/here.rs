//! What this machine suggests for a new store, and who its user is.

use crate::domain::money::Currency;
use crate::domain::phone::is_region;
use crate::domain::settings::Settings;
use chrono_tz::Tz;
use std::path::Path;

/// Regions and the currency paid there; elsewhere the default of [`Settings`] stands.
const CURRENCIES: &[(&str, &str)] = &[
    ("AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK", "EUR"),
    ("CN", "CNY"),
    ("HK", "HKD"),
    ("TW", "TWD"),
    ("SG", "SGD"),
    ("JP", "JPY"),
    ("KR", "KRW"),
    ("IN", "INR"),
    ("GB", "GBP"),
    ("CH LI", "CHF"),
    ("DK", "DKK"),
    ("NO", "NOK"),
    ("SE", "SEK"),
    ("PL", "PLN"),
    ("CZ", "CZK"),
    ("CA", "CAD"),
    ("AU", "AUD"),
    ("NZ", "NZD"),
    ("BR", "BRL"),
    ("MX", "MXN"),
];

/// Region, currency and time zone of this machine, as settings of a new store.
pub fn settings(env: impl Fn(&str) -> Option<String>) -> Settings {
    let mut settings = Settings::default();
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_TELEPHONE", "LANG"].into_iter().find_map(set).unwrap_or_default();
    if let Some(region) = region(&locale) {
        let paid = CURRENCIES.iter().find(|(regions, _)| regions.split(' ').any(|known| known == region));
        settings.currency = paid.and_then(|(_, code)| code.parse::<Currency>().ok()).unwrap_or(settings.currency);
        settings.region = region;
    }
    let zone = set("TZ").map(|zone| zone.trim_start_matches(':').to_owned()).or_else(system_zone);
    settings.calendar.zone = zone.and_then(|name| name.parse().ok()).unwrap_or(Tz::UTC);
    settings
}

/// `DE` of `de_DE.UTF-8`; Chinese without a region is that of the mainland.
fn region(locale: &str) -> Option<String> {
    let locale = locale.split(['.', '@']).next().unwrap_or_default();
    let (language, region) = locale.split_once('_').unwrap_or((locale, ""));
    let region = if region.is_empty() && language == "zh" { "CN" } else { region };
    (region.len() == 2 && is_region(region)).then(|| region.to_ascii_uppercase())
}

/// `Europe/Berlin`, where `/etc/localtime` points to it.
fn system_zone() -> Option<String> {
    let target = std::fs::canonicalize("/etc/localtime").ok()?;
    let (_, name) = target.to_str()?.split_once("zoneinfo/")?;
    Some(name.to_owned())
}

/// The user of the operating system: the name behind the process's own id, which nobody can pretend,
/// else the id.
pub fn os_user() -> String {
    let uid = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let name = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let (name, id) = (fields.next()?, fields.nth(1)?);
        (id == uid).then(|| name.to_owned())
    });
    name.unwrap_or(uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_store_speaks_the_numbers_money_and_hours_of_its_place() {
        for (locale, zone, expected) in [
            ("de_DE.UTF-8", "Europe/Berlin", ("DE", "EUR", "Europe/Berlin")),
            ("zh_CN.UTF-8", ":Asia/Shanghai", ("CN", "CNY", "Asia/Shanghai")),
            ("zh", "UTC", ("CN", "CNY", "UTC")),
            ("en_GB", "nonsense", ("GB", "GBP", "UTC")),
            ("C.UTF-8", "UTC", ("US", "USD", "UTC")),
            ("en_XX", "UTC", ("US", "USD", "UTC")),
        ] {
            let settings = settings(|name| match name {
                "LANG" => Some(locale.to_owned()),
                "TZ" => Some(zone.to_owned()),
                _ => None,
            });
            let found = (settings.region.as_str(), settings.currency.code(), settings.calendar.zone.name());
            assert_eq!(found, expected, "{locale}");
        }
    }
}
