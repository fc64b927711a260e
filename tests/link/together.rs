//! Processes that come, work at the same time and go.

use super::house::{House, add, field, wait_for, wait_until};
use callsheet::door::{Delivery, Door, Event, Refusal, ask, system};
use callsheet::link;
use rustix::process::Signal;
use serde_json::json;
use std::thread;
use std::time::Duration;

#[test]
fn what_one_process_changes_another_one_hears_of_at_once() {
    let house = House::new();
    let screen = house.session();
    screen.listen();
    let host = house.host();
    let output = house.run(&["add", "Anna Meyer"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    wait_for(&screen, "the change", |delivery| match delivery {
        Delivery::Event(Event::Changed { touched, .. }) => touched.iter().any(|t| t.record.id == 1).then_some(()),
        _ => None,
    });
    assert_eq!(field(&screen, callsheet::domain::id::CustomerId(1), "name"), json!("Anna Meyer"));
    assert_eq!(house.host(), host, "both had the same host");
}

#[test]
fn sessions_that_begin_at_the_same_moment_have_one_host() {
    let house = House::new();
    let begun: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = (0..12)
            .map(|n| {
                scope.spawn({
                    let house = &house;
                    move || (house.session(), n)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for (session, n) in &begun {
        add(session, &format!("by session {n}")).unwrap();
    }
    let system::Response::Status(status) = ask(&begun[0].0, system::Request::Status).unwrap() else { panic!() };
    assert_eq!(status.customers, 12);
}

#[test]
fn a_host_leaves_after_the_last_session_and_lets_the_next_one_begin() {
    let house = House::lingering(Duration::ZERO);
    for n in 0..3 {
        let (one, other) = (house.session(), house.session());
        add(&one, "Anna").unwrap();
        drop(one);
        add(&other, "Ben").unwrap();
        drop(other);
        if n == 1 {
            wait_until("nobody listens", || house.place().connect().unwrap().is_none());
        }
    }
    let system::Response::Status(status) = ask(&house.session(), system::Request::Status).unwrap() else { panic!() };
    assert_eq!(status.customers, 6);
}

#[test]
fn a_session_whose_host_is_killed_says_so_and_comes_back() {
    let house = House::new();
    let screen = house.session();
    screen.listen();
    let anna = add(&screen, "Anna").unwrap();
    house.signal(Signal::KILL);
    wait_for(&screen, "the loss", |delivery| matches!(delivery, Delivery::Lost).then_some(()));
    wait_for(&screen, "the return", |delivery| matches!(delivery, Delivery::Back).then_some(()));
    assert_eq!(field(&screen, anna, "name"), json!("Anna"));
    add(&house.session(), "Ben").unwrap();
    wait_for(&screen, "a change after the return", |delivery| {
        matches!(delivery, Delivery::Event(Event::Changed { .. })).then_some(())
    });
}

#[test]
fn a_host_that_is_stopped_is_not_started_again_by_those_who_were_there() {
    let house = House::new();
    let screen = house.session();
    assert!(link::stop(house.place()).unwrap());
    wait_for(&screen, "the loss", |delivery| matches!(delivery, Delivery::Lost).then_some(()));
    let refused = wait_for_refusal(&screen);
    assert!(matches!(&refused, Refusal::Unreachable(why) if why.key() == "host-stopped"), "{refused:?}");
    assert!(house.place().connect().unwrap().is_none());
    let newcomer = house.session();
    wait_for(&screen, "the return", |delivery| matches!(delivery, Delivery::Back).then_some(()));
    add(&screen, "Anna").unwrap();
    drop(newcomer);
}

fn wait_for_refusal(door: &dyn Door) -> Refusal {
    let mut refused = None;
    wait_until("what is asked is refused", || {
        let answer: Result<system::Response, Refusal> = ask(door, system::Request::Status);
        refused = answer.err();
        refused.is_some()
    });
    refused.unwrap()
}

#[test]
fn signals_to_end_are_obeyed_with_everything_kept() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let house = House::new();
        let session = house.session();
        let anna = add(&session, "Anna").unwrap();
        house.signal(signal);
        wait_for(&session, "the loss", |delivery| matches!(delivery, Delivery::Lost).then_some(()));
        drop(session);
        assert_eq!(field(&house.session(), anna, "name"), json!("Anna"), "{signal:?}");
    }
}
