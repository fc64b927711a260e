//! What an agent waits for, on a store of 100,000 customers: `cargo bench`.
//!
//! Not a test: it prints medians and 99th percentiles of this machine, and ratios within one run,
//! and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size; the store is kept under
//! `target/bench` between runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod door;
mod floor;
mod live;
mod sample;
mod screen;
mod socket;
mod store;

use sample::Sample;
use std::path::Path;

const BINARY: &str = env!("CARGO_BIN_EXE_callsheet");

fn main() {
    let (program, customers) = (Path::new(BINARY), store::size());
    let data = store::made(program, customers);
    println!("{customers} customers, {}\n", data.display());
    Sample::header();
    screen::first_frame(&data);
    store::stop(program, &data);
    door::measure(&data);
    socket::measure(&data);
    live::measure(&data);
    store::stop(program, &data);
}
