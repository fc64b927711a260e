use super::*;
use crate::domain::customer::{Birthday, Customer, CustomerKind, Gender};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use proptest::prelude::*;

fn named(name: &str) -> Customer {
    Customer { name: name.into(), ..Customer::default() }
}

fn profile(customer: &Customer) -> Profile {
    Profile::of(customer, &customer.company)
}

fn of_names(one: &str, other: &str) -> Option<Sign> {
    name::compare(&profile(&named(one)).name, &profile(&named(other)).name)
}

#[test]
fn names_are_compared_as_a_person_would() {
    for (one, other, sign) in [
        ("Anna Meyer", "anna  MEYER", Sign::SameName),
        ("Dr. Anna Meyer", "Anna Meyer", Sign::SameName),
        ("张伟", "张偉", Sign::SameName),
        ("王小明先生", "王小明", Sign::SameName),
        ("Meyer, Anna", "Anna Meyer", Sign::SwappedName),
        ("Wei Zhang", "Zhang Wei", Sign::SwappedName),
        ("Wang Xiaoming", "Xiao Ming Wang", Sign::SwappedName),
        ("张伟", "Zhang Wei", Sign::SamePinyin),
        ("张伟", "Wei Zhang", Sign::SamePinyin),
        ("王小明", "Xiaoming Wang", Sign::SamePinyin),
        ("欧阳修", "Xiu Ouyang", Sign::SamePinyin),
        ("单雄信", "Shan Xiongxin", Sign::SamePinyin),
        ("吕布", "Lü Bu", Sign::SamePinyin),
        ("王小明", "Xiaomng Wang", Sign::SimilarName),
        ("张伟", "张炜", Sign::SoundsAlike),
        ("Anna Meyer", "Anna Meier", Sign::SimilarName),
        ("Anna Meyer", "Meier Anna", Sign::SimilarName),
        ("Robert Meyer", "Bob Meyer", Sign::ShortName),
        ("Anna Meyer", "A. Meyer", Sign::ShortName),
        ("Anna Meyer", "Anna Maria Meyer", Sign::ShortName),
        ("Anna Meyer", "Meyer", Sign::PartOfName),
        ("Anna Meyer", "Bernd Meyer", Sign::OtherGivenName),
        ("Anna Meyer", "Anna Schulz", Sign::OtherSurname),
        ("Zhang Wei", "Zhang Min", Sign::OtherGivenName),
        ("王小明", "王大明", Sign::OtherGivenName),
        ("Anna Meyer", "Bob Schulz", Sign::OtherName),
        ("张伟", "李娜", Sign::OtherName),
        ("陈博文", "陈文博", Sign::OtherGivenName),
        ("张明", "张宁", Sign::OtherGivenName),
        ("Louise Meyer", "Louis Meyer", Sign::OtherGivenName),
        ("Hanni Meyer", "Hannah Meyer", Sign::ShortName),
        ("AnnaMeyr", "Anna Meyer", Sign::SimilarName),
    ] {
        assert_eq!(of_names(one, other), Some(sign), "{one} / {other}");
        assert_eq!(of_names(other, one), Some(sign), "{other} / {one}");
    }
    assert_eq!(of_names("", "Anna"), None);
}

#[test]
fn an_organisation_is_called_the_same_in_any_legal_form() {
    for (one, other) in [
        ("Meyer & Söhne GmbH", "Meyer und Söhne"),
        ("Rossi S.r.l.", "ROSSI srl"),
        ("上海华兴科技有限公司", "上海华兴科技"),
        ("Acme Inc.", "The Acme Company"),
    ] {
        let firm = |name: &str| profile(&Customer { kind: CustomerKind::Organisation, ..named(name) });
        assert_eq!(name::compare(&firm(one).name, &firm(other).name), Some(Sign::SameName), "{one} / {other}");
    }
}

/// Anna Meyer with all there is to know of her.
fn anna() -> Customer {
    Customer {
        id: CustomerId(1),
        phones: vec![Phone::read("030 1234567", "DE")],
        emails: vec!["anna.meyer@mail.example".into()],
        street: "Hauptstraße 5".into(),
        postal_code: "10115".into(),
        city: "Berlin".into(),
        country: "DE".into(),
        company: "Globex GmbH".into(),
        gender: Some(Gender::Female),
        birthday: Some(Birthday { year: Some(1980), month: 5, day: 17, lunar: false }),
        ..named("Anna Meyer")
    }
}

fn signs(one: &Customer, other: &Customer) -> Vec<Sign> {
    pair(&profile(one), &profile(other), &Census::default()).evidence.iter().map(|evidence| evidence.sign).collect()
}

fn score_of(one: &Customer, other: &Customer) -> u8 {
    pair(&profile(one), &profile(other), &Census::default()).score
}

#[test]
fn every_way_of_entering_somebody_twice_is_likely() {
    let bare = |name: &str| Customer { id: CustomerId(2), ..named(name) };
    let with = |name: &str, fill: fn(&mut Customer)| {
        let mut customer = bare(name);
        fill(&mut customer);
        customer
    };
    for other in [
        with("A. Meyer", |c| c.phones = vec![Phone::read("+49 (30) 123-45-67", "DE")]),
        with("Anne Meier", |c| {
            c.emails = vec!["Anna.Meyer@mail.example".into()];
            c.city = "Berlin".into();
        }),
        with("Meyer, Anna", |c| c.company = "Globex".into()),
        with("Anna Meyer", |c| {
            c.street = "Hauptstr. 5".into();
            c.postal_code = "10115".into();
        }),
        with("Anna Meyer", |c| c.phones = vec![Phone::read("030 1234576", "DE")]),
        with("Anna Meyer", |c| c.birthday = anna().birthday),
    ] {
        let score = score_of(&anna(), &other);
        assert!(score >= Pair::LIKELY, "{score} {:?}", signs(&anna(), &other));
    }
}

#[test]
fn who_only_looks_like_it_is_not_likely() {
    let husband = Customer {
        id: CustomerId(2),
        name: "Bernd Meyer".into(),
        gender: Some(Gender::Male),
        birthday: None,
        company: String::new(),
        ..anna()
    };
    let namesake = Customer { id: CustomerId(2), city: "Berlin".into(), ..named("Anna Meyer") };
    let colleague =
        Customer { id: CustomerId(2), phones: anna().phones, company: "Globex".into(), ..named("Bob Schulz") };
    for other in [husband, namesake, colleague] {
        let score = score_of(&anna(), &other);
        assert!(score < Pair::LIKELY, "{} {score} {:?}", other.name, signs(&anna(), &other));
    }
}

#[test]
fn what_differs_counts_against() {
    let birthday = Some(Birthday { year: Some(2004), month: 11, day: 2, lunar: false });
    for (other, sign) in [
        (Customer { birthday, ..anna() }, Sign::OtherBirthday),
        (Customer { country: "FR".into(), ..anna() }, Sign::OtherCountry),
        (Customer { gender: Some(Gender::Male), ..anna() }, Sign::OtherGender),
        (Customer { phones: vec![Phone::read("030 9999999", "DE")], ..anna() }, Sign::OtherPhone),
        (Customer { emails: vec!["x@y.example".into()], ..anna() }, Sign::OtherEmail),
    ] {
        let pair = pair(&profile(&anna()), &profile(&other), &Census::default());
        let against = pair.evidence.iter().find(|evidence| evidence.sign == sign);
        assert!(against.is_some_and(|evidence| evidence.points < 0), "{sign} {pair:?}");
    }
}

#[test]
fn what_many_have_tells_less() {
    let mut census = Census::default();
    let points = |census: &Census| {
        let pair = pair(&profile(&anna()), &profile(&anna()), census);
        pair.evidence.iter().find(|e| e.sign == Sign::SamePhone).map(|e| e.points)
    };
    let rare = points(&census);
    census.note(Profile::phone(&anna().phones[0].key()).unwrap(), 200);
    assert!(points(&census) < rare);
}

fn look(customers: &[Customer], threads: usize) -> Found {
    let profiles: Vec<Profile> = customers.iter().map(profile).collect();
    let stop = AtomicBool::new(false);
    let work = Work { threads, stop: &stop, told: &mut |_, _| {} };
    find(&profiles, &Census::of(&profiles), Pair::LIKELY, work).unwrap()
}

#[test]
fn one_value_in_everybodys_record_makes_no_square_of_comparisons() {
    let same = |id| Customer { id: CustomerId(id), ..anna() };
    let crowd: Vec<Customer> = (1..=2_000).map(same).collect();
    let found = look(&crowd, 2);
    assert!(found.compared <= 2_000 * blocks::REACH as u64 * blocks::Kind::ALL.len() as u64, "{}", found.compared);
}

#[test]
fn a_look_that_is_stopped_finds_nothing() {
    let profiles = [profile(&anna()), profile(&Customer { id: CustomerId(2), ..anna() })];
    let stop = AtomicBool::new(true);
    let work = Work { threads: 1, stop: &stop, told: &mut |_, _| {} };
    assert!(find(&profiles, &Census::default(), 0, work).is_none());
}

fn anybody() -> impl Strategy<Value = Customer> {
    let name = proptest::sample::select(vec![
        "Anna Meyer",
        "Meyer Anna",
        "A Meyer",
        "张伟",
        "Zhang Wei",
        "",
        "Bob Schulz",
        "\u{202e}x",
    ]);
    let phone = proptest::sample::select(vec!["", "030 1234567", "030 1234576", "030 9999999", "1"]);
    let email =
        proptest::sample::select(vec!["", "anna.meyer@mail.example", "anna.meyer@gmx.example", "info@x.example", "@"]);
    let city = proptest::sample::select(vec!["", "Berlin", "Bonn"]);
    let month = proptest::option::of(1_u32..=12);
    (name, phone, email, city, month).prop_map(|(name, phone, email, city, month)| Customer {
        phones: [phone].into_iter().filter(|p| !p.is_empty()).map(|p| Phone::read(p, "DE")).collect(),
        emails: [email].into_iter().filter(|e| !e.is_empty()).map(str::to_owned).collect(),
        city: city.into(),
        birthday: month.map(|month| Birthday { year: Some(1980), month, day: 3, lunar: false }),
        ..named(name)
    })
}

proptest! {
    #[test]
    fn a_pair_weighs_the_same_from_either_side(one in anybody(), other in anybody()) {
        let (one, other) = (profile(&one), profile(&other));
        let there = pair(&one, &other, &Census::default());
        let back = pair(&other, &one, &Census::default());
        prop_assert_eq!(there.score, back.score);
        prop_assert_eq!(there.evidence.len(), back.evidence.len());
    }

    #[test]
    fn a_score_is_its_evidence_added_up(one in anybody(), other in anybody()) {
        let pair = pair(&profile(&one), &profile(&other), &Census::default());
        let sum: i32 = pair.evidence.iter().map(|evidence| i32::from(evidence.points)).sum();
        prop_assert_eq!(i32::from(pair.score), sum.clamp(0, 100));
    }

    #[test]
    fn any_number_of_threads_finds_the_same(customers in proptest::collection::vec(anybody(), 0..40)) {
        let customers: Vec<Customer> =
            customers.into_iter().zip(1..).map(|(customer, id)| Customer { id: CustomerId(id), ..customer }).collect();
        prop_assert_eq!(look(&customers, 1).pairs, look(&customers, 3).pairs);
    }

    #[test]
    fn any_name_can_be_compared(one in any::<String>(), other in any::<String>()) {
        let there = of_names(&one, &other);
        prop_assert_eq!(there.is_some(), of_names(&other, &one).is_some());
    }
}
