use super::*;
use crate::tui::widgets::testing::{any_key, buffer, ctrl, key, look, rows_of, tiny_area, typed};
use proptest::prelude::*;

fn drawn(note: &Note, width: u16, height: u16) -> (Vec<String>, Position) {
    let mut buf = buffer(width, height);
    let cursor = note.draw(buf.area, &mut buf, look()).unwrap();
    (rows_of(&buf), cursor)
}

#[test]
fn a_sentence_wraps_and_the_cursor_follows() {
    let mut note = Note::default();
    typed("wants the quote").for_each(|key| {
        note.on(key);
    });
    note.on(key(KeyCode::Enter));
    typed("张伟").for_each(|key| {
        note.on(key);
    });
    let (rows, cursor) = drawn(&note, 11, 4);
    assert_eq!(rows, ["wants the", "quote", "张伟", ""]);
    assert_eq!(cursor, Position { x: 4, y: 2 });
}

#[test]
fn up_and_down_go_by_the_rows_a_person_sees() {
    let mut note = Note::new("one two three four");
    drawn(&note, 9, 3);
    note.on(key(KeyCode::Up));
    typed("!").for_each(|key| {
        note.on(key);
    });
    assert_eq!(note.text(), "one two thre!e four");
    assert_eq!(note.on(key(KeyCode::Up)), Edited::Cursor);
}

#[test]
fn only_the_rows_around_the_cursor_are_shown() {
    let note = Note::new("1\n2\n3\n4");
    assert_eq!(drawn(&note, 5, 2), (vec!["3".into(), "4".into()], Position { x: 1, y: 1 }));
}

#[test]
fn what_was_cut_comes_back() {
    let mut note = Note::new("first\nsecond line");
    note.on(ctrl('u'));
    assert_eq!(note.text(), "first\n");
    note.on(ctrl('y'));
    note.on(ctrl('w'));
    assert_eq!(note.text(), "first\nsecond ");
}

#[test]
fn a_wrap_up_line_is_appended_on_a_line_of_its_own() {
    let mut note = Note::new("during the call");
    note.append("after it");
    assert_eq!(note.text(), "during the call\nafter it");
}

#[test]
fn a_full_note_says_so_and_keeps_what_it_has() {
    let mut note = Note::new(&"张".repeat(NOTE_CAP));
    assert!(note.is_full() && note.text().len() <= NOTE_CAP);
    assert!(drawn(&note, 20, 3).0.contains(&"The note is full".to_owned()));
    note.on(key(KeyCode::Backspace));
    assert!(!note.is_full());
}

proptest! {
    #[test]
    fn no_typing_and_no_area_breaks_a_note(keys in proptest::collection::vec(any_key(), 0..40), area in tiny_area()) {
        let mut note = Note::new("seed 张伟\nzwei");
        let mut buf = buffer(12, 6);
        for key in keys {
            note.on(key);
            prop_assert!(note.text.is_char_boundary(note.cursor));
            if let Some(cursor) = note.draw(area, &mut buf, look()) {
                prop_assert!(area.contains(cursor));
            }
        }
    }

    #[test]
    fn typed_text_is_kept_letter_by_letter(text in "[a-z张伟 ]{0,60}") {
        let mut note = Note::default();
        typed(&text).for_each(|key| { note.on(key); });
        prop_assert_eq!(note.text(), text);
    }
}
