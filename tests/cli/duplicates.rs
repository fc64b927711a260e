//! Duplicates from the command line: shown with their reasons, told apart, merged field by field or all at once.

use super::house::House;
use serde_json::json;

fn twice(house: &House) {
    house.json(&["add", "Anna Meyer", "--phone", "+49 30 1234567", "--email", "anna@meyer.de"]);
    house.json(&[
        "add",
        "Meyer, Anna",
        "--phone",
        "+49 (30) 123-45-67",
        "--email",
        "ANNA@meyer.de",
        "--set",
        "city=Bonn",
    ]);
}

#[test]
fn duplicates_are_shown_with_their_reasons() {
    let house = House::new();
    twice(&house);
    let listed = house.json(&["duplicates"]);
    assert_eq!((&listed["open"], &listed["rows"][0]["one"]["id"]), (&json!(1), &json!("1")));
    let signs: Vec<_> = listed["rows"][0]["evidence"].as_array().unwrap().iter().map(|e| e["sign"].clone()).collect();
    assert_eq!(signs, ["same-email", "same-phone", "swapped-name"]);
    let said = house.said(&["duplicates", "--of", "2"]);
    assert!(said.contains("same e-mail +53") && said.contains("1 Anna Meyer"), "{said}");
}

#[test]
fn who_is_not_the_same_is_not_shown_again() {
    let house = House::new();
    twice(&house);
    house.json(&["duplicates"]);
    house.json(&["duplicates", "--not-same", "1", "2"]);
    assert_eq!(house.json(&["duplicates", "--again"])["rows"], json!([]));
    house.json(&["undo", "--yes"]);
    assert_eq!(house.json(&["duplicates", "--again"])["open"], 1);
}

#[test]
fn what_is_certain_is_merged_at_once_and_one_undo_takes_it_back() {
    let house = House::new();
    twice(&house);
    let seen = house.json(&["duplicates", "--merge-certain", "--dry-run"]);
    assert_eq!((&seen["matched"], &seen["merged"]), (&json!(1), &json!(0)));
    assert_eq!(house.json(&["duplicates", "--merge-certain"])["merged"], 1);
    assert_eq!(house.json(&["show", "2"])["customer"]["city"], "Bonn");
    assert_eq!(house.json(&["show", "2"])["customer"]["id"], "1");
    house.json(&["undo", "--yes"]);
    assert_eq!(house.json(&["show", "2"])["customer"]["id"], "2");
    assert_eq!(house.json(&["show", "1"])["customer"]["city"], "");
}

#[test]
fn a_merge_takes_the_fields_that_are_named_and_gives_them_back() {
    let house = House::new();
    twice(&house);
    house.json(&["merge", "1", "2", "--take", "name", "city"]);
    let kept = house.json(&["show", "1"]);
    assert_eq!((&kept["customer"]["name"], &kept["customer"]["city"]), (&json!("Meyer, Anna"), &json!("Bonn")));
    house.json(&["unmerge", "1", "2"]);
    let back = house.json(&["show", "1"]);
    assert_eq!((&back["customer"]["name"], &back["customer"]["city"]), (&json!("Anna Meyer"), &json!("")));
    house.json(&["merge", "1", "2", "--complete"]);
    let kept = house.json(&["show", "1"]);
    assert_eq!((&kept["customer"]["name"], &kept["customer"]["city"]), (&json!("Anna Meyer"), &json!("Bonn")));
}
