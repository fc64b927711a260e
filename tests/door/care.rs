//! Care for a store that cannot be opened, or comes from elsewhere: over the real engine.

use crate::place::{Place, passphrase};
use callsheet::domain::finding::{Finding, Place as At};
use callsheet::domain::id::UserId;
use callsheet::domain::noun::{Noun, RecordRef};
use callsheet::domain::role::Action;
use callsheet::domain::secret::KeyKind;
use callsheet::domain::settings::Settings;
use callsheet::domain::user::User;
use callsheet::door::maintenance::{Request, Response};
use callsheet::door::system::State;
use callsheet::door::{Refusal, audit};
use callsheet::store::records;
use std::path::PathBuf;

fn damaged(findings: &[Finding]) -> Vec<RecordRef> {
    let places = findings.iter().filter_map(|finding| match finding {
        Finding::ValueDamaged { place: At::Record(record), .. } => Some(*record),
        _ => None,
    });
    places.collect()
}

#[test]
fn where_damage_keeps_the_store_shut_whoever_owns_it_has_it_examined_and_mended() {
    let settings = (records::key::<Settings>(Settings::ID), RecordRef { noun: Noun::Settings, id: Settings::ID.0 });
    let user = (records::key::<User>(UserId(1)), RecordRef { noun: Noun::User, id: 1 });
    for (key, record) in [settings, user] {
        let place = Place::new();
        let house = place.open();
        let anna = house.add("Anna");
        drop(house);
        place.raw(|_, batch| batch.put(key, *b"neither of this nor of any other version"));

        let house = place.open();
        assert!(matches!(house.state(), State::Failed(_)), "{:?}", house.state());
        for request in [Request::Check, Request::Repair] {
            assert_eq!(house.stranger(request), Err(Refusal::NotAllowed(Action::Maintain)));
        }
        let Response::Checked(findings) = house.ask(Request::Check).unwrap() else { panic!() };
        assert_eq!(damaged(&findings), [record]);
        assert!(matches!(house.state(), State::Failed(_)), "looking changes nothing");

        let Response::Repaired { steps, findings, before } = house.ask(Request::Repair).unwrap() else { panic!() };
        assert!(steps > 0 && before.is_some_and(|image| image.exists()));
        assert_eq!(damaged(&findings), []);
        assert_eq!((house.state(), house.name_of(anna)), (State::Ready, Some("Anna".to_owned())));
        house.verify(None).unwrap();
        let audit::Response::Entries(entries) = house.ask(audit::Request::Read { after: 0, limit: 100 }).unwrap()
        else {
            panic!()
        };
        let repair = entries.iter().find(|(_, entry)| entry.request == "maintenance-repair").unwrap();
        assert_eq!((repair.1.user, repair.1.os_user.as_str()), (None, "root"));
    }
}

fn back_up(place: &Place, name: &str) -> PathBuf {
    let to = place.beside(name);
    let _: Response = place.open().ask(Request::BackUp { to: to.clone(), keep: None }).unwrap();
    to
}

#[test]
fn a_backup_made_under_another_key_is_restored_with_its_own_only_and_keeps_it() {
    let other = Place::sealed(passphrase("open sesame"));
    let anna = other.open().add("Anna");
    let from = back_up(&other, "image");
    for own in [None, Some(passphrase("open barley"))] {
        let mut place = Place::under(own);
        let house = place.open();
        let bea = house.add("Bea");
        let restore = |key| house.ask::<Response>(Request::Restore { from: from.clone(), key });
        let by = KeyKind::Passphrase;
        assert_eq!(restore(None), Err(Refusal::BackupLocked { by }));
        assert_eq!(restore(Some(passphrase("open says me"))), Err(Refusal::BackupWrongKey(by)));
        assert_eq!(house.name_of(bea).as_deref(), Some("Bea"), "the present store is untouched");
        restore(Some(passphrase("open sesame"))).unwrap();
        assert_eq!(house.name_of(anna).as_deref(), Some("Anna"));
        drop(house);
        assert_eq!(place.open().state(), State::Locked { by });
        place.key = Some(passphrase("open sesame"));
        assert_eq!(place.open().name_of(anna).as_deref(), Some("Anna"));
    }
}

#[test]
fn a_backup_under_the_stores_own_key_or_none_needs_no_other() {
    let plain = Place::new();
    let anna = plain.open().add("Anna");
    let plain = back_up(&plain, "image");
    let place = Place::sealed(passphrase("open sesame"));
    let bea = place.open().add("Bea Long");
    let own = back_up(&place, "image");
    for (from, id, name) in [(plain, anna, "Anna"), (own, bea, "Bea Long")] {
        let house = place.open();
        let unneeded = Some(passphrase("open barley"));
        let _: Response = house.ask(Request::Restore { from, key: unneeded }).unwrap();
        assert_eq!(house.name_of(id).as_deref(), Some(name));
        drop(house);
        assert_eq!(place.open().state(), State::Ready, "what opened the store opens it");
    }
}
