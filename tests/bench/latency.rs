//! What an agent waits for, on a store of 100,000 customers: `cargo bench`.
//!
//! Not a test: it prints medians and 99th percentiles of this machine, and ratios within one run,
//! and judges nothing. `CALLSHEET_BENCH_CUSTOMERS` sets another size; the store is kept under
//! `target/bench` between runs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod door;
mod floor;
mod sample;
mod screen;
mod socket;

use sample::Sample;
use std::path::{Path, PathBuf};
use std::process::Command;

const BINARY: &str = env!("CARGO_BIN_EXE_callsheet");

fn main() {
    let customers = std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let data = store(customers);
    println!("{customers} customers, {}\n", data.display());
    Sample::header();
    screen::first_frame(&data);
    stop(&data);
    door::measure(&data);
    socket::measure(&data);
    stop(&data);
}

/// Ends the host that somebody's session has left behind: two cannot have one store.
fn stop(data: &Path) {
    let status = Command::new(BINARY).arg("stop").arg("--data").arg(data).status().unwrap();
    assert!(status.success(), "the host could not be ended");
}

/// A store with so many customers, made by the program itself and kept for the next run.
fn store(customers: u32) -> PathBuf {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{customers}"));
    let made = data.join("made");
    if !made.exists() {
        let _ = std::fs::remove_dir_all(&data);
        println!("making {customers} customers …");
        let status = Command::new(BINARY)
            .args(["--data", data.to_str().unwrap(), "demo", "--seed", "1", "--customers", &customers.to_string()])
            .status()
            .unwrap();
        assert!(status.success(), "the demo store could not be made");
        stop(&data);
        std::fs::write(made, "").unwrap();
    }
    data
}
