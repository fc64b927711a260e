use super::*;
use crate::door::{deals, follow_ups, search};
use crate::tui::fixtures;
use crate::tui::term::Turn;

fn click(bench: &mut Bench, x: u16, y: u16) {
    bench.wake(Wake::Input(term::Input::Click(Position { x, y })));
}

fn filled() -> Bench {
    let mut bench = Bench::with_real_panes();
    bench.answer("system-status", status(3));
    bench.answer("search-find", search::Response::Found(fixtures::found(3, fixtures::rows())));
    bench.answer("deals-board", deals::Response::Board(fixtures::board()));
    bench.answer("follow-ups-queue", follow_ups::Response::Queue(fixtures::queue()));
    bench.screen(120, 40);
    bench
}

/// The cell where a text stands.
fn place_of(bench: &mut Bench, text: &str) -> (u16, u16) {
    let rows = bench.screen(120, 40);
    let (y, row) = rows.iter().enumerate().find(|(_, row)| row.contains(text)).unwrap_or_else(|| panic!("no {text}"));
    let before = &row[..row.find(text).unwrap()];
    (crate::tui::widgets::text::width(before) as u16, y as u16)
}

#[test]
fn a_click_selects_what_is_under_it_and_gives_its_pane_the_keys() {
    for (text, slot, subject) in [
        ("Around the Horn", Slot::Customers, Subject::Customer(CustomerId(10_434))),
        ("Support con", Slot::Pipeline, Subject::Deal(DealId(90), CustomerId(10_432))),
    ] {
        let mut bench = filled();
        let (x, y) = place_of(&mut bench, text);
        click(&mut bench, x, y);
        assert_eq!((bench.cockpit.floor.focus(), bench.cockpit.context.subject), (slot, Some(subject)), "{text}");
    }
    let mut bench = filled();
    let (x, y) = place_of(&mut bench, "!11-17");
    click(&mut bench, x, y);
    assert!(matches!(bench.cockpit.context.subject, Some(Subject::FollowUp(id, _)) if id.0 == 9));
}

#[test]
fn the_wheel_moves_the_selection_of_the_pane_under_it() {
    let mut bench = filled();
    bench.wake(Wake::Input(term::Input::Wheel(Position { x: 2, y: 6 }, Turn::Down)));
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(CustomerId(10_434))));
    bench.wake(Wake::Input(term::Input::Wheel(Position { x: 2, y: 6 }, Turn::Up)));
    assert_eq!(bench.cockpit.context.subject, Some(Subject::Customer(CustomerId(10_432))));
}

#[test]
fn a_click_answers_no_question_and_leaves_no_text() {
    let mut bench = filled();
    let (x, y) = place_of(&mut bench, "Support con");
    bench.type_text("?");
    click(&mut bench, x, y);
    assert_eq!((bench.cockpit.layers.len(), bench.cockpit.floor.focus()), (1, Slot::Customers));
    bench.press(KeyCode::Esc);
    bench.type_text("/ann");
    click(&mut bench, x, y);
    assert_eq!(bench.cockpit.floor.focus(), Slot::Customers);
    assert!(bench.changes().is_empty());
}
