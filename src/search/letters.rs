//! Which letters each line of a column holds. One letter stands in almost every line, so that looking it up beats
//! searching.

use super::bag;
use super::texts::Texts;

/// For each line of a column its letters.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Letters {
    /// Those it holds.
    pub anywhere: Vec<u64>,
    /// Those its words begin with.
    pub begins: Vec<u64>,
}

impl Letters {
    pub(super) fn of(texts: &Texts) -> Self {
        let (anywhere, begins) = (0..texts.len()).map(|line| of_line(texts.line(line))).unzip();
        Self { anywhere, begins }
    }

    pub(super) fn bytes(&self) -> usize {
        (self.anywhere.capacity() + self.begins.capacity()) * size_of::<u64>()
    }
}

fn of_line(line: &str) -> (u64, u64) {
    let (mut anywhere, mut begins, mut inside) = (0, 0, false);
    for c in line.chars() {
        let letter = bag::of_char(c);
        anywhere |= letter;
        begins |= if inside { 0 } else { letter };
        inside = c.is_alphanumeric();
    }
    (anywhere, begins)
}
