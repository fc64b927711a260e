//! A terminal with the program in it: keys go in, a parser keeps what is seen.

use parking_lot::{Condvar, Mutex, RwLock};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use vt100::{Parser, Screen};

pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
pub const TAB: &str = "\t";
pub const CTRL_C: &str = "\x03";
pub const F2: &str = "\x1bOQ";
pub const F4: &str = "\x1bOS";

/// Nothing takes this long: whoever waits longer waits for something that will not come.
pub const PATIENCE: Duration = Duration::from_mins(3);

/// Written while a terminal is opened, read while a program is started beside: before the terminal is marked as not to
/// be inherited, that program would get it too, and keep it open when its own program is long gone.
pub static OPENING: RwLock<()> = RwLock::new(());

/// How long a person looks at a question, at least: an Enter that comes sooner answers none, and a `q` is a letter.
const READING: Duration = Duration::from_millis(600);

/// How long a person waits for the program to leave before they ask again.
const ASKING: Duration = Duration::from_secs(10);

/// What came out of the program so far.
struct Seen {
    parser: Parser,
    raw: Vec<u8>,
    ended: bool,
}

/// What came out, and the bell that rings when more does.
type Shared = Arc<(Mutex<Seen>, Condvar)>;

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    shared: Shared,
}

impl Terminal {
    /// Starts a command in a terminal of this size.
    pub fn start(command: CommandBuilder, cols: u16, rows: u16) -> Self {
        let opening = OPENING.write();
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        drop(opening);
        let child = pair.slave.spawn_command(command).unwrap();
        // The terminal ends with the program only when nobody else holds its other side.
        drop(pair.slave);
        let parser = Parser::new(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(cols).unwrap(), 0);
        let shared: Shared = Arc::new((Mutex::new(Seen { parser, raw: Vec::new(), ended: false }), Condvar::new()));
        let reader = pair.master.try_clone_reader().unwrap();
        let feed = Arc::clone(&shared);
        thread::spawn(move || read(reader, &feed));
        let writer = pair.master.take_writer().unwrap();
        Self { master: pair.master, writer, child, shared }
    }

    /// Types. A lone [`ESC`] must be waited for before the next key, else both are one Alt key.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    /// Waits until a text is seen.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("{text:?} is seen"), |screen| screen.contains(text))
    }

    /// Waits until a text is not seen any more.
    pub fn wait_gone(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("{text:?} is gone"), |screen| !screen.contains(text))
    }

    /// Waits until the screen is as it should be; shows it when it never is.
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&str) -> bool) -> &mut Self {
        self.wait(what, |seen| holds(&rows(seen)));
        self
    }

    /// Waits until the cursor stands in this row and column.
    pub fn wait_for_cursor(&mut self, row: u16, column: u16) -> &mut Self {
        let stands = |seen: &Seen| {
            let screen = seen.parser.screen();
            !screen.hide_cursor() && screen.cursor_position() == (row, column)
        };
        self.wait(&format!("the cursor stands in row {row}, column {column}"), stands);
        self
    }

    /// Waits until the screen looks as it should, cell by cell.
    pub fn wait_until_looks(&mut self, what: &str, holds: impl Fn(&Screen) -> bool) -> &mut Self {
        self.wait(what, |seen| holds(seen.parser.screen()));
        self
    }

    /// Waits until the program took the terminal for the so-manieth time.
    pub fn wait_until_taken(&mut self, times: usize) -> &mut Self {
        let taken = |seen: &Seen| String::from_utf8_lossy(&seen.raw).matches("\x1b[?1049h").count();
        self.wait(&format!("the terminal is taken {times} times"), |seen| taken(seen) == times);
        self
    }

    fn wait(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let (seen, more) = &*self.shared;
        let deadline = Instant::now() + PATIENCE;
        let mut seen = seen.lock();
        while !holds(&seen) {
            assert!(!seen.ended, "the program ended before {what}:\n{}", rows(&seen));
            let waited = more.wait_until(&mut seen, deadline);
            assert!(!waited.timed_out(), "waited in vain until {what}:\n{}", rows(&seen));
        }
    }

    /// What is seen, a line a row.
    pub fn screen(&self) -> String {
        rows(&self.shared.0.lock())
    }

    /// Looks at the screen as it is now, colours and all.
    pub fn look<T>(&self, at: impl FnOnce(&Screen) -> T) -> T {
        at(self.shared.0.lock().parser.screen())
    }

    /// Every byte the program sent.
    pub fn raw(&self) -> Vec<u8> {
        self.shared.0.lock().raw.clone()
    }

    /// Whether the person's own screen is back: no alternate screen, no bracketed paste, a cursor.
    pub fn is_given_back(&self) -> bool {
        let seen = self.shared.0.lock();
        let screen = seen.parser.screen();
        !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
    }

    /// Makes the window another size.
    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        let (cells, lines) = (NonZeroU16::new(cols).unwrap(), NonZeroU16::new(rows).unwrap());
        self.shared.0.lock().parser.set_size(lines, cells);
        self.master.resize(size(cols, rows)).unwrap();
        self
    }

    pub fn signal(&self, signal: Signal) {
        let pid = self.child.process_id().and_then(|pid| Pid::from_raw(pid as i32)).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// SIGKILL: the program has no chance to do anything more.
    pub fn kill(mut self) {
        self.signal(Signal::KILL);
        self.child.wait().unwrap();
    }

    /// SIGTERM: the program ends what it is doing and leaves.
    pub fn terminate(mut self) {
        self.signal(Signal::TERM);
        self.wait_for_end();
    }

    /// Reads what is seen before the next key, as a person does.
    pub fn pause(&mut self) -> &mut Self {
        thread::sleep(READING);
        self
    }

    /// Leaves by `q`, as a person does: again where the first was taken for text, as a machine that stands still for a
    /// moment hands it over together with the keys before it.
    pub fn quit(mut self) {
        let deadline = Instant::now() + PATIENCE;
        self.pause().keys("q");
        while !self.ends_before(Instant::now() + ASKING) && Instant::now() < deadline {
            self.pause();
            // It may just have ended.
            let _ = self.writer.write_all(b"q");
        }
        assert!(self.wait_for_end().success());
        assert!(self.is_given_back(), "the terminal is as it was before");
    }

    /// Waits until the program is gone and all it said has been read.
    pub fn wait_for_end(&mut self) -> ExitStatus {
        assert!(self.ends_before(Instant::now() + PATIENCE), "the program does not end:\n{}", self.screen());
        self.child.wait().unwrap()
    }

    fn ends_before(&self, deadline: Instant) -> bool {
        let (seen, more) = &*self.shared;
        let mut seen = seen.lock();
        while !seen.ended && !more.wait_until(&mut seen, deadline).timed_out() {}
        seen.ended
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if let Ok(None) = self.child.try_wait() {
            self.signal(Signal::KILL);
            let _ = self.child.wait();
        }
    }
}

fn read(mut reader: Box<dyn Read + Send>, (seen, more): &(Mutex<Seen>, Condvar)) {
    let mut buffer = [0; 8192];
    loop {
        // A terminal whose program is gone ends in an error on Linux.
        let count = reader.read(&mut buffer).unwrap_or(0);
        let mut seen = seen.lock();
        seen.parser.process(&buffer[..count]);
        seen.raw.extend_from_slice(&buffer[..count]);
        seen.ended = count == 0;
        more.notify_all();
        if count == 0 {
            return;
        }
    }
}

fn rows(seen: &Seen) -> String {
    let screen = seen.parser.screen();
    let (_, cols) = screen.size();
    screen.rows(0, cols.get()).map(|row| row.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
