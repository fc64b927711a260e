//! Search over 1,000,000 customers made in memory, without a store: what a key costs as people type.
//!
//! Not a test: it prints and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size,
//! `CALLSHEET_BENCH_KEYS` prints every key.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "the other bench compares, too")]
mod sample;

use callsheet::domain::customer::Customer;
use callsheet::domain::id::CustomerId;
use callsheet::domain::text::fold;
use callsheet::domain::time::Timestamp;
use callsheet::interop::demo::Demo;
use callsheet::search::{Ask, Found, Index, Part, Row, Word};
use sample::Sample;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// What people type, key by key, by the kind of thing they look for.
const SESSIONS: &[(&str, &str)] = &[
    ("name", "anna meyer"),
    ("name", "schmidt"),
    ("name", "john smith"),
    ("name", "garcia"),
    ("name", "müller"),
    ("name", "mueller"),
    ("name in another order", "smith mary"),
    ("nickname", "bob"),
    ("initials", "jbk"),
    ("part of a name", "ichael"),
    ("characters", "张伟"),
    ("characters", "王小"),
    ("pinyin", "zhangwei"),
    ("pinyin, mixed", "zhangw"),
    ("pinyin, initials", "lxm"),
    ("pinyin, ü", "lvli"),
    ("company", "logistics"),
    ("company", "maschinenbau"),
    ("company in pinyin", "shanghaihuaxing"),
    ("city", "berlin"),
    ("city and name", "wang beijing"),
    ("label", "newsletter"),
    ("e-mail", "anna.meyer7@mail"),
    ("number", "+49 30 1234"),
    ("number", "0301234"),
    ("last digits", "4321"),
    ("misspelt", "schmdit"),
    ("misspelt", "johnsom"),
    ("nothing", "xqzvbn"),
    ("name without company", "meyer -gmbh"),
];

/// So many customers of the demo, as search is told them.
fn rows(customers: u64) -> Vec<Row> {
    let now = Timestamp(1_795_000_000_000);
    let bundles = Demo::new(1, customers, now).zip(1..);
    bundles
        .map(|(bundle, id)| {
            let contact = bundle.interactions.iter().map(|interaction| interaction.at).max();
            row(CustomerId(id), bundle.customer, contact)
        })
        .collect()
}

fn row(id: CustomerId, customer: Customer, last_contact: Option<Timestamp>) -> Row {
    Row {
        id,
        organisation: customer.is_organisation(),
        name: customer.name,
        company: customer.company,
        emails: customer.emails,
        phones: customer.phones,
        city: customer.city,
        country: customer.country,
        tags: customer.tags,
        owner: customer.owner,
        source: customer.source,
        created: customer.created,
        last_contact,
        ..Row::default()
    }
}

/// Packs rows as a store that is opened does, and merges them.
fn index(rows: Vec<Row>) -> Index {
    let mut index = Index::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        index.append(Part::new(rows.by_ref().take(16_384).collect()));
    }
    if let Some(merge) = index.merge(true) {
        index.adopt(merge.run());
    }
    index
}

/// Words as the query language reads them, without filters.
fn words(typed: &str) -> Vec<Word> {
    let word = |text: &str| match text.strip_prefix('-') {
        Some(unwanted) => Word { text: fold(unwanted), exact: false, negated: true },
        None => Word { text: fold(text), exact: false, negated: false },
    };
    typed.split_whitespace().map(word).collect()
}

/// A search, with the time to its first rows and to all.
fn find(index: &Index, typed: &str) -> (Found, Duration, Duration) {
    let words = words(typed);
    let ask = Ask { words: &words, keep: &|row| !row.archived(), limit: 50, offset: 0 };
    let begun = Instant::now();
    let mut painted = None;
    let paint = &mut |_: Found| {
        painted.get_or_insert_with(|| begun.elapsed());
    };
    let found = index.find(&ask, &AtomicBool::new(false), paint).unwrap();
    let whole = begun.elapsed();
    (found, painted.unwrap_or(whole), whole)
}

fn main() {
    let customers = std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    println!("{customers} customers\n");
    Sample::header();
    measure(customers);
}

/// Everything at one size.
fn measure(customers: u64) {
    let made = rows(customers);
    let begun = Instant::now();
    let index = index(made);
    Sample::from_spans("rebuild the index from decoded rows", vec![begun.elapsed()]);
    println!("{:<44} {:>9.1} B", "index, a customer", index.bytes() as f64 / index.len() as f64);
    let packed = index.whole().unwrap().pack().unwrap();
    let begun = Instant::now();
    let read = Part::unpack(&packed).unwrap();
    Sample::from_spans("read the index back from bytes", vec![begun.elapsed()]);
    drop(read);
    for threads in [1, 2] {
        let index = index.clone().on_threads(threads);
        keys(&index, threads);
    }
    callers(&index, customers);
    edits(index, customers);
}

/// Every beginning of everything people type: one search a key.
fn keys(index: &Index, threads: usize) {
    let (mut first, mut whole) = (Vec::new(), Vec::new());
    for (_, text) in SESSIONS {
        for (at, c) in text.char_indices() {
            let typed = &text[..at + c.len_utf8()];
            let (found, painted, all) = find(index, typed);
            if std::env::var_os("CALLSHEET_BENCH_KEYS").is_some() {
                println!(
                    "{threads} {typed:>20} {painted:>10.1?} {all:>10.1?} {:>8} {:?}",
                    found.matched, found.touched
                );
            }
            first.push(painted);
            whole.push(all);
        }
    }
    Sample::from_spans(&format!("a key on {threads} thread(s): first rows"), first);
    Sample::from_spans(&format!("a key on {threads} thread(s): all rows"), whole);
}

fn callers(index: &Index, customers: u64) {
    let numbers: Vec<String> = (0..1_000)
        .filter_map(|n| index.get(CustomerId(1 + n * customers / 1_000)))
        .filter_map(|row| row.values(callsheet::search::Column::Phone).next().map(str::to_owned))
        .collect();
    Sample::of("caller id, exact and similar", 1_000, |round| {
        index.by_last_digits(&numbers[round % numbers.len()], 7);
    });
    Sample::of("caller id, the last four digits", 1_000, |round| {
        let number = &numbers[round % numbers.len()];
        index.by_last_digits(&number[number.len() - 4..], 4);
    });
}

fn edits(mut index: Index, customers: u64) {
    let mut again = rows(1_000);
    Sample::of("edit to findable", 1_000, |round| {
        let mut row = again[round].clone();
        row.id = CustomerId(1 + round as u64 * customers / 1_000);
        row.name.push_str(" Neu");
        index.put(std::mem::take(&mut again[round]));
        again[round] = row;
    });
}
