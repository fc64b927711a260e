//! Promises of search, over a fixed list of customers.

mod answers;
mod edits;
mod hostile;
mod people;
mod plain;
mod ranking;

use super::{Ask, Found, Index, Word};
use crate::domain::text::fold;
use std::sync::atomic::AtomicBool;

/// Words as the query language reads them: `"these very words"`, `-without`.
fn words(query: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for (part, quoted) in query.split('"').zip([false, true].into_iter().cycle()) {
        if quoted {
            words.push(Word { text: fold(part), exact: true, negated: false });
            continue;
        }
        words.extend(part.split_whitespace().map(|word| match word.strip_prefix('-') {
            Some(unwanted) => Word { text: fold(unwanted), exact: false, negated: true },
            None => Word { text: fold(word), exact: false, negated: false },
        }));
    }
    words
}

fn find(index: &Index, query: &str) -> Found {
    find_page(index, query, 0, 10)
}

fn find_page(index: &Index, query: &str, offset: usize, limit: usize) -> Found {
    let words = words(query);
    let ask = Ask { words: &words, keep: &|_| true, limit, offset };
    index.find(&ask, &AtomicBool::new(false), &mut |_| {}).unwrap()
}

fn ids(found: &Found) -> Vec<u64> {
    found.rows.iter().map(|hit| hit.id.0).collect()
}
