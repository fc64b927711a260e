//! The examples of the scripting page do what it says, and hooks outlive the host.

use super::house::House;
use assert_cmd::cargo::cargo_bin;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const PAGE: &str = include_str!("../../assets/scripting.md");
/// How long anything may take on a machine with much else to do.
const PATIENCE: Duration = Duration::from_mins(3);

/// A script of the page, as a file that can be run.
fn script(house: &House, name: &str) -> String {
    let (_, rest) = PAGE.split_once(&format!("```sh {name}\n")).unwrap();
    executable(house, name, rest.split("```").next().unwrap())
}

fn executable(house: &House, name: &str, text: &str) -> String {
    fs::create_dir_all(house.path("bin")).unwrap();
    let (text, path) = (house.file(&format!("{name}.text"), text), house.path("bin").join(name));
    // Another program writes it: what this one has open for writing would be open in whatever another test starts
    // at that moment as well, and nobody may run a file that is ("text file busy").
    let installed = Command::new("install").args(["-m", "755", &text]).arg(&path).status().unwrap();
    assert!(installed.success(), "{name}");
    path.to_str().unwrap().to_owned()
}

/// Where the scripts find programs: those of the test first.
fn path(house: &House) -> String {
    let program = cargo_bin("callsheet");
    format!("{}:{}:/usr/bin:/bin", house.path("bin").display(), program.parent().unwrap().display())
}

fn run(house: &House, script: &str, args: &[&str]) {
    let mut command = Command::new(script);
    command.env_clear().env("HOME", house.path("")).env("LANG", "C.UTF-8").env("PATH", path(house)).args(args);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
}

fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

fn hook(house: &House) -> Value {
    house.json(&["hook", "list"])["hooks"][0].clone()
}

#[test]
fn a_telephone_system_rings_and_a_call_nobody_took_is_missed() {
    let house = House::new();
    house.json(&["add", "Anna Meyer", "--phone", "+49 30 1234567"]);
    let ring = script(&house, "ring");
    run(&house, &ring, &["+49301234567", "c1", "ringing"]);
    run(&house, &ring, &["+49301234567", "c1", "ended"]);
    let card = house.json(&["show", "1"]);
    assert_eq!((&card["timeline"][0]["call_id"], &card["follow_ups"][0]["kind"]), (&json!("c1"), &json!("callback")));
}

#[test]
fn the_nightly_export_gives_the_warehouse_a_file_a_noun() {
    let house = House::new();
    house.json(&["add", "Anna Meyer"]);
    house.json(&["deal", "add", "Anna Meyer", "Website", "--value", "12000"]);
    let nightly = script(&house, "nightly");
    fs::create_dir(house.path("warehouse")).unwrap();
    run(&house, &nightly, &[house.path("warehouse").to_str().unwrap()]);
    let files = fs::read_dir(house.path("warehouse")).unwrap().map(|file| file.unwrap().path());
    let deals =
        files.into_iter().find(|file| file.file_name().unwrap().to_str().unwrap().starts_with("deal-")).unwrap();
    let deals = fs::read_to_string(deals).unwrap();
    let deal: Value = serde_json::from_str(deals.trim()).unwrap();
    assert_eq!(deal["deal"]["value"], json!({ "amount": "12000.00", "currency": "USD" }));
}

#[test]
fn a_won_deal_is_posted_to_a_chat() {
    let house = House::new();
    let (won, posted) = (script(&house, "won"), house.path("posted"));
    executable(&house, "curl", &format!("#!/bin/sh\ncat > '{}.part' && mv '{0}.part' '{0}'\n", posted.display()));
    let command = format!("PATH='{}' CHAT_URL=https://chat.example '{won}'", path(&house));
    house.json(&["hook", "add", "deal-won", &command]);
    house.json(&["add", "Anna Meyer"]);
    house.json(&["deal", "add", "1", "The \"big\" one"]);
    house.json(&["deal", "win", "D1"]);
    until("nothing was posted", || posted.exists());
    let told: Value = serde_json::from_str(&fs::read_to_string(posted).unwrap()).unwrap();
    assert_eq!(told, json!({ "text": "Won: The \"big\" one" }));
    until("the run was not written down", || hook(&house)["events"] == 1);
    assert_eq!(hook(&house)["last"]["outcome"], "done");
}

#[test]
fn a_hook_whose_host_is_killed_is_told_again_and_marks_what_it_does() {
    let house = House::new();
    let (begun, gate) = (house.path("begun"), house.path("gate"));
    let command = format!(
        "echo $$ >> '{}'; while [ ! -e '{}' ]; do sleep 0.05; done; \"$CALLSHEET\" tag 1 +welcome",
        begun.display(),
        gate.display()
    );
    house.json(&["hook", "add", "customer-created", &command, "--limit", "600"]);
    house.json(&["add", "Anna Meyer"]);
    let runs = || fs::read_to_string(&begun).unwrap_or_default().lines().count();
    until("the hook was not run", || runs() == 1);
    let host = house.json(&["status"])["host"]["pid"].as_u64().unwrap();
    Command::new("kill").args(["-9", &host.to_string()]).status().unwrap();
    house.json(&["status"]);
    until("the hook was not run again", || runs() == 2);
    assert_eq!(hook(&house)["events"], 0);
    fs::write(gate, "").unwrap();
    until("the run was not written down", || hook(&house)["events"] == 1);
    assert_eq!(house.json(&["show", "1"])["customer"]["tags"], json!(["welcome"]));
    let entries = house.json(&["audit", "list"]);
    let edits = entries["entries"].as_array().unwrap().iter().filter(|entry| entry["request"] == "customers-edit");
    assert!(edits.into_iter().all(|entry| entry["actor"] == "hook" && entry["depth"] == 1), "{entries}");
}

/// A stream of events, ended with the test.
struct Watch(Child, BufReader<std::process::ChildStdout>);

impl Watch {
    fn begin(house: &House, args: &[&str]) -> Self {
        let mut command = Command::new(cargo_bin("callsheet"));
        command.env_clear().env("HOME", house.path("")).env("LANG", "C.UTF-8").args(["watch", "--json"]).args(args);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self(child, lines)
    }

    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.1.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_watch_streams_what_happens_and_goes_on_from_its_cursor_past_the_end_of_a_host() {
    let house = House::new();
    house.json(&["add", "Anna Meyer"]);
    let mut watch = Watch::begin(&house, &["--from", "0"]);
    let requests = [watch.next(), watch.next()].map(|event| event["request"].clone());
    assert_eq!(requests, ["system-found", "customers-add"]);
    house.json(&["add", "Bea"]);
    let bea = watch.next();
    assert_eq!((&bea["cursor"], &bea["events"]), (&json!(3), &json!([{ "event": "customer-created", "record": "2" }])));
    assert_eq!(bea["touched"][0], json!({ "id": "2", "noun": "customer", "fate": "created", "fields": [] }));

    let host = house.json(&["status"])["host"]["pid"].as_u64().unwrap();
    Command::new("kill").args(["-9", &host.to_string()]).status().unwrap();
    house.json(&["add", "Cid"]);
    assert_eq!(watch.next()["cursor"], 4, "the same stream goes on with the next host");
    drop(watch);
    house.json(&["add", "Dan"]);
    let mut again = Watch::begin(&house, &["--from", "3", "--limit", "2"]);
    assert_eq!([again.next()["cursor"].clone(), again.next()["cursor"].clone()], [4, 5]);
    assert!(again.0.wait().unwrap().success(), "it ends after as many as were wanted");
}
