//! XLSX: the first sheet of a workbook, or the one that is named.

mod read;

pub use read::SheetFile;
