//! A search, from the words to the rows: look through the columns, take the best rows; names first.

use super::draw::Artist;
use super::fit::{Reach, Tier};
use super::index::{Index, Layer};
use super::part::Part;
use super::row::RowView;
use super::rows::Rows;
use super::scan::{Fits, NONE, Tiers};
use super::term::{Term, Terms, Word};
use super::typos;
use super::work::Work;
use crate::domain::id::CustomerId;
use std::cell::Cell;
use std::cmp::Reverse;
use std::sync::atomic::AtomicBool;

/// What is asked for.
pub struct Ask<'a> {
    /// All must fit; none means everyone.
    pub words: &'a [Word],
    /// Rows for which this is false are left out: the filters of a query.
    pub keep: &'a (dyn Fn(&RowView<'_>) -> bool + Sync),
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
    /// What the search has cost so far.
    pub touched: Touched,
}

/// The cost of a search, counted and not timed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Touched {
    /// How many times a row's tier was worked out.
    pub rows: usize,
    /// Bytes of text and bags looked through.
    pub bytes: usize,
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
}

/// So many of the best rows are scored; below them recency decides alone.
const SCORED: usize = 300;

/// Less than this part of all rows is looked at row by row: more are searched faster in one piece.
const NARROW: usize = 32;

/// Fewer rows than this are few: what is only nearly there is looked for too.
const FEW: usize = 50;

impl Index {
    /// Searches. `paint` gets the rows found by name while the other columns are still to be
    /// searched, if there are any. None when `cancel` was set.
    pub fn find(&self, ask: &Ask<'_>, cancel: &AtomicBool, paint: &mut dyn FnMut(Found)) -> Option<Found> {
        let work = Work::new(cancel, self.threads);
        let mut search = Search::new(self, ask, &work);
        if search.terms.wanted.is_empty() {
            return Some(search.page(search.gather()?, Reach::Columns));
        }
        search.look(Reach::Names);
        let found = search.gather()?;
        if found.matched > 0 {
            paint(search.page(found, Reach::Names));
        }
        search.look(Reach::Columns);
        let found = search.gather()?;
        if found.matched >= FEW {
            return Some(search.page(found, Reach::Columns));
        }
        search.look(Reach::Nearly);
        Some(search.page(search.gather()?, Reach::Nearly))
    }
}

struct Search<'a> {
    ask: &'a Ask<'a>,
    work: &'a Work<'a>,
    terms: Terms,
    layers: Vec<Layered<'a>>,
    rows: Cell<usize>,
}

/// A layer, and how the terms fit its rows.
pub(super) struct Layered<'a> {
    layer: &'a Layer,
    wanted: Vec<Fits>,
    unwanted: Vec<Fits>,
    /// By value of the names: those the terms make up together.
    whole: Tiers,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, ask: &'a Ask<'a>, work: &'a Work<'a>) -> Self {
        let terms = Terms::new(ask.words);
        let layers = index.layers.iter().map(|layer| Layered::new(layer, &terms, work)).collect();
        Self { ask, work, terms, layers, rows: Cell::new(0) }
    }

    /// Searches the columns a reach adds.
    fn look(&mut self, reach: Reach) {
        for layer in &mut self.layers {
            let part = layer.part();
            for (term, fits) in self.terms.wanted.iter().zip(&mut layer.wanted) {
                match reach {
                    Reach::Names => fits.look_at_names(part, term, self.work),
                    Reach::Columns => fits.look_at_shared(part, term, self.work),
                    Reach::Nearly => fits.look_nearly(part, term, self.work),
                }
            }
            if reach == Reach::Names {
                layer.look_for_whole_names(&self.terms, self.work);
            }
        }
        if reach == Reach::Nearly {
            for (at, term) in self.terms.wanted.iter().enumerate() {
                typos::note(&mut self.layers, at, term, self.work);
            }
        }
        if reach > Reach::Names {
            self.layers.iter_mut().for_each(|layer| layer.look_at_own(&self.terms, self.work));
        }
    }

    /// All rows that fit as far as was searched; None when cancelled.
    fn gather(&self) -> Option<Best> {
        let most = self.ask.offset.saturating_add(self.ask.limit).max(SCORED);
        let mut best = Best::default();
        for (layer, which) in self.layers.iter().zip(0..) {
            if layer.wanted.iter().any(Fits::is_empty) {
                continue;
            }
            let part = &layer.layer.part;
            let fitting = layer.rows();
            self.rows.set(self.rows.get() + fitting.count());
            let pieces = self.work.spread(part.len(), |best: &mut Best, places| {
                for place in fitting.within(places) {
                    let Some(tier) = Tier::ALL.get(usize::from(layer.tier(place))) else { continue };
                    if (self.ask.keep)(&RowView { part, place }) {
                        best.offer(most, *tier, part.recency(place), || Candidate::new(*tier, part, which, place));
                    }
                }
            });
            for piece in pieces {
                best.join(piece);
            }
        }
        (!self.work.is_cancelled()).then_some(best)
    }

    /// The page asked for, of the rows found.
    fn page(&self, best: Best, reach: Reach) -> Found {
        let matched = best.matched;
        let (offset, limit) = (self.ask.offset, self.ask.limit);
        let mut found = best.rows;
        keep_best(&mut found, offset.saturating_add(limit).max(SCORED));
        let artist = Artist::new();
        for candidate in found.iter_mut().take(SCORED) {
            if let Some(layer) = self.layers.get(candidate.layer) {
                let written = layer.layer.part.written(candidate.place);
                candidate.score = Reverse(artist.score(&self.terms, &written, reach));
            }
        }
        let scored = found.len().min(SCORED);
        found.get_mut(..scored).unwrap_or_default().sort_unstable();
        let touched = Touched { rows: self.rows.get(), bytes: self.work.bytes() };
        let rows = found.into_iter().skip(offset).take(limit).map(Candidate::hit).collect();
        Found { matched, rows, complete: reach > Reach::Names, touched }
    }
}

impl<'a> Layered<'a> {
    fn new(layer: &'a Layer, terms: &Terms, work: &Work<'_>) -> Self {
        let mut unwanted: Vec<Fits> = terms.unwanted.iter().map(|_| Fits::default()).collect();
        for (fits, term) in unwanted.iter_mut().zip(&terms.unwanted) {
            fits.look_at_names(&layer.part, term, work);
            fits.look_at_shared(&layer.part, term, work);
            fits.look_at_own(&layer.part, term, None, work);
        }
        let wanted = terms.wanted.iter().map(|_| Fits::default()).collect();
        Self { layer, wanted, unwanted, whole: Tiers::default() }
    }

    pub(super) fn part(&self) -> &'a Part {
        &self.layer.part
    }

    /// Notes how a term fits a value of a column.
    pub(super) fn note(&mut self, term: usize, column: usize, line: usize, tier: Tier) {
        let lines = self.part().shared().get(column).map_or(0, |(_, values)| values.lines.len());
        let column = self.wanted.get_mut(term).and_then(|fits| fits.shared.get_mut(column));
        if let Some(tiers) = column {
            tiers.note(lines, line, tier);
        }
    }

    /// Several terms may make up a name.
    fn look_for_whole_names(&mut self, terms: &Terms, work: &Work<'_>) {
        let names = &self.part().names;
        let by_term: Vec<&Tiers> = self.wanted.iter().map(|fits| &fits.shared[0]).collect();
        if by_term.len() < 2 || by_term.iter().any(|tiers| tiers.is_empty()) {
            return;
        }
        let pieces = work.spread(names.lines.len(), |found: &mut Vec<(usize, Tier)>, lines| {
            for line in lines.filter(|line| by_term.iter().all(|tiers| tiers.get(*line) != NONE)) {
                let name = names.texts(line).next().unwrap_or_default();
                let tiers = [terms.name_tier(name), terms.sound_tier(name, names.is_firm(line))];
                found.extend(tiers.into_iter().flatten().min().map(|tier| (line, tier)));
            }
        });
        for (line, tier) in pieces.into_iter().flatten() {
            self.whole.note(names.lines.len(), line, tier);
        }
    }

    /// Searches addresses and numbers: those of the longest term first, of the others only in rows that fit so far
    /// when these are few.
    fn look_at_own(&mut self, terms: &Terms, work: &Work<'_>) {
        let part = self.part();
        let mut order: Vec<(&Term, &mut Fits)> = terms.wanted.iter().zip(&mut self.wanted).collect();
        order.sort_by_key(|(term, _)| Reverse(term.text.len()));
        let mut fitting = self.layer.rows();
        for (term, fits) in order {
            let few = fitting.count() < part.len() / NARROW;
            fits.look_at_own(part, term, few.then_some(&fitting), work);
            fitting.keep(&fits.rows(part));
        }
    }

    /// The rows that fit as far as was searched.
    fn rows(&self) -> Rows {
        let part = self.part();
        let mut rows = self.layer.rows();
        self.wanted.iter().for_each(|fits| rows.keep(&fits.rows(part)));
        self.unwanted.iter().filter(|fits| !fits.is_empty()).for_each(|fits| rows.leave_out(&fits.rows(part)));
        rows
    }

    /// The tier of a row that fits: that of its worst term, or of the whole name.
    fn tier(&self, row: usize) -> u8 {
        let part = self.part();
        let worst = self.wanted.iter().map(|fits| fits.tier(part, row)).max().unwrap_or_default();
        if self.whole.is_empty() { worst } else { worst.min(self.whole.get(part.names.code(row))) }
    }

    /// In how many rows a value of a column stands.
    pub(super) fn rows_with(&self, column: usize, value: usize) -> usize {
        let column = self.part().shared().into_iter().nth(column);
        column.map_or(0, |(_, values)| values.holders(value).filter(|row| self.layer.is_left(*row)).count())
    }
}

/// A row that fits, in the order of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    tier: Tier,
    score: Reverse<i64>,
    contact: Reverse<u32>,
    length: usize,
    id: CustomerId,
    layer: usize,
    place: usize,
}

impl Candidate {
    fn new(tier: Tier, part: &Part, layer: usize, place: usize) -> Self {
        let (contact, length) = (Reverse(part.recency(place)), part.name(place).len());
        Self { tier, score: Reverse(0), contact, length, id: part.id(place), layer, place }
    }

    fn hit(self) -> Hit {
        Hit { id: self.id, tier: self.tier, score: self.score.0 }
    }
}

/// The best of the rows that fit, and how many fit.
#[derive(Default)]
struct Best {
    matched: usize,
    rows: Vec<Candidate>,
    /// Rows worse than this are not among the best.
    bar: Option<(Tier, Reverse<u32>)>,
}

impl Best {
    fn offer(&mut self, most: usize, tier: Tier, contact: u32, candidate: impl FnOnce() -> Candidate) {
        self.matched += 1;
        if self.bar.is_some_and(|bar| (tier, Reverse(contact)) > bar) {
            return;
        }
        self.rows.push(candidate());
        if self.rows.len() >= most.saturating_mul(4) {
            keep_best(&mut self.rows, most);
            self.bar = self.rows.last().map(|last| (last.tier, last.contact));
        }
    }

    fn join(&mut self, other: Self) {
        self.matched += other.matched;
        self.rows.extend(other.rows);
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
