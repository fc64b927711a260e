//! Taking data out. What is meant is found once and kept while the export lasts; each page is read at a snapshot of
//! its own, so that an export of any length holds no other work up.

mod mentions;

use super::context::Context;
use super::{Crm, Sink, audit, customers, going_on, refuse, search};
use crate::domain::audit::Exported;
use crate::domain::call_list::{Attempt, CallList, ListMember};
use crate::domain::customer::Customer;
use crate::domain::deal::Deal;
use crate::domain::do_not_contact::DoNotContact;
use crate::domain::follow_up::FollowUp;
use crate::domain::id::{CustomerId, UserId};
use crate::domain::interaction::Interaction;
use crate::domain::item::Item;
use crate::domain::noun::Noun;
use crate::domain::order::{Order, Product};
use crate::domain::party::Party;
use crate::domain::settings::Settings;
use crate::domain::ticket::Ticket;
use crate::domain::user::{Team, User};
use crate::domain::view::View;
use crate::door::Refusal;
use crate::door::export::{ExportId, Mark, Request, Response, What};
use crate::store::engine::{Direction, KeyRange, Snapshot};
use crate::store::key::Key;
use crate::store::read;
use crate::store::records::{self, Stored, deal, follow_up, interaction, order, ticket};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Records of a page, at most.
const PAGE: usize = 500;
/// Bytes of a page's records as they are kept, about.
const WEIGHT: usize = 1024 * 1024;
/// Customers a page looks at, at most: nothing may hang on any of them.
const LOOKED_AT: usize = 5_000;
/// Exports that go on at once, at most; the eldest ends when there is one more.
const MOST: usize = 64;

/// The exports that go on.
#[derive(Default)]
pub struct Exports {
    last: u64,
    running: BTreeMap<ExportId, Running>,
}

/// An export that goes on.
struct Running {
    by: UserId,
    of: Arc<Selection>,
    given: BTreeMap<Noun, u64>,
}

/// What is taken out.
enum Selection {
    Everything,
    /// These customers, by their ids.
    Customers(Vec<CustomerId>),
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    match request {
        Request::Start(what) => start(crm, context, what, sink),
        Request::Page { export, of, mark } => {
            let selection = Arc::clone(&mine(&mut crm.exports.lock(), context, export)?.of);
            let snapshot = crm.snapshot()?;
            let Page { items, next, .. } = page(crm, &*snapshot, &selection, of, mark)?;
            let mentioned = mentions::mentioned(crm, &*snapshot, &items)?;
            let mut exports = crm.exports.lock();
            *mine(&mut exports, context, export)?.given.entry(of).or_default() += items.len() as u64;
            Ok(Response::Page { items, mentioned, next })
        }
        Request::Finish(export) => {
            let mut exports = crm.exports.lock();
            let given = std::mem::take(&mut mine(&mut exports, context, export)?.given);
            exports.running.remove(&export);
            drop(exports);
            let given = given.into_iter().filter(|(_, count)| *count > 0);
            let exported: Vec<_> = given.map(|(noun, count)| Exported { noun, count }).collect();
            audit::exported(crm, context, exported.clone())?;
            Ok(Response::Finished(exported))
        }
    }
}

/// Begins. What cannot be written down is not given out.
fn start(crm: &Crm, context: &Context, what: What, sink: &mut dyn Sink) -> Result<Response, Refusal> {
    let selection = selected(crm, context, what, sink)?;
    let customers = match &selection {
        Selection::Everything => None,
        Selection::Customers(ids) => Some(ids.len() as u64),
    };
    audit::attest(crm, context)?;
    let owners = mentions::owners(&*crm.snapshot()?)?;
    let mut exports = crm.exports.lock();
    exports.last += 1;
    let export = ExportId(exports.last);
    let running = Running { by: context.user.id, of: Arc::new(selection), given: BTreeMap::new() };
    exports.running.insert(export, running);
    if exports.running.len() > MOST {
        exports.running.pop_first();
    }
    Ok(Response::Started { export, store: store_name(crm), customers, owners })
}

/// What a store is called in its files.
pub(super) fn store_name(crm: &Crm) -> String {
    crm.hasher.hash("the store itself").iter().fold(String::new(), |name, byte| name + &format!("{byte:02x}"))
}

fn selected(crm: &Crm, context: &Context, what: What, sink: &mut dyn Sink) -> Result<Selection, Refusal> {
    let found = match what {
        What::Everything => return Ok(Selection::Everything),
        What::Query(query) => search::everyone(crm, context, &query, sink)?,
        What::These(ids) => ids,
    };
    let (snapshot, stop) = (crm.snapshot()?, sink.stop());
    let mut all = Vec::with_capacity(found.len());
    for id in found {
        if going_on(&stop).is_break() {
            return Err(Refusal::Cancelled);
        }
        if let Some((customer, _)) = read::get::<Customer>(&*snapshot, id).map_err(refuse)? {
            all.extend(customers::everyone(&customer));
        }
    }
    all.sort_unstable();
    all.dedup();
    Ok(Selection::Customers(all))
}

/// One's own export.
fn mine<'e>(exports: &'e mut Exports, context: &Context, id: ExportId) -> Result<&'e mut Running, Refusal> {
    let running = exports.running.get_mut(&id).filter(|running| running.by == context.user.id);
    running.ok_or(Refusal::Interrupted)
}

/// A page being filled.
#[derive(Default)]
struct Page {
    items: Vec<Item>,
    weight: usize,
    next: Option<Mark>,
}

impl Page {
    fn is_full(&self) -> bool {
        self.items.len() >= PAGE || self.weight >= WEIGHT
    }

    fn add<T: Stored>(&mut self, stored: &[u8]) -> Result<(), Refusal>
    where
        Item: From<T>,
    {
        self.weight += stored.len();
        self.items.push(records::unseal::<T>(stored).map_err(refuse)?.into());
        Ok(())
    }
}

fn page(crm: &Crm, snapshot: &dyn Snapshot, of: &Selection, noun: Noun, mark: Mark) -> Result<Page, Refusal> {
    let ids = match of {
        Selection::Everything => return page_of_all(snapshot, noun, mark),
        Selection::Customers(ids) => ids,
    };
    // What comes in meanwhile shall not move what was taken already.
    let (newest_last, in_order) = (Direction::Reverse, Direction::Forward);
    match noun {
        Noun::Customer => these(snapshot, ids, mark),
        Noun::Deal => hanging::<Deal>(snapshot, ids, mark, in_order, deal::deals_of),
        Noun::Ticket => hanging::<Ticket>(snapshot, ids, mark, in_order, ticket::tickets_of),
        Noun::Order => hanging::<Order>(snapshot, ids, mark, newest_last, order::orders_of),
        Noun::Interaction => {
            let timeline = |id| interaction::timeline(&Party::Customer(id), &crm.hasher);
            hanging::<Interaction>(snapshot, ids, mark, newest_last, timeline)
        }
        Noun::FollowUp => {
            let steps = |id| follow_up::of_party(&Party::Customer(id), &crm.hasher);
            hanging::<FollowUp>(snapshot, ids, mark, in_order, steps)
        }
        Noun::Product
        | Noun::DoNotContact
        | Noun::List
        | Noun::Member
        | Noun::Attempt
        | Noun::User
        | Noun::Team
        | Noun::View
        | Noun::Settings => Ok(Page::default()),
    }
}

fn page_of_all(snapshot: &dyn Snapshot, noun: Noun, mark: Mark) -> Result<Page, Refusal> {
    match noun {
        Noun::Customer => all::<Customer>(snapshot, mark),
        Noun::Interaction => all::<Interaction>(snapshot, mark),
        Noun::FollowUp => all::<FollowUp>(snapshot, mark),
        Noun::Deal => all::<Deal>(snapshot, mark),
        Noun::Ticket => all::<Ticket>(snapshot, mark),
        Noun::Order => all::<Order>(snapshot, mark),
        Noun::Product => all::<Product>(snapshot, mark),
        Noun::DoNotContact => all::<DoNotContact>(snapshot, mark),
        Noun::List => all::<CallList>(snapshot, mark),
        Noun::Member => all::<ListMember>(snapshot, mark),
        Noun::Attempt => all::<Attempt>(snapshot, mark),
        Noun::User => all::<User>(snapshot, mark).map(without_pins),
        Noun::Team => all::<Team>(snapshot, mark),
        Noun::View => all::<View>(snapshot, mark),
        Noun::Settings => all::<Settings>(snapshot, mark),
    }
}

/// What people prove themselves with never leaves the host.
fn without_pins(mut page: Page) -> Page {
    for item in &mut page.items {
        if let Item::User(user) = item {
            user.pin = None;
        }
    }
    page
}

/// The records of a noun behind a mark, by their ids.
fn all<T: Stored>(snapshot: &dyn Snapshot, mark: Mark) -> Result<Page, Refusal>
where
    Item: From<T>,
{
    let mut page = Page::default();
    let table = Key::records(T::NOUN);
    let start = table.clone().number(mark.at.saturating_add(1)).bytes();
    for entry in snapshot.scan(KeyRange { start, ..KeyRange::prefix(&table.bytes()) }, Direction::Forward) {
        if page.is_full() {
            page.next = page.items.last().map(|item| Mark { at: item.reference().id, taken: 0 });
            break;
        }
        page.add::<T>(&entry.map_err(refuse)?.1.value)?;
    }
    Ok(page)
}

/// Customers by their ids; who is gone since is passed over.
fn these(snapshot: &dyn Snapshot, ids: &[CustomerId], mark: Mark) -> Result<Page, Refusal> {
    let mut page = Page::default();
    for (place, id) in (0..).zip(ids).skip(mark.at as usize) {
        if page.is_full() {
            page.next = Some(Mark { at: place, taken: 0 });
            break;
        }
        if let Some(stored) = snapshot.get(&records::key::<Customer>(*id)).map_err(refuse)? {
            page.add::<Customer>(&stored.value)?;
        }
    }
    Ok(page)
}

/// What the index keys of these customers lead to, customer by customer.
fn hanging<T: Stored>(
    snapshot: &dyn Snapshot,
    ids: &[CustomerId],
    mark: Mark,
    direction: Direction,
    key: impl Fn(CustomerId) -> Key,
) -> Result<Page, Refusal>
where
    Item: From<T>,
{
    let mut page = Page::default();
    for (place, customer) in (0..).zip(ids).skip(mark.at as usize) {
        if place - mark.at >= LOOKED_AT as u64 {
            page.next = Some(Mark { at: place, taken: 0 });
            return Ok(page);
        }
        let taken = if place == mark.at { mark.taken } else { 0 };
        let hanging = read::ids::<T::Id>(snapshot, key(*customer), direction);
        for (number, id) in (0..).zip(hanging).skip(taken as usize) {
            if page.is_full() {
                page.next = Some(Mark { at: place, taken: number });
                return Ok(page);
            }
            let id = id.map_err(refuse)?;
            if let Some(stored) = snapshot.get(&records::key::<T>(id)).map_err(refuse)? {
                page.add::<T>(&stored.value)?;
            }
        }
    }
    Ok(page)
}
