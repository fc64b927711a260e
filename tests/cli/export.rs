//! What the command line takes out it brings in again.

use super::house::House;
use serde_json::{Value, json};

fn northwind(house: &House) {
    for name in ["customers", "employees", "products", "orders"] {
        let file = format!("{}/assets/sample/northwind/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let target = if name == "employees" { "users" } else { name };
        house.json(&["import", &file, "--as", target]);
    }
}

/// The records of a file, without its first line and its last.
fn records(text: &str) -> Vec<Value> {
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["callsheet"]["version"], 1);
    assert_eq!(lines[lines.len() - 1]["end"]["records"], lines.len() - 2);
    lines[1..lines.len() - 1].to_vec()
}

#[test]
fn a_store_moves_to_another_house_as_it_is_and_goes_with_one_undo() {
    let (old, new) = (House::new(), House::new());
    northwind(&old);
    let file = old.path("all.jsonl");
    let file = file.to_str().unwrap();
    let told = old.json(&["export", "--output", file]);
    let written = records(&std::fs::read_to_string(file).unwrap());
    assert_eq!(told["exported"], written.len());
    assert_eq!(records(&old.said(&["export"])), written, "to stdout goes the same");

    let report = new.json(&["import", file, "--strict"]);
    assert_eq!(
        (&report["read"], &report["refused"], &report["cut_short"]),
        (&json!(written.len()), &json!(0), &json!(false))
    );
    assert_eq!(records(&new.said(&["export"])), written);
    assert_eq!(old.json(&["show", "ALFKI"]), new.json(&["show", "ALFKI"]));
    let undo = report["undo"].as_str().unwrap();
    new.said(&["undo", undo]);
    assert_eq!(new.json(&["status"])["customers"], 0);
}

#[test]
fn a_query_takes_whom_it_finds_and_what_hangs_on_them() {
    let house = House::new();
    house.json(&["add", "Anna", "--tag", "vip"]);
    house.json(&["add", "Bea"]);
    house.json(&["log", "Anna", "hello"]);
    house.json(&["log", "Bea", "hello"]);
    let nouns = |args: &[&str]| {
        let records = records(&house.said(args));
        records.iter().map(|record| record.as_object().unwrap().keys().next().unwrap().clone()).collect::<Vec<_>>()
    };
    assert_eq!(nouns(&["export", "tag:vip"]), ["customer", "interaction"]);
    house.json(&["view", "save", "vips", "--query", "tag:vip"]);
    assert_eq!(nouns(&["export", "view:vips"]), ["customer", "interaction"]);
    assert_eq!(nouns(&["export", "tag:none"]), Vec::<String>::new());
}

#[test]
fn refused_records_are_mended_and_brought_in_again() {
    let house = House::new();
    let lines = concat!(
        "{\"customer\":{\"id\":\"7\",\"name\":\"Anna\"}}\n",
        "{\"customer\":{\"id\":\"8\",\"name\":\"\"}}\n",
        "{\"customer\":{\"id\":\"9\",\"name\":\"Cid\",\"colour\":\"red\"}}\n",
    );
    let file = house.file("people.jsonl", lines);
    let report = house.json(&["import", &file]);
    assert_eq!((&report["created"], &report["refused"]), (&json!(1), &json!(2)));
    let rejects = report["reject_file"].as_str().unwrap();
    let text = std::fs::read_to_string(rejects).unwrap();
    assert!(text.contains("there is no field colour"), "{text}");
    std::fs::write(rejects, text.replace("\"\"}}", "\"Bea\"}}").replace(",\"colour\":\"red\"", "")).unwrap();
    let report = house.json(&["import", rejects, "--strict"]);
    assert_eq!((&report["read"], &report["created"]), (&json!(2), &json!(2)));
    assert_eq!(house.json(&["show", "8"])["customer"]["name"], "Bea");
}

#[test]
fn what_is_said_of_cells_is_not_passed_over_where_a_file_has_none() {
    let house = House::new();
    let file = house.file("people.jsonl", "{\"customer\":{\"id\":\"1\",\"name\":\"Anna\"}}\n");
    for said in [["--set", "city=Ulm"], ["--sheet", "2"], ["--by", "email"], ["--encoding", "gbk"], ["--as", "deals"]] {
        assert_eq!(house.error(&[&["import", &file][..], &said].concat())["code"], "json-lines-columns", "{said:?}");
    }
    assert_eq!(house.json(&["import", &file, "--only", "create"])["created"], 1);
}

#[test]
fn a_place_that_cannot_be_written_and_a_format_nobody_knows_are_said_at_once() {
    let house = House::new();
    assert_eq!(house.error(&["export", "--output", "/no/such/place.jsonl"])["code"], "file");
    let (code, said) = house.refused(&["export", "--output", "all.docx"]);
    assert!(code == 2 && said.contains("docx"), "{said}");
}
