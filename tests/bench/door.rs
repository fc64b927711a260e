//! Requests through the door, in this process.

use crate::floor::Floor;
use crate::sample::Sample;
use callsheet::crm::{Founding, Identity, Keeper, Session};
use callsheet::domain::edit::Draft;
use callsheet::domain::id::CustomerId;
use callsheet::domain::settings::Settings;
use callsheet::door::search::{Found, Request};
use callsheet::door::{Call, Door, Part, ask, ask_in_parts, customers, interactions, search, system};
use callsheet::store::sled::Options;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What people type, key by key.
pub const TYPED: &[&str] = &[
    "meyer",
    "anna",
    "schmidt",
    "zhangwei",
    "zw",
    "张伟",
    "上海",
    "4321",
    "0301234",
    "berlin",
    "siemens",
    "gmail",
    "mueller",
    "li na",
    "tag:vip",
    "wang city:beijing",
    "schmdit",
    "j smith",
    "139",
    "ltd",
];

pub fn measure(data: &Path) {
    let founding = Founding { settings: Settings::default(), os_user: "bench".into() };
    let begun = Instant::now();
    let keeper = Arc::new(Keeper::open_in(data, Options::default(), founding));
    let session = Session::open(&keeper, Identity::in_process("bench", "bench")).unwrap();
    let _: system::Response = ask(&session, system::Request::Settled).unwrap();
    Sample::from_spans("open the store", vec![begun.elapsed()]);
    let begun = Instant::now();
    let all = find(&session, "").0;
    Sample::from_spans("build the search index", vec![begun.elapsed()]);
    keys(&session);
    cards(&session, &all);
    commits(&session, data, &all);
}

/// A search, with the time to its first rows.
pub fn find(session: &dyn Door, query: &str) -> (Found, Duration) {
    let request = Request::Find { query: query.into(), offset: 0, limit: 50, around: None };
    let begun = Instant::now();
    let mut painted = None;
    let paint = &mut |_: Part| {
        painted.get_or_insert_with(|| begun.elapsed());
    };
    let answer = ask_in_parts(session, Call::by_person(request), paint).unwrap();
    let search::Response::Found(found) = answer.try_into().unwrap();
    let whole = begun.elapsed();
    (found, painted.unwrap_or(whole))
}

/// Every beginning of everything people type: one search a key.
fn keys(session: &Session) {
    let beginnings = TYPED.iter().flat_map(|text| text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]));
    let (mut first, mut whole) = (Vec::new(), Vec::new());
    for typed in beginnings.filter(|typed| !typed.ends_with(':')) {
        let begun = Instant::now();
        first.push(find(session, typed).1);
        whole.push(begun.elapsed());
    }
    Sample::from_spans("search, a key: first rows", first);
    Sample::from_spans("search, a key: all rows", whole);
}

fn cards(session: &Session, found: &Found) {
    let ids: Vec<CustomerId> = found.rows.iter().map(|row| row.id).collect();
    Sample::of("open a card", 500, |round| {
        let request = customers::Request::Card(ids[round * 7 % ids.len()]);
        let _: customers::Response = ask(session, request).unwrap();
    });
}

/// An interaction logged: record, two index keys, audit entry and undo, durable when answered.
fn commits(session: &Session, data: &Path, found: &Found) {
    let mut draft = Draft::default();
    draft.set("customer", found.rows[0].id.to_string());
    draft.set("text", "asked for the quote, wants a call tomorrow");
    let (growing, filled) = (Floor::growing(data, 600), Floor::filled(data, 600));
    let growing = Sample::of("append + fdatasync", 500, |_| growing.write());
    let filled = Sample::of("write over zeros + fdatasync", 500, |_| filled.write());
    let commit = Sample::of("log an interaction, durable", 500, |_| {
        let _: interactions::Response = ask(session, interactions::Request::Log(draft.clone())).unwrap();
    });
    commit.compare(&growing);
    commit.compare(&filled);
}
