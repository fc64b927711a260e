//! Bulk edit: everyone a query finds, or those who are marked, changed alike.
//!
//! It goes commit by commit under one undo entry, as an import does. Each customer is changed from what it holds at
//! that moment, so that nothing anybody else wrote meanwhile is lost.

use super::change::{Change, not_found};
use super::context::Context;
use super::follow_ups::owner_name;
use super::undo::{self, UndoPlan};
use super::{Crm, Sink, customers, masking, refuse, resolve, search};
use crate::domain::cleaning::{Cleaning, cleaned};
use crate::domain::customer::Customer;
use crate::domain::edit::{self, Draft};
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::party::Owner;
use crate::domain::reason::reason;
use crate::domain::tags::Retag;
use crate::domain::undo::UndoEntry;
use crate::door::bulk::{BulkEdit, Outcome, Request, Response, Row, Whom};
use crate::door::jobs::Progress;
use crate::door::{CallId, Part, Refusal};
use crate::store::engine::Snapshot;
use crate::store::read;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};

/// Customers a commit changes, at most.
const COMMIT: usize = 200;
/// Fields a commit changes, at most: its audit entry names each of every customer.
const FIELDS: usize = 2_000;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let outcome = match request {
        Request::Preview(edit) => Bulk::new(crm, context, edit, sink)?.preview(sink),
        Request::Make(edit) => Bulk::new(crm, context, edit, sink)?.make(sink),
    };
    outcome.map(|outcome| Response::Outcome(Box::new(outcome)))
}

/// A bulk edit under way.
struct Bulk<'a> {
    crm: &'a Crm,
    context: &'a Context,
    customers: Vec<CustomerId>,
    /// What the undo shall be called, where there is a name for these customers.
    what: String,
    wanted: Wanted,
    outcome: Outcome,
}

/// What every customer shall be.
struct Wanted {
    set: Draft,
    tags: Retag,
    clean: Vec<Cleaning>,
    /// Where numbers without a country are dialled from.
    region: String,
}

/// What became of the customers of one commit.
#[derive(Default)]
struct Tally {
    changed: usize,
    unchanged: usize,
    refused: usize,
    why: Option<Refusal>,
}

impl<'a> Bulk<'a> {
    fn new(crm: &'a Crm, context: &'a Context, edit: BulkEdit, sink: &mut dyn Sink) -> Result<Self, Refusal> {
        let BulkEdit { whom, set, tags, clean } = edit;
        customers::check_fields(set.fields().map(|(field, _)| field))?;
        let region = crm.settings().region.clone();
        let wanted = Wanted { set: resolve::draft(crm, context, Noun::Customer, &set)?, tags, clean, region };
        if wanted.set.is_empty() && wanted.tags.is_empty() && wanted.clean.is_empty() {
            return Err(Refusal::invalid("", reason("nothing-to-set")));
        }
        wanted.of(&Customer { name: "anybody".to_owned(), ..Customer::default() })?;
        let (customers, what) = match whom {
            Whom::Query(query) => (search::everyone(crm, context, &query, sink)?, query),
            Whom::These(customers) => (customers, String::new()),
        };
        let outcome = Outcome { matched: customers.len(), ..Outcome::default() };
        Ok(Self { crm, context, customers, what, wanted, outcome })
    }

    fn preview(mut self, sink: &mut dyn Sink) -> Result<Outcome, Refusal> {
        let (snapshot, stop) = (self.crm.snapshot()?, sink.stop());
        let customers = std::mem::take(&mut self.customers);
        for (some, done) in customers.chunks(COMMIT).zip((0..).step_by(COMMIT)) {
            go_on(&stop)?;
            for id in some {
                let found = read::get::<Customer>(&*snapshot, *id).map_err(refuse)?.map(|(customer, _)| customer);
                match self.wanted.judged(self.crm, self.context, *id, found.as_ref()) {
                    Ok(Some(after)) => self.show(&*snapshot, &found.unwrap_or_default(), &after),
                    Ok(None) => self.outcome.unchanged += 1,
                    Err(refusal) => self.count(Tally { refused: 1, why: Some(refusal), ..Tally::default() }),
                }
            }
            self.tell(done + some.len(), sink);
        }
        Ok(self.outcome)
    }

    /// Counts a change, and shows it if it is one of the first.
    fn show(&mut self, snapshot: &dyn Snapshot, before: &Customer, after: &Customer) {
        self.outcome.changed += 1;
        if self.outcome.rows.len() < Outcome::SHOWN {
            let mut changes = edit::diff(before, after);
            for change in changes.iter_mut().filter(|change| Customer::OWNERS.contains(&change.field.as_str())) {
                change.from = by_name(self.crm, snapshot, &change.from);
                change.to = by_name(self.crm, snapshot, &change.to);
            }
            self.outcome.rows.push(Row { id: before.id, name: before.name.clone(), changes });
        }
    }

    fn make(mut self, sink: &mut dyn Sink) -> Result<Outcome, Refusal> {
        let stop = sink.stop();
        let mut each = self.context.clone();
        let what = std::mem::take(&mut self.what);
        let mut undo = UndoEntry { what, ..undo::fresh(self.crm, self.context, self.context.request)? };
        let customers = std::mem::take(&mut self.customers);
        let most = (FIELDS / self.wanted.fields().count()).clamp(1, COMMIT);
        for (some, done) in customers.chunks(most).zip((0..).step_by(most)) {
            if let Err(refusal) = go_on(&stop).and_then(|()| self.commit(&each, some, &mut undo)) {
                if undo.batches == 0 {
                    return Err(refusal);
                }
                self.outcome.ended = Some(refusal);
                break;
            }
            // Only the first commit can bear the call's own name.
            each.call = CallId::fresh();
            self.tell(done + some.len(), sink);
        }
        self.outcome.undo = (undo.batches > 0).then_some(undo.id);
        Ok(self.outcome)
    }

    fn commit(&mut self, context: &Context, customers: &[CustomerId], undo: &mut UndoEntry) -> Result<(), Refusal> {
        let plan = UndoPlan::Part(undo.clone());
        let (tally, plan, _) = self.crm.change_under(context, plan, |change| self.wanted.put(change, customers))?;
        if let UndoPlan::Part(grown) = plan {
            *undo = grown;
        }
        self.count(tally);
        Ok(())
    }

    fn count(&mut self, tally: Tally) {
        self.outcome.changed += tally.changed;
        self.outcome.unchanged += tally.unchanged;
        self.outcome.refused += tally.refused;
        self.outcome.why = self.outcome.why.take().or(tally.why);
    }

    fn tell(&self, done: usize, sink: &mut dyn Sink) {
        sink.part(Part::Progress(Progress { done: done as u64, total: Some(self.outcome.matched as u64) }));
    }
}

impl Wanted {
    /// The fields of a customer it may change.
    fn fields(&self) -> impl Iterator<Item = &str> {
        let cleaned = self.clean.iter().flat_map(|cleaning| cleaning.fields().iter().copied());
        self.set.fields().map(|(field, _)| field).chain(["tags"]).chain(cleaned)
    }

    /// The customer as it shall be.
    fn of(&self, customer: &Customer) -> Result<Customer, Refusal> {
        let mut edited = edit::apply(customer, &self.set.changes_to(customer))?;
        edited.tags = self.tags.of(&edited.tags);
        let edited = cleaned(&edited, &self.clean, &self.region);
        customers::check(&edited)?;
        Ok(edited)
    }

    /// What the customer becomes; nothing when it is so already.
    fn judged(
        &self,
        crm: &Crm,
        context: &Context,
        id: CustomerId,
        customer: Option<&Customer>,
    ) -> Result<Option<Customer>, Refusal> {
        let standing = customer.filter(|customer| customer.merged_into.is_none());
        let customer = standing.ok_or_else(|| not_found::<Customer>(id))?;
        masking::refuse_answering(crm, context, id, self.fields())?;
        let edited = self.of(customer)?;
        Ok((edited != *customer).then_some(edited))
    }

    fn put(&self, change: &mut Change, customers: &[CustomerId]) -> Result<Tally, Refusal> {
        let mut tally = Tally::default();
        for id in customers {
            let customer = change.find::<Customer>(*id)?;
            match self.judged(change.crm(), change.context(), *id, customer.as_ref()) {
                Ok(Some(edited)) => {
                    change.put(edited)?;
                    tally.changed += 1;
                }
                Ok(None) => tally.unchanged += 1,
                Err(refusal) => {
                    tally.refused += 1;
                    tally.why.get_or_insert(refusal);
                }
            }
        }
        Ok(tally)
    }
}

/// A user's or a team's id as the name people know.
fn by_name(crm: &Crm, snapshot: &dyn Snapshot, id: &Value) -> Value {
    let owner = id.as_str().and_then(|id| {
        let team = || id.parse().ok().map(Owner::Team);
        id.parse().ok().map(Owner::User).or_else(team)
    });
    let name = owner.and_then(|owner| owner_name(crm, snapshot, owner).ok());
    name.map_or_else(|| id.clone(), Value::from)
}

fn go_on(stop: &AtomicBool) -> Result<(), Refusal> {
    if stop.load(Ordering::Acquire) { Err(Refusal::Cancelled) } else { Ok(()) }
}
