//! Saved views.

use super::change::not_found;
use super::context::Context;
use super::{Crm, Sink, refuse, search};
use crate::domain::query;
use crate::domain::reason::reason;
use crate::domain::text::fold;
use crate::domain::view::View;
use crate::door::views::{Request, Response};
use crate::door::{Refusal, Saved};
use crate::store::read;

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Save { name, query } => {
            query::parse(&query, crm.settings().currency).map_err(|error| Refusal::invalid("query", error))?;
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
        Request::List => {
            let snapshot = crm.snapshot()?;
            let mut views = Vec::new();
            for view in read::all::<View>(&*snapshot) {
                let view = view.map_err(refuse)?;
                if view.owner.is_none_or(|owner| owner == context.user.id) {
                    let count = search::everyone(crm, context, &view.query, sink)?.len();
                    views.push((view, count));
                }
            }
            Ok(Response::List(views))
        }
    }
}
