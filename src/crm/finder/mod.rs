//! The search index of a store: built when it is first asked for, then followed commit by commit,
//! so that what is answered is found.

mod kept;
mod seats;

use super::customers::everyone;
use super::kept::Stamp;
use super::{Crm, no_thread, refuse};
use crate::domain::audit::Touched;
use crate::domain::customer::Customer;
use crate::domain::id::CustomerId;
use crate::domain::noun::Noun;
use crate::domain::party::Party;
use crate::domain::time::Timestamp;
use crate::door::Refusal;
use crate::search::{Index, Part, Row};
use crate::store::engine::{Direction, Snapshot};
use crate::store::key::{Key, Table, descending_time_at, number_at};
use crate::store::read;
use crate::store::records::interaction::timeline;
use parking_lot::{Condvar, Mutex, RwLock, RwLockReadGuard, RwLockWriteGuard};
use seats::Seats;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Customers that are packed at once and then found.
const CHUNK: usize = 16_384;

/// The index and how far its building is.
#[derive(Default)]
pub struct Finder {
    index: RwLock<Index>,
    seats: Seats,
    /// Customers merged into another, and into whom: what hangs on them counts for that one.
    merged: RwLock<HashMap<CustomerId, CustomerId>>,
    building: Mutex<Building>,
    grown: Condvar,
    builder: Mutex<Option<JoinHandle<()>>>,
    stopped: AtomicBool,
    /// Held while a commit is entered.
    following: Mutex<()>,
    /// Held to read from before a commit until it is entered.
    changing: RwLock<()>,
}

#[derive(Default)]
enum Building {
    #[default]
    NotBegun,
    /// Customers that changed since it began: what the builder reads of them is old.
    Running(BTreeSet<CustomerId>),
    Done,
}

impl Finder {
    /// Whether every customer is in it.
    pub fn is_whole(&self) -> bool {
        matches!(*self.building.lock(), Building::Done)
    }

    /// Waits until it has grown, for `span` at most; says whether it is whole.
    pub fn wait(&self, span: Duration) -> bool {
        let mut building = self.building.lock();
        if matches!(*building, Building::Running(_)) {
            self.grown.wait_for(&mut building, span);
        }
        matches!(*building, Building::Done)
    }

    /// Stops building, and waits for it to stop. It may begin again.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
        if let Some(builder) = self.builder.lock().take() {
            // A builder that panicked has built nothing more; there is nothing else to know.
            let _ = builder.join();
        }
        self.stopped.store(false, Ordering::Release);
    }

    /// To be held from before a commit until it was followed.
    pub fn changing(&self) -> RwLockReadGuard<'_, ()> {
        self.changing.read_recursive()
    }

    /// Holds up changes while it is held, once those on their way are entered.
    pub fn quiet(&self) -> RwLockWriteGuard<'_, ()> {
        self.changing.write()
    }

    /// Searches what is there, once it has its turn; nothing for a search that was given up.
    pub fn search<T>(&self, stop: &AtomicBool, search: impl FnOnce(&Index) -> Option<T>) -> Option<T> {
        let _seat = self.seats.take(stop)?;
        self.look(search)
    }

    /// Looks at what is there. Never look again from within: a writer waiting in between would hold up both.
    pub fn look<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        look(&self.index.read())
    }

    /// The customer whose row stands for this one: itself, or the one it is merged into.
    pub fn keeper(&self, id: CustomerId) -> CustomerId {
        self.merged.read().get(&id).copied().unwrap_or(id)
    }

    /// Remembers into whom a customer is merged, or that it stands for itself.
    fn note_keeper(&self, id: CustomerId, merged_into: Option<CustomerId>) {
        let mut merged = self.merged.write();
        match merged_into {
            Some(keeper) => merged.insert(id, keeper),
            None => merged.remove(&id),
        };
    }

    /// Customers whose number ends like this one.
    pub fn similar(&self, number: &str, region: &str) -> Vec<CustomerId> {
        self.index.read().by_phone(number, region).into_iter().map(|hit| hit.id).collect()
    }
}

/// Begins to build the index on a thread of its own, reading the whole store at one snapshot, unless
/// that was done before.
pub(super) fn build(crm: &Crm) -> Result<(), Refusal> {
    let mut building = crm.finder.building.lock();
    let Some(crm) = crm.me.upgrade().filter(|_| matches!(*building, Building::NotBegun)) else { return Ok(()) };
    let builder = Arc::clone(&crm);
    let work = move || {
        let was_kept = fill_from_kept(&builder);
        let built = was_kept || fill(&builder).is_ok();
        *builder.finder.building.lock() = if built { Building::Done } else { Building::NotBegun };
        builder.finder.grown.notify_all();
        if built && !was_kept {
            merge(&builder, true);
        }
    };
    let thread = thread::Builder::new().name("callsheet-index".to_owned()).spawn(work);
    let thread = thread.map_err(|error| no_thread(&error))?;
    // What an earlier builder left may be old by now.
    *crm.finder.index.write() = Index::default();
    crm.finder.merged.write().clear();
    *building = Building::Running(BTreeSet::new());
    *crm.finder.builder.lock() = Some(thread);
    Ok(())
}

/// Lets go of the index, so that it is built anew when it is next asked for.
pub(super) fn forget(crm: &Crm) {
    crm.finder.stop();
    kept::forget(crm);
    *crm.finder.building.lock() = Building::NotBegun;
}

/// Time between two looks at whether anybody still waits for the index.
const LOOK: Duration = Duration::from_millis(100);

/// Builds the index if need be, and waits until it is whole, or until `stop` is set.
pub(super) fn whole(crm: &Crm, stop: &AtomicBool) -> Result<(), Refusal> {
    while !crm.finder.is_whole() {
        if stop.load(Ordering::Acquire) {
            return Err(Refusal::Cancelled);
        }
        build(crm)?;
        crm.finder.wait(LOOK);
    }
    Ok(())
}

/// Builds the index if need be, and waits for it no longer than `span`.
pub(super) fn whole_within(crm: &Crm, span: Duration) -> Result<(), Refusal> {
    let begun = Instant::now();
    build(crm)?;
    while !crm.finder.is_whole() && begun.elapsed() < span {
        crm.finder.wait(span.saturating_sub(begun.elapsed()));
    }
    Ok(())
}

/// Takes over the index that is kept beside the store, brought up to now. Says whether there was one.
fn fill_from_kept(crm: &Crm) -> bool {
    // What changes from here on comes by itself; it waits until building has begun.
    drop(crm.finder.building.lock());
    let Some(kept) = kept::read(crm) else { return false };
    let Ok(snapshot) = crm.snapshot() else { return false };
    {
        let building = crm.finder.building.lock();
        let Building::Running(fresher) = &*building else { return false };
        for (id, keeper) in kept.merged.into_iter().filter(|(id, _)| !fresher.contains(id)) {
            crm.finder.note_keeper(id, Some(keeper));
        }
        crm.finder.index.write().fill(kept.part, &|id| fresher.contains(&id));
    }
    enter(crm, &with_dependents(&*snapshot, kept.changed));
    true
}

fn fill(crm: &Crm) -> Result<(), Refusal> {
    let snapshot = crm.snapshot()?;
    let mut contacts = Contacts::new(&*snapshot);
    let mut chunk = Vec::with_capacity(CHUNK);
    for customer in read::all::<Customer>(&*snapshot) {
        let customer = customer.map_err(refuse)?;
        let own = contacts.of(customer.id)?;
        if customer.merged_into.is_some() {
            let building = crm.finder.building.lock();
            if matches!(&*building, Building::Running(fresher) if !fresher.contains(&customer.id)) {
                crm.finder.note_keeper(customer.id, customer.merged_into);
            }
            continue;
        }
        let contact =
            if customer.members.is_empty() { own } else { last_contact(crm, &*snapshot, &everyone(&customer))? };
        chunk.push(row(&*snapshot, &customer, contact)?);
        if chunk.len() == CHUNK {
            put(crm, &mut chunk);
            if crm.finder.stopped.load(Ordering::Acquire) {
                return Err(Refusal::Cancelled);
            }
        }
    }
    put(crm, &mut chunk);
    Ok(())
}

fn put(crm: &Crm, chunk: &mut Vec<Row>) {
    let part = Part::new(std::mem::take(chunk));
    let building = crm.finder.building.lock();
    let Building::Running(fresher) = &*building else { return };
    crm.finder.index.write().fill(part, &|id| fresher.contains(&id));
    crm.finder.grown.notify_all();
}

/// Merges the layers of the index where it pays, or `always`, while searches and changes go on, and
/// keeps what comes of it.
fn merge(crm: &Crm, always: bool) {
    let finder = &crm.finder;
    let (stamp, merge, merged) = {
        // With no change on its way the index holds all there is at the snapshot's revision.
        let _quiet = finder.quiet();
        let stamp = crm.snapshot().and_then(|snapshot| Stamp::new(&*snapshot));
        let merged: Vec<_> = finder.merged.read().iter().map(|(id, keeper)| (*id, *keeper)).collect();
        (stamp, finder.index.write().merge(always), merged)
    };
    let Some(merge) = merge else { return };
    let run = merge.run();
    let part = run.part();
    let replaced = finder.index.write().adopt(run);
    drop(replaced);
    if let Ok(stamp) = stamp {
        kept::keep(crm, &stamp, merged, &part);
    }
}

/// Brings the index up to a commit. An index nobody asked for yet is left alone.
pub(super) fn follow(crm: &Crm, snapshot: &dyn Snapshot, touched: &[Touched], met: BTreeSet<CustomerId>) {
    if matches!(*crm.finder.building.lock(), Building::NotBegun) {
        return;
    }
    let customers = concerned(snapshot, touched, met);
    if customers.is_empty() {
        return;
    }
    if let Building::Running(fresher) = &mut *crm.finder.building.lock() {
        fresher.extend(&customers);
    }
    enter(crm, &customers);
    if crm.finder.index.read().is_merge_due()
        && let Some(crm) = crm.me.upgrade()
    {
        // Without a thread it stays due, and the next commit tries again.
        let _ = thread::Builder::new().name("callsheet-merge".to_owned()).spawn(move || merge(&crm, false));
    }
}

/// Enters customers as they stand now. One commit after the other, so that the last one stays.
fn enter(crm: &Crm, customers: &BTreeSet<CustomerId>) {
    let _turn = crm.finder.following.lock();
    let Ok(snapshot) = crm.snapshot() else { return };
    let mut rows = Vec::new();
    for id in customers {
        let found = read::get::<Customer>(&*snapshot, *id).ok().flatten().map(|(customer, _)| customer);
        crm.finder.note_keeper(*id, found.as_ref().and_then(|customer| customer.merged_into));
        let standing = found.filter(|customer| customer.merged_into.is_none());
        rows.extend(standing.and_then(|customer| {
            let contact = last_contact(crm, &*snapshot, &everyone(&customer)).ok()?;
            row(&*snapshot, &customer, contact).ok()
        }));
    }
    let part = Part::new(rows);
    let mut index = crm.finder.index.write();
    for id in customers {
        index.remove(*id);
    }
    index.append(part);
}

/// A customer as search is told it and as it is shown; None if there is none, or it is merged into another.
pub(super) fn shown(
    snapshot: &dyn Snapshot,
    id: CustomerId,
    last_contact: Option<Timestamp>,
) -> Result<Option<Row>, Refusal> {
    let found = read::get::<Customer>(snapshot, id).map_err(refuse)?.map(|(customer, _)| customer);
    let standing = found.filter(|customer| customer.merged_into.is_none());
    standing.map(|customer| row(snapshot, &customer, last_contact)).transpose()
}

/// The customers whose rows a commit may have changed: those it touched and those it `met`.
fn concerned(snapshot: &dyn Snapshot, touched: &[Touched], met: BTreeSet<CustomerId>) -> BTreeSet<CustomerId> {
    let records = touched.iter().map(|touched| touched.record).filter(|record| record.noun == Noun::Customer);
    let changed: BTreeSet<CustomerId> = records.map(|record| CustomerId(record.id)).collect();
    let mut concerned = with_dependents(snapshot, changed);
    concerned.extend(with_keepers(snapshot, met));
    concerned
}

/// Changed customers, those in whose rows their names stand, and those whose members they are.
fn with_dependents(snapshot: &dyn Snapshot, mut customers: BTreeSet<CustomerId>) -> BTreeSet<CustomerId> {
    // An organisation's name stands in the rows of its people.
    let people = |id: &CustomerId| {
        let people = Key::of(Table::PeopleAt).id(*id);
        read::ids::<CustomerId>(snapshot, people, Direction::Forward).flatten().collect::<Vec<_>>()
    };
    let people: Vec<CustomerId> = customers.iter().flat_map(people).collect();
    customers.extend(people);
    with_keepers(snapshot, customers)
}

fn with_keepers(snapshot: &dyn Snapshot, mut customers: BTreeSet<CustomerId>) -> BTreeSet<CustomerId> {
    let keeper = |id: &CustomerId| read::get::<Customer>(snapshot, *id).ok().flatten()?.0.merged_into;
    let keepers: Vec<CustomerId> = customers.iter().filter_map(keeper).collect();
    customers.extend(keepers);
    customers
}

/// What search is told of a customer and the members merged into it.
fn row(snapshot: &dyn Snapshot, customer: &Customer, last_contact: Option<Timestamp>) -> Result<Row, Refusal> {
    let mut row = Row {
        id: customer.id,
        name: customer.name.clone(),
        organisation: customer.is_organisation(),
        company: company(snapshot, customer)?,
        aliases: Vec::new(),
        emails: customer.emails.clone(),
        phones: customer.phones.clone(),
        city: customer.city.clone(),
        country: customer.country.clone(),
        tags: customer.tags.clone(),
        owner: customer.owned_by(),
        source: customer.source.clone(),
        created: customer.created,
        last_contact,
        archived: customer.archived,
    };
    for id in &customer.members {
        if let Some((member, _)) = read::get::<Customer>(snapshot, *id).map_err(refuse)? {
            row.aliases.push(member.name);
            row.emails.extend(member.emails);
            row.phones.extend(member.phones);
        }
    }
    for texts in [&mut row.aliases, &mut row.emails, &mut row.tags] {
        texts.retain(|text| !text.is_empty());
    }
    Ok(row)
}

/// Where a person works, by the organisation's name, else as written.
pub(super) fn company(snapshot: &dyn Snapshot, customer: &Customer) -> Result<String, Refusal> {
    let present = customer.positions.iter().find(|position| position.to.is_none());
    let organisation = match present {
        Some(position) => read::get::<Customer>(snapshot, position.organisation).map_err(refuse)?,
        None => None,
    };
    Ok(organisation.map_or_else(|| customer.company.clone(), |(organisation, _)| organisation.name))
}

/// When we last had to do with any of these customers.
pub(super) fn last_contact(
    crm: &Crm,
    snapshot: &dyn Snapshot,
    ids: &[CustomerId],
) -> Result<Option<Timestamp>, Refusal> {
    let mut latest = None;
    for id in ids {
        let prefix = timeline(&Party::Customer(*id), &crm.hasher).bytes();
        if let Some(found) = snapshot.scan_prefix(&prefix, Direction::Forward).next() {
            let (key, _) = found.map_err(refuse)?;
            latest = latest.max(descending_time_at(&key, prefix.len()));
        }
    }
    Ok(latest)
}

/// The last contact of every customer in order of id, read along the timelines once.
struct Contacts<'a> {
    keys: Box<dyn Iterator<Item = Result<(CustomerId, Timestamp), Refusal>> + 'a>,
    next: Option<(CustomerId, Timestamp)>,
}

impl<'a> Contacts<'a> {
    fn new(snapshot: &'a dyn Snapshot) -> Self {
        let prefix = Key::of(Table::Timeline).byte(1).bytes();
        let keys = snapshot.scan_prefix(&prefix, Direction::Forward).filter_map(|found| match found {
            Ok((key, _)) => Some(Ok((CustomerId(number_at(&key, 2)?), descending_time_at(&key, 10)?))),
            Err(error) => Some(Err(refuse(error))),
        });
        Self { keys: Box::new(keys), next: None }
    }

    /// The last contact of a customer; ids must be asked for in ascending order.
    fn of(&mut self, id: CustomerId) -> Result<Option<Timestamp>, Refusal> {
        loop {
            match self.next {
                Some((of, _)) if of > id => return Ok(None),
                // Of several interactions of one customer the first is the latest; the others are passed
                // over when a later customer is asked for.
                Some((of, contact)) if of == id => return Ok(Some(contact)),
                _ => match self.keys.next().transpose()? {
                    Some(read) => self.next = Some(read),
                    None => return Ok(None),
                },
            }
        }
    }
}
