//! A query asked of deals: what a deal has itself is judged by the deal, all else by its customer.

use super::gather::fits;
use super::set::CustomerSet;
use super::{Maker, Sieve, owners, part_of, unknown};
use crate::crm::{Crm, finder, search};
use crate::domain::deal::{Deal, STAGE_NAMES};
use crate::domain::party::Owner;
use crate::domain::query::{Compare, Field, Filter, Query, Term};
use crate::domain::settings::Settings;
use crate::domain::text::fold;
use crate::door::Refusal;
use std::sync::Arc;

/// A query, ready to be asked of deals.
pub struct DealSieve {
    settings: Arc<Settings>,
    /// Filters over what a deal has itself, each with the owners it names.
    own: Vec<(Filter, Vec<Owner>)>,
    /// What the other filters ask of the customer, if there are any.
    customer: Option<Sieve>,
    terms: Vec<Term>,
    /// Whom the words find; nobody where there are none.
    found: CustomerSet,
}

impl Maker<'_> {
    /// Gets everything a query asks for that does not stand in the deals themselves.
    pub fn deal_sieve(self, query: Query) -> Result<DealSieve, Refusal> {
        let settings = self.crm.settings();
        let (own, others): (Vec<_>, Vec<_>) = query.filters.into_iter().partition(|filter| is_own(filter.field));
        let named = |filter: Filter| {
            known(&filter, &settings)?;
            let owners = owners(self.crm, self.context, &filter)?;
            Ok((filter, owners))
        };
        let own = own.into_iter().map(named).collect::<Result<_, Refusal>>()?;
        if !others.is_empty() || !query.terms.is_empty() {
            finder::whole(self.crm, self.stop)?;
        }
        let of_customer = Query { filters: others, ..Query::default() };
        let customer = if of_customer.filters.is_empty() { None } else { Some(self.sieve(&of_customer, &mut |_| {})?) };
        let words = Query { terms: query.terms, ..Query::default() };
        let is_worded = !words.terms.is_empty();
        let found = if is_worded { search::found_by(self.crm, &words, &|_| true, self.stop)? } else { Vec::new() };
        let (found, terms) = (found.into_iter().collect(), words.terms);
        Ok(DealSieve { settings, own, customer, terms, found })
    }
}

impl DealSieve {
    /// Whether the query finds a deal.
    pub fn keeps(&self, crm: &Crm, deal: &Deal) -> bool {
        let customer = crm.finder.keeper(deal.customer);
        let is_kept = |sieve: &Sieve| crm.finder.look(|index| index.get(customer).is_some_and(|row| sieve.keeps(row)));
        self.own.iter().all(|(filter, owners)| self.holds(deal, filter, owners) != filter.negated)
            && (is_called(deal, &self.terms) || self.found.contains(customer))
            && self.customer.as_ref().is_none_or(is_kept)
    }

    fn holds(&self, deal: &Deal, filter: &Filter, owners: &[Owner]) -> bool {
        let pipeline = self.settings.pipelines.iter().find(|pipeline| pipeline.slug == deal.pipeline);
        match (filter.field, &filter.op) {
            (Field::Stage, Compare::AnyOf(words)) => pipeline.is_some_and(|pipeline| {
                let stages = words.iter().filter_map(|word| pipeline.find_stage(word, STAGE_NAMES).ok());
                stages.into_iter().any(|stage| stage.slug == deal.stage)
            }),
            (Field::Pipeline, Compare::AnyOf(words)) => pipeline.is_some_and(|pipeline| {
                let names = [&pipeline.slug, &pipeline.label].map(|name| fold(name));
                words.iter().any(|word| names.contains(word))
            }),
            (Field::Deal, Compare::AnyOf(words)) => {
                let id = fold(&deal.id.to_string());
                words.contains(&id) || part_of(&deal.title, words)
            }
            (Field::Value, op) => fits(deal.value, op),
            (Field::Owner, _) => owners.contains(&deal.owner),
            _ => false,
        }
    }
}

/// What a deal has itself.
fn is_own(field: Field) -> bool {
    matches!(field, Field::Stage | Field::Pipeline | Field::Deal | Field::Value | Field::Owner)
}

/// Refuses a stage no pipeline has.
fn known(filter: &Filter, settings: &Settings) -> Result<(), Refusal> {
    let (Field::Stage, Compare::AnyOf(words)) = (filter.field, &filter.op) else { return Ok(()) };
    let is_known = |word: &&String| settings.pipelines.iter().any(|p| p.find_stage(word, STAGE_NAMES).is_ok());
    let stages = settings.pipelines.iter().flat_map(|pipeline| &pipeline.stages).map(|stage| stage.slug.as_str());
    match words.iter().find(|word| !is_known(word)) {
        Some(word) => Err(unknown(word, stages)),
        None => Ok(()),
    }
}

/// Whether the title holds all the words that must be there, and none that must not.
fn is_called(deal: &Deal, terms: &[Term]) -> bool {
    let title = fold(&deal.title);
    terms.iter().all(|term| title.contains(&term.text) != term.negated)
}
