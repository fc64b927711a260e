//! Callers prove who they are before details are shown.

use crate::support::{Store, ask, blamed, edit, store};
use callsheet::crm::Session;
use callsheet::domain::audit::Fate;
use callsheet::domain::customer::Customer;
use callsheet::domain::edit::{self, Draft};
use callsheet::domain::id::CustomerId;
use callsheet::domain::interaction::Interaction;
use callsheet::domain::party::Party;
use callsheet::domain::role::Role;
use callsheet::domain::settings::Settings;
use callsheet::domain::verification::Question;
use callsheet::door::bulk::{self, BulkEdit, Whom};
use callsheet::door::calls::{self, WrapUp};
use callsheet::door::customers::{Answered, Masked, Request, Response};
use callsheet::door::{Refusal, system, undo};
use serde_json::{Value, json};

/// A store that masks and asks.
fn asking_for(verification: Vec<Question>) -> Store {
    let store = store();
    let system::Response::Settings(before) = store.ask(system::Request::Settings).unwrap() else { panic!() };
    let after = Settings { mask_phones: true, verification, ..(*before).clone() };
    let changes = Draft::of(&after).changes_to(&*before);
    let _: system::Response = store.ask(system::Request::Configure(changes)).unwrap();
    store
}

/// The same with Anna, whose birthday and postal code are known.
fn asking() -> (Store, CustomerId) {
    let store = asking_for(vec![Question::Birthday, Question::PostalCode]);
    let phone = json!([{ "typed": "030 74185296", "e164": "+493074185296", "extension": "", "label": "" }]);
    let birthday = json!({ "year": 1980, "month": 12, "day": 24, "lunar": false });
    let anna = store.add(&[
        ("name", json!("Anna")),
        ("phones", phone),
        ("birthday", birthday),
        ("postal_code", json!("10115")),
    ]);
    (store, anna)
}

fn shown(session: &Session, id: CustomerId) -> Customer {
    let Response::Card(card) = ask(session, Request::Card(id)).unwrap() else { panic!() };
    card.customer
}

fn say(session: &Session, id: CustomerId, birthday: &str, postal_code: &str) -> Result<Response, Refusal> {
    let said = [(Question::Birthday, birthday), (Question::PostalCode, postal_code)];
    let answers = said.map(|(question, said)| Answered { question, said: said.to_owned() });
    ask(session, Request::Verify { id, answers: answers.to_vec(), otherwise: String::new() })
}

fn vouch(session: &Session, id: CustomerId, otherwise: &str) -> Result<Response, Refusal> {
    let answers = vec![Answered { question: Question::Birthday, said: "24.12.1980".into() }];
    ask(session, Request::Verify { id, answers, otherwise: otherwise.into() })
}

#[test]
fn whoever_can_be_asked_nothing_is_shown_only_once_somebody_says_how_they_made_sure() {
    let (store, anna) = asking();
    let phone = json!([{ "typed": "030 1", "e164": "+49301234567", "extension": "", "label": "" }]);
    let bea = store.add(&[("name", json!("Bea")), ("phones", phone)]);
    let bo = store.colleague("bo", Role::Agent);
    let is_masked = || shown(&bo, bea).phones[0].to_string().contains('*');
    assert_eq!(blamed(vouch(&bo, bea, " ")), "reason");
    assert!(is_masked());
    vouch(&bo, bea, "called back at the number on the contract").unwrap();
    assert!(!is_masked());
    let note = store.card(bea).timeline.pop().unwrap();
    assert_eq!(
        (note.text.as_str(), note.reason.as_str()),
        ("called back at the number on the contract", "verified-otherwise")
    );
    let told: Vec<_> =
        store.audit().pop().unwrap().touched.iter().map(|one| (one.record.to_string(), one.fate)).collect();
    assert_eq!(told, [(note.id.to_string(), Fate::Created), (bea.to_string(), Fate::Revealed)]);
    assert!(
        ask::<undo::Response>(&bo, undo::Request::Undo(None)).is_err(),
        "it is no change of one's own to take back"
    );
    assert_eq!(blamed(vouch(&bo, anna, "her voice")), "postal-code", "where something can be asked, it is");
}

#[test]
fn nothing_is_shown_before_every_answer_is_right() {
    let (store, anna) = asking();
    let bo = store.colleague("bo", Role::Agent);
    let before = shown(&bo, anna);
    assert_eq!((before.birthday, before.postal_code.as_str()), (None, "****"), "the answers are not read out either");
    assert_eq!(blamed(ask::<Response>(&bo, Request::Reveal(anna, Masked::Phones))), "verification");
    assert_eq!(blamed(say(&bo, anna, "24.12.1980", "")), "postal-code");
    assert_eq!(blamed(say(&bo, anna, "25.12.1980", "10115")), "birthday");
    assert!(shown(&bo, anna).birthday.is_none());
    assert_eq!(say(&bo, anna, "24.12.1980", "10115").unwrap(), Response::Verified);
    let after = shown(&bo, anna);
    assert_eq!((after.phones[0].to_string().as_str(), after.postal_code.as_str()), ("+49 30 74185296", "10115"));
    let audited = store.audit().into_iter().filter(|entry| entry.request == "customers-verify");
    let told: Vec<_> = audited.map(|entry| (entry.touched[0].fate, entry.touched[0].fields.join(", "))).collect();
    let fates = [
        (Fate::NotVerified, "postal_code"),
        (Fate::NotVerified, "birthday"),
        (Fate::Revealed, "birthday, postal_code"),
    ];
    assert_eq!(told, fates.map(|(fate, fields)| (fate, fields.to_owned())), "whoever guesses is found out");
}

#[test]
fn a_call_says_what_the_caller_was_asked_and_the_next_one_begins_with_the_questions() {
    let (store, _) = asking();
    let bea = store.add(&[("name", json!("Bea")), ("postal_code", json!("10115"))]);
    let bo = store.colleague("bo", Role::Agent);
    let dan = store.add(&[("name", json!("Dan"))]);
    vouch(&bo, dan, "knows the order by heart").unwrap();
    let note = store.card(dan).timeline[0].id;
    wrap_up(&bo, dan);
    assert_eq!(newest(&store, dan).verified, note.to_string());
    for verified in ["postal-code", ""] {
        if !verified.is_empty() {
            say(&bo, bea, "", "10115").unwrap();
        }
        wrap_up(&bo, bea);
        assert_eq!(newest(&store, bea).verified, verified);
    }
}

fn wrap_up(session: &Session, customer: CustomerId) {
    let interaction =
        Interaction { party: Party::Customer(customer), disposition: "1".into(), ..Interaction::default() };
    let call = WrapUp { interaction, next_step: None, deal: None, list: None };
    let _: calls::Response = ask(session, calls::Request::WrapUp(Box::new(call))).unwrap();
}

fn newest(store: &Store, customer: CustomerId) -> Interaction {
    store.card(customer).timeline.into_iter().max_by_key(|call| call.id).unwrap()
}

#[test]
fn an_undo_tells_nobody_an_answer_who_was_not_to_see_it() {
    let (store, anna) = asking();
    let bo = store.colleague("bo", Role::Agent);
    say(&bo, anna, "24.12.1980", "10115").unwrap();
    let _: Response = ask(&bo, Request::Edit(edit(anna, "postal_code", json!("10115"), json!("10117")))).unwrap();
    store.pass(16 * 60);
    store.edit(anna, "postal_code", json!("10117"), json!("10119")).unwrap();
    let Err(Refusal::ChangedSince { clashes, .. }) = ask::<undo::Response>(&bo, undo::Request::Undo(None)) else {
        panic!("nothing in the way")
    };
    let told =
        clashes.iter().map(|clash| (&*clash.field, clash.mine.contains("10115"), clash.theirs.contains("10119")));
    assert_eq!(told.collect::<Vec<_>>(), [("postal_code", false, false)]);
}

#[test]
fn what_a_merge_took_over_answers_no_question_either() {
    let (store, anna) = asking();
    let ann = store.add(&[("name", json!("Ann")), ("postal_code", json!("54290"))]);
    let take = vec!["postal_code".to_owned()];
    let _: Response = store.ask(Request::Merge { keep: anna, other: ann, take }).unwrap();
    let bo = store.colleague("bo", Role::Agent);
    let seen = format!("{:?}", shown(&bo, anna));
    assert!(!seen.contains("54290") && !seen.contains("10115"), "{seen}");
    say(&bo, anna, "24.12.1980", "54290").unwrap();
    assert_eq!(shown(&bo, anna).taken[0].changes[0].from, json!("10115"));
}

#[test]
fn it_counts_for_one_agent_and_for_a_while() {
    let (store, anna) = asking();
    let (bo, cy) = (store.colleague("bo", Role::Agent), store.colleague("cy", Role::Agent));
    say(&bo, anna, "24.12.1980", "10115").unwrap();
    assert!(shown(&cy, anna).birthday.is_none());
    store.pass(14 * 60);
    assert!(shown(&bo, anna).birthday.is_some());
    store.pass(2 * 60);
    assert!(shown(&bo, anna).birthday.is_none());
    assert!(shown(&store.colleague("dee", Role::Supervisor), anna).birthday.is_some());
}

/// The answer to a question, and another one.
fn answers(question: Question) -> (Value, Value) {
    match question {
        Question::Birthday => {
            let on = |day| json!({ "year": 1980, "month": 12, "day": day, "lunar": false });
            (on(24), on(25))
        }
        Question::PostalCode | Question::Street => (json!("10115"), json!("54290")),
        Question::Email => (json!(["anna@firma.de"]), json!(["bo@firma.de"])),
        Question::ExternalId => {
            let id = |id: &str| json!([{ "system": "erp", "id": id }]);
            (id("ALFKI"), id("BO"))
        }
    }
}

/// A way to give a customer another value for what callers are asked.
type Way = fn(&Session, CustomerId, &str, (&Value, &Value)) -> Result<(), Refusal>;

fn by_an_edit(session: &Session, id: CustomerId, field: &str, (from, to): (&Value, &Value)) -> Result<(), Refusal> {
    ask::<Response>(session, Request::Edit(edit(id, field, from.clone(), to.clone()))).map(drop)
}

fn by_a_bulk_edit(session: &Session, id: CustomerId, field: &str, (_, to): (&Value, &Value)) -> Result<(), Refusal> {
    let set = Draft::from_iter([(field.to_owned(), to.clone())]);
    let edit = BulkEdit { set, ..BulkEdit::of(Whom::These(vec![id])) };
    let bulk::Response::Outcome(made) = ask(session, bulk::Request::Make(edit))?;
    made.why.map_or(Ok(()), Err)
}

fn by_a_merge(session: &Session, keep: CustomerId, field: &str, (_, to): (&Value, &Value)) -> Result<(), Refusal> {
    let twin = Draft::from_iter([("name".to_owned(), json!("Anna")), (field.to_owned(), to.clone())]);
    let Response::Saved(twin) = ask(session, Request::Add(twin))? else { panic!("not stored") };
    ask::<Response>(session, Request::Merge { keep, other: twin.id, take: vec![field.to_owned()] }).map(drop)
}

/// Each role that writes, as somebody the customer is a stranger to, by each way and for each question.
#[test]
fn what_callers_are_asked_is_written_only_by_those_who_see_it() {
    for &question in Question::ALL {
        let store = asking_for(vec![question]);
        let field = question.field();
        let (is, shall) = answers(question);
        for (role, may) in [(Role::Agent, false), (Role::Supervisor, true), (Role::Admin, true)] {
            let colleague = store.colleague(role.slug(), role);
            for (how, way) in [by_an_edit as Way, by_a_bulk_edit, by_a_merge].into_iter().enumerate() {
                let anna = store.add(&[("name", json!("Anna")), (field, is.clone())]);
                let stands = || edit::object(&store.card(anna).customer)[field].clone();
                if may {
                    way(&colleague, anna, field, (&is, &shall)).unwrap();
                    assert_ne!(stands(), is, "{role}, {field}, way {how}");
                } else {
                    let right = blamed(way(&colleague, anna, field, (&is, &shall)));
                    let wrong = blamed(way(&colleague, anna, field, (&shall, &is)));
                    assert_eq!((right.as_str(), wrong.as_str()), (field, field), "a guess is told nothing: way {how}");
                    assert_eq!(stands(), is, "{role}, {field}, way {how}");
                }
            }
        }
    }
}

#[test]
fn an_answer_is_written_once_the_caller_gave_the_present_one_or_where_the_customer_is_theirs() {
    let (store, anna) = asking();
    let bo = store.colleague("bo", Role::Agent);
    let birthday = |day| json!({ "year": 1980, "month": 12, "day": day, "lunar": false });
    let moved = |from, to| by_an_edit(&bo, anna, "birthday", (&birthday(from), &birthday(to)));
    assert_eq!(blamed(moved(24, 25)), "birthday");
    by_an_edit(&bo, anna, "city", (&json!(""), &json!("Bonn"))).unwrap();
    say(&bo, anna, "24.12.1980", "10115").unwrap();
    moved(24, 25).unwrap();
    store.pass(16 * 60);
    assert_eq!(blamed(moved(25, 26)), "birthday", "the next caller begins with the questions");
    // Nothing is on record that could be asked, and who writes it now could answer with it.
    let bea = store.add(&[("name", json!("Bea"))]);
    let born = || by_an_edit(&bo, bea, "birthday", (&json!(null), &birthday(24)));
    assert_eq!(blamed(born()), "birthday");
    vouch(&bo, bea, "came to the desk with her passport").unwrap();
    born().unwrap();
    let theirs = store.add(&[("name", json!("Cid")), ("owner", json!("bo"))]);
    by_an_edit(&bo, theirs, "birthday", (&json!(null), &birthday(1))).unwrap();
}

#[test]
fn of_many_that_are_changed_alike_those_who_did_not_answer_are_left_and_counted() {
    let (store, anna) = asking();
    let mine = store.colleague("bo", Role::Agent);
    let bea = store.add(&[("name", json!("Bea")), ("owner", json!("bo"))]);
    let set = Draft::from_iter([("postal_code".to_owned(), json!("54290"))]);
    let edit = BulkEdit { set, ..BulkEdit::of(Whom::These(vec![anna, bea])) };
    let ask_for = |request| {
        let bulk::Response::Outcome(made) = ask(&mine, request).unwrap();
        (made.changed, made.refused)
    };
    assert_eq!(ask_for(bulk::Request::Preview(edit.clone())), (1, 1));
    assert_eq!(ask_for(bulk::Request::Make(edit)), (1, 1));
    assert_eq!(store.card(anna).customer.postal_code, "10115");
    assert_eq!(store.card(bea).customer.postal_code, "54290");
}

#[test]
fn a_guess_by_way_of_an_edit_is_told_nothing() {
    let (store, anna) = asking();
    let bo = store.colleague("bo", Role::Agent);
    let guess = edit(anna, "birthday", json!(null), json!(null));
    let answer = ask::<Response>(&bo, Request::Edit(guess));
    assert!(!format!("{answer:?}").contains("1980"), "{answer:?}");
    let guess = edit(anna, "postal_code", json!("1"), json!("2"));
    let answer = ask::<Response>(&bo, Request::Edit(guess));
    assert!(!format!("{answer:?}").contains("10115"), "{answer:?}");
}
