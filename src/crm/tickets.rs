//! Tickets.

use super::change::{Change, not_found};
use super::context::Context;
use super::customers::{everyone, standing};
use super::resolve::{self, name_of};
use super::{Crm, change, refuse};
use crate::domain::customer::Customer;
use crate::domain::edit::Draft;
use crate::domain::id::TicketId;
use crate::domain::noun::Noun;
use crate::domain::reason::reason;
use crate::domain::ticket::{Ticket, TicketState};
use crate::door::tickets::{Request, Response, TicketRow};
use crate::door::{Refusal, Saved};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, Table};
use crate::store::read;
use crate::store::records::ticket::tickets_of;
use std::cmp::Reverse;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    match request {
        Request::Add(draft) => {
            let draft = resolve::draft(crm, context, Noun::Ticket, &draft)?;
            Ok(saved(crm.change(context, |change| {
                let ticket = made(change, &draft)?;
                change.add(ticket)
            })?))
        }
        Request::Edit(mut edit) => {
            edit.changes = resolve::changes(crm, context, Noun::Ticket, &edit.changes)?;
            Ok(saved(crm.change(context, |change| {
                let ticket = change.edited::<Ticket>(&edit)?;
                check(&ticket)?;
                change.put(ticket)?;
                Ok(edit.id)
            })?))
        }
        Request::Close { id, resolution } => Ok(saved(crm.change(context, |change| {
            let ticket = change.get::<Ticket>(id)?;
            if ticket.state == TicketState::Closed {
                return Err(Refusal::invalid(
                    "state",
                    reason("ended-already").with("id", id).with("state", ticket.state),
                ));
            }
            let closed = Some(change.now());
            change.put(Ticket { state: TicketState::Closed, resolution: resolution.clone(), closed, ..ticket })?;
            Ok(id)
        })?)),
        Request::Show(id) => {
            let snapshot = crm.snapshot()?;
            let found = read::get::<Ticket>(&*snapshot, id).map_err(refuse)?;
            let (ticket, _) = found.ok_or_else(|| not_found::<Ticket>(id))?;
            row(&*snapshot, ticket).map(|row| Response::Ticket(Box::new(row)))
        }
        Request::List { customer, limit } => {
            let snapshot = crm.snapshot()?;
            let keys = match customer {
                Some(id) => everyone(&standing(&*snapshot, id)?).into_iter().map(tickets_of).collect(),
                None => vec![Key::of(Table::OpenTickets)],
            };
            let all = keys.into_iter().flat_map(|key| read::found::<Ticket>(&*snapshot, key, Direction::Forward));
            let mut open: Vec<Ticket> = all.collect::<Result<_, _>>().map_err(refuse)?;
            open.retain(|ticket| ticket.state == TicketState::Open);
            open.sort_by_key(|t| (!t.is_open_complaint(), Reverse(t.urgency), t.due.is_none(), t.due, t.id));
            let rows = open.into_iter().take(limit).map(|ticket| row(&*snapshot, ticket));
            rows.collect::<Result<_, _>>().map(Response::List)
        }
    }
}

fn saved((id, revision): (TicketId, u64)) -> Response {
    Response::Saved(Saved { id, revision })
}

/// A new ticket from a draft.
pub(super) fn made(change: &mut Change, draft: &Draft) -> Result<Ticket, Refusal> {
    let ticket = change::made::<Ticket>(draft)?;
    change.get::<Customer>(ticket.customer)?;
    check(&ticket)?;
    Ok(Ticket { created: change.now(), created_by: Some(change.me().id), ..ticket })
}

/// Whether a complaint of the customer, or of a member merged into it, is still open.
pub(super) fn has_open_complaint(snapshot: &dyn Snapshot, customer: &Customer) -> Result<bool, Refusal> {
    let ids = everyone(customer);
    let mut all = ids.iter().flat_map(|id| read::found::<Ticket>(snapshot, tickets_of(*id), Direction::Forward));
    let open = all.find(|ticket| ticket.as_ref().map_or(true, Ticket::is_open_complaint));
    Ok(open.transpose().map_err(refuse)?.is_some())
}

fn check(ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.text.trim().is_empty() { Err(Refusal::invalid("text", reason("needed"))) } else { Ok(()) }
}

fn row(snapshot: &dyn Snapshot, ticket: Ticket) -> Result<TicketRow, Refusal> {
    Ok(TicketRow { customer_name: name_of(snapshot, ticket.customer)?, ticket })
}
