//! Hostile text in the data is shown, never obeyed, and never breaks the layout.

use super::house::House;
use super::terminal::{ENTER, F2, Terminal};

/// Sequences nobody but an attacker writes into a name, each as no frame of ours would hold it.
const PLANTED: [&str; 9] = [
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b[2J\x1b[H",
    "\x1b[31;5mred",
    "\x1bPq#0owned\x1b\\",
    "\u{9b}31mred",
    "\u{202e}evil",
    "\u{2066}evil\u{200b}zero",
    "bell\x07back\x08tab\tline\nfeed\rreturn\x7f",
];

/// What of it must never arrive as it stands.
const RAW: [&str; 12] = [
    "\x1b]",
    "\x1bP",
    "\x1b[2J",
    "\x1b[31;5m",
    "\u{9b}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\x07",
    "back\x08tab", // alone it moves the cursor of a frame of ours
    "\x7f",
    "\0",
];

const LONG: usize = 10_000;

fn house() -> House {
    let house = House::new();
    for (number, planted) in PLANTED.iter().enumerate() {
        let name = format!("Mallory{number} {planted} tail");
        let remarks = format!("remarks={planted}");
        let id = house.make(&[
            "add",
            &name,
            "--company",
            planted,
            "--tag",
            "odd",
            "--set",
            &remarks,
            "--set",
            &format!("city={planted}"),
            "--phone",
            &format!("+49 30 90{number}00"),
        ]);
        house.make(&["log", &id, "--channel", "phone", "--direction", "in", "--outcome", "1", planted]);
        house.make(&["follow-up", &id, "+1d", planted]);
        house.make(&["deal", "add", &id, planted, "--value", "10"]);
        house.make(&["ticket", "add", &id, planted, "--kind", "complaint"]);
    }
    let long = "long ".repeat(LONG / 5);
    let id = house.make(&[
        "add",
        &format!("Longinus {}", "x".repeat(400)),
        "--set",
        &format!("remarks={long}"),
        "--phone",
        "+49 30 999000",
    ]);
    house.make(&["log", &id, "--channel", "phone", "--direction", "in", "--outcome", "1", &long]);
    house.make(&["log", &id, "--channel", "phone", "--direction", "in", "--outcome", "1", &"W".repeat(LONG)]);
    house.make(&["log", &id, "--channel", "phone", "--direction", "in", "--outcome", "1", &"张".repeat(LONG)]);
    house
}

/// Waits until both panes of a narrow screen have all their edges: the rest of a frame may be on its way.
fn wait_for_frames(screen: &mut Terminal, below: u16) {
    const COLUMNS: [u16; 4] = [0, 31, 32, 79];
    let top = [(1, ["┌", "┐", "┌", "┐"]), (below, ["└", "┘", "└", "┘"])];
    let rows: Vec<_> = top.into_iter().chain((2..below).map(|row| (row, ["│"; 4]))).collect();
    screen.wait_until_looks("every edge is where it was", |screen| {
        let cell = |row, column| screen.cell(row, column).map_or("", vt100::Cell::contents);
        rows.iter().all(|(row, edges)| COLUMNS.map(|column| cell(*row, column)) == *edges)
    });
}

#[test]
fn hostile_text_reaches_no_terminal_raw_and_breaks_no_frame() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("Customers 10");
    for (number, _) in PLANTED.iter().enumerate() {
        let name = format!("Mallory{number}");
        screen.keys("/").wait_for("FIND").keys(&format!("90{number}00")).wait_for(&name).wait_for("Customers 1 ");
        screen.keys(ENTER).wait_for("COMMAND").wait_for("Timeline 2").keys(ENTER).wait_for("> Timeline");
        screen.wait_until("the card is shown", |seen| seen.matches(&name).count() > 1);
        wait_for_frames(&mut screen, 22);
        screen.keys("gp").wait_for("> Pipeline");
        wait_for_frames(&mut screen, 22);
        screen.keys("gf").wait_for("> Follow-ups");
        wait_for_frames(&mut screen, 22);
        screen.keys("gt").wait_for("> Timeline").keys("e").wait_for("TEXT").keys("\x1b").wait_for("COMMAND");
        screen.keys(F2).wait_for("TEXT").keys("\x1b").wait_for("COMMAND");
    }
    screen.keys("/").wait_for("FIND").keys("999000").wait_for("Longinus").wait_for("Customers 1 ");
    screen.keys(ENTER).wait_for("Timeline 3");
    screen.keys(ENTER).wait_for("> Timeline");
    for _ in 0..4 {
        wait_for_frames(&mut screen, 22);
        screen.keys("j").wait_for("> Timeline");
    }
    let raw = screen.raw();
    screen.quit();
    for planted in RAW {
        assert!(!raw.windows(planted.len()).any(|bytes| bytes == planted.as_bytes()), "{planted:?} arrived raw");
    }
}

#[test]
fn hostile_keys_and_pastes_are_text() {
    let house = House::new();
    house.make(&["add", "Anna Meyer", "--phone", "+49 30 901820"]);
    let mut screen = house.open();
    screen.wait_for("Customers 1").keys("\x1b[200~n\x1b[31mq\x07\ndd\x1b[201~").wait_for("FIND").wait_for("/ n");
    screen.keys("\x1b").wait_for("COMMAND");
    screen.quit();
    assert_eq!(house.ask(&["find", ""])["matched"], 1);
}
