//! The program that makes the telephone dial.

use std::process::{Command, Stdio};
use std::{io, thread};

/// Runs the person's dial command for a number the door allowed. Without one, people dial by hand.
pub fn dial(command: &str, number: &str) -> anyhow::Result<()> {
    // The number goes in as one argument and no shell reads it.
    let mut words = command.split_whitespace().map(|word| word.replace("{number}", number));
    let Some(program) = words.next() else { return Ok(()) };
    start(&program, words).map_err(|error| anyhow::anyhow!("the dial command `{program}` cannot be started: {error}"))
}

fn start(program: &str, arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Waited for elsewhere, so that it leaves no zombie behind.
    thread::spawn(move || child.wait());
    Ok(())
}
