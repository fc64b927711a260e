//! How what people typed is written the way it should be: names, numbers, addresses. What is right already stays.

use super::choice::choice;
use super::country;
use super::customer::Customer;
use super::phone::{self, Phone};

choice! {
    /// What of a customer is written anew.
    Cleaning {
        /// Blanks in names; names in capitals.
        Names = "names",
        /// Numbers, as they are dialled from anywhere.
        Phones = "phones",
        /// Blanks in addresses; countries by their codes.
        Addresses = "addresses",
    }
}

impl Cleaning {
    /// The fields of a customer it may change.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Names => &["name", "company"],
            Self::Phones => &["phones"],
            Self::Addresses => &["street", "city", "region", "postal_code", "country"],
        }
    }
}

/// Letters of a word in capitals, at most, that may be an abbreviation: `GMBH` is none, `BMW` is one.
const ABBREVIATION: usize = 3;

/// Words within a name that begin small.
const SMALL: [&str; 17] =
    ["von", "van", "der", "den", "de", "du", "di", "da", "dos", "del", "della", "la", "le", "zu", "zum", "und", "of"];

/// The customer, written as it should be; a number without a country code is as dialled in its own country, else in
/// `region`.
pub fn cleaned(customer: &Customer, what: &[Cleaning], region: &str) -> Customer {
    let mut clean = customer.clone();
    for cleaning in what {
        match cleaning {
            Cleaning::Names => names(&mut clean),
            Cleaning::Phones => phones(&mut clean, region),
            Cleaning::Addresses => addresses(&mut clean),
        }
    }
    clean
}

fn names(customer: &mut Customer) {
    let is_person = !customer.is_organisation();
    for name in [&mut customer.name, &mut customer.company] {
        *name = without_blanks(name);
    }
    customer.name = without_capitals(&customer.name, is_person);
    customer.company = without_capitals(&customer.company, false);
}

fn addresses(customer: &mut Customer) {
    let Customer { street, city, region, postal_code, country, .. } = customer;
    for part in [street, city, region, postal_code] {
        *part = without_blanks(part);
    }
    *country = country::normalised(country);
}

/// Every number that cannot be dialled as it stands read anew; of equal ones the first stays. What is still no number
/// stays as it is.
fn phones(customer: &mut Customer, region: &str) {
    let own = country::code(&customer.country).filter(|code| phone::is_region(code));
    let mut clean: Vec<Phone> = Vec::with_capacity(customer.phones.len());
    for phone in &customer.phones {
        let read = dialled(phone, own, region);
        if !clean.iter().any(|other| (other.key(), &other.extension) == (read.key(), &read.extension)) {
            clean.push(read);
        }
    }
    customer.phones = clean;
}

/// The number as it is dialled in the customer's `own` country, also if it was taken for one of elsewhere where there is
/// no such number; without a country one that was not understood is tried as one of `region`.
fn dialled(phone: &Phone, own: Option<&str>, region: &str) -> Phone {
    let read = |region| Phone::read(&without_blanks(&phone.typed), region).labelled(&phone.label);
    let at_home = own.filter(|_| !phone::is_valid(&phone.e164)).map(read);
    match at_home.filter(|read| phone::is_valid(&read.e164)) {
        Some(read) => read,
        None if phone.e164.is_empty() => read(own.unwrap_or(region)),
        None => phone.clone(),
    }
}

/// One blank between words, none around them; the blank of Chinese texts is one too.
fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name of capitals alone as it is written: `ANNA VON MEYER` is `Anna von Meyer`. Of a firm, and where a single word
/// is all there is, short words may be abbreviations and stay.
fn without_capitals(name: &str, is_person: bool) -> String {
    let shouted = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let words: Vec<&str> = name.split(' ').collect();
    if !shouted || (words.len() == 1 && name.chars().count() <= ABBREVIATION) {
        return name.to_owned();
    }
    let spare_short = !is_person || words.len() == 1;
    let word = |(place, word): (usize, &&str)| {
        let small = word.to_lowercase();
        match () {
            () if place > 0 && place + 1 < words.len() && SMALL.contains(&small.as_str()) => small,
            () if spare_short && word.chars().count() <= ABBREVIATION => (*word).to_owned(),
            () => capitalised(&small),
        }
    };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// The first letter large, and each behind a hyphen, an apostrophe or a dot.
fn capitalised(word: &str) -> String {
    let mut begins = true;
    let mut written = String::with_capacity(word.len());
    for letter in word.chars() {
        if begins {
            written.extend(letter.to_uppercase());
        } else {
            written.push(letter);
        }
        begins = !letter.is_alphanumeric();
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::customer::CustomerKind;
    use crate::domain::edit;
    use proptest::prelude::*;

    fn named(name: &str, kind: CustomerKind) -> String {
        let customer = Customer { name: name.into(), kind, ..Customer::default() };
        cleaned(&customer, &[Cleaning::Names], "DE").name
    }

    #[test]
    fn names_are_written_as_names_and_what_is_right_stays() {
        for (typed, written) in [
            ("  Anna   Meyer ", "Anna Meyer"),
            ("ANNA VON MEYER", "Anna von Meyer"),
            ("JEAN-PAUL O'BRIEN", "Jean-Paul O'Brien"),
            ("J.R. EWING", "J.R. Ewing"),
            ("MÜLLER", "Müller"),
            ("LI WEI", "Li Wei"),
            ("McDonald", "McDonald"),
            ("anna meyer", "anna meyer"),
            ("　张　伟 ", "张 伟"),
            ("张伟", "张伟"),
            ("AB", "AB"),
        ] {
            assert_eq!(named(typed, CustomerKind::Person), written, "{typed}");
        }
        for (typed, written) in [("BMW AG", "BMW AG"), ("MEYER & SÖHNE GMBH", "Meyer & Söhne Gmbh"), ("IBM", "IBM")] {
            assert_eq!(named(typed, CustomerKind::Organisation), written, "{typed}");
        }
    }

    #[test]
    fn numbers_are_as_dialled_from_anywhere_and_none_is_there_twice() {
        let number = |typed: &str| Phone { typed: typed.into(), ..Phone::default() };
        let customer = Customer {
            country: "Germany".into(),
            phones: vec![
                number("030 / 1234567").labelled("work"),
                number("+49 30 1234567"),
                number("ask  for Bob"),
                number("0049 30 1234567 ext 8"),
            ],
            ..Customer::default()
        };
        let clean = cleaned(&customer, &[Cleaning::Phones], "US").phones;
        let said: Vec<_> = clean.iter().map(|phone| (phone.to_string(), phone.label.as_str())).collect();
        let said: Vec<_> = said.iter().map(|(number, label)| (number.as_str(), *label)).collect();
        assert_eq!(said, [("+49 30 1234567", "work"), ("ask for Bob", ""), ("+49 30 1234567 x8", "")]);
    }

    #[test]
    fn a_number_taken_for_one_of_elsewhere_comes_home_and_a_right_one_stays() {
        let read = |typed, region| Phone::read(typed, region);
        for (phone, e164) in [
            (read("030 12345678", "US"), "+493012345678"),
            (read("+1 206 555 0100", "US"), "+12065550100"),
            (read("+86 138 0013 8000", "US"), "+8613800138000"),
        ] {
            let customer = Customer { country: "DE".into(), phones: vec![phone], ..Customer::default() };
            assert_eq!(cleaned(&customer, &[Cleaning::Phones], "US").phones[0].e164, e164);
        }
    }

    #[test]
    fn addresses_lose_their_blanks_and_countries_get_their_codes() {
        let customer =
            Customer { street: " Obere  Str. 57".into(), country: "Deutschland ".into(), ..Customer::default() };
        let clean = cleaned(&customer, &[Cleaning::Addresses], "US");
        assert_eq!((clean.street.as_str(), clean.country.as_str()), ("Obere Str. 57", "DE"));
    }

    proptest! {
        #[test]
        fn what_is_clean_stays_as_it_is(name in "[ A-Za-zÄöß汉.'-]{0,24}", typed in "[+0-9 /x-]{0,16}", firm in any::<bool>()) {
            let kind = if firm { CustomerKind::Organisation } else { CustomerKind::Person };
            let phones = vec![Phone { typed, ..Phone::default() }];
            let customer = Customer { kind, name, phones, ..Customer::default() };
            let once = cleaned(&customer, Cleaning::ALL, "DE");
            prop_assert_eq!(cleaned(&once, Cleaning::ALL, "DE"), once);
        }

        #[test]
        fn a_cleaning_changes_no_field_it_does_not_name(text in "[ A-Za-z汉]{0,16}", typed in "[+0-9 /x-]{0,16}") {
            let phones = vec![Phone { typed, ..Phone::default() }];
            let [name, company, street, city, postal_code, source] = std::array::from_fn(|_| text.clone());
            let customer =
                Customer { name, company, phones, street, city, postal_code, source, ..Customer::default() };
            for cleaning in Cleaning::ALL {
                let changes = edit::diff(&customer, &cleaned(&customer, &[*cleaning], "DE"));
                prop_assert!(changes.iter().all(|change| cleaning.fields().contains(&&*change.field)), "{:?}", changes);
            }
        }
    }
}
