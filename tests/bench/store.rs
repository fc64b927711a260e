//! A store of many customers to measure on.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A store with so many customers, made by the program itself and kept for the next run.
pub fn made(program: &Path, customers: u32) -> PathBuf {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{customers}"));
    let made = data.join("made");
    if !made.exists() {
        let _ = std::fs::remove_dir_all(&data);
        println!("making {customers} customers …");
        let status = Command::new(program)
            .args(["--data", data.to_str().unwrap(), "demo", "--seed", "1", "--customers", &customers.to_string()])
            .status()
            .unwrap();
        assert!(status.success(), "the demo store could not be made");
        stop(program, &data);
        std::fs::write(made, "").unwrap();
    }
    data
}

/// How many customers somebody asked for, else 100,000.
pub fn size() -> u32 {
    std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(100_000)
}

/// Ends the host that somebody's session has left behind: two cannot have one store.
pub fn stop(program: &Path, data: &Path) {
    let status = Command::new(program).arg("stop").arg("--data").arg(data).status().unwrap();
    assert!(status.success(), "the host could not be ended");
}
