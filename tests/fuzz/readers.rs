//! A file read to its end, and what must hold of every row.

use callsheet::domain::calendar::Calendar;
use callsheet::domain::field::Reading;
use callsheet::domain::import::Target;
use callsheet::domain::money::Currency;
use callsheet::domain::time::Timestamp;
use callsheet::interop::file::{ImportFile, Options};
use callsheet::interop::json_lines;
use serde_json::Value;
use std::path::Path;

/// A row's cells come to no more than this, however long the file is.
const MOST: usize = 5 * 1024 * 1024;

/// Rows of a file that were taken and that were refused; nothing where the file was refused whole.
pub type Read = Option<(u64, u64)>;

/// Reads a file of any format but JSON Lines, told what its rows are or not.
pub fn table(path: &Path, target: Option<Target>) -> Read {
    let options = Options { target, lenient: target.is_none(), ..Options::default() };
    let mut file = ImportFile::open(path, &options).ok()?;
    let calendar = Calendar::default();
    let reading = Reading { region: "DE", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
    let (mut taken, mut refused) = (0, 0);
    while let Ok(Some(line)) = file.next(&reading) {
        assert!(line.cells.iter().map(String::len).sum::<usize>() <= MOST, "a row that memory cannot hold");
        match &line.row {
            Ok(row) => {
                taken += 1;
                row.draft.fields().for_each(|(field, value)| clean(field, value));
            }
            Err(row) => {
                refused += 1;
                assert!(!row.why.key().is_empty(), "line {}: refused without a reason", row.line);
            }
        }
    }
    Some((taken, refused))
}

/// Nothing is taken that a terminal would obey.
fn clean(field: &str, value: &Value) {
    match value {
        Value::String(text) => {
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{field} came in with a control character");
        }
        Value::Array(all) => all.iter().for_each(|value| clean(field, value)),
        Value::Object(all) => all.values().for_each(|value| clean(field, value)),
        _ => {}
    }
}

/// Reads a file of records as a store kept them.
pub fn records(path: &Path) -> Read {
    let mut file = json_lines::File::open(path).ok()?;
    let (mut taken, mut refused) = (0, 0);
    while let Ok(Some(line)) = file.next_line() {
        *(if line.row.is_ok() { &mut taken } else { &mut refused }) += 1;
    }
    Some((taken, refused))
}
