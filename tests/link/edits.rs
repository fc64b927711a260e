//! Many sessions edit the same few customers through real sockets: no update is lost, each is audited once, and every
//! conflict is told.

use super::house::{Dice, House, add, edit, field, is_full};
use callsheet::domain::id::CustomerId;
use callsheet::door::{Refusal, ask, audit};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::thread;

const SESSIONS: u64 = 32;
const CUSTOMERS: u64 = 8;
const FIELDS: [&str; 3] = ["city", "remarks", "occupation"];

/// An edit that was acknowledged.
struct Edited {
    revision: u64,
    id: CustomerId,
    field: &'static str,
    from: Value,
    to: Value,
}

#[test]
fn the_final_state_is_what_the_acknowledged_edits_come_to_in_audit_order() {
    let edits = if is_full() { 500 } else { 50 };
    let house = House::new();
    let first = house.session();
    let ids: Vec<_> = (0..CUSTOMERS).map(|n| add(&first, &format!("Customer {n}")).unwrap()).collect();
    let done: Vec<(Vec<Edited>, u64)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..SESSIONS)
            .map(|session| {
                scope.spawn({
                    let (house, ids) = (&house, &ids[..]);
                    move || work(house, ids, session, edits)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let conflicts: u64 = done.iter().map(|(_, conflicts)| conflicts).sum();
    let mut acknowledged: Vec<_> = done.into_iter().flat_map(|(edited, _)| edited).collect();
    assert_eq!(
        acknowledged.len() as u64 + conflicts,
        SESSIONS * edits,
        "each edit was acknowledged or told as a conflict"
    );
    acknowledged.sort_by_key(|edited| edited.revision);

    let mut replay: BTreeMap<(CustomerId, &str), Value> = BTreeMap::new();
    for edited in &acknowledged {
        let held = replay.insert((edited.id, edited.field), edited.to.clone());
        assert_eq!(
            held.unwrap_or_else(|| json!("")),
            edited.from,
            "an update was lost before revision {}",
            edited.revision
        );
    }
    for ((id, name), value) in &replay {
        assert_eq!(field(&first, *id, name), *value, "{id} {name}");
    }
    let audited = audited(&house);
    let wanted: Vec<_> = acknowledged.iter().map(|edited| (edited.id.0, edited.field.to_owned())).collect();
    assert_eq!(audited, wanted, "an audit entry each, in the order of the revisions");
    println!("edits: {SESSIONS} sessions, {} acknowledged, {conflicts} conflicts, 0 lost", wanted.len());
}

/// What one session was told: its edits, and how many conflicts.
fn work(house: &House, ids: &[CustomerId], session: u64, edits: u64) -> (Vec<Edited>, u64) {
    let door = house.session();
    let (mut dice, mut edited, mut conflicts) = (Dice(session), Vec::new(), 0);
    for n in 0..edits {
        let (id, name) = (ids[dice.below(CUSTOMERS) as usize], FIELDS[dice.below(3) as usize]);
        let (from, to) = (field(&door, id, name), json!(format!("by {session}, {n}")));
        match edit(&door, id, name, &from, &to) {
            Ok(revision) => edited.push(Edited { revision, id, field: name, from, to }),
            Err(Refusal::Conflict(_)) => conflicts += 1,
            Err(refusal) => panic!("{refusal}"),
        }
    }
    (edited, conflicts)
}

/// The customer and the field of every audited edit, in order.
fn audited(house: &House) -> Vec<(u64, String)> {
    let read = audit::Request::Read { after: 0, limit: 1_000_000 };
    let audit::Response::Entries(entries) = ask(&house.session(), read).unwrap() else { panic!() };
    let edits = entries.into_iter().filter(|(_, entry)| entry.request == "customers-edit");
    edits
        .map(|(_, mut entry)| {
            let touched = entry.touched.remove(0);
            (touched.record.id, touched.fields[0].clone())
        })
        .collect()
}
