//! Encryption at rest, seen from outside: whatever people put into a store, no file of it shows it.

use crate::place::{House, Place, as_child, passphrase};
use crate::support::{NOW, about, draft, edit};
use callsheet::domain::phone::Phone;
use callsheet::domain::secret::{Key, KeyKind};
use callsheet::domain::text::fold;
use callsheet::door::maintenance::{Request, Response};
use callsheet::door::system::State;
use callsheet::door::{customers, deals, follow_ups, interactions, search, tickets, views};
use memchr::memmem;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fs, thread};

const FORMER_NAME: &str = "Zsófia Formerlight";
const NAME: &str = "Zsófia Quvenhart";
const HAN: &str = "欧阳翡翠";
const PHONE: &str = "+493073916482";
const EMAIL: &str = "zq.marker@vexillology.example";
const COMPANY: &str = "Plumbago Knurlworks";
const TAG: &str = "quokkahandler";
const REMARKS: &str = "collects xylographs";
const NOTE: &str = "asked about the jackdaw consignment";
const FOLLOW_UP: &str = "ring back on the zeppelin quote";
const DEAL: &str = "Seventeen gyroscopes";
const TICKET: &str = "the barometer whistles at midnight";
const VIEW: &str = "pangolinview";

/// What people wrote.
const MARKERS: [&str; 13] =
    [FORMER_NAME, NAME, HAN, PHONE, EMAIL, COMPANY, TAG, REMARKS, NOTE, FOLLOW_UP, DEAL, TICKET, VIEW];
/// Words shorter than this may stand in a file by chance.
const WORD: usize = 7;

fn key() -> Key {
    passphrase("open sesame")
}

/// Everything a marker may look like in a file: whole and word by word, as it was typed, folded, its digits backwards,
/// and each of that in the encodings there are.
fn looks() -> BTreeSet<Vec<u8>> {
    let wholes = MARKERS.iter().flat_map(|marker| [(*marker).to_owned(), marker.to_lowercase(), fold(marker)]);
    let split = |text: String| text.split(' ').map(str::to_owned).chain([text.clone()]).collect::<Vec<_>>();
    let digits = PHONE.trim_start_matches('+');
    let numbers = [digits.to_owned(), digits.chars().rev().collect(), "ouyangfeicui".to_owned()];
    let texts = wholes.flat_map(split).chain(numbers).filter(|text| text.len() >= WORD);
    let encoded = |text: String| {
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        [wide(u16::to_le_bytes), wide(u16::to_be_bytes), text.clone().into_bytes()]
    };
    texts.flat_map(encoded).collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    // What goes away while one looks shows nothing any more.
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// What is seen of the markers in the files under a directory.
fn seen(dir: &Path) -> Vec<String> {
    let looks = looks();
    let mut seen = Vec::new();
    for path in files(dir) {
        let bytes = fs::read(&path).unwrap_or_default();
        let here = looks.iter().filter(|look| memmem::find(&bytes, look).is_some());
        seen.extend(here.map(|look| format!("{} in {}", String::from_utf8_lossy(look), path.display())));
    }
    seen
}

/// Puts every marker into the store by the door, finds them again, and takes a backup beside the store.
fn live(house: &House, data: &Path) {
    let fields = [
        ("name", json!(FORMER_NAME)),
        ("phones", json!([Phone::read(PHONE, "DE")])),
        ("emails", json!([EMAIL])),
        ("company", json!(COMPANY)),
        ("tags", json!([TAG])),
        ("remarks", json!(REMARKS)),
    ];
    let id = match house.ask(customers::Request::Add(draft(&fields))) {
        Ok(customers::Response::Saved(saved)) => saved.id,
        other => panic!("{other:?}"),
    };
    let renamed = edit(id, "name", json!(FORMER_NAME), json!(NAME));
    let _: customers::Response = house.ask(customers::Request::Edit(renamed)).unwrap();
    house.add(HAN);
    let _: interactions::Response = house.ask(interactions::Request::Log(about(id, &[("text", json!(NOTE))]))).unwrap();
    let due = ("due", json!(NOW.plus(86_400).to_string()));
    let _: follow_ups::Response =
        house.ask(follow_ups::Request::Add(about(id, &[due, ("text", json!(FOLLOW_UP))]))).unwrap();
    let _: deals::Response = house.ask(deals::Request::Add(about(id, &[("title", json!(DEAL))]))).unwrap();
    let _: tickets::Response = house.ask(tickets::Request::Add(about(id, &[("text", json!(TICKET))]))).unwrap();
    let view = views::Request::Save { name: VIEW.to_owned(), query: format!("{NOTE} tag:{TAG}") };
    let _: views::Response = house.ask(view).unwrap();
    for query in [NAME, HAN, "note:jackdaw", TAG] {
        let find = search::Request::Find { query: query.to_owned(), offset: 0, limit: 10, around: None };
        let search::Response::Found(found) = house.ask(find).unwrap();
        assert!(!found.rows.is_empty(), "{query}");
    }
    keeps_its_search_index(data);
    let _: Response = house.ask(Request::BackUp { to: data.join("kept"), keep: Some(2) }).unwrap();
}

/// Waits until the search index is kept beside the store.
fn keeps_its_search_index(data: &Path) {
    let begun = Instant::now();
    while !files(data).iter().any(|path| path.ends_with("beside/search")) {
        assert!(begun.elapsed() < Duration::from_mins(3), "the search index is not kept");
        thread::yield_now();
    }
}

/// Not a test of its own: what is looked at while it is open, and killed.
#[test]
fn child() {
    as_child(Some(key()), live);
}

#[test]
fn no_file_of_an_encrypted_store_shows_what_people_wrote() {
    let place = Place::sealed(key());
    let doomed = place.child("sealed::child");
    assert_eq!(seen(&place.data()), Vec::<String>::new(), "while it is open");
    doomed.kill();
    assert_eq!(seen(&place.data()), Vec::<String>::new(), "after a kill");
    let house = place.open();
    assert_eq!(house.state(), State::Ready);
    house.undo();
    live(&house, &place.data());
    drop(house);
    assert_eq!(seen(&place.data()), Vec::<String>::new(), "after it was closed");
    let locked = State::Locked { by: KeyKind::Passphrase };
    assert_eq!(Place { key: None, ..place }.open().state(), locked);
}

#[test]
fn a_store_that_is_encrypted_later_shows_nothing_any_more() {
    let mut place = Place::new();
    let house = place.open();
    live(&house, &place.data());
    let plain = seen(&place.data());
    for marker in [FORMER_NAME, NAME, PHONE, EMAIL, COMPANY, TAG, NOTE, FOLLOW_UP, DEAL, TICKET, VIEW, HAN] {
        assert!(plain.iter().any(|found| found.starts_with(marker)), "{marker} would not be found: {plain:?}");
    }
    let _: Response = house.ask(Request::Encrypt(key())).unwrap();
    // A backup is the person's, wherever they put it: it stays as it was taken.
    fs::remove_dir_all(place.data().join("kept")).unwrap();
    assert_eq!(seen(&place.data()), Vec::<String>::new());
    drop(house);
    assert_eq!(seen(&place.data()), Vec::<String>::new());
    place.key = Some(key());
    assert_eq!(place.open().state(), State::Ready);
}
