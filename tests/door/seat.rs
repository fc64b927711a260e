//! A screen that several people share: who sits at it, and the lock of one that is left for a moment.

use crate::support::{Store, ask, blamed, draft, store};
use callsheet::crm::{Identity, Session};
use callsheet::domain::id::UserId;
use callsheet::domain::role::Role;
use callsheet::door::{Refusal, customers, seat, system, users};
use serde_json::json;

const PIN: &str = "4711";

/// A store with the seat `desk7` and two agents who have a PIN but no user of the operating system.
fn floor() -> Store {
    let store = store();
    for login in ["anna", "bea"] {
        let user = draft(&[("name", json!(login)), ("login", json!(login))]);
        let _: users::Response = store.ask(users::Request::Add(user)).unwrap();
        let pin = format!("{PIN}{login}").into();
        let _: users::Response = store.ask(users::Request::SetPin { login: login.into(), pin }).unwrap();
    }
    let _: users::Response = store.ask(users::Request::SetSeat { os_user: "desk7".into(), shared: true }).unwrap();
    store
}

fn at_desk(store: &Store, os_user: &str) -> Session {
    let who = Identity { is_owner: false, ..Identity::in_process(os_user, "pts/3") };
    Session::open(&store.keeper, who).unwrap()
}

fn sign_on(session: &Session, login: &str, pin: &str) -> Result<seat::Response, Refusal> {
    ask(session, seat::Request::SignOn { login: login.into(), pin: pin.to_owned().into() })
}

fn me(session: &Session) -> Result<String, Refusal> {
    match ask(session, system::Request::Status)? {
        system::Response::Status(status) => Ok(status.me.login),
        other => panic!("{other:?}"),
    }
}

#[test]
fn at_a_seat_nobody_is_anybody_until_they_prove_it_and_both_names_are_audited() {
    let store = floor();
    let desk = at_desk(&store, "desk7");
    assert_eq!(me(&desk), Err(Refusal::SignOn));
    assert_eq!(sign_on(&desk, "anna", "4711bea"), Err(Refusal::WrongPin));
    assert_eq!(sign_on(&desk, "nobody", "4711anna"), Err(Refusal::WrongPin), "who there is is not told");
    assert_eq!(me(&desk), Err(Refusal::SignOn));
    sign_on(&desk, "Anna", "4711anna").unwrap();
    assert_eq!(me(&desk).unwrap(), "anna");
    let _: customers::Response = ask(&desk, customers::Request::Add(draft(&[("name", json!("Zoe"))]))).unwrap();
    let _: seat::Response = ask(&desk, seat::Request::SignOff).unwrap();
    assert_eq!(me(&desk), Err(Refusal::SignOn));
    sign_on(&desk, "bea", "4711bea").unwrap();
    assert_eq!(me(&desk).unwrap(), "bea");
    let audit = store.audit();
    let told: Vec<_> = audit.iter().filter(|entry| entry.os_user == "desk7").collect();
    let told: Vec<_> = told.iter().map(|entry| (entry.user.map_or(0, |user| user.0), entry.request.as_str())).collect();
    let expected = [
        (2, "seat-refused"),
        (0, "seat-refused"),
        (2, "seat-sign-on"),
        (2, "customers-add"),
        (2, "seat-sign-off"),
        (3, "seat-sign-on"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn wrong_pins_make_the_next_try_wait_whoever_tries() {
    let store = floor();
    let (desk, other) = (at_desk(&store, "desk7"), at_desk(&store, "desk7"));
    for _ in 0..3 {
        assert_eq!(sign_on(&desk, "anna", "0000"), Err(Refusal::WrongPin));
    }
    assert_eq!(sign_on(&other, "anna", "4711anna"), Err(Refusal::TooSoon { seconds: 2 }));
    sign_on(&other, "bea", "4711bea").unwrap();
    store.pass(2);
    sign_on(&desk, "anna", "4711anna").unwrap();
}

#[test]
fn a_locked_screen_is_answered_nothing_until_its_pin_is_typed() {
    let store = floor();
    let desk = at_desk(&store, "desk7");
    sign_on(&desk, "anna", "4711anna").unwrap();
    let _: seat::Response = ask(&desk, seat::Request::Lock).unwrap();
    assert_eq!(me(&desk), Err(Refusal::ScreenLocked { login: "anna".into() }));
    let off: Result<seat::Response, _> = ask(&desk, seat::Request::SignOff);
    assert_eq!(off, Err(Refusal::ScreenLocked { login: "anna".into() }));
    let unlock =
        |pin: &str| -> Result<seat::Response, Refusal> { ask(&desk, seat::Request::Unlock(pin.to_owned().into())) };
    assert_eq!(unlock("4711bea"), Err(Refusal::WrongPin));
    assert_eq!(unlock("4711anna"), Ok(seat::Response::Unlocked));
    assert_eq!(me(&desk).unwrap(), "anna");
}

#[test]
fn ones_own_screen_is_locked_only_with_something_to_unlock_it() {
    let store = floor();
    let eva = store.colleague("eva", Role::Agent);
    assert_eq!(blamed(ask::<seat::Response>(&eva, seat::Request::Lock)), "");
    let pin = |login: &str| -> Result<users::Response, Refusal> {
        ask(&eva, users::Request::SetPin { login: login.into(), pin: "2580".to_owned().into() })
    };
    pin("me").unwrap();
    assert!(matches!(pin("anna"), Err(Refusal::NotAllowed(_))), "only an administrator gives others a PIN");
    assert_eq!(ask(&eva, seat::Request::Lock), Ok(seat::Response::Locked));
    assert!(me(&eva).is_err());
    assert_eq!(ask(&eva, seat::Request::Unlock("2580".to_owned().into())), Ok(seat::Response::Unlocked));
    assert_eq!(blamed(sign_on(&eva, "anna", "4711anna")), "login", "not a shared screen");
}

#[test]
fn a_pin_leaves_the_host_in_no_answer_and_comes_back_by_no_undo() {
    let store = floor();
    let users::Response::List { users, .. } = store.ask(users::Request::List).unwrap() else { panic!() };
    assert!(users.iter().all(|user| user.pin.is_none()));
    let edit = crate::support::edit(UserId(2), "pin", json!("x"), json!(null));
    assert_eq!(blamed(store.ask::<users::Response>(users::Request::Edit(edit))), "pin");
    store.undo().unwrap();
    let desk = at_desk(&store, "desk7");
    assert!(me(&desk).is_err(), "the seat was undone, not a PIN");
    let _: users::Response = store.ask(users::Request::SetSeat { os_user: "desk7".into(), shared: true }).unwrap();
    sign_on(&desk, "anna", "4711anna").unwrap();
}

#[test]
fn the_owner_of_the_store_is_shut_out_by_no_seat() {
    let store = floor();
    let owner = Session::open(&store.keeper, Identity::in_process("desk7", "pts/3")).unwrap();
    assert_eq!(me(&owner).unwrap(), "desk7");
}
