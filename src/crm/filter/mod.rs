//! The filters of a query. Those a customer's row answers are looked at row by row; the others become a set of
//! customers first.

mod deals;
mod gather;
mod kept;
mod set;

pub use deals::DealSieve;
pub use kept::Kept;

use super::context::Context;
use super::follow_ups::day_end;
use super::{Crm, resolve, search, views};
use crate::domain::country;
use crate::domain::email;
use crate::domain::party::Owner;
use crate::domain::phone;
use crate::domain::query::{BAD, Compare, Day, Field, Filter, NONE, Query};
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::domain::typed::Word;
use crate::door::Refusal;
use crate::search::{Column, RowView};
use gather::Gatherer;
use kept::{Asked, Gathered};
use set::CustomerSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The filters of a query, ready to be asked of rows.
pub struct Sieve {
    rows: Vec<(Filter, Vec<Owner>)>,
    /// Each with whether the customers in it are those left out.
    sets: Vec<(Arc<CustomerSet>, bool)>,
    /// The queries of saved views, of which one has to hold; each filter with whether it must be none of them.
    views: Vec<(Vec<Sieve>, bool)>,
    now: Timestamp,
    day_end: Timestamp,
}

/// Which rows are kept, as far as it is known.
pub type Keep<'a> = dyn Fn(&RowView<'_>) -> bool + Sync + 'a;

/// What a sieve is made with.
#[derive(Clone, Copy)]
pub struct Maker<'a> {
    /// Where everything is.
    pub crm: &'a Crm,
    /// Who asks.
    pub context: &'a Context,
    /// Set when nobody waits any more.
    pub stop: &'a AtomicBool,
}

impl Maker<'_> {
    /// Gets everything a query's filters ask for that does not stand in the rows. `told` hears now and then which rows
    /// are sure to be kept while more are being gathered. Ends with [`Refusal::Cancelled`] as soon as it is stopped.
    pub fn sieve(self, query: &Query, told: &mut dyn FnMut(&Keep<'_>)) -> Result<Sieve, Refusal> {
        let day_end = day_end(&self.crm.settings(), self.context.now);
        let (rows, sets, views) = (Vec::new(), Vec::new(), Vec::new());
        let mut sieve = Sieve { rows, sets, views, now: self.context.now, day_end };
        self.strain(&mut sieve, &query.filters, told)?;
        Ok(sieve)
    }

    /// Adds filters to a sieve.
    fn strain(self, sieve: &mut Sieve, filters: &[Filter], told: &mut dyn FnMut(&Keep<'_>)) -> Result<(), Refusal> {
        let (rows, others): (Vec<_>, Vec<_>) = filters.iter().partition(|filter| filter.field.is_row());
        for filter in rows {
            sieve.rows.push((filter.clone(), owners(self.crm, self.context, filter)?));
        }
        for (place, filter) in others.iter().enumerate() {
            let excludes = excludes(filter);
            let sure = place + 1 == others.len() && !excludes;
            if let (Field::View, Compare::AnyOf(names)) = (filter.field, &filter.op) {
                let mut known = |keep: &Keep<'_>| told(&|row| sure && keep(row) && sieve.keeps(*row));
                let views = names.iter().map(|name| self.view(name, &mut known)).collect::<Result<_, _>>()?;
                sieve.views.push((views, excludes));
            } else {
                let mut known = |set: &CustomerSet| told(&|row| sure && set.contains(row.id()) && sieve.keeps(*row));
                let set = self.set(sieve, filter, &mut known)?;
                sieve.sets.push((set, excludes));
            }
        }
        Ok(())
    }

    /// Whom a saved view finds.
    fn view(self, name: &str, told: &mut dyn FnMut(&Keep<'_>)) -> Result<Sieve, Refusal> {
        let all = views::mine(self.context, &*self.crm.snapshot()?)?;
        let Some(view) = all.iter().find(|view| fold(&view.name) == name) else {
            return Err(unknown(name, all.iter().map(|view| view.name.as_str())));
        };
        let query = search::parsed_for_view(self.crm, &view.query)?;
        let mut sieve = self.sieve(&Query::default(), told)?;
        if !query.terms.is_empty() {
            sieve.sets.push((self.found_by(&query)?, false));
        }
        self.strain(&mut sieve, &query.filters, told)?;
        Ok(sieve)
    }

    /// The customers a filter over other records tells apart.
    fn set(
        self,
        sieve: &Sieve,
        filter: &Filter,
        told: &mut dyn FnMut(&CustomerSet),
    ) -> Result<Arc<CustomerSet>, Refusal> {
        let asked = Asked::Filter(Filter { negated: false, ..filter.clone() });
        let moments = sieve.moments(filter);
        let (kept, version) = self.crm.sets.get(&asked);
        if let Some(kept) = kept
            && self.still_holds(filter, kept.moments, moments.clone())?
        {
            return Ok(kept.set);
        }
        let all_mergers_known = self.crm.finder.is_whole();
        let set = Arc::new(self.gather(filter, moments.clone(), told)?);
        if all_mergers_known {
            self.crm.sets.keep(asked, Gathered { set: Arc::clone(&set), moments }, version);
        }
        Ok(set)
    }

    /// Whether nothing stands in the moments that have come into a filter's sight since, nor in those that have left it.
    fn still_holds(
        self,
        filter: &Filter,
        before: Option<Range<Timestamp>>,
        now: Option<Range<Timestamp>>,
    ) -> Result<bool, Refusal> {
        let (Some(before), Some(now)) = (before, now) else { return Ok(true) };
        let between = |a: Timestamp, b: Timestamp| a.min(b)..a.max(b);
        for passed in [between(before.start, now.start), between(before.end, now.end)] {
            if !passed.is_empty() && !self.gather(filter, Some(passed), &mut |_| {})?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn gather(
        self,
        filter: &Filter,
        moments: Option<Range<Timestamp>>,
        told: &mut dyn FnMut(&CustomerSet),
    ) -> Result<CustomerSet, Refusal> {
        let snapshot = self.crm.snapshot()?;
        let set = CustomerSet::default();
        let gatherer = Gatherer { crm: self.crm, snapshot: &*snapshot, stop: self.stop, told, set, steps: 0 };
        gatherer.gather(filter, moments)
    }

    /// Everyone the words of a query find.
    fn found_by(self, query: &Query) -> Result<Arc<CustomerSet>, Refusal> {
        let asked = Asked::Words(query.terms.clone());
        let (kept, version) = self.crm.sets.get(&asked);
        if let Some(kept) = kept {
            return Ok(kept.set);
        }
        let whole = self.crm.finder.is_whole();
        let found = search::found_by(self.crm, query, &|_| true, self.stop)?;
        let set = Arc::new(found.into_iter().collect::<CustomerSet>());
        if whole {
            self.crm.sets.keep(asked, Gathered { set: Arc::clone(&set), moments: None }, version);
        }
        Ok(set)
    }
}

impl Sieve {
    /// Whether a row passes all of them; archived customers never do.
    pub fn keeps(&self, row: RowView<'_>) -> bool {
        !row.archived()
            && self.sets.iter().all(|(set, excludes)| set.contains(row.id()) != *excludes)
            && self.rows.iter().all(|(filter, owners)| self.fits(row, filter, owners) != filter.negated)
            && self.views.iter().all(|(views, excludes)| views.iter().any(|view| view.keeps(row)) != *excludes)
    }

    fn fits(&self, row: RowView<'_>, filter: &Filter, owners: &[Owner]) -> bool {
        match (filter.field, &filter.op) {
            (Field::Name, Compare::AnyOf(words)) => part_of(row.name(), words),
            (Field::Company, Compare::AnyOf(words)) => part_of(row.company(), words),
            (Field::City, Compare::AnyOf(words)) => part_of(row.city(), words),
            (Field::Country, Compare::AnyOf(words)) => {
                let here = country::normalised(row.country());
                words.iter().any(|word| country::normalised(word) == here || fold(row.country()) == *word)
            }
            (Field::Source, Compare::AnyOf(words)) => part_of(row.source(), words),
            (Field::Tag, Compare::AnyOf(words)) => row.values(Column::Tag).any(|tag| words.contains(&fold(tag))),
            (Field::Email, Compare::AnyOf(words)) => {
                has(words, || row.values(Column::Email), email::is_valid, |email| part_of(email, words))
            }
            (Field::Phone, Compare::AnyOf(words)) => {
                has(words, || row.values(Column::Phone), phone::is_dialled, |number| has_digits(number, words))
            }
            (Field::Kind, Compare::AnyOf(words)) => {
                let kind = if row.organisation() { "organisation" } else { "person" };
                words.iter().any(|word| word == kind)
            }
            (Field::Owner, _) => owners.contains(&row.owner()),
            (Field::Last, op) => self.when(row.last_contact(), op),
            (Field::Created, op) => self.when(Some(row.created()), op),
            _ => false,
        }
    }

    /// Whether a past moment fits.
    fn when(&self, at: Option<Timestamp>, op: &Compare) -> bool {
        let Some(at) = at else { return matches!(op, Compare::Beyond(_)) };
        match op {
            Compare::Within(days) => at >= self.ago(*days),
            Compare::Beyond(days) => at < self.ago(*days),
            Compare::On(day) => self.span(*day).contains(&at),
            _ => false,
        }
    }

    fn ago(&self, days: u32) -> Timestamp {
        self.now.plus(-i64::from(days) * Timestamp::DAY)
    }

    /// The moments a filter over follow-ups or orders looks at: `order>30d` at those it must not find.
    fn moments(&self, filter: &Filter) -> Option<Range<Timestamp>> {
        let ahead = |days: u32| self.now.plus(i64::from(days) * Timestamp::DAY);
        match (filter.field, &filter.op) {
            (_, Compare::On(day)) => Some(self.span(*day)),
            (Field::Due, Compare::Within(days)) => Some(EVER.start..ahead(*days)),
            (Field::Due, Compare::Beyond(days)) => Some(ahead(*days)..EVER.end),
            (Field::Order, Compare::Within(days) | Compare::Beyond(days)) => Some(self.ago(*days)..EVER.end),
            _ => None,
        }
    }

    /// The moments of a day; overdue is everything before now.
    fn span(&self, day: Day) -> Range<Timestamp> {
        let today = self.day_end.plus(-Timestamp::DAY);
        match day {
            Day::Overdue => EVER.start..self.now,
            Day::Yesterday => today.plus(-Timestamp::DAY)..today,
            Day::Today => today..self.day_end,
            Day::Tomorrow => self.day_end..self.day_end.plus(Timestamp::DAY),
        }
    }
}

/// The words notes are asked for, those left out aside.
pub fn noted(query: &Query) -> Vec<String> {
    let asked = query.filters.iter().filter(|filter| filter.field == Field::Note && !filter.negated);
    let words = asked.filter_map(|filter| match &filter.op {
        Compare::AnyOf(words) => Some(words.clone()),
        _ => None,
    });
    words.flatten().collect()
}

const EVER: Range<Timestamp> = Timestamp(i64::MIN)..Timestamp(i64::MAX);

/// Whether a filter's set holds the customers that are left out: it is negated, or asks who has none.
fn excludes(filter: &Filter) -> bool {
    let asks_for_none = match (filter.field, &filter.op) {
        (Field::Ticket | Field::Consent, Compare::AnyOf(words)) => asks_for(words, NONE),
        (Field::DoNotContact, Compare::Is(yes)) => !yes,
        (Field::Order, Compare::Beyond(_)) => true,
        _ => false,
    };
    asks_for_none != filter.negated
}

/// Whether a customer has an address that is asked for, none where that is asked for, or one of no use.
fn has<'a, I: Iterator<Item = &'a str>>(
    words: &[String],
    addresses: impl Fn() -> I,
    is_of_use: impl Fn(&str) -> bool,
    is_meant: impl Fn(&str) -> bool,
) -> bool {
    (asks_for(words, NONE) && addresses().next().is_none())
        || (asks_for(words, BAD) && addresses().any(|address| !is_of_use(address)))
        || addresses().any(is_meant)
}

fn asks_for(words: &[String], word: &str) -> bool {
    words.iter().any(|asked| asked == word)
}

/// Whether a number holds the digits of one of the words, those dialled first left aside.
fn has_digits(number: &str, words: &[String]) -> bool {
    let digits = phone::digits(number);
    let asked = words.iter().map(|word| phone::digits(word)).filter(|asked| !asked.is_empty());
    asked.into_iter().any(|asked| digits.contains(asked.trim_start_matches('0')))
}

/// Whether one of the words is a part of the text; both folded.
fn part_of(text: &str, words: &[String]) -> bool {
    let text = fold(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The owners a filter by owner names.
fn owners(crm: &Crm, context: &Context, filter: &Filter) -> Result<Vec<Owner>, Refusal> {
    match (filter.field, &filter.op) {
        (Field::Owner, Compare::AnyOf(names)) => names.iter().map(|name| owner(crm, context, name)).collect(),
        _ => Ok(Vec::new()),
    }
}

fn owner(crm: &Crm, context: &Context, name: &str) -> Result<Owner, Refusal> {
    match resolve::owner(crm, context, name) {
        Err(Refusal::NotFound { .. }) => {
            let known = resolve::owners(crm)?;
            Err(unknown(name, known.iter().map(String::as_str)))
        }
        answer => answer,
    }
}

/// The most values a refusal names.
const NAMED: usize = 12;

/// That a word is none of the values there are.
fn unknown<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.take(NAMED).collect();
    let why = reason("filter-none-of").with("known", known.join(", "));
    Refusal::invalid("query", why.about(Word::new(word, 0..word.len())))
}
