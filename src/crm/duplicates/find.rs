//! Looking through all customers, at one snapshot, beside other work.

use super::super::context::Context;
use super::super::kept::Stamp;
use super::super::{Crm, Sink, going_on, refuse};
use super::kept::{self, Known};
use super::profiles::profile;
use super::rule::{self, Census, Profile, Work};
use super::{are_apart, is_open};
use crate::domain::customer::Customer;
use crate::domain::duplicate::Pair;
use crate::domain::noun::Noun;
use crate::domain::reason::reason;
use crate::door::jobs::Progress;
use crate::door::{Part, Refusal};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, last_number};
use crate::store::read;
use std::thread;

/// Customers between two looks at whether anybody still waits.
const LOOK: usize = 1_024;
/// Of so many steps in all, reading takes this one's share.
const STEPS: u64 = 100;
const READING: u64 = 60;

/// Looks through all customers and keeps what it finds. One look at a time.
pub(super) fn find(crm: &Crm, context: &Context, sink: &mut dyn Sink) -> Result<(), Refusal> {
    let _one =
        crm.duplicates.looking.try_lock().ok_or_else(|| Refusal::Unavailable { why: reason("looking-already") })?;
    let snapshot = crm.snapshot()?;
    let profiles = profiles(&*snapshot, sink)?;
    let census = Census::of(&profiles);
    let stop = sink.stop();
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let told = &mut |step: u64, of: u64| {
        let done = READING + (STEPS - READING) * step / of.max(1);
        sink.part(Part::Progress(Progress { done, total: Some(STEPS) }));
    };
    let found = rule::find(&profiles, &census, Pair::LIKELY, Work { threads, stop: &stop, told });
    let found = found.ok_or(Refusal::Cancelled)?;
    drop(profiles);
    let pairs = still_open(&*snapshot, found.pairs)?;
    let (stamp, rev) = (Stamp::new(&*snapshot)?, snapshot.rev().0);
    kept::keep(crm, &stamp, Known { at: context.now, rev, pairs });
    Ok(())
}

/// All customers as they are compared.
fn profiles(snapshot: &dyn Snapshot, sink: &mut dyn Sink) -> Result<Vec<Profile>, Refusal> {
    let (last, stop) = (last_id(snapshot)?, sink.stop());
    let mut profiles = Vec::new();
    for (customer, number) in read::all::<Customer>(snapshot).zip(1..) {
        let customer = customer.map_err(refuse)?;
        if number % LOOK == 0 {
            if going_on(&stop).is_break() {
                return Err(Refusal::Cancelled);
            }
            let done = READING * customer.id.0 / last.max(1);
            sink.part(Part::Progress(Progress { done, total: Some(STEPS) }));
        }
        if is_open(&customer) {
            profiles.push(profile(snapshot, &customer)?);
        }
    }
    Ok(profiles)
}

/// The greatest number any customer has.
fn last_id(snapshot: &dyn Snapshot) -> Result<u64, Refusal> {
    let customers = Key::records(Noun::Customer).bytes();
    let last = snapshot.scan_prefix(&customers, Direction::Reverse).next().transpose().map_err(refuse)?;
    Ok(last.and_then(|(key, _)| last_number(&key)).unwrap_or_default())
}

/// The pairs of which nobody said that they are not the same.
fn still_open(snapshot: &dyn Snapshot, pairs: Vec<Pair>) -> Result<Vec<Pair>, Refusal> {
    let mut open = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let read = |id| read::get::<Customer>(snapshot, id).map_err(refuse);
        let (Some((one, _)), Some((other, _))) = (read(pair.one)?, read(pair.other)?) else { continue };
        if !are_apart(snapshot, &one, &other)? {
            open.push(pair);
        }
    }
    Ok(open)
}
