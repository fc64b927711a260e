//! Lines of bytes, each cut where it is too long: one line of a gigabyte costs no more memory than any other.

use std::io::{self, BufRead};

/// The longest line in bytes; what is longer is read over.
pub const MAX_LINE: usize = 1024 * 1024;

/// Lines of a file, read one by one.
pub struct Lines<R> {
    file: R,
    number: u64,
    read: u64,
    waiting: Option<Line>,
}

/// One line without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// From 1.
    pub number: u64,
    /// As much of it as [`MAX_LINE`] allows.
    pub bytes: Vec<u8>,
    /// It was longer.
    pub cut: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads lines from here on.
    pub fn new(file: R) -> Self {
        Self { file, number: 0, read: 0, waiting: None }
    }

    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The next line, which stays the next one.
    pub fn peek(&mut self) -> io::Result<Option<&Line>> {
        if self.waiting.is_none() {
            self.waiting = self.fetch()?;
        }
        Ok(self.waiting.as_ref())
    }

    /// The next line; nothing at the end of the file.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        match self.waiting.take() {
            Some(line) => Ok(Some(line)),
            None => self.fetch(),
        }
    }

    fn fetch(&mut self) -> io::Result<Option<Line>> {
        let mut line = Line { number: self.number + 1, bytes: Vec::new(), cut: false };
        let mut ended = false;
        let begun = self.read;
        while !ended {
            let chunk = self.file.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            let used = end.map_or(chunk.len(), |end| end + 1);
            let text = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = MAX_LINE.saturating_sub(line.bytes.len());
            line.cut |= text.len() > room;
            line.bytes.extend(text.iter().take(room));
            ended = end.is_some();
            self.file.consume(used);
            self.read += used as u64;
        }
        if self.read == begun {
            return Ok(None);
        }
        if line.bytes.last() == Some(&b'\r') {
            line.bytes.pop();
        }
        self.number += 1;
        Ok(Some(line))
    }
}
