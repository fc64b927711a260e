//! vCard 2.1, 3.0 and 4.0, as other programs write them.

mod read;
mod write;

pub use read::CardFile;
pub use write::CardWriter;
