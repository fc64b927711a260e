//! Undo and redo: entries written with every change, and taken back as changes of their own.

mod expiring;

pub(super) use expiring::expire;

use super::change::Change;
use super::context::Context;
use super::{Crm, Sink, deals, refuse, system};
use crate::domain::call_list::{Attempt, CallList, ListMember};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::edit::{self, Change as FieldChange, Clash, Side};
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, Id, UndoId};
use crate::domain::interaction::Interaction;
use crate::domain::noun::Noun;
use crate::domain::order::{Order, Product};
use crate::domain::party::Party;
use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::settings::Settings;
use crate::domain::ticket::Ticket;
use crate::domain::undo::{Step, UndoEntry};
use crate::domain::user::{Team, User};
use crate::domain::view::View;
use crate::door::jobs::Progress;
use crate::door::undo::{Request, Response, Settling};
use crate::door::{Part, Refusal};
use crate::store::engine::{Batch, Direction, Rev, Snapshot};
use crate::store::key::{Key, Table};
use crate::store::read;
use crate::store::records::{Stored, deal, follow_up, interaction, order, ticket, undo as keys};
use crate::store::value;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::atomic::Ordering;

/// The sequence undo ids come from; nouns have theirs below.
pub(super) const SEQUENCE: u8 = 0x80;
/// Bytes of steps in one value, under the value's limit.
const CHUNK: usize = 48 * 1024;
/// Customers an entry names, at most: an import names none beyond, and is found by its own id.
const CUSTOMERS: usize = 500;

/// What becomes of a change's undo entry.
#[derive(Debug, Clone)]
pub enum UndoPlan {
    /// It cannot be undone: Callsheet's own bookkeeping.
    None,
    /// An entry of its own.
    Own,
    /// One of several commits under one entry, which grows with each.
    Part(UndoEntry),
    /// As `Part`, while another entry is marked as taken back (or, by a redo, as standing again).
    TakingBack {
        /// The entry of this undo; nothing for a redo, after which the first entry stands again.
        own: Option<UndoEntry>,
        /// The entries whose mark changes with the last commit.
        marked: Vec<UndoEntry>,
    },
}

impl UndoPlan {
    /// Whether an entry is another one afterwards, even where no record is.
    pub fn marks_an_entry(&self) -> bool {
        matches!(self, Self::TakingBack { marked, .. } if !marked.is_empty())
    }
}

/// Adds the undo entry and its steps to a change's batch.
pub(super) fn write(change: &mut Change, batch: &mut Batch) -> Result<(), Refusal> {
    match change.undo.clone() {
        UndoPlan::None => Ok(()),
        UndoPlan::Own => {
            let entry = fresh(change.crm(), change.context(), change.context().request)?;
            append(change, entry, batch).map(drop)
        }
        UndoPlan::Part(entry) => {
            change.undo = UndoPlan::Part(append(change, entry, batch)?);
            Ok(())
        }
        UndoPlan::TakingBack { own, marked } => {
            for entry in &marked {
                put_entry(entry, batch)?;
            }
            let own = own.map(|own| append(change, own, batch)).transpose()?;
            change.undo = UndoPlan::TakingBack { own, marked };
            Ok(())
        }
    }
}

/// A new entry for a change.
pub(super) fn fresh(crm: &Crm, context: &Context, request: &str) -> Result<UndoEntry, Refusal> {
    Ok(UndoEntry {
        id: UndoId(crm.sequences.next(SEQUENCE)?),
        at: context.now,
        by: Some(context.user.id),
        request: request.to_owned(),
        ..UndoEntry::default()
    })
}

/// One more commit under an entry, which is found by whose data it holds from the commit on that brings them.
fn append(change: &Change, mut entry: UndoEntry, batch: &mut Batch) -> Result<UndoEntry, Refusal> {
    let steps = change.steps();
    if entry.what.is_empty() {
        entry.what = change.what();
    }
    entry.count += steps.len() as u64;
    for customer in change.customers() {
        if entry.customers.len() < CUSTOMERS && !entry.customers.contains(&customer) {
            entry.customers.push(customer);
            put(batch, keys::of_customer(customer).id(entry.id).bytes(), Vec::new());
        }
    }
    if let Some(user) = entry.by.filter(|_| entry.batches == 0) {
        put(batch, keys::by_user(user).id(entry.id).bytes(), Vec::new());
    }
    let encoded = bincode::serde::encode_to_vec(&steps, bincode::config::standard()).map_err(garbled)?;
    for (number, chunk) in (0..).zip(encoded.chunks(CHUNK)) {
        let sealed = value::seal(keys::STEPS, &chunk).map_err(refuse)?;
        put(batch, keys::steps(entry.id, entry.batches).number(number).bytes(), sealed);
    }
    entry.batches += 1;
    put_entry(&entry, batch)?;
    Ok(entry)
}

fn put_entry(entry: &UndoEntry, batch: &mut Batch) -> Result<(), Refusal> {
    put(batch, keys::entry(entry.id).bytes(), value::seal(keys::ENTRY, entry).map_err(refuse)?);
    Ok(())
}

fn put(batch: &mut Batch, key: Vec<u8>, value: Vec<u8>) {
    batch.ops.push(crate::store::engine::Op::Put { key, value });
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    match request {
        Request::List { limit } => {
            let mine = mine(&*snapshot, context);
            let open = mine.filter(|entry| entry.as_ref().map_or(true, |e| !e.undone && e.undoes.is_none()));
            Ok(Response::List(open.take(limit).collect::<Result<_, _>>()?))
        }
        Request::Peek => Ok(Response::Peek(last_deed(&*snapshot, context)?)),
        Request::PeekRedo => Ok(Response::Peek(last_undo(&*snapshot, context)?)),
        Request::Undo(id) => {
            let entry = match id {
                Some(id) => allowed(entry(&*snapshot, id)?, context)?,
                None => last_deed(&*snapshot, context)?.ok_or(Refusal::NothingToUndo)?,
            };
            take_back(crm, context, entry, &Settling::default(), sink)
        }
        Request::Redo => {
            let entry = last_undo(&*snapshot, context)?.ok_or(Refusal::NothingToUndo)?;
            take_back(crm, context, entry, &Settling::default(), sink)
        }
        Request::Settled { id, settling } => {
            let entry = allowed(entry(&*snapshot, id)?, context)?;
            take_back(crm, context, entry, &settling, sink)
        }
    }
}

/// One's own entries, newest first.
fn mine<'a>(snapshot: &'a dyn Snapshot, context: &Context) -> impl Iterator<Item = Result<UndoEntry, Refusal>> + 'a {
    let ids = read::ids::<UndoId>(snapshot, keys::by_user(context.user.id), Direction::Reverse);
    ids.map(move |id| entry(snapshot, id.map_err(refuse)?))
}

/// One's last change that still stands.
fn last_deed(snapshot: &dyn Snapshot, context: &Context) -> Result<Option<UndoEntry>, Refusal> {
    mine(snapshot, context).find(|e| e.as_ref().map_or(true, |e| !e.undone && e.undoes.is_none())).transpose()
}

/// One's last undo, unless something else was done since.
fn last_undo(snapshot: &dyn Snapshot, context: &Context) -> Result<Option<UndoEntry>, Refusal> {
    let newest = mine(snapshot, context).find(|e| e.as_ref().map_or(true, |e| !(e.undone && e.undoes.is_some())));
    Ok(newest.transpose()?.filter(|entry| entry.undoes.is_some()))
}

/// An entry as it is stored, if it is: a commit whose answer was lost counts too.
pub(super) fn as_stored(crm: &Crm, known: UndoEntry) -> Result<UndoEntry, Refusal> {
    match entry(&*crm.snapshot()?, known.id) {
        Err(Refusal::NotFound { .. }) => Ok(known),
        stored => stored,
    }
}

/// One's own entry that a job was stopped under and goes on with; it must still stand.
pub(super) fn to_go_on_with(crm: &Crm, context: &Context, id: UndoId) -> Result<UndoEntry, Refusal> {
    let entry = entry(&*crm.snapshot()?, id)?;
    if entry.by == Some(context.user.id) && !entry.undone { Ok(entry) } else { Err(Refusal::NothingToUndo) }
}

fn entry(snapshot: &dyn Snapshot, id: UndoId) -> Result<UndoEntry, Refusal> {
    let stored = snapshot.get(&keys::entry(id).bytes()).map_err(refuse)?;
    let stored = stored.ok_or_else(|| Refusal::NotFound { noun: "change".to_owned(), given: id.to_string() })?;
    value::unseal(keys::ENTRY, &stored.value).map_err(refuse)
}

/// An entry named by its id: one's own, or with the right to undo others'.
fn allowed(entry: UndoEntry, context: &Context) -> Result<UndoEntry, Refusal> {
    if entry.by != Some(context.user.id) {
        context.allow(Action::UndoOthers)?;
    }
    if entry.undone { Err(Refusal::NothingToUndo) } else { Ok(entry) }
}

/// Takes an entry back, commit by commit, the last one first. A change made in one commit is taken
/// back in one; a long job in as many as it was made of, and a cancel stops between two of them.
fn take_back(
    crm: &Crm,
    context: &Context,
    entry: UndoEntry,
    settling: &Settling,
    sink: &mut dyn Sink,
) -> Result<Response, Refusal> {
    // As it is before it is gone.
    let reopened = reopened(&*crm.snapshot()?, &entry)?;
    // Undoing an undo is a redo: the first entry stands again and no new one is needed.
    let redone = entry.undoes.map(|first| self::entry(&*crm.snapshot()?, first)).transpose()?;
    let mut own = None;
    if redone.is_none() {
        let fresh = fresh(crm, context, &entry.request)?;
        own = Some(UndoEntry { undoes: Some(entry.id), what: entry.what.clone(), ..fresh });
    }
    let mut revision = Rev(0);
    let taking = Taking { crm, entry: &entry, settling, customers: OnceCell::new() };
    for batch in (0..entry.batches).rev() {
        if sink.stop().load(Ordering::Acquire) {
            return Err(Refusal::Cancelled);
        }
        // A snapshot a commit: one kept for all of a big import would grow too old under its own undo.
        let steps = steps(&*crm.snapshot()?, entry.id, batch)?;
        let mut marked = Vec::new();
        if batch == 0 {
            marked.push(UndoEntry { undone: true, ..entry.clone() });
            marked.extend(redone.clone().map(|first| UndoEntry { undone: false, ..first }));
        }
        let plan = UndoPlan::TakingBack { own: own.clone(), marked };
        let each = context_for(context, batch);
        let ((), plan, rev) = crm.change_under(&each, plan, |change| {
            steps.iter().rev().try_for_each(|step| take_step_back(change, step, &taking))?;
            Ok(())
        })?;
        if let UndoPlan::TakingBack { own: grown, .. } = plan {
            own = grown;
        }
        revision = rev;
        sink.part(Part::Progress(Progress {
            done: u64::from(entry.batches - batch),
            total: Some(entry.batches.into()),
        }));
    }
    drop(taking);
    Ok(Response::Undone { entry, revision: revision.0, reopened })
}

/// Each commit needs a name of its own; the first keeps the call's.
fn context_for(context: &Context, batch: u32) -> Context {
    let mut each = context.clone();
    if batch > 0 {
        each.call = crate::door::CallId::fresh();
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

fn steps(snapshot: &dyn Snapshot, id: UndoId, batch: u32) -> Result<Vec<Step>, Refusal> {
    let mut encoded: Vec<u8> = Vec::new();
    for chunk in snapshot.scan_prefix(&keys::steps(id, batch).bytes(), Direction::Forward) {
        let (_, stored) = chunk.map_err(refuse)?;
        encoded.extend(value::unseal::<Vec<u8>>(keys::STEPS, &stored.value).map_err(refuse)?);
    }
    decode_steps(&encoded)
}

/// The steps of one commit from all of their pieces.
pub(super) fn decode_steps(encoded: &[u8]) -> Result<Vec<Step>, Refusal> {
    let decoded = bincode::serde::decode_from_slice(encoded, bincode::config::standard());
    decoded.map(|(steps, _)| steps).map_err(garbled)
}

/// What can be taken back cannot be written or read.
fn garbled(error: impl Display) -> Refusal {
    Refusal::Unavailable { why: reason("undo-garbled").with("said", error) }
}

fn take_step_back(change: &mut Change, step: &Step, taking: &Taking) -> Result<(), Refusal> {
    match step.record().noun {
        Noun::Customer => {
            back::<Customer>(change, step, taking)?;
            nobody_hangs_on_it(change, step, taking)
        }
        Noun::Interaction => back::<Interaction>(change, step, taking),
        Noun::FollowUp => back::<FollowUp>(change, step, taking),
        Noun::Deal => {
            back::<Deal>(change, step, taking)?;
            deals::stands_on_the_board(change, Id::new(step.record().id))
        }
        Noun::Ticket => back::<Ticket>(change, step, taking),
        Noun::Order => back::<Order>(change, step, taking),
        Noun::Product => back::<Product>(change, step, taking),
        Noun::DoNotContact => back::<DoNotContact>(change, step, taking),
        Noun::List => back::<CallList>(change, step, taking),
        Noun::Member => {
            // Whoever has leased them has not called them yet: their turn is taken away with the list.
            if let (Step::Remove { .. }, Some(member)) = (step, change.find::<ListMember>(Id::new(step.record().id))?) {
                change.put(member.untried())?;
            }
            back::<ListMember>(change, step, taking)
        }
        Noun::Attempt => back::<Attempt>(change, step, taking),
        Noun::User => {
            // Who was an admin then may be an agent now.
            change.context().allow(Action::ManageUsers)?;
            back::<User>(change, step, taking)?;
            let users = change.all::<User>()?;
            users.iter().try_for_each(|user| super::users::check(user, &users))
        }
        Noun::Team => back::<Team>(change, step, taking),
        Noun::View => back::<View>(change, step, taking),
        Noun::Settings => {
            change.context().allow(Action::Configure)?;
            back::<Settings>(change, step, taking)?;
            let settings = change.get::<Settings>(Settings::ID)?;
            system::sound(change, &settings)
        }
    }
}

/// A customer that is about to be gone takes nothing with it: what others hung on it since is in the way.
fn nobody_hangs_on_it(change: &mut Change, step: &Step, taking: &Taking) -> Result<(), Refusal> {
    if !matches!(step, Step::Remove { .. }) {
        return Ok(());
    }
    let id = CustomerId(step.record().id);
    let party = Party::Customer(id);
    let timeline = interaction::timeline(&party, change.hasher());
    let steps = follow_up::of_party(&party, change.hasher());
    let hangs = stands::<Interaction>(change, timeline)?
        || stands::<FollowUp>(change, steps)?
        || stands::<Deal>(change, deal::deals_of(id))?
        || stands::<Ticket>(change, ticket::tickets_of(id))?
        || stands::<Order>(change, order::orders_of(id))?
        || works_there(change, id, taking)?;
    if hangs { Err(changed_since(step, Vec::new())) } else { Ok(()) }
}

/// Whether any record under a key is not removed by this change itself.
fn stands<T: Stored>(change: &mut Change, key: Key) -> Result<bool, Refusal> {
    let ids: Vec<T::Id> =
        read::ids(change.snapshot(), key, Direction::Forward).collect::<Result<_, _>>().map_err(refuse)?;
    for id in ids {
        if change.find::<T>(id)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether anybody works at an organisation who stays.
fn works_there(change: &mut Change, organisation: CustomerId, taking: &Taking) -> Result<bool, Refusal> {
    let people = Key::of(Table::PeopleAt).id(organisation);
    let people: Vec<CustomerId> =
        read::ids(change.snapshot(), people, Direction::Forward).collect::<Result<_, _>>().map_err(refuse)?;
    for person in people {
        if change.find::<Customer>(person)?.is_some() && !taking.removes(person)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// An entry that is being taken back.
struct Taking<'a> {
    crm: &'a Crm,
    entry: &'a UndoEntry,
    settling: &'a Settling,
    /// The customers it made, who go with it, whichever of its commits made them.
    customers: OnceCell<BTreeSet<u64>>,
}

impl Taking<'_> {
    fn removes(&self, customer: CustomerId) -> Result<bool, Refusal> {
        if let Some(customers) = self.customers.get() {
            return Ok(customers.contains(&customer.number()));
        }
        let snapshot = self.crm.snapshot()?;
        let mut all = BTreeSet::new();
        for batch in 0..self.entry.batches {
            let steps = steps(&*snapshot, self.entry.id, batch)?;
            let made = steps.iter().filter(|step| matches!(step, Step::Remove { .. })).map(Step::record);
            all.extend(made.filter(|record| record.noun == Noun::Customer).map(|record| record.id));
        }
        Ok(self.customers.get_or_init(|| all).contains(&customer.number()))
    }
}

fn changed_since(step: &Step, clashes: Vec<Clash>) -> Refusal {
    Refusal::ChangedSince { record: step.record().to_string(), clashes: clashes.into_iter().map(Into::into).collect() }
}

/// Takes one step back, unless the record was changed since.
fn back<T: Stored>(change: &mut Change, step: &Step, taking: &Taking) -> Result<(), Refusal> {
    let id = T::Id::new(step.record().id);
    let since = || changed_since(step, Vec::new());
    match step {
        Step::Remove { fingerprint, .. } => {
            let present = change.find::<T>(id)?.ok_or_else(since)?;
            if edit::fingerprint(&present) != *fingerprint {
                return Err(since());
            }
            change.remove::<T>(id)
        }
        Step::Restore { json, .. } => {
            if change.find::<T>(id)?.is_some() {
                return Err(since());
            }
            change.put::<T>(serde_json::from_str(json).map_err(garbled)?)
        }
        Step::Edit { changes, .. } => {
            let present = change.find::<T>(id)?.ok_or_else(since)?;
            let inverse: Vec<FieldChange> = changes.iter().map(FieldChange::inverse).collect();
            let clashes = edit::clashes(&edit::object(&present), &inverse);
            change.put(edit::apply(&present, &settled(step, inverse, clashes, taking.settling)?)?)
        }
    }
}

/// The changes, with those that rest on a value which is another one now as they are settled; one that is not is refused.
fn settled(
    step: &Step,
    mut changes: Vec<FieldChange>,
    clashes: Vec<Clash>,
    settling: &Settling,
) -> Result<Vec<FieldChange>, Refusal> {
    let record = step.record().to_string();
    let mut open = Vec::new();
    for clash in clashes {
        let is_it = |change: &FieldChange| change.field == clash.change.field;
        match settling.side(&record, &clash.clone().into()) {
            Some(Side::Mine) => {
                changes.iter_mut().filter(|change| is_it(change)).for_each(|change| change.from = clash.theirs.clone());
            }
            Some(Side::Theirs) => changes.retain(|change| !is_it(change)),
            None => open.push(clash),
        }
    }
    if open.is_empty() { Ok(changes) } else { Err(changed_since(step, open)) }
}
