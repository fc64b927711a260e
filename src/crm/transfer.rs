//! Warm transfer: whom a call can be offered to, and that whoever takes it has it from then on.

use super::context::Context;
use super::users::takes_calls;
use super::{Crm, audit};
use crate::domain::id::UserId;
use crate::domain::text::fold;
use crate::domain::user::User;
use crate::door::transfer::{Offer, OnDuty, Request, Response};
use crate::door::{CallId, Refusal};

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    let (floor, me) = (&crm.floor, &context.user);
    Ok(match request {
        Request::Colleagues => Response::Colleagues(colleagues(crm, me.id)),
        Request::Offer { call, to } => {
            let is_there = colleagues(crm, me.id).iter().any(|colleague| colleague.user == to);
            Response::Offered(is_there && floor.offer(me.id, call, to))
        }
        Request::Open => Response::Open(open(crm, me.id)),
        Request::Accept(call) => accept(crm, context, call)?,
        Request::Decline(call) => {
            floor.decline(me, call);
            Response::Done
        }
    })
}

/// Who is on duty and takes calls, besides oneself.
fn colleagues(crm: &Crm, me: UserId) -> Vec<OnDuty> {
    let on_duty = |user: &User| {
        let state = crm.floor.on_duty(user.id)?;
        Some(OnDuty { user: user.id, name: user.name.clone(), state })
    };
    let users = crm.users();
    let others = users.iter().filter(|user| takes_calls(user)).filter(|user| user.id != me);
    let mut colleagues: Vec<OnDuty> = others.filter_map(on_duty).collect();
    colleagues.sort_by_key(|colleague| fold(&colleague.name));
    colleagues
}

fn open(crm: &Crm, me: UserId) -> Vec<Offer> {
    let offers = crm.floor.offers(me).into_iter();
    let told = offers.map(|(offered, open)| Offer {
        call: offered.call,
        is_mine: offered.by == me,
        by: crm.name_of(offered.by),
        to: crm.name_of(offered.to),
        with: open.call.other_side().to_owned(),
        customer: open.call.customer,
    });
    told.collect()
}

/// What cannot be written down is not handed on.
fn accept(crm: &Crm, context: &Context, call: CallId) -> Result<Response, Refusal> {
    let me = &context.user;
    let offers = crm.floor.offers(me.id);
    let Some((offered, open)) = offers.into_iter().find(|(one, _)| one.call == call && one.to == me.id) else {
        return Ok(Response::Accepted(None));
    };
    audit::handed_on(crm, context, offered.by, open.call.customer)?;
    let draft = crm.floor.accept(context.session, me, call, context.now);
    Ok(Response::Accepted(draft.map(Box::new)))
}
