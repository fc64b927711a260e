//! Requests through the socket of a host: one beside the same in this process, a change told to many sessions, and many
//! sessions that type searches at once.

use crate::BINARY;
use crate::door::{TYPED, find};
use crate::sample::{LIMIT, Sample};
use callsheet::crm::{Founding, Identity, Keeper, Session};
use callsheet::domain::edit::Draft;
use callsheet::domain::id::CustomerId;
use callsheet::domain::settings::Settings;
use callsheet::door::{Delivery, Door, Event, ask, customers, system};
use callsheet::link::{Client, Place, Starter, Way};
use callsheet::store::sled::Options;
use crossbeam_channel::unbounded;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Sessions of a full floor.
const SESSIONS: usize = 100;
/// Rounds of one request.
const ROUNDS: usize = 2_000;
/// Changes that are told.
const CHANGES: usize = 50;

pub fn measure(data: &Path) {
    let inside = in_process(data);
    let sessions: Vec<Client> = (0..SESSIONS).map(|_| session(data)).collect();
    let outside = card("open a card, by the socket", &sessions[0]);
    outside.compare(&inside);
    type_at_once(&sessions);
    fan_out(sessions, data);
}

pub fn session(data: &Path) -> Client {
    let starter = Starter::new(BINARY.into(), data, Duration::from_secs(5), None);
    let client = Client::open(Way::new(Place::personal(data), Some(starter), None)).unwrap();
    let _: system::Response = ask(&client, system::Request::Settled).unwrap();
    client
}

fn in_process(data: &Path) -> Sample {
    let founding = Founding { settings: Settings::default(), os_user: "bench".into() };
    let keeper = Arc::new(Keeper::open_in(data, Options::default(), founding));
    let session = Session::open(&keeper, Identity::in_process("bench", "bench")).unwrap();
    let _: system::Response = ask(&session, system::Request::Settled).unwrap();
    card("open a card, in this process", &session)
}

fn card(name: &str, door: &dyn Door) -> Sample {
    Sample::of(name, ROUNDS, |round| {
        let request = customers::Request::Card(CustomerId(1 + round as u64 % 1_000));
        let _: customers::Response = ask(door, request).unwrap();
    })
}

/// Everybody types another word, key by key, at the same time.
fn type_at_once(sessions: &[Client]) {
    find(&sessions[0], "");
    let spans = thread::scope(|scope| {
        let typists = sessions.iter().zip(TYPED.iter().cycle()).map(|(session, text)| {
            scope.spawn(move || {
                let beginnings = text.char_indices().map(|(at, c)| &text[..at + c.len_utf8()]);
                let key = |typed: &str| {
                    let begun = Instant::now();
                    find(session, typed);
                    begun.elapsed()
                };
                beginnings.filter(|typed| !typed.ends_with(':')).map(key).collect::<Vec<_>>()
            })
        });
        let typists: Vec<_> = typists.collect();
        typists.into_iter().flat_map(|typist| typist.join().unwrap()).collect()
    });
    Sample::from_spans(&format!("search, a key of {SESSIONS} who type at once"), spans);
}

/// A change is made, and told to everybody: from its being asked for to each one's hearing of it.
fn fan_out(listeners: Vec<Client>, data: &Path) {
    let changer = session(data);
    let (tell, told) = unbounded();
    for listener in listeners {
        listener.listen();
        let tell = tell.clone();
        // Ends with the process.
        thread::spawn(move || {
            while let Ok(delivery) = listener.inbox().recv() {
                if let Delivery::Event(Event::Changed { .. }) = delivery {
                    let _ = tell.send(Instant::now());
                }
            }
        });
    }
    let mut stored = Vec::new();
    let round = |_| {
        let mut draft = Draft::default();
        draft.set("name", "Anna Neu");
        let begun = Instant::now();
        let _: customers::Response = ask(&changer, customers::Request::Add(draft)).unwrap();
        stored.push(begun.elapsed());
        let until = Instant::now() + LIMIT;
        let next = |_| told.recv_deadline(until).ok().map(|at| at.saturating_duration_since(begun));
        (0..SESSIONS).map(next).collect::<Option<Vec<_>>>()
    };
    let heard: Option<Vec<_>> = (0..CHANGES).map(round).collect();
    Sample::from_spans("add a customer, durable, by the socket", stored);
    Sample::if_all(&format!("the same, heard by {SESSIONS} sessions"), heard.map(|rounds| rounds.concat()));
}
