//! Who comes first: tables a person agrees with, held against what the door answers.

mod people;
mod table;

use callsheet::door::search::CustomerRow;
use people::people;
use table::{HIGHLIGHTS, NOT_MARKED_YET, NOT_YET, TABLE};

#[test]
fn the_customer_meant_comes_first() {
    assert!(TABLE.len() >= 150, "a table of {} queries", TABLE.len());
    let people = people();
    let shown = |query: &str| people.called(&people.store.find(query).rows);
    let told = TABLE.iter().map(|(query, expected)| {
        let shown = shown(query);
        let right = is_right(expected, &shown);
        (*query, right, format!("{query}: wanted {expected}, found {}", shown.join(" ")))
    });
    only_these_are_wrong(told, NOT_YET);
}

#[test]
fn what_was_typed_is_marked_where_it_matched() {
    let people = people();
    let told = HIGHLIGHTS.iter().map(|(query, called, field, expected)| {
        let row = people.store.find(query).rows.into_iter().find(|row| people.id(called) == row.id);
        let marked = row.map(|row| marked(&row, field)).unwrap_or_default();
        let right = marked == *expected;
        (*query, right, format!("{query}: wanted {expected} in the {field} of {called}, marked {marked}"))
    });
    only_these_are_wrong(told, NOT_MARKED_YET);
}

/// Fails on a line that is wrong and not excused, and on an excuse that is not needed.
fn only_these_are_wrong<'a>(told: impl Iterator<Item = (&'a str, bool, String)>, excused: &[&str]) {
    let mut failed = Vec::new();
    for (query, right, why) in told {
        if right && excused.contains(&query) {
            failed.push(format!("{query}: comes right now, take it off the list of what does not"));
        } else if !right && !excused.contains(&query) {
            failed.push(why);
        }
    }
    assert!(failed.is_empty(), "{} lines\n{}", failed.len(), failed.join("\n"));
}

/// Whether the rows are the expected ones.
fn is_right(expected: &str, shown: &[&str]) -> bool {
    let mut rest = shown;
    for group in groups(expected) {
        let Some((first, further)) = rest.split_at_checked(group.len()) else { return false };
        if !group.iter().all(|called| first.contains(called)) {
            return false;
        }
        rest = further;
    }
    expected.ends_with('…') || rest.is_empty()
}

/// The expected names in groups that follow each other: each alone, or with those in the same brackets.
fn groups(expected: &str) -> Vec<Vec<&str>> {
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut inside = false;
    for word in expected.split_whitespace().filter(|word| *word != "…") {
        let called = word.trim_matches(['(', ')']);
        match groups.last_mut() {
            Some(group) if inside => group.push(called),
            _ => groups.push(vec![called]),
        }
        inside = (inside || word.starts_with('(')) && !word.ends_with(')');
    }
    groups
}

#[test]
fn groups_are_told_apart() {
    assert_eq!(groups("a (b c) d …"), [vec!["a"], vec!["b", "c"], vec!["d"]]);
    for (expected, shown, right) in [
        ("a (b c) d", "a c b d", true),
        ("a (b c) d", "a d b c", false),
        ("a (b c) d", "a b c d e", false),
        ("a …", "a b", true),
        ("a b", "a", false),
        ("", "", true),
        ("", "a", false),
    ] {
        let shown: Vec<&str> = shown.split_whitespace().collect();
        assert_eq!(is_right(expected, &shown), right, "{expected}: {shown:?}");
    }
}

/// The marked characters of a field as they are shown.
fn marked(row: &CustomerRow, field: &str) -> String {
    let texts = match field {
        "name" => std::slice::from_ref(&row.name),
        "company" => std::slice::from_ref(&row.company),
        "city" => std::slice::from_ref(&row.city),
        "phones" => &row.phones,
        "emails" => &row.emails,
        _ => &row.tags,
    };
    let here = row.highlights.iter().filter(|highlight| highlight.field == field);
    let chars = here.flat_map(|highlight| {
        let text: Vec<char> = texts[highlight.index].chars().collect();
        highlight.chars.iter().map(|at| text[*at as usize]).collect::<Vec<_>>()
    });
    chars.collect()
}
