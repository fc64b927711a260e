//! Files come in once, whatever they look like, and go again with one undo.

use super::house::House;
use serde_json::{Value, json};

/// A file of the sample, as it lies in the repository.
fn northwind(name: &str) -> String {
    format!("{}/assets/sample/northwind/{name}.csv", env!("CARGO_MANIFEST_DIR"))
}

/// Rows read, created, updated, unchanged and refused.
fn counts(report: &Value) -> [u64; 5] {
    ["read", "created", "updated", "unchanged", "refused"].map(|name| report[name].as_u64().unwrap())
}

fn lines(rows: impl Iterator<Item = String>) -> String {
    rows.collect()
}

fn customers(house: &House) -> u64 {
    house.json(&["status"])["customers"].as_u64().unwrap()
}

#[test]
fn northwind_comes_in_once_and_undo_leaves_none_of_it() {
    let house = House::new();
    let before = house.records();
    let mut undos = Vec::new();
    let files = [
        ("customers", "customers", 93),
        ("employees", "users", 9),
        ("products", "products", 77),
        ("orders", "orders", 830),
        ("order_details", "order-lines", 2155),
    ];
    let dry = house.json(&["import", &northwind("customers"), "--dry-run"]);
    assert_eq!((counts(&dry), &dry["undo"], customers(&house)), ([93, 93, 0, 0, 0], &Value::Null, 0));
    for (name, target, rows) in files {
        let file = northwind(name);
        let args = if name == "orders" { vec!["import", &file, "--as", "orders"] } else { vec!["import", &file] };
        let report = house.json(&args);
        assert_eq!((counts(&report), report["as"].as_str()), ([rows, rows, 0, 0, 0], Some(target)), "{report}");
        undos.push(report["undo"].as_str().unwrap().to_owned());
        let again = house.json(&args);
        assert_eq!((counts(&again), &again["undo"]), ([rows, 0, 0, rows, 0], &Value::Null), "{name}");
    }
    let card = house.json(&["show", "ALFKI"]);
    let contact = &card["relations"][0];
    assert_eq!((&card["customer"]["kind"], &contact["name"]), (&json!("organisation"), &json!("Maria Anders")));
    assert_eq!((card["orders"].as_array().unwrap().len(), &card["orders"][0]["external_id"]), (6, &json!("11011")));
    assert_eq!(house.json(&["find", "0074321"])["rows"][0]["id"], card["customer"]["id"]);

    let all = house.records();
    let of = |noun: &str| all.iter().filter(|line| line.starts_with(&format!("{{\"{noun}\":"))).count();
    assert_eq!(
        ["customer", "user", "product", "order"].map(of),
        [186, 10, 77, 830],
        "with contacts and whoever imports"
    );
    let lines = all.iter().map(|line| serde_json::from_str::<Value>(line).unwrap()["order"]["lines"].take());
    assert_eq!(lines.filter_map(|lines| lines.as_array().map(Vec::len)).sum::<usize>(), 2155);
    for undo in undos.iter().rev() {
        house.said(&["undo", undo]);
    }
    assert_eq!(house.records(), before, "of no noun anything is left");
}

#[test]
fn an_import_is_taken_back_whole_and_done_again() {
    let house = House::new();
    let undo = house.json(&["import", &northwind("customers")])["undo"].take();
    assert_eq!(customers(&house), 186);
    let said = house.said(&["undo", undo.as_str().unwrap()]);
    assert_eq!((said.as_str(), customers(&house)), ("Taken back: imported 186 records from customers.csv\n", 0));
    assert_eq!(house.error(&["show", "ALFKI"])["code"], "not-found");
    house.json(&["redo"]);
    assert_eq!((customers(&house), &house.json(&["show", "ALFKI"])["customer"]["city"]), (186, &json!("Berlin")));
}

#[test]
fn every_delimiter_encoding_and_language_of_headers_is_read() {
    let house = House::new();
    let zh = "姓名,手机,邮箱,城市,标签\n王芳,138 0013 8001,wang@a.cn,杭州,重要\n";
    let (gbk, _, _) = encoding_rs::GBK.encode("姓名,电话,城市\n张伟,13800138000,上海\n李娜,13900139000,北京\n");
    let utf16: Vec<u8> = "\u{feff}Name,City\nJürgen,Köln\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, encoding, who, city) in [
        ("tab", &b"Name\tPhone\tCity\nTim Tab\t+49 30 555111\tBerlin\n"[..], "UTF-8", "Tim Tab", "Berlin"),
        ("semicolon", b"Name;Phone;City\nSam Semi;+49 30 555222;Bonn\n", "UTF-8", "Sam Semi", "Bonn"),
        ("chinese", zh.as_bytes(), "UTF-8", "王芳", "杭州"),
        ("gbk", &gbk, "GBK", "李娜", "北京"),
        ("latin", b"Name,City\nBj\xf6rn,Malm\xf6\n", "windows-1252", "Björn", "Malmö"),
        ("wide", &utf16, "UTF-16LE", "Jürgen", "Köln"),
    ] {
        let report = house.json(&["import", &house.file(&format!("{name}.csv"), bytes)]);
        assert_eq!((report["encoding"].as_str(), report["refused"].as_u64()), (Some(encoding), Some(0)), "{report}");
        assert_eq!(house.json(&["show", who])["customer"]["city"], city, "{name}");
    }
}

#[test]
fn every_column_and_every_row_is_accounted_for() {
    let house = House::new();
    let file = house.file("firm.csv", "Name,Phone,Phone,Shoe size,Wohnort\nAnna,030 12,030 13,38,Ulm\nBob,x,,,\n");
    let report = house.json(&["import", &file, "--dry-run"]);
    let columns =
        json!({ "Name": "name", "Phone": "phones", "Phone (2)": "phones", "Shoe size": null, "Wohnort": null });
    assert_eq!((counts(&report), &report["columns"]), ([2, 1, 0, 0, 1], &columns));
    let said = house.said(&["import", &file, "--dry-run"]);
    for line in
        ["Columns           3 of 5 read", "Columns left out  Shoe size, Wohnort", "Phone   phones", "3     Phone"]
    {
        assert!(said.contains(line), "{said}");
    }
    assert_eq!(customers(&house), 0);

    let map = house.file("map.txt", "# ours\nWohnort = city\nShoe size =\n");
    let report = house.json(&["import", &file, "--map", &map]);
    assert_eq!(report["columns"]["Wohnort"], "city");
    assert_eq!(house.json(&["show", "Anna"])["customer"]["city"], "Ulm");
    for (text, code) in [("Nowhere = city\n", "columns"), ("Wohnort = planet\n", "columns"), ("Wohnort\n", "file")] {
        assert_eq!(house.error(&["import", &file, "--map", &house.file("bad.txt", text)])["code"], code, "{text}");
    }
}

#[test]
fn refused_rows_lie_beside_the_file_and_come_in_when_they_are_mended() {
    let house = House::new();
    let file = house.file("list.csv", "Name,Email,City\nAnna,anna@x.de,Ulm\nBen,nobody,Kiel\n,cleo@x.de,Bonn\n");
    let report = house.json(&["import", &file]);
    assert_eq!(counts(&report), [3, 1, 0, 0, 2]);
    let rejects = report["reject_file"].as_str().unwrap();
    let text = std::fs::read_to_string(rejects).unwrap();
    let heads: Vec<_> = text.lines().map(|line| line.splitn(6, ',').take(5).collect::<Vec<_>>().join(",")).collect();
    assert_eq!(heads, ["Name,Email,City,line,column", "Ben,nobody,Kiel,3,Email", ",cleo@x.de,Bonn,4,Name"]);
    assert!(text.lines().nth(1).unwrap().contains("is not an e-mail address"), "{text}");

    std::fs::write(rejects, text.replace("Ben,nobody", "Ben,ben@x.de").replace(",cleo@", "Cleo,cleo@")).unwrap();
    assert_eq!(counts(&house.json(&["import", rejects])), [2, 2, 0, 0, 0]);
    assert_eq!(house.json(&["show", "Cleo"])["customer"]["emails"], json!(["cleo@x.de"]));
    assert_eq!(customers(&house), 3);
}

#[test]
fn files_of_one_name_from_two_systems_are_told_apart_where_the_systems_are_named() {
    let house = House::new();
    std::fs::create_dir(house.path("ours")).unwrap();
    std::fs::create_dir(house.path("theirs")).unwrap();
    let ours = house.file("ours/customers.csv", "id,name\n7,Anna\n");
    let theirs = house.file("theirs/customers.csv", "id,name\n7,Ben\n");
    let dry = house.json(&["import", &ours, "--dry-run"]);
    assert_eq!(dry["system"], "customers", "the file's name, where nobody says another");
    let said = house.said(&["import", &ours, "--dry-run", "--system", "shop"]);
    assert!(said.lines().any(|line| line.contains("Ids of") && line.ends_with(" shop")), "{said}");
    house.said(&["import", &ours]);
    let [_, created, updated, ..] = counts(&house.json(&["import", &theirs, "--system", "shop"]));
    assert_eq!((created, updated, customers(&house)), (1, 0, 2));
    let ids = |name: &str| house.json(&["show", name])["customer"]["external_ids"][0]["system"].take();
    assert_eq!((ids("Anna"), ids("Ben")), (json!("customers"), json!("shop")));
    let again = house.json(&["import", &theirs, "--system", "shop", "--save-map", "shop"]);
    assert_eq!((counts(&again)[3], house.json(&["import", &theirs])["system"].as_str()), (1, Some("shop")));
}

#[test]
fn refused_rows_that_are_being_mended_are_not_written_over() {
    let house = House::new();
    let file = house.file("list.csv", "name,email\nAnna,nobody\n");
    house.said(&["import", &file]);
    let mended = house.file("list.rejected.csv", "name,email\nAnna,anna@x.de\n");
    let again = house.json(&["import", &file]);
    assert!(again["reject_file"].as_str().unwrap().ends_with("list.rejected.2.csv"), "{again}");
    assert_eq!(counts(&house.json(&["import", &mended])), [1, 1, 0, 0, 0]);
}

#[test]
fn a_script_may_insist_on_every_row() {
    let house = House::new();
    let file = house.file("list.csv", "Name,Email\nAnna,anna@x.de\nBen,nobody\n");
    house.command(&["import", &file]).assert().code(0);
    let output = house.command(&["import", &file, "--strict", "--json"]).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((output.status.code(), counts(&report)), (Some(1), [2, 0, 0, 1, 1]));
    assert_eq!(error["error"]["code"], "rows-refused");
}

#[test]
fn broken_rows_cost_no_others() {
    let house = House::new();
    let letters = |count: usize| "x".repeat(count);
    for (name, bytes, refused, taken) in [
        ("quotes", b"Name,City\nA,\"Ber\"lin\nB,Bonn\n\"C,Kiel\nD,Ulm\n".to_vec(), 2, vec!["B", "D"]),
        ("huge", format!("Name,Notes\nE,{}\nF,ok\n", letters(10_000_000)).into_bytes(), 1, vec!["F"]),
        ("quoted", format!("Name,Notes\nG,\"{}\"\nH,ok\n", "x\n".repeat(5_000_000)).into_bytes(), 1, vec!["H"]),
        ("long", format!("Name,Notes\nI,{}\nJ,ok\n", letters(100_000)).into_bytes(), 1, vec!["J"]),
        ("nul", b"Name,City\nK\0,Ulm\nL\x1b[2J,Ulm\nM,Ulm\n".to_vec(), 2, vec!["M"]),
    ] {
        let report = house.json(&["import", &house.file(&format!("{name}.csv"), bytes)]);
        assert_eq!(report["refused"], refused, "{name}: {report}");
        for customer in taken {
            house.json(&["show", customer]);
        }
    }
    let slip = b"Name,City\nJ\xc3\xbcrgen,K\xc3\xb6ln\nG\xc3\xbcte,Z\xc3\xbcrich\nBad,\xff\n";
    let report = house.json(&["import", &house.file("slip.csv", slip)]);
    assert_eq!((report["encoding"].as_str(), counts(&report)), (Some("UTF-8"), [3, 2, 0, 0, 1]));
}

#[test]
fn a_job_that_fails_midway_says_what_is_kept_and_how_to_take_it_back() {
    let house = House::new();
    std::fs::create_dir(house.path("many.rejected.csv")).unwrap();
    let rows = lines((0..600).map(|number| format!("Customer {number},Ulm,\n")));
    let file = house.file("many.csv", format!("Name,City,Email\n{rows}Bad,Ulm,nobody\nLast,Ulm,\n"));
    let (code, said) = house.refused(&["import", &file]);
    assert_eq!(code, 1);
    assert!(said.ends_with("500 records are kept; callsheet undo X1 takes them back"), "{said}");
    assert_eq!(customers(&house), 500);
    house.json(&["undo", "X1"]);
    assert_eq!(customers(&house), 0);
}

#[test]
fn what_looks_alike_stays_as_many_as_the_file_has() {
    let house = House::new();
    house.json(&["import", &house.file("people.csv", "id,name\n7,Anna\n")]);
    house.json(&["import", &house.file("orders.csv", "id,customer,date\n55,7,2026-01-02\n"), "--as", "orders"]);
    for (target, text) in [
        ("deals", "customer,title,value\n7,Renewal,100 EUR\n7,Renewal,200 EUR\n"),
        ("tickets", "customer,text\n7,broken\n7,broken\n"),
        ("order-lines", "order,product,quantity,unit_price\n55,Tea,1,3 EUR\n55,Tea,2,3 EUR\n"),
    ] {
        let file = house.file(&format!("{target}.csv"), text);
        assert_eq!(counts(&house.json(&["import", &file, "--as", target])), [2, 2, 0, 0, 0], "{target}");
        assert_eq!(counts(&house.json(&["import", &file, "--as", target])), [2, 0, 0, 2, 0], "{target} again");
        let changed = house.file(&format!("{target}.csv"), text.replace("200 EUR", "300 EUR"));
        let updated = u64::from(target == "deals");
        assert_eq!(counts(&house.json(&["import", &changed, "--as", target])), [2, 0, updated, 2 - updated, 0]);
    }
    let card = house.json(&["show", "Anna"]);
    assert_eq!(card["orders"][0]["lines"].as_array().map(Vec::len), Some(2));
    let values = card["deals"].as_array().unwrap().iter().map(|deal| deal["value"]["amount"].as_str().unwrap());
    assert_eq!(values.collect::<std::collections::BTreeSet<_>>(), ["100.00", "300.00"].into());
}

#[test]
fn a_dry_run_judges_what_stands_twice_as_the_import_does() {
    let house = House::new();
    let rows = lines((0..1_200).map(|row| row % 700).map(|number| format!("{number},Customer {number},Ulm\n")));
    let file = house.file("twice.csv", format!("id,name,city\n{rows}"));
    let dry = counts(&house.json(&["import", &file, "--dry-run"]));
    assert_eq!(dry, [1_200, 700, 0, 500, 0]);
    assert_eq!(dry, counts(&house.json(&["import", &file])));
}
