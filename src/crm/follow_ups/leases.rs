//! Shared work that somebody keeps for themselves, so that no two do it: for a while, until they give it back, or until
//! the screen they took it at is gone.

use super::{free, open};
use crate::crm::change::Change;
use crate::crm::context::Context;
use crate::crm::undo::UndoPlan;
use crate::crm::{Crm, leases, refuse};
use crate::domain::follow_up::{FollowUp, Lease};
use crate::domain::id::{FollowUpId, UserId};
use crate::door::Refusal;
use crate::store::engine::Rev;
use crate::store::read;

/// What was taken at the screens that are open.
pub type Leases = leases::Leases<FollowUpId, ()>;

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
    crm.kept_work.keep(crm, context, id, ());
    Ok((id, rev))
}

/// Gives shared work back before its time; what a colleague keeps is theirs to give back.
pub(super) fn give_back(crm: &Crm, context: &Context, id: FollowUpId) -> Result<(FollowUpId, Rev), Refusal> {
    let ((), _, rev) = crm.change_under(context, UndoPlan::None, |change| {
        free(change, id)?;
        returned(change, id)
    })?;
    crm.kept_work.forget(context.session, id);
    Ok((id, rev))
}

/// A screen is gone: what was taken there is anybody's again, or goes with its user to another screen that is open.
pub(in crate::crm) fn leave(crm: &Crm, session: u64) {
    for (id, (who, ())) in crm.kept_work.left_at(session) {
        if let Some(other) = crm.floor.screen_of(who.user.id) {
            crm.kept_work.hand_on(other, id, (who, ()));
        } else if is_kept_for(crm, id, who.user.id).unwrap_or(false) {
            leases::give_back(crm, who, "follow-ups-give-back", |change| returned(change, id));
        }
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
