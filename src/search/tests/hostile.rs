//! Pasted books, empty words and long names cost no more than a search: counted, not timed.

use super::{find, people};
use crate::domain::id::CustomerId;
use crate::search::{Index, Row};

/// A search goes over the names, over all columns, and at most once more.
const PASSES: usize = 3;

/// A query has so many terms at most, and each looks through each text a few times: as letters, as
/// sounds, nearly, misspelt.
const TERMS: usize = 8;
const COLUMNS: usize = 4;

#[test]
fn hostile_queries_are_bounded() {
    let index = people::index();
    let queries = [
        "a".repeat(65_536),
        "a ".repeat(32_768),
        "1".repeat(65_536),
        "030 ".repeat(16_384),
        "张伟".repeat(20_000),
        "zhang".repeat(13_000),
        " ".repeat(10_000),
        "\u{301}".repeat(10_000),
        "\u{301} ".repeat(10_000),
        "\0\x1b[2J\u{202e}".to_owned(),
        "-a ".repeat(10_000),
        "()+-".repeat(1_000),
    ];
    for query in queries {
        let found = find(&index, &query);
        assert!(found.touched.rows <= PASSES * index.len(), "{query:.20}");
        assert!(found.touched.bytes <= TERMS * COLUMNS * index.bytes(), "{query:.20}");
        assert!(found.rows.len() <= 10, "{query:.20}");
    }
}

#[test]
fn only_combining_marks_are_no_words() {
    let index = people::index();
    assert_eq!(find(&index, &"\u{301}".repeat(10_000)).matched, index.len());
}

#[test]
fn rows_that_cannot_fit_are_not_read() {
    let index = people::index();
    assert_eq!(find(&index, "\"xylophon\"").touched.rows, 0);
}

#[test]
fn a_monstrous_row_is_kept_and_found() {
    let mut index = Index::new();
    let name = format!("{} Ende", "张Ä".repeat(50_000));
    index.put(Row { id: CustomerId(1), name, tags: vec!["t".repeat(100_000); 3], ..Row::default() });
    for query in ["ende", "zhang", "张a", "t", "zhangazhanga", "nede"] {
        let found = find(&index, query);
        assert!(found.touched.rows <= PASSES, "{query}");
    }
    assert_eq!(find(&index, "\"ende\"").matched, 1);
}
