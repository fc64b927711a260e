//! Undo and redo: entries written with every change, and taken back as changes of their own.

mod expiring;
mod taking;

pub(super) use expiring::expire;

use super::change::Change;
use super::context::Context;
use super::{Crm, Sink, refuse};
use crate::domain::id::UndoId;
use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::undo::{Step, UndoEntry};
use crate::door::Refusal;
use crate::door::undo::{Request, Response, Settling};
use crate::store::engine::{Batch, Direction, Pre, Snapshot};
use crate::store::read;
use crate::store::records::undo as keys;
use crate::store::value;
use std::fmt::Display;
use taking::take_back;

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
    // Whoever else goes on with the entry at the same time is stopped here.
    batch.pre.push(Pre::Absent(keys::steps(entry.id, entry.batches).number(0).bytes()));
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
