//! A search that is slow and obviously right, for letters found literally.

use crate::domain::text::fold;
use crate::search::Row;

/// The ids of all rows in which every word stands somewhere, in ascending order.
pub(super) fn find(rows: &[Row], words: &[String]) -> Vec<u64> {
    let mut found: Vec<u64> =
        rows.iter().filter(|row| words.iter().all(|word| holds(row, word))).map(|row| row.id.0).collect();
    found.sort_unstable();
    found
}

fn holds(row: &Row, word: &str) -> bool {
    let one = [&row.name, &row.company, &row.city];
    let many = [&row.aliases, &row.emails, &row.tags];
    one.into_iter().chain(many.into_iter().flatten()).any(|text| fold(text).contains(word))
}
