//! Hooks: each runs on a thread of its own, a process at a time, behind the change feed. Nobody waits for one.
//!
//! A hook keeps in the store how far it came. That moves on only after its command ended, so an event is told at
//! least once, whenever the host ends; after [`TRIES`] failures it is left behind and counted.

mod command;
mod kept;
mod run;
mod told;

pub use kept::decode;
pub use run::Alarm;

use super::context::Context;
use super::{Crm, Sink, audit, going_on, refuse};
use crate::domain::hook::{Hook, HookEvent};
use crate::domain::id::HookId;
use crate::domain::reason::reason;
use crate::door::Refusal;
use crate::door::hooks::{Request, Response};
use command::Command;
use serde_json::json;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// The sequence ids of hooks come from.
pub(super) const SEQUENCE: u8 = 0x81;
/// How often a command is run for one event.
const TRIES: u32 = 3;
/// Characters of a command, at most.
const LONGEST: usize = 4_096;
/// Seconds a hook may be given.
const LIMITS: RangeInclusive<u32> = 1..=Hook::LONGEST_S;

/// Starts those there are.
pub(super) fn start(crm: &Arc<Crm>) {
    // A store that cannot be read now has other troubles; they start with the next one.
    let hooks = crm.snapshot().and_then(|snapshot| kept::all(&*snapshot)).unwrap_or_default();
    for hook in hooks {
        run::begin(crm, hook.id);
    }
}

/// Whether any hook waits for such an event.
pub(super) fn wait_for(crm: &Crm, event: HookEvent) -> bool {
    let hooks = crm.snapshot().and_then(|snapshot| kept::all(&*snapshot)).unwrap_or_default();
    hooks.iter().any(|hook| hook.event == event)
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Add { event, command, limit_s } => add(crm, context, event, command, limit_s).map(Response::Added),
        Request::Remove(id) => {
            kept::get(&*crm.snapshot()?, id)?;
            kept::remove(crm, context, id)?;
            crm.hooks.look_again();
            Ok(Response::Removed)
        }
        Request::List => kept::all(&*crm.snapshot()?).map(Response::List),
        Request::Try(id) => {
            let hook = kept::get(&*crm.snapshot()?, id)?;
            audit::attest(crm, context)?;
            let told = json!({ "hook": hook.id, "event": hook.event, "test": true, "at": context.now });
            let stop = sink.stop();
            let command = Command::of(crm, &hook, &told, context.cause.depth);
            Ok(Response::Tried(command.run(&*crm.clock, &|| going_on(&stop).is_continue())))
        }
    }
}

fn add(crm: &Crm, context: &Context, event: HookEvent, command: String, limit_s: u32) -> Result<HookId, Refusal> {
    if command.trim().is_empty() {
        return Err(Refusal::invalid("command", reason("needed")));
    }
    if command.chars().count() > LONGEST {
        return Err(Refusal::invalid("command", reason("text-too-long").with("most", LONGEST)));
    }
    if !LIMITS.contains(&limit_s) {
        return Err(Refusal::invalid("limit", reason("hook-limit").with("most", Hook::LONGEST_S)));
    }
    let id = HookId(crm.sequences.next(SEQUENCE)?);
    let seen = crm.snapshot()?.head(audit::LOG).map_err(refuse)?.seq;
    let hook = Hook { id, event, command, limit_s, seen, done: 0, events: 0, failures: 0, last: None };
    kept::add(crm, context, &hook)?;
    if let Some(crm) = crm.me.upgrade() {
        run::begin(&crm, id);
    }
    // The clock may have slept because nobody heard it.
    crm.due.look_again();
    Ok(id)
}
