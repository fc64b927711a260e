//! What `--json` prints has these fields; they may grow, never change.

use super::house::House;
use serde_json::{Value, json};

fn desk() -> House {
    let house = House::new();
    for (args, id) in [
        (&["add", "Anna Meyer", "--phone", "+49 30 1234567", "--email", "anna@meyer.de", "--tag", "vip"][..], "1"),
        (&["log", "1", "wants", "a", "quote"], "I1"),
        (&["follow-up", "1", "tomorrow 15:00", "call"], "F1"),
        (&["deal", "add", "1", "Website", "--value", "12000", "--currency", "EUR", "--close", "2031-03-01"], "D1"),
        (&["ticket", "add", "1", "broken", "--kind", "complaint"], "T1"),
        (&["dnc", "add", "030 99", "--why", "asked"], "N1"),
    ] {
        let saved = house.json(args);
        assert_eq!((&saved["id"], saved["revision"].is_u64(), fields(&saved).len()), (&json!(id), true, 2), "{saved}");
    }
    house
}

fn fields(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[track_caller]
fn has(object: &Value, names: &[&str]) {
    let lacking: Vec<_> = names.iter().filter(|name| object.get(**name).is_none()).collect();
    assert!(lacking.is_empty(), "{lacking:?} in {object}");
}

/// A moment in UTC as RFC 3339 has it: `2026-11-24T14:00:00Z`.
#[track_caller]
fn is_moment(value: &Value) {
    let text = value.as_str().unwrap();
    assert!(text.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(text).is_ok(), "{text}");
}

#[test]
fn each_answer_has_the_fields_it_promises() {
    let house = desk();
    let found = house.json(&["find", "anna"]);
    has(&found, &["matched", "elapsed_us", "paint_us", "rows"]);
    has(&found["rows"][0], &["id", "name", "kind", "company", "phones", "emails", "tags", "highlights"]);
    assert_eq!((&found["matched"], &found["rows"][0]["id"]), (&json!(1), &json!("1")));

    let card = house.json(&["show", "1"]);
    has(&card, &["customer", "timeline", "deals", "follow_ups", "tickets", "orders"]);
    assert_eq!(card["deals"][0]["value"], json!({ "amount": "12000.00", "currency": "EUR" }));
    assert_eq!((&card["timeline"][0]["id"], &card["tickets"][0]["id"]), (&json!("I1"), &json!("T1")));
    is_moment(&card["timeline"][0]["at"]);
    is_moment(&card["customer"]["created"]);

    let queue = house.json(&["queue"]);
    let row = &queue["follow_ups"][0];
    has(row, &["id", "kind", "customer", "customer_name", "due", "text", "owner", "state", "score"]);
    assert_eq!((&row["id"], &row["customer"]), (&json!("F1"), &json!("1")));
    is_moment(&row["due"]);

    let board = house.json(&["board"]);
    has(&board, &["pipeline", "stages"]);
    let stage = &board["stages"][0];
    has(stage, &["name", "count", "values", "deals"]);
    assert_eq!(stage["values"], json!([{ "amount": "12000.00", "currency": "EUR" }]));
    has(&stage["deals"][0], &["id", "title", "customer", "value", "expected_close", "days_in_stage"]);
    assert_eq!(stage["deals"][0]["expected_close"], "2031-03-01");

    let report = house.json(&["import", &house.file("x.csv", "Name\nBen\n")]);
    has(&report, &["read", "created", "updated", "unchanged", "refused", "reject_file", "columns", "undo"]);
    assert!(report["undo"].as_str().unwrap().starts_with('X'), "{report}");
}

#[test]
fn money_has_the_decimals_of_its_currency() {
    let house = desk();
    for (value, currency, amount) in [("9.5", "EUR", "9.50"), ("1200", "JPY", "1200"), ("1.234", "KWD", "1.234")] {
        let id = house.json(&["deal", "add", "1", "x", "--value", value, "--currency", currency])["id"].take();
        let deals = house.json(&["show", "1"])["deals"].take();
        let deal = deals.as_array().unwrap().iter().find(|deal| deal["id"] == id).unwrap();
        assert_eq!(deal["value"], json!({ "amount": amount, "currency": currency }));
    }
}

#[test]
fn a_script_reads_every_failure_as_an_object() {
    let house = desk();
    for (args, code) in [(&["show", "nobody"][..], 1), (&["--nonsense"], 2), (&["deal", "move", "D1", "nowhere"], 1)] {
        let error = house.error(args);
        has(&error, &["code", "message", "hint"]);
        assert_eq!(house.refused(args).0, code, "{args:?}");
    }
}
