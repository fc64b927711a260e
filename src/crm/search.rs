//! Search: the query as typed, its filters, the index, and the rows a session sees.

use super::answers::{Asked, Ranked};
use super::context::Context;
use super::filter::{self, Keep, Maker};
use super::{Crm, Sink, finder, notes};
use crate::domain::customer::CustomerKind;
use crate::domain::id::CustomerId;
use crate::domain::query::{self, Field, Query};
use crate::domain::reason::reason;
use crate::door::search::{CustomerRow, Found, Highlight, Request, Response};
use crate::door::{Part, Refusal};
use crate::search::{self, Ask, Column, Index, Marker, Row, RowView, Word, number_searched, on_digits};
use crate::store::engine::Snapshot;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Time between two paints of an answer that is still growing.
const GROWING: Duration = Duration::from_millis(200);

/// Searches. While the index is being built, or a filter goes through many records, the rows found so far are painted
/// again and again; the answer comes when everything was looked at.
pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let Request::Find { query: text, offset, limit, around } = request;
    let query = parsed(crm, &text)?;
    let asked = Asked { session: context.session, user: context.user.id, query: text };
    let found = match crm.answers.get(&asked) {
        Some(ranked) if offset > 0 && around.is_none() => page(crm, &query, asked, ranked, (offset, limit))?,
        _ => anew(crm, context, &query, asked, (offset, limit, around), sink)?,
    };
    with_notes(crm, &query, found).map(Response::Found)
}

fn anew(
    crm: &Crm,
    context: &Context,
    query: &Query,
    asked: Asked,
    (offset, limit, around): (usize, usize, Option<CustomerId>),
    sink: &mut dyn Sink,
) -> Result<Found, Refusal> {
    crm.answers.forget(asked.session);
    finder::build(crm)?;
    let stop = sink.stop();
    while !crm.finder.wait(GROWING) {
        if stop.load(Ordering::Acquire) {
            return Err(Refusal::Cancelled);
        }
        let found = find(crm, context, query, limit, sink)?;
        sink.part(Part::Found(Found { counting: true, ..with_notes(crm, query, found)? }));
        finder::build(crm)?;
    }
    if offset == 0 {
        let found = find(crm, context, query, limit, sink)?;
        if around.is_none_or(|id| found.rows.iter().any(|row| row.id == id)) {
            return Ok(found);
        }
    }
    let sieve = Maker { crm, context, stop: &stop }.sieve(query, &mut |_| {})?;
    let ranked = found_by(crm, query, &|row| sieve.keeps(*row), &stop)?;
    let place = around.and_then(|id| ranked.iter().position(|other| *other == id));
    let offset = place.map_or(offset, |place| place.saturating_sub(limit / 2));
    page(crm, query, asked, Arc::new(ranked), (offset, limit))
}

/// A page of an answer, and the answer kept for the next one. Who is gone since leaves it.
fn page(
    crm: &Crm,
    query: &Query,
    asked: Asked,
    mut ranked: Ranked,
    (offset, limit): (usize, usize),
) -> Result<Found, Refusal> {
    let (begun, snapshot, marker) = (Instant::now(), crm.snapshot()?, Marker::new(&words(query)));
    loop {
        let ids: Vec<CustomerId> = ranked.iter().skip(offset).take(limit).copied().collect();
        let row = |index: &Index, id: &CustomerId| Ok((*id, shown_row(index, &*snapshot, &marker, *id)?));
        let rows = crm.finder.look(|index| ids.iter().map(|id| row(index, id)).collect::<Result<Vec<_>, Refusal>>())?;
        let gone: BTreeSet<CustomerId> = rows.iter().filter(|(_, row)| row.is_none()).map(|(id, _)| *id).collect();
        if gone.is_empty() {
            crm.answers.keep(asked, Arc::clone(&ranked));
            let rows = rows.into_iter().filter_map(|(_, row)| row).collect();
            let us = micros(begun);
            return Ok(Found { matched: ranked.len(), offset, rows, paint_us: us, elapsed_us: us, counting: false });
        }
        ranked = Arc::new(ranked.iter().filter(|id| !gone.contains(id)).copied().collect());
    }
}

/// The rows with the lines that hold what notes were asked for.
fn with_notes(crm: &Crm, query: &Query, mut found: Found) -> Result<Found, Refusal> {
    let words = filter::noted(query);
    if !words.is_empty() {
        let snapshot = crm.snapshot()?;
        for row in &mut found.rows {
            row.note = notes::line(crm, &*snapshot, row.id, &words)?.map(Box::new);
        }
    }
    Ok(found)
}

/// The first rows, painted as soon as any are found.
fn find(crm: &Crm, context: &Context, query: &Query, limit: usize, sink: &mut dyn Sink) -> Result<Found, Refusal> {
    let begun = Instant::now();
    let (words, stop) = (words(query), sink.stop());
    let (snapshot, marker) = (crm.snapshot()?, Marker::new(&words));
    let shown = |index: &Index, found: search::Found| shown(index, &*snapshot, &marker, found);
    let mut paint_us = None;
    let mut painted = begun;
    let sieve = Maker { crm, context, stop: &stop }.sieve(query, &mut |keep| {
        if painted.elapsed() >= GROWING {
            let us = *paint_us.get_or_insert_with(|| micros(begun));
            let ask = Ask { words: &words, keep, limit, offset: 0 };
            let found = crm.finder.search(&stop, |index| shown(index, index.find(&ask, &stop, &mut |_| {})?).ok());
            if let Some(found) = found {
                sink.part(Part::Found(Found { counting: true, paint_us: us, elapsed_us: us, ..found }));
            }
            painted = Instant::now();
        }
    })?;
    let keep = |row: &RowView<'_>| sieve.keeps(*row);
    let ask = Ask { words: &words, keep: &keep, limit, offset: 0 };
    let found = crm.finder.search(&stop, |index| {
        let found = index.find(&ask, &stop, &mut |first| {
            let us = *paint_us.get_or_insert_with(|| micros(begun));
            // Rows that cannot be read are not painted: the full answer will say why.
            if let Ok(painted) = shown(index, first) {
                sink.part(Part::Found(Found { paint_us: us, elapsed_us: us, ..painted }));
            }
        })?;
        let elapsed_us = micros(begun);
        let full = |shown| Found { paint_us: paint_us.unwrap_or(elapsed_us), elapsed_us, ..shown };
        Some(shown(index, found).map(full))
    });
    found.unwrap_or(Err(Refusal::Cancelled))
}

fn micros(since: Instant) -> u64 {
    since.elapsed().as_micros() as u64
}

/// The query a text is.
pub(super) fn parsed(crm: &Crm, text: &str) -> Result<Query, Refusal> {
    query::parse(text, crm.settings().currency).map_err(|error| Refusal::invalid("query", error))
}

fn words(query: &Query) -> Vec<Word> {
    let word = |term: &query::Term| Word { text: term.text.clone(), exact: term.exact, negated: term.negated };
    query.terms.iter().map(word).collect()
}

/// Every customer a query finds, in order of id: for call lists and bulk edits.
pub(super) fn everyone(
    crm: &Crm,
    context: &Context,
    text: &str,
    sink: &mut dyn Sink,
) -> Result<Vec<CustomerId>, Refusal> {
    let (query, stop) = (parsed(crm, text)?, sink.stop());
    finder::whole(crm, &stop)?;
    let sieve = Maker { crm, context, stop: &stop }.sieve(&query, &mut |_| {})?;
    let mut ids = found_by(crm, &query, &|row| sieve.keeps(*row), &stop)?;
    ids.sort_unstable();
    Ok(ids)
}

/// Everyone the words of a query find and `keep` lets pass, best first.
pub(super) fn found_by(
    crm: &Crm,
    query: &Query,
    keep: &Keep<'_>,
    stop: &AtomicBool,
) -> Result<Vec<CustomerId>, Refusal> {
    let ask = Ask { words: &words(query), keep, limit: usize::MAX, offset: 0 };
    let found = crm.finder.search(stop, |index| index.find(&ask, stop, &mut |_| {})).ok_or(Refusal::Cancelled)?;
    Ok(found.rows.iter().map(|hit| hit.id).collect())
}

/// How many customers a query finds that could be a view's.
pub(super) fn count(crm: &Crm, context: &Context, query: &str, stop: &AtomicBool) -> Result<usize, Refusal> {
    finder::whole(crm, stop)?;
    let query = parsed_for_view(crm, query)?;
    let sieve = Maker { crm, context, stop }.sieve(&query, &mut |_| {})?;
    let ask = Ask { words: &words(&query), keep: &|row| sieve.keeps(*row), limit: 0, offset: 0 };
    let found = crm.finder.search(stop, |index| index.find(&ask, stop, &mut |_| {})).ok_or(Refusal::Cancelled)?;
    Ok(found.matched)
}

/// A query that can be a view's: one that rests on no other view, so that none rests on itself.
pub(super) fn parsed_for_view(crm: &Crm, text: &str) -> Result<Query, Refusal> {
    let query = parsed(crm, text)?;
    if query.filters.iter().any(|filter| filter.field == Field::View) {
        return Err(Refusal::invalid("query", reason("view-in-view")));
    }
    Ok(query)
}

fn shown(index: &Index, snapshot: &dyn Snapshot, marker: &Marker, found: search::Found) -> Result<Found, Refusal> {
    let rows = found.rows.iter().filter_map(|hit| shown_row(index, snapshot, marker, hit.id).transpose());
    Ok(Found { matched: found.matched, rows: rows.collect::<Result<_, _>>()?, ..Found::default() })
}

/// The row of a customer, unless they are gone, put away or merged into another.
fn shown_row(
    index: &Index,
    snapshot: &dyn Snapshot,
    marker: &Marker,
    id: CustomerId,
) -> Result<Option<CustomerRow>, Refusal> {
    let last_contact = index.get(id).and_then(|row| row.last_contact());
    let row = finder::shown(snapshot, id, last_contact)?.filter(|row| !row.archived);
    Ok(row.map(|row| customer_row(&row, &marker.highlights(&row))))
}

/// A row of the index as a session sees it.
pub(super) fn customer_row(row: &Row, highlights: &[search::Highlight]) -> CustomerRow {
    let phones: Vec<String> = row.phones.iter().map(ToString::to_string).collect();
    let highlights = highlights.iter().filter_map(|highlight| {
        let (field, index) = (name_of(highlight.field)?, highlight.value_index);
        let chars = match highlight.field {
            Column::Phone => on_digits(&number_searched(row.phones.get(index)?), &highlight.chars, phones.get(index)?),
            _ => highlight.chars.clone(),
        };
        Some(Highlight { field: field.to_owned(), index, chars })
    });
    CustomerRow {
        id: row.id,
        kind: if row.organisation { CustomerKind::Organisation } else { CustomerKind::Person },
        name: row.name.clone(),
        company: row.company.clone(),
        city: row.city.clone(),
        highlights: highlights.collect(),
        phones,
        emails: row.emails.clone(),
        tags: row.tags.clone(),
        last_contact: row.last_contact,
        note: None,
    }
}

/// The field of a [`CustomerRow`] a column is shown in.
fn name_of(column: Column) -> Option<&'static str> {
    match column {
        Column::Name => Some("name"),
        Column::Company => Some("company"),
        Column::City => Some("city"),
        Column::Phone => Some("phones"),
        Column::Email => Some("emails"),
        Column::Tag => Some("tags"),
        Column::Alias => None,
    }
}
