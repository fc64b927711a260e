//! Records to lines.

use super::{End, Header, VERSION};
use crate::domain::item::Item;
use crate::domain::time::Timestamp;
use serde::Serialize;
use serde_json::json;
use std::io::{self, Write};

/// Writes a file from its first line to its last.
pub struct Writer<W> {
    to: W,
    records: u64,
}

impl<W: Write> Writer<W> {
    /// Begins a file of this store's records.
    pub fn begin(to: W, store: &str, at: Timestamp) -> io::Result<Self> {
        let mut writer = Self { to, records: 0 };
        writer.line(&json!({ "callsheet": Header { version: VERSION, store: store.to_owned(), at } }))?;
        Ok(writer)
    }

    /// Adds a record.
    pub fn item(&mut self, item: &Item) -> io::Result<()> {
        self.records += 1;
        self.line(item)
    }

    /// Ends the file, and hands back what it went to.
    pub fn end(mut self) -> io::Result<W> {
        let records = self.records;
        self.line(&json!({ "end": End { records } }))?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        self.to.write_all(&text)
    }
}
