//! XLSX: of a workbook that comes in one sheet is read, one that goes out has a sheet for each kind of rows.

mod read;
mod write;

pub use read::SheetFile;
pub use write::{BookWriter, MOST_ROWS};
