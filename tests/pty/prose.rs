//! A sentence typed in the wrong place does no harm.

use super::house::House;
use super::terminal::{CTRL_C, ENTER, ESC, F2, F4, TAB, Terminal};
use serde_json::Value;
use std::path::PathBuf;
use std::time::Duration;
use std::{fs, thread};

/// A hundred words, with every key that means something in command mode among them.
const PROSE: &str = "Zoe quit, she says: \"We undo 12 things in U-turns, W wins and L loses!\" Could x be done / snoozed? \
    Yes: 3 > 2 < 5; mark it, tag vip, merge both, move J past K, go to G. Help? No, 100 % sure! \
    Edit nothing now: call me back at 030 1234567 on Friday, 9:30 sharp. You may copy this & that, \
    follow up, deal, log in, view 1 or save View V. She quotes: 'quick brown foxes jump over lazy dogs' (twice). \
    Money: 12,000.50 EUR = ~14k $; e-mail anna_meyer@example.com, #7 | line 2. \
    What else? Nothing else; keep calm and carry on. Unless `quiet` queues exhaust us: then pause, \
    zoom out, hold {tight}, jot [notes] down ^ up * until * evening \\ night. Goodbye then, till tomorrow";

/// Empties a line; goes to the search box from everywhere.
const CLEAR: &str = "\x15";
const CTRL_F: &str = "\x06";
/// Esc as a terminal writes it that leaves no doubt: never taken for Alt with the key behind it.
const ESC_ALONE: &str = "\x1b[27u";
/// Ctrl-d throws away what a form holds; Esc never does.
const THROW_AWAY: &str = "\x04";

/// The panes, each with the key that goes there and the title it has with the focus.
const PANES: [(&str, &str); 4] =
    [("gc", "> Customers"), ("gt", "> Timeline"), ("gp", "> Pipeline"), ("gf", "> Follow-ups")];

/// The layers that keys open, each with the title it has; but for those about files.
const LAYERS: [(&str, &str); 12] = [
    ("gm", "> Duplicates"),
    ("gw", "> What is amiss"),
    ("gd", "> Dashboard"),
    ("gs", "> The floor"),
    ("gl", "> Call lists"),
    ("vv", "> Saved views"),
    ("?", "> Keys"),
    (":", "> All commands"),
    ("C", "would change"),
    ("E", "Change all"),
    ("M", "Call list of"),
    ("n", "> New customer"),
];

/// The prose as a page: its sentences end lines, with an empty one below each. `q` leaves, by design.
fn page() -> String {
    let lines = PROSE.replace(['q', 'Q'], "").replace(". ", ".\r\r").replace("! ", "!\r\r").replace("? ", "?\r\r");
    format!("{lines}\r\r")
}

/// A customer with a deal, a follow-up, an interaction, something to undo and something to redo; and one who is there
/// twice.
fn house() -> House {
    let house = House::new();
    let anna =
        house.make(&["add", "Anna Meyer", "--phone", "+49 30 901820", "--email", "anna@example.com", "--tag", "vip"]);
    house.make(&["add", "Bert Brecht", "--phone", "+49 30 284080"]);
    for _ in 0..2 {
        house.make(&["add", "Cora Lind", "--phone", "+49 30 555111", "--email", "cora@example.com"]);
    }
    house.ask(&["duplicates"]);
    house.ask(&["view", "save", "vips", "--query", "tag:vip"]);
    house.ask(&["list", "make", "Spring", "tag:vip"]);
    house.make(&["deal", "add", &anna, "Website", "--value", "900", "--stage", "qualified"]);
    // So far ahead that no midnight in between brings it nearer.
    house.make(&["follow-up", &anna, "+30d", "send the list"]);
    house.make(&["log", &anna, "--channel", "phone", "--direction", "out", "--outcome", "1", "first contact"]);
    house.ask(&["tag", &anna, "+regular"]);
    house.ask(&["undo"]);
    house
}

/// All there is, but for when somebody was last in contact and how long finding took.
fn everything(house: &House) -> Value {
    let mut found = house.ask(&["find", "", "--limit", "100"]);
    for row in found["rows"].as_array_mut().unwrap() {
        row["last_contact"] = Value::Null;
    }
    let card = |id| {
        let mut card = house.ask(&["show", id]);
        for field in ["timeline", "last_contact"] {
            card[field] = Value::Null;
        }
        card
    };
    Value::Array(vec![
        found["rows"].take(),
        house.ask(&["board"]),
        house.ask(&["queue"]),
        house.ask(&["tickets"]),
        house.ask(&["dnc", "list"]),
        house.ask(&["view", "list"]),
        card("1"),
        card("2"),
    ])
}

/// What was ever changed, by the name of the request.
fn changes(house: &House) -> Vec<String> {
    let audit = house.ask(&["audit", "list"]);
    audit["entries"].as_array().unwrap().iter().map(|entry| entry["request"].as_str().unwrap().to_owned()).collect()
}

/// The screen with the first customer selected and in command mode.
fn open(house: &House) -> Terminal {
    let mut screen = house.open();
    screen.wait_for("Customers 4").keys("901820").wait_for("Customers 1").keys(ENTER).wait_for("COMMAND");
    screen.wait_for("anna@example.com");
    screen
}

/// Waits until every key is taken, leaves by Esc whatever stands open, and finds the first customer.
/// A layer that waited for an answer may open late, so the way back begins again until a search is
/// answered too.
fn settle(screen: &mut Terminal) {
    let layer_stands = |seen: &str| seen.contains("Finish or leave what is open first");
    // Whoever is found stands in the list; the card may show anybody, as the keys before went where they liked.
    let is_found = |seen: &str, name: &str, number: &str| {
        let has_row = seen.lines().any(|line| line.contains(name) && line.contains(number));
        seen.contains("Customers 1") && has_row
    };
    let bert_is_found = |seen: &str| seen.contains("FIND") && is_found(seen, "Bert Brecht", "+49 30 284080");
    screen.keys(CTRL_C).wait_for("Ctrl-C does nothing here");
    while !bert_is_found(&screen.screen()) {
        // A layer that opens right after the search box shows neither the box's mode nor a warning.
        let taken = |seen: &str| seen.contains("FIND") || seen.contains("\n TEXT") || layer_stands(seen);
        screen.keys(CTRL_F).wait_until("the way to the search box is free or not", taken);
        if screen.screen().contains("FIND") {
            screen.keys(CLEAR).keys("284080");
            screen.wait_until("Bert is found", |seen| bert_is_found(seen) || !seen.contains("FIND"));
        } else {
            screen.keys(THROW_AWAY).keys(ESC_ALONE).wait_until("Esc is taken", |seen| !layer_stands(seen));
            // What is seen may be older than these keys: a program that is slow shall not be buried in more of them.
            thread::sleep(Duration::from_millis(20));
        }
    }
    screen.keys(CLEAR).keys("901820");
    screen.wait_until("Anna is found", |seen| is_found(seen, "Anna Meyer", "+49 30 901820"));
    screen.keys(ENTER).wait_gone("FIND");
}

#[test]
fn prose_typed_during_a_call_goes_into_the_note_and_nowhere_else() {
    assert!(PROSE.split_whitespace().count() >= 100, "{}", PROSE.split_whitespace().count());
    let house = house();
    let (before, changed_before) = (everything(&house), changes(&house));
    let mut screen = open(&house);
    screen.keys(F2).wait_for("Call Anna Meyer").keys(ENTER).wait_for("> Note");
    let mut typed = Vec::new();
    for (go, title) in PANES {
        screen.keys(ESC).wait_for("COMMAND").keys(go).wait_for(title).keys("i").wait_for("NOTE");
        let last = format!("stop{}", typed.len());
        screen.keys(PROSE).keys(TAB).keys(" ").keys(&last).wait_for(&last).keys(ENTER);
        typed.push(format!("{PROSE} {last}"));
    }
    screen.keys(F4).wait_for("> Wrap-up").keys("1").wait_for("Reached").keys(ENTER).wait_for("interaction I2");
    screen.quit();

    let timeline = house.ask(&["show", "1"])["timeline"].take();
    assert_eq!(timeline.as_array().unwrap().len(), 2);
    assert_eq!(timeline[0]["text"], typed.join("\n"));
    assert_eq!(timeline[1]["text"], "first contact");
    assert_eq!(everything(&house), before);
    let mut expected = changed_before;
    expected.push("calls-wrap-up".to_owned());
    assert_eq!(changes(&house), expected);
}

#[test]
fn prose_typed_without_a_call_changes_nothing() {
    let house = house();
    let (before, changed_before) = (everything(&house), changes(&house));
    let starts = ["", "Wins", "Loses", "under", "exit", "next", "Use", "merge", "tag", "see", "forget 9"];
    let in_panes = PANES.into_iter().flat_map(|place| starts.map(|start| (place, start)));
    for ((go, title), start) in in_panes.chain(LAYERS.map(|place| (place, ""))) {
        let mut screen = open(&house);
        screen.keys(go).wait_for(title).keys(start).keys(&page());
        settle(&mut screen);
        screen.terminate();
    }
    assert_eq!(changes(&house), changed_before);
    assert_eq!(everything(&house), before);
}

/// The files that lie about.
fn files(house: &House) -> Vec<PathBuf> {
    let folders = [house.path("."), house.path("home"), house.path("config/callsheet/mappings")];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
}

#[test]
fn prose_typed_over_a_file_that_could_come_in_or_the_audit_log_changes_and_writes_nothing() {
    let house = house();
    fs::write(house.path("more.csv"), "Name,City\nAda,Ulm\n").unwrap();
    let kept = "{\"callsheet\":{\"version\":1,\"store\":\"s\",\"at\":\"2026-11-22T08:00:00Z\"}}\n\
        {\"customer\":{\"id\":\"77\",\"name\":\"Ada\"}}\n";
    fs::write(house.path("kept.jsonl"), kept).unwrap();
    let (changed_before, files_before) = (changes(&house), files(&house));
    let named = ["more.csv", "kept.jsonl"].map(|name| (format!(":Import a file\r{name}\r"), "of the first 1 rows"));
    for (go, title) in named.into_iter().chain([("ga".to_owned(), "> Audit log")]) {
        // The letters that begin something here, with a sentence behind them.
        for start in ["", "inside", "see", "runs", "even"] {
            let mut screen = open(&house);
            screen.keys(&go).wait_for(title).keys(start).keys(&page());
            settle(&mut screen);
            screen.terminate();
        }
    }
    assert_eq!(changes(&house), changed_before);
    assert_eq!(files(&house), files_before);
}

#[test]
fn a_page_typed_among_the_commands_of_a_call_changes_nothing() {
    let house = house();
    let (before, changed_before) = (everything(&house), changes(&house));
    let mut screen = open(&house);
    screen.keys(F2).wait_for("Call Anna Meyer").keys(ENTER).wait_for("> Note");
    for (go, title) in PANES {
        screen.keys(ESC).wait_for("COMMAND").keys(go).wait_for(title).keys(&page());
        settle(&mut screen);
    }
    screen.keys(F4).wait_for("> Wrap-up").keys("1").wait_for("Reached").keys(ENTER).wait_for("interaction I2");
    screen.quit();
    assert_eq!(everything(&house), before);
    let mut expected = changed_before;
    expected.push("calls-wrap-up".to_owned());
    assert_eq!(changes(&house), expected);
}

#[test]
fn no_key_of_command_mode_changes_anything_by_itself() {
    let house = house();
    let changed_before = changes(&house);
    let keys: Vec<char> = (' '..='~').filter(|c| *c != 'q').collect();
    for (go, title) in PANES {
        let mut screen = open(&house);
        for key in &keys {
            // A box the last key opened in the pane would take this one for its text.
            screen.keys(go).wait_for(title).keys(ESC_ALONE).keys(&key.to_string());
            let asks_the_store = "cuU".contains(*key) || (*key == 'e' && ["gc", "gt"].contains(&go));
            if asks_the_store {
                // These open once the store has answered; keys before that would go elsewhere.
                screen.wait_for("\n TEXT");
            }
            if *key == 'O' {
                // Nobody signed on here; the answer that says so would cover the next warning.
                screen.wait_for("not a shared seat");
            }
            settle(&mut screen);
        }
        screen.terminate();
    }
    assert_eq!(changes(&house), changed_before);
}
