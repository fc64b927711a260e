//! What each sign weighs.

use super::census::Census;
use super::name;
use super::profile::{Profile, Value};
use crate::domain::customer::Birthday;
use crate::domain::duplicate::Sign;
use std::sync::OnceLock;

/// Points of a bit: 60 of them are the 24 bits it takes until two records out of a million are rather one than two.
const BIT: f64 = 2.5;

/// A name many bear loses so many points at most: with the same number it still is somebody's own.
const COMMON_NAME: i16 = 14;

/// How often each sign is seen with two records of one customer, and with two of different customers who share a key:
/// the m and u of Fellegi and Sunter. Names that differ are weighed as among people of one house, whose numbers and
/// address are the same.
#[rustfmt::skip]
const RATES: &[(Sign, f64, f64)] = &[
    (Sign::SamePhone,       0.70,    2.7e-6),
    (Sign::SimilarPhone,    0.05,    4.9e-5),
    (Sign::OtherPhone,      0.25,    0.95),
    (Sign::SameEmail,       0.60,    2.5e-7),
    (Sign::SameMailbox,     0.08,    1.8e-4),
    (Sign::OtherEmail,      0.30,    0.96),
    (Sign::SameName,        0.60,    5.3e-6),
    (Sign::SwappedName,     0.06,    9.2e-7),
    (Sign::SamePinyin,      0.05,    4.0e-6),
    (Sign::SoundsAlike,     0.02,    1.8e-4),
    (Sign::SimilarName,     0.12,    1.2e-4),
    (Sign::ShortName,       0.08,    1.4e-4),
    (Sign::PartOfName,      0.03,    3.3e-3),
    (Sign::OtherSurname,    0.01,    0.85),
    (Sign::OtherGivenName,  0.001,   0.98),
    (Sign::OtherName,       0.0003,  0.93),
    (Sign::SameCompany,     0.50,    2.1e-4),
    (Sign::SameAddress,     0.50,    5.3e-5),
    (Sign::SamePostcode,    0.10,    8.0e-3),
    (Sign::SameCity,        0.20,    4.0e-2),
    (Sign::OtherCity,       0.12,    0.85),
    (Sign::SameBirthday,    0.85,    2.1e-4),
    (Sign::SimilarBirthday, 0.10,    1.1e-2),
    (Sign::OtherBirthday,   0.0007,  0.95),
    (Sign::OtherCountry,    0.02,    0.75),
    (Sign::OtherGender,     0.01,    0.50),
    (Sign::SameExternalId,  0.95,    1.0e-7),
    (Sign::OtherExternalId, 0.05,    0.99),
    (Sign::OtherKind,       0.005,   0.30),
];

/// The points of a sign.
pub fn points(sign: Sign) -> i16 {
    static POINTS: OnceLock<Vec<i16>> = OnceLock::new();
    let points = POINTS.get_or_init(|| {
        let of = |sign: &Sign| RATES.iter().find(|(known, ..)| known == sign).map_or(0.0, |(_, m, u)| (m / u).log2());
        Sign::ALL.iter().map(|sign| (of(sign) * BIT).round() as i16).collect()
    });
    points.get(sign as usize).copied().unwrap_or(0)
}

/// Says every sign two profiles give, with its points.
pub fn weigh(one: &Profile, other: &Profile, census: &Census, say: &mut impl FnMut(Sign, i16)) {
    let mut say_plainly = |sign| say(sign, points(sign));
    if one.is_organisation != other.is_organisation {
        say_plainly(Sign::OtherKind);
    }
    details(one, other, &mut say_plainly);
    if one.company.is_some() && one.company == other.company {
        say(Sign::SameCompany, rarer(Sign::SameCompany, one.company, census));
    }
    let name = name::compare(&one.name, &other.name);
    if let Some(sign) = name {
        let rare = rarer(sign, Some(one.name.value()), census).max(points(sign) - COMMON_NAME);
        say(sign, if is_whole(sign) { rare } else { points(sign) });
    }
    let contacts = [phone(one, other, census), email(one, other, census), place(one, other)];
    if matches!(name, Some(Sign::OtherGivenName | Sign::OtherName)) {
        // People of one house share all of it: together it tells no more than the strongest.
        if let Some((sign, points)) = contacts.into_iter().flatten().max_by_key(|(_, points)| *points) {
            say(sign, points);
        }
        return;
    }
    for (sign, points) in contacts.into_iter().flatten() {
        say(sign, points);
    }
}

/// What is neither a name nor a way to reach somebody.
fn details(one: &Profile, other: &Profile, say: &mut impl FnMut(Sign)) {
    if let (Some(one), Some(other)) = (one.birthday, other.birthday) {
        say(birthday(one, other));
    }
    if let (Some(one), Some(other)) = (one.country, other.country)
        && one != other
    {
        say(Sign::OtherCountry);
    }
    if let (Some(one), Some(other)) = (one.gender, other.gender)
        && one != other
    {
        say(Sign::OtherGender);
    }
    let of_one_system = |same: bool| {
        let mut others = other.external.iter();
        others.any(|(system, id)| one.external.iter().any(|(s, i)| s == system && (i == id) == same))
    };
    if of_one_system(true) {
        say(Sign::SameExternalId);
    } else if of_one_system(false) {
        say(Sign::OtherExternalId);
    }
}

/// Whether the whole name is the same, so that it matters how many bear it.
fn is_whole(sign: Sign) -> bool {
    matches!(sign, Sign::SameName | Sign::SwappedName | Sign::SamePinyin)
}

/// The points of a sign less a bit for every doubling of those who have the value.
fn rarer(sign: Sign, value: Option<Value>, census: &Census) -> i16 {
    let holders = value.map_or(2, |value| census.holders(value));
    let less = (f64::from(holders) / 2.0).log2() * BIT;
    (points(sign) - less.round() as i16).max(0)
}

/// A sign with its points.
type Said = Option<(Sign, i16)>;

fn phone(one: &Profile, other: &Profile, census: &Census) -> Said {
    let pairs = || one.phones.iter().flat_map(|a| other.phones.iter().map(move |b| (a, b)));
    let same = pairs().filter(|(a, b)| a.digits == b.digits);
    let same = same.map(|(a, _)| rarer(Sign::SamePhone, Some(a.value()), census)).max();
    if let Some(points) = same {
        return Some((Sign::SamePhone, points));
    }
    let sign = if pairs().any(|(a, b)| is_digit_slip(a.digits, b.digits)) {
        Sign::SimilarPhone
    } else if pairs().any(|(a, b)| a.label == b.label) {
        Sign::OtherPhone
    } else {
        return None;
    };
    Some((sign, points(sign)))
}

/// Whether one digit differs, or two neighbours are swapped.
fn is_digit_slip(mut one: u64, mut other: u64) -> bool {
    while one % 10 == other % 10 && one > 0 {
        (one, other) = (one / 10, other / 10);
    }
    let swapped = one % 10 == other / 10 % 10 && one / 10 % 10 == other % 10 && one / 100 == other / 100;
    one / 10 == other / 10 || swapped
}

fn email(one: &Profile, other: &Profile, census: &Census) -> Said {
    let pairs = || one.emails.iter().flat_map(|a| other.emails.iter().map(move |b| (a, b)));
    let same = pairs().filter(|(a, b)| a.address == b.address);
    if let Some(points) = same.map(|(a, _)| rarer(Sign::SameEmail, Some(a.address), census)).max() {
        return Some((Sign::SameEmail, points));
    }
    let sign = if pairs().any(|(a, b)| a.name.is_some() && a.name == b.name) {
        Sign::SameMailbox
    } else if pairs().next().is_some() {
        Sign::OtherEmail
    } else {
        return None;
    };
    Some((sign, points(sign)))
}

fn place(one: &Profile, other: &Profile) -> Said {
    let same = |value: fn(&Profile) -> Option<Value>| value(one).is_some() && value(one) == value(other);
    let sign = if same(|p| p.address) {
        Sign::SameAddress
    } else if same(|p| p.postcode) {
        Sign::SamePostcode
    } else if same(|p| p.city) {
        Sign::SameCity
    } else if one.city.is_some() && other.city.is_some() {
        Sign::OtherCity
    } else {
        return None;
    };
    Some((sign, points(sign)))
}

fn birthday(one: Birthday, other: Birthday) -> Sign {
    let (a, b) = ((one.month, one.day), (other.month, other.day));
    let years_fit = one.year.is_none() || other.year.is_none() || one.year == other.year;
    let parts = u8::from(one.month == other.month) + u8::from(one.day == other.day) + u8::from(one.year == other.year);
    if one == other {
        if one.year.is_some() { Sign::SameBirthday } else { Sign::SimilarBirthday }
    } else if one.lunar != other.lunar || (a == b && years_fit) || (a == (b.1, b.0) && years_fit) || parts == 2 {
        Sign::SimilarBirthday
    } else {
        Sign::OtherBirthday
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_rates_and_says_for_or_against_as_its_name_does() {
        for sign in Sign::ALL {
            assert_eq!(RATES.iter().filter(|(known, ..)| known == sign).count(), 1, "{sign}");
            assert_eq!(points(*sign) < 0, sign.slug().starts_with("other"), "{sign} {}", points(*sign));
        }
    }

    #[test]
    fn digits_slip_as_letters_do() {
        for (one, other) in [(4_930_123, 4_930_124), (4_930_123, 4_930_132), (4_930_123, 4_930_173)] {
            assert!(is_digit_slip(one, other), "{one} {other}");
        }
        for (one, other) in [(4_930_123, 4_930_312), (4_930_123, 4_940_133)] {
            assert!(!is_digit_slip(one, other), "{one} {other}");
        }
    }
}
