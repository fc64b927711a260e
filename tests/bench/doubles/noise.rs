//! What entering somebody a second time does to a record.

use super::Person;
use super::names::{Chance, Tongue};
use callsheet::domain::customer::Birthday;
use callsheet::domain::phone::Phone;

pub fn written(person: &Person) -> String {
    match person.tongue {
        0 => format!("{}{}", person.surname.0, person.given.0),
        _ => format!("{} {}", person.given.0, person.surname.0),
    }
}

pub fn birthday(chance: &mut Chance) -> Birthday {
    let year = Some(1940 + chance.below(66) as i32);
    Birthday { year, month: 1 + chance.below(12) as u32, day: 1 + chance.below(28) as u32, lunar: false }
}

/// A number written in one of the ways people do.
pub fn phone(calling: &str, rest: &str, label: &str, chance: &mut Chance) -> Phone {
    let (head, tail) = rest.split_at(rest.len() / 2);
    let typed = match chance.below(4) {
        0 => format!("{calling}{rest}"),
        1 => format!("{calling} {head} {tail}"),
        2 => format!("0{head}-{tail}"),
        _ => format!("({calling}) {head}/{tail}"),
    };
    Phone { typed, e164: format!("{calling}{rest}"), extension: String::new(), label: label.to_owned() }
}

/// What people are called for short where they are known, be it in anybody's list or not.
const SHORT: &[(&str, &str)] = &[
    ("Thomas", "Tom"),
    ("Michael", "Mike"),
    ("Alexander", "Alex"),
    ("Elizabeth", "Liz"),
    ("William", "Bill"),
    ("Charlotte", "Lotte"),
    ("Benjamin", "Ben"),
    ("Maximilian", "Max"),
    ("Sophia", "Sophie"),
    ("Olivia", "Liv"),
    ("James", "Jim"),
    ("Hannah", "Hanni"),
    ("Leonard", "Leo"),
    ("Emma", "Em"),
    ("Isabella", "Bella"),
];

pub fn renamed(person: &Person, tongue: &Tongue, chance: &mut Chance) -> String {
    let is_chinese = person.tongue == 0;
    let (given, surname) = (&person.given.0, &person.surname.0);
    let capital = |word: &str| word.get(..1).unwrap_or_default().to_uppercase() + word.get(1..).unwrap_or_default();
    match chance.below(100) {
        0..22 if is_chinese => {
            let (given, surname) = (capital(&person.given.1), capital(&person.surname.1));
            if chance.percent(50) { format!("{given} {surname}") } else { format!("{surname} {given}") }
        }
        0..12 => format!("{surname}, {given}"),
        12..22 => slipped(&written(person), chance),
        22..28 if is_chinese => format!("{}先生", written(person)),
        22..28 => {
            let short = SHORT.iter().find(|(long, _)| long == given).map_or(given.as_str(), |(_, short)| short);
            format!("{short} {surname}")
        }
        28..32 if !is_chinese => format!("{}. {surname}", given.chars().next().unwrap_or('x')),
        32..36 if !is_chinese => format!("{given} {}. {surname}", char::from(b'A' + chance.below(26) as u8)),
        36..39 if !is_chinese => format!("{given} {}", chance.pick(&tongue.surnames).0),
        39..49 if !is_chinese => written(person).to_uppercase(),
        49..53 if !is_chinese => format!("Dr. {}", written(person)),
        _ => written(person),
    }
}

pub fn firm_renamed(name: &str, chance: &mut Chance) -> String {
    let (bare, form) = name.rsplit_once(' ').unwrap_or((name, ""));
    match chance.below(100) {
        0..25 => bare.to_owned(),
        25..35 => format!("{bare} {}", form.to_uppercase()),
        35..45 => slipped(name, chance),
        45..55 => format!("{bare}, {form}."),
        _ => name.to_owned(),
    }
}

pub fn restyled(street: &str, chance: &mut Chance) -> String {
    match chance.below(3) {
        0 => street.replace("straße", "str.").replace("Street", "St.").replace("Road", "Rd").replace("avenue", "av."),
        1 => street.to_lowercase(),
        _ => street.to_owned(),
    }
}

/// One key wrong, anywhere.
pub fn slipped(text: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    assert!(!letters.is_empty(), "nothing to mistype");
    let at = chance.below(letters.len());
    let letter = char::from(b'a' + chance.below(26) as u8);
    match chance.below(4) {
        0 => letters[at] = letter,
        1 => letters.insert(at, letter),
        2 if letters.len() > 2 => drop(letters.remove(at)),
        _ => letters.swap(at, at.saturating_sub(1)),
    }
    letters.into_iter().collect()
}

pub fn slipped_digit(digits: &str, chance: &mut Chance) -> String {
    let mut digits: Vec<u8> = digits.bytes().collect();
    let at = 1 + chance.below(digits.len() - 1);
    if chance.percent(50) {
        digits.swap(at, at - 1);
    } else {
        digits[at] = b'0' + chance.below(10) as u8;
    }
    digits.into_iter().map(char::from).collect()
}
