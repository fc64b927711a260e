//! The content lines vCard and iCalendar are made of (RFC 6350 and RFC 5545): `item1.TEL;TYPE=CELL:+49 30 1234`.

mod component;
mod read;
mod write;

pub use component::Component;
pub use read::{ContentLines, Property};
pub use write::{ContentWriter, escaped};
