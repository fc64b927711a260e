//! Made-up customers: the same ones each time, and a job that can be stopped.

use super::house::House;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

/// What a store says of itself but for how long the search took.
fn told(house: &House) -> (Value, Value) {
    let mut found = house.json(&["find", "", "--limit", "5000"]);
    found["elapsed_us"].take();
    found["paint_us"].take();
    (found, house.json(&["board"]))
}

#[test]
fn the_same_seed_makes_the_same_store() {
    let houses = [House::new(), House::new()];
    for house in &houses {
        // Nobody watches: nothing is said but the end.
        let output = house.command(&["demo", "--customers", "2000", "--seed", "7"]).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty());
    }
    let [one, other] = houses.each_ref().map(told);
    assert_eq!(one.0["matched"], 2000);
    assert_eq!(one, other);

    let house = &houses[0];
    assert_eq!(house.error(&["demo", "--customers", "5"])["code"], "demo-not-empty");
    assert_eq!(house.json(&["demo", "--customers", "5", "--yes"])["created"], 5);
    one_line_is_enough(house);
}

/// `callsheet find "" | head -1` is no failure.
fn one_line_is_enough(house: &House) {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin("callsheet"))
        .args(["find", "", "--limit", "5000"])
        .env_clear()
        .env("HOME", house.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
    assert!(first.contains("Name"), "{first}");
}

#[test]
fn a_job_shows_how_far_it_is_and_stops_when_told() {
    let house = House::new();
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(assert_cmd::cargo::cargo_bin("callsheet"));
    command.args(["demo", "--customers", "500000"]);
    command.env_clear();
    for (name, value) in [("HOME", house.path("").to_str().unwrap()), ("LANG", "en_US.UTF-8"), ("TERM", "xterm")] {
        command.env(name, value);
    }
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let (mut screen, mut keys) = (pty.master.try_clone_reader().unwrap(), pty.master.take_writer().unwrap());
    let mut shown = Vec::new();
    let mut piece = [0; 1024];
    let mut stopped = false;
    // Reading ends with an error when the program is gone.
    while let Ok(count @ 1..) = screen.read(&mut piece) {
        shown.extend_from_slice(&piece[..count]);
        if !stopped && shown.contains(&b'%') {
            keys.write_all(b"\x03").unwrap();
            stopped = true;
        }
    }
    let said = String::from_utf8_lossy(&shown);
    assert_eq!(child.wait().unwrap().exit_code(), 1, "{said}");
    assert!(said.contains("To take them back: callsheet undo X1"), "{said}");
    assert!(said.contains("callsheet: Stopped; the customers made so far stay"), "{said}");

    assert!(house.json(&["status"])["customers"].as_u64() >= Some(500));
    house.json(&["undo", "X1"]);
    assert_eq!(house.json(&["status"])["customers"], 0);
}
