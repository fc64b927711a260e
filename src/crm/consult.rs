//! Asking the supervisor: who is asked, and what each side may see of it.

use super::Crm;
use super::context::Context;
use super::floor::Asked;
use crate::domain::call::Call;
use crate::domain::id::UserId;
use crate::domain::role::Action;
use crate::domain::user::User;
use crate::door::consult::{Consult, Request, Response, Shown};
use crate::door::floor::OpenCall;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Response {
    let (floor, me) = (&crm.floor, &context.user);
    match request {
        Request::Ask(call) => {
            let on_duty = advisers(crm, me);
            let asked = on_duty.iter().map(|user| user.id).collect::<Vec<_>>();
            let is_shown = !asked.is_empty() && floor.consult(me.id, call, asked);
            let names = on_duty.into_iter().map(|user| user.name).filter(|_| is_shown);
            Response::Asked(names.collect())
        }
        Request::Open => {
            let open = floor.consults(me.id);
            Response::Open(open.into_iter().map(|(asked, open)| told(crm, me.id, asked, &open.call)).collect())
        }
        Request::Look(call) => {
            let mut asked = floor.consults(me.id).into_iter();
            let found = asked.find(|(asked, _)| asked.call == call && asked.by != me.id);
            let shown = |(asked, open): (Asked, OpenCall)| Shown { consult: told(crm, me.id, asked, &open.call), open };
            Response::Call(found.map(shown).map(Box::new))
        }
        Request::Reply { call, text } => {
            floor.reply(me, call, text.trim());
            Response::Done
        }
        Request::Close(call) => {
            floor.close_consult(me.id, call);
            Response::Done
        }
    }
}

/// The supervisors on duty: those of one's own team, else all of them.
fn advisers(crm: &Crm, me: &User) -> Vec<User> {
    let users = crm.users();
    let may = |user: &&User| user.active && user.role.may(Action::Advise) && user.id != me.id;
    let on_duty: Vec<&User> = users.iter().filter(may).filter(|user| crm.floor.on_duty(user.id).is_some()).collect();
    let of_team = |user: &&&User| me.team.is_some() && user.team == me.team;
    let own: Vec<User> = on_duty.iter().filter(of_team).map(|user| (*user).clone()).collect();
    if own.is_empty() { on_duty.into_iter().cloned().collect() } else { own }
}

fn told(crm: &Crm, me: UserId, asked: Asked, call: &Call) -> Consult {
    Consult {
        call: asked.call,
        is_mine: asked.by == me,
        by: crm.name_of(asked.by),
        with: call.other_side().to_owned(),
        customer: call.customer,
        asked: asked.whom.iter().map(|user| crm.name_of(*user)).collect(),
        said: asked.said,
    }
}
