//! What the binary says before it opens a store.

use super::house::House;
use std::process::{Command, Stdio};

#[test]
fn without_a_terminal_it_names_commands_to_use_instead() {
    let (code, said) = House::new().refused(&[]);
    assert_eq!(code, 2);
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("callsheet find, show, queue"), "{said}");
}

#[test]
fn wrong_flags_are_usage_in_one_line() {
    let house = House::new();
    for args in [&["find"][..], &["--nonsense"], &["nonsense"], &["deal", "lose", "D1"], &["find", "x", "--limit", "y"]]
    {
        let (code, said) = house.refused(args);
        assert_eq!((code, said.lines().count()), (2, 1), "{args:?}: {said}");
        assert!(said.starts_with("callsheet: "), "{said}");
        let error = house.error(args);
        assert_eq!(error["code"], "usage", "{args:?}");
        assert!(error["message"].is_string() && error["hint"].is_string());
    }
}

#[test]
fn help_and_version_are_no_errors() {
    let house = House::new();
    house.command(&["--help"]).assert().success().stdout(predicates::str::contains("follow-up"));
    house.command(&["log", "--help"]).assert().success().stdout(predicates::str::contains("Example: callsheet log"));
    house.command(&["--version"]).assert().success().stdout(predicates::str::starts_with("callsheet "));
}

#[test]
fn whoever_stops_reading_is_no_error() {
    let house = House::new();
    let bin = assert_cmd::cargo::cargo_bin("callsheet");
    for args in [&["completions", "zsh"][..], &["--help"]] {
        let mut child = Command::new(&bin)
            .args(args)
            .env("HOME", house.path("home"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_shell_gets_its_completions() {
    let house = House::new();
    for shell in ["bash", "zsh", "fish"] {
        house.command(&["completions", shell]).assert().success().stdout(predicates::str::contains("callsheet"));
    }
}

#[test]
fn a_bad_configuration_names_file_line_and_key() {
    let house = House::new();
    let file = house.file("mine.toml", "lang = \"en\"\ndepht = \"16\"\n");
    let (code, said) = house.refused(&["find", "x", "--config", &file]);
    assert_eq!(code, 2);
    assert!(said.contains("mine.toml, line 2, depht"), "{said}");
    assert_eq!(house.error(&["find", "x", "--config", &file])["code"], "config");
    assert_eq!(house.refused(&["find", "x", "--lang", "fr"]).0, 2);
}

#[test]
fn complaints_are_said_in_the_language_of_the_person() {
    let house = House::new();
    let (code, said) = house.refused(&["--lang", "zh"]);
    assert_eq!(code, 2);
    assert!(said.contains("界面需要终端"), "{said}");
    house.command(&[]).env("LANG", "zh_CN.UTF-8").assert().code(2).stderr(predicates::str::contains("界面需要终端"));
}

#[test]
fn a_wrong_file_is_refused_before_the_store_is_opened() {
    let house = House::new();
    std::fs::create_dir(house.path("folder.csv")).unwrap();
    let empty = house.file("empty.csv", "");
    let picture = house.file("picture.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01");
    let torn = house.file("torn.xlsx", b"PK\x03\x04\x14\x00\x06\x00");
    let data = house.path("data");
    for (file, code) in [
        ("folder.csv", "not-a-file"),
        ("missing.csv", "file"),
        (&empty, "empty-file"),
        (&picture, "not-text"),
        (&torn, "file"),
    ] {
        let error = house.error(&["import", file, "--data", data.to_str().unwrap()]);
        assert_eq!(error["code"], code, "{error}");
        assert!(!data.exists());
    }
}
