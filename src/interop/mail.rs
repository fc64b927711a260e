//! Mail, a message or a box of them: each goes onto the timelines of those it is from or to. Who writes from an address
//! of ours writes out; anybody else writes in.

use super::file::{FileError, Opened, Options, Record, Table};
use super::lines::Lines;
use crate::domain::email;
use crate::domain::reason::{Reason, reason};
use mail_parser::{Address, Message, MessageParser};
use std::collections::VecDeque;
use std::io::BufRead;

const HEADERS: [&str; 4] = ["ADDRESS", "DATE", "DIRECTION", "TEXT"];

/// The longest message in bytes, with what is attached; a longer one is refused.
const LONGEST: usize = 32 * 1024 * 1024;

/// Characters of a text that are kept: below what a record may hold. What is left out is counted.
const KEPT: usize = 16_000;

/// A message or a box of them.
pub struct MailFile<R> {
    opened: Opened,
    lines: Lines<R>,
    own: Vec<String>,
    /// Rows of the message that was read last.
    rows: VecDeque<Record>,
    /// Rows so far: a message may be several, and each must be told from the others.
    number: u64,
}

/// A message as it stands in the file.
struct Raw {
    bytes: Vec<u8>,
    too_long: bool,
}

impl<R: BufRead> MailFile<R> {
    /// Reads messages from a file that is open.
    pub fn new(name: &str, file: R, size: u64, options: &Options) -> Result<Self, FileError> {
        // Every message says its own encoding.
        let opened = Opened::new(name, &HEADERS.map(str::to_owned), "MIME", size, options)?;
        let own = options.own_addresses.iter().map(|address| email::key(address)).collect();
        let lines = Lines::new(file);
        Ok(Self { opened, lines, own, rows: VecDeque::new(), number: 0 })
    }

    /// The next message: to the end, or to the line that begins another one in a box.
    fn message(&mut self) -> Result<Option<Raw>, FileError> {
        let failed = |error| self.opened.failed(error);
        let mut raw = Raw { bytes: Vec::new(), too_long: false };
        let mut begun = false;
        while let Some(next) = self.lines.peek().map_err(failed)? {
            let begins = next.bytes.starts_with(b"From ");
            if begins && begun {
                break;
            }
            let Some(line) = self.lines.next().map_err(failed)? else { break };
            if begins || (!begun && line.bytes.is_empty()) {
                begun |= begins;
                continue;
            }
            begun = true;
            raw.too_long |= line.cut || raw.bytes.len() + line.bytes.len() > LONGEST;
            if !raw.too_long {
                // A box quotes lines that would begin another message.
                let quoted = line.bytes.trim_ascii_start().starts_with(b">From ");
                raw.bytes.extend(line.bytes.iter().skip(usize::from(quoted)));
                raw.bytes.extend(b"\r\n");
            }
        }
        Ok(begun.then_some(raw))
    }

    /// A row for each person a message is from or to.
    fn take(&mut self, raw: &Raw) {
        if raw.too_long {
            return self.refuse(reason("mail-too-long"));
        }
        let Some(message) = MessageParser::default().parse(&raw.bytes) else {
            return self.refuse(reason("not-a-mail"));
        };
        if message.attachment_count() > 0 {
            self.opened.leave_out("attachments");
        }
        let from = addresses(message.from());
        let out = from.iter().any(|address| self.own.contains(address));
        let people = if out { [addresses(message.to()), addresses(message.cc())].concat() } else { from };
        let (date, text) = (message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default(), text(&message));
        let direction = if out { "out" } else { "in" };
        let strangers: Vec<String> = people.into_iter().filter(|address| !self.own.contains(address)).collect();
        if strangers.is_empty() {
            let why = reason("mail-among-us");
            return self.add(vec![String::new(), date, direction.to_owned(), text], Some(("customer".to_owned(), why)));
        }
        // The mark stands for bytes that are no text in the encoding the message names.
        let garbled = text.contains(char::REPLACEMENT_CHARACTER);
        for address in strangers {
            let fault = garbled.then(|| ("text".to_owned(), reason("mail-garbled")));
            self.add(vec![address, date.clone(), direction.to_owned(), text.clone()], fault);
        }
    }

    /// A message of which nothing can be told.
    fn refuse(&mut self, why: Reason) {
        self.add(vec![String::new(); HEADERS.len()], Some((String::new(), why)));
    }

    fn add(&mut self, cells: Vec<String>, fault: Option<(String, Reason)>) {
        self.number += 1;
        self.rows.push_back(Record { line: self.number, cells, fault });
    }
}

impl<R: BufRead + Send> Table for MailFile<R> {
    fn next_record(&mut self) -> Result<Option<Record>, FileError> {
        while self.rows.is_empty() {
            let Some(raw) = self.message()? else { return Ok(None) };
            self.take(&raw);
        }
        Ok(self.rows.pop_front())
    }

    fn opened(&self) -> &Opened {
        &self.opened
    }

    fn read(&self) -> u64 {
        self.lines.read()
    }
}

/// Every address once, in the form it is known by.
fn addresses(list: Option<&Address>) -> Vec<String> {
    let all = list.into_iter().flat_map(Address::iter).filter_map(|one| one.address.as_deref()).map(email::key);
    let mut once: Vec<String> = Vec::new();
    for address in all {
        if !once.contains(&address) {
            once.push(address);
        }
    }
    once
}

/// The subject and what is written below it, as far as a record may hold it.
fn text(message: &Message) -> String {
    let body = message.body_text(0).unwrap_or_default();
    let whole = format!("{}\n\n{}", message.subject().unwrap_or_default(), body.trim());
    let clean = |c: char| if c.is_control() && c != '\n' && c != '\t' { ' ' } else { c };
    let whole: String = whole.replace("\r\n", "\n").trim().chars().map(clean).collect();
    let count = whole.chars().count();
    if count <= KEPT {
        return whole;
    }
    let kept: String = whole.chars().take(KEPT).collect();
    format!("{kept}… (+{})", count - KEPT)
}

#[cfg(test)]
mod tests;
