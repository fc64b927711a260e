//! Edits and deletions leave no ghosts: the index answers as a plain search over the rows there are.

use super::{ids, plain};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::search::{Ask, Index, Row, Word};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

#[derive(Debug, Clone)]
enum Edit {
    Put(Box<Row>),
    Remove(CustomerId),
}

/// Few letters and few ids, so that rows collide and words are found.
fn text() -> impl Strategy<Value = String> {
    "[abnAÄöé伟张 .@-]{0,8}"
}

fn row() -> impl Strategy<Value = Row> {
    (
        0..12_u64,
        text(),
        vec(text(), 0..3),
        text(),
        vec(text(), 0..2),
        text(),
        vec(text(), 0..3),
        vec("[0-9]{7,9}", 0..3),
    )
        .prop_map(|(id, name, aliases, company, emails, city, tags, phones)| Row {
            id: CustomerId(id),
            name,
            aliases,
            company,
            emails,
            city,
            tags,
            phones: phones.iter().map(|typed| Phone::read(typed, "DE")).collect(),
            ..Row::default()
        })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![3 => row().prop_map(|row| Edit::Put(Box::new(row))), 1 => (0..12_u64).prop_map(|id| Edit::Remove(CustomerId(id)))]
}

fn apply(edits: &[Edit]) -> (Index, Vec<Row>) {
    let (mut index, mut rows) = (Index::new(), Vec::<Row>::new());
    for edit in edits {
        let id = match edit {
            Edit::Put(row) => row.id,
            Edit::Remove(id) => *id,
        };
        rows.retain(|row| row.id != id);
        match edit {
            Edit::Put(row) => {
                index.put(Row::clone(row));
                rows.push(Row::clone(row));
            }
            Edit::Remove(id) => index.remove(*id),
        }
    }
    (index, rows)
}

proptest! {
    #[test]
    fn quoted_words_find_what_a_plain_search_finds(edits in vec(edit(), 1..40), words in vec("[abnoe伟张.@]{1,3}", 0..3)) {
        let (index, rows) = apply(&edits);
        prop_assert_eq!(index.len(), rows.len());
        // The other spellings of umlauts find more: `ae` in `Ä`.
        let spelled: Vec<Row> = rows.iter().cloned().map(respelled).collect();
        let wanted: Vec<Word> = words.iter().map(|text| Word { text: text.clone(), exact: true, negated: false }).collect();
        let ask = Ask { words: &wanted, keep: &|_| true, limit: 100, offset: 0 };
        let found = index.find(&ask, &AtomicBool::new(false), &mut |_| {}).unwrap();
        let mut shown = ids(&found);
        shown.sort_unstable();
        prop_assert_eq!(found.matched, shown.len());
        prop_assert_eq!(shown, plain::find(&spelled, &words));
    }

    #[test]
    fn a_number_finds_all_who_have_it_and_nobody_who_had_it(edits in vec(edit(), 1..40)) {
        let (index, rows) = apply(&edits);
        let numbers = edits.iter().filter_map(|edit| match edit { Edit::Put(row) => Some(&row.phones), Edit::Remove(_) => None });
        for phone in numbers.flatten() {
            let mut exact: Vec<u64> = index.by_phone(&phone.typed, "DE").iter().filter(|hit| hit.exact).map(|hit| hit.id.0).collect();
            exact.sort_unstable();
            let mut owners: Vec<u64> = rows.iter().filter(|row| row.phones.iter().any(|own| own.key() == phone.key())).map(|row| row.id.0).collect();
            owners.sort_unstable();
            prop_assert_eq!(exact, owners);
        }
    }

    #[test]
    fn whatever_is_in_a_name_finds_it_and_is_marked_inside_it(name in "\\PC{1,30}", from in 0..30_usize, count in 1..10_usize) {
        let mut index = Index::new();
        index.put(Row { id: CustomerId(1), name: name.clone(), ..Row::default() });
        let text: String = crate::domain::text::fold(&name).chars().skip(from).take(count).collect();
        prop_assume!(!text.trim().is_empty());
        let found = super::find_page(&index, &format!("\"{}\"", text.replace('"', "")), 0, 1);
        prop_assume!(!text.contains('"'));
        prop_assert_eq!(found.matched, 1);
        let length = name.chars().count() as u32;
        prop_assert!(found.rows[0].highlights.iter().flat_map(|mark| &mark.chars).all(|at| *at < length));
    }
}

#[test]
fn a_row_entered_again_and_again_stays_one_row() {
    let mut index = Index::new();
    for edit in 0..5_000_i64 {
        let name = format!("Name{edit} Meyer");
        index.put(Row { id: CustomerId(edit as u64 % 3), name, ..Row::default() });
    }
    assert_eq!(index.len(), 3);
    assert!(index.bytes() < 2_000_000);
    assert_eq!(ids(&super::find(&index, "name4998")), [0]);
    assert_eq!(super::find(&index, "meyer").matched, 3);
    assert_eq!(super::find(&index, "\"name1000\"").matched, 0);
}

/// The row with the spellings of its umlauts added as aliases.
fn respelled(mut row: Row) -> Row {
    let texts = [&row.name, &row.company, &row.city].into_iter().chain(&row.aliases);
    let others: Vec<String> = texts.map(|text| other_spelling(text)).collect();
    row.aliases.extend(others);
    row
}

fn other_spelling(text: &str) -> String {
    if text.contains(['Ä', 'ö']) {
        text.replace('Ä', "Ae").replace('ö', "oe")
    } else {
        crate::domain::text::fold(text).replace("ae", "a").replace("oe", "o")
    }
}
