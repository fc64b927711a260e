//! Search over 1,000,000 customers made in memory, without a store: what a key costs as people type.
//!
//! Not a test: it prints and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size,
//! `CALLSHEET_BENCH_KEYS` prints every key.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod made;
#[allow(dead_code, reason = "the other bench compares, too")]
mod sample;

use callsheet::domain::id::CustomerId;
use callsheet::search::notes::Notes;
use callsheet::search::{Index, Part};
use made::{SESSIONS, demo, find, index, rows};
use sample::Sample;
use std::time::{Duration, Instant};

fn main() {
    let customers = std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    println!("{customers} customers\n");
    Sample::header();
    measure(customers);
    notes(customers);
    grow(customers);
}

/// What the words of all notes take, and a search in them.
fn notes(customers: u64) {
    let mut notes = Notes::default();
    let mut interactions = 0;
    let begun = Instant::now();
    for (bundle, id) in demo(customers).zip(1..) {
        interactions += bundle.interactions.len();
        notes.append(CustomerId(id), bundle.interactions.iter().map(|interaction| interaction.text.as_str()));
    }
    Sample::from_spans("make customers and read their notes", vec![begun.elapsed()]);
    println!("{:<44} {:>9.1} B", "notes, an interaction", notes.bytes() as f64 / interactions as f64);
    for word in ["catalogue", "退款", "4711"] {
        Sample::of(&format!("who has {word} in a note"), 20, |_| drop(notes.find(word)));
    }
}

/// How the time of a key grows with the customers.
fn grow(customers: u64) {
    println!("\n{:<44} {:>10} {:>14}", "all rows of a key, on one thread", "mean", "ns a customer");
    for size in [10_000, 30_000, 100_000, 300_000, 1_000_000].into_iter().filter(|size| *size <= customers) {
        let index = index(rows(size)).on_threads(1);
        let spans: Vec<Duration> = beginnings().map(|typed| find(&index, typed).2).collect();
        let mean = spans.iter().sum::<Duration>() / spans.len() as u32;
        let each = mean.as_nanos() as f64 / size as f64;
        println!("{:<44} {:>8.2?} {each:>14.2}", format!("  {size} customers"), mean);
    }
}

/// Every beginning of everything people type.
fn beginnings() -> impl Iterator<Item = &'static str> {
    SESSIONS.iter().flat_map(|(_, text)| text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]))
}

/// Everything at one size.
fn measure(customers: u64) {
    let made = rows(customers);
    let begun = Instant::now();
    let index = index(made);
    Sample::from_spans("rebuild the index from decoded rows", vec![begun.elapsed()]);
    println!("{:<44} {:>9.1} B", "index, a customer", index.bytes() as f64 / index.len() as f64);
    let packed = index.clone().merge(true).unwrap().run().part().pack().unwrap();
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

/// One search a key.
fn keys(index: &Index, threads: usize) {
    let (mut first, mut whole) = (Vec::new(), Vec::new());
    for typed in beginnings() {
        let (found, painted, all) = find(index, typed);
        if std::env::var_os("CALLSHEET_BENCH_KEYS").is_some() {
            println!("{threads} {typed:>20} {painted:>10.1?} {all:>10.1?} {:>8} {:?}", found.matched, found.touched);
        }
        first.push(painted);
        whole.push(all);
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
