//! A day at the desk by command line: every verb once, each in a process of its own, so that what one
//! answers the next one finds.

use super::house::House;
use serde_json::{Value, json};

fn anna(house: &House) {
    let args = ["add", "Anna Meyer", "--phone", "+49 30 1234567", "--email", "anna@meyer.de", "--tag", "cold"];
    assert_eq!(house.json(&args)["id"], "1");
}

#[test]
fn a_customer_is_added_found_edited_tagged_and_shown() {
    let house = House::new();
    anna(&house);
    house.json(&["add", "北京智云", "--organisation", "--set", "city=上海"]);
    for query in [&["meyer"][..], &["4567"], &["tag:cold"], &["-city:上海"]] {
        let args: Vec<_> = ["find"].iter().chain(query).copied().collect();
        let found = house.json(&args);
        assert_eq!((&found["matched"], &found["rows"][0]["id"]), (&json!(1), &json!("1")), "{query:?}");
    }
    assert_eq!(house.json(&["find", "bjzy"])["rows"][0]["kind"], "organisation");

    house.json(&["edit", "anna@meyer.de", "--set", "city=Köln", "--set", "birthday=1980-12-24"]);
    house.json(&["tag", "+49 (0)30 / 123 45 67", "+vip", "-cold", "+x"]);
    house.json(&["tag", "1", "-x"]);
    let customer = &house.json(&["show", "Anna Meyer"])["customer"];
    assert_eq!((&customer["city"], &customer["tags"]), (&json!("Köln"), &json!(["vip"])));
    let said = house.said(&["show", "1"]);
    assert!(said.contains("1  Anna Meyer  (person)") && said.contains("+49 30 1234567"), "{said}");
}

#[test]
fn customers_are_put_away_merged_and_separated() {
    let house = House::new();
    anna(&house);
    house.json(&["add", "A. Meyer"]);
    house.json(&["merge", "1", "2"]);
    assert_eq!(house.json(&["show", "A. Meyer"])["customer"]["id"], "1");
    house.json(&["unmerge", "1", "2"]);
    assert_eq!(house.json(&["show", "A. Meyer"])["customer"]["id"], "2");
    house.json(&["archive", "2"]);
    assert_eq!(house.json(&["find", "meyer"])["matched"], 1);
    house.json(&["archive", "2", "--back"]);
    assert_eq!(house.json(&["find", "meyer"])["matched"], 2);
}

#[test]
fn a_call_is_logged_planned_and_done() {
    let house = House::new();
    anna(&house);
    let logged =
        house.json(&["log", "1", "--direction", "out", "--outcome", "1", "--minutes", "4", "wants", "a quote"]);
    assert_eq!(logged["id"], "I1");
    assert_eq!(house.json(&["log", "--number", "030 99999", "who", "was", "it"])["id"], "I2");
    house.json(&["interaction", "edit", "I1", "--set", "text=wants two quotes"]);
    house.json(&["interaction", "move", "I2", "1"]);
    let card = house.json(&["show", "1"]);
    let texts: Vec<_> = card["timeline"].as_array().unwrap().iter().map(|entry| &entry["text"]).collect();
    assert_eq!(texts, ["who was it", "wants two quotes"]);
    let first = &card["timeline"][1];
    assert_eq!((&first["disposition"], &first["talk_s"]), (&json!("reached"), &json!(240)));

    let planned = house.json(&["follow-up", "1", "tomorrow 15:00", "call", "with", "quote", "--kind", "callback"]);
    assert_eq!(planned["id"], "F1");
    let row = house.json(&["queue"])["follow_ups"][0].take();
    let named = ["id", "kind", "customer", "customer_name", "text", "state"].map(|name| row[name].as_str().unwrap());
    assert_eq!(named, ["F1", "callback", "1", "Anna Meyer", "call with quote", "open"]);
    house.json(&["snooze", "F1", "+3d"]);
    assert!(house.json(&["queue"])["follow_ups"][0]["due"].as_str() > row["due"].as_str());
    house.json(&["done", "F1", "sent"]);
    assert_eq!(house.json(&["queue"])["follow_ups"], json!([]));
    assert_eq!(house.said(&["queue"]), "Nothing to do.\n");
}

#[test]
fn deals_move_over_the_board() {
    let house = House::new();
    anna(&house);
    let add = ["deal", "add", "1", "Website", "--value", "12000", "--currency", "EUR", "--close", "2031-03-01"];
    assert_eq!(house.json(&add)["id"], "D1");
    house.json(&["deal", "add", "1", "Hosting", "--value", "¥3万", "--stage", "qualified"]);
    house.json(&["deal", "edit", "D1", "--set", "competitors=Initech, Hooli"]);
    house.json(&["deal", "move", "D1", "proposal"]);
    let board = house.json(&["board"]);
    let stage = |slug: &str| {
        let stages = board["stages"].as_array().unwrap();
        stages.iter().find(|stage| stage["name"] == slug).unwrap().clone()
    };
    let deal = &stage("proposal")["deals"][0];
    assert_eq!((&deal["id"], &deal["expected_close"]), (&json!("D1"), &json!("2031-03-01")));
    assert_eq!(stage("qualified")["values"], json!([{ "amount": "30000.00", "currency": "CNY" }]));
    assert!(house.said(&["board"]).contains("€12,000.00"));
    assert_eq!(house.json(&["deal", "win", "D1"])["id"], "D1");
    assert_eq!(house.json(&["deal", "lose", "D2", "--reason", "price"])["id"], "D2");
    let states: Vec<_> = house.json(&["show", "1"])["deals"].as_array().unwrap().iter().map(state).collect();
    assert_eq!(states.iter().filter(|state| *state == "open").count(), 0, "{states:?}");
}

fn state(record: &Value) -> String {
    record["state"].as_str().unwrap().to_owned()
}

#[test]
fn tickets_are_opened_shown_and_closed() {
    let house = House::new();
    anna(&house);
    house.json(&["ticket", "add", "1", "delivery", "broken", "--kind", "complaint", "--due", "tomorrow 12:00"]);
    house.json(&["ticket", "edit", "T1", "--set", "urgency=high"]);
    let ticket = &house.json(&["tickets"])["tickets"][0];
    let named = ["id", "customer_name", "kind", "urgency"].map(|name| ticket[name].as_str().unwrap());
    assert_eq!(named, ["T1", "Anna Meyer", "complaint", "high"]);
    assert!(house.said(&["show", "1"]).contains("! complaint"));
    house.json(&["ticket", "close", "T1", "replacement", "sent"]);
    assert_eq!(house.json(&["ticket", "show", "T1"])["resolution"], "replacement sent");
    assert_eq!(house.said(&["tickets"]), "No open tickets.\n");
}

#[test]
fn what_was_done_is_undone_and_done_again_by_name() {
    let house = House::new();
    anna(&house);
    house.json(&["tag", "1", "+vip"]);
    assert_eq!(house.json(&["undo", "--list"])["undo"].as_array().unwrap().len(), 2);
    assert_eq!(house.said(&["undo"]), "Taken back: edited 1 Anna Meyer\n");
    assert_eq!(house.json(&["show", "1"])["customer"]["tags"], json!(["cold"]));
    house.json(&["redo"]);
    assert_eq!(house.json(&["show", "1"])["customer"]["tags"], json!(["cold", "vip"]));
    assert_eq!(house.json(&["audit", "verify"])["entries"].as_u64(), Some(5));
    let entries = house.json(&["audit", "list", "--after", "1"])["entries"].take();
    assert_eq!(entries[0]["number"], 2, "{entries}");
}

#[test]
fn the_house_is_kept() {
    let house = House::new();
    anna(&house);
    assert_eq!(house.json(&["dnc", "add", "+49 30 1234567", "--why", "asked"])["id"], "N1");
    assert_eq!(house.json(&["dnc", "list"])["do_not_contact"][0]["why"], "asked");
    house.json(&["dnc", "remove", "N1"]);
    assert_eq!(house.said(&["dnc", "list"]), "Nobody is on the do-not-contact list.\n");

    house.json(&["user", "team", "Sales"]);
    house.json(&["user", "add", "ben", "--name", "Ben Roth", "--team", "Sales"]);
    house.json(&["user", "role", "ben", "supervisor"]);
    let users = house.json(&["user", "list"])["users"].take();
    let ben = users.as_array().unwrap().iter().find(|user| user["login"] == "ben").unwrap();
    assert_eq!((&ben["role"], ben["team"].is_string()), (&json!("supervisor"), true));

    house.json(&["view", "save", "Cold ones", "--query", "tag:cold"]);
    let view = house.json(&["view", "list"])["views"][0].take();
    assert_eq!((&view["name"], &view["customers"]), (&json!("Cold ones"), &json!(1)));
    house.json(&["view", "remove", view["id"].as_str().unwrap()]);

    house.json(&["config", "set", "zone", "Asia/Shanghai"]);
    assert_eq!(house.json(&["config", "show"])["calendar"]["zone"], "Asia/Shanghai");
    let status = house.json(&["status"]);
    assert_eq!((&status["state"], &status["role"]), (&json!("ready"), &json!("admin")));
    assert!(status["host"]["pid"].is_u64() && status["host"]["memory"].as_u64() > Some(0), "{status}");
    assert_eq!(status["on"], json!([]), "a command is no screen");
    assert!(house.json(&["ring", "-", "--event", "ringing"])["sessions"].is_u64());
    assert_eq!(house.json(&["presence", "break", "lunch", "at", "noon"])["reason"], "lunch at noon");
    assert_eq!(house.said(&["presence"]), "Ready\n", "without a screen of one's own it ends with the command");
    house.refused(&["presence", "on-call"]);
}

#[test]
fn a_call_list_is_worked_through() {
    let house = House::new();
    anna(&house);
    let script = house.file("script.txt", "Good morning,\nthis is ACME.\n");
    let create =
        ["list", "create", "Fair", "--query", "tag:cold", "--script", &script, "--retry", "3x2h", "--hours", "0-24"];
    assert_eq!(house.json(&create)["customers"], 1);
    let next = house.json(&["list", "next", "Fair"])["next"].take();
    assert_eq!(next["customer"]["id"], "1");
    house.json(&["list", "attempt", next["member"].as_str().unwrap(), "no-answer"]);
    let status = house.json(&["list", "status", "Fair"]);
    assert_eq!((&status["total"], &status["attempts"]), (&json!(1), &json!(1)));
    assert_eq!(house.json(&["list", "status"])["lists"][0]["name"], "Fair");
}

#[test]
fn everyone_a_query_finds_is_changed_after_a_dry_run_and_taken_back_at_once() {
    let house = House::new();
    for name in ["Anna", "Bea", "Cem"] {
        house.json(&["add", name, "--tag", if name == "Cem" { "cold" } else { "vip" }]);
    }
    let line = ["edit", "--query", "tag:vip", "--set", "city=Bonn", "--add-tag", "fair"];
    let tried = house.json(&[&line[..], &["--dry-run"]].concat());
    assert_eq!(
        (&tried["matched"], &tried["changed"], tried["rows"].as_array().unwrap().len()),
        (&json!(2), &json!(2), 2)
    );
    assert_eq!(house.json(&["find", "city:bonn"])["matched"], 0);
    let said = house.said(&[&line[..], &["--yes"]].concat());
    assert!(said.starts_with("2 of 2 changed; 0 were so already, 0 could not\n"), "{said}");
    assert_eq!(house.json(&["find", "tag:fair", "city:bonn"])["matched"], 2);
    assert_eq!(house.said(&["undo"]), "Taken back: edited 2 customers (tag:vip)\n");
    assert_eq!(house.json(&["find", "tag:fair"])["matched"], 0);
}

#[test]
fn outcomes_pipelines_and_scripts_are_files_that_are_printed_edited_and_read_again() {
    let house = House::new();
    anna(&house);
    let printed = house.said(&["config", "dispositions"]);
    let outcomes = house.file("outcomes.txt", format!("{printed}71 not-interested/price reached : Too dear\n"));
    house.json(&["config", "dispositions", &outcomes]);
    house.json(&["log", "1", "--outcome", "71", "no"]);
    house.json(&["config", "dispositions", &house.file("fewer.txt", &printed)]);
    assert!(house.said(&["show", "1"]).contains("Too dear. no"), "what is retired stays readable");
    house.refused(&["log", "1", "--outcome", "71", "no"]);

    let printed = house.said(&["config", "pipelines"]);
    let both = house.file("pipelines.txt", format!("{printed}\n[renewals] Renewals\ndue 30 5/9 : Bald fällig\n"));
    house.json(&["config", "pipelines", &both]);
    house.json(&["deal", "add", "1", "Website"]);
    assert_eq!(house.said(&["deal", "move", "D1", "--pipeline", "renewals"]), "Deal D1 is now in Bald fällig.\n");
    let (_, said) = house.refused(&["config", "pipelines", &house.file("one.txt", &printed)]);
    assert!(said.contains("deals stand in it, like D1"), "{said}");

    let script = house.file("greeting.txt", "Good morning {customer}.\n");
    house.json(&["config", "script", "in", &script]);
    assert_eq!(house.said(&["config", "script", "in"]), "Good morning {customer}.\n");
    assert_eq!(house.said(&["config", "script", "out"]), "");
    let asks = house.file("why.txt", "Is it the price?\n1 Yes -> dear\n[dear] = 7\n");
    house.json(&["config", "script", "7", &asks]);
    assert_eq!(house.said(&["config", "script", "not-interested"]), "Is it the price?\n1 Yes -> dear\n[dear] = 7\n");
    let (_, said) = house.refused(&["config", "script", "99"]);
    assert!(said.contains("`99` is not an outcome"), "{said}");
}

#[test]
fn a_new_store_keeps_the_time_of_whoever_makes_it() {
    let house = House::new();
    house.command(&["add", "Anna Meyer"]).env("TZ", "Asia/Kathmandu").assert().success();
    assert_eq!(house.json(&["config", "show"])["calendar"]["zone"], "Asia/Kathmandu");
}
