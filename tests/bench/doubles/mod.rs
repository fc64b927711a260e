//! Customers with planted doubles, and with those that only look like it.
//!
//! The noise is what entering a person a second time does to a record, each field by itself: slips of the keys, names
//! turned round, in pinyin, shortened, changed by marriage; numbers formatted anew, mistyped, new or not given; people
//! who moved. It knows nothing of how pairs are weighed: where a slip falls, and which fields fail together, is chance.
//! Look-alikes are families in one house with one number (some with one e-mail address), namesakes in one town, father
//! and son, and colleagues with one switchboard.

mod names;
mod noise;

use callsheet::domain::customer::{Birthday, Customer, CustomerKind};
use callsheet::domain::id::CustomerId;
use callsheet::domain::phone::Phone;
use names::{Chance, Listed, Tongue, ascii, rare_surnames, tongues};
use noise::{birthday, firm_renamed, phone, renamed, restyled, slipped, slipped_digit, written};
use std::collections::HashSet;

/// What a customer's name is made of.
struct Person {
    given: Listed,
    surname: Listed,
    tongue: usize,
}

/// A firm people work at.
struct Firm {
    name: String,
    switchboard: Phone,
}

/// Customers, and which of them are there twice.
pub struct Doubles {
    /// All of them, in no order that tells anything.
    pub customers: Vec<Customer>,
    /// Pairs of ids, the smaller first.
    pub planted: HashSet<(u64, u64)>,
}

/// So many customers, so many of whom are doubles of another one of them.
pub fn doubles(customers: usize, pairs: usize, seed: u64) -> Doubles {
    let mut maker = Maker::new(customers, seed);
    let mut people: Vec<(Customer, Option<Person>)> = Vec::with_capacity(customers);
    while people.len() < customers - pairs {
        let room = customers - pairs - people.len();
        let mut some = maker.household(&people);
        some.truncate(room);
        people.extend(some);
    }
    let chance = &mut maker.chance;
    let mut originals: Vec<usize> = (0..people.len()).collect();
    for at in (1..originals.len()).rev() {
        originals.swap(at, chance.below(at + 1));
    }
    originals.truncate(pairs);
    let mut order: Vec<u64> = (1..=customers as u64).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    let mut planted = HashSet::new();
    let base = people.len();
    for (number, original) in originals.into_iter().enumerate() {
        let double = maker.double(&people[original].0, people[original].1.as_ref());
        people.push((double, None));
        let (one, other) = (order[original], order[base + number]);
        planted.insert((one.min(other), one.max(other)));
    }
    let mut all: Vec<Customer> =
        people.into_iter().zip(order).map(|((customer, _), id)| Customer { id: CustomerId(id), ..customer }).collect();
    all.sort_unstable_by_key(|customer| customer.id);
    Doubles { customers: all, planted }
}

struct Maker {
    chance: Chance,
    tongues: Vec<Tongue>,
    firms: Vec<Firm>,
    addresses: HashSet<String>,
}

impl Maker {
    fn new(customers: usize, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let tongues = tongues();
        let surnames = rare_surnames();
        let firm = |chance: &mut Chance| {
            let form = *chance.pick(&["GmbH", "Ltd", "Inc.", "SARL", "AG", "& Co. KG"]);
            let trade = *chance.pick(&[
                "Logistics",
                "Consulting",
                "Maschinenbau",
                "Foods",
                "Trading",
                "Media",
                "Design",
                "Systems",
            ]);
            let name = format!("{} {trade} {form}", chance.pick(&surnames).0);
            let switchboard = phone("+49", &format!("30{}", chance.digits(7)), "work", chance);
            Firm { name, switchboard }
        };
        let firms = (0..=customers / 40).map(|_| firm(&mut chance)).collect();
        Self { chance, tongues, firms, addresses: HashSet::new() }
    }

    /// People of one house, mostly one; now and then somebody called like a person who is there already.
    fn household(&mut self, known: &[(Customer, Option<Person>)]) -> Vec<(Customer, Option<Person>)> {
        if self.chance.percent(12) {
            return vec![(self.organisation(), None)];
        }
        let tongue = if self.chance.percent(30) { 0 } else { 1 + self.chance.below(3) };
        let mut first = self.person(tongue);
        if self.chance.percent(2) && !known.is_empty() {
            let (like, person) = self.chance.pick(known);
            if let Some(like_person) = person {
                let mut namesake = self.person(like_person.tongue);
                namesake.0.name.clone_from(&like.name);
                namesake.0.city.clone_from(&like.city);
                namesake.1.given.clone_from(&like_person.given);
                namesake.1.surname.clone_from(&like_person.surname);
                first = namesake;
            }
        }
        let (head, person) = first;
        let size = if self.chance.percent(8) { 2 + self.chance.below(3) } else { 1 };
        let shared_mobile = self.chance.percent(25);
        let mut house = vec![(head, Some(person))];
        for _ in 1..size {
            let (mut relative, mut person) = self.person(tongue);
            let (head, of_head) = (&house[0].0, house[0].1.as_ref().unwrap());
            let tongue = &self.tongues[tongue];
            while house.iter().any(|(_, known)| known.as_ref().unwrap().given == person.given) {
                person.given = self.chance.pick(&tongue.given).clone();
            }
            if self.chance.percent(90) {
                person.surname.clone_from(&of_head.surname);
            }
            if self.chance.below(2_000) == 0 {
                // A son with his father's name.
                person.given.clone_from(&of_head.given);
                person.surname.clone_from(&of_head.surname);
            }
            relative.name = written(&person);
            for (field, of_head) in [
                (&mut relative.street, &head.street),
                (&mut relative.city, &head.city),
                (&mut relative.postal_code, &head.postal_code),
            ] {
                field.clone_from(of_head);
            }
            relative.phones.retain(|phone| phone.label == "mobile");
            relative.phones.extend(head.phones.iter().filter(|phone| phone.label == "home" || shared_mobile).cloned());
            if self.chance.percent(10) {
                relative.emails.clone_from(&head.emails);
            }
            house.push((relative, Some(person)));
        }
        house
    }

    fn person(&mut self, tongue: usize) -> (Customer, Person) {
        let chance = &mut self.chance;
        let of = &self.tongues[tongue];
        let person =
            Person { given: chance.pick(&of.given).clone(), surname: chance.pick(&of.surnames).clone(), tongue };
        let mut customer = Customer { name: written(&person), country: of.country.to_owned(), ..Customer::default() };
        let area = chance.digits(2);
        if chance.percent(92) {
            let number = format!("1{}", chance.digits(if tongue == 0 { 10 } else { 9 }));
            customer.phones.push(phone(of.calling, &number, "mobile", chance));
        }
        if chance.percent(25) || customer.phones.is_empty() {
            customer.phones.push(phone(of.calling, &format!("{area}{}", chance.digits(7)), "home", chance));
        }
        if chance.percent(80) {
            let house = 1 + chance.below(199);
            let street = *chance.pick(of.streets);
            customer.street = match of.country {
                "CN" => format!("{street}{house}号"),
                "DE" => format!("{street} {house}"),
                _ => format!("{house} {street}"),
            };
            (*chance.pick(of.cities)).clone_into(&mut customer.city);
            customer.postal_code = chance.digits(5);
        }
        if chance.percent(40) {
            customer.birthday = Some(birthday(chance));
        }
        if chance.percent(65) {
            let provider = *chance.pick(&["mail.example", "post.example", "web.example", "163.example", "gmx.example"]);
            let address = loop {
                let number = if chance.percent(30) { String::new() } else { chance.below(10_000).to_string() };
                let mark = *chance.pick(&[".", "", "_"]);
                let address = format!("{}{mark}{}{number}@{provider}", person.given.1, person.surname.1);
                if self.addresses.insert(address.clone()) {
                    break address;
                }
            };
            customer.emails.push(address);
        }
        if chance.percent(30) {
            let firm = chance.pick(&self.firms);
            customer.company.clone_from(&firm.name);
            if chance.percent(30) {
                customer.phones.push(firm.switchboard.clone());
            }
        }
        (customer, person)
    }

    fn organisation(&mut self) -> Customer {
        let chance = &mut self.chance;
        let of = &self.tongues[1 + chance.below(3)];
        let name = &chance.pick(&of.surnames).0;
        let trade =
            *chance.pick(&["Logistik", "Bau", "Bakery", "Foods", "Transports", "Garage", "Hotel", "Optik", "Studio"]);
        let kind = *chance.pick(&["GmbH", "Ltd", "SARL", "AG", "KG"]);
        let mut firm = Customer {
            kind: CustomerKind::Organisation,
            name: format!("{name} {trade} {kind}"),
            country: of.country.to_owned(),
            city: (*chance.pick(of.cities)).to_owned(),
            postal_code: chance.digits(5),
            street: format!("{} {}", chance.pick(of.streets), 1 + chance.below(199)),
            ..Customer::default()
        };
        firm.phones.push(phone(of.calling, &format!("{}{}", chance.digits(2), chance.digits(7)), "work", chance));
        if chance.percent(80) {
            firm.emails.push(format!("info@{}{}.example", ascii(&firm.name), chance.below(100_000)));
        }
        firm
    }

    /// The same customer entered once more.
    fn double(&mut self, original: &Customer, person: Option<&Person>) -> Customer {
        let mut double = original.clone();
        let chance = &mut self.chance;
        double.name = match person {
            Some(person) => renamed(person, &self.tongues[person.tongue], chance),
            None => firm_renamed(&original.name, chance),
        };
        let phones = std::mem::take(&mut double.phones);
        let calling = |phone: &Phone| phone.e164.get(..3).unwrap_or("+49").to_owned();
        for known in phones {
            let rest = known.e164.get(3..).unwrap_or_default().to_owned();
            match chance.below(100) {
                0..78 => double.phones.push(phone(&calling(&known), &rest, &known.label, chance)),
                78..86 => {}
                86..94 => {
                    let fresh = chance.digits(rest.len());
                    double.phones.push(phone(&calling(&known), &fresh, &known.label, chance));
                }
                _ => {
                    let slipped = slipped_digit(&rest, chance);
                    double.phones.push(phone(&calling(&known), &slipped, &known.label, chance));
                }
            }
        }
        let emails = std::mem::take(&mut double.emails);
        for known in emails {
            match chance.below(100) {
                0..65 => double.emails.push(if chance.percent(20) { known.to_uppercase() } else { known }),
                65..85 => {}
                85..95 => double.emails.push(format!("{}{}@other.example", ascii(&double.name), chance.below(100_000))),
                _ => double.emails.push(slipped(&known, chance)),
            }
        }
        match chance.below(100) {
            0..65 => double.street = restyled(&double.street, chance),
            65..85 => {
                double.street.clear();
                double.postal_code.clear();
                if chance.percent(50) {
                    double.city.clear();
                }
            }
            _ if !double.street.is_empty() => {
                double.street = format!("Neuer Weg {}", 1 + chance.below(199));
                double.postal_code = chance.digits(5);
            }
            _ => {}
        }
        double.birthday = double.birthday.and_then(|day| match chance.below(100) {
            0..85 => Some(day),
            85..97 => None,
            _ => Some(Birthday { month: day.day.min(12), day: day.month, ..day }),
        });
        if chance.percent(25) {
            double.company.clear();
        } else if !double.company.is_empty() && chance.percent(30) {
            double.company = firm_renamed(&double.company, chance);
        }
        if chance.percent(20) {
            double.country.clear();
        }
        double
    }
}

/// How well what was found fits what was planted.
pub struct Quality {
    pub recall: f64,
    pub precision: f64,
}

/// Compares what was found with what was planted.
pub fn quality(found: impl IntoIterator<Item = (u64, u64)>, planted: &HashSet<(u64, u64)>) -> Quality {
    let (mut right, mut wrong) = (0, 0);
    for pair in found {
        if planted.contains(&pair) { right += 1 } else { wrong += 1 }
    }
    Quality {
        recall: f64::from(right) / planted.len() as f64,
        precision: f64::from(right) / f64::from((right + wrong).max(1)),
    }
}
