//! What a query, or a line of a form, may go on with: the names of fields, and the values there are.

use super::context::Context;
use super::{Crm, Sink, finder, refuse, resolve, views};
use crate::domain::customer::Customer;
use crate::domain::deal::STAGE_NAMES;
use crate::domain::id::CustomerId;
use crate::domain::query::{Field, Unfinished, quoted_if_needed, unfinished};
use crate::domain::text::{fold, is_han};
use crate::door::Refusal;
use crate::door::completion::{Named, Offer, Request, Response};
use crate::search::{Ask, Column, RowView};
use crate::store::engine::Snapshot;
use crate::store::read;
use parking_lot::Mutex;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

/// A value and how many customers have it, where that is known.
type Value = (String, Option<usize>);

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Offer { query, cursor } => offers(crm, context, (&query, cursor), sink),
        Request::Known { of, beginning } => known(crm, context, of, &beginning, sink).map(Response::Known),
    }
}

fn offers(
    crm: &Crm,
    context: &Context,
    (query, cursor): (&str, usize),
    sink: &mut dyn Sink,
) -> Result<Response, Refusal> {
    let Some(part) = unfinished(query, cursor) else { return Ok(Response::Offers(Vec::new())) };
    let named: Vec<Value> = part.known().into_iter().map(|word| (word, None)).collect();
    let valued = match part.field {
        Some(field) => values(crm, context, field, &part, &sink.stop())?,
        None => Vec::new(),
    };
    let offers = named.into_iter().chain(valued).take(Request::OFFERS);
    let offers = offers.map(|(word, count)| Offer { replaces: part.span.clone(), with: text(&part, &word), count });
    Ok(Response::Offers(offers.collect()))
}

fn known(
    crm: &Crm,
    context: &Context,
    of: Named,
    beginning: &str,
    sink: &mut dyn Sink,
) -> Result<Vec<String>, Refusal> {
    let field = match of {
        Named::Tag => Field::Tag,
        Named::City => Field::City,
        Named::Company => Field::Company,
        Named::Source => Field::Source,
        Named::User | Named::Team | Named::Owner => Field::Owner,
    };
    let han = beginning.starts_with(is_han);
    let part = Unfinished { field: Some(field), span: 0..beginning.len(), beginning: fold(beginning), han };
    let values = match of {
        Named::User => uncounted(resolve::logins(crm), &part),
        Named::Team => uncounted(resolve::teams(crm)?, &part),
        _ => values(crm, context, field, &part, &sink.stop())?,
    };
    Ok(values.into_iter().map(|(value, _)| value).take(Request::OFFERS).collect())
}

/// A field's name goes on with a value at once; a value is done.
fn text(part: &Unfinished, word: &str) -> String {
    if part.field.is_none() { word.to_owned() } else { format!("{} ", quoted_if_needed(word)) }
}

/// The values of a field that begin like what is typed.
fn values(
    crm: &Crm,
    context: &Context,
    field: Field,
    part: &Unfinished,
    stop: &AtomicBool,
) -> Result<Vec<Value>, Refusal> {
    let snapshot = crm.snapshot()?;
    match field {
        Field::Stage => Ok(uncounted(stages(crm, part.han), part)),
        Field::Pipeline => Ok(uncounted(crm.settings().pipelines.iter().map(|p| p.slug.clone()).collect(), part)),
        Field::Owner => Ok(uncounted(resolve::owners(crm)?, part)),
        Field::View => {
            let views = views::mine(context, &*snapshot)?.into_iter();
            Ok(views.filter(|view| begins(&view.name, part)).map(|view| (view.name, None)).collect())
        }
        Field::Tag | Field::City | Field::Company | Field::Country | Field::Source => {
            commonest(crm, &*snapshot, field, part, stop)
        }
        _ => Ok(Vec::new()),
    }
}

fn uncounted(words: Vec<String>, part: &Unfinished) -> Vec<Value> {
    words.into_iter().filter(|word| begins(word, part)).map(|word| (word, None)).collect()
}

/// Whether a value, or a word within it, begins like what is typed.
fn begins(value: &str, part: &Unfinished) -> bool {
    let value = fold(value);
    let words = value.match_indices(' ').filter_map(|(at, space)| value.get(at + space.len()..));
    [value.as_str()].into_iter().chain(words).any(|word| word.starts_with(&part.beginning))
}

/// The stages of all pipelines, in the language that is typed.
fn stages(crm: &Crm, han: bool) -> Vec<String> {
    let settings = crm.settings();
    let mut names: Vec<String> = Vec::new();
    for stage in settings.pipelines.iter().flat_map(|pipeline| &pipeline.stages) {
        let built_in = STAGE_NAMES.iter().filter(|(slug, _)| *slug == stage.slug).map(|(_, name)| *name);
        let name =
            [stage.slug.as_str(), &stage.label].into_iter().chain(built_in).find(|n| n.starts_with(is_han) == han);
        names.extend(name.filter(|name| !name.is_empty()).map(str::to_owned));
    }
    names
}

/// The values of a column most customers have, as one of these writes it.
fn commonest(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    field: Field,
    part: &Unfinished,
    stop: &AtomicBool,
) -> Result<Vec<Value>, Refusal> {
    finder::build(crm)?;
    let counted: Mutex<HashMap<String, (usize, CustomerId)>> = Mutex::default();
    // Nobody is kept: the rows are only looked at.
    let count = |row: &RowView<'_>| {
        let values = of_row(row, field).filter(|value| !row.archived() && !value.is_empty() && begins(value, part));
        for value in values {
            counted.lock().entry(fold(value)).or_insert((0, row.id())).0 += 1;
        }
        false
    };
    let ask = Ask { words: &[], keep: &count, limit: 0, offset: 0 };
    crm.finder.search(stop, |index| index.find(&ask, stop, &mut |_| {})).ok_or(Refusal::Cancelled)?;
    let mut all: Vec<_> = counted.into_inner().into_iter().collect();
    all.sort_by(|(a, (many, _)), (b, (more, _))| (Reverse(many), a).cmp(&(Reverse(more), b)));
    let written = all
        .into_iter()
        .take(Request::OFFERS)
        .map(|(folded, (count, example))| Ok((as_written(snapshot, example, field, &folded)?, Some(count))));
    written.collect()
}

/// What a row holds in the column of a field.
fn of_row<'a>(row: &RowView<'a>, field: Field) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    match field {
        Field::Tag => Box::new(row.values(Column::Tag)),
        Field::City => Box::new([row.city()].into_iter()),
        Field::Company => Box::new([row.company()].into_iter()),
        Field::Country => Box::new([row.country()].into_iter()),
        _ => Box::new([row.source()].into_iter()),
    }
}

/// A folded value as a customer who has it writes it.
fn as_written(snapshot: &dyn Snapshot, id: CustomerId, field: Field, folded: &str) -> Result<String, Refusal> {
    let Some((customer, _)) = read::get::<Customer>(snapshot, id).map_err(refuse)? else {
        return Ok(folded.to_owned());
    };
    let written = match field {
        Field::Tag => customer.tags.clone(),
        Field::City => vec![customer.city.clone()],
        Field::Company => vec![finder::company(snapshot, &customer)?],
        Field::Country => vec![customer.country.clone()],
        _ => vec![customer.source.clone()],
    };
    Ok(written.into_iter().find(|value| fold(value) == folded).unwrap_or_else(|| folded.to_owned()))
}
