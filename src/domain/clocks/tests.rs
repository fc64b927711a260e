use super::*;
use crate::domain::phone::Phone;

/// Wednesday 18 November 2026, 13:05 UTC.
const NOW: Timestamp = Timestamp(1_795_007_100_000);
const HOUSE: Tz = Tz::Europe__Berlin;

fn customer(time_zone: &str, country: &str, region: &str, phone: &str) -> Customer {
    Customer {
        time_zone: time_zone.into(),
        country: country.into(),
        region: region.into(),
        phones: vec![Phone::read(phone, "US")],
        ..Customer::default()
    }
}

#[test]
fn every_line_of_the_tables_can_be_read() {
    for line in lines(COUNTRIES) {
        let (country, names) = line.split_once(' ').unwrap();
        assert_eq!(zones(names).len(), names.split_whitespace().count(), "{country}");
    }
    for line in lines(REGIONS) {
        let (names, states) = line.split_once(": ").unwrap();
        let (country, names) = names.split_once(' ').unwrap();
        assert_eq!(zones(names).len(), names.split_whitespace().count(), "{country}");
        assert!(states.split(',').all(|state| state.contains(' ')), "{line}");
    }
    for line in lines(PHONES) {
        let (names, beginnings) = line.split_once(": ").unwrap();
        assert_eq!(zones(names).len(), names.split_whitespace().count(), "{line}");
        assert!(beginnings.split_whitespace().all(|digits| digits.bytes().all(|b| b.is_ascii_digit())), "{line}");
    }
}

#[test]
fn the_clock_is_known_by_what_is_said_of_the_customer() {
    for (time_zone, country, region, phone, shown, known_by) in [
        ("Asia/Shanghai", "DE", "", "+493012345678", ("21:05", "21:05"), KnownBy::Set),
        ("not a zone", "Germany", "", "", ("14:05", "14:05"), KnownBy::Address),
        ("", "中国", "", "+12065559857", ("21:05", "21:05"), KnownBy::Address),
        ("", "US", "WA", "", ("05:05", "05:05"), KnownBy::Address),
        ("", "USA", "florida", "", ("07:05", "08:05"), KnownBy::Address),
        ("", "US", "", "+12065559857", ("05:05", "05:05"), KnownBy::Number),
        ("", "US", "", "+493012345678", ("03:05", "08:05"), KnownBy::Address),
        ("", "AU", "Queensland", "", ("23:05", "23:05"), KnownBy::Address),
        ("", "", "", "+12065559857", ("05:05", "05:05"), KnownBy::Number),
        ("", "Elbonia", "", "+442071234567", ("13:05", "13:05"), KnownBy::Number),
        ("", "", "", "+8613800138000", ("21:05", "21:05"), KnownBy::Number),
        ("", "", "", "", ("14:05", "14:05"), KnownBy::House),
    ] {
        let clocks = Clocks::of(&customer(time_zone, country, region, phone), "", HOUSE);
        let (earliest, latest) = clocks.read(NOW);
        let read = (earliest.format("%H:%M").to_string(), latest.format("%H:%M").to_string());
        assert_eq!((read.0.as_str(), read.1.as_str()), shown, "{country} {region} {phone}");
        assert_eq!(clocks.known_by, known_by, "{country} {region} {phone}");
    }
}

#[test]
fn the_number_called_tells_more_than_the_first_one() {
    let anna = customer("", "", "", "+493012345678");
    assert_eq!(Clocks::of(&anna, "+8613800138000", HOUSE).only(), Some(Tz::Asia__Shanghai));
    assert_eq!(Clocks::of_number("3012345678", HOUSE).known_by, KnownBy::House, "not in international form");
}
