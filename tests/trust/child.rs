//! This program once more, as a process that does one piece of work until it ends or is killed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

/// What a child says when it has come to its work.
pub const BEGINS: &str = "begins";

/// Runs the test that is a child's part, and tells it what it must know.
pub fn child(test: &str, told: &[(&str, &OsStr)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).envs(told.iter().copied()).stdout(Stdio::piped());
    command
}

/// Kills a child so long after it began.
pub fn killed(mut command: Command, after: Duration) {
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.find(|line| line.as_ref().is_ok_and(|line| line == BEGINS)).unwrap().unwrap();
    thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}
