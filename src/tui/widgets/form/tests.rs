use super::*;
use crate::tui::widgets::testing::{any_key, buffer, ctrl, key, look, rows_of, tiny_area, typed};
use proptest::prelude::*;
use ratatui::layout::Position;

fn form() -> Form {
    let kinds = [("person", "person"), ("organisation", "organisation")];
    let options = kinds.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned())).collect();
    let fields = vec![
        FieldSpec::text("name", "Name", "Anna"),
        FieldSpec::choice("kind", "类型", options, "person"),
        FieldSpec::lines("note", "Note", ""),
        FieldSpec::text("due", "Due", ""),
    ];
    Form::new("New customer", fields)
}

fn type_into(form: &mut Form, text: &str) {
    typed(text).for_each(|key| {
        form.on(key);
    });
}

fn drawn(form: &Form, width: u16, height: u16) -> (String, Option<Position>) {
    let mut buf = buffer(width, height);
    let cursor = form.draw(buf.area, &mut buf, look());
    (rows_of(&buf).join("\n"), cursor)
}

#[test]
fn a_form_is_walked_filled_in_and_submitted_by_keys() {
    let mut form = form();
    type_into(&mut form, " Meyer");
    form.on(key(KeyCode::Enter));
    assert_eq!(form.on(key(KeyCode::Char('o'))), FormEvent::Edited("kind".into()));
    form.on(key(KeyCode::Down));
    type_into(&mut form, "first");
    assert_eq!(form.on(key(KeyCode::Enter)), FormEvent::Edited("note".into()));
    type_into(&mut form, "second");
    form.on(key(KeyCode::Tab));
    type_into(&mut form, "+3d");
    assert_eq!(form.on(key(KeyCode::Enter)), FormEvent::End, "a sentence ends so too");
    assert_eq!(form.on(ctrl('s')), FormEvent::Submit);
    let values: Vec<_> = form.values().collect();
    let expected = [("name", "Anna Meyer"), ("kind", "organisation"), ("note", "first\nsecond"), ("due", "+3d")];
    assert_eq!(values, expected);
}

#[test]
fn ctrl_s_submits_from_any_field() {
    assert_eq!(form().on(ctrl('s')), FormEvent::Submit);
}

#[test]
fn esc_says_whether_something_would_be_lost_and_loses_nothing() {
    let mut form = form();
    assert_eq!(form.on(key(KeyCode::Esc)), FormEvent::Leave { edited: false });
    type_into(&mut form, "!");
    assert_eq!(form.on(key(KeyCode::Esc)), FormEvent::Leave { edited: true });
    assert_eq!(form.value("name"), "Anna!");
    form.on(key(KeyCode::Backspace));
    assert_eq!(form.on(key(KeyCode::Esc)), FormEvent::Leave { edited: false });
}

#[test]
fn a_choice_is_made_by_arrow_digit_or_letter() {
    let mut form = form();
    form.on(key(KeyCode::Tab));
    for (pressed, value) in [('2', "organisation"), ('１', "person"), (' ', "organisation"), ('p', "person")] {
        form.on(key(KeyCode::Char(pressed)));
        assert_eq!(form.value("kind"), value, "{pressed}");
    }
    form.on(key(KeyCode::Left));
    assert_eq!(form.value("kind"), "organisation");
}

#[test]
fn an_error_stands_at_its_field_until_that_is_mended() {
    let mut form = form();
    form.set_error("due", "`someday` is not a date");
    assert_eq!(form.focused(), "due");
    assert!(drawn(&form, 50, 14).0.contains("! `someday` is not a date"));
    type_into(&mut form, "1");
    assert!(!drawn(&form, 50, 14).0.contains('!'));
}

#[test]
fn a_form_shows_its_fields_the_hint_and_the_cursor() {
    let mut form = form();
    form.set_hint("name", "already 2 like this");
    let (screen, cursor) = drawn(&form, 50, 12);
    insta::assert_snapshot!(screen, @r"
    ┌> New customer ─────────────────────────────────┐
    │ >Name Anna                                     │
    │       already 2 like this                      │
    │  类型 < person >                               │
    │  Note                                          │
    │                                                │
    │                                                │
    │                                                │
    │  Due                                           │
    │                                                │
    │ Tab next · Ctrl-s save · Ctrl-d discard        │
    └────────────────────────────────────────────────┘
    ");
    assert_eq!(cursor, Some(Position { x: 12, y: 1 }));
}

#[test]
fn a_form_higher_than_the_screen_scrolls_to_the_field_in_focus() {
    let mut form = form();
    for _ in 0..3 {
        form.on(key(KeyCode::Tab));
    }
    let (screen, cursor) = drawn(&form, 40, 6);
    insta::assert_snapshot!(screen, @r"
    ┌> New customer ───────────────────────┐
    │ >Due                                 │
    │                                      │
    │                                      │
    │ Tab next · Ctrl-s save               │
    └──────────────────────────────────────┘
    ");
    assert!(cursor.is_some());
}

proptest! {
    #[test]
    fn no_key_and_no_area_breaks_a_form(keys in proptest::collection::vec(any_key(), 0..12), area in tiny_area()) {
        let mut form = form();
        form.set_error("kind", "错误\u{1b}[2J");
            for key in keys {
            form.on(key);
            form.draw(area, &mut buffer(12, 6), look());
        }
    }
}
