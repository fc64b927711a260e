//! Filters over other records than the customer's own: each becomes a set of customers, from a range of index keys
//! that name the customer where there is one, else from the records behind the keys, step by step.

use super::set::CustomerSet;
use super::{part_of, unknown};
use crate::crm::{Crm, notes, refuse};
use crate::domain::customer::Customer;
use crate::domain::deal::{Deal, Pipeline, STAGE_NAMES};
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::id::{CustomerId, DealId};
use crate::domain::money::Money;
use crate::domain::query::{Bound, Compare, Field, Filter, NONE};
use crate::domain::text::fold;
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::search::notes::is_exact;
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::{Key, Table, number_before_last};
use crate::store::read;
use crate::store::records::customer::by_address;
use crate::store::records::deal::{board, column};
use crate::store::records::ticket::is_complaint;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Keys or records between two looks at whether anybody still waits.
const STRIDE: usize = 250;
/// Time between two looks at notes that are still being read.
const GROWING: Duration = Duration::from_millis(100);

/// Gathers the customers one filter holds for, its negation left aside.
pub struct Gatherer<'a> {
    pub crm: &'a Crm,
    /// The store as it is looked at.
    pub snapshot: &'a dyn Snapshot,
    /// Set when nobody waits any more.
    pub stop: &'a AtomicBool,
    /// Hears now and then what is gathered so far.
    pub told: &'a mut dyn FnMut(&CustomerSet),
    /// What is gathered so far.
    pub set: CustomerSet,
    /// Keys and records gone through.
    pub steps: usize,
}

impl Gatherer<'_> {
    /// Gathers; `moments` are those a filter by time looks at, as [`super::Sieve::moments`] gives them.
    pub fn gather(mut self, filter: &Filter, moments: Option<Range<Timestamp>>) -> Result<CustomerSet, Refusal> {
        match (filter.field, &filter.op) {
            (Field::Stage, Compare::AnyOf(words)) => self.stages(words)?,
            (Field::Pipeline, Compare::AnyOf(words)) => self.pipelines(words)?,
            (Field::Deal, Compare::AnyOf(words)) => self.titles(words)?,
            (Field::Value, op) => self.deals(&|deal| fits(deal.value, op))?,
            (Field::Due, _) => self.due(moments.unwrap_or_default())?,
            (Field::Order, _) => self.ordered(moments.unwrap_or_default())?,
            (Field::Ticket, Compare::AnyOf(words)) => self.tickets(words)?,
            (Field::DoNotContact, _) => self.suppressed()?,
            (Field::Consent, Compare::AnyOf(words)) => self.consents(words)?,
            (Field::Note, Compare::AnyOf(words)) => self.notes(words)?,
            _ => {}
        }
        Ok(self.set)
    }

    fn step(&mut self) -> Result<(), Refusal> {
        self.steps += 1;
        if !self.steps.is_multiple_of(STRIDE) {
            return Ok(());
        }
        (self.told)(&self.set);
        self.go_on()
    }

    fn go_on(&self) -> Result<(), Refusal> {
        if self.stop.load(Ordering::Acquire) { Err(Refusal::Cancelled) } else { Ok(()) }
    }

    /// What hangs on a customer counts for the one it is merged into.
    fn add(&mut self, customer: CustomerId) {
        self.set.insert(self.crm.finder.keeper(customer));
    }

    /// Adds the customers the index keys of a range name before the record itself.
    fn add_named_in(&mut self, range: KeyRange) -> Result<(), Refusal> {
        let snapshot = self.snapshot;
        for found in snapshot.scan(range, Direction::Forward) {
            let (key, _) = found.map_err(refuse)?;
            if let Some(customer) = number_before_last(&key) {
                self.add(CustomerId(customer));
            }
            self.step()?;
        }
        Ok(())
    }

    fn stages(&mut self, words: &[String]) -> Result<(), Refusal> {
        let settings = self.crm.settings();
        for word in words {
            let found = settings.pipelines.iter().filter_map(|pipeline| {
                let stage = pipeline.find_stage(word, STAGE_NAMES).ok()?;
                Some(column(&pipeline.slug, &stage.slug, &self.crm.hasher))
            });
            let columns: Vec<Key> = found.collect();
            if columns.is_empty() {
                let stages = settings.pipelines.iter().flat_map(|pipeline| &pipeline.stages);
                return Err(unknown(word, stages.map(|stage| stage.slug.as_str())));
            }
            columns.into_iter().try_for_each(|column| self.add_named_in(KeyRange::prefix(&column.bytes())))?;
        }
        Ok(())
    }

    fn pipelines(&mut self, words: &[String]) -> Result<(), Refusal> {
        let settings = self.crm.settings();
        let is_called =
            |pipeline: &Pipeline, word: &str| [&pipeline.slug, &pipeline.label].iter().any(|n| fold(n) == word);
        for word in words {
            let Some(pipeline) = settings.pipelines.iter().find(|pipeline| is_called(pipeline, word)) else {
                return Err(unknown(word, settings.pipelines.iter().map(|pipeline| pipeline.slug.as_str())));
            };
            self.add_named_in(KeyRange::prefix(&board(&pipeline.slug, &self.crm.hasher).bytes()))?;
        }
        Ok(())
    }

    /// Deals by id, or by a part of the title.
    fn titles(&mut self, words: &[String]) -> Result<(), Refusal> {
        let id_of = |word: &String| word.starts_with('d').then(|| word.parse::<DealId>().ok()).flatten();
        for id in words.iter().filter_map(id_of) {
            let found = read::get::<Deal>(self.snapshot, id).map_err(refuse)?;
            if let Some((deal, _)) = found.filter(|(deal, _)| deal.is_open()) {
                self.add(deal.customer);
            }
        }
        let titles: Vec<String> = words.iter().filter(|word| id_of(word).is_none()).cloned().collect();
        if titles.is_empty() { Ok(()) } else { self.deals(&|deal| part_of(&deal.title, &titles)) }
    }

    /// Every open deal is looked at: no index knows titles or values.
    fn deals(&mut self, fits: &dyn Fn(&Deal) -> bool) -> Result<(), Refusal> {
        let snapshot = self.snapshot;
        for deal in read::found::<Deal>(snapshot, Key::of(Table::Board), Direction::Forward) {
            let deal = deal.map_err(refuse)?;
            if fits(&deal) {
                self.add(deal.customer);
            }
            self.step()?;
        }
        Ok(())
    }

    /// Open follow-ups of every owner in a span: from each owner's range straight to the next one's.
    fn due(&mut self, span: Range<Timestamp>) -> Result<(), Refusal> {
        let table = Key::of(Table::Queue).bytes();
        let mut rest = KeyRange::prefix(&table);
        while let Some(found) = self.snapshot.scan(rest.clone(), Direction::Forward).next() {
            let (key, _) = found.map_err(refuse)?;
            let Some(owner) = Key::owner_in_queue(&key) else { break };
            let (from, to) = (owner.clone().time(span.start).bytes(), owner.clone().time(span.end).bytes());
            self.add_named_in(KeyRange::new(from, to))?;
            match KeyRange::prefix(&owner.bytes()).end {
                Some(next) => rest.start = next,
                None => break,
            }
        }
        Ok(())
    }

    fn ordered(&mut self, span: Range<Timestamp>) -> Result<(), Refusal> {
        let at = |at| Key::of(Table::OrderedAt).time(at).bytes();
        self.add_named_in(KeyRange::new(at(span.start), at(span.end)))
    }

    /// Customers with an open ticket or complaint; when `none` is asked for, those it does not hold for.
    fn tickets(&mut self, words: &[String]) -> Result<(), Refusal> {
        let asked = |word: &str| words.iter().any(|w| w == word);
        let mut with = CustomerSet::default();
        let snapshot = self.snapshot;
        for found in snapshot.scan_prefix(&Key::of(Table::OpenTickets).bytes(), Direction::Forward) {
            let (key, _) = found.map_err(refuse)?;
            let Some(customer) = number_before_last(&key).map(CustomerId) else { continue };
            with.insert(self.crm.finder.keeper(customer));
            if asked("open") || (asked("complaint") && is_complaint(&key)) {
                self.add(customer);
            }
            self.step()?;
        }
        if asked("none") {
            self.set = with.without(&self.set);
        }
        Ok(())
    }

    /// Customers who gave their consent and did not take it back; when `none` is asked for, those it does not hold for.
    fn consents(&mut self, words: &[String]) -> Result<(), Refusal> {
        let none = words.iter().any(|word| word == NONE);
        let mut with = CustomerSet::default();
        let snapshot = self.snapshot;
        for customer in read::all::<Customer>(snapshot) {
            let Customer { id, consents, .. } = customer.map_err(refuse)?;
            let mut valid = consents.iter().filter(|consent| consent.withdrawn.is_none()).peekable();
            if valid.peek().is_some() {
                with.insert(self.crm.finder.keeper(id));
            }
            if valid.any(|consent| words.contains(&fold(&consent.purpose))) {
                self.add(id);
            }
            self.step()?;
        }
        if none {
            self.set = with.without(&self.set);
        }
        Ok(())
    }

    /// Customers one of whose numbers or addresses is suppressed.
    fn suppressed(&mut self) -> Result<(), Refusal> {
        let snapshot = self.snapshot;
        for entry in read::all::<DoNotContact>(snapshot) {
            let key = by_address(&entry.map_err(refuse)?.address, &self.crm.hasher);
            for customer in read::ids::<CustomerId>(snapshot, key, Direction::Forward) {
                self.add(customer.map_err(refuse)?);
            }
            self.step()?;
        }
        Ok(())
    }

    /// Customers an interaction of whom holds one of the words; those read so far as long as not all are.
    fn notes(&mut self, words: &[String]) -> Result<(), Refusal> {
        notes::build(self.crm)?;
        while !self.crm.notes.is_whole() {
            words.iter().filter(|word| is_exact(word)).for_each(|word| self.add_noted(word));
            (self.told)(&self.set);
            self.go_on()?;
            self.crm.notes.wait(GROWING);
            notes::build(self.crm)?;
        }
        for word in words {
            if is_exact(word) {
                self.add_noted(word);
            } else {
                self.add_noted_so(word)?;
            }
        }
        Ok(())
    }

    fn add_noted(&mut self, word: &str) {
        self.crm.notes.find(word).into_iter().for_each(|customer| self.add(customer));
    }

    /// Several words: they must stand in one note, in this order.
    fn add_noted_so(&mut self, words: &str) -> Result<(), Refusal> {
        let snapshot = self.snapshot;
        for customer in self.crm.notes.find(words) {
            for text in notes::texts_of(self.crm, snapshot, customer) {
                self.step()?;
                if notes::holds(&text?, words) {
                    self.add(customer);
                    break;
                }
            }
        }
        Ok(())
    }
}

/// Whether an amount fits; amounts of different currencies are never compared.
pub(super) fn fits(value: Money, op: &Compare) -> bool {
    let is_on_side = |bound: Bound, than: Money| {
        value.currency == than.currency
            && match bound {
                Bound::Below => value.minor < than.minor,
                Bound::AtMost => value.minor <= than.minor,
                Bound::Exactly => value.minor == than.minor,
                Bound::AtLeast => value.minor >= than.minor,
                Bound::Above => value.minor > than.minor,
            }
    };
    match op {
        Compare::Amount(bound, amount) => is_on_side(*bound, *amount),
        Compare::Between(least, most) => is_on_side(Bound::AtLeast, *least) && is_on_side(Bound::AtMost, *most),
        _ => false,
    }
}
