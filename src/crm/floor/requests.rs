//! What is asked of the floor.

use crate::crm::context::Context;
use crate::crm::users::takes_calls;
use crate::crm::{Crm, audit};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::reason::reason;
use crate::door::floor::{Request, Response};
use crate::door::{CallId, Refusal};

pub fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    let Context { session, now, .. } = *context;
    let (floor, me) = (&crm.floor, context.user.id);
    Ok(match request {
        Request::Present => Response::Present(floor.present()),
        Request::Mine => {
            let (state, left) = floor.mine(session, me, now);
            Response::Mine { state, left }
        }
        Request::SetState { presence, reason } => {
            let chosen = floor.choose(me, presence, &reason, now);
            Response::State(chosen.map_err(|why| Refusal::invalid("presence", why))?)
        }
        Request::Open(customer) => Response::AlsoOpen(floor.open(session, customer)),
        Request::Take(ring) => match floor.take(session, &context.user, ring, now) {
            Ok(()) => Response::Done,
            Err(at) => Response::Elsewhere { at },
        },
        Request::Keep(draft) => match floor.keep(session, me, *draft, now) {
            Ok(()) => Response::Done,
            Err(at) => Response::Elsewhere { at },
        },
        Request::Drop(id) => {
            floor.drop_draft(session, me, id, now);
            Response::Done
        }
        Request::Discard { call, customer } => discard(crm, context, call, customer)?,
        Request::Give { call, to } => give(crm, context, call, to)?,
        Request::TakeOver(id) => Response::TakenOver(floor.take_over(session, me, id, now).map(Box::new)),
    })
}

/// What cannot be written down is not thrown away.
fn discard(crm: &Crm, context: &Context, call: CallId, customer: Option<CustomerId>) -> Result<Response, Refusal> {
    let me = context.user.id;
    if crm.floor.was_announced(me, call) {
        return Err(Refusal::invalid("call", reason("call-announced")));
    }
    audit::discarded(crm, context, customer)?;
    crm.floor.drop_draft(context.session, me, call, context.now);
    Ok(Response::Done)
}

/// What cannot be written down is not given.
fn give(crm: &Crm, context: &Context, call: CallId, to: UserId) -> Result<Response, Refusal> {
    let Some(left) = crm.floor.left_calls().into_iter().find(|left| left.id == call) else {
        return Ok(Response::TakenOver(None));
    };
    if !crm.users().iter().any(|user| user.id == to && takes_calls(user)) {
        return Err(Refusal::invalid("owner", reason("takes-no-calls").with("given", crm.name_of(to))));
    }
    audit::handed_on(crm, context, left.by, left.open.call.customer)?;
    let by = if left.by == to { String::new() } else { crm.name_of(left.by) };
    if !crm.floor.give(call, to, &by, context.now) {
        return Ok(Response::TakenOver(None));
    }
    if to == context.user.id {
        let draft = crm.floor.take_over(context.session, to, call, context.now);
        return Ok(Response::TakenOver(draft.map(Box::new)));
    }
    crm.floor.tell_of_what_is_left(to);
    Ok(Response::Done)
}
