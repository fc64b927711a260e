//! A supervisor is asked during a call: who is, what they see, and how it ends.

use crate::floor::{anna, draft, hears, keep, wrap_up, written};
use crate::support::{Store, ask, edit, store};
use callsheet::crm::Session;
use callsheet::domain::id::UserId;
use callsheet::domain::presence::Presence;
use callsheet::domain::role::Role;
use callsheet::door::consult::{Consult, Request, Response, Shown};
use callsheet::door::floor::{self, Draft, News};
use callsheet::door::{CallId, Event, users};
use serde_json::json;

/// A floor on which nobody but those of the test can be asked.
fn quiet() -> Store {
    let store = store();
    rest(&store.admin, Presence::Off);
    store
}

fn rest(session: &Session, presence: Presence) {
    let _: floor::Response = ask(session, floor::Request::SetState { presence, reason: String::new() }).unwrap();
}

/// Somebody at a screen, who has asked for something there.
fn there(store: &Store, login: &str, role: Role) -> Session {
    let session = store.colleague(login, role);
    rest(&session, Presence::Ready);
    session
}

fn asks(session: &Session, call: CallId) -> Vec<String> {
    let Response::Asked(names) = ask(session, Request::Ask(call)).unwrap() else { panic!() };
    names
}

fn open(session: &Session) -> Vec<Consult> {
    let Response::Open(open) = ask(session, Request::Open).unwrap() else { panic!() };
    open
}

fn look(session: &Session, call: CallId) -> Option<Shown> {
    let Response::Call(shown) = ask(session, Request::Look(call)).unwrap() else { panic!() };
    shown.map(|shown| *shown)
}

fn say(session: &Session, call: CallId, text: &str) {
    let said: Response = ask(session, Request::Reply { call, text: text.to_owned() }).unwrap();
    assert_eq!(said, Response::Done);
}

fn heard(session: &Session, wanted: &News) {
    hears(session, |event| (event == Event::Floor(wanted.clone())).then_some(()));
}

/// Ben's call with Anna, about which he asks whoever is on duty.
fn bens_call(store: &Store, ben: &Session) -> Draft {
    let call = draft(1, anna(store), "wants");
    keep(ben, &call);
    asks(ben, call.id);
    call
}

#[test]
fn the_supervisor_sees_the_call_as_it_is_typed_and_what_they_say_reaches_the_agent() {
    let store = quiet();
    let (ben, lena) = (there(&store, "ben", Role::Agent), there(&store, "lena", Role::Supervisor));
    let mut call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    assert_eq!(asks(&ben, call.id), ["lena"]);
    heard(&lena, &News::Consults);
    assert_eq!((open(&lena)[0].by.as_str(), open(&lena)[0].with.as_str()), ("ben", "Anna"));
    assert_eq!(look(&lena, call.id).unwrap().open, *written(&mut call));
    written(&mut call).note.text = "wants five per cent".to_owned();
    keep(&ben, &call);
    heard(&lena, &News::ShownCall);
    assert_eq!(look(&lena, call.id).unwrap().open.note.text, "wants five per cent");
    say(&lena, call.id, " three at most ");
    heard(&ben, &News::Consults);
    let [consult] = &open(&ben)[..] else { panic!() };
    assert_eq!(
        (consult.is_mine, consult.said[0].by.as_str(), consult.said[0].text.as_str()),
        (true, "lena", "three at most")
    );
}

#[test]
fn whoever_is_away_or_leads_nobody_is_not_asked() {
    let store = quiet();
    let ben = there(&store, "ben", Role::Agent);
    let (_cy, _al) = (there(&store, "cy", Role::Agent), there(&store, "al", Role::Auditor));
    let lena = there(&store, "lena", Role::Supervisor);
    rest(&lena, Presence::Break);
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    assert_eq!(asks(&ben, call.id), Vec::<String>::new());
    assert_eq!(open(&ben), []);
    rest(&lena, Presence::Ready);
    drop(lena);
    assert_eq!(asks(&ben, call.id), Vec::<String>::new(), "she is gone");
}

#[test]
fn the_supervisors_of_ones_own_team_are_asked_before_others() {
    let store = quiet();
    let (ben, _lena) = (there(&store, "ben", Role::Agent), there(&store, "lena", Role::Supervisor));
    let _mia = there(&store, "mia", Role::Supervisor);
    let _: users::Response = store.ask(users::Request::AddTeam("North".into())).unwrap();
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    for user in [2, 4] {
        let joins = edit(UserId(user), "team", json!(null), json!("1"));
        let _: users::Response = store.ask(users::Request::Edit(joins)).unwrap();
    }
    assert_eq!(asks(&ben, call.id), ["mia"]);
}

#[test]
fn whoever_answers_first_has_it_and_nobody_else_sees_the_call_any_more() {
    let store = quiet();
    let ben = there(&store, "ben", Role::Agent);
    let (lena, mia) = (there(&store, "lena", Role::Supervisor), there(&store, "mia", Role::Supervisor));
    let call = bens_call(&store, &ben);
    say(&mia, call.id, "yes");
    assert_eq!((open(&lena), look(&lena, call.id)), (vec![], None));
    say(&lena, call.id, "no");
    assert_eq!(open(&ben)[0].said.len(), 1, "who is not asked is not heard");
    assert_eq!(open(&ben)[0].asked, ["mia"]);
}

#[test]
fn it_ends_with_the_call_or_when_either_side_closes_it_or_nobody_is_left_to_ask() {
    for end in ["the call is over", "the agent closes it", "the supervisor closes it", "the supervisor is gone"] {
        let store = quiet();
        let (ben, lena) = (there(&store, "ben", Role::Agent), there(&store, "lena", Role::Supervisor));
        let call = bens_call(&store, &ben);
        let close = |who: &Session| ask::<Response>(who, Request::Close(call.id)).unwrap();
        match end {
            "the call is over" => _ = wrap_up(&ben, &call).unwrap(),
            "the agent closes it" => _ = close(&ben),
            "the supervisor closes it" => {
                close(&lena);
                heard(&ben, &News::Consults);
            }
            _ => {
                drop(lena);
                heard(&ben, &News::Consults);
            }
        }
        assert_eq!(open(&ben), [], "{end}");
    }
}

#[test]
fn nobody_asks_about_a_call_that_is_not_theirs() {
    let store = quiet();
    let (ben, cy) = (there(&store, "ben", Role::Agent), there(&store, "cy", Role::Agent));
    let lena = there(&store, "lena", Role::Supervisor);
    let call = draft(1, anna(&store), "wants");
    keep(&ben, &call);
    assert_eq!(asks(&cy, call.id), Vec::<String>::new());
    assert_eq!(look(&lena, call.id), None, "nor is a call seen nobody asks about");
}
