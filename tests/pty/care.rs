//! The terminal is treated with care: taken only where there is one, and always given back.

use super::house::House;
use super::terminal::{CTRL_C, ENTER, F2, F4};
use rustix::process::Signal;
use std::fs;

/// A house with a store that is not empty: an empty one asks how to begin.
fn house() -> House {
    let house = House::new();
    house.make(&["add", "Anna Meyer", "--phone", "+49 30 901820"]);
    house
}

#[test]
fn without_a_terminal_one_line_names_the_commands_to_use_instead() {
    let house = House::new();
    let output = house.run_into_file("screen.txt");
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), said.lines().count()), (Some(2), 1), "{said}");
    assert!(said.contains("callsheet find, show, queue"), "{said}");
    assert_eq!(fs::read(house.path("screen.txt")).unwrap(), b"");
    assert!(!house.path("data").exists(), "nothing was begun");
}

#[test]
fn control_c_does_not_quit() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("Customers 1").keys(CTRL_C).wait_for("Ctrl-C does nothing here");
    screen.keys("/").wait_for("FIND").keys(CTRL_C).wait_for("Ctrl-C does nothing here").keys("anna").wait_for("/ anna");
    screen.keys("\x1b").wait_for("COMMAND");
    screen.quit();
}

#[test]
fn a_signal_to_leave_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT] {
        let house = house();
        let mut screen = house.open();
        screen.wait_for("Customers 1");
        assert!(!screen.is_given_back());
        screen.signal(signal);
        assert!(screen.wait_for_end().success(), "{signal:?}");
        assert!(screen.is_given_back(), "{signal:?}");
    }
}

#[test]
fn the_mouse_is_taken_only_when_wanted_and_always_given_back() {
    let house = house();
    let has_mouse = |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
    let mut screen = house.open();
    screen.wait_for("Anna Meyer");
    assert!(!screen.look(has_mouse));
    screen.quit();
    for by_key in [true, false] {
        let mut screen = house.open_where(&[("CALLSHEET_MOUSE", "true")]);
        screen.wait_for("Anna Meyer").wait_for("COMMAND");
        assert!(screen.look(has_mouse));
        // A click on the only row, and a notch of the wheel.
        screen.keys("\x1b[<0;5;4M\x1b[<0;5;4m\x1b[<65;5;4M").wait_for("+49 30 901820");
        if by_key {
            screen.keys("q");
        } else {
            screen.signal(Signal::TERM);
        }
        screen.wait_for_end();
        assert!(!screen.look(has_mouse) && screen.is_given_back());
    }
}

#[test]
fn a_terminal_that_hangs_up_ends_the_program() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("Customers 1").signal(Signal::HUP);
    screen.wait_for_end();
    assert_eq!(house.ask(&["find", "anna"])["matched"], 1);
}

#[test]
fn a_window_that_is_too_small_says_so_and_a_larger_one_shows_all() {
    let house = house();
    let mut screen = house.open_sized(79, 24);
    screen.wait_for("Callsheet needs 80×24; this terminal is 79×24");
    let said = screen.screen().lines().filter(|row| !row.is_empty()).count();
    assert_eq!(said, 1, "{}", screen.screen());
    screen.resize(80, 24).wait_for("Customers 1").wait_for("COMMAND");
    screen.resize(160, 40);
    for pane in ["Customers 1", "Timeline", "Pipeline", "Follow-ups"] {
        screen.wait_for(pane);
    }
    screen.resize(60, 5).wait_for("Callsheet needs").resize(1, 1).resize(80, 24).wait_for("Customers 1");
    screen.quit();
    let mut small = house.open_sized(79, 24);
    small.wait_for("or q to quit");
    small.quit();
}

#[test]
fn a_first_start_offers_how_to_begin() {
    let house = House::new();
    let mut screen = house.open();
    screen.wait_for("This store is empty").wait_for("Explore with sample data").keys("3");
    screen.wait_gone("This store is empty").wait_for("COMMAND");
    screen.quit();
    assert_eq!(house.ask(&["status"])["customers"], 0);
}

#[test]
fn a_long_text_is_written_in_ones_own_editor_and_the_screen_is_there_again() {
    let house = house();
    let mut screen = house.open_where(&[("EDITOR", "sed -i s/quote/offer/")]);
    screen.wait_for("Customers 1").keys("\x1be").wait_for("No long text is being written here");
    screen.keys("j").keys(F2).wait_for("Call Anna Meyer").keys(ENTER).wait_for("> Note");
    screen.keys("wants the quote").wait_for("wants the quote").keys("\x1be").wait_for("wants the offer");
    screen.keys(" soon").wait_for("wants the offer soon").wait_for("> Note");
    screen.kill();
}

#[test]
fn a_card_number_in_a_note_is_warned_of() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("Customers 1").keys("j").keys(F2).wait_for("Call Anna Meyer").keys(ENTER).wait_for("> Note");
    screen.keys("card 4111 1111 1111 1111").wait_for("number of a payment card");
    screen.keys("\x17").wait_gone("number of a payment card");
    screen.keys(F4).wait_for("> Wrap-up").keys("1 4111 1111 1111 1111").wait_for("number of a payment card");
    screen.kill();
}

#[test]
fn control_z_gives_the_shell_its_terminal_until_it_goes_on() {
    let house = house();
    let mut screen = house.open_by("$PROGRAM; echo 'the shell has it'; read again; fg");
    screen.wait_for("Customers 1").keys("\x1a").wait_for("the shell has it");
    assert!(screen.is_given_back());
    screen.keys(ENTER).wait_for("Customers 1").wait_for("COMMAND");
    assert!(!screen.is_given_back());
    screen.quit();
}

#[test]
fn a_program_stopped_from_outside_shows_all_again_when_it_goes_on() {
    let house = house();
    let mut screen = house.open();
    screen.wait_for("Customers 1").wait_for("COMMAND");
    screen.signal(Signal::STOP);
    screen.keys("j");
    screen.signal(Signal::CONT);
    // What was on it may be gone: it is taken again, with all there is to see.
    screen.wait_until_taken(2).wait_for("+49 30 901820").wait_for("COMMAND");
    screen.quit();
}

#[test]
fn one_jumps_back_to_the_customer_one_was_at() {
    let house = house();
    house.make(&["add", "Bert Brecht", "--phone", "+49 30 284080"]);
    let mut screen = house.open();
    for (digits, seen) in [("901820", "+49 30 901820"), ("284080", "+49 30 284080")] {
        screen.wait_for("COMMAND").keys(digits).wait_for("Customers 1").wait_for(seen).keys(ENTER).wait_for("COMMAND");
        screen.keys(ENTER).wait_for("> Timeline").wait_until("the card", |screen| screen.matches(seen).count() > 1);
    }
    // The list stands on Bert all the time.
    screen.keys("(").wait_for("+49 30 901820");
    screen.keys(")").wait_until("Bert's card", |screen| screen.matches("+49 30 284080").count() > 1);
    screen.quit();
}
