//! Undo and the audit log live through everything that can become of a store.

use crate::place::{House, Place, as_child, passphrase};
use crate::support::edit;
use callsheet::domain::id::CustomerId;
use callsheet::domain::secret::Key;
use callsheet::door::maintenance::{Backup, Request, Response};
use callsheet::door::{audit, customers};
use callsheet::store::engine::{Direction, Engine, chain};
use callsheet::store::key::Table;
use serde_json::json;

const LOG: u8 = Table::Audit as u8;
const CHANGED: &str = "Anna Changed";

/// Adds Anna and changes her name: that is what will be taken back.
fn live(house: &House) -> CustomerId {
    let anna = house.add("Anna Meyer");
    let renamed = edit(anna, "name", json!("Anna Meyer"), json!(CHANGED));
    let _: customers::Response = house.ask(customers::Request::Edit(renamed)).unwrap();
    anna
}

fn back_up(house: &House, place: &Place) -> Backup {
    match house.ask(Request::BackUp { to: place.beside("image"), keep: None }).unwrap() {
        Response::BackedUp(backup) => backup,
        other => panic!("{other:?}"),
    }
}

fn restore(house: &House, backup: &Backup) {
    let _: Response = house.ask(Request::Restore { from: backup.path.clone(), key: None }).unwrap();
}

/// What may become of a store; afterwards it is open.
struct Fate {
    name: &'static str,
    befall: fn(&mut Place, House) -> House,
}

fn care(house: &House, request: Request) {
    let _: Response = house.ask(request).unwrap();
}

fn key() -> Key {
    passphrase("open sesame")
}

const FATES: [Fate; 7] = [
    Fate {
        name: "a kill",
        befall: |place, house| {
            drop(house);
            place.child("lasting::child").kill();
            let house = place.open();
            // What the child did is there to be taken back as well, and comes first.
            house.undo();
            house
        },
    },
    Fate {
        name: "a rebuild",
        befall: |place, house| {
            drop(house);
            place.lose_the_view();
            place.open()
        },
    },
    Fate {
        name: "a restore",
        befall: |place, house| {
            let backup = back_up(&house, place);
            house.add("nobody will know of her");
            restore(&house, &backup);
            house
        },
    },
    Fate {
        name: "an encryption",
        befall: |place, house| {
            care(&house, Request::Encrypt(key()));
            drop(house);
            place.key = Some(key());
            place.open()
        },
    },
    Fate {
        name: "a change of the key",
        befall: |place, house| {
            let to = passphrase("open barley");
            care(&house, Request::ChangeKey { from: key(), to: to.clone() });
            drop(house);
            place.key = Some(to);
            place.open()
        },
    },
    Fate {
        name: "a decryption",
        befall: |place, house| {
            care(&house, Request::Decrypt(passphrase("open barley")));
            drop(house);
            place.key = None;
            place.open()
        },
    },
    Fate {
        name: "compacting",
        befall: |_, house| {
            care(&house, Request::Compact);
            house
        },
    },
];

/// Not a test of its own: what is killed.
#[test]
fn child() {
    as_child(None, |house, _| _ = house.add("made and never closed"));
}

#[test]
fn whatever_becomes_of_the_store_a_change_can_be_taken_back_and_the_log_holds() {
    let mut place = Place::new();
    let mut house = place.open();
    for Fate { name, befall } in FATES {
        let anna = live(&house);
        let head = house.verify(None).unwrap();
        house = befall(&mut place, house);
        house.verify(Some(&head)).unwrap_or_else(|broken| panic!("{name}: {broken:?}"));
        assert_eq!(house.name_of(anna).as_deref(), Some(CHANGED), "{name}");
        house.undo();
        assert_eq!(house.name_of(anna).as_deref(), Some("Anna Meyer"), "{name}");
        house.verify(Some(&head)).unwrap_or_else(|broken| panic!("{name}, undone: {broken:?}"));
    }
}

/// A way to falsify the log of a closed store.
type Forgery = (&'static str, fn(&Place));

const FORGERIES: [Forgery; 3] = [
    ("an entry changed", |place| {
        place.raw(|engine, batch| {
            let key = chain::entry_key(LOG, 2);
            let mut value = engine.snapshot().unwrap().get(&key).unwrap().unwrap().value;
            *value.last_mut().unwrap() ^= 1;
            batch.put(key, value)
        });
    }),
    ("an entry removed", |place| place.raw(|_, batch| batch.del(chain::entry_key(LOG, 2)))),
    ("the end cut off", |place| {
        place.raw(|engine, batch| {
            let snapshot = engine.snapshot().unwrap();
            let last = snapshot.scan_prefix(&[LOG], Direction::Reverse).next().unwrap().unwrap().0;
            batch.del(last)
        });
    }),
];

#[test]
fn a_falsified_log_is_found_out_also_after_a_backup_of_it_was_restored() {
    for (what, forge) in FORGERIES {
        let place = Place::new();
        let house = place.open();
        live(&house);
        drop(house);
        forge(&place);
        let house = place.open();
        assert!(matches!(house.verify(None), Err(audit::Response::Broken { .. })), "{what}");
        let backup = back_up(&house, &place);
        restore(&house, &backup);
        assert!(matches!(house.verify(None), Err(audit::Response::Broken { .. })), "{what}, restored");
        drop(house);
        place.lose_the_view();
        let house = place.open();
        assert!(matches!(house.verify(None), Err(audit::Response::Broken { .. })), "{what}, rebuilt");
    }
}

#[test]
fn a_log_that_was_put_back_does_not_pass_for_the_one_whose_head_was_kept() {
    let place = Place::new();
    let house = place.open();
    live(&house);
    let backup = back_up(&house, &place);
    house.verify(Some(&backup.audit_head)).unwrap();
    house.add("somebody the log must not forget");
    let kept = house.verify(None).unwrap();
    restore(&house, &backup);
    house.verify(Some(&backup.audit_head)).unwrap();
    assert!(matches!(house.verify(Some(&kept)), Err(audit::Response::Broken { .. })), "what came after is gone");
}
