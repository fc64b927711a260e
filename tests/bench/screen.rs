//! The real program in a terminal: from its start to its first frame and its first rows.

use crate::BINARY;
use crate::sample::Sample;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::Read;
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};

const TIMES: usize = 5;

pub fn first_frame(data: &Path) {
    let starts: Vec<(Duration, Duration)> = (0..TIMES).map(|_| start(data)).collect();
    Sample::from_spans("start to first frame", starts.iter().map(|(frame, _)| *frame).collect());
    Sample::from_spans("start to first customers", starts.iter().map(|(_, rows)| *rows).collect());
}

fn start(data: &Path) -> (Duration, Duration) {
    let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
    let pty = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(BINARY);
    command.args(["--data", data.to_str().unwrap(), "--lang", "en"]);
    command.env("TERM", "xterm-256color");
    let mut reader = pty.master.try_clone_reader().unwrap();
    let begun = Instant::now();
    let mut child = pty.slave.spawn_command(command).unwrap();
    let mut screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
    let (mut frame, mut buffer) = (None, [0; 16_384]);
    let rows = loop {
        let read = reader.read(&mut buffer).unwrap();
        screen.process(&buffer[..read]);
        let shown = screen.screen().contents();
        if shown.contains("Customers") {
            frame.get_or_insert_with(|| begun.elapsed());
        }
        // The first row of results stands below the search box.
        let row = shown.lines().nth(3).unwrap_or_default();
        if row.chars().skip(1).take(28).any(char::is_alphanumeric) {
            break begun.elapsed();
        }
        assert!(read > 0, "the screen ended early:\n{shown}");
    };
    child.kill().unwrap();
    child.wait().unwrap();
    (frame.unwrap_or(rows), rows)
}
