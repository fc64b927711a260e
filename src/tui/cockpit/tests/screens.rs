use super::*;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Lane};
use crate::door::follow_ups::{self, Queue, QueueItem};
use insta::assert_snapshot;
use proptest::prelude::*;

const LANGS: [(Lang, &str); 2] = [(Lang::En, "en"), (Lang::Zh, "zh")];

#[test]
fn two_panes_stand_on_a_narrow_screen_and_four_on_a_wide_one() {
    let mut bench = Bench::new();
    let narrow = bench.screen(80, 24);
    assert!(narrow[1].starts_with("Customers") && narrow[1].contains("Timeline"));
    bench.type_text("gf");
    assert!(bench.screen(80, 24)[1].contains("FollowUps"));
    bench.type_text("gc");
    assert!(bench.screen(80, 24)[1].contains("FollowUps"));
    let wide = bench.screen(120, 40).join("\n");
    assert!(["Customers", "Timeline", "Pipeline", "FollowUps"].iter().all(|pane| wide.contains(pane)));
    bench.type_text("z");
    assert!(!bench.screen(120, 40).join("\n").contains("Timeline"));
}

#[test]
fn below_80_by_24_one_line_says_so() {
    let mut bench = Bench::new();
    assert_eq!(bench.screen(60, 10)[0], "Callsheet needs 80×24; this terminal is 60×10. Enlarge it, …");
}

#[test]
fn the_first_frame_needs_no_answer() {
    let mut bench = Bench::fresh(Lang::En);
    assert!(bench.screen(80, 24)[23].starts_with(" COMMAND"));
}

#[test]
fn row_1_says_who_one_is_and_what_is_due() {
    let mut bench = Bench::new();
    let item = |kind, lane, hours| QueueItem {
        follow_up: FollowUp { kind, due: NOW.plus(hours * Timestamp::HOUR), ..FollowUp::default() },
        customer_name: String::new(),
        lane,
        score: 0,
        owner_name: String::new(),
        leased_to: None,
    };
    let items = vec![
        item(FollowUpKind::Callback, Lane::Callback, -1),
        item(FollowUpKind::Callback, Lane::Callback, 1),
        item(FollowUpKind::Task, Lane::Overdue, -30),
    ];
    bench.answer("follow-ups-queue", follow_ups::Response::Queue(Queue { items, ..Queue::default() }));
    assert_eq!(bench.strip(), " Nancy · 1 callback due · 1 overdue                                       14:05");
}

#[test]
fn a_due_callback_rings_the_bell_and_is_counted_afresh() {
    let mut bench = Bench::new();
    let before = bench.asked().len();
    bench.event(Event::Due { follow_up: crate::domain::id::FollowUpId(7), at: NOW, late: false });
    assert_eq!(bench.asked()[before..], ["follow-ups-queue"]);
    assert_eq!(bench.orders, [Order::Bell]);
}

#[test]
fn a_call_in_words() {
    for (lang, name) in LANGS {
        let mut bench = Bench::in_language(lang);
        bench.take_annas_call();
        bench.later(75);
        bench.type_text("wants the quote; 要报价单");
        assert_snapshot!(format!("note-{name}"), bench.screen(80, 24).join("\n"));
        bench.press(KeyCode::F(4));
        bench.type_text("1 by mail > tomorrow 15:00 call with quote > D88 proposal");
        assert_snapshot!(format!("wrap-up-{name}"), bench.screen(80, 24).join("\n"));
        bench.type_text(" > tomorow");
        assert_snapshot!(format!("wrap-up-wrong-{name}"), bench.screen(80, 24)[16..].join("\n"));
    }
}

#[test]
fn help_and_palette_in_words() {
    for (lang, name) in LANGS {
        let mut bench = Bench::in_language(lang);
        bench.type_text("?");
        assert_snapshot!(format!("help-{name}"), bench.screen(80, 24).join("\n"));
        bench.press(KeyCode::Esc);
        bench.type_text(":");
        assert_snapshot!(format!("palette-{name}"), bench.screen(80, 24).join("\n"));
    }
}

#[test]
fn the_first_start_in_words() {
    for (lang, name) in LANGS {
        let mut bench = Bench::fresh(lang);
        bench.answer("system-status", status(0));
        assert_snapshot!(format!("first-start-{name}"), bench.screen(80, 24).join("\n"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_size_breaks_the_screen(width in 0_u16..200, height in 0_u16..60, line in "[ -~张]{0,90}") {
        let mut bench = Bench::new();
        bench.screen(width, height);
        bench.screen(width.max(80), height.max(24));
        bench.take_annas_call();
        for code in [KeyCode::F(4), KeyCode::Esc, KeyCode::Esc, KeyCode::F(3), KeyCode::Enter, KeyCode::F(4)] {
            bench.screen(width, height);
            bench.screen(width.max(80), height.max(24));
            bench.type_text(&line);
            bench.press(code);
        }
        bench.screen(width.max(80), height.max(24));
    }

    #[test]
    fn no_keys_break_the_cockpit(keys in proptest::collection::vec(crate::tui::widgets::testing::any_key(), 0..60)) {
        let mut bench = Bench::new();
        for key in keys {
            bench.key(key);
            bench.screen(80, 24);
        }
    }

    #[test]
    fn no_keys_break_the_real_panes_on_any_size(
        keys in proptest::collection::vec(crate::tui::widgets::testing::any_key(), 0..40),
        (width, height) in (78_u16..180, 22_u16..60),
    ) {
        let mut bench = Bench::with_real_panes();
        for key in keys {
            bench.key(key);
            bench.screen(width, height);
        }
    }
}
