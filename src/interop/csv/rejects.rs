//! Refused rows as a table: each as it stood, with line, column and reason behind it. When it is imported again, these
//! three columns are passed over.

use crate::domain::import::RefusedRow;
use crate::interop::beside::RejectFormat;
use crate::interop::columns::{Columns, REJECT_HEADERS};
use std::io::{self, Write};

/// Writes refused rows of a file with these columns.
pub struct Rejects(pub Columns);

impl RejectFormat for Rejects {
    fn extension(&self) -> &'static str {
        "csv"
    }

    fn begin(&self, to: &mut dyn Write) -> io::Result<()> {
        let headers = self.0.all().iter().take(self.0.original_width());
        put(to, headers.map(|column| column.header.as_str()).chain(REJECT_HEADERS))
    }

    fn write(&self, to: &mut dyn Write, cells: &[String], refused: &RefusedRow, why: &str) -> io::Result<()> {
        let column = self.0.header_of(&refused.field).unwrap_or(&refused.field).to_owned();
        let mut record = padded(cells, self.0.original_width());
        record.extend([refused.line.to_string(), column, why.to_owned()]);
        put(to, record)
    }
}

fn put(to: &mut dyn Write, record: impl IntoIterator<Item = impl AsRef<[u8]>>) -> io::Result<()> {
    let mut writer = ::csv::Writer::from_writer(to);
    writer.write_record(record)?;
    writer.flush()
}

/// The cells as many as the header has; those beyond it share the last one.
fn padded(cells: &[String], width: usize) -> Vec<String> {
    let mut record: Vec<String> = cells.iter().take(width).cloned().collect();
    record.resize(width, String::new());
    if let Some(last) = record.last_mut() {
        for beyond in cells.iter().skip(width) {
            last.push(',');
            last.push_str(beyond);
        }
    }
    record
}
