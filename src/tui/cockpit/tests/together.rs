//! Asking the supervisor and handing a call on, as each side sees it.

use super::*;
use crate::domain::call::Call as Contact;
use crate::domain::interaction::Direction;
use crate::domain::presence::{Presence, State as Doing};
use crate::door::floor::{Content, Draft, News, OpenCall, Response as Answer, Typing};
use crate::door::transfer::{Offer, OnDuty};
use crate::door::{consult, transfer};

fn news(bench: &mut Bench, news: News) {
    bench.event(Event::Floor(news));
}

fn last(bench: &Bench) -> Request {
    bench.door.sent.lock().last().cloned().unwrap()
}

/// Among all that was, as what is typed is kept beside it once a moment has passed.
fn was_asked(bench: &Bench, request: impl Into<Request>) -> bool {
    bench.door.sent.lock().contains(&request.into())
}

/// What is open about a call of Anna's, with what Lena said.
fn consult(call: CallId, is_mine: bool, said: &[&str]) -> consult::Consult {
    let said = said.iter().map(|text| consult::Said { by: "Lena".to_owned(), text: (*text).to_owned() });
    consult::Consult {
        call,
        is_mine,
        by: "Ben".to_owned(),
        with: "Anna Meyer".to_owned(),
        customer: Some(ANNA),
        asked: vec!["Lena".to_owned()],
        said: said.collect(),
    }
}

fn consults(bench: &mut Bench, open: Vec<consult::Consult>) {
    news(bench, News::Consults);
    bench.answer("consult-open", consult::Response::Open(open));
}

fn offers(bench: &mut Bench, open: Vec<Offer>) {
    news(bench, News::Offers);
    bench.answer("transfer-open", transfer::Response::Open(open));
}

fn offer(call: CallId, is_mine: bool) -> Offer {
    let (by, to, with) = ("Ben".to_owned(), "Cy".to_owned(), "Anna Meyer".to_owned());
    Offer { call, is_mine, by, to, with, customer: Some(ANNA) }
}

fn anothers_call() -> OpenCall {
    let call = Contact::begin(Direction::In, "+49301234567", "DE", NOW.plus(-12)).with(ANNA, "Anna Meyer");
    let note = Typing { text: "wants the quote".to_owned(), cursor: "wants the qu".len() };
    OpenCall { call, note, line: Typing::default(), closing: false, script: None }
}

fn annas_call(bench: &Bench) -> CallId {
    bench.cockpit.desk.name().unwrap()
}

fn on_screen(bench: &mut Bench, text: &str) -> bool {
    bench.screen(80, 24).join("\n").contains(text)
}

#[test]
fn what_the_supervisor_says_stands_beside_the_call_and_takes_no_key() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::F(8));
    let call = annas_call(&bench);
    assert_eq!(last(&bench), consult::Request::Ask(call).into());
    bench.answer("consult-ask", consult::Response::Asked(vec!["Lena".to_owned()]));
    consults(&mut bench, vec![consult(call, true, &[])]);
    assert!(on_screen(&mut bench, "Asked: Lena · F8 ends it"));
    bench.type_text("wants");
    consults(&mut bench, vec![consult(call, true, &["three per cent at most"])]);
    bench.type_text(" five");
    assert!(on_screen(&mut bench, "Lena: three per cent at most"));
    assert_eq!(bench.cockpit.desk.note(), "wants five");
}

#[test]
fn only_the_latest_of_what_was_said_stands_beside_the_call() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    let call = annas_call(&bench);
    consults(&mut bench, vec![consult(call, true, &["one", "two", "three", "four"])]);
    assert!(on_screen(&mut bench, "Lena: four") && !on_screen(&mut bench, "Lena: one"));
    assert!(on_screen(&mut bench, "Note"), "the note has its room");
}

#[test]
fn where_nobody_is_on_duty_it_says_what_to_do() {
    for (lang, said) in [(Lang::En, "F7 plans a callback"), (Lang::Zh, "没有主管在岗")] {
        let mut bench = Bench::in_language(lang);
        bench.take_annas_call();
        bench.key(control('g'));
        bench.answer("consult-ask", consult::Response::Asked(Vec::new()));
        let status = bench.screen(80, 24).remove(23).replace(' ', "");
        assert!(status.contains(&said.replace(' ', "")), "{status}");
    }
}

#[test]
fn the_same_key_ends_it_and_its_end_is_said() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    let call = annas_call(&bench);
    consults(&mut bench, vec![consult(call, true, &[])]);
    bench.press(KeyCode::F(8));
    assert_eq!(last(&bench), consult::Request::Close(call).into());
    consults(&mut bench, Vec::new());
    assert!(bench.status().contains("Nobody is asked"), "{}", bench.status());
    assert!(!on_screen(&mut bench, "Asked: Lena"));
}

#[test]
fn whoever_is_at_rest_is_shown_the_call_at_once_and_answers_in_a_line() {
    let mut bench = Bench::new();
    consults(&mut bench, vec![consult(CallId([7; 16]), false, &[])]);
    assert!(bench.orders.contains(&Order::Bell));
    let shown = consult::Shown { consult: consult(CallId([7; 16]), false, &[]), open: anothers_call() };
    bench.answer("consult-look", consult::Response::Call(Some(Box::new(shown.clone()))));
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    let screen = bench.screen(80, 24).join("\n");
    for said in ["Ben asks", "IN 00:12 +49 30 1234567 Anna Meyer 10432 !T88", "wants the quote"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    bench.type_text("three at most");
    bench.press(KeyCode::Enter);
    let reply = consult::Request::Reply { call: CallId([7; 16]), text: "three at most".to_owned() };
    assert_eq!(last(&bench), reply.into());
    let mut typed = shown;
    typed.open.note.text = "wants the quote today".to_owned();
    news(&mut bench, News::ShownCall);
    bench.answer("consult-look", consult::Response::Call(Some(Box::new(typed))));
    assert!(on_screen(&mut bench, "wants the quote today"));
    bench.press(KeyCode::Esc);
    assert!(bench.strip().contains("Ben asks: Anna Meyer (F8)"), "{}", bench.strip());
    bench.press(KeyCode::F(8));
    assert!(on_screen(&mut bench, "Ben asks"));
    bench.press(KeyCode::F(8));
    assert_eq!(last(&bench), consult::Request::Close(CallId([7; 16])).into());
}

#[test]
fn a_call_that_is_shown_is_taken_away_when_it_is_over() {
    let mut bench = Bench::new();
    consults(&mut bench, vec![consult(CallId([7; 16]), false, &[])]);
    consults(&mut bench, Vec::new());
    bench.answer("consult-look", consult::Response::Call(None));
    assert!(bench.status().contains("The call is over"), "{}", bench.status());
    assert!(bench.cockpit.layers.is_empty());
}

#[test]
fn whoever_is_in_the_middle_of_something_is_told_in_row_one_only() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wan");
    consults(&mut bench, vec![consult(CallId([7; 16]), false, &[])]);
    offers(&mut bench, vec![offer(CallId([8; 16]), false)]);
    bench.type_text("ts");
    assert_eq!(bench.cockpit.desk.note(), "wants");
    let strip = bench.screen(140, 40).remove(0);
    assert!(
        strip.contains("Ben asks: Anna Meyer (F8)") && strip.contains("Ben hands over: Anna Meyer (F12)"),
        "{strip}"
    );
}

#[test]
fn a_colleague_is_chosen_by_what_they_do_and_the_call_stays_until_they_take_it() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants");
    bench.press(KeyCode::F(12));
    let state = Doing { presence: Presence::AfterCall, reason: String::new(), since: NOW };
    let cy = OnDuty { user: UserId(4), name: "Cy".to_owned(), state };
    bench.answer("transfer-colleagues", transfer::Response::Colleagues(vec![cy]));
    assert!(on_screen(&mut bench, "After-call work since 14:05"), "{:?}", bench.screen(80, 24));
    bench.press(KeyCode::Enter);
    let call = annas_call(&bench);
    assert!(was_asked(&bench, transfer::Request::Offer { call, to: UserId(4) }));
    offers(&mut bench, vec![offer(call, true)]);
    bench.type_text(" five");
    assert!(on_screen(&mut bench, "Offered to Cy, yours until it is taken"));
    assert_eq!(bench.cockpit.desk.note(), "wants five");
    news(&mut bench, News::Declined { by: "Cy".to_owned() });
    assert!(bench.status().contains("Cy does not take the call"));
}

#[test]
fn a_call_that_was_taken_is_gone_here_and_what_had_not_arrived_can_be_read() {
    for (typed, is_read) in [("", false), (" five", true)] {
        let mut bench = Bench::new();
        bench.take_annas_call();
        let call = annas_call(&bench);
        bench.answer_keeps();
        bench.type_text(typed);
        news(&mut bench, News::Transferred { draft: call, to: "Cy".to_owned() });
        assert!(!bench.cockpit.desk.is_open());
        assert_eq!(on_screen(&mut bench, "five"), is_read);
        assert!(on_screen(&mut bench, "Cy"));
    }
}

#[test]
fn a_call_that_is_offered_is_taken_by_enter_and_one_s_own_waits() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("anna wants");
    offers(&mut bench, vec![offer(CallId([7; 16]), false)]);
    bench.press(KeyCode::F(12));
    assert!(on_screen(&mut bench, "Ben hands over a call with Anna Meyer"));
    bench.press(KeyCode::Enter);
    assert!(was_asked(&bench, transfer::Request::Accept(CallId([7; 16]))));
    let draft = Draft { id: CallId([7; 16]), content: Content::Call(Box::new(anothers_call())) };
    bench.answer("transfer-accept", transfer::Response::Accepted(Some(Box::new(draft))));
    bench.type_text("ick ");
    assert_eq!(bench.cockpit.desk.note(), "wants the quick ote");
    let strip = bench.screen(140, 40).remove(0);
    assert!(strip.contains("IN 00:12") && strip.contains("parked: Anna Meyer"), "{strip}");
}

#[test]
fn a_call_that_is_offered_is_declined_by_its_digit_and_esc_leaves_it_for_later() {
    let mut bench = Bench::new();
    offers(&mut bench, vec![offer(CallId([7; 16]), false)]);
    assert!(bench.cockpit.layers.is_empty(), "nothing opens where Enter could take it by chance");
    bench.press(KeyCode::F(12));
    bench.press(KeyCode::Esc);
    assert!(bench.strip().contains("Ben hands over"));
    bench.press(KeyCode::F(12));
    bench.type_text("2");
    assert_eq!(last(&bench), transfer::Request::Decline(CallId([7; 16])).into());
}

#[test]
fn a_question_about_a_call_that_is_gone_goes_too() {
    let mut bench = Bench::new();
    offers(&mut bench, vec![offer(CallId([7; 16]), false)]);
    bench.press(KeyCode::F(12));
    offers(&mut bench, Vec::new());
    assert!(bench.cockpit.layers.is_empty());
    assert!(bench.status().contains("closed meanwhile"));
}

impl Bench {
    /// Whatever was handed over arrives.
    fn answer_keeps(&mut self) {
        self.answer("floor-keep", Answer::Done);
    }
}
