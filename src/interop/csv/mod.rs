pub mod encoding;
pub mod records;
