//! Keys that come faster than anybody reads.

use super::*;
use crate::domain::id::UndoId;
use crate::domain::undo::UndoEntry;
use crate::door::undo;

/// Milliseconds between keys: of one burst, of a fast typist, of a slow one.
const PACES: [i64; 3] = [0, 100, 390];

fn entry() -> undo::Response {
    undo::Response::Peek(Some(UndoEntry { id: UndoId(5), request: "deals-move".to_owned(), ..UndoEntry::default() }))
}

#[test]
fn a_line_of_prose_does_not_answer_the_question_its_last_letter_raised() {
    for lang in Lang::ALL {
        for pace in PACES {
            let mut bench = Bench::in_language(lang);
            bench.pace = Some(pace);
            bench.type_text("hu");
            bench.answer("undo-list", entry());
            for _ in ["the line", "the empty line below"] {
                bench.press(KeyCode::Enter);
                assert_eq!(bench.changes(), [""; 0], "{pace}");
                let again = bench.cockpit.context.look.words.t("enter-again").to_owned();
                assert!(bench.screen(80, 24).join("\n").contains(&again), "{pace}");
            }
            bench.pace = None;
            bench.press(KeyCode::Enter);
            assert_eq!(bench.changes(), ["undo"], "{pace}");
        }
    }
}

#[test]
fn what_was_typed_before_a_question_could_be_seen_does_not_answer_it() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.press(KeyCode::Enter);
    bench.later(1);
    bench.answer("undo-list", entry());
    assert_eq!(bench.changes(), [""; 0]);
    bench.press(KeyCode::Enter);
    assert_eq!(bench.changes(), ["undo"]);
}

#[test]
fn a_word_with_a_q_leaves_nothing() {
    for word in ["quoted", "qing", "qq", "q ", "aqua", "> quoted", "iq"] {
        for pace in PACES {
            let mut bench = Bench::new();
            bench.pace = Some(pace);
            bench.type_text(word);
            bench.press(KeyCode::Enter);
            bench.later(60);
            assert_eq!(bench.orders, [], "{word} at {pace}");
        }
    }
}

#[test]
fn a_q_alone_leaves_after_a_moment_and_one_in_a_word_says_how() {
    for lang in Lang::ALL {
        let mut bench = Bench::in_language(lang);
        bench.pace = Some(0);
        bench.type_text("jq");
        let said = bench.cockpit.context.look.words.t("quit-in-text").to_owned();
        assert!(bench.status().contains(&said));
        bench.later(1);
        assert_eq!(bench.orders, []);
        bench.type_text("q");
        assert_eq!(bench.orders, []);
        let due = bench.cockpit.deadline();
        assert!(due.0 - bench.now.0 < 1_000, "the screen wakes for it");
        bench.now = due;
        bench.wake(Wake::Time);
        assert_eq!(bench.orders, [Order::Quit]);
    }
}

#[test]
fn to_leave_by_the_palette_needs_no_moment() {
    let mut bench = Bench::new();
    bench.pace = Some(0);
    bench.type_text(":quit");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.orders, [Order::Quit]);
}

#[test]
fn a_key_no_text_holds_ends_what_was_typed() {
    for key in [KeyCode::Esc, KeyCode::Down, KeyCode::PageUp] {
        let mut bench = Bench::new();
        bench.pace = Some(0);
        bench.type_text("jj");
        bench.press(key);
        bench.type_text("q");
        bench.now = bench.cockpit.deadline();
        bench.wake(Wake::Time);
        assert_eq!(bench.orders, [Order::Quit], "{key:?}");
    }
}
