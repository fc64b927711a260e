//! The figures of search by itself. A clock says by which time: that of the wall, or that of the thread that asks.

use crate::made::{Clock, SESSIONS, find, index, rows};
use crate::sample::Sample;
use callsheet::domain::id::CustomerId;
use callsheet::search::{Column, Index, Part};
use std::time::Duration;

/// Everything at one size; the index, as the rows are gone into it.
pub fn measure(customers: u64, clock: Clock) -> Index {
    let made = rows(customers);
    let begun = clock();
    let index = index(made);
    Sample::from_spans("rebuild the index from decoded rows", vec![clock().saturating_sub(begun)]);
    println!("{:<44} {:>9.1} B", "index, a customer", bytes(&index));
    let mut packed = Vec::new();
    index.clone().merge(true).unwrap().run().part().pack(&mut packed).unwrap();
    let begun = clock();
    let read = Part::unpack(&packed).unwrap();
    Sample::from_spans("read the index back from bytes", vec![clock().saturating_sub(begun)]);
    drop(read);
    for threads in [1, 2] {
        keys(&index.clone().on_threads(threads), threads, clock);
    }
    callers(&index, customers);
    edits(index.clone(), customers);
    index
}

/// Bytes a customer.
pub fn bytes(index: &Index) -> f64 {
    index.bytes() as f64 / index.len() as f64
}

/// How the time of a key grows with the customers: nanoseconds a customer, from few customers to many.
pub fn growth(customers: u64, clock: Clock) -> Vec<f64> {
    println!("\n{:<44} {:>10} {:>14}", "all rows of a key, on one thread", "mean", "ns a customer");
    let sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000].into_iter().filter(|size| *size <= customers);
    let each = sizes.map(|size| {
        let index = index(rows(size)).on_threads(1);
        let spans: Vec<Duration> = beginnings().map(|typed| find(&index, typed, clock).2).collect();
        let mean = spans.iter().sum::<Duration>() / spans.len() as u32;
        let each = mean.as_nanos() as f64 / size as f64;
        println!("{:<44} {:>8.2?} {each:>14.2}", format!("  {size} customers"), mean);
        each
    });
    each.collect()
}

/// Every beginning of everything people type.
fn beginnings() -> impl Iterator<Item = &'static str> {
    SESSIONS.iter().flat_map(|(_, text)| text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]))
}

/// One search a key.
fn keys(index: &Index, threads: usize, clock: Clock) {
    let (mut first, mut whole) = (Vec::new(), Vec::new());
    for typed in beginnings() {
        let (found, painted, all) = find(index, typed, clock);
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
        .filter_map(|row| row.values(Column::Phone).next().map(str::to_owned))
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
