//! A store of many customers to measure on.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A store with so many customers, made by the program itself and kept for the next run. One that an older
/// program laid out otherwise holds none for this one, and is made anew.
pub fn made(program: &Path, customers: u32) -> PathBuf {
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{customers}"));
    if held(program, &data) < u64::from(customers) {
        let _ = std::fs::remove_dir_all(&data);
        println!("making {customers} customers …");
        let status = Command::new(program)
            .args(["--data", data.to_str().unwrap(), "demo", "--seed", "1", "--customers", &customers.to_string()])
            .status()
            .unwrap();
        assert!(status.success(), "the demo store could not be made");
        stop(program, &data);
    }
    data
}

/// How many customers the store holds; runs before may have added some.
fn held(program: &Path, data: &Path) -> u64 {
    let told = Command::new(program).args(["status", "--json", "--data", data.to_str().unwrap()]).output().unwrap();
    stop(program, data);
    let status: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap_or_default();
    status["customers"].as_u64().unwrap_or_default()
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
