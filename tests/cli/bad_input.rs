//! Files that are wrong in every way somebody has seen: what cannot be taken is named with its line and why, everything
//! around it comes in, and none of it costs more memory than any other file.

use super::house::House;
use serde_json::Value;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::process::Command;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A line of the file of refused rows: its line in the file, the column to blame, and a part of the reason.
type Refused = (u64, &'static str, &'static str);

/// Imports a file; the rows that came in, and the refused ones as their file has them.
fn brought_in(house: &House, name: &str, bytes: &[u8]) -> (u64, Vec<(u64, String, String)>) {
    let report = house.json(&["import", &house.file(name, bytes)]);
    let Some(path) = report["reject_file"].as_str() else { return (taken(&report), Vec::new()) };
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let refused = reader.records().map(|record| {
        let record = record.unwrap();
        let said = |from_end: usize| record[record.len() - from_end].to_owned();
        (said(3).parse().unwrap(), said(2), said(1))
    });
    (taken(&report), refused.collect())
}

fn taken(report: &Value) -> u64 {
    report["created"].as_u64().unwrap()
}

#[test]
fn each_bad_row_is_named_with_its_line_its_column_and_why_and_the_others_come_in() {
    let house = House::new();
    let wide = format!("Name,City\nA1,{}\nB1,Ulm\n", "x,".repeat(100_000));
    let endless =
        format!("BEGIN:VCARD\nFN:C1\nNOTE:x\n{}END:VCARD\nBEGIN:VCARD\nFN:D1\nEND:VCARD\n", " x\n".repeat(600_000));
    let cases: [(&str, &[u8], u64, &[Refused]); 15] = [
        ("cut.csv", b"Name,City\nA2,Ulm\nB2,\"Bo", 1, &[(3, "", "quote")]),
        ("mixed.csv", b"Name,City\nJ\xc3\xbcrgen Gr\xc3\xb6\xc3\x9f A3,K\xc3\xb6ln\nB3,Z\xfcrich\nC3,Ulm\n", 2, &[(3, "City", "not UTF-8")]),
        ("wide.csv", wide.as_bytes(), 1, &[(2, "", "cells")]),
        ("nul.csv", b"Name,City\nA4\0,Ulm\nB4,Ulm\n", 1, &[(2, "Name", "U+0000")]),
        (
            "days.csv",
            b"Name,Birthday\nA5,0000-00-00\nB5,31.02.1980\nC5,1980-02-29\nD5,1981-02-29\n",
            1,
            &[(2, "Birthday", "0000-00-00"), (3, "Birthday", "31.02.1980"), (5, "Birthday", "1981-02-29")],
        ),
        (
            "moments.csv",
            b"customer,at,text\nC5,0000-00-00,x\nC5,31.02.2026 10:00,x\nC5,2026-02-28 10:00,x\n",
            1,
            &[(2, "at", "0000-00-00"), (3, "at", "31.02.2026")],
        ),
        (
            "phones.csv",
            b"Name,Phone\nA6,call Bob\nB6,+49 30 12345x67y\nC6,+49 30 1234567\n",
            1,
            &[(2, "Phone", "call Bob"), (3, "Phone", "12345x67y")],
        ),
        ("vanity.csv", b"Name,Phone,Country\nA10,1-800-FLOWERS,US\nB10,(206) 555-9857 ext. 12,US\n", 2, &[]),
        ("formulas.csv", b"Name,City\n=1+1,\"=cmd|' /C calc'!A0\"\n@SUM(1),+1\n", 2, &[]),
        ("folded.vcf", endless.as_bytes(), 1, &[(1, "", "")]),
        ("cut.vcf", b"BEGIN:VCARD\nFN:A7\nEND:VCARD\nBEGIN:VCARD\nFN:B7\nTEL:+49 30", 1, &[(4, "", "")]),
        (
            "mixed.vcf",
            b"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GBK:\xc0\xee\xc4\xc8\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:A8 \xff\xfe\nEND:VCARD\n",
            1,
            &[(5, "", "not ")],
        ),
        (
            "cut.ics",
            b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE:20990101T090000Z\nATTENDEE:mailto:nobody@x.de\nSUMMARY:x",
            0,
            &[(2, "", "")],
        ),
        ("days.ics", b"BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE:20990231\nSUMMARY:x\nEND:VTODO\nEND:VCALENDAR\n", 0, &[(2, "", "")]),
        ("none.eml", b"From: nobody\nSubject: x\n\nno date and no address\n", 0, &[(1, "", "")]),
    ];
    for (name, bytes, came_in, wrong) in cases {
        let (taken, refused) = brought_in(&house, name, bytes);
        assert_eq!((taken, refused.len()), (came_in, wrong.len()), "{name}: {refused:?}");
        for ((line, column, why), (wanted, blamed, part)) in refused.iter().zip(wrong) {
            assert!(line == wanted && (blamed.is_empty() || column == blamed), "{name}: {line} {column}: {why}");
            assert!(why.contains(part) && !why.is_empty(), "{name}: {why}");
        }
    }
}

/// A workbook of one sheet with these rows.
fn workbook(house: &House, name: &str, rows: &str) -> String {
    workbook_of(house, name, &format!("<sheetData>{rows}</sheetData>"))
}

/// A workbook of one sheet with this in it.
fn workbook_of(house: &House, name: &str, sheet: &str) -> String {
    let path = house.path(name);
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let refers = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = format!(
        r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    for (part, text) in [
        ("_rels/.rels", refers("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", refers("worksheet", "worksheets/sheet1.xml")),
        ("xl/workbook.xml", book),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{main}">{sheet}</worksheet>"#)),
    ] {
        zip.start_file(part, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    path.to_str().unwrap().to_owned()
}

fn cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_workbook_that_is_a_bomb_or_is_cut_is_refused_whole_and_of_a_formula_its_value_comes_in() {
    let house = House::new();
    let bomb = workbook(&house, "bomb.xlsx", &cell("A1", &"x".repeat(40 << 20)));
    let said = house.error(&["import", &bomb]);
    assert!(said["message"].as_str().unwrap().contains("16 MB"), "{said}");
    let head = format!("<row r=\"1\">{}{}</row>", cell("A1", "Name"), cell("B1", "City"));
    let row =
        format!("<row r=\"2\">{}<c r=\"B2\" t=\"str\"><f>\"Ul\"&amp;\"m\"</f><v>Ulm</v></c></row>", cell("A2", "Anna"));
    let good = workbook(&house, "good.xlsx", &format!("{head}{row}"));
    assert_eq!(taken(&house.json(&["import", &good])), 1);
    assert_eq!(house.json(&["show", "Anna"])["customer"]["city"], "Ulm");
    let bytes = std::fs::read(&good).unwrap();
    let cut = house.file("cut.xlsx", &bytes[..bytes.len() / 2]);
    assert_eq!(house.error(&["import", &cut])["code"], "file");
}

#[test]
fn what_a_reader_panics_over_is_told_in_one_line() {
    let house = House::new();
    // Where overflow is checked, this ends before it begins.
    let rows = format!("<row r=\"1\">{}</row>", cell("A1", "Name"));
    let sheet = format!("<dimension ref=\"B9:A1\"/><sheetData>{rows}</sheetData>");
    let book = workbook_of(&house, "backwards.xlsx", &sheet);
    let output = house.command(&["import", &book]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.is_empty() || said.starts_with("callsheet: ") && said.lines().count() == 1, "{said}");
    assert_eq!(said.is_empty(), output.status.success(), "{said}");
}

#[test]
fn a_header_of_a_hundred_thousand_columns_is_told_to_be_no_table() {
    let house = House::new();
    let said = house.error(&["import", &house.file("wide.csv", "x,".repeat(100_000))]);
    assert_eq!(said["code"], "columns", "{said}");
    assert!(said["message"].as_str().unwrap().len() < 1_000, "{said}");
}

/// A file with one line of so many bytes, which lie nowhere on the disk, and rows around it.
fn with_one_long_line(house: &House, bytes: u64) -> String {
    let path = house.file("long.csv", "Name,Notes\nA9,ok\nB9,");
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    file.seek(SeekFrom::End(bytes as i64)).unwrap();
    file.write_all(b"\nC9,ok\n").unwrap();
    path
}

/// Imports such a file in a program that may not have more memory than this.
fn comes_in_within(house: &House, bytes: u64, kilobytes: u64) {
    let path = with_one_long_line(house, bytes);
    // The host that keeps the store is not to be confined with the command: it must not have left when that begins.
    house.command(&["status"]).env("CALLSHEET_LINGER", "600").assert().success();
    let import = house.command(&["import", &path, "--json"]);
    let mut confined = Command::new("sh");
    confined
        .args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")])
        .arg(import.get_program())
        .args(import.get_args());
    confined.env_clear().envs(import.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = confined.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!((taken(&report), report["refused"].as_u64()), (2, Some(1)), "{report}");
}

#[test]
fn one_line_of_many_megabytes_costs_its_row_and_no_memory() {
    comes_in_within(&House::new(), 96 << 20, 192 << 10);
}

/// `cargo test --release --test cli one_line_of_a_gigabyte -- --ignored`
#[test]
#[ignore = "reads a gigabyte; a tenth of it is tried above"]
fn one_line_of_a_gigabyte_costs_its_row_and_no_memory() {
    comes_in_within(&House::new(), 1 << 30, 192 << 10);
}
