//! What an answer says besides its order: parts, pages, filters, highlights, callers.

use super::{find, find_page, ids, people, words};
use crate::domain::id::CustomerId;
use crate::search::written::texts;
use crate::search::{Ask, Column, Found, Marker, on_digits};
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn names_are_painted_before_the_rest_is_searched() {
    let index = people::index();
    let words = words("siemens");
    let ask = Ask { words: &words, keep: &|_| true, limit: 10, offset: 0 };
    let mut painted: Vec<Found> = Vec::new();
    let full = index.find(&ask, &AtomicBool::new(false), &mut |part| painted.push(part)).unwrap();
    assert_eq!(painted.len(), 1);
    assert_eq!((ids(&painted[0]), painted[0].complete), (vec![9], false));
    assert_eq!((ids(&full), full.complete), (vec![9, 1], true));
}

#[test]
fn a_cancelled_search_gives_no_answer() {
    let index = people::index();
    let words = words("meyer");
    let ask = Ask { words: &words, keep: &|_| true, limit: 10, offset: 0 };
    assert_eq!(index.find(&ask, &AtomicBool::new(true), &mut |_| {}), None);

    let cancel = AtomicBool::new(false);
    let mut cancel_now = |_| cancel.store(true, Ordering::Relaxed);
    assert_eq!(index.find(&ask, &cancel, &mut cancel_now), None);
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let index = people::index();
    let all = ids(&find_page(&index, "a", 0, 100));
    let paged: Vec<u64> = (0..)
        .step_by(7)
        .map(|offset| ids(&find_page(&index, "a", offset, 7)))
        .take_while(|page| !page.is_empty())
        .flatten()
        .collect();
    assert_eq!(paged, all);
    assert_eq!(find_page(&index, "a", 0, 7).matched, all.len());
}

#[test]
fn rows_the_filter_refuses_are_neither_shown_nor_counted() {
    let index = people::index();
    let words = words("meyer");
    let ask = Ask { words: &words, keep: &|row| row.city() == "hamburg" && !row.organisation(), limit: 10, offset: 0 };
    let found = index.find(&ask, &AtomicBool::new(false), &mut |_| {}).unwrap();
    assert_eq!((ids(&found), found.matched), (vec![3, 2], 2));
}

/// The matched characters of the first row, as they are shown.
fn marked(query: &str) -> Vec<(Column, String)> {
    let first = find(&people::index(), query).rows[0].id;
    let row = people::rows().into_iter().find(|row| row.id == first).unwrap();
    let marks = Marker::new(&words(query)).highlights(&row).into_iter().map(|highlight| {
        let text = texts(&row, highlight.field).nth(highlight.value_index).unwrap();
        let chars: Vec<char> = text.chars().collect();
        (highlight.field, highlight.chars.iter().map(|at| chars[*at as usize]).collect())
    });
    marks.collect()
}

#[test]
fn highlights_are_the_characters_as_shown() {
    let table = [
        ("meyer", Column::Name, "Meyer"),
        ("juergen", Column::Name, "Jürgen"),
        ("mull", Column::Name, "Müll"),
        ("strassb", Column::Name, "Straßb"),
        ("uvdh", Column::Name, "UvdH"),
        ("crédit", Column::Company, "Crédit"),
        ("wangxiao", Column::Name, "王小"),
        ("xiaoming", Column::Name, "小明"),
        ("zwm", Column::Name, "张伟民"),
        ("hwjs", Column::Company, "华为技术"),
        ("changsha", Column::City, "长沙"),
        ("0074321", Column::Phone, "0074321"),
        ("030 0074321", Column::Phone, "300074321"),
        ("98575467", Column::Phone, "98575467"),
        ("nancy@", Column::Email, "nancy@"),
        ("sklodowska", Column::Alias, "Sklodowska"),
        ("davollio", Column::Name, "Davolio"),
    ];
    for (query, column, text) in table {
        assert_eq!(marked(query), [(column, text.to_owned())], "{query}");
    }
}

#[test]
fn each_term_is_highlighted_where_it_was_found() {
    assert_eq!(marked("meyer otto"), [(Column::Name, "Meyer".to_owned()), (Column::Company, "Otto".to_owned())]);
    assert_eq!(marked("anna meyer"), [(Column::Name, "AnnaMeyer".to_owned())]);
}

#[test]
fn highlights_of_a_number_hold_in_any_format() {
    assert_eq!(on_digits("+493012", &[3, 4], "+49 (30) 12"), [5, 6]);
    assert!(on_digits("+493012", &[6], "+49").is_empty());
}

fn callers(number: &str, region: &str) -> Vec<(u64, bool)> {
    people::index().by_phone(number, region).iter().map(|hit| (hit.id.0, hit.exact)).collect()
}

#[test]
fn a_caller_is_known_by_the_number_in_any_format() {
    for number in ["+49300074321", "030 0074321", "0049-30-0074321"] {
        assert_eq!(callers(number, "DE"), [(1, true)], "{number}");
    }
    assert_eq!(callers("020 7946 0018", "GB"), [(6, true), (58, true)]);
    assert_eq!(callers("+49 40 30190", "DE"), [(49, true), (50, true)]);
}

#[test]
fn an_extension_does_not_hide_who_calls() {
    assert_eq!(callers("(206) 555-9857", "US"), [(41, true), (42, true)]);
}

#[test]
fn seven_last_digits_alike_make_a_number_similar_and_fewer_nothing() {
    assert_eq!(callers("+1 425 555 9857", "US"), [(41, false), (42, false)]);
    assert_eq!(callers("+852 2345 6789", "HK"), [(27, true), (32, false)]);
    assert_eq!(callers("9857", "US"), []);
    assert_eq!(callers("+49 30 999 4321", "DE"), []);
    assert_eq!(callers("", "DE"), []);
    assert_eq!(callers("anonymous", "DE"), []);
}

#[test]
fn a_row_tells_filters_what_it_holds() {
    let index = people::index();
    let row = index.get(CustomerId(57)).unwrap();
    assert_eq!((row.name(), row.company(), row.city()), ("catherine jones", "big bank plc", "london"));
    assert_eq!(row.values(Column::Tag).collect::<Vec<_>>(), ["bank", "vip"]);
    assert_eq!(row.values(Column::Alias).collect::<Vec<_>>(), ["cathy jones"]);
    assert_eq!(row.values(Column::Phone).collect::<Vec<_>>(), ["+442079460999"]);
    assert_eq!(row.last_contact(), Some(people::NOW.plus(-59 * crate::domain::time::Timestamp::DAY)));
    assert!(!row.organisation() && !row.archived());
    assert!(index.get(CustomerId(999)).is_none());
}
