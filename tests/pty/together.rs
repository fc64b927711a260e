//! Two screens on one host: what one does is seen at the other, which keeps its cursor and what is typed there; and what
//! becomes of one, stopped or killed, is no matter to the other.

use super::house::House;
use super::terminal::{ENTER, F2, F4, Terminal};
use rustix::process::Signal;

/// A store of three customers, of whom the names begin alike.
fn house() -> House {
    let house = House::new();
    for name in ["Anna Adler", "Anna Berger", "Anna Conrad"] {
        house.make(&["add", name, "--phone", "+49 30 0074321"]);
    }
    house
}

fn open(house: &House) -> Terminal {
    let mut screen = house.open();
    screen.wait_for("Customers 3");
    screen
}

/// Finds one of them and opens the card.
fn open_card(screen: &mut Terminal, name: &str) {
    screen.keys("/").keys(name).wait_for("Customers 1");
    screen.keys(ENTER).wait_for("COMMAND").keys(ENTER).wait_for("> Timeline").wait_for(name);
}

/// Takes a call that came in unannounced, of whoever is open.
fn take_a_call(screen: &mut Terminal, name: &str) {
    screen.keys(F2).wait_for(&format!("Call {name}")).keys(ENTER).wait_for("IN 0").wait_for("> Note");
}

#[test]
fn what_one_screen_changes_the_other_shows_and_says_who_else_is_there() {
    let house = house();
    let (mut one, mut other) = (open(&house), open(&house));
    open_card(&mut one, "Berger");
    open_card(&mut other, "Berger");
    for screen in [&mut one, &mut other] {
        screen.wait_for("also open: ");
    }
    house.make(&["edit", "2", "--set", "city=Hamburg"]);
    for screen in [&mut one, &mut other] {
        screen.wait_for("Hamburg");
    }
    one.kill();
    other.wait_gone("also open: ");
    other.kill();
}

#[test]
fn a_change_elsewhere_moves_no_cursor_and_takes_nothing_that_is_typed() {
    let house = house();
    let (mut one, mut other) = (open(&house), open(&house));
    // The cursor of one stands on the second of the list, the other writes in a form.
    one.wait_until("somebody is chosen", |screen| chosen(screen).is_some());
    let first = chosen(&one.screen());
    one.keys("j").wait_until("the next one is chosen", |screen| chosen(screen).is_some() && chosen(screen) != first);
    let second = chosen(&one.screen());
    open_card(&mut other, "Conrad");
    other.keys("e").wait_for("Edit Anna Conrad").keys(" Half a wo").wait_for("Anna Conrad Half a wo");
    let (row, column) = behind(&other.screen(), "Half a wo");
    other.wait_for_cursor(row, column);

    // Somebody new comes into the list, and whose form is open lives elsewhere now.
    house.make(&["add", "Anna Aalto", "--phone", "+49 30 1"]);
    house.make(&["edit", "3", "--set", "city=Hamburg"]);
    one.wait_for("Customers 4").wait_for("Anna Aalto");
    one.wait_until("the same one is chosen", |screen| chosen(screen) == second);
    other.wait_for("Anna Conrad Half a wo").wait_for_cursor(row, column);
    other.keys("rd").wait_for("Anna Conrad Half a word");
    for screen in [one, other] {
        screen.kill();
    }
}

#[test]
fn a_screen_that_is_stopped_or_killed_is_no_matter_to_the_other() {
    let house = house();
    let (one, mut other) = (open(&house), open(&house));
    one.signal(Signal::STOP);
    house.make(&["add", "Bea Stone"]);
    other.wait_for("Customers 4");
    open_card(&mut other, "Adler");
    take_a_call(&mut other, "Anna Adler");
    other
        .keys(F4)
        .wait_for("> Wrap-up")
        .keys("1 said hello")
        .wait_for("1 said hello")
        .keys(ENTER)
        .wait_for("interaction I");

    let mut one = one;
    one.signal(Signal::CONT);
    one.wait_for("Customers 4");
    one.kill();
    house.make(&["add", "Cem Stone"]);
    other.keys("/").keys("Stone").wait_for("Customers 2");
    other.kill();
}

#[test]
fn a_call_whose_screen_is_killed_goes_on_mid_word_at_the_next_one() {
    let house = house();
    let mut one = open(&house);
    open_card(&mut one, "Adler");
    take_a_call(&mut one, "Anna Adler");
    one.keys("wants the quo").wait_for("wants the quo");
    house.wait_for_draft("wants the quo");
    one.kill();
    let mut other = house.open();
    other.wait_for("holds a call with Anna").keys(ENTER).wait_for("> Note").wait_for("wants the quo");
    other
        .keys("te")
        .wait_for("wants the quote")
        .keys(F4)
        .wait_for("> Wrap-up")
        .keys("1")
        .keys(ENTER)
        .wait_for("interaction I");
    let timeline = house.ask(&["show", "1"])["timeline"].clone();
    let [call] = timeline.as_array().unwrap().as_slice() else { panic!("not one call: {timeline}") };
    assert_eq!(call["text"], "wants the quote");
    other.kill();
}

/// Whom the cursor of the list stands on, which is on the left.
fn chosen(screen: &str) -> Option<String> {
    let line = screen.lines().find_map(|line| line.strip_prefix("│>"))?;
    line.split_once(" +49").map(|(name, _)| name.trim().to_owned())
}

/// The row and the column behind a text.
fn behind(screen: &str, text: &str) -> (u16, u16) {
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap();
    let (before, _) = line.split_once(text).unwrap();
    (row as u16, (before.chars().count() + text.chars().count()) as u16)
}
