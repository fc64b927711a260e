//! A call from the ring to the wrap-up: what is being talked about, the note typed on the way, and
//! the one line that closes it.

mod beginning;
mod closing;
mod desk;
mod dialling;
mod discarding;
mod drafts;
mod listing;
mod menu;
mod naming;
mod parking;
mod ringing;
mod script;
mod sending;
mod strip;
mod view;

pub use desk::Desk;
pub use dialling::Callee;
pub use strip::call_line;
