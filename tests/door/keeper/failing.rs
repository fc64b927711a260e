//! A store that fails inside, a disk without room, and what is told of it.

use super::world::{House, Mood, Moody, full, standing};
use crate::support::ask;
use callsheet::crm::{Identity, Session};
use callsheet::domain::finding::Finding;
use callsheet::door::system::{self, Notice, Standing, State};
use callsheet::door::{Delivery, Door, Event, Refusal};
use callsheet::store::engine::Health;
use std::sync::atomic::Ordering;

#[test]
fn a_store_that_fails_inside_is_opened_anew_and_nothing_is_done_twice() {
    for mood in [Mood::FailsBefore, Mood::FailsAfter] {
        let house = House::open();
        house.add("Anna").unwrap();
        house.mood(mood);
        let answer = house.add("Bea");
        match mood {
            Mood::FailsAfter => assert!(matches!(answer, Err(Refusal::AlreadyDone { .. })), "{answer:?}"),
            _ => assert!(answer.is_ok(), "{answer:?}"),
        }
        assert_eq!((house.customers(), house.state()), (2, State::Ready));
        assert_eq!(house.opened(), 2);
    }
}

#[test]
fn a_store_that_fails_again_and_again_is_given_up_with_the_reason() {
    let house = House::open();
    let mut tries = 0;
    let refusal = loop {
        tries += 1;
        house.mood(Mood::FailsBefore);
        if let Err(refusal) = house.add("Anna") {
            break refusal;
        }
    };
    assert_eq!((tries, house.opened()), (4, 4));
    assert_eq!(house.state(), State::Failed(Box::new(refusal)));
}

#[test]
fn a_full_disk_refuses_changes_and_the_first_one_with_room_again_is_made() {
    let house = House::open();
    house.add("Anna").unwrap();
    house.mood(Mood::Full);
    assert_eq!(house.add("Bea"), Err(Refusal::ReadOnly { why: full() }));
    assert_eq!(house.state(), State::ReadOnly { why: full() });
    assert_eq!(house.customers(), 1, "what is there can be read");
    assert_eq!(house.opened(), 1, "nobody takes it away while there is no room");
    house.world.full.store(false, Ordering::SeqCst);
    let added = loop {
        match house.add("Bea") {
            // Whoever looks from time to time whether there is room was faster.
            Err(Refusal::Recovering(_)) => drop(house.settled()),
            added => break added,
        }
    };
    added.unwrap();
    assert_eq!((house.customers(), house.state()), (2, State::Ready));
}

#[test]
fn a_full_disk_is_left_behind_by_itself_while_somebody_is_there() {
    let house = House::open();
    house.mood(Mood::Full);
    house.add("Anna").unwrap_err();
    house.world.full.store(false, Ordering::SeqCst);
    house.hears(&State::Ready);
    assert_eq!(house.opened(), 2);
}

#[test]
fn what_comes_to_be_amiss_while_people_work_is_told_to_all_and_so_is_its_mending() {
    let house = House::open();
    let colleague = Session::open(&house.keeper, Identity::in_process("root", "another screen")).unwrap();
    colleague.listen();
    let engine = house.engine();
    let troubles = [Finding::ImageNotTaken { why: full() }, differs()];
    for told in [&troubles[..1], &troubles[..], &[]] {
        *engine.troubles.lock().unwrap() = told.to_vec();
        house.add("Anna").unwrap();
        house.add("Bea").unwrap();
        let standing = Standing { state: State::Ready, notices: told.iter().cloned().map(Notice::Amiss).collect() };
        let heard = colleague.inbox().try_iter().filter_map(|delivery| match delivery {
            Delivery::Event(Event::Store(standing)) => Some(standing),
            _ => None,
        });
        assert_eq!(heard.collect::<Vec<_>>(), std::slice::from_ref(&standing), "once, however much is done meanwhile");
        assert_eq!(self::standing(ask(&house.admin, system::Request::State)), standing);
    }
}

#[test]
fn what_befalls_the_store_while_nobody_asks_for_anything_is_told_at_once() {
    let house = House::open();
    let engine = house.engine();
    engine.troubles.lock().unwrap().push(differs());
    engine.tells();
    let told = house.admin.inbox().iter().find_map(|delivery| match delivery {
        Delivery::Event(Event::Store(standing)) => Some(standing.notices),
        _ => None,
    });
    assert_eq!(told, Some(vec![Notice::Amiss(differs())]));
    house.world.full.store(true, Ordering::SeqCst);
    engine.falls_ill(Health::ReadOnly { why: full() });
    house.hears(&State::ReadOnly { why: full() });
}

#[test]
fn a_store_that_fails_inside_while_nobody_asks_for_anything_is_opened_anew() {
    let house = House::open();
    let engine = house.engine();
    *engine.health.lock().unwrap() = Moody::torn();
    let tell = engine.tell.lock().unwrap().clone().unwrap();
    // It is opened anew by another thread, and not while the test has it open.
    drop(engine);
    tell();
    assert_eq!(house.settled(), State::Ready);
    assert_eq!(house.opened(), 2);
}

fn differs() -> Finding {
    Finding::StoreDiffers { file: "/bank/store".into(), written: 3, found: 2 }
}
