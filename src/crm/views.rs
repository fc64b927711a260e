//! Saved views.

use super::change::not_found;
use super::context::Context;
use super::{Crm, Sink, refuse, search};
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::domain::view::View;
use crate::door::views::{Count, Request, Response};
use crate::door::{Part, Refusal, Saved};
use crate::store::engine::Snapshot;
use crate::store::read;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Save { name, query } => {
            search::parsed_for_view(crm, &query)?;
            let name = name.trim();
            if name.is_empty() {
                return Err(Refusal::invalid("name", reason("needed")));
            }
            let (id, revision) = crm.change(context, |change| {
                let mut views = read::all::<View>(change.snapshot());
                let same = views.find(|view| view.as_ref().map_or(true, |v| fold(&v.name) == fold(name)));
                drop(views);
                match same.transpose().map_err(refuse)? {
                    Some(view) => {
                        change.find::<View>(view.id)?;
                        let id = view.id;
                        change.put(View { query: query.clone(), ..view })?;
                        Ok(id)
                    }
                    None => change.add(View { name: name.to_owned(), query: query.clone(), ..View::default() }),
                }
            })?;
            Ok(Response::Saved(Saved { id, revision }))
        }
        Request::Remove(id) => {
            let ((), revision) = crm.change(context, |change| {
                change.find::<View>(id)?.ok_or_else(|| not_found::<View>(id))?;
                change.remove::<View>(id)
            })?;
            Ok(Response::Saved(Saved { id, revision }))
        }
        Request::List => mine(context, &*crm.snapshot()?).map(Response::List),
        Request::Count => {
            let mut counts = Vec::new();
            for view in mine(context, &*crm.snapshot()?)? {
                let count = counted(crm, context, &view, sink)?;
                sink.part(Part::Counted(count));
                counts.push(count);
            }
            Ok(Response::Counted(counts))
        }
    }
}

/// How many a view finds; nothing where its query means somebody or something that is gone.
fn counted(crm: &Crm, context: &Context, view: &View, sink: &mut dyn Sink) -> Result<Count, Refusal> {
    let customers = match search::count(crm, context, &view.query, &sink.stop()) {
        Ok(customers) => Some(customers),
        Err(Refusal::Invalid { .. }) => None,
        Err(refusal) => return Err(refusal),
    };
    Ok(Count { view: view.id, customers })
}

/// Mine and everybody's, in order.
pub(super) fn mine(context: &Context, snapshot: &dyn Snapshot) -> Result<Vec<View>, Refusal> {
    let mut views = read::all::<View>(snapshot).collect::<Result<Vec<View>, _>>().map_err(refuse)?;
    views.retain(|view| view.owner.is_none_or(|owner| owner == context.user.id));
    Ok(views)
}
