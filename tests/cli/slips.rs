//! Slips and hostile text: a clear error that says what to do, nothing half-written, nothing raw.

use super::house::House;
use callsheet::store::sled::{Options, SledEngine, unwatched};

#[test]
fn slips_are_refused_and_change_nothing() {
    let house = House::new();
    house.json(&["add", "张伟", "--set", "city=上海"]);
    house.json(&["add", "张伟", "--set", "city=北京"]);
    house.json(&["deal", "add", "1", "Website"]);
    let before = house.json(&["status"])["revision"].take();
    for (args, code) in [
        (&["show", "nobody"][..], "not-found"),
        (&["show", "张伟"], "ambiguous"),
        (&["follow-up", "1", "some day", "call"], "date"),
        (&["deal", "add", "1", "x", "--value", "-5"], "invalid"),
        (&["deal", "move", "D1", "nowhere"], "invalid"),
        (&["deal", "move", "D99", "proposal"], "not-found"),
        (&["log", "1", "--outcome", "42", "x"], "invalid"),
        (&["edit", "1", "--set", "emails=nobody"], "invalid"),
        (&["edit", "1", "--set", "owner=nobody"], "not-found"),
        (&["undo", "X99"], "not-found"),
        (&["redo"], "nothing-to-undo"),
    ] {
        assert_eq!(house.error(args)["code"], code, "{args:?}");
        assert_eq!(house.refused(args).0, 1, "{args:?}");
    }
    assert_eq!(house.json(&["status"])["revision"], before);
}

#[test]
fn two_customers_of_one_name_are_listed_with_their_ids() {
    let house = House::new();
    house.json(&["add", "张伟", "--set", "city=上海"]);
    house.json(&["add", "张伟", "--set", "city=北京"]);
    let (code, said) = house.refused(&["show", "张伟"]);
    assert_eq!(code, 1);
    assert!(said.contains("\n  1  张伟  上海\n  2  张伟  北京"), "{said}");
    assert_eq!(house.error(&["show", "张伟"])["candidates"][1]["id"], "2");
}

#[test]
fn hostile_text_never_reaches_a_terminal_raw() {
    let house = House::new();
    let hostile = "\x1b]0;owned\x07Eve\u{202e}\u{200b}\u{9b}31m";
    house.json(&["add", hostile, "--tag", "\x1b[2J", "--set", &format!("remarks={}", "x".repeat(16_000))]);
    house.json(&["log", "1", hostile]);
    house.json(&["follow-up", "1", "tomorrow", hostile]);
    house.json(&["deal", "add", "1", hostile]);
    let asked =
        [&["show", "1"][..], &["find", "Eve"], &["queue"], &["board"], &["undo", "--list"], &["show", "1", "--json"]];
    for args in asked {
        let said = house.said(args);
        let raw = said.chars().find(|c| c.is_control() && *c != '\n' || matches!(c, '\u{202e}' | '\u{200b}'));
        assert_eq!(raw, None, "{args:?}");
    }
    let (_, said) = house.refused(&["show", "\x1b[31m"]);
    assert!(said.contains("␛[31m"), "{said}");
}

#[test]
fn a_text_that_nobody_could_read_is_refused_naming_its_field() {
    let house = House::new();
    house.json(&["add", "Anna"]);
    let before = house.json(&["audit", "verify"])["entries"].take();
    let long = "x".repeat(100_000);
    for (args, field) in [
        (&["add", long.as_str()][..], "name"),
        (&["log", "1", &long], "text"),
        (&["follow-up", "1", "tomorrow", &long], "text"),
        (&["deal", "add", "1", &long], "title"),
        (&["tag", "1", &long], "tags"),
        (&["edit", "1", "--set", &format!("remarks={long}")], "remarks"),
    ] {
        assert_eq!(house.error(args)["field"], field);
    }
    for args in [&["show", long.as_str()][..], &["deal", "move", &long, "new"], &["follow-up", "1", &long, "call"]] {
        let (_, said) = house.refused(args);
        assert!(said.starts_with("callsheet: ") && said.len() < 2_000, "{}", said.len());
    }
    assert_eq!(house.json(&["find", &long])["matched"], 0);
    assert_eq!(house.json(&["audit", "verify"])["entries"], before);
}

#[test]
fn a_data_directory_that_cannot_be_one_is_refused() {
    let house = House::new();
    let file = house.file("data", "not a directory");
    for data in [file.clone(), format!("{file}/below"), "/proc/callsheet".to_owned()] {
        let error = house.error(&["status", "--data", &data]);
        assert_eq!(error["code"], "unavailable", "{error}");
        assert!(error["message"].as_str().unwrap().contains(&data), "{error}");
        assert!(error["hint"].as_str().unwrap().contains("--data"), "{error}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "not a directory");
}

#[test]
fn a_second_program_on_the_same_store_is_turned_away() {
    let house = House::new();
    house.json(&["add", "Anna"]);
    house.stop();
    let data = house.path(".local/share/callsheet");
    let (engine, _) = SledEngine::open(&data, Options::default(), &mut unwatched).unwrap();
    let (code, said) = house.refused(&["find", "anna"]);
    assert_eq!((code, said.lines().count()), (1, 1), "{said}");
    assert!(said.contains(&format!("in use by process {}", std::process::id())), "{said}");
    assert_eq!(house.error(&["find", "anna"])["code"], "in-use");
    drop(engine);
    assert_eq!(house.json(&["find", "anna"])["matched"], 1);
}

#[test]
fn a_store_of_a_newer_version_is_left_alone() {
    let house = House::new();
    house.json(&["add", "Anna"]);
    let current = house.path(".local/share/callsheet/current");
    house.stop();
    let ours = std::fs::read(&current).unwrap();
    let newer = "callsheet store 99 generation 1";
    std::fs::write(&current, format!("{newer} {:08x}\n", crc32fast::hash(newer.as_bytes()))).unwrap();
    let (code, said) = house.refused(&["add", "Ben"]);
    assert_eq!(code, 1);
    assert!(said.contains("newer Callsheet"), "{said}");
    std::fs::write(&current, ours).unwrap();
    assert_eq!(house.json(&["find", "anna"])["matched"], 1);
}
