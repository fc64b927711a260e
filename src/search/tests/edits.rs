//! Edits and deletions leave no ghosts: the index answers as a plain search over the rows there are.

use super::{ids, plain};
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::search::{Ask, Index, Marker, Merge, Part, Row, Tier, Word};
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::atomic::AtomicBool;

#[derive(Debug, Clone)]
enum Edit {
    Put(Box<Row>),
    Remove(CustomerId),
    Append(Vec<Row>),
    /// A merge begins, or the one that runs is adopted.
    Merge(bool),
}

/// Few letters and few ids, so that rows collide and words are found. Chinese only where no Latin
/// letters are typed that might be its sounds.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[abnAÄöéuo .@'-]{0,8}", 1 => "(anna|anne|bob|boe|nauen|benno)( (anna|bauen|nauen|benno))?"]
}

fn row() -> impl Strategy<Value = Row> {
    let texts = (text(), vec(text(), 0..3), text(), vec(text(), 0..2), text(), vec("[abn]{0,4}", 0..3));
    (0..12_u64, texts, vec("[0-9]{7,9}", 0..3), any::<bool>()).prop_map(
        |(id, (name, aliases, company, emails, city, tags), phones, organisation)| Row {
            id: CustomerId(id),
            name,
            organisation,
            aliases,
            company,
            emails,
            city,
            tags,
            phones: phones.iter().map(|typed| Phone::read(typed, "DE")).collect(),
            ..Row::default()
        },
    )
}

fn word() -> impl Strategy<Value = Word> {
    let text = prop_oneof![
        4 => "[abnoeu]{1,3}",
        2 => "[abnoeu]{4,6}",
        2 => "(anna|anne|bob|nauen|benno|baeun)",
        1 => "[abno.@]{1,3}",
        1 => "[0-9]{1,5}",
    ];
    (text, 0..6).prop_map(|(text, kind)| Word { text, exact: kind == 0, negated: kind == 1 })
}

/// Groups of digits beside each other would be one number, so there is one at most.
fn words() -> impl Strategy<Value = Vec<Word>> {
    let is_number = |word: &Word| word.text.bytes().all(|b| b.is_ascii_digit());
    vec(word(), 0..3).prop_map(move |mut words| {
        let mut numbers = 0;
        words.retain(|word| {
            numbers += usize::from(is_number(word));
            !is_number(word) || numbers < 2
        });
        words
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => row().prop_map(|row| Edit::Put(Box::new(row))),
        2 => (0..12_u64).prop_map(|id| Edit::Remove(CustomerId(id))),
        1 => vec(row(), 0..6).prop_map(Edit::Append),
        1 => any::<bool>().prop_map(Edit::Merge),
    ]
}

/// What an index and a list of rows become by the same edits.
fn apply(edits: &[Edit]) -> (Index, Vec<Row>) {
    let (mut index, mut rows, mut running) = (Index::new(), Vec::<Row>::new(), None);
    let enter = |rows: &mut Vec<Row>, row: &Row| {
        rows.retain(|other| other.id != row.id);
        rows.push(row.clone());
    };
    for edit in edits {
        match edit {
            Edit::Put(row) => {
                index.put(Row::clone(row));
                enter(&mut rows, row);
            }
            Edit::Remove(id) => {
                index.remove(*id);
                rows.retain(|row| row.id != *id);
            }
            Edit::Append(more) => {
                index.append(Part::new(more.clone()));
                for row in more {
                    enter(&mut rows, row);
                }
            }
            Edit::Merge(true) => running = running.or(index.merge(true).map(Merge::run)),
            Edit::Merge(false) => {
                if let Some(merged) = running.take() {
                    index.adopt(merged);
                }
            }
        }
    }
    (index, rows)
}

proptest! {
    #[test]
    fn words_find_what_a_plain_search_finds(edits in vec(edit(), 1..40), words in words()) {
        let (index, rows) = apply(&edits);
        prop_assert_eq!(index.len(), rows.len());
        let ask = Ask { words: &words, keep: &|_| true, limit: 100, offset: 0 };
        let found = index.find(&ask, &AtomicBool::new(false), &mut |_| {}).unwrap();
        prop_assert_eq!(found.matched, found.rows.len());
        let mut tiers: Vec<(u64, Tier)> = found.rows.iter().map(|hit| (hit.id.0, hit.tier)).collect();
        prop_assert!(tiers.is_sorted_by_key(|(_, tier)| *tier));
        tiers.sort_unstable();
        prop_assert_eq!(tiers, plain::find(&rows, &words));
    }

    #[test]
    fn a_number_finds_all_who_have_it_and_nobody_who_had_it(edits in vec(edit(), 1..40)) {
        let (index, rows) = apply(&edits);
        let numbers = edits.iter().filter_map(|edit| if let Edit::Put(row) = edit { Some(&row.phones) } else { None });
        for phone in numbers.flatten() {
            let mut exact: Vec<u64> = index.by_phone(&phone.typed, "DE").iter().filter(|hit| hit.exact).map(|hit| hit.id.0).collect();
            exact.sort_unstable();
            let mut owners: Vec<u64> = rows.iter().filter(|row| row.phones.iter().any(|own| own.key() == phone.key())).map(|row| row.id.0).collect();
            owners.sort_unstable();
            prop_assert_eq!(exact, owners);
        }
    }

    #[test]
    fn a_part_reads_back_as_it_was_and_damaged_bytes_are_refused_or_harmless(
        rows in vec(row(), 0..12), flips in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in any::<prop::sample::Index>()
    ) {
        let part = Part::new(rows);
        let mut bytes = Vec::new();
        part.pack(&mut bytes).unwrap();
        prop_assert_eq!(Part::unpack(&bytes), Some(part));
        prop_assert_eq!(Part::unpack(&bytes[..cut.index(bytes.len())]), None);
        let mut damaged = bytes;
        for (at, bits) in &flips {
            let at = at.index(damaged.len());
            damaged[at] ^= bits;
        }
        if let Some(part) = Part::unpack(&damaged) {
            let mut index = Index::new();
            index.append(part);
            for query in ["a", "anna", "bob nauen", "0301", "zz"] {
                super::find(&index, query);
            }
            index.by_last_digits("1234567", 4);
        }
    }

    #[test]
    fn whatever_is_in_a_name_finds_it_and_is_marked_inside_it(name in "\\PC{5,30}", from in 0..10_usize, count in 1..10_usize) {
        let mut index = Index::new();
        let row = Row { id: CustomerId(1), name: name.clone(), ..Row::default() };
        index.put(row.clone());
        let text: String = crate::domain::text::fold(&name).chars().skip(from).take(count).collect();
        if text.trim().is_empty() || text.contains('"') {
            return Ok(());
        }
        let query = format!("\"{text}\"");
        prop_assert_eq!(super::find_page(&index, &query, 0, 1).matched, 1);
        let length = name.chars().count() as u32;
        let marks = Marker::new(&super::words(&query)).highlights(&row);
        prop_assert!(marks.iter().flat_map(|mark| &mark.chars).all(|at| *at < length));
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
    assert!(index.bytes() < 200_000);
    assert_eq!(ids(&super::find(&index, "name4998")), [0]);
    assert_eq!(super::find(&index, "meyer").matched, 3);
    assert_eq!(super::find(&index, "\"name1000\"").matched, 0);
}
