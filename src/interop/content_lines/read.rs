//! Content lines as every program writes them: folded or not, with groups, with or without
//! names of parameters, quoted-printable, and each perhaps in a character set of its own.

use crate::domain::reason::{Reason, reason};
use crate::interop::lines::{Line, Lines, MAX_LINE};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;
use std::io::{self, BufRead};

/// Characters of what is no property that are shown.
const SHOWN: usize = 60;

/// One property: `item1.TEL;TYPE=CELL,PREF:+49 30 1234`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// The line it began on, from 1.
    pub line: u64,
    /// The group it is of, lower case, or empty.
    pub group: String,
    /// Its name in capitals.
    pub name: String,
    /// Its parameters, names in capitals; one without a name is a `TYPE`.
    pub params: Vec<(String, String)>,
    /// Its value as it stands, still escaped.
    pub value: String,
    /// It was too long to be kept whole.
    pub cut: bool,
    /// The encoding that its value should be in and is not.
    garbled: Option<&'static str>,
}

impl Property {
    /// The values of a parameter, in capitals where letters count for nothing.
    pub fn params<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.params.iter().filter(move |(own, _)| own == name).flat_map(|(_, value)| value.split(',')).map(str::trim)
    }

    /// Why it cannot be taken as it stands.
    pub fn fault(&self) -> Option<Reason> {
        if self.cut {
            return Some(reason("cell-too-long"));
        }
        if self.name.is_empty() {
            let shown: String = self.value.chars().take(SHOWN).collect();
            return Some(reason("not-a-property").with("given", shown));
        }
        self.garbled.map(|encoding| reason("not-in-encoding").with("encoding", encoding))
    }

    /// Whether it is of a type: `TEL;TYPE=CELL`, `TEL;CELL`.
    pub fn is(&self, wanted: &str) -> bool {
        self.params("TYPE").any(|own| own.eq_ignore_ascii_case(wanted))
    }

    /// Whether it begins or ends such a component: `END:VCARD`.
    pub fn marks(&self, mark: &str, component: &str) -> bool {
        self.name == mark && self.value.trim().eq_ignore_ascii_case(component)
    }

    /// Its text.
    pub fn text(&self) -> String {
        unescaped(&self.value).trim().to_owned()
    }

    /// The e-mail address it names, with or without its `mailto:`.
    pub fn address(&self) -> String {
        let text = self.text();
        match text.split_at_checked("mailto:".len()) {
            Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto:") => address.to_owned(),
            _ => text,
        }
    }

    /// The parts of a structured value, between semicolons.
    pub fn parts(&self) -> Vec<String> {
        split(&self.value, ';').into_iter().map(|part| unescaped(part).trim().to_owned()).collect()
    }

    /// The values of a list, between commas.
    pub fn list(&self) -> Vec<String> {
        let all = split(&self.value, ',').into_iter().map(|entry| unescaped(entry).trim().to_owned());
        all.filter(|entry| !entry.is_empty()).collect()
    }
}

/// Properties, one by one.
pub struct ContentLines<R> {
    lines: Lines<R>,
    /// Of what names no character set and is no UTF-8.
    fallback: &'static Encoding,
}

impl<R: BufRead> ContentLines<R> {
    /// Reads properties from here on.
    pub fn new(file: R, fallback: &'static Encoding) -> Self {
        Self { lines: Lines::new(file), fallback }
    }

    /// Bytes read so far.
    pub fn read(&self) -> u64 {
        self.lines.read()
    }

    /// The next property. What is none, being without a colon, comes with an empty name.
    pub fn next(&mut self) -> io::Result<Option<Property>> {
        while let Some(mut line) = self.lines.next()? {
            if line.bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.unfold(&mut line)?;
            let mut property = self.property(&line);
            if property
                .params("ENCODING")
                .chain(property.params("TYPE"))
                .any(|e| e.eq_ignore_ascii_case("QUOTED-PRINTABLE"))
            {
                self.join_soft_breaks(&mut line)?;
                property = self.property(&line);
            }
            return Ok(Some(property));
        }
        Ok(None)
    }

    /// Adds the lines that begin with a blank.
    fn unfold(&mut self, line: &mut Line) -> io::Result<()> {
        while self.lines.peek()?.is_some_and(|next| matches!(next.bytes.first(), Some(b' ' | b'\t'))) {
            let Some(next) = self.lines.next()? else { break };
            append(line, next.bytes.get(1..).unwrap_or_default(), next.cut);
        }
        Ok(())
    }

    /// Adds the lines that a `=` at the end of quoted-printable text announces.
    fn join_soft_breaks(&mut self, line: &mut Line) -> io::Result<()> {
        while line.bytes.last() == Some(&b'=') {
            let Some(next) = self.lines.next()? else { break };
            line.bytes.pop();
            append(line, &next.bytes, next.cut);
        }
        Ok(())
    }

    fn property(&self, line: &Line) -> Property {
        let bytes = line.bytes.as_slice();
        let none = || Property {
            line: line.number,
            group: String::new(),
            name: String::new(),
            params: Vec::new(),
            value: String::from_utf8_lossy(bytes).into_owned(),
            cut: line.cut,
            garbled: None,
        };
        let Some(colon) = outside_quotes(bytes, b':') else { return none() };
        let (head, value) = (bytes.get(..colon).unwrap_or_default(), bytes.get(colon + 1..).unwrap_or_default());
        let head = String::from_utf8_lossy(head);
        let mut parts = split_head(&head).into_iter();
        let named = parts.next().unwrap_or_default().trim().to_owned();
        let (group, name) = named.rsplit_once('.').unwrap_or(("", &named));
        let params: Vec<(String, String)> = parts.map(parameter).collect();
        let (value, garbled) = self.decoded(value, &params);
        Property { group: group.to_lowercase(), name: name.to_uppercase(), params, value, garbled, ..none() }
    }

    /// The text of a value, and the encoding it should be in, where it is not.
    fn decoded(&self, value: &[u8], params: &[(String, String)]) -> (String, Option<&'static str>) {
        let of = |name: &str| params.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let printable = params.iter().any(|(_, value)| value.eq_ignore_ascii_case("QUOTED-PRINTABLE"));
        let bytes = if printable { Cow::Owned(from_quoted_printable(value)) } else { Cow::Borrowed(value) };
        let charset = of("CHARSET").and_then(|label| Encoding::for_label(label.as_bytes()));
        let encoding = match charset {
            Some(charset) => charset,
            None if std::str::from_utf8(&bytes).is_ok() => UTF_8,
            None => self.fallback,
        };
        let (text, is_garbled) = encoding.decode_without_bom_handling(&bytes);
        // Quoted-printable line breaks are those of the text; escaped they survive until it is read.
        let text = if printable { text.replace("\r\n", "\\n").replace(['\r', '\n'], "\\n") } else { text.into_owned() };
        (text, is_garbled.then_some(encoding.name()))
    }
}

/// Adds to a line, which still grows no longer than it may.
fn append(line: &mut Line, more: &[u8], cut: bool) {
    let room = MAX_LINE.saturating_sub(line.bytes.len());
    line.cut |= cut || more.len() > room;
    line.bytes.extend(more.iter().take(room));
}

fn outside_quotes(bytes: &[u8], wanted: u8) -> Option<usize> {
    let mut quoted = false;
    bytes.iter().position(|byte| {
        quoted ^= *byte == b'"';
        !quoted && *byte == wanted
    })
}

fn split_head(head: &str) -> Vec<&str> {
    let mut quoted = false;
    head.split(|c: char| {
        quoted ^= c == '"';
        !quoted && c == ';'
    })
    .collect()
}

fn parameter(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or(("TYPE", text));
    (name.trim().to_uppercase(), value.trim().replace('"', ""))
}

fn from_quoted_printable(value: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut decoded = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(byte) = value.get(at) {
        let letter = (*byte == b'=').then(|| Some((digit(value.get(at + 1))?, digit(value.get(at + 2))?))).flatten();
        decoded.push(letter.map_or(*byte, |(high, low)| (high * 16 + low) as u8));
        at += if letter.is_some() { 3 } else { 1 };
    }
    decoded
}

/// The pieces between marks that no backslash escapes.
fn split(value: &str, mark: char) -> Vec<&str> {
    let mut escaped = false;
    value
        .split(|c: char| {
            let ends = c == mark && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })
        .collect()
}

fn unescaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, false) => text.push(letter),
            _ => match letters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(next @ (',' | ';' | ':' | '\\' | '"')) => text.push(next),
                Some(next) => text.extend(['\\', next]),
                None => text.push('\\'),
            },
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GBK;
    use proptest::prelude::*;

    fn all(bytes: &[u8]) -> Vec<Property> {
        let mut lines = ContentLines::new(bytes, GBK);
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    #[test]
    fn every_way_to_write_a_property_is_read() {
        let gbk = [b"N;CHARSET=GBK:".as_slice(), &GBK.encode("张;伟").0].concat();
        for (bytes, name, value) in [
            (b"TEL;CELL:1\r\n".to_vec(), "TEL", "1"),
            (b"item1.TEL;type=CELL;type=pref:1".to_vec(), "TEL", "1"),
            (b"NOTE:one\r\n  two\r\n\tthree\r\n".to_vec(), "NOTE", "one twothree"),
            (b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=\r\n=E4=BC=9F\r\n".to_vec(), "FN", "张伟"),
            (b"FN;QUOTED-PRINTABLE;CHARSET=GBK:=D5=C5=CE=B0".to_vec(), "FN", "张伟"),
            (gbk, "N", "张;伟"),
            (GBK.encode("FN:张伟").0.into_owned(), "FN", "张伟"),
            (b"ADR;LABEL=\"a:b;c\":x".to_vec(), "ADR", "x"),
            (b"NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0Atwo".to_vec(), "NOTE", "one\\ntwo"),
        ] {
            let read = all(&bytes);
            assert_eq!((read.len(), read[0].name.as_str(), read[0].value.as_str()), (1, name, value));
        }
    }

    #[test]
    fn what_is_escaped_is_no_mark() {
        let property = &all(b"ADR:;;Goethestr. 5\\; Hof\\, links;K\\\\;;x\\ny")[0];
        assert_eq!(property.parts(), ["", "", "Goethestr. 5; Hof, links", "K\\", "", "x\ny"]);
        assert_eq!(all(b"CATEGORIES:a\\,b,c,")[0].list(), ["a,b", "c"]);
    }

    #[test]
    fn folding_without_end_is_cut_and_reading_goes_on() {
        let folded = [b"NOTE:x\n".to_vec(), b" yyyyyyyyyyyyyyy\n".repeat(MAX_LINE / 8), b"FN:Anna\n".to_vec()].concat();
        let read = all(&folded);
        assert_eq!((read.len(), read[0].cut, read[0].value.len() <= MAX_LINE), (2, true, true));
        assert_eq!((read[1].value.as_str(), read[1].cut), ("Anna", false));
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in any::<Vec<u8>>(), head in "(FN|TEL;X=1|N;ENCODING=QUOTED-PRINTABLE):") {
            let lines = bytes.split(|byte| *byte == b'\n').count();
            prop_assert!(all(&[head.as_bytes(), &bytes].concat()).len() <= lines);
        }
    }
}
