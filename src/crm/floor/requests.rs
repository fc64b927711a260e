//! What is asked of the floor.

use crate::crm::Crm;
use crate::crm::context::Context;
use crate::door::Refusal;
use crate::door::floor::{Request, Response};

pub fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Present => Ok(Response::Present(crm.floor.present())),
        Request::SetState { presence, reason } => crm
            .floor
            .choose(context.user.id, presence, &reason, context.now)
            .map(Response::State)
            .map_err(|why| Refusal::invalid("presence", why)),
    }
}
