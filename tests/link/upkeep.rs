//! Work on the store belongs to nobody's session: a host goes on with it when the last one is gone.

use super::house::{House, add, wait_until};
use callsheet::door::system::{self, Notice, Standing, State};
use callsheet::door::{Door, ask};
use rustix::process::{Pid, test_kill_process};
use std::fs::{self, File};
use std::time::Duration;

/// A house whose store has lost its view, where a host cannot make it anew as long as the file answered is held.
fn held_up(house: &House) -> File {
    add(&house.session(), "Anna").unwrap();
    let host = house.host();
    callsheet::link::stop(house.place()).unwrap();
    wait_until("the host is gone", || test_kill_process(host).is_err());
    let db = house.data().join("1/store/db");
    fs::write(&db, vec![0; fs::metadata(&db).unwrap().len() as usize]).unwrap();
    let held = File::options().read(true).write(true).open(&db).unwrap();
    held.lock().unwrap();
    held
}

/// The process that has the store, also while it is being opened.
fn host_of(door: &dyn Door) -> Pid {
    match ask(door, system::Request::Host).unwrap() {
        system::Response::Host(host) => Pid::from_raw(host.pid as i32).unwrap(),
        other => panic!("{other:?}"),
    }
}

fn standing(door: &dyn Door, request: system::Request) -> Standing {
    match ask(door, request).unwrap() {
        system::Response::State(standing) => standing,
        other => panic!("{other:?}"),
    }
}

fn customers(house: &House) -> u64 {
    match ask(&house.session(), system::Request::Status).unwrap() {
        system::Response::Status(status) => status.customers,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_store_is_made_anew_to_the_end_although_its_only_session_leaves() {
    let house = House::lingering(Duration::from_mins(2));
    let held = held_up(&house);
    let first = house.open().unwrap();
    let host = host_of(&first);
    drop(first);
    let second = house.open().unwrap();
    assert_eq!(host_of(&second), host, "another host had to begin anew");
    drop(held);
    let standing = standing(&second, system::Request::Settled);
    assert_eq!(standing.state, State::Ready);
    assert!(matches!(standing.notices[..], [Notice::Replayed { .. }]), "{standing:?}");
}

#[test]
fn a_host_nobody_waits_for_leaves_once_the_store_is_made_anew() {
    let house = House::lingering(Duration::ZERO);
    let held = held_up(&house);
    let only = house.open().unwrap();
    let host = host_of(&only);
    drop(only);
    drop(held);
    wait_until("the host is gone", || test_kill_process(host).is_err());
    let next = house.open().unwrap();
    assert_eq!(standing(&next, system::Request::Settled).notices, [], "it left before the store was made anew");
    assert_eq!(customers(&house), 1);
}
