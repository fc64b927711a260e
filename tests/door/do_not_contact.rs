//! Do not contact: every dialling path asks, in whatever form the number is typed.

use crate::support::{NOW, Store, ask, blamed, store};
use callsheet::domain::do_not_contact::DoNotContact;
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::phone::Phone;
use callsheet::domain::role::Role;
use callsheet::door::calls::{self, ToDial, WrapUp};
use callsheet::door::do_not_contact::{Request, Response};
use callsheet::door::{Door, Refusal, interactions};
use serde_json::json;

fn suppress(store: &Store, address: &str, channel: &str) -> Result<Response, Refusal> {
    store.ask(Request::Add { address: address.into(), channel: channel.into(), why: "asked".into() })
}

fn dial(store: &Store, number: &str) -> Result<calls::Response, Refusal> {
    store.ask(calls::Request::Dial(to_dial(number)))
}

fn to_dial(number: &str) -> ToDial {
    ToDial { number: number.into(), ..ToDial::default() }
}

fn nevertheless(door: &dyn Door, number: &str, why: &str) -> Result<calls::Response, Refusal> {
    ask(door, calls::Request::DialNevertheless { to_dial: to_dial(number), why: why.into() })
}

fn listed(store: &Store) -> Vec<DoNotContact> {
    let Response::List(entries) = store.ask(Request::List { limit: 99 }).unwrap() else { panic!() };
    entries
}

fn wrap_up(store: &Store, interaction: Interaction) {
    let wrap_up = WrapUp { interaction, next_step: None, deal: None, list: None };
    let _: calls::Response = store.ask(calls::Request::WrapUp(Box::new(wrap_up))).unwrap();
}

fn never_again(party: Party, number: &str) -> Interaction {
    Interaction {
        party,
        number: number.into(),
        disposition: "9".into(),
        text: "never again".into(),
        at: NOW,
        ..Interaction::default()
    }
}

#[test]
fn a_suppressed_number_is_not_dialled_in_any_format_though_nobody_has_it() {
    let store = store();
    suppress(&store, "030 1234567", "").unwrap();
    for number in ["030 1234567", "+49 30 1234567", "0049 (30) 123-45 67", "０３０１２３４５６７", "+49301234567"]
    {
        let refused = Refusal::DoNotContact { address: "+49301234567".into(), why: "asked".into() };
        assert_eq!(dial(&store, number), Err(refused), "{number}");
    }
    let calls::Response::Dial { number } = dial(&store, "030 1234568").unwrap() else { panic!() };
    assert_eq!(number, "+49301234568");
    assert_eq!(blamed(dial(&store, "Anna")), "number");
}

#[test]
fn a_number_suppressed_for_another_channel_may_be_dialled() {
    let store = store();
    suppress(&store, "030 1234567", "sms").unwrap();
    assert!(dial(&store, "030 1234567").is_ok());
    suppress(&store, "030 1234567", "Phone").unwrap();
    assert!(dial(&store, "030 1234567").is_err());
    suppress(&store, "0301234567", "phone").unwrap();
    assert_eq!(listed(&store).len(), 2, "what is suppressed already stays as it is");
    assert_eq!(blamed(suppress(&store, "030 1", "drum")), "channel");
    assert_eq!(blamed(suppress(&store, " ", "")), "address");
    assert!(suppress(&store, "Anna@Example.com", "email").is_ok());
    assert_eq!(listed(&store)[2].address, "anna@example.com");
}

#[test]
fn a_suppression_is_lifted_and_the_lifting_undone() {
    let store = store();
    suppress(&store, "030 1234567", "").unwrap();
    let id = listed(&store)[0].id;
    let _: Response = store.ask(Request::Remove(id)).unwrap();
    assert!(dial(&store, "030 1234567").is_ok());
    assert!(matches!(store.ask::<Response>(Request::Remove(id)), Err(Refusal::NotFound { .. })));
    store.undo().unwrap();
    assert!(dial(&store, "030 1234567").is_err());
}

#[test]
fn who_asks_not_to_be_called_again_is_not() {
    let store = store();
    let phones = json!([Phone::read("030 1111111", "DE"), Phone::read("0171 2222222", "DE")]);
    let anna = store.add(&[("name", json!("Anna")), ("phones", phones)]);

    wrap_up(&store, never_again(Party::Customer(anna), "030 1111111"));
    assert!(dial(&store, "030 1111111").is_err());
    assert!(dial(&store, "0171 2222222").is_ok(), "the number that was used");
    wrap_up(&store, never_again(Party::Number("+49303333333".into()), ""));
    assert!(dial(&store, "030 3333333").is_err(), "a bare number");
    wrap_up(&store, never_again(Party::Customer(anna), ""));
    assert!(dial(&store, "0171 2222222").is_err(), "every number, when none is named");
    wrap_up(&store, never_again(Party::Withheld, ""));
    assert_eq!(listed(&store).len(), 3);
    store.undo().unwrap();
    store.undo().unwrap();
    assert!(dial(&store, "0171 2222222").is_ok(), "with the wrap-up its suppression is taken back");
}

#[test]
fn it_holds_for_a_call_that_is_logged_afterwards_too() {
    let store = store();
    let draft = crate::support::draft(&[("number", json!("030 4444444")), ("disposition", json!("do-not-call"))]);
    let _: interactions::Response = store.ask(interactions::Request::Log(draft)).unwrap();
    assert!(dial(&store, "030 4444444").is_err());
}

#[test]
fn nobody_is_called_at_night_by_their_own_clock() {
    let store = store();
    let Err(Refusal::OutsideHours { from, until, hours }) = dial(&store, "+8613800138000") else { panic!() };
    assert_eq!((from, until, hours.as_str()), (from, from, "08:00-21:00"), "21:05 in China");
    assert_eq!(from.format("%H:%M").to_string(), "21:05");
    assert!(matches!(dial(&store, "+1 206 555 9857"), Err(Refusal::OutsideHours { .. })), "05:05 in Seattle");
    let phones = json!([Phone::read("+1 206 555 9857", "US")]);
    store.add(&[("name", json!("Anna")), ("phones", phones), ("time_zone", json!("Europe/Berlin"))]);
    assert!(dial(&store, "+1 206 555 9857").is_ok(), "who has the number is known, and lives in Berlin");
}

#[test]
fn who_calls_all_the_same_says_why_and_that_is_kept_and_audited() {
    let store = store();
    let bo = store.colleague("bo", Role::Agent);
    let number = "+8613800138000";
    assert_eq!(blamed(nevertheless(&bo, number, " ")), "why");
    assert!(nevertheless(&bo, number, "asked to be called now").is_ok());
    suppress(&store, number, "").unwrap();
    assert!(matches!(nevertheless(&bo, number, "please"), Err(Refusal::NotAllowed(_))), "a supervisor may");
    assert!(nevertheless(&store.admin, number, "she called off the stop by mail").is_ok());
    let party = Party::Number(number.into());
    let timeline = interactions::Request::Timeline { party, before: None, limit: 9 };
    let interactions::Response::Timeline { interactions, .. } = store.ask(timeline).unwrap() else { panic!() };
    let said: Vec<_> = interactions.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(said.len(), 2);
    assert!(said.contains(&"asked to be called now"));
    assert!(nevertheless(&store.admin, "030 1234567", "nothing is in the way").is_ok());
}
