//! What is no table comes in as one, and its refused rows are mended in a table.

use super::house::House;
use serde_json::{Value, json};

fn counts(report: &Value) -> [u64; 5] {
    ["read", "created", "updated", "unchanged", "refused"].map(|name| report[name].as_u64().unwrap())
}

#[test]
fn cards_tasks_and_mail_come_in_once_and_hang_on_the_same_person() {
    let house = House::new();
    let card = "BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Anna Meyer\nTEL;TYPE=CELL:+49 171 1234567\nEMAIL:anna@x.de\n\
        X-SHOE-SIZE:38\nEND:VCARD\n";
    let task = "BEGIN:VCALENDAR\nBEGIN:VTODO\nATTENDEE:mailto:anna@x.de\nDUE:20991130T150000Z\nSUMMARY:call with quote\n\
        END:VTODO\nEND:VCALENDAR\n";
    let mail =
        "From: Anna <anna@x.de>\nTo: us@firm.de\nSubject: quote?\nDate: Mon, 2 Nov 2026 15:00:00 +0100\n\nplease\n";
    for (name, text, target) in
        [("a.vcf", card, "customers"), ("a.ics", task, "follow-ups"), ("a.eml", mail, "interactions")]
    {
        let file = house.file(name, text);
        let report = house.json(&["import", &file]);
        assert_eq!((counts(&report), report["as"].as_str()), ([1, 1, 0, 0, 0], Some(target)), "{report}");
        assert_eq!(counts(&house.json(&["import", &file])), [1, 0, 0, 1, 0], "{name}");
    }
    let anna = house.json(&["show", "anna@x.de"]);
    assert_eq!(anna["customer"]["phones"][0]["label"], "mobile");
    assert_eq!(anna["follow_ups"][0]["text"], "call with quote");
    let interaction = &anna["timeline"][0];
    let said = ["channel", "direction", "text"].map(|field| interaction[field].as_str().unwrap_or_default().to_owned());
    assert_eq!(said, ["email", "in", "quote?\n\nplease"], "{interaction}");
}

#[test]
fn a_refused_card_is_mended_in_a_table() {
    let house = House::new();
    let cards = "BEGIN:VCARD\nFN:Anna\nEMAIL:nobody\nNICKNAME:Änni\nX-SHOE-SIZE:38\nEND:VCARD\nBEGIN:VCARD\nFN:Ben\nEND:VCARD\n";
    let report = house.json(&["import", &house.file("a.vcf", cards)]);
    assert_eq!((counts(&report), &report["left_out"]), ([2, 1, 0, 0, 1], &json!(["X-SHOE-SIZE"])));
    let rejects = report["reject_file"].as_str().unwrap();
    let mended = std::fs::read_to_string(rejects).unwrap().replace("nobody", "anna@x.de");
    std::fs::write(rejects, mended).unwrap();
    assert_eq!(counts(&house.json(&["import", rejects])), [1, 1, 0, 0, 0]);
    assert_eq!(house.json(&["show", "anna@x.de"])["customer"]["custom"][0]["value"], "Änni");
}

#[test]
fn an_import_that_was_stopped_goes_on_under_the_same_undo() {
    let house = House::new();
    let rows = |from: u32, to: u32| {
        (from..to).map(|number| format!("{number},Customer {number}\n")).collect::<Vec<_>>().concat()
    };
    let file = house.file("all.csv", format!("id,name\n{}", rows(0, 1_200)));
    assert_eq!(house.error(&["import", &file, "--resume"])["code"], "nothing-stopped");
    let first = house.file("first.csv", format!("id,name\n{}", rows(0, 500)));
    let undo = house.json(&["import", &first])["undo"].take();
    let size = std::fs::metadata(&file).unwrap().len();
    // As a stop behind the five hundredth row leaves it.
    house.file("all.stopped.json", json!({ "after_line": 501, "undo": undo, "size": size }).to_string());
    let report = house.json(&["import", &file, "--resume"]);
    assert_eq!((counts(&report), &report["undo"], &report["resumed_after"]), ([700, 700, 0, 0, 0], &undo, &json!(501)));
    assert!(!house.path("all.stopped.json").exists());
    house.json(&["undo", undo.as_str().unwrap()]);
    assert_eq!(house.json(&["status"])["customers"], 0);
}

#[test]
fn an_import_that_failed_midway_goes_on_behind_what_was_taken() {
    let house = House::new();
    let in_the_way = house.path("many.rejected.csv");
    std::fs::create_dir(&in_the_way).unwrap();
    let rows = (0..600).map(|number| format!("Customer {number};Ulm;\n")).collect::<Vec<_>>().concat();
    let file = house.file("many.csv", format!("Wer;City;Email\n{rows}Bad;Ulm;nobody\nLast;Ulm;\n"));
    let map = house.file("ours.txt", "Wer = name\n");
    house.refused(&["import", &file, "--map", &map]);
    std::fs::remove_dir(&in_the_way).unwrap();
    let report = house.json(&["import", &file, "--resume"]);
    assert_eq!((counts(&report), &report["resumed_after"]), ([102, 101, 0, 0, 1], &json!(501)), "{report}");
    assert_eq!((&report["undo"], house.json(&["status"])["customers"].as_u64()), (&json!("X1"), Some(601)));
    assert_eq!(house.error(&["import", &file, "--resume"])["code"], "nothing-stopped");
    house.json(&["undo", "X1"]);
    assert_eq!(house.json(&["status"])["customers"], 0);
}

#[test]
fn records_that_were_stopped_go_on_too() {
    let house = House::new();
    let header = "{\"callsheet\":{\"version\":1}}\n";
    let line = |id: u32| format!("{{\"customer\":{{\"id\":\"{id}\",\"name\":\"Customer {id}\"}}}}\n");
    let lines = |ids: std::ops::Range<u32>| ids.map(line).collect::<Vec<_>>().concat();
    let first = house.file("first.jsonl", format!("{header}{}", lines(1..3)));
    let undo = house.json(&["import", &first])["undo"].take();
    let file = house.file("all.jsonl", format!("{header}{}", lines(1..6)));
    let size = std::fs::metadata(&file).unwrap().len();
    house.file("all.stopped.json", json!({ "after_line": 3, "undo": undo, "size": size }).to_string());
    let report = house.json(&["import", &file, "--resume"]);
    assert_eq!((counts(&report), &report["undo"]), ([3, 3, 0, 0, 0], &undo));
    house.json(&["undo", undo.as_str().unwrap()]);
    assert_eq!(house.json(&["status"])["customers"], 0);
}

#[test]
fn a_sheet_is_chosen_by_its_name_or_its_place_and_the_others_are_told() {
    let house = House::new();
    let book = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus/xlsx/shared.xlsx")).unwrap();
    let file = house.file("book.xlsx", book);
    for (sheet, rows, others) in [(None, 2, "Notes"), (Some("notes"), 1, "Customers"), (Some("2"), 1, "Customers")] {
        let mut args = vec!["import", &file, "--dry-run"];
        args.extend(sheet.iter().flat_map(|sheet| ["--sheet", sheet]));
        let report = house.json(&args);
        assert_eq!((report["read"].as_u64(), &report["other_sheets"]), (Some(rows), &json!([others])), "{report}");
    }
    let said = house.error(&["import", &file, "--sheet", "3"]);
    assert!(said["message"].as_str().unwrap().contains("Customers, Notes"), "{said}");
}
