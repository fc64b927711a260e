//! What is written is read as it was.

use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::customer::{Birthday, Consent, CustomField, Customer, ExternalId};
use crate::domain::money::{Currency, Money};
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use crate::domain::when::{Recurrence, Unit};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read_back(kind: Kind, value: &Value) -> Value {
    let calendar = Calendar::default();
    let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
    read(&Field { name: "x", kind, headers: &[] }, &written(kind, value), &reading).unwrap()
}

#[test]
fn a_value_of_every_kind_is_read_as_it_was() {
    let day = |year, lunar| Birthday { year, month: 8, day: 15, lunar };
    for (kind, value) in [
        (Kind::Date, json!("2026-11-22")),
        (Kind::Moment, json!("2026-11-22T08:00:00.125Z")),
        (Kind::Money, json!(Money { minor: -0, currency: Currency::CNY })),
        (Kind::Money, json!(Money { minor: 1_234_567, currency: "KWD".parse().unwrap() })),
        (Kind::Number, json!("0.15")),
        (Kind::Seconds, json!(252)),
        (Kind::Percent, json!(70)),
        (Kind::Percent, Value::Null),
        (Kind::Flag, json!(true)),
        (Kind::Flag, json!(false)),
        (Kind::Birthday, json!(day(Some(1948), false))),
        (Kind::Birthday, json!(day(None, false))),
        (Kind::Birthday, json!(day(None, true))),
        (Kind::Birthday, json!(day(Some(1948), true))),
        (Kind::Recurrence, json!(Recurrence { every: 2, unit: Unit::Week, until: None })),
        (
            Kind::Recurrence,
            json!(Recurrence { every: 1, unit: Unit::Month, until: Some("2026-12-24".parse().unwrap()) }),
        ),
        (Kind::Currency, json!("CNY")),
        (Kind::Choice(&["in", "out"]), json!("out")),
    ] {
        assert_eq!(read_back(kind, &value), value, "{kind:?}: {}", written(kind, &value));
    }
}

#[test]
fn a_consent_is_typed_as_short_as_it_is_known() {
    let calendar = Calendar::default();
    let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
    let field = Field { name: "consents", kind: Kind::Consents, headers: &[] };
    let read = |text| read(&field, text, &reading);
    let day = |text: &str| text.parse().unwrap();
    let consent = |purpose: &str, source: &str, given, withdrawn| Consent {
        purpose: purpose.into(),
        source: source.into(),
        given: day(given),
        withdrawn,
    };
    for (text, expected) in [
        ("newsletter", consent("newsletter", "", "1970-01-01", None)),
        ("营销：网站表单 2026-01-05", consent("营销", "网站表单", "2026-01-05", None)),
        ("calls: until further notice", consent("calls", "until further notice", "1970-01-01", None)),
        ("calls 2025-03-01 until 2025-06-30", consent("calls", "", "2025-03-01", Some(day("2025-06-30")))),
        ("calls until 2025-06-30", consent("calls", "", "1970-01-01", Some(day("2025-06-30")))),
        (r#""""calls: night"": web form 2026-01-05""#, consent("calls: night", "web form", "2026-01-05", None)),
    ] {
        assert_eq!(read(text), Ok(json!([expected])), "{text}");
    }
    assert!(read("2026-01-05").is_err() && read(": web form").is_err(), "for what?");
    assert_eq!(read(""), Ok(json!([])));
}

#[test]
fn a_quote_that_is_only_a_part_of_a_word_is_one() {
    let calendar = Calendar::default();
    let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
    for (text, words) in [
        ("a; b, c", &["a", "b", "c"][..]),
        ("\"a; b\", c", &["a; b", "c"]),
        ("say \"x\"; y", &["say \"x\"", "y"]),
        ("\"x\" too; y", &["\"x\" too", "y"]),
        ("\"open; y", &["\"open", "y"]),
        ("\"\"; ; y", &["y"]),
        ("\"a \"\"b\"\"\"", &["a \"b\""]),
    ] {
        let field = Field { name: "tags", kind: Kind::Words, headers: &[] };
        assert_eq!(read(&field, text, &reading).unwrap(), json!(words), "{text}");
    }
}

/// A text with every mark, that ends as a day's end does, or in a day.
fn part() -> impl Strategy<Value = String> {
    r#"[a"; ,:：；=汉至]{0,6}(until|至|2026-01-05|:|=|"|a)"#.prop_map(|text| text.trim().to_owned())
}

proptest! {
    #[test]
    fn lists_are_read_entry_by_entry_whatever_is_in_them(
        words in proptest::collection::vec("[a\"; ,，；汉=:]{0,6}[a汉]", 0..4),
        digits in proptest::collection::vec((100_000_u32..999_999, 0_u8..3, 0_u32..3), 0..4),
    ) {
        let words: Vec<String> = words.into_iter().map(|word| word.trim().to_owned()).collect();
        prop_assert_eq!(read_back(Kind::Words, &json!(words)), json!(words));
        let ids: Vec<ExternalId> = words.iter().map(|id| ExternalId { system: "shop".into(), id: id.clone() }).collect();
        prop_assert_eq!(read_back(Kind::ExternalIds, &json!(ids)), json!(ids));
        let custom: Vec<CustomField> =
            words.iter().map(|value| CustomField { name: "size".into(), value: value.clone() }).collect();
        prop_assert_eq!(read_back(Kind::Custom, &json!(custom)), json!(custom));
        let phones = digits.into_iter().map(|(digits, label, extension)| {
            let extension = if extension == 0 { String::new() } else { format!(" ext {extension}") };
            Phone::read(&format!("+4930{digits}{extension}"), "US").labelled(["", "mobile", "工作"][usize::from(label)])
        });
        let customer = Customer { phones: phones.collect(), ..Customer::default() };
        prop_assert_eq!(read_back(Kind::Phones, &json!(customer.phones)), json!(customer.phones));
    }

    #[test]
    fn entries_of_two_parts_are_read_as_they_were_whatever_stands_in_either(
        parts in proptest::collection::vec((part(), part(), any::<bool>(), any::<bool>()), 0..4),
    ) {
        let ids: Vec<ExternalId> =
            parts.iter().map(|(system, id, ..)| ExternalId { system: system.clone(), id: id.clone() }).collect();
        prop_assert_eq!(read_back(Kind::ExternalIds, &json!(ids)), json!(ids));
        let custom: Vec<CustomField> =
            parts.iter().map(|(name, value, ..)| CustomField { name: name.clone(), value: value.clone() }).collect();
        prop_assert_eq!(read_back(Kind::Custom, &json!(custom)), json!(custom));
        let consents = parts.into_iter().map(|(purpose, source, has_source, is_withdrawn)| Consent {
            purpose,
            source: if has_source { source } else { String::new() },
            given: "2026-11-22".parse().unwrap(),
            withdrawn: is_withdrawn.then(|| "2026-12-01".parse().unwrap()),
        });
        let consents: Vec<Consent> = consents.collect();
        prop_assert_eq!(read_back(Kind::Consents, &json!(consents)), json!(consents));
    }
}
