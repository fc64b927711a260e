//! What leaves a store as JSON Lines comes back into an empty one as it was.

use crate::support::{NOW, Store, ask, draft, store};
use callsheet::domain::audit::Exported;
use callsheet::domain::customer::{Customer, CustomerKind, Position};
use callsheet::domain::id::{CustomerId, Id, UserId};
use callsheet::domain::import::{KeptRow, Target};
use callsheet::domain::item::Item;
use callsheet::domain::noun::Noun;
use callsheet::domain::role::Role;
use callsheet::domain::user::User;
use callsheet::door::export::{ExportId, Mark, Request, Response, What};
use callsheet::door::jobs::{self, JobId, Rows, Start, Summary, Taken};
use callsheet::door::{Door, Refusal, customers, undo};
use callsheet::interop::json_lines::{File, Writer};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

fn begin(door: &dyn Door, what: What) -> (ExportId, String) {
    match ask(door, Request::Start(what)).unwrap() {
        Response::Started { export, store, .. } => (export, store),
        other => panic!("{other:?}"),
    }
}

fn page(door: &dyn Door, export: ExportId, of: Noun, mark: Mark) -> (Vec<Item>, Option<Mark>) {
    match ask(door, Request::Page { export, of, mark }).unwrap() {
        Response::Page { items, next, .. } => (items, next),
        other => panic!("{other:?}"),
    }
}

fn all_of(door: &dyn Door, export: ExportId, of: Noun) -> Vec<Item> {
    let (mut all, mut mark) = (Vec::new(), Some(Mark::default()));
    while let Some(here) = mark {
        let (items, next) = page(door, export, of, here);
        all.extend(items);
        mark = next;
    }
    all
}

/// Everything an export hands out, as a file, and how much it says that was.
fn exported(door: &dyn Door, what: What) -> (Vec<u8>, Vec<Exported>) {
    let (export, store) = begin(door, what);
    let mut file = Writer::begin(Vec::new(), &store, NOW).unwrap();
    for noun in Noun::ALL {
        for item in all_of(door, export, *noun) {
            file.item(&item).unwrap();
        }
    }
    let Response::Finished(exported) = ask(door, Request::Finish(export)).unwrap() else { panic!() };
    (file.end().unwrap(), exported)
}

fn rows_of(bytes: &[u8]) -> (String, Vec<KeptRow>) {
    let mut file = File::of(bytes, bytes.len() as u64).unwrap();
    let rows = std::iter::from_fn(|| file.next_line().unwrap()).map(|line| line.row.unwrap()).collect();
    assert!(!file.is_cut_short());
    (file.header().unwrap().store.clone(), rows)
}

fn items(store: &Store) -> Vec<Item> {
    rows_of(&exported(&store.admin, What::Everything).0).1.into_iter().map(|row| row.item).collect()
}

fn start(door: &dyn Door, dry_run: bool) -> JobId {
    let start = Start { dry_run, ..Start::new("all.jsonl", Target::Customers) };
    match ask(door, jobs::Request::Start(start)).unwrap() {
        jobs::Response::Started(job) => job,
        other => panic!("{other:?}"),
    }
}

fn brought_in(door: &dyn Door, bytes: &[u8], dry_run: bool) -> (Taken, Summary) {
    let (store, rows) = rows_of(bytes);
    let job = start(door, dry_run);
    let mut all = Taken::default();
    for rows in rows.chunks(40) {
        let rows = Rows::Kept { store: store.clone(), rows: rows.to_vec() };
        let jobs::Response::Taken(taken) = ask(door, jobs::Request::Batch { job, rows }).unwrap() else { panic!() };
        all.refused.extend(taken.refused);
    }
    let jobs::Response::Finished(summary) = ask(door, jobs::Request::Finish(job)).unwrap() else { panic!() };
    (all, summary)
}

fn file_of(store: &str, items: &[Item]) -> Vec<u8> {
    let mut file = Writer::begin(Vec::new(), store, NOW).unwrap();
    for item in items {
        file.item(item).unwrap();
    }
    file.end().unwrap()
}

fn named(id: u64, name: &str) -> Customer {
    Customer { id: CustomerId(id), name: name.into(), created: NOW, ..Customer::default() }
}

#[test]
fn what_left_is_in_the_audit_log_with_who_and_how_much() {
    let store = store();
    store.colleague("ada", Role::Auditor);
    let anna = store.add(&[("name", json!("Anna"))]);
    store.log(anna, &[("text", json!("hello"))]);
    let ada = crate::support::session(&store.keeper, "ada");
    let (_, told) = exported(&ada, What::These(vec![anna]));
    let of = |noun| Exported { noun, count: 1 };
    assert_eq!(told, [of(Noun::Customer), of(Noun::Interaction)]);
    let log = store.audit();
    let written: Vec<_> = log.iter().filter(|entry| entry.request.starts_with("export")).collect();
    assert_eq!(
        written.iter().map(|entry| entry.request.as_str()).collect::<Vec<_>>(),
        ["export-start", "export-finish"]
    );
    assert!(written.iter().all(|entry| entry.user == Some(UserId(2))));
    assert_eq!(written[1].exported, told);
    assert_eq!(written[0].exported, []);
}

#[test]
fn an_export_is_whose_it_is_and_ends_when_it_is_finished() {
    let store = store();
    let ada = store.colleague("ada", Role::Supervisor);
    let (export, _) = begin(&store.admin, What::Everything);
    let theirs = Request::Page { export, of: Noun::Customer, mark: Mark::default() };
    assert_eq!(ask::<Response>(&ada, theirs.clone()), Err(Refusal::Interrupted));
    assert!(ask::<Response>(&store.admin, Request::Finish(export)).is_ok());
    assert_eq!(ask::<Response>(&store.admin, theirs), Err(Refusal::Interrupted));
}

#[test]
fn a_query_takes_whom_it_finds_with_members_and_all_that_hangs_on_them_in_pages() {
    let store = store();
    let [keep, other, stranger] = ["Anna Meyer", "A. Meyer", "Bea"].map(|name| store.add(&[("name", json!(name))]));
    for customer in [keep, other, stranger] {
        for number in 0..300 {
            store.log(customer, &[("text", json!(format!("note {number}")))]);
        }
        store.deal(customer, &[("title", json!("x"))]);
        store.ticket(customer, &[("text", json!("late"))]);
        store.follow_up(customer, NOW.plus(60), &[("text", json!("call"))]);
    }
    let _: customers::Response = store.ask(customers::Request::Merge { keep, other, take: Vec::new() }).unwrap();
    let (export, _) = begin(&store.admin, What::Query("meyer".into()));
    let count = |noun| all_of(&store.admin, export, noun).len();
    assert_eq!(Noun::OF_CUSTOMERS.map(count), [2, 2, 2, 0, 600, 2]);
    let (first, next) = page(&store.admin, export, Noun::Interaction, Mark::default());
    assert_eq!((first.len(), next), (500, Some(Mark { at: 1, taken: 200 })));
    assert_eq!(
        page(&store.admin, export, Noun::Interaction, Mark::default()),
        (first, next),
        "a page can be asked for again"
    );
    for noun in Noun::ALL.iter().filter(|noun| !Noun::OF_CUSTOMERS.contains(noun)) {
        assert_eq!(count(*noun), 0, "{noun}");
    }
}

#[test]
fn whoever_may_not_take_data_out_sees_no_page() {
    let store = store();
    for role in [Role::Agent, Role::Service] {
        let session = store.colleague(role.slug(), role);
        assert!(matches!(ask::<Response>(&session, Request::Start(What::Everything)), Err(Refusal::NotAllowed(_))));
    }
}

#[test]
fn no_pin_leaves_the_store_and_none_is_taken_from_whoever_brings_a_file() {
    let store = store();
    let _: callsheet::door::users::Response = store
        .ask(callsheet::door::users::Request::SetPin { login: "me".into(), pin: "4711".to_owned().into() })
        .unwrap();
    let (bytes, _) = exported(&store.admin, What::Everything);
    assert!(!String::from_utf8(bytes.clone()).unwrap().contains("salt"));
    let (taken, summary) = brought_in(&store.admin, &bytes, false);
    assert_eq!((taken.refused.len(), summary.updated, summary.created), (0, 0, 0), "all is there, the PIN too");
}

#[test]
fn a_record_replaces_another_only_in_the_store_it_is_from() {
    let (here, there) = (store(), store());
    let anna = here.add(&[("name", json!("Anna"))]);
    let bea = there.add(&[("name", json!("Bea"))]);
    assert_eq!(anna, bea);
    let (bytes, _) = exported(&here.admin, What::These(vec![anna]));
    let (taken, _) = brought_in(&there.admin, &bytes, false);
    assert_eq!(taken.refused.len(), 1);
    assert_eq!(
        (taken.refused[0].line, taken.refused[0].field.as_str(), taken.refused[0].why.key()),
        (2, "id", "id-taken")
    );
    assert_eq!(there.card(bea).customer.name, "Bea");
    let mended = String::from_utf8(bytes).unwrap().replace("Anna", "Änne").into_bytes();
    let (taken, summary) = brought_in(&here.admin, &mended, false);
    assert_eq!((taken.refused.len(), summary.updated), (0, 1));
    assert_eq!(here.card(anna).customer.name, "Änne");
}

#[test]
fn a_new_record_after_a_file_gets_an_id_no_record_of_it_has() {
    let store = store();
    let (taken, _) = brought_in(&store.admin, &file_of("elsewhere", &[named(9_000, "Anna").into()]), false);
    assert_eq!(taken.refused, []);
    assert_eq!(store.add(&[("name", json!("Bea"))]), CustomerId(9_001));
    let ids = [0, u64::MAX].map(|id| named(id, "Nobody").into());
    let (taken, _) = brought_in(&store.admin, &file_of("elsewhere", &ids), false);
    assert_eq!(taken.refused.iter().map(|row| row.why.key()).collect::<Vec<_>>(), ["no-id-to-keep", "no-id-to-keep"]);
}

#[test]
fn a_supervisor_brings_in_customers_but_no_users_and_no_settings() {
    let (here, there) = (store(), store());
    here.add(&[("name", json!("Anna"))]);
    let _: callsheet::door::users::Response = here
        .ask(callsheet::door::users::Request::Add(draft(&[("name", json!("Zoe")), ("login", json!("zoe"))])))
        .unwrap();
    let sue = there.colleague("sue", Role::Supervisor);
    let (bytes, _) = exported(&here.admin, What::Everything);
    let (taken, summary) = brought_in(&sue, &bytes, false);
    let why: Vec<_> = taken.refused.iter().map(|row| row.why.key()).collect();
    assert_eq!((why, summary.created), (vec!["row-not-allowed"; 3], 1));
}

#[test]
fn whoever_brings_a_file_of_another_store_stays_who_they_are() {
    let there = store();
    let root =
        User { id: UserId(1), name: "Rita".into(), login: "rita".into(), os_user: "rita".into(), ..User::default() };
    let (taken, _) =
        brought_in(&there.admin, &file_of("elsewhere", &[root.clone().into(), named(1, "Anna").into()]), false);
    assert_eq!(taken.refused, []);
    let kept = items(&there).into_iter().find_map(|item| if let Item::User(user) = item { Some(*user) } else { None });
    assert_eq!(kept, Some(User { os_user: "root".into(), role: Role::Admin, ..root }));
}

#[test]
fn a_dry_run_says_the_same_and_changes_nothing() {
    let store = store();
    let items: Vec<Item> = (1..100).map(|id| named(id, "Anna").into()).chain([named(5, "Bea").into()]).collect();
    let before = store.status().revision;
    let (taken, summary) = brought_in(&store.admin, &file_of("elsewhere", &items), true);
    assert_eq!((summary.created, summary.undo, store.status().revision), (99, None, before));
    assert_eq!(taken.refused.iter().map(|row| row.why.key()).collect::<Vec<_>>(), ["id-taken"]);
}

#[test]
fn one_undo_takes_a_whole_file_back_whatever_names_what() {
    let store = store();
    let at = |id| Position { organisation: CustomerId(id), title: String::new(), role: None, from: None, to: None };
    let mut all: Vec<Item> =
        (1..200).map(|id| Customer { positions: vec![at(id + 1)], ..named(id, "Anna") }.into()).collect();
    all.push(Customer { kind: CustomerKind::Organisation, ..named(200, "Works") }.into());
    let before = items(&store);
    let (taken, summary) = brought_in(&store.admin, &file_of("elsewhere", &all), false);
    assert_eq!((taken.refused.len(), summary.created), (0, 200));
    let _: undo::Response = store.ask(undo::Request::Undo(summary.undo)).unwrap();
    assert_eq!(items(&store), before);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_noun_comes_into_an_empty_store_as_it_was(bytes in proptest::collection::vec(any::<u8>(), 0..1_500)) {
        let made = crate::dice::items(&bytes);
        let (here, there) = (store(), store());
        let (taken, _) = brought_in(&here.admin, &file_of("elsewhere", &made), false);
        prop_assert_eq!(taken.refused, vec![]);
        let (first, told) = exported(&here.admin, What::Everything);
        let kept: BTreeMap<_, _> = rows_of(&first).1.into_iter().map(|row| (row.item.reference(), row.item)).collect();
        prop_assert_eq!(told.iter().map(|exported| exported.count).sum::<u64>(), kept.len() as u64);
        for item in &made {
            prop_assert_eq!(kept.get(&item.reference()), Some(item));
        }
        let (taken, _) = brought_in(&there.admin, &first, false);
        prop_assert_eq!(taken.refused, vec![]);
        prop_assert_eq!(items(&there), items(&here));
        let (_, again) = brought_in(&there.admin, &first, false);
        prop_assert_eq!((again.created, again.updated, again.refused), (0, 0, 0), "twice adds nothing");
        prop_assert_eq!(there.status().customers, here.status().customers);
    }
}

#[test]
fn the_dice_make_every_noun() {
    let made = crate::dice::items(&[255; 4_000]);
    for noun in Noun::ALL {
        assert!(made.iter().any(|item| item.reference().noun == *noun), "{noun}");
    }
    assert!(made.iter().all(|item| item.reference().id >= UserId(1).number()));
}
