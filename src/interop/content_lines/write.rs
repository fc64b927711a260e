//! Content lines as they are written: escaped, folded, ended by CR LF.

use std::io::{self, Write};

/// Bytes of a line, at most; a longer one goes on behind a blank.
const LONGEST: usize = 75;

/// Writes properties.
pub struct ContentWriter<W> {
    to: W,
}

impl<W: Write> ContentWriter<W> {
    /// Writes properties from here on.
    pub fn new(to: W) -> Self {
        Self { to }
    }

    /// A property with its value as it stands: `BEGIN`, `TEL;TYPE=cell`. The value holds no line end.
    pub fn raw(&mut self, name: &str, value: &str) -> io::Result<()> {
        let line = format!("{name}:{value}");
        let (mut rest, mut room) = (line.as_str(), LONGEST);
        while rest.len() > room {
            let (line, more) = rest.split_at(rest.floor_char_boundary(room));
            write!(self.to, "{line}\r\n ")?;
            // The blank counts.
            (rest, room) = (more, LONGEST - 1);
        }
        write!(self.to, "{rest}\r\n")
    }

    /// A property with a text; without one there is none.
    pub fn text(&mut self, name: &str, text: &str) -> io::Result<()> {
        if text.trim().is_empty() { Ok(()) } else { self.raw(name, &escaped(text)) }
    }

    /// A property of several parts, between semicolons; without any text there is none.
    pub fn parts(&mut self, name: &str, parts: &[&str]) -> io::Result<()> {
        self.joined(name, parts.iter().copied(), ";")
    }

    /// A property of a list, between commas; an empty one is none.
    pub fn list<'t>(&mut self, name: &str, entries: impl Iterator<Item = &'t str>) -> io::Result<()> {
        self.joined(name, entries, ",")
    }

    fn joined<'t>(&mut self, name: &str, texts: impl Iterator<Item = &'t str>, mark: &str) -> io::Result<()> {
        let texts: Vec<&str> = texts.collect();
        if texts.iter().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        self.raw(name, &texts.into_iter().map(escaped).collect::<Vec<_>>().join(mark))
    }

    /// Ends, and hands back where it went.
    pub fn end(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// A text as a part of a value. What neither format may hold is shown as missing.
pub fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            '\t' => escaped.push(letter),
            control if control.is_control() => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::content_lines::ContentLines;
    use encoding_rs::UTF_8;
    use proptest::prelude::*;

    #[test]
    fn a_long_line_is_folded_between_letters() {
        let mut lines = ContentWriter::new(Vec::new());
        lines.text("NOTE", &"汉字 with words ".repeat(20)).unwrap();
        let text = String::from_utf8(lines.end().unwrap()).unwrap();
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST), "{text}");
        assert!(text.split("\r\n").skip(1).all(|line| line.is_empty() || line.starts_with(' ')), "{text}");
    }

    #[test]
    fn what_says_nothing_is_not_written() {
        let mut lines = ContentWriter::new(Vec::new());
        lines.parts("ADR", &["", "\n"]).unwrap();
        lines.list("CATEGORIES", ["\n "].into_iter()).unwrap();
        lines.text("NOTE", "\n").unwrap();
        assert!(lines.end().unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_as_it_was(texts in proptest::collection::vec("[ -~\n汉é😀]{0,200}", 1..4)) {
            let mut lines = ContentWriter::new(Vec::new());
            lines.parts("ADR", &texts.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
            let bytes = lines.end().unwrap();
            let read = ContentLines::new(bytes.as_slice(), UTF_8).next().unwrap();
            let trimmed: Vec<String> = texts.iter().map(|text| text.trim().to_owned()).collect();
            let empty = trimmed.iter().all(String::is_empty);
            prop_assert_eq!(read.map(|property| property.parts()), (!empty).then_some(trimmed));
        }
    }
}
