//! Taking an entry back: everything is looked at first, so that what stands in the way of one record leaves all as
//! they are; then commit by commit, the last one first.

mod hanging;

use super::{UndoPlan, fresh, garbled, last_undo, steps};
use crate::crm::change::{Change, Records, named};
use crate::crm::context::Context;
use crate::crm::{Crm, Sink, deals, masking, refuse, system, users};
use crate::domain::call_list::{Attempt, CallList, ListMember};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::edit::{self, Change as FieldChange, Draft, Side};
use crate::domain::follow_up::FollowUp;
use crate::domain::id::Id;
use crate::domain::interaction::Interaction;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::order::{Order, Product};
use crate::domain::reason::{Reason, reason};
use crate::domain::record::Record;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::domain::ticket::Ticket;
use crate::domain::undo::{Step, UndoEntry};
use crate::domain::user::{Team, User};
use crate::domain::view::View;
use crate::door::jobs::Progress;
use crate::door::refusal::Clash;
use crate::door::undo::{Response, Settling};
use crate::door::{CallId, Part, Refusal};
use crate::store::engine::{Rev, Snapshot};
use crate::store::read;
use crate::store::records::Stored;
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;

/// Conflicts that are told one by one; all are counted.
const TOLD: usize = 50;

/// Fields of a record that nobody wrote.
const UNWRITTEN: [&str; 2] = ["id", "created"];

/// Takes an entry back. A change made in one commit is taken back in one; a long job in as many as it was made of. A
/// cancel stops between two of them, and so does what somebody else changed meanwhile. What is taken back by then is no
/// conflict of a second try, which goes on under the same entry.
pub fn take_back(
    crm: &Crm,
    context: &Context,
    entry: UndoEntry,
    settling: &Settling,
    sink: &mut dyn Sink,
) -> Result<Response, Refusal> {
    // As it is before it is gone.
    let reopened = reopened(&*crm.snapshot()?, &entry)?;
    // Undoing an undo is a redo: the first entry stands again and no new one is needed.
    let redone = entry.undoes.map(|first| super::entry(&*crm.snapshot()?, first)).transpose()?;
    let mut own = if redone.is_none() { Some(begun(crm, context, &entry)?) } else { None };
    let taking = Taking::new(crm, context, &entry, settling, sink)?;
    taking.look_through(sink)?;
    let mut revision = Rev(0);
    for batch in (0..entry.batches).rev() {
        go_on(sink)?;
        // A snapshot a commit: one kept for all of a big import would grow too old under its own undo.
        let steps = steps(&*crm.snapshot()?, entry.id, batch)?;
        let mut marked = Vec::new();
        if batch == 0 {
            marked.push(UndoEntry { undone: true, ..entry.clone() });
            marked.extend(redone.clone().map(|first| UndoEntry { undone: false, ..first }));
        }
        let plan = UndoPlan::TakingBack { own: own.clone(), marked };
        let ((), plan, rev) = crm.change_under(&context_for(context, batch), plan, |change| {
            let mut open = Open::default();
            taking.take_steps_back(change, &steps, &mut open)?;
            open.refused()
        })?;
        if let UndoPlan::TakingBack { own: grown, .. } = plan {
            own = grown;
        }
        revision = rev;
        let done = u64::from(entry.batches - batch);
        sink.part(Part::Progress(Progress { done, total: Some(entry.batches.into()) }));
    }
    drop(taking);
    Ok(Response::Undone { entry, revision: revision.0, reopened })
}

/// The entry of this undo: the one it was stopped under, if nothing else was done since, so that one redo is enough.
fn begun(crm: &Crm, context: &Context, entry: &UndoEntry) -> Result<UndoEntry, Refusal> {
    let last = last_undo(&*crm.snapshot()?, context)?;
    if let Some(stopped) = last.filter(|stopped| stopped.undoes == Some(entry.id)) {
        return Ok(stopped);
    }
    let fresh = fresh(crm, context, &entry.request)?;
    Ok(UndoEntry { undoes: Some(entry.id), what: entry.what.clone(), ..fresh })
}

fn go_on(sink: &dyn Sink) -> Result<(), Refusal> {
    if sink.stop().load(Ordering::Acquire) { Err(Refusal::Cancelled) } else { Ok(()) }
}

/// Each commit needs a name of its own; the first keeps the call's.
fn context_for(context: &Context, batch: u32) -> Context {
    let mut each = context.clone();
    if batch > 0 {
        each.call = CallId::fresh();
    }
    each
}

/// The interaction of a wrap-up that was taken back, so that it can be mended and sent again.
fn reopened(snapshot: &dyn Snapshot, entry: &UndoEntry) -> Result<Option<Box<Interaction>>, Refusal> {
    if entry.request != "calls-wrap-up" || entry.undoes.is_some() {
        return Ok(None);
    }
    let steps = steps(snapshot, entry.id, 0)?;
    let id = steps.iter().map(Step::record).find(|record| record.noun == Noun::Interaction);
    let Some(id) = id else { return Ok(None) };
    let found = read::get::<Interaction>(snapshot, Id::new(id.id)).map_err(refuse)?;
    Ok(found.map(|(interaction, _)| Box::new(interaction)))
}

/// What was changed since and is not settled.
#[derive(Default)]
struct Open {
    clashes: Vec<Clash>,
    count: u64,
}

impl Open {
    fn note(&mut self, clash: Clash) {
        self.count += 1;
        if self.clashes.len() < TOLD {
            self.clashes.push(clash);
        }
    }

    fn refused(self) -> Result<(), Refusal> {
        let Self { clashes, count } = self;
        if count == 0 { Ok(()) } else { Err(Refusal::ChangedSince { clashes, count }) }
    }
}

/// An entry that is being taken back.
struct Taking<'a> {
    crm: &'a Crm,
    context: &'a Context,
    entry: &'a UndoEntry,
    settling: &'a Settling,
    /// The records it made, which go with it, whichever of its commits made them.
    made: BTreeSet<RecordRef>,
    /// Those of them that stay, as it was settled.
    staying: RefCell<BTreeSet<RecordRef>>,
    /// The records more than one of its commits changed.
    again: BTreeSet<RecordRef>,
    /// Their fields that are left as they are: its earlier commits leave them too, and the record with them.
    left: RefCell<BTreeMap<RecordRef, BTreeSet<String>>>,
}

impl<'a> Taking<'a> {
    fn new(
        crm: &'a Crm,
        context: &'a Context,
        entry: &'a UndoEntry,
        settling: &'a Settling,
        sink: &dyn Sink,
    ) -> Result<Self, Refusal> {
        let (mut made, mut changed, mut again) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for batch in 0..entry.batches {
            go_on(sink)?;
            for step in steps(&*crm.snapshot()?, entry.id, batch)? {
                let record = step.record();
                if !changed.insert(record) {
                    again.insert(record);
                }
                if matches!(step, Step::Remove { .. }) {
                    made.insert(record);
                }
            }
        }
        let (staying, left) = (RefCell::default(), RefCell::default());
        Ok(Self { crm, context, entry, settling, made, staying, again, left })
    }

    /// Refuses, naming all that stands in the way, before anything is taken back.
    fn look_through(&self, sink: &dyn Sink) -> Result<(), Refusal> {
        loop {
            let staying = self.staying.borrow().len();
            let (mut open, mut records) = (Open::default(), Records::new());
            for batch in (0..self.entry.batches).rev() {
                go_on(sink)?;
                let steps = steps(&*self.crm.snapshot()?, self.entry.id, batch)?;
                // What a later commit of it changed once more is judged as taking that one back leaves it.
                let mut change = Change::new(self.crm, self.context, UndoPlan::None)?.on(records);
                self.take_steps_back(&mut change, &steps, &mut open)?;
                records = change.into_records();
                records.retain(|record, _| self.again.contains(record));
            }
            self.left.borrow_mut().clear();
            // What stays keeps what it rests on: that was judged before this was known.
            if self.staying.borrow().len() == staying {
                return open.refused();
            }
        }
    }

    fn take_steps_back(&self, change: &mut Change, steps: &[Step], open: &mut Open) -> Result<(), Refusal> {
        steps.iter().rev().try_for_each(|step| self.take_step_back(change, step, open))
    }

    fn take_step_back(&self, change: &mut Change, step: &Step, open: &mut Open) -> Result<(), Refusal> {
        match step.record().noun {
            Noun::Customer => self.back::<Customer>(change, step, open),
            Noun::Interaction => self.back::<Interaction>(change, step, open),
            Noun::FollowUp => self.back::<FollowUp>(change, step, open),
            Noun::Deal => {
                self.back::<Deal>(change, step, open)?;
                deals::stands_on_the_board(change, Id::new(step.record().id))
            }
            Noun::Ticket => self.back::<Ticket>(change, step, open),
            Noun::Order => self.back::<Order>(change, step, open),
            Noun::Product => self.back::<Product>(change, step, open),
            Noun::DoNotContact => self.back::<DoNotContact>(change, step, open),
            Noun::List => self.back::<CallList>(change, step, open),
            Noun::Member => self.member_back(change, step, open),
            Noun::Attempt => self.back::<Attempt>(change, step, open),
            Noun::User => {
                // Who was an admin then may be an agent now.
                change.context().allow(Action::ManageUsers)?;
                self.back::<User>(change, step, open)?;
                let everybody = change.all::<User>()?;
                everybody.iter().try_for_each(|user| users::check(user, &everybody))
            }
            Noun::Team => {
                change.context().allow(Action::ManageUsers)?;
                self.back::<Team>(change, step, open)
            }
            Noun::View => self.back::<View>(change, step, open),
            Noun::Settings => {
                change.context().allow(Action::Configure)?;
                self.back::<Settings>(change, step, open)?;
                let settings = change.get::<Settings>(Settings::ID)?;
                system::sound(change, &settings)
            }
        }
    }

    /// Whoever has leased a member of a list has not called them yet: their turn is taken away with the list.
    fn member_back(&self, change: &mut Change, step: &Step, open: &mut Open) -> Result<(), Refusal> {
        let id = Id::new(step.record().id);
        let leased = change.find::<ListMember>(id)?.filter(|_| matches!(step, Step::Remove { .. }));
        if let Some(leased) = &leased {
            change.put(leased.clone().untried())?;
        }
        self.back::<ListMember>(change, step, open)?;
        match leased {
            Some(leased) if change.find::<ListMember>(id)?.is_some() => change.put(leased),
            _ => Ok(()),
        }
    }

    /// Takes one step back, as far as nothing stands in its way or it is settled.
    fn back<T: Stored>(&self, change: &mut Change, step: &Step, open: &mut Open) -> Result<(), Refusal> {
        let record = step.record();
        let id = T::Id::new(record.id);
        match (step, change.find::<T>(id)?) {
            // It is gone already, as it shall be.
            (Step::Remove { .. }, None) => Ok(()),
            (Step::Remove { fingerprint, .. }, Some(present)) => {
                let barred = self.bar(change, record)?;
                let is_as_made = barred.is_none() && edit::fingerprint(&present) == *fingerprint;
                let is_left = self.left.borrow().contains_key(&record);
                if !is_left && (is_as_made || self.is_mine(whole(&present, barred), open)) {
                    return change.remove::<T>(id);
                }
                self.staying.borrow_mut().insert(record);
                Ok(())
            }
            (Step::Restore { json, .. }, None) => change.put::<T>(serde_json::from_str(json).map_err(garbled)?),
            (Step::Restore { json, .. }, Some(present)) => {
                let former: T = serde_json::from_str(json).map_err(garbled)?;
                // Another one took its place: nobody saw any of its fields.
                let unseen = |change| FieldChange { from: Value::Null, ..change };
                let changes = edit::diff(&present, &former).into_iter().map(unseen).collect();
                self.put_back(change, &present, changes, open)
            }
            (Step::Edit { changes, .. }, None) => {
                let former = changes.iter().map(|change| (change.field.clone(), change.from.clone())).collect();
                let gone = Clash {
                    record: record.to_string(),
                    mine: written(&former),
                    barred: Some(reason("undo-gone")),
                    ..Clash::default()
                };
                self.is_mine(gone, open);
                Ok(())
            }
            (Step::Edit { changes, .. }, Some(present)) => {
                let changes = changes.iter().map(FieldChange::inverse).collect();
                self.put_back(change, &present, changes, open)
            }
        }
    }

    /// Gives fields their former values; those that hold another one than is to be taken back, as they are settled.
    fn put_back<T: Stored>(
        &self,
        change: &mut Change,
        present: &T,
        mut changes: Vec<FieldChange>,
        open: &mut Open,
    ) -> Result<(), Refusal> {
        let record = present.reference();
        changes.retain(|change| !self.is_left(record, &change.field));
        for clash in edit::clashes(&edit::object(present), &changes) {
            let is_it = |change: &FieldChange| change.field == clash.change.field;
            let is_so_already = clash.theirs == clash.change.to;
            let told = Clash { record: name_of(present), ..clash.clone().into() };
            if !is_so_already && self.is_mine(told, open) {
                changes.iter_mut().filter(|change| is_it(change)).for_each(|change| change.from = clash.theirs.clone());
            } else {
                changes.retain(|change| !is_it(change));
                if !is_so_already {
                    self.leave(record, &clash.change.field);
                }
            }
        }
        change.put(edit::apply(present, &changes)?)
    }

    fn leave(&self, record: RecordRef, field: &str) {
        if self.again.contains(&record) {
            self.left.borrow_mut().entry(record).or_default().insert(field.to_owned());
        }
    }

    fn is_left(&self, record: RecordRef, field: &str) -> bool {
        self.left.borrow().get(&record).is_some_and(|fields| fields.contains(field))
    }

    /// Whether what stands in the way gives way; what nobody settled yet, or cannot give way, is noted.
    fn is_mine(&self, clash: Clash, open: &mut Open) -> bool {
        // It was settled as this person saw it.
        let clash = masking::shown(self.crm, self.context, &clash);
        match self.settling.side(&clash) {
            Some(Side::Mine) if clash.barred.is_none() => true,
            Some(Side::Theirs) => false,
            _ => {
                open.note(clash);
                false
            }
        }
    }
}

/// That a record which is to go is another one than was made, or cannot go.
fn whole<T: Record>(present: &T, barred: Option<Reason>) -> Clash {
    Clash { record: name_of(present), theirs: written(&Draft::of(present)), barred, ..Clash::default() }
}

fn name_of<T: Record>(record: &T) -> String {
    named(record.reference(), record.title())
}

/// What of a record a person can read, as JSON: texts, lists of them, and numbers to call.
fn written(fields: &Draft) -> String {
    let is_text = |value: &Value| value.is_string();
    let is_read = |(field, value): &(&str, &Value)| {
        !UNWRITTEN.contains(field)
            && (*field == "phones" || is_text(value) || value.as_array().is_some_and(|all| all.iter().all(is_text)))
    };
    let read = fields.fields().filter(is_read).map(|(field, value)| (field.to_owned(), value.clone()));
    Value::Object(read.collect::<Map<String, Value>>()).to_string()
}
