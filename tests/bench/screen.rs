//! The real program in a terminal: from its start to its first frame and its first rows.

use crate::BINARY;
use crate::sample::{LIMIT, Sample};
use crossbeam_channel::{Receiver, Sender, unbounded};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use vt100::Parser;

const TIMES: usize = 5;

/// The program on a terminal of 80 columns and 24 rows.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    drawn: Receiver<Vec<u8>>,
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
        let (to, drawn) = unbounded();
        // Ends with the program.
        thread::spawn(move || read(reader, &to));
        Self { child, keys, drawn, screen, _master: pty.master }
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Draws until the screen shows what is waited for; when that was. Nothing where it does not come within [`LIMIT`].
    pub fn wait(&mut self, mut wanted: impl FnMut(&str) -> bool) -> Option<Instant> {
        let until = Instant::now() + LIMIT;
        while !wanted(&self.screen.screen().contents()) {
            self.screen.process(&self.drawn.recv_deadline(until).ok()?);
        }
        Some(Instant::now())
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

/// Hands over what a program draws.
fn read(mut from: Box<dyn Read + Send>, to: &Sender<Vec<u8>>) {
    let mut buffer = [0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if to.send(buffer[..count].to_vec()).is_err() {
            return;
        }
    }
}

pub fn first_frame(data: &Path) {
    let starts: Option<Vec<(Duration, Duration)>> = (0..TIMES).map(|_| start(data)).collect();
    let (frames, rows) = starts.map(|starts| starts.into_iter().unzip()).unzip();
    Sample::if_all("start to first frame", frames);
    Sample::if_all("start to first customers", rows);
}

/// From the start to the first frame, and to the first rows.
fn start(data: &Path) -> Option<(Duration, Duration)> {
    let begun = Instant::now();
    let mut terminal = Terminal::open(data);
    let frame = terminal.wait(|shown| shown.contains("Customers"))?;
    // The first row of results stands below the search box.
    let rows = terminal.wait(|shown| {
        let row = shown.lines().nth(3).unwrap_or_default();
        row.chars().skip(1).take(28).any(char::is_alphanumeric)
    })?;
    Some((frame - begun, rows - begun))
}
