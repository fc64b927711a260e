//! The folded texts of all rows in one piece: looking through it once beats walking the rows.

use memchr::memmem::Finder;

/// The texts of every row, one row behind the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    text: String,
    /// Where each row ends.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn push(&mut self, row: &str) {
        self.text.push_str(row);
        self.ends.push(self.text.len() as u32);
    }

    /// Marks every row in which the letters stand.
    pub(super) fn mark(&self, letters: &Finder<'_>, rows: &mut [bool]) {
        let text = self.text.as_bytes();
        let mut ends = self.ends.iter().map(|end| *end as usize).zip(rows);
        let mut from = 0;
        while let Some(found) = text.get(from..).and_then(|rest| letters.find(rest)) {
            let Some((end, row)) = ends.find(|(end, _)| *end > from + found) else { return };
            *row = true;
            from = end;
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * size_of::<u32>()
    }
}
