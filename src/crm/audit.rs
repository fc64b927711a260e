//! The audit log: written with every change, verified and read; named cursors make it the change feed.

mod find;

use super::context::Context;
use super::{Crm, refuse, users};
use crate::domain::audit::{Actor, AuditEntry, Exported, Fate, Touched};
use crate::domain::id::{CustomerId, UserId};
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::reason::{Reason, reason};
use crate::domain::time::Timestamp;
use crate::door::audit::{Line, Request, Response};
use crate::door::{CallId, Refusal};
use crate::store::engine::chain::{self, BrokenLink, Head};
use crate::store::engine::{Batch, BatchId, Direction, KeyRange, Op, Outcome, Snapshot};
use crate::store::key::{Key, Table, last_number};
use crate::store::value::{self, Kind, ValueError};

const ENTRY: Kind = Kind { tag: 0x82, version: 2, what: "audit entry" };
/// Entries of the feed that are told at once, at most.
const MOST_FOLLOWED: usize = 1_000;
pub(super) const LOG: u8 = Table::Audit as u8;

/// Adds the entry of a change to its batch.
pub(super) fn write(entry: &AuditEntry, batch: &mut Batch) -> Result<(), Refusal> {
    batch.ops.push(Op::Chain { log: LOG, value: value::seal(ENTRY, entry).map_err(refuse)? });
    Ok(())
}

/// Writes an entry of what was done to the store as a whole.
pub(super) fn attest(crm: &Crm, context: &Context) -> Result<(), Refusal> {
    write_alone(crm, context, entry(context, Vec::new()))
}

/// Writes how much was taken out.
pub(super) fn exported(crm: &Crm, context: &Context, exported: Vec<Exported>) -> Result<(), Refusal> {
    write_alone(crm, context, AuditEntry { exported, ..entry(context, Vec::new()) })
}

/// Writes that masked fields of a record were shown; what cannot be written down is not shown.
pub(super) fn revealed(crm: &Crm, context: &Context, record: RecordRef, fields: &[&str]) -> Result<(), Refusal> {
    let fields = fields.iter().map(|&field| field.to_owned()).collect();
    let touched = vec![Touched { record, fate: Fate::Revealed, fields }];
    write_alone(crm, context, entry(context, touched))
}

/// Writes that a caller's answer was not what a field of the record holds: whoever guesses is found out.
pub(super) fn not_verified(crm: &Crm, context: &Context, record: RecordRef, field: &str) -> Result<(), Refusal> {
    let touched = vec![Touched { record, fate: Fate::NotVerified, fields: vec![field.to_owned()] }];
    write_alone(crm, context, entry(context, touched))
}

/// Writes that a call was handed on: whose it was, and with whom it is.
pub(super) fn handed_on(crm: &Crm, context: &Context, from: UserId, with: Option<CustomerId>) -> Result<(), Refusal> {
    of_a_call(crm, context, Fate::HandedOn, from, with)
}

/// Writes that a call begun by mistake was thrown away, and with whom it was taken to be.
pub(super) fn discarded(crm: &Crm, context: &Context, with: Option<CustomerId>) -> Result<(), Refusal> {
    of_a_call(crm, context, Fate::Discarded, context.user.id, with)
}

fn of_a_call(crm: &Crm, context: &Context, fate: Fate, whose: UserId, with: Option<CustomerId>) -> Result<(), Refusal> {
    let customer = with.map(|customer| RecordRef { noun: Noun::Customer, id: customer.0 });
    let records = [RecordRef { noun: Noun::User, id: whose.0 }].into_iter().chain(customer);
    let touched = records.map(|record| Touched { record, fate, fields: Vec::new() });
    write_alone(crm, context, entry(context, touched.collect()))
}

fn write_alone(crm: &Crm, context: &Context, entry: AuditEntry) -> Result<(), Refusal> {
    let mut batch = Batch::new(BatchId(context.call.0));
    write(&entry, &mut batch)?;
    crm.engine.commit(batch).map_err(refuse).map(drop)
}

/// What a request of this context is remembered by.
pub(super) fn entry(context: &Context, touched: Vec<Touched>) -> AuditEntry {
    let Context { user, os_user, origin, cause, request, now, .. } = context;
    AuditEntry {
        at: *now,
        user: Some(user.id).filter(|id| *id != UserId::default()),
        os_user: os_user.clone(),
        origin: origin.clone(),
        actor: cause.actor,
        depth: cause.depth,
        request: (*request).to_owned(),
        touched,
        exported: Vec::new(),
    }
}

/// What Callsheet did by itself, and nobody asked for.
pub(super) fn by_itself(now: Timestamp, request: &str, touched: Vec<Touched>) -> AuditEntry {
    AuditEntry {
        at: now,
        user: None,
        os_user: String::new(),
        origin: String::new(),
        actor: Actor::System,
        depth: 0,
        request: request.to_owned(),
        touched,
        exported: Vec::new(),
    }
}

pub(super) fn handle(crm: &Crm, context: &Context, request: Request) -> Result<Response, Refusal> {
    let snapshot = crm.snapshot()?;
    match request {
        Request::Verify { head } => verify(&*snapshot, head.as_deref()),
        Request::Read { after, limit } => read(&*snapshot, after, limit).map(Response::Entries),
        Request::Find(look) => find::find(crm, context, &*snapshot, &look),
        Request::Feed { cursor, limit } => {
            let stored = snapshot.get(&cursor_key(crm, &cursor)).map_err(refuse)?;
            let after = stored.and_then(|s| s.value.first_chunk().copied()).map_or(0, u64::from_be_bytes);
            read(&*snapshot, after, limit).map(Response::Entries)
        }
        Request::Follow { after, limit } => follow(crm, &*snapshot, after, limit).map(Response::Followed),
        Request::Advance { cursor, seen } => {
            let batch = Batch::new(BatchId(CallId::fresh().0)).put(cursor_key(crm, &cursor), seen.to_be_bytes());
            match crm.engine.commit(batch).map_err(refuse)? {
                Outcome::Done(_) => Ok(Response::Advanced),
                Outcome::Conflict(_) => Err(Refusal::Unavailable { why: reason("cursor-in-use") }),
            }
        }
    }
}

/// The feed, as everybody may read it.
fn follow(crm: &Crm, snapshot: &dyn Snapshot, after: Option<u64>, limit: usize) -> Result<Vec<Line>, Refusal> {
    let head = snapshot.head(LOG).map_err(refuse)?.seq;
    let entries = read(snapshot, after.unwrap_or(head.saturating_sub(1)), limit.min(MOST_FOLLOWED))?;
    let line = |(number, entry): (u64, AuditEntry)| Line {
        number,
        login: entry.user.map(|user| users::login_of(crm, user)).unwrap_or_default(),
        entry: AuditEntry { os_user: String::new(), origin: String::new(), ..entry },
    };
    Ok(entries.into_iter().map(line).collect())
}

fn cursor_key(crm: &Crm, name: &str) -> Vec<u8> {
    Key::of(Table::Cursor).hash(crm.hasher.hash(name)).bytes()
}

pub(super) fn read(snapshot: &dyn Snapshot, after: u64, limit: usize) -> Result<Vec<(u64, AuditEntry)>, Refusal> {
    let range = KeyRange { start: chain::entry_key(LOG, after.saturating_add(1)), ..KeyRange::prefix(&[LOG]) };
    let mut entries = Vec::new();
    for found in snapshot.scan(range, Direction::Forward).take(limit) {
        let (key, stored) = found.map_err(refuse)?;
        let (_, entry) = chain::split(&stored.value).ok_or_else(|| damaged(&key))?;
        entries.push((last_number(&key).unwrap_or_default(), decode(entry).map_err(refuse)?));
    }
    Ok(entries)
}

/// An entry from what the chain keeps of it.
pub(super) fn decode(entry: &[u8]) -> Result<AuditEntry, ValueError> {
    value::unseal(ENTRY, entry)
}

fn damaged(key: &[u8]) -> Refusal {
    let number = last_number(key).unwrap_or_default();
    Refusal::Unavailable { why: reason("audit-entry-damaged").with("number", number) }
}

/// Follows every link; the head kept apart must be the end, and a head kept elsewhere must be passed.
fn verify(snapshot: &dyn Snapshot, kept: Option<&str>) -> Result<Response, Refusal> {
    let mut links = Links::default();
    let mut passed = kept.is_none_or(|kept| kept == hex(&links.head));
    for found in snapshot.scan_prefix(&[LOG], Direction::Forward) {
        let (key, stored) = found.map_err(refuse)?;
        if !links.follow(&key, &stored.value) {
            break;
        }
        passed |= kept.is_some_and(|kept| kept.eq_ignore_ascii_case(&hex(&links.head)));
    }
    match links.end(snapshot.head(LOG).map_err(refuse)?) {
        Err(Broken { at, why }) => Ok(Response::Broken { at, why }),
        Ok(head) if !passed => Ok(Response::Broken { at: head.seq, why: reason("head-unknown") }),
        Ok(head) => Ok(Response::Verified { entries: head.seq, head: hex(&head) }),
    }
}

/// Where the log is not what was written.
#[derive(Debug)]
pub(super) struct Broken {
    /// The entry.
    pub at: u64,
    /// What is wrong.
    pub why: Reason,
}

/// The log, followed link by link up to the first that is broken.
#[derive(Default)]
pub(super) struct Links {
    head: Head,
    broken: Option<Broken>,
}

impl Links {
    /// Follows the next stored entry; says whether every link up to it holds.
    pub fn follow(&mut self, key: &[u8], stored: &[u8]) -> bool {
        if self.broken.is_none() {
            match self.head.follow(LOG, key, stored) {
                Ok(next) => self.head = next,
                Err(BrokenLink::Missing { expected }) => self.is_broken(expected, reason("entry-missing")),
                Err(BrokenLink::Changed { seq }) => self.is_broken(seq, reason("entry-changed")),
            }
        }
        self.broken.is_none()
    }

    /// The end of the log, if every link holds and it ends with the head that was kept apart.
    pub fn end(mut self, kept: Head) -> Result<Head, Broken> {
        if self.broken.is_none() && self.head != kept {
            self.is_broken(self.head.seq, reason("log-cut-short"));
        }
        self.broken.map_or(Ok(self.head), Err)
    }

    fn is_broken(&mut self, at: u64, why: Reason) {
        self.broken = Some(Broken { at, why });
    }
}

/// The end of the log, if its last link holds and it is the head that was kept apart: cheap however long the log is.
pub(super) fn last_link(snapshot: &dyn Snapshot) -> Result<Result<Head, Broken>, Refusal> {
    let last = snapshot.scan_prefix(&[LOG], Direction::Reverse).take(2).collect::<Result<Vec<_>, _>>();
    let last = last.map_err(refuse)?;
    let mut links = Links::default();
    if let Some((key, stored)) = last.get(1)
        && let (Some(seq), Some((hash, _))) = (last_number(key), chain::split(&stored.value))
    {
        links.head = Head { seq, hash: *hash };
    }
    if let Some((key, stored)) = last.first() {
        links.follow(key, &stored.value);
    }
    Ok(links.end(snapshot.head(LOG).map_err(refuse)?))
}

/// The head as people keep it.
pub(super) fn hex(head: &Head) -> String {
    blake3::Hash::from_bytes(head.hash).to_hex().to_string()
}
