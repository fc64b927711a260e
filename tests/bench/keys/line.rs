//! A program in a terminal: keys go in, and the moments at which bytes come out are noted.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// After so long without a byte a key is done.
const SILENCE: Duration = Duration::from_millis(60);
/// After so long without any byte it has no answer.
const NO_ANSWER: Duration = Duration::from_millis(250);
/// After so long without a byte a program is there, or gone.
const SETTLED: Duration = Duration::from_millis(1_500);
/// No program takes longer to show anything.
const PATIENCE: Duration = Duration::from_mins(2);

/// What came for a key.
#[derive(Clone, Copy)]
pub struct Answer {
    /// Until the last byte.
    pub span: Duration,
    pub bytes: usize,
}

pub struct Line {
    writer: Box<dyn Write + Send>,
    reads: Receiver<(Instant, usize)>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Line {
    /// Starts a program at home in a directory.
    pub fn open(program: &str, args: &[&str], home: &Path) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, ..PtySize::default() }).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", home);
        command.cwd(home);
        let child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let (sender, reads) = channel();
        let reader = pty.master.try_clone_reader().unwrap();
        thread::spawn(move || note(reader, &sender));
        Self { writer: pty.master.take_writer().unwrap(), reads, child, _master: pty.master }
    }

    /// Waits until something has been shown and nothing more comes.
    pub fn settle(&self) {
        let mut patience = PATIENCE;
        while self.reads.recv_timeout(patience).is_ok() {
            patience = SETTLED;
        }
    }

    fn type_keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Presses a key; nothing where it changes nothing on the screen.
    pub fn press(&mut self, key: &str) -> Option<Answer> {
        // What came by itself since the last key is no answer to this one.
        while self.reads.try_recv().is_ok() {}
        let pressed = Instant::now();
        self.type_keys(key);
        let (mut answer, mut patience) = (None, NO_ANSWER);
        while let Ok((at, read)) = self.reads.recv_timeout(patience) {
            let bytes = answer.map_or(0, |answer: Answer| answer.bytes) + read;
            answer = Some(Answer { span: at.duration_since(pressed), bytes });
            patience = SILENCE;
        }
        answer
    }

    /// Leaves the program by its own keys.
    pub fn leave(mut self, quit: &str) {
        self.type_keys(quit);
        self.settle();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn note(mut reader: Box<dyn Read + Send>, to: &Sender<(Instant, usize)>) {
    let mut buffer = [0; 16_384];
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        if to.send((Instant::now(), read)).is_err() {
            return;
        }
    }
}
