//! Shared work that somebody keeps for themselves, so that no two do it: for a while, until they give it back, or until
//! the screen they took it at is gone.

use super::change::Change;
use super::context::Context;
use super::follow_ups::{free, open};
use super::undo::UndoPlan;
use super::{Crm, refuse};
use crate::domain::follow_up::{FollowUp, Lease};
use crate::domain::id::{FollowUpId, UserId};
use crate::door::{CallId, Cause, Refusal};
use crate::store::engine::Rev;
use crate::store::read;
use parking_lot::Mutex;
use std::collections::HashMap;

/// What was taken at the screens that are open, by session. It is only for giving back: what holds is stored with the
/// follow-up.
#[derive(Default)]
pub struct Leases(Mutex<HashMap<(u64, FollowUpId), Context>>);

impl Leases {
    fn at(&self, session: u64) -> Vec<(FollowUpId, Context)> {
        let mut all = self.0.lock();
        all.extract_if(|(at, _), _| *at == session).map(|((_, id), context)| (id, context)).collect()
    }
}

/// Keeps shared work for whoever takes it; what is one's own needs no keeping.
pub(super) fn take(crm: &Crm, context: &Context, id: FollowUpId) -> Result<(FollowUpId, Rev), Refusal> {
    let ((), _, rev) = crm.change_under(context, UndoPlan::None, |change| {
        let mut follow_up = free(change, id)?;
        if follow_up.is_shared() {
            follow_up.lease = Some(Lease { to: change.me().id, until: change.now().plus(FollowUp::LEASE) });
            change.put(follow_up)?;
        }
        Ok(())
    })?;
    // A command that asks one thing and goes keeps it until the time is over: there is no screen it could end with.
    if crm.floor.is_screen(context.session) {
        crm.kept_work.0.lock().insert((context.session, id), context.clone());
    }
    Ok((id, rev))
}

/// Gives shared work back before its time; what a colleague keeps is theirs to give back.
pub(super) fn give_back(crm: &Crm, context: &Context, id: FollowUpId) -> Result<(FollowUpId, Rev), Refusal> {
    let ((), _, rev) = crm.change_under(context, UndoPlan::None, |change| {
        free(change, id)?;
        returned(change, id)
    })?;
    crm.kept_work.0.lock().remove(&(context.session, id));
    Ok((id, rev))
}

/// A screen is gone: what was taken there is anybody's again, or goes with its user to another screen that is open.
pub(super) fn leave(crm: &Crm, session: u64) {
    for (id, context) in crm.kept_work.at(session) {
        if let Some(other) = crm.floor.screen_of(context.user.id) {
            crm.kept_work.0.lock().insert((other, id), context);
            continue;
        }
        if !is_kept_for(crm, id, context.user.id).unwrap_or(false) {
            continue;
        }
        let (call, cause) = (CallId::fresh(), Cause::SYSTEM);
        let context = Context { call, cause, request: "follow-ups-give-back", now: crm.clock.now(), ..context };
        // What cannot be given back runs out by itself.
        let _ = crm.change_under(&context, UndoPlan::None, |change| returned(change, id));
    }
}

fn is_kept_for(crm: &Crm, id: FollowUpId, user: UserId) -> Result<bool, Refusal> {
    let found = read::get::<FollowUp>(&*crm.snapshot()?, id).map_err(refuse)?;
    Ok(found.is_some_and(|(step, _)| step.is_open() && step.lease.is_some_and(|lease| lease.to == user)))
}

/// The follow-up without the lease of whoever gives it back.
fn returned(change: &mut Change, id: FollowUpId) -> Result<(), Refusal> {
    let (me, follow_up) = (change.me().id, open(change, id)?);
    match follow_up.lease {
        Some(lease) if lease.to == me => change.put(FollowUp { lease: None, ..follow_up }),
        _ => Ok(()),
    }
}
