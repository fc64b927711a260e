//! Work on the store as a whole: restoring, compacting, another key, a backup.

use super::world::{House, at_43, backup, passphrase};
use crate::support::{answer, ask, draft};
use callsheet::crm::{Identity, Session};
use callsheet::domain::reason::reason;
use callsheet::domain::role::Role;
use callsheet::domain::secret::KeyKind;
use callsheet::domain::upkeep::Task;
use callsheet::door::system::State;
use callsheet::door::{Call, Delivery, Door, Refusal, ask_in_parts, maintenance, users};
use callsheet::store::engine::EngineError;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

#[test]
fn a_restore_takes_the_store_from_everybody_and_gives_it_back() {
    let (house, end) = House::open().working();
    let restore = maintenance::Request::Restore { from: "/backup".into(), key: None };
    let ticket = house.admin.send(Call::by_person(restore.clone()));
    house.hears(&State::Recovering(at_43(Task::Restoring)));
    assert_eq!(house.add("Anna"), Err(Refusal::Recovering(at_43(Task::Restoring))));
    end.send(Ok(())).unwrap();
    let restored = maintenance::Response::Restored(backup(Path::new("/backup")));
    let done = Delivery::Done(ticket, Ok(restored.into()));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == done));
    house.add("Anna").unwrap();
    assert!(house.audited().contains(&"maintenance-restore".to_owned()));
}

#[test]
fn what_fails_or_is_given_up_leaves_the_store_as_it_was() {
    let (house, end) = House::open().working();
    let compact = || Call::by_person(maintenance::Request::Compact);
    end.send(Err(EngineError::ImageDamaged { path: "/backup".into(), why: reason("image-hash") })).unwrap();
    end.send(Ok(())).unwrap();
    let refused = ask_in_parts(&house.admin, compact(), &mut |_| {});
    assert!(
        matches!(&refused, Err(Refusal::Unavailable { why }) if why.to_string().contains("image-hash")),
        "{refused:?}"
    );
    assert_eq!(house.state(), State::Ready);
    let ticket = house.admin.send(compact());
    house.hears(&State::Recovering(at_43(Task::Compacting)));
    *house.world.work.lock().unwrap() = None;
    house.admin.cancel(ticket);
    let cancelled = Delivery::Done(ticket, Err(Refusal::Cancelled));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == cancelled));
    house.add("Anna").unwrap();
}

#[test]
fn a_new_key_is_known_at_once_and_asked_for_at_the_next_start() {
    let house = House::open();
    let encrypt = maintenance::Request::Encrypt(passphrase("open sesame"));
    assert_eq!(ask(&house.admin, encrypt), Ok(maintenance::Response::Resealed));
    house.add("Anna").unwrap();
    assert!(house.audited().contains(&"maintenance-encrypt".to_owned()));
    let world = Arc::clone(&house.world);
    drop(house);
    assert_eq!(House::over(world).settled(), State::Locked { by: KeyKind::Passphrase });
}

#[test]
fn a_backup_is_taken_while_people_work_by_an_admin_only() {
    let house = House::open();
    let back_up = || maintenance::Request::BackUp { to: "/backup".into(), keep: None };
    assert_eq!(ask(&house.admin, back_up()), Ok(maintenance::Response::BackedUp(backup(Path::new("/backup")))));
    assert!(house.audited().contains(&"maintenance-back-up".to_owned()));
    let fields = [("name", "bo"), ("login", "bo"), ("os_user", "bo"), ("role", Role::Supervisor.slug())];
    let _: users::Response =
        ask(&house.admin, users::Request::Add(draft(&fields.map(|(field, value)| (field, json!(value)))))).unwrap();
    let bo = Identity { is_owner: false, ..Identity::in_process("bo", "") };
    let bo = Session::open(&house.keeper, bo).unwrap();
    let answer = answer(&bo, back_up().into());
    assert!(matches!(answer, Err(Refusal::NotAllowed(_))), "{answer:?}");
}
