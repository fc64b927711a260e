//! A call floor as it is: users of the operating system who come over real `sshd`, and a host that runs as a service.
//!
//! It makes users and takes them away again, so it needs the superuser, and openssh-server. Without them it says that it
//! was skipped; where `CALLSHEET_REQUIRE_PEERS` is set that is a failure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "ssh/people.rs"]
mod people;
#[path = "ssh/service.rs"]
mod service;
#[path = "pty/terminal.rs"]
#[allow(dead_code, reason = "the tests of the screen use all of it")]
mod terminal;

use people::lacking;
use rustix::process::Signal;
use service::{Said, Service};
use std::sync::{Mutex, PoisonError};
use terminal::{ENTER, F2, F4, Terminal};

/// One floor at a time: two would make users at the same moment.
static TURN: Mutex<()> = Mutex::new(());

/// Has the test run on a floor of its own, unless something it needs is lacking.
fn on_a_floor(test: impl FnOnce(&Service)) {
    if let Some(lacking) = lacking() {
        assert!(std::env::var_os("CALLSHEET_REQUIRE_PEERS").is_none(), "{lacking}");
        println!("skipped: {lacking}");
        return;
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    test(&Service::open());
}

/// A command does what it does, or is refused with these words.
fn may(service: &Service, who: &str, command: &str) -> String {
    let Said { success, out, err } = service.by(who, command);
    assert!(success, "{who}: {command}: {err}");
    out
}

fn may_not(service: &Service, who: &str, command: &str, why: &str) {
    let Said { success, out, err } = service.by(who, command);
    assert!(!success && err.contains(why), "{who}: {command}: {out}{err}");
}

#[test]
fn each_sees_and_does_what_their_role_says() {
    on_a_floor(|service| {
        const ROLE: &str = "Your role does not allow you";
        for (who, is_shown) in [("anna", true), ("ben", false), ("lea", true), ("rita", true)] {
            let card = may(service, who, "callsheet show 'Maria Anders'");
            assert_eq!((card.contains("0074321"), card.contains("****21")), (is_shown, !is_shown), "{who}: {card}");
        }
        assert!(may(service, "ben", "callsheet find 0074321").contains("Maria"), "digits read out find whom they hide");
        assert!(may(service, "ben", "callsheet show 1 --reveal").contains("0074321"));

        may(service, "ben", "callsheet log 1 asked for a quote");
        may(service, "lea", "callsheet report day");
        may(service, "rita", "callsheet audit verify");
        for (who, command) in [
            ("anna", "callsheet report day"),
            ("anna", "callsheet audit list"),
            ("anna", "callsheet config set region FR"),
            ("ben", "callsheet hand-over 1 --to ben"),
            ("lea", "callsheet user role lea admin"),
            ("lea", "callsheet audit list"),
            ("lea", "callsheet backup /tmp/taken-along"),
            ("rita", "callsheet add Zoe"),
            ("rita", "callsheet log 1 hello"),
        ] {
            may_not(service, who, command, ROLE);
        }
        may_not(service, "mallory", "callsheet find anna", "is no user of this store");
        for who in ["anna", "ben", "lea", "rita", "mallory"] {
            may_not(service, who, "callsheet stop", "only whoever runs the host");
            may_not(service, who, &format!("ls {}", service.data().display()), "denied");
        }
        let audit = may(service, "rita", "callsheet audit list --json");
        assert!(audit.contains(service.os_user("ben")) && audit.contains("customers-reveal"), "{audit}");

        service.by_owner(&["user", "role", "ben", "auditor"]);
        may_not(service, "ben", "callsheet log 1 again", ROLE);
    });
}

/// Opens the screen, finds Maria by her number and opens her card.
fn at_marias_card(service: &Service) -> Terminal {
    let mut screen = service.screen("anna");
    screen.wait_for("Customers 1").keys("74321").wait_for("FIND").wait_for("Maria").keys(ENTER).wait_for("COMMAND");
    screen.keys(ENTER).wait_for("> Timeline");
    screen
}

/// Takes a call from her.
fn in_a_call(service: &Service) -> Terminal {
    let mut screen = at_marias_card(service);
    screen.keys(F2).wait_for("Call Maria Anders").keys(ENTER).wait_for("IN 0").wait_for("> Note");
    screen.keys("Asks for twel").wait_for("Asks for twel");
    service.wait_for_draft("Asks for twel");
    screen
}

/// Goes on mid-word with what another screen left open.
fn take_over(service: &Service) -> Terminal {
    let mut screen = service.screen("anna");
    screen.wait_for("holds a call").wait_for("Enter takes over").keys(ENTER);
    screen.wait_for("> Note").wait_for("Asks for twel").keys("ve cases").wait_for("Asks for twelve cases");
    screen
}

fn wrap_up(mut screen: Terminal) {
    screen.keys(F4).wait_for("> Wrap-up").keys("1 wants a quote").wait_for("1 wants a quote");
    screen.keys(ENTER).wait_for("interaction I1");
    screen.quit();
}

#[test]
fn a_client_that_is_killed_leaves_nothing_running_and_its_call_goes_on_at_the_next_screen() {
    on_a_floor(|service| {
        let screen = in_a_call(service);
        assert!(may(service, "lea", "callsheet status").contains("On call"), "others see what she does");
        screen.kill();
        service.wait_until_nothing_runs_of("anna");
        wrap_up(take_over(service));
        service.wait_until_nothing_runs_of("anna");
        assert!(may(service, "anna", "callsheet show 1").contains("Asks for twelve cases"));
    });
}

#[test]
fn what_was_typed_in_a_form_of_a_client_that_is_killed_is_offered_again() {
    on_a_floor(|service| {
        let mut screen = at_marias_card(service);
        screen.keys("e").wait_for("Edit Maria").keys(" of Bonn").wait_for("Maria Anders of Bonn");
        service.wait_for_draft("Maria Anders of Bonn");
        screen.kill();
        service.wait_until_nothing_runs_of("anna");
        let mut next = service.screen("anna");
        next.wait_for("saved:").keys(ENTER).wait_for("Maria Anders of Bonn");
        next.keys("\x13").wait_for("Saved");
        next.quit();
        service.wait_until_nothing_runs_of("anna");
        assert!(may(service, "anna", "callsheet show 1").contains("Maria Anders of Bonn"));
    });
}

#[test]
fn a_call_on_a_line_that_is_silent_is_taken_over_and_can_only_be_read_there() {
    on_a_floor(|service| {
        let mut silent = in_a_call(service);
        silent.signal(Signal::STOP);
        let next = take_over(service);
        silent.signal(Signal::CONT);
        silent.wait_for("Taken over by").wait_for("Asks for twel");
        wrap_up(next);
        silent.keys(ENTER).wait_gone("Taken over by");
        silent.quit();
    });
}
