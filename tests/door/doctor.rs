//! The doctor: each kind of damage is found as what it is, and what can be mended is mended.

use crate::support::{NOW, Store, answer, ask, store};
use callsheet::domain::audit::Actor;
use callsheet::domain::finding::{Finding, Place, Severity};
use callsheet::domain::id::{CustomerId, UndoId};
use callsheet::domain::import::Target;
use callsheet::domain::noun::{Noun, RecordRef};
use callsheet::domain::role::Role;
use callsheet::door::jobs::{self, Rows, Start};
use callsheet::door::maintenance::{Request, Response};
use callsheet::door::system::{self, Notice};
use callsheet::door::{CallId, Refusal, customers};
use callsheet::i18n::{I18n, Lang};
use callsheet::interop::demo::Demo;
use callsheet::store::engine::{Batch, BatchId, Direction, Engine, KeyRange};
use callsheet::store::key::{Key, Table};
use callsheet::store::records;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn any_damage(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity() == Severity::Damage)
}

/// A store with a bit of everything: made-up customers, and what people do to them.
fn furnished(customers: u64) -> Store {
    let store = store();
    let start = Start::new("demo", Target::Customers);
    let jobs::Response::Started(job) = store.ask(jobs::Request::Start(start)).unwrap() else { panic!() };
    for bundles in Demo::new(7, customers, NOW).collect::<Vec<_>>().chunks(100) {
        let rows = Rows::Bundles(bundles.to_vec());
        let _: jobs::Response = store.ask(jobs::Request::Batch { job, rows }).unwrap();
    }
    let _: jobs::Response = store.ask(jobs::Request::Finish(job)).unwrap();
    store.edit(CustomerId(1), "city", store.card(CustomerId(1)).customer.city.into(), json!("Bonn")).unwrap();
    let merge = customers::Request::Merge { keep: CustomerId(1), other: CustomerId(2), take: Vec::new() };
    let _: customers::Response = store.ask(merge).unwrap();
    store.deal(CustomerId(3), &[("title", json!("Fresh deal"))]);
    store.undo().unwrap();
    store.ticket(CustomerId(3), &[("text", json!("late"))]);
    store
}

fn check(store: &Store) -> Vec<Finding> {
    let Response::Checked(findings) = store.ask(Request::Check).unwrap() else { panic!() };
    findings
}

/// What is not fine.
fn amiss(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.severity() != Severity::Fine).collect()
}

fn repair(store: &Store) -> (u64, Vec<Finding>) {
    let Response::Repaired { steps, findings, .. } = store.ask(Request::Repair).unwrap() else { panic!() };
    (steps, amiss(findings))
}

/// Writes to the store behind the door.
fn raw(store: &Store, change: impl FnOnce(Batch) -> Batch) {
    store.engine.commit(change(Batch::new(BatchId(CallId::fresh().0)))).unwrap();
}

fn value(store: &Store, key: &[u8]) -> Vec<u8> {
    store.engine.snapshot().unwrap().get(key).unwrap().unwrap().value
}

fn keys(store: &Store, prefix: &[u8]) -> Vec<Vec<u8>> {
    let snapshot = store.engine.snapshot().unwrap();
    snapshot.scan(KeyRange::prefix(prefix), Direction::Forward).map(|found| found.unwrap().0).collect()
}

/// Flips one bit of a value.
fn flip(store: &Store, key: &[u8], at: usize) {
    let mut value = value(store, key);
    let at = at % value.len();
    value[at] ^= 4;
    raw(store, |batch| batch.put(key, value));
}

fn record(noun: Noun, id: u64) -> RecordRef {
    RecordRef { noun, id }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(Finding::code).collect()
}

#[test]
fn what_an_opening_looks_at_does_not_grow_with_the_store() {
    let looked_at = |customers| {
        let store = furnished(customers);
        let engine = Arc::clone(&store.engine);
        let before = engine.keys_read();
        let store = store.reopened_after(1);
        let read = engine.keys_read() - before;
        assert!(store.status().customers >= customers);
        read
    };
    let (few, many) = (looked_at(50), looked_at(1_000));
    assert!(many <= few + few / 4, "{few} keys for 50 customers, {many} for 1,000");
}

#[test]
fn nothing_is_amiss_in_a_healthy_store() {
    let store = furnished(150);
    let findings = check(&store);
    assert_eq!(amiss(findings.clone()), []);
    let looked = findings.iter().filter(|finding| matches!(finding, Finding::Looked { count: 1.., .. }));
    assert_eq!(looked.count(), 6, "{findings:?}");
    let revision = store.status().revision;
    assert_eq!(repair(&store), (0, Vec::new()));
    assert_eq!(store.status().revision, revision, "where nothing is amiss nothing is written");
}

#[test]
fn a_flipped_bit_in_any_value_is_found_as_exactly_that_and_put_aside() {
    let store = furnished(20);
    let undo = keys(&store, &[Table::Undo as u8]);
    let newest = |noun: Noun| keys(&store, &Key::records(noun).bytes()).pop().unwrap();
    let id = |key: &[u8]| u64::from_be_bytes(key[1..9].try_into().unwrap());
    let nouns = [Noun::Interaction, Noun::FollowUp, Noun::Deal, Noun::Ticket];
    let mut places: Vec<_> =
        nouns.iter().map(|noun| (newest(*noun), Place::Record(record(*noun, id(&newest(*noun)))))).collect();
    places.push((undo[0].clone(), Place::Undo(UndoId(id(&undo[0])))));
    places.push((keys(&store, &[Table::UndoSteps as u8])[0].clone(), Place::Undo(UndoId(id(&undo[0])))));
    let mut aside = 0;
    for (n, (key, place)) in places.into_iter().enumerate() {
        if !keys(&store, &key).contains(&key) {
            continue;
        }
        flip(&store, &key, n * 7);
        let damaged = value(&store, &key);
        let found: Vec<_> = amiss(check(&store)).into_iter().filter(|f| f.severity() == Severity::Damage).collect();
        assert!(matches!(&found[..], [Finding::ValueDamaged { place: found, .. }] if *found == place), "{found:?}");
        let (steps, after) = repair(&store);
        assert!(steps > 0 && !any_damage(&after), "{after:?}");
        let quarantined = keys(&store, &[Table::Quarantine as u8]);
        assert!(quarantined.len() > aside && after.contains(&Finding::Quarantined { count: quarantined.len() as u64 }));
        assert!(quarantined.iter().any(|key| value(&store, key) == damaged), "the bytes are kept as they were");
        aside = quarantined.len();
    }
    assert!(aside > nouns.len());
}

#[test]
fn a_value_from_the_future_is_told_and_never_touched() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna")), ("phones", json!([]))]);
    let key = Key::records(Noun::Customer).id(anna).bytes();
    let kind = callsheet::store::value::Kind { tag: 1, version: 99, what: "customer" };
    let newer = callsheet::store::value::seal(kind, &"whatever it may be").unwrap();
    raw(&store, |batch| batch.put(key.clone(), newer.clone()));
    let place = Place::Record(record(Noun::Customer, anna.0));
    let told = [Finding::ValueTooNew { place, found: 99, known: 1 }];
    assert_eq!(amiss(check(&store)), told);
    assert_eq!(repair(&store), (0, told.to_vec()));
    assert_eq!(value(&store, &key), newer);
}

#[test]
fn a_record_that_lies_at_another_ones_place_is_damage() {
    let store = store();
    let [anna, bea] = ["Anna", "Bea"].map(|name| store.add(&[("name", json!(name))]));
    let keys = [anna, bea].map(|id| Key::records(Noun::Customer).id(id).bytes());
    let stolen = value(&store, &keys[0]);
    raw(&store, |batch| batch.put(keys[1].clone(), stolen));
    assert_eq!(codes(&amiss(check(&store))), ["value-damaged"]);
    assert!(!any_damage(&repair(&store).1));
}

#[test]
fn every_index_key_that_lacks_or_strays_is_found_whatever_the_index() {
    let store = furnished(40);
    let indexes = Table::ALL.iter().filter(|table| (0x20..0x40).contains(&(**table as u8)));
    let indexes = indexes.chain(&[Table::UndoBy, Table::UndoOf]);
    let mut met = BTreeSet::new();
    for table in indexes {
        let stray = Key::of(*table).number(7).number(9).number(u64::MAX).bytes();
        raw(&store, |batch| batch.put(stray.clone(), []));
        let found = amiss(check(&store));
        assert!(matches!(&found[..], [Finding::IndexStray { index, .. }] if index == table.slug()), "{found:?}");
        assert_eq!(repair(&store), (1, Vec::new()));
        let Some(key) = keys(&store, &[*table as u8]).pop() else { continue };
        met.insert(table.slug());
        raw(&store, |batch| batch.del(key.clone()));
        let found = amiss(check(&store));
        assert!(matches!(&found[..], [Finding::IndexLacks { index, .. }] if index == table.slug()), "{found:?}");
        assert_eq!(repair(&store), (1, Vec::new()));
        assert!(keys(&store, &key).contains(&key), "it is there again");
    }
    for index in ["timeline", "queue", "due", "board", "by-address", "by-name", "deals-of", "undo-by", "undo-of"] {
        assert!(met.contains(index), "{index} was never lacking; {met:?}");
    }
}

#[test]
fn no_table_of_the_registry_goes_unchecked() {
    let store = store();
    for table in Table::ALL {
        let key = [&[*table as u8][..], b"nobody wrote this"].concat();
        raw(&store, |batch| batch.put(key.clone(), *b"nor this"));
        assert_ne!(amiss(check(&store)), [], "{table:?}");
        raw(&store, |batch| batch.del(key));
        assert_eq!(amiss(check(&store)), [], "{table:?}");
    }
    raw(&store, |batch| batch.put([0x7f, 1, 2], []));
    assert_eq!(codes(&amiss(check(&store))), ["value-damaged"], "a table nobody knows");
    assert_eq!(codes(&repair(&store).1), ["quarantined"]);
}

#[test]
fn an_index_that_is_gone_whole_is_told_in_few_words_and_made_anew() {
    let store = furnished(150);
    let whole = keys(&store, &[Table::Timeline as u8]);
    assert!(whole.len() > 200);
    raw(&store, |batch| whole.iter().fold(batch, |batch, key| batch.del(key.clone())));
    let found = amiss(check(&store));
    assert!(found.len() < 60);
    let told = found.iter().filter(|finding| finding.code() == "index-lacks").count();
    let count = (whole.len() - told) as u64;
    let more = Finding::More { like: "index-lacks".into(), severity: Severity::Damage, count };
    assert_eq!(found.last(), Some(&more));
    assert_eq!(repair(&store), (whole.len() as u64, Vec::new()));
    assert_eq!(keys(&store, &[Table::Timeline as u8]), whole);
}

#[test]
fn a_sequence_that_would_hand_out_an_id_twice_is_found_and_raised() {
    let store = store();
    let customers: Vec<_> = (0..3).map(|n| store.add(&[("name", json!(format!("Customer {n}")))])).collect();
    let store = store.reopened_after(1);
    let key = Key::of(Table::Sequence).byte(Noun::Customer as u8).bytes();
    let behind = |next| [Finding::SequenceBehind { of: "customer".into(), next, highest: 3 }];
    raw(&store, |batch| batch.put(key.clone(), 2_u64.to_be_bytes()));
    assert_eq!(amiss(check(&store)), behind(2));
    assert_eq!(repair(&store), (1, Vec::new()));
    raw(&store, |batch| batch.del(key.clone()));
    assert_eq!(amiss(check(&store)), behind(0));
    raw(&store, |batch| batch.put(key, *b"xyz"));
    assert_eq!(amiss(check(&store)), behind(0));
    assert_eq!(repair(&store), (1, Vec::new()));
    assert!(store.add(&[("name", json!("Next"))]) > customers[2], "no id is handed out twice");
}

#[test]
fn steps_nobody_could_take_back_are_found_and_put_aside() {
    let store = store();
    let [anna, bea] = ["Anna", "Bea"].map(|name| store.add(&[("name", json!(name))]));
    assert_ne!(anna, bea);
    let steps = keys(&store, &[Table::UndoSteps as u8]);
    let entry = keys(&store, &[Table::Undo as u8])[0].clone();
    let undo = UndoId(u64::from_be_bytes(entry[1..9].try_into().unwrap()));
    let lost = value(&store, &steps[0]);
    raw(&store, |batch| batch.del(steps[0].clone()));
    assert_eq!(amiss(check(&store)), [Finding::StepsLacking { undo }]);
    raw(&store, |batch| batch.put(steps[0].clone(), lost));
    assert_eq!(amiss(check(&store)), []);
    let gap = [&steps[0][..17], &5_u64.to_be_bytes()].concat();
    let piece = value(&store, &steps[0]);
    raw(&store, |batch| batch.put(gap, piece));
    assert_eq!(amiss(check(&store)), [Finding::StepsLacking { undo }]);
    assert_eq!(codes(&repair(&store).1), ["quarantined"]);
    let entry = keys(&store, &[Table::Undo as u8])[0].clone();
    raw(&store, |batch| batch.del(entry));
    assert!(codes(&amiss(check(&store))).contains(&"steps-stray"));
    assert_eq!(codes(&repair(&store).1), ["quarantined"]);
    assert_eq!(keys(&store, &[Table::UndoSteps as u8]), Vec::<Vec<u8>>::new());
}

#[test]
fn a_reference_to_nobody_is_noted_with_both_ends() {
    let store = store();
    let anna = store.add(&[("name", json!("Anna"))]);
    let follow_up = store.follow_up(anna, NOW.plus(3600), &[("text", json!("call"))]);
    let hasher = callsheet::store::key::Hasher::new(value(&store, &[Table::HashKey as u8]).try_into().unwrap());
    let customer = store.card(anna).customer;
    raw(&store, |batch| {
        let keys = records::index_keys(&customer, &hasher);
        keys.into_iter().fold(batch, Batch::del).del(Key::records(Noun::Customer).id(anna).bytes())
    });
    let (record, to) = (record(Noun::FollowUp, follow_up.0), record(Noun::Customer, anna.0));
    let dangling = [Finding::Dangling { record, to }];
    assert_eq!(amiss(check(&store)), dangling);
    assert!(!any_damage(&dangling), "nothing is lost by it");
    assert_eq!(repair(&store), (0, dangling.to_vec()));
    assert!(matches!(store.ask::<customers::Response>(customers::Request::Card(anna)), Err(Refusal::NotFound { .. })));
}

#[test]
fn a_repair_is_one_deed_of_callsheet_in_the_audit_log() {
    let store = furnished(30);
    for table in [Table::Timeline, Table::ByName] {
        let some: Vec<_> = keys(&store, &[table as u8]).into_iter().step_by(2).collect();
        raw(&store, |batch| some.into_iter().fold(batch, Batch::del));
    }
    let before = store.audit().len();
    assert!(repair(&store).0 > 10);
    let log = store.audit();
    assert_eq!(log.len(), before + 1);
    let entry = log.last().unwrap();
    assert_eq!(
        (entry.actor, entry.request.as_str(), entry.os_user.as_str()),
        (Actor::System, "maintenance-repair", "root")
    );
    assert!(entry.user.is_some());
    assert_eq!(repair(&store), (0, Vec::new()));
    assert_eq!(store.audit().len(), before + 1);
}

#[test]
fn a_repair_works_beside_people_who_go_on() {
    let store = furnished(60);
    let stop = AtomicBool::new(false);
    std::thread::scope(|threads| {
        let busy = store.colleague("busy", Role::Agent);
        let stop = &stop;
        threads.spawn(move || {
            for n in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let draft = crate::support::draft(&[("name", json!(format!("Newcomer {n}")))]);
                let _: customers::Response = ask(&busy, customers::Request::Add(draft)).unwrap();
            }
        });
        for _ in 0..10 {
            let some: Vec<_> = keys(&store, &[Table::ByName as u8]).into_iter().step_by(3).collect();
            raw(&store, |batch| some.into_iter().fold(batch, Batch::del));
            let (_, after) = repair(&store);
            assert!(!any_damage(&after), "{after:?}");
        }
        stop.store(true, Ordering::Relaxed);
    });
    assert_eq!(amiss(check(&store)), []);
}

#[test]
fn a_glance_at_each_open_sees_what_is_amiss_at_the_ends() {
    let noticed = |store: &Store| {
        let system::Response::State(standing) = store.ask(system::Request::State).unwrap() else { panic!() };
        let codes = standing.notices.iter().map(|notice| match notice {
            Notice::Amiss(finding) => finding.code(),
            other => panic!("{other:?}"),
        });
        codes.collect::<Vec<_>>()
    };
    let store = furnished(20).reopened_after(60);
    assert_eq!(noticed(&store), Vec::<&str>::new());

    let entry = keys(&store, &[Table::Audit as u8]).pop().unwrap();
    flip(&store, &entry, 70);
    let customer = keys(&store, &Key::records(Noun::Customer).bytes()).pop().unwrap();
    flip(&store, &customer, 9);
    let interaction = keys(&store, &[Table::Timeline as u8]);
    raw(&store, |batch| interaction.into_iter().fold(batch, Batch::del));
    let sequence = Key::of(Table::Sequence).byte(Noun::Deal as u8).bytes();
    raw(&store, |batch| batch.put(sequence, 1_u64.to_be_bytes()));
    let noticed: BTreeSet<_> = noticed(&store.reopened_after(60)).into_iter().collect();
    let wanted = ["audit-broken", "index-lacks", "sequence-behind", "value-damaged"];
    assert_eq!(noticed.into_iter().collect::<Vec<_>>(), wanted);
}

#[test]
fn every_table_and_sequence_has_a_word() {
    for words in Lang::ALL.map(I18n::new) {
        assert!(Table::ALL.iter().all(|table| words.has(&format!("table-{}", table.slug()))));
        assert!(words.has("change"));
    }
}

#[test]
fn only_who_keeps_the_store_may_check_and_mend_it() {
    let store = store();
    for role in [Role::Agent, Role::Supervisor, Role::Auditor, Role::Service] {
        let session = store.colleague(role.slug(), role);
        for request in [Request::Check, Request::Repair] {
            assert!(matches!(answer(&session, request.into()), Err(Refusal::NotAllowed(_))), "{role}");
        }
    }
}
