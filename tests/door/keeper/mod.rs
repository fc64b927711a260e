//! The door is never absent: whatever becomes of the store, whoever asks is answered.

mod failing;
mod imports;
mod upkeep;
mod world;

use callsheet::domain::secret::KeyKind;
use callsheet::domain::upkeep::Task;
use callsheet::door::system::{self, Standing, State};
use callsheet::door::{Call, Delivery, Door, Part, Refusal, Response, ask_in_parts};
use crossbeam_channel::unbounded;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::thread;
use world::{House, World, at_43, passphrase, standing};

#[test]
fn while_a_store_is_opened_everybody_is_told_how_far_it_is() {
    let (end, work) = unbounded();
    let world = World { work: Mutex::new(Some(work)), ..World::default() };
    let house = House::over(Arc::new(world));
    house.reaches(at_43(Task::Rebuilding));
    assert_eq!(house.state(), State::Recovering(at_43(Task::Rebuilding)));
    assert_eq!(house.add("Anna"), Err(Refusal::Recovering(at_43(Task::Rebuilding))));
    let mut parts = Vec::new();
    let answer = ask_in_parts(&house.admin, Call::by_person(system::Request::Settled), &mut |part| {
        if parts.is_empty() {
            end.send(Ok(())).unwrap();
        }
        parts.push(part);
    });
    assert!(matches!(answer, Ok(Response::System(system::Response::State(Standing { state: State::Ready, .. })))));
    assert_eq!(parts, [Part::Upkeep(at_43(Task::Rebuilding))]);
    house.add("Anna").unwrap();
}

#[test]
fn whoever_leaves_while_a_store_is_opened_ends_that() {
    let (_end, work) = unbounded();
    let world = Arc::new(World { work: Mutex::new(Some(work)), ..World::default() });
    let house = House::over(Arc::clone(&world));
    house.reaches(at_43(Task::Rebuilding));
    let waiting = house.admin.send(Call::by_person(system::Request::Settled));
    house.admin.cancel(waiting);
    let cancelled = Delivery::Done(waiting, Err(Refusal::Cancelled));
    assert!(house.admin.inbox().iter().any(|delivery| delivery == cancelled));
    drop(house);
    // Whoever leaves waits for it, but not for ever.
    while !world.stopped.load(Ordering::SeqCst) {
        thread::yield_now();
    }
}

#[test]
fn a_locked_store_refuses_the_wrong_key_and_opens_with_the_right_one() {
    let world = World { lock: Mutex::new(Some(passphrase("open sesame"))), ..World::default() };
    let house = House::over(Arc::new(world));
    let locked = State::Locked { by: KeyKind::Passphrase };
    assert_eq!(house.settled(), locked);
    assert_eq!(house.add("Anna"), Err(Refusal::Locked { by: KeyKind::Passphrase }));
    assert_eq!(house.unlock("open says me"), Err(Refusal::WrongKey(KeyKind::Passphrase)));
    assert_eq!(house.state(), locked);
    assert_eq!(standing(house.unlock("open sesame")).state, State::Ready);
    house.add("Anna").unwrap();
}

#[test]
fn whoever_comes_while_work_goes_on_under_the_key_of_who_left_finds_the_store_locked() {
    the_right_key_opens_after_whoever_gave_this_one_left("open sesame");
}

#[test]
fn whoever_left_before_a_wrong_key_was_refused_locks_nobody_out_who_has_the_right_one() {
    the_right_key_opens_after_whoever_gave_this_one_left("open says me");
}

fn the_right_key_opens_after_whoever_gave_this_one_left(given: &str) {
    let world = World { lock: Mutex::new(Some(passphrase("open sesame"))), ..World::default() };
    let (house, end) = House::over(Arc::new(world)).working();
    let locked = State::Locked { by: KeyKind::Passphrase };
    assert_eq!(house.settled(), locked);
    house.admin.send(Call::by_person(system::Request::Unlock(passphrase(given))));
    house.hears(&State::Recovering(at_43(Task::Rebuilding)));
    house.keeper.left_alone();
    end.send(Ok(())).unwrap();
    assert_eq!(house.settled(), locked);
    end.send(Ok(())).unwrap();
    assert_eq!(standing(house.unlock("open sesame")).state, State::Ready);
}
