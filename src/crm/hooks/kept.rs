//! Hooks as the store keeps them.

use crate::crm::context::Context;
use crate::crm::{Crm, audit, refuse};
use crate::domain::hook::Hook;
use crate::domain::id::HookId;
use crate::domain::reason::reason;
use crate::door::{CallId, Refusal};
use crate::store::engine::{Batch, BatchId, Direction, Outcome, Rev, Snapshot};
use crate::store::key::{Key, Table};
use crate::store::value::{self, Kind, ValueError};

const HOOK: Kind = Kind { tag: 0x83, version: 1, what: "hook" };

/// Every hook, by its id.
pub fn all(snapshot: &dyn Snapshot) -> Result<Vec<Hook>, Refusal> {
    let found = snapshot.scan_prefix(&Key::of(Table::Hook).bytes(), Direction::Forward);
    found.map(|entry| decode(&entry.map_err(refuse)?.1.value).map_err(refuse)).collect()
}

/// A hook from what is kept of it.
pub fn decode(stored: &[u8]) -> Result<Hook, ValueError> {
    value::unseal(HOOK, stored)
}

/// The hook with this id.
pub fn get(snapshot: &dyn Snapshot, id: HookId) -> Result<Hook, Refusal> {
    let found = find(snapshot, id)?.map(|(hook, _)| hook);
    found.ok_or_else(|| Refusal::NotFound { noun: "hook".to_owned(), given: id.to_string() })
}

/// The hook with this id, if there is one, and the revision that wrote it.
pub fn find(snapshot: &dyn Snapshot, id: HookId) -> Result<Option<(Hook, Rev)>, Refusal> {
    let Some(stored) = snapshot.get(&key(id)).map_err(refuse)? else { return Ok(None) };
    Ok(Some((decode(&stored.value).map_err(refuse)?, stored.rev)))
}

/// Keeps a new hook, and who added it.
pub fn add(crm: &Crm, context: &Context, hook: &Hook) -> Result<(), Refusal> {
    let sealed = value::seal(HOOK, hook).map_err(refuse)?;
    let batch = Batch::new(BatchId(context.call.0)).absent(key(hook.id)).put(key(hook.id), sealed);
    with_trace(crm, context, batch)
}

/// Forgets a hook, and keeps who removed it.
pub fn remove(crm: &Crm, context: &Context, id: HookId) -> Result<(), Refusal> {
    with_trace(crm, context, Batch::new(BatchId(context.call.0)).del(key(id)))
}

/// Keeps how far a hook came; one that was removed meanwhile stays so.
pub fn advance(crm: &Crm, hook: &Hook) -> Result<(), Refusal> {
    let Some((_, rev)) = find(&*crm.snapshot()?, hook.id)? else { return Ok(()) };
    let sealed = value::seal(HOOK, hook).map_err(refuse)?;
    let batch = Batch::new(BatchId(CallId::fresh().0)).at(key(hook.id), rev).put(key(hook.id), sealed);
    crm.engine.commit(batch).map(drop).map_err(refuse)
}

fn with_trace(crm: &Crm, context: &Context, mut batch: Batch) -> Result<(), Refusal> {
    audit::write(&audit::entry(context, Vec::new()), &mut batch)?;
    match crm.engine.commit(batch).map_err(refuse)? {
        Outcome::Done(_) => Ok(()),
        Outcome::Conflict(_) => Err(Refusal::Unavailable { why: reason("too-many-others") }),
    }
}

fn key(id: HookId) -> Vec<u8> {
    Key::of(Table::Hook).id(id).bytes()
}
