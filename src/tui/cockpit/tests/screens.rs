use super::*;
use crate::domain::follow_up::{Announcement, FollowUp, FollowUpKind, Lane};
use crate::domain::id::FollowUpId;
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
fn below_80_by_24_a_sentence_says_so_in_as_many_rows_as_it_needs() {
    let mut bench = Bench::new();
    let screen = bench.screen(60, 10);
    assert_eq!(screen[..2], ["Callsheet needs 80×24; this terminal is 60×10. Enlarge it,", "or q to quit"]);
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

/// One's own queue with a callback and a task, both due now.
fn queue_of_two() -> Queue {
    let item = |id, kind, name: &str| QueueItem {
        follow_up: FollowUp {
            id: FollowUpId(id),
            kind,
            due: NOW,
            text: "call with quote".into(),
            ..FollowUp::default()
        },
        customer_name: name.to_owned(),
        lane: Lane::Callback,
        score: 0,
        owner_name: String::new(),
        leased_to: None,
    };
    let items = vec![item(7, FollowUpKind::Callback, "Anna"), item(8, FollowUpKind::Task, "张伟")];
    Queue { items, ..Queue::default() }
}

fn falls_due(bench: &mut Bench, id: u64, announced: Announcement) {
    bench.event(Event::Due { follow_up: FollowUpId(id), at: NOW, announced });
    bench.answer("follow-ups-queue", follow_ups::Response::Queue(queue_of_two()));
}

#[test]
fn a_callback_announces_itself_with_one_line_and_one_bell_which_no_key_wipes_away() {
    for (announced, said) in [
        (Announcement::Soon, "In 5 minutes, 14:05: Anna: call with quote"),
        (Announcement::Now, "Due now, 14:05: Anna: call with quote"),
        (Announcement::Late, "Was due at 14:05: Anna: call with quote"),
    ] {
        let mut bench = Bench::new();
        bench.cockpit.say(crate::tui::pane::Tone::Good, "Saved".to_owned());
        falls_due(&mut bench, 7, announced);
        assert_eq!(bench.orders, [Order::Bell]);
        bench.press(KeyCode::Char('j'));
        assert!(bench.screen(80, 24)[23].contains(said));
        bench.later(61);
        assert!(!bench.screen(80, 24)[23].contains(said));
    }
}

#[test]
fn what_has_just_fallen_due_is_told_in_the_language_that_is_spoken() {
    let mut bench = Bench::new();
    falls_due(&mut bench, 7, Announcement::Now);
    bench.type_text("gz");
    bench.press(KeyCode::Char('j'));
    let told = &bench.screen(80, 24)[23];
    assert!(told.contains("Anna") && !told.contains("Due now"), "{told}");
}

#[test]
fn a_task_comes_without_a_bell_and_what_is_not_ones_own_not_at_all() {
    let mut bench = Bench::new();
    falls_due(&mut bench, 8, Announcement::Now);
    assert!(bench.screen(80, 24)[23].contains("张伟"));
    falls_due(&mut bench, 99, Announcement::Now);
    assert_eq!(bench.orders, []);
    bench.event(Event::Due { follow_up: FollowUpId(7), at: NOW, announced: Announcement::Now });
    falls_due(&mut bench, 8, Announcement::Now);
    assert!(bench.screen(80, 24)[23].contains("2 follow-ups are due"));
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
