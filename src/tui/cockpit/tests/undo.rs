use super::*;
use crate::domain::edit::Side;
use crate::domain::id::{InteractionId, UndoId};
use crate::domain::interaction::Interaction;
use crate::domain::party::Party;
use crate::domain::reason::reason;
use crate::domain::undo::UndoEntry;
use crate::door::refusal::Clash;
use crate::door::undo::{self, Response as Undo, Settled, Settling};
use crate::door::{Saved, calls};

fn entry(request: &str) -> UndoEntry {
    UndoEntry {
        id: UndoId(5),
        request: request.to_owned(),
        what: "D88 Relaunch".to_owned(),
        count: 1,
        ..UndoEntry::default()
    }
}

#[test]
fn an_undo_is_named_and_confirmed() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    assert!(bench.screen(80, 24).iter().any(|row| row.contains("Undo: moved deal D88 Relaunch?")));
    bench.type_text("yes");
    bench.press(KeyCode::Enter);
    bench.press(KeyCode::Enter);
    assert!(bench.changes().is_empty(), "a sentence confirms nothing, nor does the empty line behind it");
    bench.press(KeyCode::Esc);
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    bench.press(KeyCode::Enter);
    assert_eq!(bench.last_change(), undo::Request::Undo(Some(UndoId(5))).into());
    bench.answer("undo", Undo::Undone { entry: entry("deals-move"), revision: 2, reopened: None });
    assert!(bench.status().contains("Undone: moved deal D88 Relaunch"));
}

#[test]
fn what_is_typed_ahead_of_a_question_goes_to_the_question() {
    let mut bench = Bench::new();
    bench.type_text("uq");
    bench.press(KeyCode::Enter);
    assert!(bench.orders.is_empty(), "q did not leave");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    assert!(bench.changes().is_empty());
    assert!(bench.screen(80, 24).iter().any(|row| row.contains("Typed into")));
}

#[test]
fn esc_gives_up_a_question_still_on_its_way() {
    let mut bench = Bench::new();
    bench.type_text("uq");
    bench.press(KeyCode::Esc);
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    assert!(!bench.screen(80, 24).iter().any(|row| row.contains("Undo:")));
}

#[test]
fn a_declined_undo_changes_nothing_and_an_empty_one_says_so() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    bench.press(KeyCode::Esc);
    assert!(bench.changes().is_empty());
    bench.type_text("U");
    bench.answer("undo-list", Undo::Peek(None));
    assert!(bench.status().contains("nothing to redo"));
}

#[test]
fn a_redo_is_confirmed_too() {
    let mut bench = Bench::new();
    bench.type_text("U");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    bench.press(KeyCode::Enter);
    assert_eq!(bench.last_change(), undo::Request::Redo.into());
}

#[test]
fn an_undone_wrap_up_comes_back_open_with_its_text() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("calls-wrap-up"))));
    bench.press(KeyCode::Enter);
    let interaction = Interaction {
        party: Party::Customer(ANNA),
        text: "wants the quote".to_owned(),
        disposition: "reached".to_owned(),
        talk_s: 62,
        ..Interaction::default()
    };
    let reopened = Some(Box::new(interaction));
    bench.answer("undo", Undo::Undone { entry: entry("calls-wrap-up"), revision: 2, reopened });
    bench.answer("customers-card", customers::Response::Card(Box::new(card())));
    let screen = bench.screen(80, 24).join("\n");
    assert!(
        screen.contains("wants the quote") && screen.contains("01:02") && screen.contains("Anna Meyer"),
        "{screen}"
    );
    bench.type_text("really");
    bench.press(KeyCode::Enter);
    let Request::Calls(crate::door::calls::Request::WrapUp(again)) = bench.last_change() else { panic!("no wrap-up") };
    assert_eq!(again.interaction.text, "wants the quote\nreally");
    assert_eq!((again.interaction.disposition.as_str(), again.interaction.talk_s), ("reached", 62));
}

#[test]
fn a_wrap_up_written_here_comes_back_letter_by_letter() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.type_text("during");
    bench.press(KeyCode::F(4));
    bench.type_text("1 after > tomorrow 15:00 call");
    bench.press(KeyCode::Enter);
    let saved = Saved { id: InteractionId(90), revision: 3 };
    let party = Party::Customer(ANNA);
    bench.answer(
        "calls-wrap-up",
        calls::Response::WrappedUp { saved, follow_up: None, stage: None, party: party.clone() },
    );
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("calls-wrap-up"))));
    bench.press(KeyCode::Enter);
    let stored =
        Interaction { id: InteractionId(90), party, text: "during\nafter".to_owned(), ..Interaction::default() };
    let reopened = Some(Box::new(stored));
    bench.answer("undo", Undo::Undone { entry: entry("calls-wrap-up"), revision: 4, reopened });
    assert_eq!(bench.cockpit.desk.note(), "during");
    assert!(bench.screen(80, 24).join("\n").contains("> 1 after > tomorrow 15:00 call"));
}

#[test]
fn no_wrap_up_is_opened_again_over_a_running_call() {
    let mut bench = Bench::new();
    bench.take_annas_call();
    bench.press(KeyCode::Esc);
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("calls-wrap-up"))));
    bench.press(KeyCode::Enter);
    assert!(bench.changes().is_empty());
}

fn clash(theirs: &str) -> Clash {
    Clash {
        record: "D88 Relaunch".into(),
        field: "stage".into(),
        seen: "proposal".into(),
        mine: "new".into(),
        theirs: theirs.into(),
        barred: None,
    }
}

fn changed_since(theirs: &str) -> Refusal {
    Refusal::ChangedSince { clashes: vec![clash(theirs)], count: 1 }
}

#[test]
fn an_undo_that_meets_a_later_change_shows_both_values_and_a_key_chooses() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    bench.press(KeyCode::Enter);
    bench.settle("undo", Err(changed_since("negotiation")));
    let screen = bench.screen(80, 24).join("\n");
    assert!(screen.contains("D88") && screen.contains("new") && screen.contains("negotiation"), "{screen}");
    bench.type_text("m");
    bench.press(KeyCode::Enter);
    let settled = |theirs, side| Settled { clash: clash(theirs), side };
    let asked = |seen| undo::Request::Settled { id: UndoId(5), settling: Settling { seen, others: None } };
    let first = settled("negotiation", Side::Mine);
    assert_eq!(bench.last_change(), asked(vec![first.clone()]).into());
    // It was changed once more in the meantime.
    bench.settle("undo", Err(changed_since("proposal 2")));
    bench.type_text("t");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.last_change(), asked(vec![first, settled("proposal 2", Side::Theirs)]).into());
    bench.answer("undo", Undo::Undone { entry: entry("deals-move"), revision: 2, reopened: None });
    assert!(bench.status().contains("Undone: moved deal D88 Relaunch"));
}

#[test]
fn esc_gives_an_undo_up_that_met_a_later_change() {
    for lang in Lang::ALL {
        let mut bench = Bench::in_language(lang);
        bench.type_text("u");
        bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
        bench.press(KeyCode::Enter);
        bench.settle("undo", Err(changed_since("negotiation")));
        let asked = bench.changes().len();
        bench.press(KeyCode::Esc);
        assert_eq!(bench.changes().len(), asked);
        assert!(!bench.screen(80, 24).join("\n").contains("negotiation"));
    }
}

#[test]
fn what_stands_in_the_way_of_a_bulk_undo_is_counted_and_settled_by_one_answer() {
    let mut bench = Bench::new();
    bench.type_text("u");
    bench.answer("undo-list", Undo::Peek(Some(entry("deals-move"))));
    bench.press(KeyCode::Enter);
    let whole = Clash {
        record: "7 Ann".into(),
        theirs: r#"{"city":"Köln","phones":[{"typed":"1","e164":"+4930","extension":"","label":""}]}"#.into(),
        ..Clash::default()
    };
    let barred = Clash { barred: Some(reason("undo-hangs-on").with("record", "D9")), ..whole.clone() };
    bench.settle("undo", Err(Refusal::ChangedSince { clashes: vec![whole.clone(), barred.clone()], count: 60 }));
    let screen = bench.screen(80, 24).join("\n");
    for shown in ["60", "7 Ann", "City Köln", "+4930", "D9"] {
        assert!(screen.contains(shown), "{shown} is not in\n{screen}");
    }
    bench.type_text("mT");
    bench.press(KeyCode::Enter);
    let settled = |clash, side| Settled { clash, side };
    let seen = vec![settled(whole, Side::Mine), settled(barred, Side::Theirs)];
    let settling = Settling { seen, others: Some(Side::Theirs) };
    assert_eq!(bench.last_change(), undo::Request::Settled { id: UndoId(5), settling }.into());
}
