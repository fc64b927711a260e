//! Search over 1,000,000 customers made in memory, without a store: what a key costs as people type.
//!
//! Not a test: it prints and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size,
//! `CALLSHEET_BENCH_KEYS` prints every key. The same beside fzf and frizbee, in CPU time: `peers/find.rs`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod figures;
mod made;
#[allow(dead_code, reason = "the other bench compares, too")]
mod sample;

use callsheet::domain::id::CustomerId;
use callsheet::search::notes::Notes;
use made::{customers, demo};
use sample::Sample;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

fn main() {
    let customers = customers();
    println!("{customers} customers\n");
    Sample::header();
    figures::measure(customers, by_the_wall);
    notes(customers);
    figures::growth(customers, by_the_wall);
}

fn by_the_wall() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGUN.elapsed()
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
