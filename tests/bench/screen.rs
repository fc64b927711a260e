//! The real program in a terminal: from its start to its first frame and its first rows.

use crate::BINARY;
use crate::sample::Sample;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::time::{Duration, Instant};
use vt100::Parser;

const TIMES: usize = 5;

/// The program on a terminal of 80 columns and 24 rows.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    reader: Box<dyn Read + Send>,
    screen: Parser,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts it on a store.
    pub fn open(data: &Path) -> Self {
        let size = PtySize { rows: 24, cols: 80, ..PtySize::default() };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(BINARY);
        command.args(["--data", data.to_str().unwrap(), "--lang", "en"]);
        command.env("TERM", "xterm-256color");
        let (reader, keys) = (pty.master.try_clone_reader().unwrap(), pty.master.take_writer().unwrap());
        let child = pty.slave.spawn_command(command).unwrap();
        let screen = Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        Self { child, keys, reader, screen, _master: pty.master }
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Reads until the screen shows what is waited for; when that was.
    pub fn wait(&mut self, mut wanted: impl FnMut(&str) -> bool) -> Instant {
        let mut buffer = [0; 16_384];
        loop {
            let shown = self.screen.screen().contents();
            if wanted(&shown) {
                return Instant::now();
            }
            let read = self.reader.read(&mut buffer).unwrap();
            assert!(read > 0, "the screen ended early:\n{shown}");
            self.screen.process(&buffer[..read]);
        }
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub fn first_frame(data: &Path) {
    let starts: Vec<(Duration, Duration)> = (0..TIMES).map(|_| start(data)).collect();
    Sample::from_spans("start to first frame", starts.iter().map(|(frame, _)| *frame).collect());
    Sample::from_spans("start to first customers", starts.iter().map(|(_, rows)| *rows).collect());
}

fn start(data: &Path) -> (Duration, Duration) {
    let begun = Instant::now();
    let mut terminal = Terminal::open(data);
    let frame = terminal.wait(|shown| shown.contains("Customers"));
    // The first row of results stands below the search box.
    let rows = terminal.wait(|shown| {
        let row = shown.lines().nth(3).unwrap_or_default();
        row.chars().skip(1).take(28).any(char::is_alphanumeric)
    });
    (frame - begun, rows - begun)
}
