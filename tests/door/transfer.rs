//! A call is handed on to a colleague, who takes it or does not.

use crate::floor::{anna, draft, hears, keep, mine, wrap_up, written};
use crate::support::{NOW, Store, ask, store};
use callsheet::crm::Session;
use callsheet::domain::audit::Fate;
use callsheet::domain::call::Call as Contact;
use callsheet::domain::edit::Change;
use callsheet::domain::id::{CustomerId, UserId};
use callsheet::domain::interaction::Direction;
use callsheet::domain::noun::{Noun, RecordRef};
use callsheet::domain::phone::Phone;
use callsheet::domain::presence::Presence;
use callsheet::domain::role::Role;
use callsheet::door::floor::{self, Draft, News};
use callsheet::door::transfer::{Offer, Request, Response};
use callsheet::door::{CallId, Event, Refusal, system};
use serde_json::json;

fn there(store: &Store, login: &str) -> Session {
    let session = store.colleague(login, Role::Agent);
    rest(&session, Presence::Ready);
    session
}

fn rest(session: &Session, presence: Presence) {
    let _: floor::Response = ask(session, floor::Request::SetState { presence, reason: String::new() }).unwrap();
}

fn colleagues(session: &Session) -> Vec<(String, UserId)> {
    let Response::Colleagues(on_duty) = ask(session, Request::Colleagues).unwrap() else { panic!() };
    on_duty.into_iter().map(|colleague| (colleague.name, colleague.user)).collect()
}

fn offer(session: &Session, call: CallId, to: &str) -> bool {
    let known = colleagues(session).into_iter().find(|(name, _)| name == to);
    let to = known.map_or(UserId(99), |(_, user)| user);
    let Response::Offered(offered) = ask(session, Request::Offer { call, to }).unwrap() else { panic!() };
    offered
}

fn open(session: &Session) -> Vec<Offer> {
    let Response::Open(open) = ask(session, Request::Open).unwrap() else { panic!() };
    open
}

fn accept(session: &Session, call: CallId) -> Option<Draft> {
    let Response::Accepted(draft) = ask(session, Request::Accept(call)).unwrap() else { panic!() };
    draft.map(|draft| *draft)
}

fn presence(session: &Session) -> Presence {
    mine(session).0.presence
}

#[test]
fn a_call_stays_with_whoever_has_it_until_the_colleague_takes_it_as_it_stands() {
    let store = store();
    let (ben, cy) = (there(&store, "ben"), there(&store, "cy"));
    let mut call = draft(1, anna(&store), "wants the qu");
    written(&mut call).line.text = "1 wan".to_owned();
    written(&mut call).closing = true;
    keep(&ben, &call);
    assert!(offer(&ben, call.id, "cy"));
    hears(&cy, |event| (event == Event::Floor(News::Offers)).then_some(()));
    assert_eq!((open(&cy)[0].by.as_str(), open(&cy)[0].with.as_str()), ("ben", "Anna"));
    assert_eq!((presence(&ben), presence(&cy)), (Presence::OnCall, Presence::Ready));
    keep(&ben, &call);
    assert_eq!(accept(&cy, call.id).as_ref(), Some(&call));
    let taken = News::Transferred { draft: call.id, to: "cy".to_owned() };
    hears(&ben, |event| (event == Event::Floor(taken.clone())).then_some(()));
    assert_eq!((presence(&ben), presence(&cy)), (Presence::Ready, Presence::OnCall));
    let late = ask::<floor::Response>(&ben, floor::Request::Keep(Box::new(call.clone()))).unwrap();
    assert!(matches!(late, floor::Response::Elsewhere { .. }));
    wrap_up(&cy, &call).unwrap();
    assert!(matches!(wrap_up(&ben, &call), Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn that_a_call_was_handed_on_is_in_the_audit_log_with_whose_it_was_and_whom_it_is_with() {
    let store = store();
    let (ben, cy) = (there(&store, "ben"), there(&store, "cy"));
    let customer = anna(&store);
    let call = draft(1, customer, "wants");
    keep(&ben, &call);
    offer(&ben, call.id, "cy");
    accept(&cy, call.id);
    let entry = store.audit().pop().unwrap();
    let touched: Vec<_> = entry.touched.iter().map(|touched| (touched.record, touched.fate)).collect();
    assert_eq!((entry.request.as_str(), entry.user), ("transfer-accept", Some(UserId(3))));
    let record = |noun, id| RecordRef { noun, id };
    assert_eq!(
        touched,
        [(record(Noun::User, 2), Fate::HandedOn), (record(Noun::Customer, customer.0), Fate::HandedOn),]
    );
}

#[test]
fn a_colleague_who_declines_leaves_the_call_where_it_is_and_it_can_be_taken_back() {
    let store = store();
    let (ben, cy) = (there(&store, "ben"), there(&store, "cy"));
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    offer(&ben, call.id, "cy");
    let decline = |who: &Session| drop(ask::<Response>(who, Request::Decline(call.id)).unwrap());
    decline(&cy);
    let declined = News::Declined { by: "cy".to_owned() };
    hears(&ben, |event| (event == Event::Floor(declined.clone())).then_some(()));
    assert_eq!((accept(&cy, call.id), open(&ben)), (None, vec![]));
    offer(&ben, call.id, "cy");
    decline(&ben);
    assert_eq!(accept(&cy, call.id), None);
    assert_eq!(presence(&ben), Presence::OnCall);
}

#[test]
fn only_who_is_on_duty_can_be_offered_a_call_and_only_by_whoever_has_it() {
    let store = store();
    rest(&store.admin, Presence::Off);
    let (ben, cy, di) = (there(&store, "ben"), there(&store, "cy"), there(&store, "di"));
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    assert!(!offer(&di, call.id, "cy"), "the call is ben's");
    rest(&cy, Presence::Break);
    assert_eq!(colleagues(&ben).into_iter().map(|(name, _)| name).collect::<Vec<_>>(), ["di"]);
    assert!(!offer(&ben, call.id, "cy"));
    assert!(offer(&ben, call.id, "di"));
    drop(di);
    hears(&ben, |event| (event == Event::Floor(News::Offers)).then_some(()));
    while !open(&ben).is_empty() {
        hears(&ben, |event| (event == Event::Floor(News::Offers)).then_some(()));
    }
}

#[test]
fn a_call_that_is_over_is_offered_no_more() {
    let store = store();
    let (ben, cy) = (there(&store, "ben"), there(&store, "cy"));
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    offer(&ben, call.id, "cy");
    wrap_up(&ben, &call).unwrap();
    assert_eq!((open(&cy), accept(&cy, call.id)), (vec![], None));
}

#[test]
fn what_is_offered_shows_no_number_before_it_is_taken() {
    let store = store();
    let change = Change { field: "mask_phones".into(), from: json!(false), to: json!(true) };
    let _: system::Response = store.ask(system::Request::Configure(vec![change])).unwrap();
    let phones = json!([Phone::read("030 74185296", "DE")]);
    let customer: CustomerId = store.add(&[("name", json!("Anna")), ("phones", phones)]);
    let (ben, cy) = (there(&store, "ben"), there(&store, "cy"));
    let mut call = draft(1, customer, "wants");
    written(&mut call).call = Contact::begin(Direction::In, "030 74185296", "DE", NOW).with(customer, "");
    keep(&ben, &call);
    offer(&ben, call.id, "cy");
    assert_eq!(open(&cy)[0].with, "+49 30 ****96");
    assert_eq!(accept(&cy, call.id).unwrap().call().unwrap().shown_number, "+49 30 74185296", "the call is theirs now");
}
