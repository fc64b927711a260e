//! Finding a customer within a frame.
//!
//! [`Index`] keeps each customer's names, company, addresses, numbers, city and tags folded for
//! comparing, those of all customers in one piece, and small bags of the characters a row may be
//! typed with. A search runs over the columns and the bags first and reads only the rows that may fit. How well a row fits is its [`Tier`]; the best of them are ordered
//! within their tier and shown with the characters that matched.
//!
//! What a person types becomes [`Word`]s; what filters ask (`tag:vip`) is decided by the caller in
//! [`Ask::keep`], as search knows customers and nothing around them.

mod bag;
mod draw;
mod find;
mod fit;
mod index;
pub mod notes;
mod phones;
mod pinyin;
mod record;
mod row;
mod spelling;
mod term;
#[cfg(test)]
mod tests;
mod texts;

pub use draw::{Highlight, on_digits};
pub use find::{Ask, Found, Hit};
pub use fit::Tier;
pub use index::Index;
pub use phones::PhoneHit;
pub use row::{Column, Row, RowView};
pub use term::Word;
