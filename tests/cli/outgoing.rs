//! Tables, cards and calendars: what leaves in them comes back, as far as they hold it.

use super::house::House;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;

/// Northwind, and a customer with everything a table has trouble with.
fn full() -> House {
    let house = House::new();
    for name in ["customers", "employees", "products", "orders", "order_details"] {
        let file = format!("{}/assets/sample/northwind/{name}.csv", env!("CARGO_MANIFEST_DIR"));
        let target = match name {
            "employees" => "users",
            "order_details" => "order-lines",
            other => other,
        };
        house.json(&["import", &file, "--as", target]);
    }
    let (phone, tags) = ("mobile: 030 1234567 ext 8; +86 138 0013 8000", "tags=vip; \"a, b\"");
    let name = "=Anna \"汉\"";
    let consents = "consents=newsletter: web form 2026-01-05; calls 2025-03-01 until 2025-06-30";
    let fields = ["--set", &format!("phones={phone}"), "--set", tags, "--set", "country=DE", "--set", consents];
    house.json(&[&["add", name][..], &fields].concat());
    house.json(&["log", name, "hello\nthere", "--direction", "out"]);
    house.json(&["deal", "add", name, "Relaunch", "--value", "12000", "--currency", "USD", "--stage", "proposal"]);
    house.json(&["follow-up", name, "tomorrow 15:00", "call with quote", "--kind", "callback"]);
    house.json(&["ticket", "add", name, "late", "--kind", "complaint"]);
    house
}

/// The customers of a store by name, without what another store numbers in another way.
fn customers(house: &House) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for line in house.said(&["export"]).lines() {
        let mut line: Value = serde_json::from_str(line).unwrap();
        let Some(customer) = line.get_mut("customer").and_then(Value::as_object_mut) else { continue };
        for field in ["id", "created", "owner", "service_agent"] {
            customer.remove(field);
        }
        // At which organisation is told by its name in another test.
        for position in customer["positions"].as_array_mut().unwrap() {
            position["organisation"] = Value::Null;
        }
        let ids = customer["external_ids"].as_array_mut().unwrap();
        ids.retain(|id| !["customers", "contacts"].contains(&id["system"].as_str().unwrap()));
        for phone in customer["phones"].as_array_mut().unwrap() {
            if phone["e164"] != "" {
                phone["typed"] = Value::Null;
            }
        }
        all.insert(customer["name"].as_str().unwrap().to_owned(), line["customer"].take());
    }
    all
}

/// Lines of a noun, sorted, of what a table holds of it.
fn table(house: &House, target: &str) -> Vec<String> {
    let text = house.said(&["export", "--as", target, "--format", "csv"]);
    // Ids are another store's.
    let plain = |line: &str| {
        let cells = line.split(',').map(|cell| if cell.get(8..9) == Some("-") { "ID" } else { cell });
        cells.collect::<Vec<_>>().join(",")
    };
    let mut lines: Vec<String> = text.lines().map(plain).collect();
    lines.sort();
    lines
}

/// What rows can be, in the order in which they build on each other.
const TABLES: [&str; 10] = [
    "users",
    "customers",
    "contacts",
    "products",
    "orders",
    "order-lines",
    "interactions",
    "deals",
    "tickets",
    "follow-ups",
];

fn moved(old: &House, extension: &str) -> House {
    let new = House::new();
    for target in TABLES {
        let file = old.path(&format!("{target}.{extension}"));
        let file = file.to_str().unwrap();
        old.json(&["export", "--as", target, "--output", file]);
        let report = new.json(&["import", file, "--as", target]);
        assert_eq!(report["refused"], json!(0), "{target}: {report}");
    }
    new
}

#[test]
fn a_store_moves_to_another_house_in_tables_and_loses_what_no_table_holds() {
    let old = full();
    for extension in ["csv", "xlsx"] {
        let new = moved(&old, extension);
        assert_eq!(customers(&new), customers(&old), "{extension}");
        for target in ["products", "order-lines", "deals", "tickets"] {
            assert_eq!(table(&new, target).len(), table(&old, target).len(), "{extension}: {target}");
        }
        assert_eq!(table(&new, "products"), table(&old, "products"), "{extension}");
        let stage = |house: &House| house.json(&["board"])["stages"].as_array().unwrap()[2]["count"].clone();
        assert_eq!((stage(&new), stage(&old)), (json!(1), json!(1)));
        let order = |house: &House| {
            let orders = house.json(&["show", "Alfreds Futterkiste"])["orders"].take();
            let total = |order: &Value| (order["external_id"].to_string(), order["lines"].as_array().unwrap().len());
            let mut all: Vec<_> = orders.as_array().unwrap().iter().map(total).collect();
            all.sort();
            all
        };
        assert_eq!(order(&new), order(&old), "{extension}");
    }
}

#[test]
fn a_workbook_of_all_there_is_comes_into_another_house_sheet_by_sheet() {
    let (old, new) = (full(), House::new());
    // By the name of the file the other house calls the ids in it.
    let book = old.path("customers.xlsx");
    let book = book.to_str().unwrap();
    old.json(&["export", "--output", book]);
    for sheet in TABLES {
        let report = new.json(&["import", book, "--sheet", sheet, "--as", sheet]);
        assert_eq!(report["refused"], json!(0), "{sheet}: {report}");
    }
    let (there, here) = (customers(&new), customers(&old));
    assert_eq!(there.keys().collect::<Vec<_>>(), here.keys().collect::<Vec<_>>());
    for (name, customer) in here {
        assert_eq!(there[&name], customer);
    }
    assert_eq!(table(&new, "deals").len(), table(&old, "deals").len());
    let chosen = old.path("chosen.xlsx");
    old.json(&["export", "country:de", "--output", chosen.to_str().unwrap()]);
    let error = new.error(&["import", chosen.to_str().unwrap(), "--sheet", "products"]);
    assert!(error["message"].as_str().unwrap().contains("customers, contacts, deals"), "{error}");
}

#[test]
fn a_table_of_this_very_store_changes_nothing_and_what_is_mended_in_it_changes_that() {
    let house = full();
    let before = house.said(&["export"]).lines().count();
    for target in ["customers", "contacts", "orders", "order-lines"] {
        let file = house.path(&format!("{target}.csv"));
        let file = file.to_str().unwrap();
        house.json(&["export", "--as", target, "--output", file]);
        let report = house.json(&["import", file, "--as", target]);
        assert_eq!((&report["created"], &report["refused"]), (&json!(0), &json!(0)), "{target}: {report}");
    }
    assert_eq!(house.said(&["export"]).lines().count(), before);
    let file = house.path("customers.csv");
    let mended = std::fs::read_to_string(&file).unwrap().replace("Obere Str. 57", "Untere Str. 1");
    std::fs::write(&file, mended).unwrap();
    let report = house.json(&["import", file.to_str().unwrap()]);
    assert_eq!((&report["created"], &report["updated"]), (&json!(0), &json!(1)), "{report}");
    assert_eq!(house.json(&["show", "ALFKI"])["customer"]["street"], "Untere Str. 1");
}

#[test]
fn cards_and_calendars_come_into_an_empty_store() {
    let old = House::new();
    old.json(&["add", "Meyer GmbH", "--organisation", "--phone", "+49 30 1234567"]);
    old.json(&["add", "Anna Meyer", "--phone", "+49 171 2345678", "--email", "anna@meyer.de", "--tag", "vip"]);
    old.json(&["follow-up", "Anna Meyer", "tomorrow 15:00", "call with quote", "--kind", "callback"]);
    let (cards, calendar) = (old.path("all.vcf"), old.path("all.ics"));
    let (cards, calendar) = (cards.to_str().unwrap(), calendar.to_str().unwrap());
    assert_eq!(old.json(&["export", "--output", cards])["exported"], 2);
    assert_eq!(old.json(&["export", "--output", calendar])["exported"], 1);
    let new = House::new();
    for file in [cards, calendar] {
        let report = new.json(&["import", file]);
        assert_eq!(report["refused"], json!(0), "{report}");
    }
    assert_eq!(customers(&new).keys().collect::<Vec<_>>(), customers(&old).keys().collect::<Vec<_>>());
    let due = |house: &House| {
        let queue = house.json(&["queue"])["follow_ups"].take();
        (queue[0]["due"].clone(), queue[0]["text"].clone(), queue[0]["customer_name"].clone())
    };
    assert_eq!(due(&new), due(&old));
}

#[test]
fn a_query_a_format_and_a_kind_of_rows_choose_what_leaves() {
    let house = House::new();
    house.json(&["add", "Anna", "--tag", "vip", "--phone", "+49 30 1234567"]);
    house.json(&["add", "Bea"]);
    let csv = house.said(&["export", "tag:vip", "--format", "csv"]);
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(csv.contains(",+49301234567,"), "as it is: {csv}");
    let safe = house.said(&["export", "tag:vip", "--format", "csv", "--safe"]);
    assert!(safe.contains(",'+49301234567,"), "as a text: {safe}");
    let cards = house.said(&["export", "--format", "vcard"]);
    assert_eq!(cards.matches("BEGIN:VCARD\r\n").count(), 2, "{cards}");
    let book = house.path("all.xlsx");
    house.json(&["export", "--output", book.to_str().unwrap()]);
    assert_eq!(std::fs::metadata(&book).unwrap().permissions().mode() & 0o777, 0o600);
    for (args, word) in [
        (&["export", "--format", "vcard", "--as", "deals"][..], "table"),
        (&["export", "--format", "xlsx", "--safe"], "CSV"),
        (&["export", "tag:vip", "--format", "csv", "--as", "products"], "products"),
    ] {
        let (code, said) = house.refused(args);
        assert!(code == 2 && said.contains(word), "{said}");
    }
}

#[test]
fn every_format_leaves_its_trace_in_the_audit_log() {
    let house = House::new();
    house.json(&["add", "Anna"]);
    for format in ["jsonl", "csv", "xlsx", "vcard", "ics"] {
        house.command(&["export", "--format", format]).assert().success();
    }
    let log = house.said(&["audit", "list"]);
    assert_eq!(log.matches("export-finish").count(), 5, "{log}");
}
