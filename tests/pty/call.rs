//! A call is taken from end to end, on the screen and by the command line; what is acknowledged stays.

use super::house::House;
use super::terminal::{ENTER, ESC, F2, F4, Terminal};
use rustix::process::Signal;
use serde_json::Value;

const NOTE: &str = "Asks for twelve cases by Thursday";
const LINE: &str = "1 wants the quote > tomorrow 15:00 call with quote > D1 proposal";

/// Three customers of Northwind, and a deal with one of them.
fn northwind() -> (House, String) {
    let house = House::new();
    let add =
        |name, company, phone, tag| house.make(&["add", name, "--company", company, "--phone", phone, "--tag", tag]);
    let maria = add("Maria Anders", "Alfreds Futterkiste", "+49 30 0074321", "wholesale");
    // By our own clock: what is told by another one, another test tells.
    house.ask(&["edit", &maria, "--set", "time_zone=UTC"]);
    add("Thomas Hardy", "Around the Horn", "+44 171 555 7788", "vip");
    add("Christina Berglund", "Berglunds snabbköp", "+46 921 12 34 65", "vip");
    let deal = house.make(&["deal", "add", &maria, "Winter order", "--value", "12000", "--currency", "EUR"]);
    assert_eq!(deal, "D1");
    (house, maria)
}

/// Finds Maria by a part of her number and opens her card.
fn open_by_number(screen: &mut Terminal) {
    screen.wait_for("Customers 3").keys("74321").wait_for("Customers 1").wait_for("Maria");
    screen.keys(ENTER).wait_for("COMMAND").keys(ENTER).wait_for("> Timeline").wait_for("Alfreds Futterkiste");
}

/// Takes a call that came in unannounced.
fn take_the_call(screen: &mut Terminal) {
    screen.keys(F2).wait_for("Call Maria Anders").keys(ENTER).wait_for("IN 0").wait_for("> Note");
}

/// Closes the call with a line and waits until the door has answered.
fn wrap_up(screen: &mut Terminal, line: &str) {
    screen.keys(F4).wait_for("> Wrap-up").keys(line).wait_for(line).keys(ENTER).wait_for("interaction I");
    screen.wait_gone("AFTER CALL");
}

/// The names of the stages with the ids of their deals, those without deals left out.
fn stages(board: &Value) -> Vec<(String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let deals = |stage: &Value| stage["deals"].as_array().unwrap().iter().map(|deal| text(&deal["id"])).collect();
    let all = board["stages"].as_array().unwrap().iter().map(|stage| (text(&stage["name"]), deals(stage)));
    all.filter(|(_, deals): &(String, Vec<String>)| !deals.is_empty()).collect()
}

/// The one thing planned: with whom, what, at which hour.
fn planned(queue: &Value) -> (&str, &str, &str) {
    let [planned] = queue["follow_ups"].as_array().unwrap().as_slice() else { panic!("not one follow-up: {queue}") };
    let text = |field: &str| planned[field].as_str().unwrap();
    (text("customer_name"), text("text"), text("due").split_once('T').unwrap().1)
}

#[test]
fn a_call_is_taken_from_end_to_end() {
    let (house, maria) = northwind();
    let mut screen = house.open();
    open_by_number(&mut screen);
    take_the_call(&mut screen);
    screen.keys(NOTE).wait_for(NOTE).keys(F4).wait_for("> Wrap-up").keys(LINE);
    // What will be stored stands above the line, in words.
    screen.wait_until("what will be stored is seen", |screen| {
        // Where tomorrow is no working day that is said too, and all of it takes another line.
        let words = screen.split(|c: char| c.is_whitespace() || c == '│').filter(|word| !word.is_empty());
        let said = words.collect::<Vec<_>>().join(" ");
        ["Inbound · Reached · callback", " 15:00", ": call with quote · D1 → Proposal"]
            .iter()
            .all(|part| said.contains(part))
    });
    screen.keys(ENTER).wait_for("interaction I1").wait_for("last contact ").wait_for(NOTE);
    screen
        .keys("gp")
        .wait_for("> Pipeline")
        .wait_for("Proposal 1")
        .keys(">")
        .wait_for("Negotiation?")
        .pause()
        .keys(ENTER)
        .wait_for("D1 is now in Negotiation");
    screen.wait_for("Negotiation 1");
    screen.quit();

    let mut again = house.open();
    open_by_number(&mut again);
    again.wait_for(NOTE).wait_for("callback call with quote").wait_for("open deal D1");
    again.keys("gp").wait_for("> Pipeline").keys("lll").wait_for("Negotiation 1").wait_for("Winter order");
    again.keys("gf").wait_for("> Follow-ups 1").wait_until("the callback is seen", |screen| {
        // By now tomorrow may have come.
        ["tomorrow", "today"].iter().any(|day| screen.contains(&format!("{day} 15:00 Maria Anders callback")))
    });
    again.quit();

    let card = house.ask(&["show", &maria]);
    let [call] = card["timeline"].as_array().unwrap().as_slice() else { panic!("not one interaction: {card}") };
    assert_eq!(call["text"], format!("{NOTE}\nwants the quote"));
    assert_eq!(
        (&call["direction"], &call["channel"], &call["disposition"]),
        (&"in".into(), &"phone".into(), &"reached".into())
    );
    assert_eq!(planned(&house.ask(&["queue"])), ("Maria Anders", "call with quote", "15:00:00Z"));
    assert_eq!(stages(&house.ask(&["board"])), [("negotiation".to_owned(), vec!["D1".to_owned()])]);
}

#[test]
fn every_step_of_a_call_can_be_done_by_the_command_line() {
    let (house, maria) = northwind();
    let found = house.ask(&["find", "74321"]);
    assert_eq!((&found["matched"], &found["rows"][0]["id"]), (&1.into(), &maria.as_str().into()));
    assert_eq!(house.ask(&["show", &maria])["customer"]["name"], "Maria Anders");
    let logged = house.make(&["log", &maria, "--channel", "phone", "--direction", "in", "--outcome", "1", NOTE]);
    assert_eq!(logged, "I1");
    house.make(&["follow-up", &maria, "tomorrow 15:00", "call with quote", "--kind", "callback"]);
    house.ask(&["deal", "move", "D1", "proposal"]);
    house.ask(&["deal", "move", "D1", "negotiation"]);

    let card = house.ask(&["show", &maria]);
    assert_eq!(card["timeline"][0]["text"], NOTE);
    assert_eq!(card["timeline"][0]["disposition"], "reached");
    assert_eq!(planned(&house.ask(&["queue"])), ("Maria Anders", "call with quote", "15:00:00Z"));
    assert_eq!(stages(&house.ask(&["board"])), [("negotiation".to_owned(), vec!["D1".to_owned()])]);
}

#[test]
fn an_acknowledged_note_survives_kill_nine() {
    let (house, maria) = northwind();
    let mut screen = house.open();
    open_by_number(&mut screen);
    take_the_call(&mut screen);
    screen.keys(NOTE).wait_for(NOTE);
    wrap_up(&mut screen, "1 kept");
    screen.kill();

    let card = house.ask(&["show", &maria]);
    assert_eq!(card["timeline"][0]["text"], format!("{NOTE}\nkept"));
    house.ask(&["audit", "verify"]);
    let mut again = house.open();
    open_by_number(&mut again);
    again.wait_for(NOTE);
    again.quit();
}

#[test]
fn escape_in_the_wrap_up_line_loses_nothing() {
    let (house, maria) = northwind();
    let mut screen = house.open();
    open_by_number(&mut screen);
    take_the_call(&mut screen);
    screen.keys(NOTE).wait_for(NOTE).keys(F4).wait_for("> Wrap-up").keys("1 half a li").wait_for("half a li");
    screen.keys(ESC).wait_for("> Note").keys("; and more").wait_for("; and more");
    screen.keys("\x1b").wait_for("COMMAND").keys("q").wait_for("A call is open");
    wrap_up(&mut screen, "ne");
    screen.quit();
    assert_eq!(house.ask(&["show", &maria])["timeline"][0]["text"], format!("{NOTE}; and more\nhalf a line"));
}

#[test]
fn a_call_outlives_the_program_that_was_killed_and_goes_on_mid_word() {
    a_call_outlives(|house, screen| {
        house.wait_for_draft("Asks for twel");
        screen.kill();
    });
}

#[test]
fn what_was_typed_the_moment_a_line_hangs_up_is_offered_again() {
    for signal in [Signal::HUP, Signal::TERM] {
        a_call_outlives(|_, mut screen| {
            screen.signal(signal);
            screen.wait_for_end();
        });
    }
}

#[test]
#[cfg(debug_assertions)]
fn what_was_typed_the_moment_the_program_panics_is_offered_again() {
    a_call_outlives(|_, mut screen| {
        screen.keys("\x1d");
        assert!(!screen.wait_for_end().success());
        assert!(screen.is_given_back(), "the terminal is as it was before");
        let said = String::from_utf8_lossy(&screen.raw()).into_owned();
        let (_, after) = said.rsplit_once("\x1b[?1049l").unwrap();
        assert!(after.contains("a test wanted it"), "told on the person's own screen: {after}");
    });
}

/// Has a screen end in the middle of a word, and another one go on with it.
fn a_call_outlives(end: impl FnOnce(&House, Terminal)) {
    let (house, maria) = northwind();
    let mut screen = house.open();
    open_by_number(&mut screen);
    take_the_call(&mut screen);
    screen.keys("Asks for twel").wait_for("Asks for twel");
    end(&house, screen);

    let mut again = house.open();
    again
        .wait_for("holds a call")
        .wait_for("Enter takes over")
        .keys(ENTER)
        .wait_for("> Note")
        .wait_for("Asks for twel");
    again.keys("ve cases").wait_for("Asks for twelve cases");
    wrap_up(&mut again, "1 wants the quote");
    again.quit();
    let card = house.ask(&["show", &maria]);
    let [call] = card["timeline"].as_array().unwrap().as_slice() else { panic!("not one interaction: {card}") };
    assert_eq!(call["text"], "Asks for twelve cases\nwants the quote");

    let mut later = house.open();
    later
        .wait_for("Customers 3")
        .keys(":")
        .wait_for("type to filter")
        .keys("where you left")
        .wait_for("Go on where you left")
        .keys(ENTER);
    later.wait_for("Nothing is left open");
    later.quit();
}
