//! iCalendar: what is to be done and when, as other programs write it.

mod read;

pub use read::CalendarFile;
