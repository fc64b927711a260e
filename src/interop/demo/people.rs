//! The demo's customers: persons, firms, and some that are there twice.

use super::chance::Chance;
use super::names::{Name, Names};
use super::places::{City, PLACES, Place};
use crate::domain::customer::{Birthday, Customer, CustomerKind, Gender};
use crate::domain::phone::Phone;
use crate::domain::text::fold;
use crate::domain::time::Timestamp;

const TAGS: &[&str] =
    &["vip", "newsletter", "key-account", "partner", "fair-2026", "referral", "wholesale", "slow-payer"];
const CHINESE_TAGS: &[&str] = &["重点客户", "老客户", "新客户", "展会", "转介绍", "批发"];
const CHINESE_WORDS: &[&str] =
    &["华兴", "恒达", "金龙", "瑞丰", "天源", "宏图", "明德", "永信", "东方", "盛世", "海通", "新希望"];
const SOURCES: &[&str] = &["website", "fair", "referral", "cold-call", "advertisement"];
const OCCUPATIONS: &[(&str, &[&str])] = &[
    ("zh", &["教师", "工程师", "医生", "会计", "店主", "设计师", "律师"]),
    ("de", &["Lehramt", "Handwerk", "Pflege", "Steuerberatung", "Gastronomie"]),
    ("fr", &["journaliste", "architecte", "dentiste", "comptable"]),
    ("es", &["periodista", "comerciante", "dentista", "docente"]),
    ("", &["teacher", "engineer", "physician", "accountant", "architect", "shop owner"]),
];

/// A customer as nobody has seen it before.
pub fn customer(names: &[Names], chance: &mut Chance, now: Timestamp) -> (Customer, &'static Place) {
    let place = chance.weighted(PLACES, |place| place.share).unwrap_or(&PLACES[0]);
    let city = chance.pick(place.cities).unwrap_or(&place.cities[0]);
    let mut customer = Customer {
        city: city.name.to_owned(),
        region: city.region.to_owned(),
        postal_code: filled(city.postal, chance),
        street: chance.word(place.streets).replace('#', &(1 + chance.below(180)).to_string()),
        country: place.country.to_owned(),
        language: place.language.to_owned(),
        source: chance.word(SOURCES).to_owned(),
        tags: tags(place, chance),
        created: now.plus(-chance.between(30 * Timestamp::DAY, 1_000 * Timestamp::DAY)),
        ..Customer::default()
    };
    let Some(names) = names.get(Names::place(place.language)) else { return (customer, place) };
    if chance.percent(15) {
        organisation(&mut customer, names, place, city, chance);
    } else {
        person(&mut customer, names, place, city, chance);
    }
    (customer, place)
}

/// The same customer as somebody else would have entered it.
pub fn duplicate(mut customer: Customer, chance: &mut Chance) -> Customer {
    for phone in &mut customer.phones {
        phone.typed = phone.e164.clone();
    }
    match chance.below(4) {
        0 => customer.name = customer.name.to_uppercase(),
        1 => customer.emails.clear(),
        2 => customer.phones.truncate(1),
        _ => {
            customer.street.clear();
            customer.postal_code.clear();
        }
    }
    customer.tags.clear();
    "import".clone_into(&mut customer.source);
    customer.created = customer.created.plus(20 * Timestamp::DAY);
    customer
}

fn person(customer: &mut Customer, names: &Names, place: &Place, city: &City, chance: &mut Chance) {
    let (given, surname, gender) = names.draw(chance);
    let chinese = place.language.starts_with("zh");
    customer.name =
        if chinese { format!("{}{}", surname.text, given.text) } else { format!("{} {}", given.text, surname.text) };
    customer.gender = gender;
    salutation(place.language, gender).clone_into(&mut customer.salutation);
    customer.phones.push(mobile(place, city, chance));
    if chance.percent(25) {
        customer.phones.push(landline(place, city, "home", chance));
    }
    if chance.percent(70) {
        let number = 1 + chance.below(99);
        customer.emails.push(format!("{}.{}{number}@mail.example", ascii(given), ascii(surname)));
    }
    if chance.percent(40) {
        let firm_owner = names.surname(chance);
        customer.company = firm(place, city, firm_owner, chance);
    }
    if chance.percent(30) {
        let trade = OCCUPATIONS.iter().find(|(language, _)| place.language.starts_with(language));
        chance.word(trade.map_or(&[], |(_, trades)| trades)).clone_into(&mut customer.occupation);
    }
    if chance.percent(40) {
        customer.birthday = Some(birthday(chinese && chance.percent(20), chance));
    }
}

fn organisation(customer: &mut Customer, names: &Names, place: &Place, city: &City, chance: &mut Chance) {
    let owner = names.surname(chance);
    customer.kind = CustomerKind::Organisation;
    customer.name = firm(place, city, owner, chance);
    customer.phones.push(landline(place, city, "work", chance));
    if chance.percent(30) {
        customer.phones.push(landline(place, city, "fax", chance));
    }
    if chance.percent(80) {
        customer.emails.push(format!("info@{}{}.example", ascii(owner), 1 + chance.below(999)));
    }
}

fn firm(place: &Place, city: &City, owner: Name, chance: &mut Chance) -> String {
    let name = if place.language.starts_with("zh") { chance.word(CHINESE_WORDS) } else { owner.text };
    chance.word(place.firms).replace('@', name).replace('~', city.name)
}

fn tags(place: &Place, chance: &mut Chance) -> Vec<String> {
    let all = if place.language.starts_with("zh") { CHINESE_TAGS } else { TAGS };
    let mut tags: Vec<String> = (0..chance.below(4)).map(|_| chance.word(all).to_owned()).collect();
    tags.sort();
    tags.dedup();
    tags
}

fn mobile(place: &Place, city: &City, chance: &mut Chance) -> Phone {
    let Some(prefix) = chance.pick(place.mobiles).copied() else { return landline(place, city, "mobile", chance) };
    let rest = chance.digits(place.mobile_digits - prefix.len());
    phone(place, prefix, &rest, "mobile", chance)
}

fn landline(place: &Place, city: &City, label: &str, chance: &mut Chance) -> Phone {
    let rest = chance.digits(city.digits - city.area.len());
    phone(place, city.area, &rest, label, chance)
}

/// A number as people write it, and in its international form: put together here, as parsing a
/// million of them takes longer than all the rest.
fn phone(place: &Place, prefix: &str, rest: &str, label: &str, chance: &mut Chance) -> Phone {
    // Chinese mobile numbers are dialled as they are.
    let trunk = if place.country == "CN" && label == "mobile" { "" } else { place.trunk };
    let (calling, half) = (place.calling, rest.len() / 2);
    let (head, tail) = rest.split_at(half);
    let typed = match chance.below(5) {
        0 => format!("{calling}{prefix}{rest}"),
        1 => format!("{calling} {prefix} {head} {tail}"),
        2 => format!("{trunk}{prefix}-{rest}"),
        3 if place.country == "US" => format!("({prefix}) {head}-{tail}"),
        _ => format!("{trunk}{prefix} {head} {tail}"),
    };
    let e164 = format!("{calling}{prefix}{rest}");
    Phone { typed, e164, extension: String::new(), label: label.to_owned() }
}

fn salutation(language: &str, gender: Option<Gender>) -> &'static str {
    let (man, woman) = match language {
        "zh-CN" => ("先生", "女士"),
        "de" => ("Herr", "Frau"),
        "fr" => ("M.", "Mme"),
        "es" => ("Sr.", "Sra."),
        "it" => ("Sig.", "Sig.ra"),
        "nl" => ("Dhr.", "Mevr."),
        _ => ("Mr", "Ms"),
    };
    if gender == Some(Gender::Female) { woman } else { man }
}

fn birthday(lunar: bool, chance: &mut Chance) -> Birthday {
    let year = chance.percent(80).then(|| chance.between(1945, 2004) as i32);
    Birthday { year, month: 1 + chance.below(12) as u32, day: 1 + chance.below(28) as u32, lunar }
}

/// A postal code with its `#` made digits.
fn filled(pattern: &str, chance: &mut Chance) -> String {
    pattern.chars().map(|c| if c == '#' { char::from(b'0' + chance.below(10) as u8) } else { c }).collect()
}

/// A name as it stands in an e-mail address.
fn ascii(name: Name) -> String {
    let latin = if name.latin.is_empty() { fold(name.text) } else { name.latin.to_owned() };
    latin.chars().filter(char::is_ascii_lowercase).collect()
}
