//! What leaves comes back, as far as its format holds it.

mod tables;

use super::*;
use crate::domain::customer::{Birthday, Consent, CustomField, Customer, CustomerKind, ExternalId, Gender, Position};
use crate::domain::edit::{self, Draft};
use crate::domain::follow_up::{FollowUp, FollowUpKind, FollowUpState};
use crate::domain::id::{CustomerId, FollowUpId};
use crate::domain::import::{RefusedRow, Row};
use crate::domain::mention::Mention;
use crate::domain::party::Party;
use crate::domain::phone::Phone;
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::when::{Recurrence, Unit};
use crate::interop::file::{ImportFile, Options};
use chrono_tz::Tz;
use proptest::prelude::*;
use serde_json::{Value, json};

const NOW: Timestamp = Timestamp(1_795_302_000_000);

fn legend() -> Legend {
    let mut legend = Legend::new("5e1f8a2b99".into(), Vec::new(), Settings::default(), NOW);
    let mention = |id, zone| Mention {
        id: CustomerId(id),
        stands_for: CustomerId(id),
        name: "Anna, Meyer".into(),
        zone: Some(zone),
    };
    legend.mention(vec![mention(7, Tz::Europe__Berlin), mention(8, Tz::Asia__Shanghai), mention(9, Tz::UTC)]);
    legend
}

fn written(plan: Plan, items: &[Item]) -> Vec<u8> {
    let mut file = Outgoing::begin(plan, Vec::new(), legend()).unwrap();
    for item in items {
        file.item(item).unwrap();
    }
    file.end().unwrap().0
}

/// The rows an import takes from a file.
fn read_back(plan: Plan, items: &[Item]) -> Vec<Result<Row, RefusedRow>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    std::fs::write(&path, written(plan, items)).unwrap();
    let mut file = ImportFile::open(
        &path,
        &Options { target: Some(plan.target.unwrap_or(Target::Customers)), ..Options::default() },
    )
    .unwrap();
    let settings = Settings::default();
    std::iter::from_fn(|| file.next(&settings.reading(NOW)).unwrap()).map(|line| line.row).collect()
}

/// The customer a row says, but for what names it and whom it belongs to.
fn customer_of(row: Result<Row, RefusedRow>) -> Customer {
    let row = row.unwrap();
    let own: Draft = row
        .draft
        .fields()
        .filter(|(field, _)| !["external_id", "owner", "service_agent"].contains(field))
        .map(|(field, value)| (field.to_owned(), value.clone()))
        .collect();
    edit::apply(&Customer::default(), &own.changes_to(&Customer::default())).unwrap()
}

/// A text as people write one: something in it, nothing around it.
const TEXT: &str = "[=+@'\"A-Za-zäß汉字-][-A-Za-z0-9 ,;:\\\\\"'=汉字]{0,12}[a-z汉.]";

fn phone() -> impl Strategy<Value = Phone> {
    let label = prop_oneof![Just(""), Just("mobile"), Just("work"), Just("home"), Just("fax"), Just("工作")];
    (100_000_u32..999_999, 0_u32..3, label).prop_map(|(digits, extension, label)| {
        let extension = if extension == 0 { String::new() } else { format!(" ext {extension}") };
        Phone::read(&format!("+4930{digits}{extension}"), "DE").labelled(label)
    })
}

prop_compose! {
    fn customer()(
        texts in proptest::collection::vec(TEXT, 8),
        words in proptest::collection::btree_set("[a-z汉]{1,3}[,; ]?[a-z]{1,3}", 0..3),
        phones in proptest::collection::vec(phone(), 0..3),
        emails in proptest::collection::btree_set("[a-z]{1,8}@[a-z]{2,8}\\.de", 0..3),
        organisation in any::<bool>(),
        gender in 0_usize..4,
        year in proptest::option::of(1900_i32..2020),
        lines in proptest::collection::vec(TEXT, 0..3),
        withdrawn in proptest::collection::vec(any::<bool>(), 0..3),
    ) -> Customer {
        let [name, salutation, occupation, company, street, city, region, language] = texts.try_into().unwrap();
        let kind = if organisation { CustomerKind::Organisation } else { CustomerKind::Person };
        let consent = |withdrawn: bool| Consent {
            purpose: "calls: at night".into(),
            source: occupation.clone(),
            given: "2026-01-05".parse().unwrap(),
            withdrawn: withdrawn.then(|| "2026-06-30".parse().unwrap()),
        };
        let own = |name: &str| CustomField { name: name.into(), value: city.clone() };
        Customer {
            id: CustomerId(7),
            kind,
            salutation: if organisation { String::new() } else { salutation },
            gender: [None, Some(Gender::Female), Some(Gender::Male), Some(Gender::Other)][gender],
            birthday: Some(Birthday { year, month: 2, day: 28, lunar: false }),
            custom: vec![own("Nickname"), own("Department")],
            consents: withdrawn.into_iter().map(consent).collect(),
            tags: words.into_iter().collect(),
            emails: emails.into_iter().collect(),
            remarks: lines.join("\n"),
            country: "DE".into(),
            postal_code: "07545".into(),
            time_zone: "Europe/Berlin".into(),
            name, occupation, company, street, city, region, language, phones,
            ..Customer::default()
        }
    }
}

/// The same list of fields of one's own, in whatever order they came.
fn in_order(mut customer: Customer) -> Customer {
    customer.custom.sort_by(|a, b| a.name.cmp(&b.name));
    customer
}

/// What cannot be told from a number that was typed in another way.
fn as_called(mut customer: Customer) -> Customer {
    for phone in &mut customer.phones {
        phone.typed = phone.key();
    }
    customer.id = CustomerId(0);
    in_order(customer)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_customer_comes_back_from_a_table_and_from_a_card(customer in customer()) {
        for format in [Format::Csv, Format::Xlsx, Format::VCard] {
            let rows = read_back(Plan::new(format), &[customer.clone().into()]);
            prop_assert_eq!(rows.len(), 1);
            let read = customer_of(rows.into_iter().next().unwrap());
            let mut written = customer.clone();
            if format == Format::VCard {
                written.consents.clear();
            }
            prop_assert_eq!(as_called(read), as_called(written), "{}", format);
        }
    }

    #[test]
    fn what_is_to_be_done_comes_back_from_a_calendar(
        text in proptest::collection::vec(TEXT, 1..3),
        seconds in 0_i64..100_000_000,
        whom in 7_u64..10,
        callback in any::<bool>(),
        recurrence in proptest::option::of((1_u16..9, 0_usize..4, any::<bool>())),
    ) {
        let recurrence = recurrence.map(|(every, unit, ends)| Recurrence {
            every,
            unit: [Unit::Day, Unit::Week, Unit::Month, Unit::Year][unit],
            until: ends.then(|| "2031-12-24".parse().unwrap()),
        });
        let follow_up = FollowUp {
            id: FollowUpId(3),
            kind: if callback { FollowUpKind::Callback } else { FollowUpKind::Task },
            party: Party::Customer(CustomerId(whom)),
            due: Timestamp(NOW.0 + seconds * 1_000),
            text: text.join("\n"),
            recurrence,
            ..FollowUp::default()
        };
        let plan = Plan { target: Some(Target::FollowUps), ..Plan::new(Format::Calendar) };
        let rows = read_back(plan, &[follow_up.clone().into()]);
        let row = rows.into_iter().next().unwrap().unwrap();
        let said = |field: &str| row.draft.get(field).cloned().unwrap_or_default();
        prop_assert_eq!(said("customer"), json!(format!("5e1f8a2b-{whom}")));
        prop_assert_eq!(said("due"), json!(follow_up.due));
        prop_assert_eq!(said("text"), json!(follow_up.text));
        prop_assert_eq!(said("recurrence"), follow_up.recurrence.map_or(Value::Null, |rhythm| json!(rhythm)));
    }
}

#[test]
fn every_table_but_one_is_known_by_its_headers_and_holds_what_an_import_needs() {
    for target in Target::ALL {
        let headers: Vec<String> = table::columns(*target).into_iter().map(|column| column.name.to_owned()).collect();
        let columns = Options::default().columns(&headers).unwrap();
        // People at organisations look like customers who write down where they work.
        let known_as = if *target == Target::Contacts { Target::Customers } else { *target };
        assert_eq!(columns.target(), known_as, "{headers:?}");
        let columns = Options { target: Some(*target), ..Options::default() }.columns(&headers).unwrap();
        let mandatory = target.mandatory().iter().flat_map(|group| group.iter().take(1));
        for field in mandatory {
            assert!(columns.header_of(field).is_some(), "{target}: {field}");
        }
    }
}

#[test]
fn a_file_is_what_its_name_says() {
    for (name, format) in [
        ("a.csv", Format::Csv),
        ("a.CSV", Format::Csv),
        ("a.xlsx", Format::Xlsx),
        ("a.vcf", Format::VCard),
        ("a.ics", Format::Calendar),
        ("a.jsonl", Format::JsonLines),
        ("a", Format::JsonLines),
    ] {
        assert_eq!(Format::of(Some(Path::new(name))), Ok(format), "{name}");
    }
    assert_eq!(Format::of(Some(Path::new("a.docx"))).unwrap_err().given, "docx");
}

#[test]
fn whoever_is_merged_and_what_is_done_is_in_no_file_of_its_own() {
    let merged = Customer { name: "Anna".into(), merged_into: Some(CustomerId(8)), ..Customer::default() };
    let done = FollowUp { state: FollowUpState::Done, ..FollowUp::default() };
    for format in [Format::Csv, Format::Xlsx, Format::VCard, Format::Calendar] {
        let plan = Plan { target: Some(Target::Customers), ..Plan::new(format) };
        let mut file = Outgoing::begin(plan, Vec::new(), legend()).unwrap();
        file.item(&merged.clone().into()).unwrap();
        if !format.is_table() {
            file.item(&done.clone().into()).unwrap();
        }
        assert_eq!(file.end().unwrap().1, Written::default(), "{format}");
    }
}

#[test]
fn ids_of_other_systems_stand_in_their_column_and_the_own_one_in_another() {
    let customer = Customer {
        id: CustomerId(10_432),
        name: "Anna".into(),
        external_ids: vec![ExternalId { system: "northwind".into(), id: "ALFKI".into() }],
        ..Customer::default()
    };
    let row = read_back(Plan::new(Format::Csv), &[customer.clone().into()]).remove(0).unwrap();
    assert_eq!(row.draft.get("external_id"), Some(&json!("5e1f8a2b-10432")));
    assert_eq!(row.draft.get("external_ids"), Some(&json!(customer.external_ids)));
}

#[test]
fn a_workbook_has_a_sheet_for_every_table_and_each_is_read_by_its_name() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("all.xlsx");
    let everything: Vec<Item> = Noun::ALL.iter().map(|noun| Item::empty(*noun)).collect();
    let works_at = Position { organisation: CustomerId(8), title: "Buyer".into(), role: None, from: None, to: None };
    let anna = Customer { id: CustomerId(7), name: "Anna".into(), positions: vec![works_at], ..Customer::default() };
    std::fs::write(&path, written(Plan::new(Format::Xlsx), &[everything, vec![anna.into()]].concat())).unwrap();
    let mut rows = Vec::new();
    for target in Target::ALL {
        let sheet = Some(target.slug().to_owned());
        let options = Options { target: Some(*target), sheet, ..Options::default() };
        let mut file = ImportFile::open(&path, &options).unwrap();
        let settings = Settings::default();
        rows.push((*target, std::iter::from_fn(|| file.next(&settings.reading(NOW)).unwrap()).count()));
    }
    let expected = |target| match target {
        Target::Customers => 2,
        // An order without lines has none.
        Target::OrderLines => 0,
        _ => 1,
    };
    assert_eq!(rows, Target::ALL.iter().map(|target| (*target, expected(*target))).collect::<Vec<_>>());

    let chosen = Plan { of_all: false, ..Plan::new(Format::Xlsx) };
    assert_eq!(chosen.tables().len(), TABLES.len() - 2, "of some customers there are neither products nor users");
}

#[test]
fn a_file_nobody_wants_any_more_fails_whatever_its_format() {
    for format in Format::ALL {
        let place = Wanted::new(Vec::new(), |_| false);
        let begun = Outgoing::begin(Plan::new(*format), place, legend());
        let item = Customer { name: "Anna".into(), ..Customer::default() }.into();
        let written = begun.and_then(|mut file| file.item(&item).map(|()| file).map_err(io::Error::other));
        assert!(written.and_then(Outgoing::end).is_err(), "{format}");
    }
}

#[test]
fn a_text_too_long_for_a_cell_is_cut_and_counted() {
    let customer = Customer { name: "Anna".into(), remarks: "汉".repeat(40_000), ..Customer::default() };
    let mut file = Outgoing::begin(Plan::new(Format::Xlsx), Vec::new(), legend()).unwrap();
    file.item(&customer.into()).unwrap();
    assert_eq!(file.end().unwrap().1, Written { records: 1, cut: 1 });
}

#[test]
fn a_calendar_says_whose_clock_it_means_and_announces_what_is_due() {
    let call = FollowUp {
        kind: FollowUpKind::Callback,
        party: Party::Customer(CustomerId(8)),
        due: NOW,
        text: "call with quote".into(),
        ..FollowUp::default()
    };
    let day = FollowUp { kind: FollowUpKind::Task, all_day: true, ..call.clone() };
    let text = String::from_utf8(written(Plan::new(Format::Calendar), &[call.into(), day.into()])).unwrap();
    for line in [
        "TZID:Asia/Shanghai",
        "DTSTART;TZID=Asia/Shanghai:20261122T070000",
        "TRIGGER:-PT5M",
        "DESCRIPTION:Anna\\, Meyer: call with quote",
        "DUE;VALUE=DATE:20261122",
        "TRIGGER;RELATED=END:PT9H",
    ] {
        assert!(text.lines().any(|written| written == line), "{line}: {text}");
    }
    assert_eq!(text.matches("BEGIN:VTIMEZONE").count(), 1, "a zone is told once");
}
