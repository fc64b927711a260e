//! A column in which many rows share few values: each value stands there once.

use super::bag;
use super::fit::{MOST_INITIALS, word_starts};
use super::spelling::holds_han;
use super::texts::Texts;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// In front of the names of an organisation, which have no family name to be read in its own way.
pub(super) const FIRM: char = '\u{1e}';

/// The different values of a column, and which of them each row has.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Values {
    pub lines: Texts,
    /// For each row its line.
    pub codes: Vec<u32>,
    /// For each line the characters it holds, where it may be searched nearly.
    pub bags: Vec<u64>,
    /// For each line of names the first letters of its words, eight bits each, the first on top.
    pub initials: Vec<u64>,
    /// The lines whose sounds have to be read: those with Chinese, and names whose initials differ.
    pub read: Vec<u32>,
    #[serde(skip)]
    holders: Holders,
}

/// The rows that have each value, in ascending order.
#[derive(Debug, Default, Clone, PartialEq)]
struct Holders {
    /// Where the rows of each value begin, and behind them where the last ones end.
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Holders {
    fn new(codes: &[u32], values: usize) -> Self {
        let mut starts = vec![0; values + 1];
        for code in codes {
            if let Some(rows) = starts.get_mut(*code as usize + 1) {
                *rows += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let (mut next, mut rows) = (starts.clone(), vec![0; codes.len()]);
        for (code, row) in codes.iter().zip(0..) {
            if let Some(next) = next.get_mut(*code as usize)
                && let Some(place) = rows.get_mut(*next as usize)
            {
                (*place, *next) = (row, *next + 1);
            }
        }
        Self { starts, rows }
    }

    fn of(&self, value: usize) -> &[u32] {
        let places = self.starts.get(value).zip(self.starts.get(value + 1));
        places.and_then(|(start, end)| self.rows.get(*start as usize..*end as usize)).unwrap_or_default()
    }
}

/// What of a column's values is kept besides their letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Keeps {
    pub bags: bool,
    pub initials: bool,
}

impl Values {
    /// The texts of a row.
    pub(super) fn of(&self, row: usize) -> impl Iterator<Item = &str> {
        self.texts(self.code(row))
    }

    /// The texts of a value.
    pub(super) fn texts(&self, code: usize) -> impl Iterator<Item = &str> {
        self.lines.texts(code).map(|text| text.trim_start_matches(FIRM))
    }

    /// The rows that have a value, in ascending order.
    pub(super) fn holders(&self, code: usize) -> impl Iterator<Item = usize> {
        self.holders.of(code).iter().map(|row| *row as usize)
    }

    /// The value of a row.
    pub(super) fn code(&self, row: usize) -> usize {
        self.codes.get(row).map_or(usize::MAX, |code| *code as usize)
    }

    /// Whether a value of names is an organisation's.
    pub(super) fn is_firm(&self, code: usize) -> bool {
        self.lines.line(code).starts_with(FIRM)
    }

    /// Makes a column that was read whole, if every row has a value and every value what belongs to it.
    pub(super) fn is_sound(&mut self, rows: usize, keeps: Keeps) -> bool {
        let lines = self.lines.len();
        let kept = |wanted: bool, there: usize| there == if wanted { lines } else { 0 };
        let sound = self.lines.is_sound()
            && self.codes.len() == rows
            && self.codes.iter().all(|code| (*code as usize) < lines)
            && kept(keeps.bags, self.bags.len())
            && kept(keeps.initials, self.initials.len())
            && self.read.iter().all(|line| (*line as usize) < lines)
            && self.read.is_sorted_by(|a, b| a < b);
        if sound {
            self.holders = Holders::new(&self.codes, lines);
        }
        sound
    }

    pub(super) fn bytes(&self) -> usize {
        let holders = self.holders.starts.capacity() + self.holders.rows.capacity();
        let numbers = self.codes.capacity() + self.read.capacity() + holders;
        let bags = self.bags.capacity() + self.initials.capacity();
        self.lines.bytes() + numbers * size_of::<u32>() + bags * size_of::<u64>()
    }
}

/// Which codes of another part became which.
#[derive(Default)]
pub(super) struct Seen(Vec<Option<u32>>);

impl Seen {
    /// What a code became, or becomes now.
    pub(super) fn code(&mut self, theirs: u32, become_now: impl FnOnce() -> u32) -> u32 {
        let at = theirs as usize;
        if let Some(Some(ours)) = self.0.get(at) {
            return *ours;
        }
        let ours = become_now();
        if self.0.len() <= at {
            self.0.resize(at + 1, None);
        }
        if let Some(known) = self.0.get_mut(at) {
            *known = Some(ours);
        }
        ours
    }
}

/// A column that is being filled.
pub(super) struct Filling {
    values: Values,
    known: HashMap<Box<str>, u32>,
    /// Values by what they are made of, so that what many rows share is folded once.
    made: HashMap<String, u32>,
    keeps: Keeps,
}

impl Filling {
    pub(super) fn new(keeps: Keeps) -> Self {
        Self { values: Values::default(), known: HashMap::new(), made: HashMap::new(), keeps }
    }

    /// Gives the next row the value that is made of this.
    pub(super) fn push(&mut self, of: &str, make: impl FnOnce() -> String) {
        let code = self.made.get(of).copied().unwrap_or_else(|| {
            let code = self.code(&make());
            self.made.insert(of.to_owned(), code);
            code
        });
        self.values.codes.push(code);
    }

    /// Gives the next row the value of a row elsewhere; `seen` remembers which value became which.
    pub(super) fn push_from(&mut self, values: &Values, row: usize, seen: &mut Seen) {
        let code = match values.codes.get(row) {
            Some(theirs) => seen.code(*theirs, || self.code(values.lines.line(*theirs as usize))),
            None => self.code(""),
        };
        self.values.codes.push(code);
    }

    fn code(&mut self, line: &str) -> u32 {
        if let Some(code) = self.known.get(line) {
            return *code;
        }
        let code = self.values.lines.len() as u32;
        self.known.insert(line.into(), code);
        self.values.lines.push(line);
        if self.keeps.bags {
            self.values.bags.push(bag::of(line));
        }
        let mut read = holds_han(line);
        if self.keeps.initials {
            let same = same_initials(self.values.texts(code as usize)).filter(|_| !read);
            read |= same.is_none();
            self.values.initials.push(same.unwrap_or(0));
        }
        if read {
            self.values.read.push(code);
        }
        code
    }

    pub(super) fn finish(mut self) -> Values {
        self.values.lines.shrink();
        self.values.codes.shrink_to_fit();
        self.values.bags.shrink_to_fit();
        self.values.initials.shrink_to_fit();
        self.values.read.shrink_to_fit();
        self.values.holders = Holders::new(&self.values.codes, self.values.lines.len());
        self.values
    }
}

/// The initials of names, if they are the same.
fn same_initials<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<u64> {
    let first = names.next().and_then(initials)?;
    names.all(|name| initials(name) == Some(first)).then_some(first)
}

/// The first letters of a name's words, eight bits each; None where they are no plain letters.
fn initials(name: &str) -> Option<u64> {
    let letters: Vec<char> = word_starts(name).map(|(_, c)| c).take(MOST_INITIALS).collect();
    letters.iter().all(char::is_ascii).then(|| packed(&letters))
}

/// Plain letters, eight bits each, the first on top.
pub(super) fn packed(letters: &[char]) -> u64 {
    letters.iter().take(MOST_INITIALS).zip(0..).fold(0, |key, (c, at)| key | u64::from(*c as u8) << (56 - 8 * at))
}
