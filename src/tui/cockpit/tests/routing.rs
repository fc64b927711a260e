use super::*;
use crate::domain::audit::{Fate, Touched};
use crate::domain::noun::RecordRef;
use crate::domain::record::{Record, reference};
use crate::door::search;
use crate::tui::pane::Work;

const NO_KEYS: [String; 0] = [];

#[test]
fn keys_go_to_the_pane_that_has_the_focus() {
    let mut bench = Bench::new();
    bench.type_text("j");
    bench.press(KeyCode::Tab);
    bench.type_text("k");
    bench.type_text("gpl");
    bench.press(KeyCode::BackTab);
    bench.type_text("h");
    assert_eq!(bench.heard(Slot::Customers), ["Down j"]);
    assert_eq!(bench.heard(Slot::Timeline), ["Up k", "Left h"]);
    assert_eq!(bench.heard(Slot::Pipeline), ["Right l"]);
    assert_eq!(bench.heard(Slot::FollowUps), NO_KEYS);
}

#[test]
fn half_a_sequence_is_shown_and_does_nothing() {
    let mut bench = Bench::new();
    bench.type_text("g");
    assert_eq!(bench.status(), " COMMAND  g …");
    bench.type_text("x");
    assert!(!bench.status().contains("g …"));
    assert_eq!(bench.heard(Slot::Customers), NO_KEYS);
}

#[test]
fn a_digit_a_han_character_or_a_paste_opens_the_search() {
    for (text, hint) in [("4", false), ("+", false), ("４", false), ("张", true)] {
        let mut bench = Bench::new();
        bench.type_text("gt");
        bench.type_text(text);
        let searched = if text == "４" { "4" } else { text };
        assert_eq!(bench.heard(Slot::Customers), [format!("Search({searched:?})")]);
        assert_eq!(bench.status().contains("input method"), hint, "{text}");
        assert!(bench.status().starts_with(" FIND"));
    }
    let mut bench = Bench::new();
    bench.wake(Wake::Input(term::Input::Paste { text: "\n +49 30 1234 \nq".to_owned(), cut: false }));
    assert_eq!(bench.heard(Slot::Customers), [r#"Search("+49 30 1234")"#]);
    assert!(bench.orders.is_empty());
}

#[test]
fn other_letters_without_a_command_do_nothing() {
    let mut bench = Bench::new();
    bench.type_text("b%é");
    bench.key(control('c'));
    assert!(bench.heard(Slot::Customers).iter().all(|heard| heard.starts_with("Key")));
    assert!(bench.status().contains("Ctrl-C"));
    assert!(bench.orders.is_empty());
}

#[test]
fn views_and_records_are_the_customers_whatever_has_the_focus() {
    let mut bench = Bench::new();
    bench.type_text("gpJKv3");
    assert_eq!(bench.heard(Slot::Customers), ["NextRecord J", "PreviousRecord K", "SavedView(3) 3"]);
    bench.type_text("j");
    assert_eq!(bench.heard(Slot::Customers).last().unwrap(), "Down j");
}

#[test]
fn an_answer_comes_back_under_its_tag_and_a_stale_one_does_not() {
    let mut bench = Bench::new();
    let find = |query: &str| {
        let request = search::Request::Find { query: query.to_owned(), offset: 0, limit: 10, around: None };
        vec![Effect::Ask(7, request.into())]
    };
    bench.next(Slot::Customers, find("m"));
    bench.type_text("j");
    let first = Ticket(bench.asked().len() as u64 - 1);
    bench.next(Slot::Customers, find("me"));
    bench.type_text("j");
    assert_eq!(*bench.door.cancelled.lock(), [first]);
    bench.forget();
    let found = || Ok(search::Response::Found(search::Found::default()).into());
    bench.deliver(Delivery::Done(first, found()));
    assert_eq!(bench.heard(Slot::Customers), NO_KEYS);
    bench.settle("search-find", found());
    bench.settle("search-find", found());
    assert_eq!(bench.heard(Slot::Customers), ["Answer 7 true"]);
}

#[test]
fn what_a_layer_asked_is_given_up_when_it_goes() {
    struct Asking;
    impl Pane for Asking {
        fn on(&mut self, input: Input, _: &Context) -> Vec<Effect> {
            match input {
                Input::Refresh => vec![Effect::Ask(1, system::Request::Settings.into())],
                Input::Key(..) => vec![Effect::Pop(None)],
                _ => panic!("{input:?}"),
            }
        }
        fn draw(&self, _: Rect, _: &mut Buffer, _: &Context, _: bool) -> Option<Position> {
            None
        }
        fn keys(&self) -> keymap::Context {
            keymap::Context::Text
        }
    }
    let mut bench = Bench::new();
    bench.next(Slot::Customers, vec![Effect::Push(1, Box::new(Asking))]);
    bench.type_text("j");
    let ticket = Ticket(bench.asked().len() as u64 - 1);
    bench.type_text("x");
    assert_eq!(*bench.door.cancelled.lock(), [ticket]);
    bench.settle("system-settings", Err(Refusal::Cancelled));
}

#[test]
fn a_selection_reaches_every_pane_once() {
    let mut bench = Bench::new();
    for _ in 0..2 {
        bench.next(Slot::Customers, vec![Effect::Select(Subject::Customer(ANNA))]);
        bench.press(KeyCode::Enter);
    }
    assert_eq!(bench.heard(Slot::Timeline), ["Subject"]);
}

#[test]
fn a_running_cursor_is_followed_once_it_rests() {
    let mut bench = Bench::new();
    for id in [7, 8, 9] {
        bench.next(Slot::Customers, vec![Effect::Select(Subject::Customer(CustomerId(id)))]);
        bench.type_text("j");
    }
    assert!(bench.heard(Slot::Timeline).is_empty());
    assert!(bench.cockpit.deadline() < bench.now.plus(1));
    bench.later(1);
    assert_eq!(bench.heard(Slot::Timeline), ["Subject"]);
}

#[test]
fn what_is_done_after_a_step_is_done_with_the_one_under_the_cursor() {
    for (keys, timeline) in
        [("je", &["Subject"][..]), ("jgte", &["Subject", "Edit e"]), ("Jgtj", &["Subject", "Down j"])]
    {
        let mut bench = Bench::new();
        bench.next(Slot::Customers, vec![Effect::Select(Subject::Customer(ANNA))]);
        bench.type_text(keys);
        assert_eq!(bench.heard(Slot::Timeline), timeline, "{keys}");
    }
}

#[test]
fn a_change_elsewhere_reaches_every_pane_and_missed_ones_refresh_all() {
    let mut bench = Bench::new();
    bench.event(Event::Changed { revision: 9, by: None, touched: Vec::new() });
    bench.deliver(Delivery::Missed);
    for slot in SLOTS {
        assert_eq!(bench.heard(slot), ["Changed([])", "Refresh"]);
    }
}

#[test]
fn another_role_of_ones_own_and_other_settings_have_all_that_is_shown_fetched_anew() {
    let bench = Bench::new();
    let me = bench.cockpit.context.me.reference();
    let colleague = RecordRef { id: me.id + 1, ..me };
    for (record, is_anew) in [(me, true), (reference::<Settings>(Settings::ID), true), (colleague, false)] {
        let mut bench = Bench::new();
        let before = bench.asked().len();
        let touched = vec![Touched { record, fate: Fate::Edited, fields: Vec::new() }];
        bench.event(Event::Changed { revision: 9, by: None, touched });
        for slot in SLOTS {
            assert_eq!(bench.heard(slot).last().unwrap() == "Refresh", is_anew, "{record}");
        }
        let asks_who_one_is = bench.asked()[before..].contains(&"system-status");
        assert_eq!(asks_who_one_is, is_anew, "whoever sits here may be an agent now");
    }
}

#[test]
fn a_lost_door_answers_whoever_waits_and_is_said_until_it_is_back() {
    let mut bench = Bench::new();
    bench.next(Slot::Customers, vec![Effect::Ask(3, system::Request::Settings.into())]);
    bench.type_text("j");
    bench.deliver(Delivery::Lost);
    assert_eq!(bench.heard(Slot::Customers).last().unwrap(), "Answer 3 false");
    bench.type_text("j");
    assert!(bench.status().contains("connection"));
    bench.deliver(Delivery::Back);
    assert!(!bench.status().contains("connection"));
}

#[test]
fn q_leaves_and_ctrl_z_suspends_only_in_command_mode() {
    let mut bench = Bench::new();
    bench.type_text("/");
    bench.key(control('z'));
    bench.type_text("q");
    assert!(bench.orders.is_empty());
    bench.press(KeyCode::Esc);
    bench.key(control('z'));
    bench.later(1);
    bench.type_text("q");
    bench.later(1);
    assert_eq!(bench.orders, [Order::Suspend, Order::Quit]);
}

#[test]
fn nothing_is_done_blindly_on_a_screen_too_small() {
    let mut bench = Bench::new();
    assert_eq!(bench.screen(79, 24)[1], "");
    bench.type_text("ju");
    assert_eq!(bench.heard(Slot::Customers), NO_KEYS);
    bench.later(1);
    bench.type_text("q");
    bench.later(1);
    assert_eq!(bench.orders, [Order::Quit]);
}

#[test]
fn work_goes_on_beside_the_keys_and_its_news_reach_whoever_had_it_done() {
    let mut bench = Bench::new();
    let work: Work = Box::new(|bell| bell.ring());
    bench.next(Slot::Timeline, vec![Effect::Work(7, work)]);
    bench.type_text("gtj");
    let patience = std::time::Duration::from_mins(3);
    for _ in ["there is something to see", "it has ended"] {
        let news = bench.cockpit.news().recv_timeout(patience).unwrap();
        bench.wake(Wake::Worked(news));
    }
    assert_eq!(bench.heard(Slot::Timeline), ["Down j", "Worked(7)", "Worked(7)"]);
}

#[test]
fn a_card_that_is_shown_late_does_not_cover_the_pane_one_went_to() {
    let mut bench = Bench::new();
    let shown = |bench: &mut Bench| bench.screen(80, 24)[1].clone();
    bench.type_text("gp");
    bench.next(Slot::Pipeline, vec![Effect::Show(Slot::Timeline)]);
    bench.press(KeyCode::Down);
    assert!(shown(&mut bench).contains("Pipeline"));
    bench.type_text("gc");
    bench.next(Slot::Customers, vec![Effect::Show(Slot::Timeline)]);
    bench.press(KeyCode::Down);
    assert!(shown(&mut bench).contains("Timeline"));
}
