//! How a file's text is read, where it was not told right by itself.

use crate::interop::csv::{Dialect, delimiter_called, delimiter_named, encoding_called};
use crate::tui::layers::PickLayer;
use crate::tui::widgets::pick::Item;

/// Encodings that files have.
const ENCODINGS: [&str; 8] =
    ["UTF-8", "GB18030", "windows-1252", "UTF-16LE", "UTF-16BE", "Big5", "Shift_JIS", "windows-1251"];
/// Marks that stand between two cells.
const DELIMITERS: [char; 7] = [',', ';', '\t', '|', ' ', '^', '~'];

/// Lets the encoding be picked.
pub fn pick_encoding(title: &str) -> PickLayer {
    PickLayer::new(title, ENCODINGS.map(|name| Item::new(name.to_owned(), name)).into())
}

/// Lets the mark between two cells be picked.
pub fn pick_delimiter(title: &str) -> PickLayer {
    PickLayer::new(title, DELIMITERS.map(delimiter_named).map(|name| Item::new(name.clone(), name)).into())
}

/// The same with this encoding.
pub fn encoded(dialect: Dialect, name: &str) -> Dialect {
    Dialect { encoding: encoding_called(name).ok(), ..dialect }
}

/// The same with this mark between two cells.
pub fn delimited(dialect: Dialect, name: &str) -> Dialect {
    Dialect { delimiter: delimiter_called(name).ok(), ..dialect }
}
