//! The cards of ten programs, each with ids of its own, brought in file by file as a person would: who has the same name
//! and an address or a number in common is the same, whatever each program calls them.

use super::house::House;
use people::{DIALECTS, people, shown};

#[path = "../../src/interop/vcard/read/tests/people.rs"]
mod people;

#[test]
fn the_cards_of_ten_programs_come_in_whole_and_make_nobody_twice() {
    let house = House::new();
    for (program, dialect) in DIALECTS {
        let cards: Vec<Vec<u8>> = people().filter_map(|(at, person)| dialect(at, &person)).collect();
        let report = house.json(&["import", &house.file(&format!("{program}.vcf"), cards.concat())]);
        assert_eq!(
            (report["read"].as_u64(), report["refused"].as_u64()),
            (Some(cards.len() as u64), Some(0)),
            "{program}"
        );
    }
    for (at, person) in people() {
        let customer = house.json(&["show", &format!("person{at}@example.com")])["customer"].take();
        assert_eq!(shown(&customer), person.wanted(at), "{customer}");
    }
    assert_eq!(house.json(&["status"])["customers"].as_u64(), Some(people().count() as u64));
}
