//! The screen is borrowed from the person's shell and given back as it was, whatever happens.

use super::ability::Charset;
use super::tracking::Tracking;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::terminal::{self, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use parking_lot::Mutex;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use rustix::stdio::stdout;
use signal_hook::consts::SIGTSTP;
use std::io::{self, Write};
use std::panic;
use std::sync::Once;
use std::thread::{self, ThreadId};

/// Who holds the screen, while somebody does.
static HOLDER: Mutex<Option<Holder>> = Mutex::new(None);
static HOOK: Once = Once::new();

/// Reports of the mouse: buttons and wheel only, with places beyond column 223 (xterm's modes 1000 and 1006).
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

/// Who holds the screen, and what has to be given back with it.
#[derive(Clone, Copy)]
struct Holder {
    thread: ThreadId,
    has_mouse: bool,
}

/// The terminal in raw mode on its alternate screen. Dropping it gives the terminal back, and so
/// does a panic of the thread that entered it.
pub struct Screen {
    terminal: Tracking<Held>,
    /// Where frames are drawn, emptied before each.
    frame: Buffer,
    charset: Charset,
    has_mouse: bool,
}

impl Screen {
    /// Takes the terminal, and its mouse if it is wanted.
    pub fn enter(charset: Charset, has_mouse: bool) -> io::Result<Self> {
        HOOK.call_once(restore_before_panic_message);
        take(has_mouse)?;
        let size = size().inspect_err(|_| give_back())?;
        Ok(Self { terminal: Tracking::new(Held, size), frame: Buffer::default(), charset, has_mouse })
    }

    /// Draws one frame and sends what the terminal does not show yet. The view says where the cursor is, if anywhere.
    pub fn draw(&mut self, view: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.frame.resize(Rect::from((Position::ORIGIN, self.terminal.size())));
        self.frame.reset();
        let cursor = view(&mut self.frame);
        self.charset.limit(&mut self.frame);
        self.terminal.show(&self.frame, cursor)
    }

    /// Asks for the terminal's size anew; it is not asked for otherwise.
    pub fn resized(&mut self) -> io::Result<()> {
        self.terminal.set_size(size()?);
        Ok(())
    }

    /// Lets the next frame be sent whole, for a screen that something else has written on.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.terminal.spoil();
        self.resized()
    }

    /// Rings the bell once.
    pub fn bell(&mut self) -> io::Result<()> {
        self.terminal.send(b"\x07")
    }

    /// Gives the terminal back while something else runs in it.
    pub fn lend<T>(&mut self, run: impl FnOnce() -> T) -> io::Result<T> {
        give_back();
        let done = run();
        take(self.has_mouse)?;
        self.redraw()?;
        Ok(done)
    }

    /// Gives the terminal back, stops the process until the shell continues it, takes the terminal again.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(SIGTSTP)?;
        take(self.has_mouse)?;
        self.redraw()
    }
}

/// The terminal while it is held, nothing after. The library's own output is sent line by line, which a frame is not:
/// it would go out in two writes, and its end arrive later.
struct Held;

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if is_held() { Ok(rustix::io::write(stdout(), bytes)?) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn size() -> io::Result<Size> {
    let (width, height) = terminal::size()?;
    Ok(Size { width, height })
}

fn take(has_mouse: bool) -> io::Result<()> {
    *HOLDER.lock() = Some(Holder { thread: thread::current().id(), has_mouse });
    let entered = enable_raw_mode().and_then(|()| {
        let mut out = io::stdout();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        out.write_all(if has_mouse { MOUSE_ON } else { b"" })?;
        out.flush()
    });
    entered.inspect_err(|_| give_back())
}

/// Whether the screen is up: else somebody else has the terminal.
pub(super) fn is_held() -> bool {
    HOLDER.lock().is_some()
}

/// Gives back what can be given back without writing to the terminal.
pub(super) fn abandon() {
    let _ = disable_raw_mode();
}

/// Does nothing the second time, so that a panic followed by the drop restores once.
fn give_back() {
    let Some(holder) = HOLDER.lock().take() else { return };
    // A terminal that is gone cannot be mended; there is nobody to tell.
    let mut out = io::stdout();
    let _ = out.write_all(if holder.has_mouse { MOUSE_OFF } else { b"" });
    let _ = queue!(out, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic of the holder restores the terminal and is then told. A panic of another thread while
/// the screen is up is caught by whoever runs that thread (sled's do panic): telling it would only
/// write across the panes.
fn restore_before_panic_message() {
    let tell = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let holder = HOLDER.lock().map(|holder| holder.thread);
        if holder == Some(thread::current().id()) {
            give_back();
        }
        if holder.is_none_or(|holder| holder == thread::current().id()) {
            tell(info);
        }
    }));
}
