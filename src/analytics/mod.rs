//! Folds over what was done: pure, in one pass, whatever the store.

pub mod dashboard;
pub mod day;
pub mod duplicates;
