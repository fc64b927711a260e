//! A search, from the words to the rows: scan, rank, draw; names first.

use super::draw::{Artist, Drawing, Highlight};
use super::fit::{Reach, Tier};
use super::index::Index;
use super::row::{Record, RowView};
use super::term::{Terms, Word};
use crate::domain::id::CustomerId;
use crate::domain::time::Timestamp;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is asked for.
pub struct Ask<'a> {
    /// All must fit; none means everyone.
    pub words: &'a [Word],
    /// Rows for which this is false are left out: the filters of a query.
    pub keep: &'a dyn Fn(&RowView<'_>) -> bool,
    /// The most rows to answer.
    pub limit: usize,
    /// How many rows to pass over first.
    pub offset: usize,
}

/// An answer, or the first part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// How many rows fit in all.
    pub matched: usize,
    /// The page asked for, best first.
    pub rows: Vec<Hit>,
    /// Whether every column has been searched.
    pub complete: bool,
    /// How many times a row's text was read: what the search has cost so far.
    pub touched: usize,
}

/// A row that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Whose row it is.
    pub id: CustomerId,
    /// How it fits.
    pub tier: Tier,
    /// Orders the best rows of a tier: more is better.
    pub score: i64,
    /// The characters that matched.
    pub highlights: Vec<Highlight>,
}

/// So many of the best rows are scored; below them recency decides alone.
const SCORED: usize = 300;

/// A cancelled search passes at most so many rows more.
const ROWS_BETWEEN_CHECKS: usize = 1_000;

/// A row that fits, in the order of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    tier: Tier,
    score: Reverse<i64>,
    contact: Reverse<Option<Timestamp>>,
    length: usize,
    id: CustomerId,
    place: usize,
}

impl Index {
    /// Searches. `paint` gets the rows found by name while the other columns are still to be
    /// searched, if there are any. None when `cancel` was set.
    pub fn find(&self, ask: &Ask<'_>, cancel: &AtomicBool, paint: &mut dyn FnMut(Found)) -> Option<Found> {
        let mut search = Search { index: self, ask, terms: Terms::new(ask.words), cancel, touched: 0 };
        if !search.terms.wanted.is_empty() {
            let named = search.scan(Reach::Names)?;
            if !named.is_empty() {
                paint(search.page(named, Reach::Names));
            }
        }
        let mut reach = Reach::Columns;
        let mut found = search.scan(reach)?;
        if found.len() < ask.offset.saturating_add(ask.limit) && !search.terms.wanted.is_empty() {
            reach = Reach::Nearly;
            found = search.scan(reach)?;
        }
        Some(search.page(found, reach))
    }
}

struct Search<'a> {
    index: &'a Index,
    ask: &'a Ask<'a>,
    terms: Terms,
    cancel: &'a AtomicBool,
    touched: usize,
}

impl Search<'_> {
    /// Every row that fits, in no order. None when cancelled.
    fn scan(&mut self, reach: Reach) -> Option<Vec<Candidate>> {
        let mut found = Vec::new();
        for (place, (record, bags)) in self.index.records.iter().zip(&self.index.bags).enumerate() {
            if place % ROWS_BETWEEN_CHECKS == 0 && self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            let bag = if reach == Reach::Names { bags.names } else { bags.all };
            if !self.terms.may_fit(record.id, bag, reach) {
                continue;
            }
            self.touched += 1;
            if let Some(tier) = self.terms.tier(record, reach)
                && (self.ask.keep)(&RowView(record))
            {
                found.push(Candidate::new(tier, record, place));
            }
        }
        Some(found)
    }

    /// The page asked for, of the rows found.
    fn page(&self, mut found: Vec<Candidate>, reach: Reach) -> Found {
        let matched = found.len();
        let (offset, limit) = (self.ask.offset, self.ask.limit);
        keep_best(&mut found, offset.saturating_add(limit).max(SCORED));
        let further = found.split_off(found.len().min(SCORED));
        let artist = Artist::new(&self.terms, reach);
        let draw = |candidate| self.draw(&artist, candidate);
        let mut best: Vec<_> = found.into_iter().filter_map(draw).collect();
        best.sort_unstable_by_key(|(candidate, drawing)| Candidate { score: Reverse(drawing.score), ..*candidate });
        let further = further.into_iter().skip(offset.saturating_sub(best.len())).filter_map(draw);
        let page = best.into_iter().skip(offset).chain(further).take(limit);
        Found {
            matched,
            rows: page.map(|(candidate, drawing)| candidate.hit(drawing)).collect(),
            complete: reach > Reach::Names,
            touched: self.touched,
        }
    }

    fn draw(&self, artist: &Artist<'_>, candidate: Candidate) -> Option<(Candidate, Drawing)> {
        let record = self.index.records.get(candidate.place)?;
        Some((candidate, artist.draw(record)))
    }
}

impl Candidate {
    fn new(tier: Tier, record: &Record, place: usize) -> Self {
        Self {
            tier,
            score: Reverse(0),
            contact: Reverse(record.last_contact),
            length: record.folded_name().len(),
            id: record.id,
            place,
        }
    }

    fn hit(self, drawing: Drawing) -> Hit {
        Hit { id: self.id, tier: self.tier, score: drawing.score, highlights: drawing.highlights }
    }
}

/// Leaves the first `count` in their order, without sorting the others.
fn keep_best(found: &mut Vec<Candidate>, count: usize) {
    if count < found.len() {
        found.select_nth_unstable(count);
        found.truncate(count);
    }
    found.sort_unstable();
}
