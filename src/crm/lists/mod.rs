//! Call lists: made from a query, leased customer by customer, attempts counted.

mod attempts;
mod leases;
mod status;

pub(super) use attempts::attempted;
pub(super) use leases::{Leases, give_back};

use super::change::not_found;
use super::context::Context;
use super::{Crm, Sink, refuse, search};
use crate::domain::call_list::{CallList, ListMember};
use crate::domain::customer::Customer;
use crate::domain::reason::{Reason, reason};
use crate::domain::script::Script;
use crate::domain::text::fold;
use crate::door::bulk::Whom;
use crate::door::lists::{NewList, Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::engine::Snapshot;
use crate::store::read;

/// Customers on a list, at most: it is written in one commit.
const LARGEST: usize = 5_000;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Create(list) => create(crm, context, *list, sink),
        Request::Next(list) => {
            let list = named(&*crm.snapshot()?, &list)?;
            leases::next(crm, context, &list).map(|turn| Response::Next(Box::new(turn)))
        }
        Request::Attempt { member, disposition } => {
            crm.change(context, |change| attempts::attempt(change, member, &disposition))?;
            Ok(Response::Attempted)
        }
        Request::Status(list) => {
            let snapshot = crm.snapshot()?;
            let list = named(&*snapshot, &list)?;
            status::of(&*snapshot, &list, context.now).map(|status| Response::Status(Box::new(status)))
        }
        Request::Results(list) => {
            let snapshot = crm.snapshot()?;
            let list = named(&*snapshot, &list)?;
            status::results(crm, &*snapshot, &list).map(Response::Results)
        }
        Request::All => {
            let snapshot = crm.snapshot()?;
            let all = read::all::<CallList>(&*snapshot);
            let each = all.map(|list| status::of(&*snapshot, &list.map_err(refuse)?, context.now));
            each.collect::<Result<_, _>>().map(Response::All)
        }
    }
}

/// The list meant by an id or a name.
fn named(snapshot: &dyn Snapshot, given: &str) -> Result<CallList, Refusal> {
    let wanted = fold(given.trim());
    for list in read::all::<CallList>(snapshot) {
        let list = list.map_err(refuse)?;
        if fold(&list.name) == wanted || fold(&list.id.to_string()) == wanted {
            return Ok(list);
        }
    }
    Err(Refusal::NotFound { noun: "list".to_owned(), given: given.to_owned() })
}

fn create(crm: &Crm, context: &Context, list: NewList, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let NewList { name, whom, script, hours, retry } = list;
    if name.trim().is_empty() {
        return Err(Refusal::invalid("name", reason("needed")));
    }
    if named(&*crm.snapshot()?, &name).is_ok() {
        return Err(Refusal::invalid("name", reason("name-taken").with("given", &name)));
    }
    check_script(crm, &script).map_err(|why| Refusal::invalid("script", why))?;
    let (customers, query) = match whom {
        Whom::Query(query) => (search::everyone(crm, context, &query, sink)?, query),
        Whom::These(customers) => (customers, String::new()),
    };
    if customers.len() > LARGEST {
        let why = reason("list-too-large").with("count", customers.len()).with("most", LARGEST);
        return Err(Refusal::invalid("query", why));
    }
    let list = CallList { name: name.trim().to_owned(), query, script, hours, retry, ..CallList::default() };
    let (id, revision) = crm.change(context, |change| {
        let id = change.add(CallList { created: change.now(), created_by: Some(change.me().id), ..list.clone() })?;
        for customer in &customers {
            change.find::<Customer>(*customer)?.ok_or_else(|| not_found::<Customer>(*customer))?;
            change.add(ListMember { list: id, customer: *customer, ..ListMember::default() })?;
        }
        Ok(id)
    })?;
    Ok(Response::Created { saved: Saved { id, revision }, customers: customers.len() })
}

/// Refuses a text that is no script, or comes to what is no disposition here.
fn check_script(crm: &Crm, text: &str) -> Result<(), Reason> {
    let settings = crm.settings();
    let known = settings.dispositions.iter().flat_map(|known| [known.code.as_str(), known.slug.as_str()]);
    text.parse::<Script>()?.comes_to(&known.collect::<Vec<_>>())
}
