//! What the screen shares through the host, and what it goes on with.

use super::*;
use crate::domain::audit::{Fate, Touched};
use crate::domain::call::{Call as Contact, Phase};
use crate::domain::id::CustomerId;
use crate::domain::interaction::Direction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::presence::{Presence, State as Doing};
use crate::door::CallId;
use crate::door::floor::{
    Colleague, Content, Draft, Left, News, OpenCall, OpenForm, Request as Floor, Response as Answer, Typing,
};
use crate::tui::cockpit::Asker;
use crate::tui::layers::ReasonLayer;

/// What was asked of the floor, without asking what is left.
fn shared(bench: &Bench) -> Vec<Floor> {
    let sent = bench.door.sent.lock();
    let asked = sent.iter().filter_map(|request| match request {
        Request::Floor(Floor::Mine) => None,
        Request::Floor(request) => Some(request.clone()),
        _ => None,
    });
    asked.collect()
}

/// The notes of the drafts kept, with where the call stood.
fn kept(bench: &Bench) -> Vec<(String, Phase)> {
    let draft = |request| match request {
        Floor::Keep(draft) => match draft.content {
            Content::Call(open) => Some((open.note.text, open.call.phase())),
            Content::Form(_) => None,
        },
        _ => None,
    };
    shared(bench).into_iter().filter_map(draft).collect()
}

fn last_kept(bench: &Bench) -> Draft {
    let draft = |request| if let Floor::Keep(draft) = request { Some(*draft) } else { None };
    shared(bench).into_iter().filter_map(draft).next_back().expect("nothing was kept")
}

fn news(bench: &mut Bench, news: News) {
    bench.event(Event::Floor(news));
}

/// A moment passes, in which what is typed is handed over.
fn a_moment_later(bench: &mut Bench) {
    bench.now = Timestamp(bench.now.0 + 300);
    bench.wake(Wake::Time);
}

/// Anna's call as another screen had it: mid-word, 12 seconds in.
fn left_open() -> Draft {
    let call = Contact::begin(Direction::In, "+49301234567", "DE", NOW.plus(-12)).with(ANNA, "Anna Meyer");
    let note = Typing { text: "wants the quote".to_owned(), cursor: "wants the qu".len() };
    let open = OpenCall { call, note, line: Typing::default(), closing: false, script: None };
    Draft { id: CallId([7; 16]), content: Content::Call(Box::new(open)) }
}

fn offer(bench: &mut Bench, origin: &str) {
    let left = Left {
        id: left_open().id,
        with: "Anna Meyer".to_owned(),
        is_form: false,
        origin: origin.to_owned(),
        heard: NOW.plus(-180),
        by: String::new(),
    };
    let state = Doing { presence: Presence::Ready, reason: String::new(), since: NOW };
    bench.answer("floor-mine", Answer::Mine { state, left: vec![left] });
}

#[test]
fn a_call_is_handed_over_when_it_begins_and_at_each_turn_of_it() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    assert_eq!(kept(&bench), [(String::new(), Phase::Talking)]);
    bench.answer("floor-keep", Answer::Done);
    bench.press(KeyCode::F(6));
    bench.answer("floor-keep", Answer::Done);
    bench.press(KeyCode::F(4));
    let phases: Vec<_> = kept(&bench).into_iter().map(|(_, phase)| phase).collect();
    assert_eq!(phases, [Phase::Talking, Phase::Holding, Phase::WrappingUp]);
}

#[test]
fn typing_is_handed_over_a_moment_later_and_none_overtakes_another() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.answer("floor-keep", Answer::Done);
    bench.type_text("wants");
    assert_eq!(kept(&bench).len(), 1, "the person is still typing");
    assert_eq!(bench.cockpit.deadline(), Timestamp(NOW.0 + 300));
    a_moment_later(&mut bench);
    assert_eq!(kept(&bench).last().unwrap().0, "wants");
    bench.type_text(" the quote");
    a_moment_later(&mut bench);
    assert_eq!(kept(&bench).len(), 2, "the one before is not answered yet");
    bench.answer("floor-keep", Answer::Done);
    assert_eq!(kept(&bench).last().unwrap().0, "wants the quote");
}

#[test]
fn a_call_is_stored_under_the_name_of_its_draft() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.answer("floor-keep", Answer::Done);
    let draft = last_kept(&bench);
    bench.press(KeyCode::F(4));
    bench.answer("floor-keep", Answer::Done);
    bench.type_text("1 done");
    bench.press(KeyCode::Enter);
    let at = bench.asked().iter().position(|name| *name == "calls-wrap-up").unwrap();
    assert_eq!(bench.door.names.lock()[at], draft.id);
}

#[test]
fn what_the_host_may_have_lost_is_handed_over_again_once_it_is_back() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants");
    bench.deliver(Delivery::Lost);
    bench.deliver(Delivery::Back);
    bench.answer("system-state", standing(State::Ready));
    assert_eq!(kept(&bench).last().unwrap().0, "wants");
}

#[test]
fn a_call_left_open_elsewhere_goes_on_here_mid_word_and_timer_included() {
    let mut bench = Bench::new();
    offer(&mut bench, "pts/3");
    let screen = bench.screen(80, 24).join(" ");
    for said in ["Your session from pts/3 (silent 3 min)", "holds a call", "Anna Meyer", "Enter takes over"] {
        assert!(screen.contains(said), "{said}: {screen}");
    }
    bench.press(KeyCode::Enter);
    // Typed ahead of the answer: it belongs to the call.
    bench.type_text("i");
    assert_eq!(shared(&bench).last(), Some(&Floor::TakeOver(left_open().id)));
    bench.answer("floor-take-over", Answer::TakenOver(Some(Box::new(left_open()))));
    bench.type_text("ck ");
    assert!(bench.strip().contains("IN 00:12"), "{}", bench.strip());
    assert!(bench.screen(80, 24).join(" ").contains("wants the quick ote"));
}

#[test]
fn what_was_left_is_offered_once_and_comes_back_by_its_command() {
    let mut bench = Bench::new();
    offer(&mut bench, "pts/3");
    bench.press(KeyCode::Esc);
    news(&mut bench, News::LeftOpen);
    offer(&mut bench, "pts/3");
    assert!(!bench.screen(80, 24).join(" ").contains("pts/3"));
    bench.type_text(":");
    bench.type_text("where you left");
    bench.press(KeyCode::Enter);
    offer(&mut bench, "pts/3");
    assert!(bench.screen(80, 24).join(" ").contains("pts/3"));
    bench.press(KeyCode::Enter);
    bench.answer("floor-take-over", Answer::TakenOver(None));
    assert!(bench.status().contains("closed meanwhile"));
}

#[test]
fn what_was_left_never_comes_over_a_call() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wan");
    offer(&mut bench, "pts/9");
    bench.type_text("ts");
    assert!(bench.screen(80, 24).join(" ").contains("wants"));
}

#[test]
fn a_call_taken_over_can_only_be_read_here() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants the quote");
    a_moment_later(&mut bench);
    let draft = last_kept(&bench);
    news(&mut bench, News::TakenOver { draft: draft.id, at: "pts/5".to_owned() });
    let before = shared(&bench).len();
    bench.type_text("x and more");
    let screen = bench.screen(80, 24).join(" ");
    assert!(screen.contains("Taken over by pts/5") && screen.contains("wants the quote"), "{screen}");
    assert!(!screen.contains("more"));
    a_moment_later(&mut bench);
    assert_eq!(shared(&bench).len(), before, "nothing is handed over any more");
}

#[test]
fn a_draft_the_host_takes_from_here_no_more_is_given_up() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.answer("floor-keep", Answer::Elsewhere { at: "pts/5".to_owned() });
    assert!(bench.screen(80, 24).join(" ").contains("Taken over by pts/5"));
}

#[test]
fn the_customer_that_is_open_is_told_once_the_cursor_rests() {
    let mut bench = Bench::new();
    bench.select_anna();
    assert_eq!(shared(&bench), []);
    a_moment_later(&mut bench);
    assert_eq!(shared(&bench), [Floor::Open(Some(ANNA))]);
    let ben = Colleague { name: "Ben".to_owned(), origin: "pts/4".to_owned() };
    bench.answer("floor-open", Answer::AlsoOpen(vec![ben.clone()]));
    assert_eq!(bench.cockpit.context.also_open, [ben]);
    news(&mut bench, News::AlsoOpen { customer: CustomerId(1), by: Vec::new() });
    assert_eq!(bench.cockpit.context.also_open.len(), 1, "that was about somebody else");
    news(&mut bench, News::AlsoOpen { customer: ANNA, by: Vec::new() });
    assert_eq!(bench.cockpit.context.also_open, []);
}

#[test]
fn what_one_does_stands_in_row_one_where_it_is_not_simply_ready() {
    let mut bench = Bench::new();
    bench.type_text(":");
    bench.type_text("break");
    bench.press(KeyCode::Enter);
    bench.type_text("lunch");
    bench.key(control('s'));
    let lunch = Floor::SetState { presence: Presence::Break, reason: "lunch".to_owned() };
    assert_eq!(shared(&bench).pop(), Some(lunch));
    let state = Doing { presence: Presence::Break, reason: "lunch".to_owned(), since: NOW };
    bench.answer("floor-set-state", Answer::State(state.clone()));
    news(&mut bench, News::State { user: UserId(1), state: Some(state.clone()) });
    news(&mut bench, News::State { user: UserId(2), state: Some(Doing { presence: Presence::Off, ..state.clone() }) });
    assert!(bench.strip().contains("Nancy · Break (lunch) since 14:05"), "{}", bench.strip());
    news(&mut bench, News::State { user: UserId(1), state: Some(Doing { presence: Presence::Ready, ..state }) });
    assert!(!bench.strip().contains("since"));
}

#[test]
fn a_colleagues_change_moves_no_cursor_and_steals_no_word() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("wants the quote");
    bench.press(KeyCode::Left);
    let touched = vec![Touched {
        record: RecordRef { noun: Noun::Customer, id: ANNA.0 },
        fate: Fate::Edited,
        fields: vec!["city".to_owned()],
    }];
    bench.event(Event::Changed { revision: 9, by: Some(UserId(2)), touched });
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    bench.type_text("!");
    assert!(bench.screen(80, 24).join(" ").contains("wants the quot!e"));
}

#[test]
fn a_call_somebody_else_took_first_is_closed_unless_something_was_typed() {
    for (typed, stays) in [("", false), ("wants", true)] {
        let mut bench = Bench::new();
        bench.take_annas_call();
        bench.type_text(typed);
        bench.answer("floor-take", Answer::Elsewhere { at: "Ben".to_owned() });
        assert!(bench.status().contains("Ben was faster"), "{}", bench.status());
        assert_eq!(bench.strip().contains("IN 00:00"), stays);
    }
}

#[test]
fn a_call_taken_at_another_screen_rings_no_more() {
    let mut bench = Bench::new();
    bench.event(Event::Ring(ring("c1", Vec::new())));
    assert!(bench.strip().contains("RINGING"));
    news(&mut bench, News::RingTaken(ring("c1", Vec::new()).name()));
    assert!(!bench.strip().contains("RINGING"));
}

/// What stands in the forms kept.
fn forms_kept(bench: &Bench) -> Vec<Vec<(String, String)>> {
    let fields = |request| match request {
        Floor::Keep(draft) => match draft.content {
            Content::Form(form) => Some(form.fields),
            Content::Call(_) => None,
        },
        _ => None,
    };
    shared(bench).into_iter().filter_map(fields).collect()
}

fn named(name: &str) -> Vec<(String, String)> {
    vec![("name".to_owned(), name.to_owned())]
}

#[test]
fn a_form_is_handed_over_as_it_is_typed_and_given_up_once_it_is_gone() {
    let mut bench = Bench::new();
    let form = crate::tui::forms::customer::add(&bench.cockpit.context, "");
    bench.cockpit.push(Asker::House, 0, form);
    bench.type_text("Z");
    assert_eq!(forms_kept(&bench), [named("Z")]);
    bench.answer("floor-keep", Answer::Done);
    bench.type_text("oe");
    assert_eq!(forms_kept(&bench).len(), 1, "the person is still typing");
    a_moment_later(&mut bench);
    assert_eq!(forms_kept(&bench), [named("Z"), named("Zoe")]);
    bench.answer("floor-keep", Answer::Done);
    let id = last_kept(&bench).id;
    bench.key(ctrl('d'));
    assert_eq!(shared(&bench).last(), Some(&Floor::Drop(id)));
}

#[test]
fn a_form_left_unsaved_at_a_screen_that_is_gone_is_offered_and_opened_with_what_was_typed() {
    for (lang, said) in [(Lang::En, "a form that was"), (Lang::Zh, "未保存的表单")] {
        let mut bench = Bench::in_language(lang);
        let (given, title) = ("{}".to_owned(), "Newcomer".to_owned());
        let form = OpenForm { noun: Some(Noun::Customer), is_new: true, given, title, fields: named("Zoe Quill") };
        let draft = Draft { id: CallId([5; 16]), content: Content::Form(form) };
        let (with, origin) = ("Newcomer".to_owned(), "pts/3".to_owned());
        let left = Left { id: draft.id, with, is_form: true, origin, heard: NOW.plus(-180), by: String::new() };
        let state = Doing { presence: Presence::Ready, reason: String::new(), since: NOW };
        bench.answer("floor-mine", Answer::Mine { state, left: vec![left] });
        let screen = bench.screen(80, 24).join(" ");
        assert!(screen.contains(said) && screen.contains("Newcomer"), "{screen}");
        bench.press(KeyCode::Enter);
        bench.answer("floor-take-over", Answer::TakenOver(Some(Box::new(draft))));
        assert!(bench.screen(80, 24).join(" ").contains("Zoe Quill"));
        assert_eq!(shared(&bench).last(), Some(&Floor::TakeOver(CallId([5; 16]))), "the host has it already");
    }
}

#[test]
fn what_is_typed_in_a_small_form_is_kept_and_given_back_to_be_read() {
    let mut bench = Bench::new();
    let form = crate::tui::forms::customer::tags(&bench.cockpit.context, vec![CustomerId(7)], &[]);
    bench.cockpit.push(Asker::House, 0, form);
    bench.type_text("v");
    assert_eq!(forms_kept(&bench), [[("Tags".to_owned(), "v".to_owned())]]);
    let why = ReasonLayer::new("Dial all the same", "Reason", "");
    bench.cockpit.push(Asker::House, 0, Box::new(why));
    bench.answer("floor-keep", Answer::Done);
    bench.type_text("w");
    let draft = last_kept(&bench);
    assert_eq!(forms_kept(&bench).last().unwrap(), &[("Reason".to_owned(), "w".to_owned())]);
    let mut other = Bench::new();
    other.cockpit.go_on_with(draft);
    let screen = other.screen(80, 24).join(" ");
    assert!(screen.contains("Dial all the same") && screen.contains("Reason: w"), "{screen}");
}
