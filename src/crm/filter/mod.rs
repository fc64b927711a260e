//! The filters of a query. Those a customer's row answers are looked at row by row; the others become a set of
//! customers first.

mod gather;
mod kept;
mod set;

pub use kept::Kept;

use super::context::Context;
use super::follow_ups::day_end;
use super::{Crm, resolve};
use crate::domain::country;
use crate::domain::id::UserId;
use crate::domain::phone;
use crate::domain::query::{Compare, Day, Field, Filter, Query};
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::domain::typed::Word;
use crate::door::Refusal;
use crate::search::{Column, RowView};
use gather::Gatherer;
use set::CustomerSet;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The filters of a query, ready to be asked of rows.
pub struct Sieve {
    rows: Vec<(Filter, Vec<UserId>)>,
    /// Each with whether the customers in it are those left out.
    sets: Vec<(Arc<CustomerSet>, bool)>,
    now: Timestamp,
    day_end: Timestamp,
}

/// Which rows are kept, as far as it is known.
pub type Keep<'a> = dyn Fn(&RowView<'_>) -> bool + Sync + 'a;

impl Sieve {
    /// Gets everything that does not stand in the rows. `told` hears now and then which rows are sure to be kept while
    /// more are being gathered. Ends with [`Refusal::Cancelled`] as soon as `stop` is set.
    pub fn new(
        crm: &Crm,
        context: &Context,
        query: &Query,
        stop: &AtomicBool,
        told: &mut dyn FnMut(&Keep<'_>),
    ) -> Result<Self, Refusal> {
        let day_end = day_end(&crm.settings(), context.now);
        let mut sieve = Self { rows: Vec::new(), sets: Vec::new(), now: context.now, day_end };
        let (rows, others): (Vec<_>, Vec<_>) = query.filters.iter().partition(|filter| filter.field.is_row());
        for filter in rows {
            sieve.rows.push((filter.clone(), owners(crm, context, filter)?));
        }
        for (place, filter) in others.iter().enumerate() {
            let excludes = excludes(filter);
            let sure = place + 1 == others.len() && !excludes;
            let mut gathered = |set: &CustomerSet| told(&|row| sure && set.contains(row.id()) && sieve.keeps(*row));
            let set = sieve.set(crm, context, filter, stop, &mut gathered)?;
            sieve.sets.push((set, excludes));
        }
        Ok(sieve)
    }

    /// The customers a filter over other records tells apart.
    fn set(
        &self,
        crm: &Crm,
        context: &Context,
        filter: &Filter,
        stop: &AtomicBool,
        told: &mut dyn FnMut(&CustomerSet),
    ) -> Result<Arc<CustomerSet>, Refusal> {
        let (kept, forgotten) = crm.sets.get(filter);
        if let Some(set) = kept {
            return Ok(set);
        }
        let all_mergers_known = crm.finder.is_whole();
        let snapshot = crm.snapshot()?;
        let set = CustomerSet::default();
        let gatherer = Gatherer { crm, context, snapshot: &*snapshot, stop, told, set, steps: 0 };
        let set = Arc::new(gatherer.gather(filter, self.moments(filter))?);
        if all_mergers_known {
            crm.sets.keep(filter, &set, forgotten);
        }
        Ok(set)
    }

    /// Whether a row passes all of them; archived customers never do.
    pub fn keeps(&self, row: RowView<'_>) -> bool {
        !row.archived()
            && self.sets.iter().all(|(set, excludes)| set.contains(row.id()) != *excludes)
            && self.rows.iter().all(|(filter, owners)| self.fits(row, filter, owners) != filter.negated)
    }

    fn fits(&self, row: RowView<'_>, filter: &Filter, owners: &[UserId]) -> bool {
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
            (Field::Email, Compare::AnyOf(words)) => row.values(Column::Email).any(|email| part_of(email, words)),
            (Field::Phone, Compare::AnyOf(words)) => row.values(Column::Phone).any(|number| {
                let digits = phone::digits(number);
                let asked = words.iter().map(|word| phone::digits(word)).filter(|asked| !asked.is_empty());
                asked.into_iter().any(|asked| digits.contains(asked.trim_start_matches('0')))
            }),
            (Field::Kind, Compare::AnyOf(words)) => {
                let kind = if row.organisation() { "organisation" } else { "person" };
                words.iter().any(|word| word == kind)
            }
            (Field::Owner, _) => row.owner().is_some_and(|owner| owners.contains(&owner)),
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
        (Field::Ticket, Compare::AnyOf(words)) => words.iter().any(|word| word == "none"),
        (Field::DoNotContact, Compare::Is(yes)) => !yes,
        (Field::Order, Compare::Beyond(_)) => true,
        _ => false,
    };
    asks_for_none != filter.negated
}

/// Whether one of the words is a part of the text; both folded.
fn part_of(text: &str, words: &[String]) -> bool {
    let text = fold(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The users a filter by owner names.
fn owners(crm: &Crm, context: &Context, filter: &Filter) -> Result<Vec<UserId>, Refusal> {
    match (filter.field, &filter.op) {
        (Field::Owner, Compare::AnyOf(names)) => names.iter().map(|name| owner(crm, context, name)).collect(),
        _ => Ok(Vec::new()),
    }
}

fn owner(crm: &Crm, context: &Context, name: &str) -> Result<UserId, Refusal> {
    resolve::user(crm, context, name).map_err(|refusal| match refusal {
        Refusal::NotFound { .. } => unknown(name, crm.users().iter().map(|user| user.login.as_str())),
        other => other,
    })
}

/// The most values a refusal names.
const NAMED: usize = 12;

/// That a word is none of the values there are.
fn unknown<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Refusal {
    let known: Vec<&str> = known.take(NAMED).collect();
    let why = reason("filter-none-of").with("known", known.join(", "));
    Refusal::invalid("query", why.about(Word::new(word, 0..word.len())))
}
