//! vCard 2.1, 3.0 and 4.0, as other programs write them.

mod read;

pub use read::CardFile;
