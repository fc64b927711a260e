//! The everyday tasks of the README, pressed key by key as its table says: as they stand there, and full-width, as an
//! input method that is still on leaves them.

use super::house::House;
use super::terminal::{PATIENCE, Terminal};
use std::time::{Duration, Instant};
use std::{fs, thread};

const README: &str = include_str!("../../README.md");
const CHINESE: &str = include_str!("../../assets/README.zh.md");
/// Keys a task may take, besides the text it is about.
const MOST: usize = 12;

/// What stands in the table: keys, or a text to type.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// As many as are pressed one after the other.
    Keys(Vec<String>),
    Text(String),
}

/// The rows under a heading, each with its tokens.
fn table(readme: &str, heading: &str) -> Vec<(String, Vec<Token>)> {
    let (_, section) = readme.split_once(&format!("\n## {heading}\n")).unwrap();
    let rows = section.split("\n## ").next().unwrap().lines().filter(|line| line.starts_with("| "));
    let cells = rows.map(|row| row.trim_matches('|').split_once(" | ").unwrap());
    cells.skip(1).map(|(task, keys)| (task.trim().to_owned(), tokens(keys))).collect()
}

/// `` `g p` "text" ``
fn tokens(mut cell: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    while let Some(at) = cell.find(['`', '"']) {
        let (quote, rest) = cell[at..].split_at(1);
        let (inside, after) = rest.split_once(quote).unwrap();
        tokens.push(match quote {
            "`" => Token::Keys(inside.split(' ').map(str::to_owned).collect()),
            _ => Token::Text(inside.to_owned()),
        });
        cell = after;
    }
    tokens
}

/// What a terminal sends for a key.
fn sent(key: &str, wide: bool) -> String {
    let plain = match key {
        "enter" => "\r",
        "tab" => "\t",
        "space" => " ",
        "right" => "\x1b[C",
        "f2" => "\x1bOQ",
        "f4" => "\x1bOS",
        "f5" => "\x1b[15~",
        key => return modified(key, wide),
    };
    if wide && plain == " " { "\u{3000}".to_owned() } else { plain.to_owned() }
}

fn modified(key: &str, wide: bool) -> String {
    if let Some(letter) = key.strip_prefix("ctrl-") {
        return char::from(letter.as_bytes()[0] & 0x1f).to_string();
    }
    let c = match key.strip_prefix("shift-") {
        Some(letter) => letter.to_uppercase().chars().next().unwrap(),
        None => key.chars().next().unwrap(),
    };
    assert_eq!(key.trim_start_matches("shift-").chars().count(), 1, "no key: {key}");
    if wide { full_width(c) } else { c }.to_string()
}

fn full_width(c: char) -> char {
    if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xfee0).unwrap() } else { c }
}

/// An input method leaves letters and blanks alone, and widens digits and signs.
fn typed(text: &str, wide: bool) -> String {
    let widen = |c: char| if wide && !c.is_alphabetic() { full_width(c) } else { c };
    text.chars().map(widen).collect()
}

struct Task {
    /// As the README calls it.
    name: &'static str,
    prepare: fn(&House),
    /// What is seen before the first key.
    start: &'static str,
    /// What is seen after each token, before the next is pressed.
    seen: &'static [&'static str],
    /// Whether the store is as it should be now.
    done: fn(&House) -> bool,
}

fn person(house: &House, name: &str, phone: &str) -> String {
    house.make(&["add", name, "--phone", phone])
}

fn maria(house: &House) {
    let maria = person(house, "Maria Anders", "+49 30 0074321");
    house.ask(&["edit", &maria, "--set", "time_zone=UTC"]);
}

fn matched(house: &House, query: &str) -> u64 {
    house.ask(&["find", query])["matched"].as_u64().unwrap()
}

/// Twenty people of Bonn, from a file, and one of Berlin.
fn twenty(house: &House) {
    house.make(&["add", "Otto of Berlin", "--set", "city=Berlin"]);
    let rows: Vec<String> = (0..20).map(|n| format!("Person {n},Bonn")).collect();
    fs::write(house.path("people.csv"), format!("name,city\n{}\n", rows.join("\n"))).unwrap();
    house.ask(&["import", house.path("people.csv").to_str().unwrap()]);
}

fn due_times(house: &House) -> Vec<String> {
    let queue = house.ask(&["queue"]);
    let follow_ups = queue["follow_ups"].as_array().unwrap();
    follow_ups.iter().map(|follow_up| follow_up["due"].as_str().unwrap().to_owned()).collect()
}

const TASKS: &[Task] = &[
    Task {
        name: "find by the last four digits and open",
        prepare: |house| {
            maria(house);
            person(house, "Thomas Hardy", "+44 171 555 7788");
        },
        start: "Customers 2",
        seen: &["Customers 1", "COMMAND", "> Timeline"],
        done: |_| true,
    },
    Task {
        name: "an inbound call: reached, with a callback",
        prepare: maria,
        start: "Customers 1",
        // Whether tomorrow is a working day is said behind the hour.
        seen: &["Call Maria Anders", "> Note", "wants the quote", "> Wrap-up", "· callback", "interaction I"],
        done: |house| due_times(house).iter().any(|due| due.ends_with("T15:00:00Z")),
    },
    Task {
        name: "no answer, then the next in the list",
        prepare: |house| {
            maria(house);
            person(house, "Thomas Hardy", "+44 171 555 7788");
            house.ask(&["list", "make", "Autumn", "name:a", "--hours", "mon-sun 0-24"]);
        },
        start: "Customers 2",
        seen: &["Call Maria Anders", "> Note", "> Wrap-up", "Call Thomas Hardy"],
        done: |house| house.ask(&["show", "1"])["timeline"][0]["disposition"] == "no-answer",
    },
    Task {
        name: "move a deal",
        prepare: |house| {
            maria(house);
            house.make(&["deal", "add", "1", "Winter order", "--value", "12000"]);
        },
        start: "Customers 1",
        seen: &["New 1", "Qualified?", "D1 is now in Qualified"],
        done: |house| house.ask(&["board"])["stages"][1]["count"] == 1,
    },
    Task {
        name: "put off three follow-ups",
        prepare: |house| {
            maria(house);
            for text in ["one", "two", "three"] {
                house.make(&["follow-up", "1", "+3d", text]);
            }
        },
        start: "Customers 1",
        seen: &["> Follow-ups 3", "", "", "", "3 follow-ups", "09:00, tomorrow", "Saved"],
        done: |house| due_times(house).iter().all(|due| due.ends_with("T09:00:00Z")),
    },
    Task {
        name: "tag twenty customers",
        prepare: twenty,
        start: "Customers 21",
        seen: &["", "Customers 20", "COMMAND", "Change all", "", "", "20 of 20 would change", "20 customers changed"],
        done: |house| matched(house, "tag:vip") == 20,
    },
    Task {
        name: "hand over a view",
        prepare: |house| {
            twenty(house);
            house.ask(&["view", "save", "Bonn", "--query", "city:bonn"]);
            house.ask(&["user", "add", "bo"]);
        },
        start: "Customers 21",
        seen: &["Customers 20", "Hand over", "all 20", "", "", "20 to bo"],
        done: |house| matched(house, "owner:bo") == 20,
    },
    Task {
        name: "merge two",
        prepare: |house| {
            person(house, "Maria Anders", "+49 30 0074321");
            person(house, "Maria Andres", "+49 30 0074322");
        },
        start: "Customers 2",
        seen: &["", "joins it", "Merged"],
        done: |house| matched(house, "maria") == 1,
    },
    Task {
        name: "undo an import",
        prepare: twenty,
        start: "Customers 21",
        seen: &["Undo: ", "Undone: "],
        done: |house| matched(house, "") == 1,
    },
    Task {
        name: "the next overdue follow-up",
        prepare: |house| {
            maria(house);
            house.make(&["follow-up", "1", "2026-01-02 10:00", "send samples"]);
            house.make(&["follow-up", "1", "+3d", "call again"]);
        },
        start: "Customers 1",
        seen: &["> Follow-ups 2", "> Timeline"],
        done: |_| true,
    },
];

/// Presses a task's keys, each after what the one before led to is seen.
fn press(screen: &mut Terminal, task: &Task, keys: &[Token], wide: bool) {
    assert_eq!(keys.len(), task.seen.len(), "{}: {keys:?}", task.name);
    for (token, seen) in keys.iter().zip(task.seen) {
        let screen = match token {
            Token::Keys(keys) if *keys == ["enter"] => screen.pause().keys("\r"),
            Token::Keys(keys) => screen.keys(&keys.iter().map(|key| sent(key, wide)).collect::<String>()),
            Token::Text(text) => screen.keys(&typed(text, wide)),
        };
        screen.wait_for(seen);
    }
}

fn every_task(wide: bool) {
    let table = table(README, "Ten everyday tasks");
    for task in TASKS {
        let (_, keys) = table.iter().find(|(name, _)| name == task.name).unwrap_or_else(|| panic!("{}", task.name));
        let house = House::new();
        (task.prepare)(&house);
        let mut screen = house.open();
        screen.wait_for(task.start).wait_for("COMMAND");
        press(&mut screen, task, keys, wide);
        let deadline = Instant::now() + PATIENCE;
        while !(task.done)(&house) {
            assert!(Instant::now() < deadline, "`{}` is not done:\n{}", task.name, screen.screen());
            thread::sleep(Duration::from_millis(20));
        }
        screen.terminate();
    }
}

#[test]
fn the_everyday_tasks_are_done_with_the_keys_of_the_readme() {
    every_task(false);
}

#[test]
fn they_are_done_with_full_width_keys_too() {
    every_task(true);
}

#[test]
fn each_is_listed_in_both_languages_and_takes_few_keys() {
    let (english, chinese) = (table(README, "Ten everyday tasks"), table(CHINESE, "十件日常事"));
    assert_eq!(english.len(), TASKS.len());
    let keys = |(_, tokens): &(String, Vec<Token>)| -> Vec<Token> {
        tokens.iter().filter(|token| matches!(token, Token::Keys(_))).cloned().collect()
    };
    for (task, row) in english.iter().enumerate() {
        let pressed: usize = row.1.iter().map(|token| if let Token::Keys(keys) = token { keys.len() } else { 0 }).sum();
        assert!(pressed <= MOST, "{}: {pressed}", row.0);
        assert_eq!(keys(row), keys(&chinese[task]), "{}", row.0);
    }
    assert!(TASKS.iter().all(|task| english.iter().any(|(name, _)| name == task.name)));
}
