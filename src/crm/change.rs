//! A change being decided: records read at one snapshot, records to be written, and everything that
//! goes with them into the same commit: index keys, the audit entry, and how to take it back.

use super::context::Context;
use super::undo::UndoPlan;
use super::{Crm, audit, masking, refuse, users};
use crate::domain::audit::{Fate, Touched};
use crate::domain::customer::Customer;
use crate::domain::edit::{self, Draft};
use crate::domain::id::{CustomerId, Id, TeamId};
use crate::domain::mask;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::party::Party;
use crate::domain::reason::reason;
use crate::domain::record::{Record, reference};
use crate::domain::reference::Refers;
use crate::domain::role::{Use, needed};
use crate::domain::settings::Settings;
use crate::domain::time::Timestamp;
use crate::domain::undo::Step;
use crate::domain::user::{Team, User};
use crate::door::{Edit, Refusal};
use crate::store::engine::{Batch, Rev, Snapshot};
use crate::store::key::Hasher;
use crate::store::read;
use crate::store::records::{self, Stored};
use serde_json::Value;
use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The longest text a record may hold, in characters: what a person can still read.
const LONGEST_TEXT: usize = 16_384;

/// Records as a change has them.
pub(super) type Records = BTreeMap<RecordRef, Box<dyn Kept>>;

/// A change being decided.
pub struct Change<'a> {
    crm: &'a Crm,
    context: &'a Context,
    snapshot: Box<dyn Snapshot>,
    settings: Arc<Settings>,
    records: Records,
    first: Option<RecordRef>,
    /// What a row has changed so far, as it was before it; nothing where no row is taken.
    row: Option<BTreeMap<RecordRef, Option<Box<dyn Kept>>>>,
    /// What the audit log is told besides.
    told: Vec<Touched>,
    /// A team that is named may come later.
    is_loose: bool,
    /// What becomes of the undo entry.
    pub(super) undo: UndoPlan,
}

impl<'a> Change<'a> {
    pub(super) fn new(crm: &'a Crm, context: &'a Context, undo: UndoPlan) -> Result<Self, Refusal> {
        let snapshot = crm.snapshot()?;
        let settings = crm.settings();
        Ok(Self {
            crm,
            context,
            snapshot,
            settings,
            records: BTreeMap::new(),
            first: None,
            row: None,
            told: Vec::new(),
            is_loose: false,
            undo,
        })
    }

    /// The same with records that another change had: what is only judged goes on from there.
    pub(super) fn on(self, records: Records) -> Self {
        Self { records, ..self }
    }

    /// The records as this change has them, when it is only judged.
    pub(super) fn into_records(self) -> Records {
        self.records
    }

    /// The store as it stands under this change; what the change itself wrote is not in it.
    pub fn snapshot(&self) -> &dyn Snapshot {
        &*self.snapshot
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.context.now
    }

    /// Who does it.
    pub fn me(&self) -> &User {
        &self.context.user
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether the settings it was decided by still hold.
    pub(super) fn has_present_settings(&self) -> bool {
        Arc::ptr_eq(&self.settings, &self.crm.settings())
    }

    /// Hashes for index keys.
    pub fn hasher(&self) -> &Hasher {
        &self.crm.hasher
    }

    /// A record as this change has it now, if there is one.
    pub fn find<T: Stored>(&mut self, id: T::Id) -> Result<Option<T>, Refusal> {
        Ok(self.pair::<T>(id)?.after.clone())
    }

    /// A record as this change has it now.
    pub fn get<T: Stored>(&mut self, id: T::Id) -> Result<T, Refusal> {
        self.find(id)?.ok_or_else(|| not_found::<T>(id))
    }

    /// Every record of a noun as this change has it now; for nouns of which there are few.
    pub fn all<T: Stored>(&mut self) -> Result<Vec<T>, Refusal> {
        let stored = read::all::<T>(&*self.snapshot).map(|record| Ok(record.map_err(refuse)?.id()));
        let mut ids = stored.collect::<Result<BTreeSet<T::Id>, Refusal>>()?;
        ids.extend(self.records.keys().filter(|key| key.noun == T::NOUN).map(|key| T::Id::new(key.id)));
        ids.into_iter().filter_map(|id| self.find::<T>(id).transpose()).collect()
    }

    /// Writes a record that was read before, or puts one at an id of its own.
    pub fn put<T: Stored>(&mut self, record: T) -> Result<(), Refusal> {
        let id = record.id();
        self.keep_for_row(reference::<T>(id));
        self.pair::<T>(id)?.after = Some(record);
        self.first.get_or_insert(reference::<T>(id));
        Ok(())
    }

    /// Writes a new record under the next id of its noun.
    pub fn add<T: Stored>(&mut self, mut record: T) -> Result<T::Id, Refusal> {
        let id = T::Id::new(self.crm.sequences.next(T::NOUN as u8)?);
        record.set_id(id);
        self.keep_for_row(reference::<T>(id));
        self.records.insert(reference::<T>(id), Box::new(Pair { before: None, after: Some(record) }));
        self.first.get_or_insert(reference::<T>(id));
        Ok(id)
    }

    /// Has the audit log say also this, which is no change of a record.
    pub(super) fn tell(&mut self, touched: Touched) {
        self.told.push(touched);
    }

    /// Lets records name a team that is not there yet: a file brings them in an order of its own.
    pub(super) fn loosen(&mut self) {
        self.is_loose = true;
    }

    /// Removes a record.
    pub fn remove<T: Stored>(&mut self, id: T::Id) -> Result<(), Refusal> {
        self.keep_for_row(reference::<T>(id));
        self.pair::<T>(id)?.after = None;
        self.first.get_or_insert(reference::<T>(id));
        Ok(())
    }

    /// Begins a row of a file, which is taken whole or not at all.
    pub(super) fn begin_row(&mut self) {
        self.row = Some(BTreeMap::new());
    }

    /// Gives up the row that was begun: every record is as it was before it.
    pub(super) fn give_row_up(&mut self) {
        for (record, before) in self.row.take().into_iter().flatten() {
            match before {
                Some(before) => self.records.insert(record, before),
                None => self.records.remove(&record),
            };
        }
    }

    fn keep_for_row(&mut self, record: RecordRef) {
        if let Some(row) = &mut self.row {
            row.entry(record).or_insert_with(|| self.records.get(&record).map(|kept| kept.copy()));
        }
    }

    /// Makes an edit and returns the record as it is then; the caller checks it and puts it.
    pub fn edited<T: Stored>(&mut self, edit: &Edit<T::Id>) -> Result<T, Refusal> {
        let record = self.get::<T>(edit.id)?;
        Ok(edit::apply(&record, &masking::unmasked(&record, &edit.changes)?)?)
    }

    fn pair<T: Stored>(&mut self, id: T::Id) -> Result<&mut Pair<T>, Refusal> {
        let key = reference::<T>(id);
        if !self.records.contains_key(&key) {
            let before = read::get::<T>(&*self.snapshot, id).map_err(refuse)?;
            let after = before.as_ref().map(|(record, _)| record.clone());
            self.records.insert(key, Box::new(Pair { before, after }));
        }
        let kept = self.records.get_mut(&key).and_then(|kept| kept.as_any().downcast_mut());
        kept.ok_or_else(|| Refusal::Unavailable { why: reason("of-another-noun").with("record", key) })
    }

    /// Everything this change writes, or nothing when it changes nothing.
    pub(super) fn batch(&mut self) -> Result<Option<(Batch, Vec<Touched>)>, Refusal> {
        let touched: Vec<Touched> = self.records.values().filter_map(|kept| kept.touched()).collect();
        if touched.is_empty() && !self.undo.marks_an_entry() {
            return Ok(None);
        }
        self.allow_fields(&touched)?;
        for team in self.teams_named() {
            // Once it is read it is a precondition too.
            if self.find::<Team>(team)?.is_none() && !self.is_loose {
                return Err(not_found::<Team>(team));
            }
        }
        let mut batch = Batch::new(crate::store::engine::BatchId(self.context.call.0));
        for kept in self.records.values() {
            kept.write(&self.crm.hasher, &mut batch)?;
        }
        super::undo::write(self, &mut batch)?;
        let told = touched.iter().chain(&self.told).cloned().collect();
        audit::write(&audit::entry(self.context, told), &mut batch)?;
        Ok(Some((batch, touched)))
    }

    /// Refuses another value for a field of somebody else's that needs more than its record does, and for what callers
    /// are asked before they answered. What is taken back was allowed once.
    fn allow_fields(&mut self, touched: &[Touched]) -> Result<(), Refusal> {
        if matches!(self.undo, UndoPlan::TakingBack { .. }) {
            return Ok(());
        }
        for Touched { record, fields, .. } in touched.iter().filter(|touched| touched.fate == Fate::Edited) {
            if record.noun == Noun::Customer {
                let fields = fields.iter().map(String::as_str);
                masking::refuse_answering(self.crm, self.context, CustomerId(record.id), fields)?;
            }
            let needed = fields.iter().filter_map(|field| needed(record.noun, field, Use::Write));
            let refused = needed.map(|action| self.context.allow(action)).find(Result::is_err);
            if let Some(refused) = refused
                && self.is_anothers(*record)
            {
                return refused;
            }
        }
        Ok(())
    }

    /// The teams its records name and did not name before.
    pub(super) fn teams_named(&self) -> BTreeSet<TeamId> {
        let named = self.records.values().flat_map(|kept| kept.newly_named());
        named.filter(|named| named.noun == Noun::Team).map(|team| TeamId(team.id)).collect()
    }

    /// Whether a record was a customer somebody else looks after.
    fn is_anothers(&mut self, record: RecordRef) -> bool {
        let kept = self.records.get_mut(&record).and_then(|kept| kept.as_any().downcast_mut::<Pair<Customer>>());
        kept.and_then(|pair| pair.before())
            .is_some_and(|customer| customer.is_looked_after() && !users::is_theirs(self.crm, self.context, customer))
    }

    /// How to take every record of this change back, in the order they were touched.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.records.values().filter_map(|kept| kept.step()).collect()
    }

    /// Who does it, with which request, and when.
    pub(super) fn context(&self) -> &Context {
        self.context
    }

    /// The CRM it is a change of.
    pub(super) fn crm(&self) -> &'a Crm {
        self.crm
    }

    /// The first record by id and name: `D88 Website relaunch`.
    pub(super) fn what(&self) -> String {
        let Some(first) = self.first else { return String::new() };
        named(first, &self.records.get(&first).map(|kept| kept.title()).unwrap_or_default())
    }

    /// Names the change by the customer it is about, not by the first record it writes.
    pub fn is_about(&mut self, party: &Party) {
        if let Some(customer) = party.customer() {
            self.first = Some(reference::<Customer>(customer));
        }
    }

    /// With whom an interaction of this change is or was.
    pub(super) fn met(&self) -> BTreeSet<CustomerId> {
        let interactions = self.records.iter().filter(|(key, _)| key.noun == Noun::Interaction);
        interactions.flat_map(|(_, kept)| kept.customers()).collect()
    }

    /// Whose personal data is in it.
    pub(super) fn customers(&self) -> Vec<CustomerId> {
        let mut customers: Vec<_> = self.records.values().flat_map(|kept| kept.customers()).collect();
        customers.sort_unstable();
        customers.dedup();
        customers
    }
}

/// A record by its id and the beginning of what it is called: `D88 Website relaunch`.
pub(super) fn named(record: RecordRef, title: &str) -> String {
    let line = title.lines().next().unwrap_or_default();
    let short: String = line.chars().take(60).collect();
    format!("{record} {short}").trim_end().to_owned()
}

/// A new record with what a draft says.
pub fn made<T: Record>(draft: &Draft) -> Result<T, Refusal> {
    Ok(edit::made(draft)?)
}

/// What says that a record of `T` is not there.
pub fn not_found<T: Record>(id: T::Id) -> Refusal {
    Refusal::NotFound { noun: T::NOUN.slug().to_owned(), given: id.to_string() }
}

/// A record as it was read and as it shall be.
#[derive(Clone)]
struct Pair<T> {
    before: Option<(T, Rev)>,
    after: Option<T>,
}

/// A [`Pair`] of any noun.
pub(super) trait Kept: Send {
    fn as_any(&mut self) -> &mut dyn Any;
    fn copy(&self) -> Box<dyn Kept>;
    fn write(&self, hasher: &Hasher, batch: &mut Batch) -> Result<(), Refusal>;
    fn touched(&self) -> Option<Touched>;
    fn step(&self) -> Option<Step>;
    fn title(&self) -> String;
    fn customers(&self) -> Vec<CustomerId>;
    /// The records it names and did not name before.
    fn newly_named(&self) -> Vec<RecordRef>;
}

impl<T: Stored> Pair<T> {
    fn before(&self) -> Option<&T> {
        self.before.as_ref().map(|(record, _)| record)
    }

    fn either(&self) -> Option<&T> {
        self.after.as_ref().or(self.before())
    }

    fn is_changed(&self) -> bool {
        self.before() != self.after.as_ref()
    }
}

impl<T: Stored> Kept for Pair<T> {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn copy(&self) -> Box<dyn Kept> {
        Box::new(self.clone())
    }

    /// A record that was only read is still named in the preconditions: the decision rests on it.
    fn write(&self, hasher: &Hasher, batch: &mut Batch) -> Result<(), Refusal> {
        let Some(id) = self.either().map(Record::id) else { return Ok(()) };
        let mut next = std::mem::replace(batch, Batch::new(batch.id));
        let key = records::key::<T>(id);
        next = match &self.before {
            Some((_, rev)) => next.at(key.clone(), *rev),
            None => next.absent(key.clone()),
        };
        if self.is_changed() {
            let old = self.before().map(|record| records::index_keys(record, hasher)).unwrap_or_default();
            let new = self.after.as_ref().map(|record| records::index_keys(record, hasher)).unwrap_or_default();
            for gone in old.iter().filter(|key| !new.contains(key)) {
                next = next.del(gone.clone());
            }
            for come in new.iter().filter(|key| !old.contains(key)) {
                next = next.put(come.clone(), []);
            }
            next = match &self.after {
                Some(record) => next.put(key, sealed(record)?),
                None => next.del(key),
            };
        }
        *batch = next;
        Ok(())
    }

    fn touched(&self) -> Option<Touched> {
        let (fate, fields) = match (self.before(), &self.after) {
            (None, Some(_)) => (Fate::Created, Vec::new()),
            (Some(_), None) => (Fate::Removed, Vec::new()),
            (Some(before), Some(after)) if before != after => {
                (Fate::Edited, edit::diff(before, after).into_iter().map(|change| change.field).collect())
            }
            _ => return None,
        };
        Some(Touched { record: self.either()?.reference(), fate, fields })
    }

    fn step(&self) -> Option<Step> {
        let record = self.either()?.reference();
        match (self.before(), &self.after) {
            (None, Some(after)) => Some(Step::Remove { record, fingerprint: edit::fingerprint(after) }),
            (Some(before), None) => Some(Step::Restore { record, json: serde_json::to_string(before).ok()? }),
            (Some(before), Some(after)) if before != after => {
                Some(Step::Edit { record, changes: edit::diff(before, after) })
            }
            _ => None,
        }
    }

    fn title(&self) -> String {
        self.either().map(|record| record.title().to_owned()).unwrap_or_default()
    }

    fn customers(&self) -> Vec<CustomerId> {
        let both = self.is_changed().then(|| self.before().into_iter().chain(&self.after));
        both.into_iter().flatten().flat_map(Record::customers).collect()
    }

    fn newly_named(&self) -> Vec<RecordRef> {
        let Some(after) = self.after.as_ref().filter(|_| self.is_changed()) else { return Vec::new() };
        let before = self.before().map(Refers::refers).unwrap_or_default();
        Refers::refers(after).into_iter().filter(|named| !before.contains(named)).collect()
    }
}

/// Refuses a record that cannot be kept: a row of a file is refused by itself then, and not with all that come in the
/// same commit.
pub(super) fn fits<T: Stored>(record: &T) -> Result<(), Refusal> {
    sealed(record).map(drop)
}

/// A record as it is kept. A text nobody could read, or one that is masked, is refused with its field's name, before
/// the value's own limit refuses it without.
fn sealed<T: Stored>(record: &T) -> Result<Vec<u8>, Refusal> {
    let sealed = records::seal(record);
    // Sealed, every text stands there as it is: what is short and holds no mask has no such field.
    if !sealed.as_ref().is_ok_and(|bytes| bytes.len() <= LONGEST_TEXT && !mask::stands_in(bytes)) {
        check_fields(record)?;
    }
    sealed.map_err(refuse)
}

fn check_fields<T: Record>(record: &T) -> Result<(), Refusal> {
    let fields = edit::object(record);
    masking::check(T::NOUN, &fields)?;
    let long = fields.into_iter().find(|(_, value)| is_too_long(value));
    match long {
        Some((field, _)) => Err(Refusal::invalid(&field, reason("text-too-long").with("most", LONGEST_TEXT))),
        None => Ok(()),
    }
}

/// Whether a text, or one within a list, is longer than anybody could read.
fn is_too_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT,
        Value::Array(all) => all.iter().any(is_too_long),
        Value::Object(all) => all.values().any(is_too_long),
        _ => false,
    }
}
