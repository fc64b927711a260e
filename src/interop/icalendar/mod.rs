//! iCalendar: what is to be done and when, as other programs write it.

mod read;
mod write;
mod zones;

pub use read::CalendarFile;
pub use write::CalendarWriter;
