//! Refused records: each as it stood, behind a line that says where and why. When the file is imported again, those
//! lines are passed over.

use super::Header;
use crate::domain::import::RefusedRow;
use crate::interop::beside::RejectFormat;
use serde_json::json;
use std::io::{self, Write};

/// The name of a line that says why the next one was refused.
pub(super) const REFUSED: &str = "refused";

/// Writes refused records of a file with this header.
pub struct Rejects(pub Option<Header>);

impl RejectFormat for Rejects {
    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn begin(&self, to: &mut dyn Write) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |header| writeln!(to, "{}", json!({ "callsheet": header })))
    }

    fn write(&self, to: &mut dyn Write, cells: &[String], refused: &RefusedRow, why: &str) -> io::Result<()> {
        let said = json!({ REFUSED: { "line": refused.line, "field": refused.field, "why": why } });
        writeln!(to, "{said}\n{}", cells.concat())
    }
}
