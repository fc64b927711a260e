//! Finding a customer within a frame.
//!
//! [`Index`] keeps each customer's names, company, addresses, numbers, city and labels folded for
//! comparing, a column each in one piece. A value many rows share stands in its column once, so a
//! search looks through the values and then asks each row which ones it has. How well a row fits is
//! its [`Tier`]; the best are ordered within their tier. Names are looked through first and may be
//! shown while the other columns follow; what is only nearly there is looked for when little else is.
//!
//! What a person types becomes [`Word`]s; what filters ask (`tag:vip`) is decided by the caller in
//! [`Ask::keep`], as search knows customers and nothing around them. The index keeps no text as it is
//! shown: [`Marker`] marks in a row from the store what was typed.

mod bag;
mod draw;
mod find;
mod fit;
mod index;
mod letters;
pub mod notes;
mod packed;
mod part;
mod phones;
mod pinyin;
mod row;
mod rows;
mod scan;
mod spelling;
mod term;
#[cfg(test)]
mod tests;
mod texts;
mod typos;
mod values;
mod work;
mod written;

pub use draw::{Highlight, Marker, on_digits};
pub use find::{Ask, Found, Hit, Touched};
pub use fit::Tier;
pub use index::{Index, Merge, Merged};
pub use part::Part;
pub use phones::PhoneHit;
pub use row::{Column, Row, RowView};
pub use term::Word;
pub use written::number_searched;
