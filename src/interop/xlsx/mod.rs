//! XLSX: of a workbook that comes in the first sheet is read, one that goes out has a single sheet.

mod read;
mod write;

pub use read::SheetFile;
pub use write::{BookWriter, MOST_ROWS};
