//! Where a file goes, as long as somebody wants it.

use std::io::{self, Write};

/// A place that is asked for each piece, told the bytes so far, whether more is wanted; where not, writing fails.
pub struct Wanted<W, F> {
    to: W,
    bytes: u64,
    wants: F,
}

impl<W: Write, F: FnMut(u64) -> bool> Wanted<W, F> {
    /// A place of which nothing is written yet.
    pub fn new(to: W, wants: F) -> Self {
        Self { to, bytes: 0, wants }
    }

    /// The place itself.
    pub fn into_inner(self) -> W {
        self.to
    }
}

impl<W: Write, F: FnMut(u64) -> bool> Write for Wanted<W, F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !(self.wants)(self.bytes) {
            // Not `Interrupted`, after which a writer tries again.
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let written = self.to.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
