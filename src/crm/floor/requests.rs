//! What is asked of the floor.

use crate::crm::Crm;
use crate::crm::context::Context;
use crate::door::Refusal;
use crate::door::floor::{Request, Response};

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
        Request::TakeOver(id) => Response::TakenOver(floor.take_over(session, me, id, now).map(Box::new)),
    })
}
