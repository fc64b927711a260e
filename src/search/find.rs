//! A search, from the words to the rows: scan, rank, draw; names first.

use super::draw::{Artist, Drawing, Highlight};
use super::fit::{Reach, Tier};
use super::index::Index;
use super::record::{Bags, Record};
use super::row::RowView;
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
        let mut search = Search::new(self, ask, cancel);
        if search.terms.wanted.is_empty() {
            let all = search.scan(Reach::Columns, Vec::new())?;
            return Some(search.page(all, Reach::Columns));
        }
        let mut found = search.scan(Reach::Names, Vec::new())?;
        if !found.is_empty() {
            paint(search.page(found.clone(), Reach::Names));
        }
        // Another column can only better what the name holds somewhere inside.
        found.retain(|row| row.tier <= Tier::Pinyin);
        found = search.scan(Reach::Columns, found)?;
        if found.len() >= ask.offset.saturating_add(ask.limit) {
            return Some(search.page(found, Reach::Columns));
        }
        found = search.scan(Reach::Nearly, found)?;
        Some(search.page(found, Reach::Nearly))
    }
}

struct Search<'a> {
    index: &'a Index,
    ask: &'a Ask<'a>,
    cancel: &'a AtomicBool,
    terms: Terms,
    /// For each wanted term, the rows in which it stands literally, as far as the columns were searched.
    marks: Vec<Vec<bool>>,
    touched: usize,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, ask: &'a Ask<'a>, cancel: &'a AtomicBool) -> Self {
        let terms = Terms::new(ask.words);
        let marks = vec![vec![false; index.records.len()]; terms.wanted.len()];
        Self { index, ask, cancel, terms, marks, touched: 0 }
    }

    /// Adds to the rows found all others that fit, in no order. None when cancelled.
    fn scan(&mut self, reach: Reach, mut found: Vec<Candidate>) -> Option<Vec<Candidate>> {
        self.mark(reach);
        let mut known = vec![false; self.index.records.len()];
        for row in &found {
            mark(&mut known, row.place);
        }
        for (place, (bags, known)) in self.index.bags.iter().zip(known).enumerate() {
            if place % ROWS_BETWEEN_CHECKS == 0 && self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            if known || !self.may_fit(place, bags, reach) {
                continue;
            }
            let Some(record) = self.index.record(place) else { continue };
            self.touched += 1;
            if let Some(tier) = self.terms.tier(record, reach)
                && (self.ask.keep)(&RowView(record))
            {
                found.push(Candidate::new(tier, record, place));
            }
        }
        Some(found)
    }

    /// Looks for the wanted terms through the columns a reach adds.
    fn mark(&mut self, reach: Reach) {
        for (term, marks) in self.terms.wanted.iter().zip(&mut self.marks) {
            match reach {
                Reach::Names => {
                    self.index.names.mark(&term.finder, marks);
                    if let Some(place) = term.id.and_then(|id| self.index.places.get(&id)) {
                        mark(marks, *place);
                    }
                }
                Reach::Columns => {
                    self.index.others.mark(&term.finder, marks);
                    term.number.iter().for_each(|number| self.index.others.mark(&number.finder, marks));
                }
                Reach::Nearly => {}
            }
        }
    }

    fn may_fit(&self, place: usize, bags: &Bags, reach: Reach) -> bool {
        let mut terms = self.terms.wanted.iter().zip(&self.marks);
        terms.all(|(term, marks)| marks.get(place) == Some(&true) || term.may_fit(bags, reach))
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
        let record = self.index.record(candidate.place)?;
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

fn mark(marks: &mut [bool], place: usize) {
    if let Some(marked) = marks.get_mut(place) {
        *marked = true;
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
