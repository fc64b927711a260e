//! The host is killed under load, again and again: every session goes on, what was acknowledged is there, and nothing
//! is there twice.

use super::house::{Dice, House, add, is_full, wait_until};
use callsheet::door::{Refusal, ask, audit, search};
use rustix::process::Signal;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

const SESSIONS: u64 = 6;

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_host_is_killed() {
    let kills = if is_full() { 200 } else { 20 };
    let house = House::new();
    let (going, made) = (AtomicBool::new(true), AtomicU64::new(0));
    let acknowledged: Vec<String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..SESSIONS)
            .map(|n| {
                scope.spawn({
                    let (house, going, made) = (&house, &going, &made);
                    move || work(house, n, going, made)
                })
            })
            .collect();
        kill(&house, kills, &made);
        going.store(false, Ordering::Relaxed);
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let (kept, entries) = (names(&house), entries(&house));
    let wanted: BTreeSet<_> = acknowledged.iter().cloned().collect();
    let missing: Vec<_> = wanted.difference(&kept.iter().cloned().collect()).cloned().collect();
    assert!(missing.is_empty(), "acknowledged and lost: {missing:?}");
    assert_eq!(kept.len(), wanted.len(), "something is there twice, or was never acknowledged");
    assert_eq!(entries, wanted.len(), "an audit entry each");
    println!("killed: {kills} kills, {SESSIONS} sessions: {} acknowledged, 0 lost, 0 doubled", wanted.len());
}

/// One session adds customers as fast as it is answered; the names of those that were acknowledged.
fn work(house: &House, worker: u64, going: &AtomicBool, made: &AtomicU64) -> Vec<String> {
    let session = house.session();
    let mut acknowledged = Vec::new();
    for n in 0_u64.. {
        if !going.load(Ordering::Relaxed) {
            break;
        }
        let name = format!("Customer {worker} {n}");
        match add(&session, &name) {
            // The answer was lost, and the session has asked for the outcome.
            Ok(_) | Err(Refusal::AlreadyDone { .. }) => acknowledged.push(name),
            Err(refusal) => panic!("{name}: {refusal}"),
        }
        made.fetch_add(1, Ordering::Relaxed);
    }
    acknowledged
}

/// Kills the host at some moment after it has done something, so many times.
fn kill(house: &House, kills: u64, made: &AtomicU64) {
    let mut dice = Dice(7);
    for _ in 0..kills {
        let (before, enough) = (made.load(Ordering::Relaxed), 1 + dice.below(40));
        wait_until("the sessions go on", || made.load(Ordering::Relaxed) >= before + enough);
        thread::sleep(Duration::from_micros(dice.below(8_000)));
        house.signal(Signal::KILL);
    }
}

fn names(house: &House) -> Vec<String> {
    let request = search::Request::Find { query: String::new(), offset: 0, limit: 1_000_000, around: None };
    let search::Response::Found(found) = ask(&house.session(), request).unwrap();
    found.rows.into_iter().map(|row| row.name).collect()
}

fn entries(house: &House) -> usize {
    let read = audit::Request::Read { after: 0, limit: 1_000_000 };
    let audit::Response::Entries(entries) = ask(&house.session(), read).unwrap() else { panic!() };
    entries.iter().filter(|(_, entry)| entry.request == "customers-add").count()
}
