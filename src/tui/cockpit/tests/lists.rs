//! A call list worked through by keys, the reason a call needs outside the hours, and the script.

use super::*;
use crate::domain::call_list::Skip;
use crate::domain::customer::CustomerKind;
use crate::domain::disposition;
use crate::domain::id::{InteractionId, ListId, MemberId};
use crate::domain::party::Party;
use crate::domain::settings::ScriptFor;
use crate::door::lists::{self, Next, Passed, Turn};
use crate::door::search::CustomerRow;
use crate::door::{Saved, calls};

const SCRIPT: &str = "Good morning {customer}.\n1 Yes -> offer\n2 No -> bye\n[offer]\nHall 4.\n[bye] = 7\nGood-bye.";

fn next_is_anna() -> lists::Response {
    let customer = CustomerRow {
        id: ANNA,
        kind: CustomerKind::Person,
        name: "Anna Meyer".into(),
        company: String::new(),
        city: String::new(),
        phones: Vec::new(),
        emails: Vec::new(),
        tags: Vec::new(),
        last_contact: None,
        highlights: Vec::new(),
        note: None,
    };
    let (list, name) = (ListId(1), "Autumn".to_owned());
    let next =
        Next { member: MemberId(9), list, name, customer, script: SCRIPT.into(), turn: 31, total: 80, attempts: 0 };
    lists::Response::Next(Box::new(Turn { next: Some(next), ..Turn::default() }))
}

fn autumn() -> lists::Response {
    let autumn =
        lists::Status { id: ListId(1), name: "Autumn".into(), total: 80, reached: 30, ..lists::Status::default() };
    let done = lists::Status { id: ListId(2), name: "Done".into(), total: 5, reached: 5, ..lists::Status::default() };
    lists::Response::All(vec![autumn, done])
}

fn dialled() -> calls::Response {
    calls::Response::Dial { number: "+49301234567".to_owned() }
}

fn wrapped_up() -> calls::Response {
    let saved = Saved { id: InteractionId(90), revision: 3 };
    calls::Response::WrappedUp { saved, follow_up: None, stage: None, party: Party::Customer(ANNA) }
}

/// Anna, the next of a list, is on the line.
fn on_the_line() -> Bench {
    let mut bench = Bench::new();
    bench.press(KeyCode::F(5));
    bench.answer("lists-all", autumn());
    bench.answer("lists-next", next_is_anna());
    offered(&mut bench);
    bench
}

/// The number is offered and dialled by one key.
fn offered(bench: &mut Bench) {
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Enter);
    bench.answer("calls-dial", dialled());
}

fn sent(bench: &Bench) -> calls::WrapUp {
    let sent = bench.door.sent.lock();
    let wrap_ups = sent.iter().rev().filter_map(|request| match request {
        Request::Calls(calls::Request::WrapUp(wrap_up)) => Some((**wrap_up).clone()),
        _ => None,
    });
    wrap_ups.into_iter().next().expect("no call was closed")
}

/// What brings the next customer onto the line, counted from the end of the call before.
fn keys_until_the_next_call(bench: &mut Bench, keys: &[KeyCode]) {
    let (wraps, end) = keys.split_at(keys.len() - 1);
    for key in wraps {
        bench.press(*key);
    }
    bench.answer("calls-wrap-up", wrapped_up());
    bench.answer("lists-next", next_is_anna());
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    for key in end {
        bench.press(*key);
    }
    bench.answer("calls-dial", dialled());
    assert!(bench.cockpit.desk.is_running());
}

#[test]
fn the_next_customer_of_the_only_list_left_is_shown_and_dialled_by_two_keys() {
    let mut bench = on_the_line();
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(ANNA)));
    assert_eq!(bench.orders, [Order::Dial("+49301234567".to_owned())]);
    assert!(bench.strip().starts_with(" OUT 00:00 31/80 +49 30 1234567 Anna Meyer"), "{}", bench.strip());
    let asked = bench.door.sent.lock().iter().rfind(|request| request.about().name == "calls-dial").cloned();
    let Some(Request::Calls(calls::Request::Dial(to_dial))) = asked else { panic!("{asked:?}") };
    assert_eq!(to_dial.list, Some(ListId(1)), "the hours of the list hold");
}

#[test]
fn no_answer_takes_three_keys_until_the_next_one_is_dialled() {
    let mut bench = on_the_line();
    let keys = [KeyCode::F(5), KeyCode::Enter, KeyCode::Enter];
    keys_until_the_next_call(&mut bench, &keys);
    let sent = sent(&bench);
    assert_eq!((sent.interaction.disposition.as_str(), sent.list), ("no-answer", Some(ListId(1))));
    assert!(keys.len() <= 3);
}

#[test]
fn reached_takes_no_more_than_six_keys_besides_its_text() {
    let mut bench = on_the_line();
    bench.type_text("wants the quote");
    let keys = [KeyCode::F(5), KeyCode::Enter, KeyCode::Enter];
    keys_until_the_next_call(&mut bench, &keys);
    let first = sent(&bench);
    assert_eq!(
        (first.interaction.disposition.as_str(), first.interaction.text.as_str()),
        ("reached", "wants the quote")
    );

    bench.press(KeyCode::F(4));
    bench.type_text("1 =12m by mail > tomorrow 15:00 call");
    assert!(bench.screen(120, 40).join("\n").contains("Reached · talked 12:00 · callback"));
    bench.press(KeyCode::Enter);
    bench.answer("calls-wrap-up", wrapped_up());
    assert!(!bench.cockpit.desk.is_open());
    bench.press(KeyCode::F(5));
    bench.answer("lists-next", next_is_anna());
    offered(&mut bench);
    let second = sent(&bench);
    assert_eq!((second.interaction.talk_s, second.list), (720, Some(ListId(1))));
}

#[test]
fn the_draft_of_a_wrap_up_is_seen_before_enter_takes_it_and_gives_way_to_what_is_typed() {
    let mut bench = on_the_line();
    bench.press(KeyCode::F(4));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("> 2") && screen.contains("Enter stores: Outbound · No answer"), "{screen}");
    bench.press(KeyCode::Tab);
    bench.type_text(" left a note");
    bench.press(KeyCode::Enter);
    assert_eq!(
        (sent(&bench).interaction.disposition.as_str(), sent(&bench).interaction.text.as_str()),
        ("no-answer", "left a note")
    );
    bench.settle("calls-wrap-up", Err(Refusal::NothingToUndo));
    assert!(bench.screen(80, 24).join("\n").contains("> 2 left a note"));
}

#[test]
fn digits_lead_through_the_script_in_its_box_only_and_its_end_proposes_the_outcome() {
    let mut bench = on_the_line();
    assert!(bench.screen(80, 24).join("\n").contains("Good morning Anna Meyer."));
    bench.type_text("2 boxes");
    assert_eq!(bench.cockpit.desk.note(), "2 boxes");
    bench.press(KeyCode::F(10));
    assert!(bench.status().starts_with(" SCRIPT"));
    bench.type_text("1");
    assert!(bench.screen(80, 24).join("\n").contains("Hall 4."));
    bench.press(KeyCode::Backspace);
    bench.type_text("2");
    assert!(bench.screen(80, 24).join("\n").contains("Good-bye."));
    let draft = bench.cockpit.desk.drafts().remove(0);
    assert_eq!(draft.open_call().unwrap().script.as_ref().unwrap().path, ["bye"], "it travels with the call");
    bench.type_text(" and no more");
    assert_eq!(bench.cockpit.desk.note(), "2 boxes and no more", "all but its keys goes into the note");
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::Enter);
    assert_eq!(sent(&bench).interaction.disposition, "not-interested");
}

#[test]
fn who_was_led_through_the_script_was_reached() {
    let mut bench = on_the_line();
    bench.press(KeyCode::F(10));
    bench.type_text("1");
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::Enter);
    assert_eq!(sent(&bench).interaction.disposition, "reached");
}

#[test]
fn who_was_passed_over_is_said_and_why_also_where_nobody_is_left_for_now() {
    let mut bench = Bench::new();
    bench.press(KeyCode::F(5));
    bench.answer("lists-all", autumn());
    let passed = |name: &str, why, again| Passed { customer: ANNA, name: name.into(), why, again };
    let again = Some(NOW.plus(Timestamp::HOUR));
    let passed = vec![
        passed("Anna", Skip::Complaint, None),
        passed("Bob", Skip::Hours, again),
        passed("Cem", Skip::DoNotContact, None),
    ];
    bench.answer("lists-next", lists::Response::Next(Box::new(Turn { next: None, passed, again })));
    let status = bench.screen(200, 24).remove(23);
    assert!(
        status.contains("Passed over: Anna (open complaint), Bob (outside calling hours until 15:05) and 1 more."),
        "{status}"
    );
    assert!(status.contains("the next is due 15:05"), "{status}");
    assert!(!bench.cockpit.desk.is_open());
}

#[test]
fn a_call_outside_the_hours_is_made_only_with_a_reason() {
    let mut bench = Bench::new();
    bench.select_anna();
    bench.type_text("c");
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Enter);
    let shown = NOW.local(chrono_tz::Tz::Asia__Shanghai).naive_local();
    let refusal = Refusal::OutsideHours { from: shown, until: shown, hours: "08:00-21:00".into() };
    bench.settle("calls-dial", Err(refusal));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("21:05") && screen.contains("08:00-21:00"), "{screen}");
    bench.key(control('s'));
    assert!(bench.changes().is_empty(), "no reason, no call");
    bench.type_text("she asked for it");
    bench.press(KeyCode::Enter);
    assert!(bench.changes().is_empty(), "a line of prose is no reason yet");
    bench.key(control('s'));
    let Request::Calls(calls::Request::DialNevertheless { why, to_dial }) = bench.last_change() else { panic!() };
    assert_eq!((why.as_str(), to_dial.customer), ("she asked for it", Some(ANNA)));
    bench.answer("calls-dial-nevertheless", dialled());
    assert!(bench.cockpit.desk.is_running());
}

#[test]
fn one_of_several_lists_is_chosen_by_digit() {
    let mut bench = Bench::new();
    bench.press(KeyCode::F(5));
    let list =
        |id, name: &str| lists::Status { id: ListId(id), name: name.into(), total: 9, ..lists::Status::default() };
    bench.answer("lists-all", lists::Response::All(vec![list(1, "Autumn"), list(2, "Winter")]));
    bench.type_text("2");
    bench.answer("lists-next", next_is_anna());
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.press(KeyCode::Esc);
    assert!(bench.strip().contains("Autumn 31/80"), "{}", bench.strip());
}

#[test]
fn a_set_of_outcomes_has_a_script_that_says_which_of_it_it_is() {
    let mut bench = Bench::new();
    let outcomes = disposition::read("1 reached reached\n7 not-interested reached\n71 not-interested/price reached");
    let mut settings = (*bench.cockpit.context.settings).clone().with_dispositions(outcomes.unwrap());
    let asks =
        "Is it the price?\n1 Yes -> dear\n2 No -> other\n[dear] = 71\nWhat would be right?\n[other]\nWhat is it?";
    settings.scripts.set(ScriptFor::Set("not-interested".into()), asks.into());
    bench.cockpit.context.settings = settings.into();
    bench.take_annas_call();
    bench.press(KeyCode::F(4));
    bench.press(KeyCode::F(10));
    assert!(!bench.cockpit.desk.is_reading(), "she may be interested yet");
    bench.type_text("7 perhaps later");
    assert!(bench.status().contains("F10 Script"), "{}", bench.status());
    bench.press(KeyCode::F(10));
    assert!(bench.screen(80, 24).join("\n").contains("1 Yes   2 No"));
    bench.type_text("1");
    assert!(bench.screen(80, 24).join("\n").contains("What would be right?"));
    bench.press(KeyCode::Esc);
    bench.press(KeyCode::Enter);
    let sent = sent(&bench).interaction;
    assert_eq!((sent.disposition.as_str(), sent.text.as_str()), ("not-interested/price", "perhaps later"));
}
