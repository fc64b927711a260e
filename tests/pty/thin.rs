//! A thin line carries little: what the program sends is counted, never timed.

use super::house::House;
use super::terminal::{ENTER, PATIENCE, Terminal};
use std::thread;
use std::time::{Duration, Instant};

fn open() -> (House, Terminal) {
    let house = House::new();
    house.make(&["add", "Anna Meyer", "--phone", "+49 30 901820"]);
    let screen = house.open();
    (house, screen)
}

#[test]
fn a_first_screen_is_small() {
    let (house, mut screen) = open();
    let sent = loop {
        screen.wait_for("Customers 1").wait_for("Anna Meyer");
        let sent = screen.raw();
        screen.quit();
        // Where the store took a second to answer, a box that says so came before.
        if !String::from_utf8_lossy(&sent).contains("One moment") {
            break sent.len();
        }
        screen = house.open();
    };
    assert!(sent <= 2_500, "{sent} bytes");
}

#[test]
fn a_letter_typed_into_a_form_costs_a_few_bytes() {
    let (_house, mut screen) = open();
    // The frame is whole when the cursor stands where it ends: behind the name.
    screen.wait_for("Customers 1").keys("n").wait_for("TEXT").wait_for_cursor(2, 18);
    let typed = "Wants 报价 and the quote";
    let before = screen.raw().len();
    for letter in typed.chars() {
        let (row, column) = screen.look(vt100::Screen::cursor_position);
        let cells = if letter.is_ascii() { 1 } else { 2 };
        screen.keys(&letter.to_string()).wait_for_cursor(row, column + cells);
    }
    let sent = screen.raw().len() - before;
    // The minute of the clock may pass once meanwhile.
    assert!(sent <= 8 * typed.chars().count() + 40, "{sent} bytes");
    screen.keys("\x04").wait_for("COMMAND");
    screen.quit();
}

#[test]
fn every_kind_of_terminal_gets_the_same_text() {
    let (house, reference) = open();
    for term in ["vt100", "linux", "screen", "tmux-256color", "xterm", "xterm-direct", "mosh", "dumb", ""] {
        let screen = house.open_where(&[("TERM", term)]);
        // Both may be in the middle of painting; and the clock at the right may be a minute further.
        let shown = |screen: &Terminal| screen.screen().replace(|c: char| c.is_ascii_digit(), "0");
        let is_whole = |seen: &str| seen.contains("Anna Meyer") && seen.contains("? Help");
        let deadline = Instant::now() + PATIENCE;
        while !is_whole(&shown(&screen)) || shown(&screen) != shown(&reference) {
            assert!(Instant::now() < deadline, "{term}:\n{}\n{}", screen.screen(), reference.screen());
            thread::sleep(Duration::from_millis(20));
        }
        screen.quit();
    }
    reference.quit();
}

#[test]
fn a_locale_without_unicode_gets_ascii_and_names_that_can_be_read() {
    let house = House::new();
    house.make(&["add", "Jörg Müller", "--phone", "+49 30 901820"]);
    house.make(&["add", "张伟", "--phone", "+86 138 0013 8000"]);
    for locale in [("LANG", "C"), ("LC_ALL", "POSIX"), ("LANG", "")] {
        let mut screen = house.open_where(&[("LANG", ""), locale]);
        screen.wait_for("Customers 2").wait_for("Jorg Muller").wait_for("? ?").keys("?").wait_for("> Keys");
        assert!(screen.raw().is_ascii(), "{locale:?}");
        screen.keys("q").wait_gone("> Keys");
        screen.quit();
    }
}

#[test]
fn chinese_is_refused_where_it_could_not_be_read() {
    let house = House::new();
    house.make(&["add", "Jorg Muller"]);
    for wanted in [("LANG", "C"), ("LANG", "zh_CN.GBK")] {
        let mut screen = house.open_where(&[wanted]);
        screen.wait_for("Customers 1").wait_for("Jorg Muller").keys("gz").wait_for("LANG=zh_CN.UTF-8").keys("j");
        screen.wait_gone("LANG=zh_CN.UTF-8").wait_for("Customers 1");
        screen.quit();
    }
    let mut screen = house.open();
    screen.wait_for("COMMAND");
    screen.quit();
}

#[test]
fn a_screen_reader_is_led_along_one_pane_without_lines() {
    let house = House::new();
    for name in ["Anna Meyer", "Bert Brecht", "Cem Demir"] {
        house.make(&["add", name]);
    }
    let mut screen = house.open_where(&[("CALLSHEET_BORDERS", "linear")]);
    screen.wait_for("> Customers 3").wait_for("Cem").keys("j");
    screen.wait_for_cursor(4, 0);
    assert!(!screen.screen().contains(['│', '─', '┌', '|']), "{}", screen.screen());
    assert!(!screen.screen().contains("Timeline"), "{}", screen.screen());
    screen.keys(ENTER).wait_for("> Timeline").wait_gone("> Customers");
    // In a list to choose from it reads what Enter would choose, not what was typed to find it.
    screen.keys(":").wait_for_cursor(3, 1);
    screen.keys("\x1b[B").wait_for_cursor(4, 1).keys("dash").wait_for_cursor(3, 1);
    screen.keys("\x1b").wait_for("> Timeline");
    screen.quit();
}

#[test]
fn the_language_changes_while_the_screen_is_open_and_the_next_start_speaks_it() {
    let (house, mut screen) = open();
    screen.wait_for("Customers 1").keys("gz").wait_for("客户 1").wait_for("命令");
    screen.quit();
    let mut screen = house.open();
    screen.wait_for("客户 1").wait_for("命令").keys("gz").wait_for("COMMAND");
    screen.quit();
    let mut screen = house.open();
    screen.wait_for("Customers 1");
    screen.quit();
}

#[test]
fn every_key_a_keymap_file_takes_from_another_command_is_told_at_the_start() {
    let (house, screen) = open();
    screen.quit();
    let file = house.path("keys.toml");
    std::fs::write(&file, "[keys]\nsearch = \"g\"\nnew = \"q\"\n").unwrap();
    let mut screen = house.open_where(&[("CALLSHEET_KEYMAP", file.to_str().unwrap())]);
    screen.wait_for("`g c` Go to").wait_for("`q` Quit").keys("\x1b").wait_gone("`q` Quit");
    screen.keys("g").wait_for("FIND");
    screen.kill();
}
